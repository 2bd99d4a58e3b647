"""While a long history loads: the window says how far it is, in words and as a bar, and work goes on."""

from dataclasses import replace

import pytest

from app.domain.rows import Changes
from app.words import set_language
from tests.gui.look import colors_in, drawn
from tests.gui.rig import Rig, rig, type_text, until
from tests.gui.test_conversation import LONG
from ui.widgets.labels import Paragraph

__all__ = ["rig"]


def load(rig: Rig, done: int | None, total: int = 1_000_000) -> None:
    progress = None if done is None else (done, total)
    rig.desk.set_connection(replace(rig.desk.state, catching_up=progress))


async def test_the_status_bar_has_a_bar_and_the_numbers(rig: Rig) -> None:
    status = rig.panes.status
    accent = rig.kit.theme.colors.accent.name()
    assert accent not in colors_in(drawn(status))
    load(rig, 420_000)
    await until(lambda: "Loading the history, 420,000 of 1,000,000" in status.accessibleName())
    few = drawn(status)
    assert accent in colors_in(few)
    load(rig, 840_000)
    await until(lambda: "840,000" in status.accessibleName())
    assert accents(drawn(status), accent) > 1.8 * accents(few, accent)
    load(rig, None)
    await until(lambda: accent not in colors_in(drawn(status)))


def accents(image: object, accent: str) -> int:
    from PySide6.QtGui import QImage

    assert isinstance(image, QImage)
    pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixelColor(x, y).name() == accent for x, y in pixels)


async def test_under_the_list_stands_how_far_it_is_and_no_row_moves(rig: Rig) -> None:
    first = rig.inbox.list.visualRect(rig.inbox.model.index(0))
    at = rig.inbox.list.mapTo(rig.window, first.topLeft())
    assert not rig.inbox.is_loading
    load(rig, 420_000)
    await until(lambda: rig.inbox.is_loading)
    strip = rig.inbox.loading
    assert strip is not None and (strip.words, strip.percent) == ("Older messages are loading", "42%")
    assert strip.accessibleName() == "Loading the history, 420,000 of 1,000,000"
    assert rig.inbox.list.mapTo(rig.window, first.topLeft()) == at
    load(rig, 999_999)
    await until(lambda: strip.percent == "99%")
    load(rig, None)
    await until(lambda: not strip.isVisible())


async def test_in_french_too(rig: Rig) -> None:
    load(rig, 420_000)
    await until(lambda: rig.inbox.is_loading)
    set_language("fr")
    strip = rig.inbox.loading
    assert strip is not None
    assert (strip.words, strip.percent) == ("Les messages plus anciens arrivent", "42\u202f%")


@pytest.mark.parametrize("is_loading", [True, False])
async def test_an_empty_list_does_not_say_that_there_is_nothing_while_it_loads(
    rig: Rig, is_loading: bool
) -> None:
    rig.desk.talks.clear()
    if is_loading:
        load(rig, 10)
    rig.desk._tell(Changes(is_everything=True))
    sentence = "The newest come first" if is_loading else "appear here by themselves"
    await until(lambda: says(rig, sentence))


async def test_an_empty_list_that_begins_to_load_says_so(rig: Rig) -> None:
    rig.desk.talks.clear()
    rig.desk._tell(Changes(is_everything=True))
    await until(lambda: rig.inbox.model.rowCount() == 0)
    load(rig, 10)
    await until(lambda: says(rig, "The newest come first"))


async def test_when_all_is_here_the_open_conversation_and_what_is_typed_stay(rig: Rig) -> None:
    there = rig.open(3)
    rig.write("Half a sentence")
    top = rig.inbox.model.keys
    load(rig, 10)
    await until(lambda: rig.inbox.is_loading)
    load(rig, None)
    rig.desk._tell(Changes(is_everything=True))
    await until(lambda: not rig.inbox.is_loading)
    assert rig.conversation.conversation_id == there and rig.inbox.current == there
    assert rig.conversation.composer.box.toPlainText() == "Half a sentence"
    assert rig.inbox.model.keys == top


async def test_who_types_while_the_rest_comes_goes_on_where_the_cursor_is(rig: Rig) -> None:
    rig.open(3)
    rig.write("Half a sentence")
    box = rig.conversation.composer.box
    cursor = box.textCursor()
    cursor.setPosition(4)
    box.setTextCursor(cursor)
    rig.desk._tell(Changes(is_everything=True))
    rig.desk.set_connection(replace(rig.desk.state, to_send=7))
    await until(lambda: "7 to send" in rig.panes.status.accessibleName())
    type_text(box, "!")
    assert box.toPlainText() == "Half! a sentence" and box.hasFocus()


async def test_who_reads_further_up_stays_there(rig: Rig) -> None:
    rig.open(LONG)
    view = rig.conversation.view
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() - 900)
    anchor = view.anchor()
    rig.desk._tell(Changes(is_everything=True))
    rig.desk.set_connection(replace(rig.desk.state, to_send=7))
    await until(lambda: "7 to send" in rig.panes.status.accessibleName())
    assert anchor is not None and view.anchor() == anchor


async def test_before_the_hub_has_answered_an_empty_list_does_not_say_that_there_is_nothing(rig: Rig) -> None:
    rig.desk.talks.clear()
    rig.desk.set_connection(replace(rig.desk.state, is_hub_reachable=False, is_practice=False))
    rig.desk._tell(Changes(is_everything=True))
    await until(lambda: says(rig, "The newest come first"))
    rig.desk.set_connection(replace(rig.desk.state, is_hub_reachable=True))
    await until(lambda: says(rig, "appear here by themselves"))


def says(rig: Rig, sentence: str) -> bool:
    return any(sentence in part.text for part in rig.inbox.findChildren(Paragraph))
