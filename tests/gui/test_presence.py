"""Colleagues in the window: who is shown where, and when this person counts as looking."""

from collections.abc import Sequence
from functools import partial
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.ids import ConversationId, MemberId
from app.domain.presence import Doing
from app.domain.rows import PresenceRow
from app.words import set_language
from tests.gui.look import drawn
from tests.gui.rig import Rig, click, press, rig, shown_names, until
from ui.conversation.presence_view import words_of

MARK_PX = 18  # across, with its edge
__all__ = ["rig"]


def people(*colleagues: tuple[str, Doing]) -> Sequence[PresenceRow]:
    return [PresenceRow(MemberId(name), name, what) for name, what in colleagues]


@pytest.mark.parametrize(
    ("colleagues", "english", "french"),
    [
        ((("Léa", "viewing"),), "Léa is viewing", "Léa regarde aussi"),
        ((("Léa", "typing"),), "Léa is typing…", "Léa écrit…"),
        (
            (("Léa", "typing"), ("Marc", "viewing")),
            "Léa is typing… · Marc is viewing",
            "Léa écrit… · Marc regarde aussi",
        ),
        (
            (("Léa", "viewing"), ("Marc", "viewing")),
            "Léa and Marc are viewing",
            "Léa et Marc regardent aussi",
        ),
        (
            (("Léa", "typing"), ("Marc", "typing"), ("Zoé", "typing")),
            "Léa and 2 others are typing…",
            "Léa et 2 autres écrivent…",
        ),
        ((("", "viewing"),), "A colleague is viewing", "Un collègue regarde aussi"),
    ],
)
def test_words_for_one_and_for_many(
    colleagues: tuple[tuple[str, Doing], ...], english: str, french: str
) -> None:
    said = []
    for language in ("en", "fr"):
        set_language(language)
        said.append(words_of(people(*colleagues)).replace("\u2068", "").replace("\u2069", ""))
    set_language("en")
    assert said == [english, french]


# -- the head


def viewing(rig: Rig) -> ConversationId | None:
    return rig.desk.viewing


def plain(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


async def test_the_head_shows_who_else_is_there(rig: Rig) -> None:
    there = rig.open(3)
    presence = rig.conversation.head.presence
    assert not presence.isVisible()
    height = rig.conversation.head.height()
    rig.desk.come(there, ("Léa Martin", "typing"), ("Marc Olivier", "viewing"))
    await until(presence.isVisible)
    assert plain(presence.words) == "Léa is typing… · Marc is viewing"
    assert plain(presence.accessibleName()) == "Léa Martin is typing… · Marc Olivier is viewing"
    assert rig.conversation.head.height() == height
    rig.desk.come(there)
    await until(lambda: not presence.isVisible())


async def test_the_head_of_another_conversation_shows_its_own(rig: Rig) -> None:
    there = rig.open(3)
    rig.desk.come(there, ("Léa", "viewing"))
    await until(rig.conversation.head.presence.isVisible)
    rig.open(4)
    assert not rig.conversation.head.presence.isVisible()
    rig.open(3)
    assert rig.conversation.head.presence.isVisible()


@pytest.mark.parametrize(("width", "words"), [(1440, 2), (1195, 1), (900, 0)])
async def test_in_a_narrow_head_the_customers_name_comes_first(rig: Rig, width: int, words: int) -> None:
    there = rig.open(3)
    rig.desk.come(there, ("Léa Martin", "typing"), ("Marc Olivier", "viewing"))
    rig.window.resize(width, 800)
    head = rig.conversation.head
    await until(lambda: len([part for part in head.presence.words.split(" · ") if part]) == words)
    await until(lambda: head.name.width() >= 80)
    assert head.presence.width() >= head.presence.minimumSizeHint().width()


# -- the list


async def test_a_row_shows_a_mark_and_nothing_moves(rig: Rig) -> None:
    key = rig.inbox.model.conversations()[0]
    index = rig.inbox.model.index_of(key)
    row = rig.inbox.list.visualRect(index)
    before, spoken = drawn(rig.inbox.list.viewport()), shown_names(rig.inbox.list)[index.row()]
    rig.desk.come(key, ("Léa", "viewing"))
    await until(lambda: shown_names(rig.inbox.list)[index.row()] != spoken)
    assert plain(shown_names(rig.inbox.list)[index.row()]) == f"{plain(spoken)}, Léa is viewing"
    after = drawn(rig.inbox.list.viewport())
    assert rig.inbox.list.visualRect(index) == row
    changed = {
        (x, y)
        for x in range(before.width())
        for y in range(before.height())
        if before.pixel(x, y) != after.pixel(x, y)
    }
    assert changed
    assert max(x for x, _ in changed) - min(x for x, _ in changed) <= MARK_PX
    assert {y for _, y in changed} <= set(range(row.top(), row.bottom() + 1))
    rig.desk.come(key)
    await until(lambda: drawn(rig.inbox.list.viewport()) == before)


async def test_looking_and_writing_have_marks_of_their_own(rig: Rig) -> None:
    key = rig.inbox.model.conversations()[0]
    pictures = []
    for what in get_args(Doing):
        rig.desk.come(key, ("Léa", what))
        await until(partial(is_spoken, rig, what))
        pictures.append(drawn(rig.inbox.list.viewport()))
    assert pictures[0] != pictures[1]


def is_spoken(rig: Rig, what: str) -> bool:
    return what in shown_names(rig.inbox.list)[1]


# -- what is told of this person


async def test_the_open_conversation_is_looked_at_by_mouse_and_by_key(rig: Rig) -> None:
    first, second = rig.inbox.model.conversations()[:2]
    assert viewing(rig) is None
    rect = rig.inbox.list.visualRect(rig.inbox.model.index_of(first))
    click(rig.inbox.list.viewport(), rect.center())
    assert viewing(rig) == first
    press(rig.inbox.list, Qt.Key.Key_Down)
    assert viewing(rig) == second


async def test_closing_the_pane_switching_screens_and_the_window_end_it(rig: Rig) -> None:
    there = rig.open(3)
    assert viewing(rig) == there
    rig.panes.show_screen("settings")
    assert viewing(rig) is None
    rig.panes.show_screen("inbox")
    assert viewing(rig) == there
    rig.conversation.open(None)
    assert viewing(rig) is None


async def test_another_window_in_front_ends_it(rig: Rig) -> None:
    there = rig.open(3)
    other = QWidget()
    other.show()
    other.activateWindow()
    await until(lambda: viewing(rig) is None)
    other.close()
    other.deleteLater()
    rig.window.activateWindow()
    await until(lambda: viewing(rig) == there)


async def test_a_dialog_of_the_window_does_not_end_it(rig: Rig) -> None:
    there = rig.open(3)
    rig.window.ask_to_leave()
    await until(lambda: not rig.window.isActiveWindow())
    assert viewing(rig) == there
    for child in rig.window.findChildren(QWidget):
        if child.isWindow() and child.isVisible():
            child.close()


async def test_a_minimised_window_looks_at_nothing(rig: Rig) -> None:
    there = rig.open(3)
    rig.window.showMinimized()
    await until(lambda: viewing(rig) is None)
    rig.window.showNormal()
    rig.window.activateWindow()
    await until(lambda: viewing(rig) == there)


async def test_in_one_pane_the_list_hides_the_conversation(rig: Rig) -> None:
    there = rig.open(3)
    rig.window.resize(820, 800)
    await until(lambda: viewing(rig) == there)
    rig.panes.back_to_list()
    assert viewing(rig) is None


async def test_a_conversation_that_went_is_looked_at_no_more(rig: Rig) -> None:
    rig.open(3)
    rig.panes.conversation.open(ConversationId("gone"))
    assert viewing(rig) is None
