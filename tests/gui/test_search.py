"""The search box and the search in a conversation, by key and by mouse."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.domain.ids import ConversationId
from app.domain.search_rows import SearchState
from app.words import set_language
from tests.fake_salon import LONG_THREAD
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.palette.matching import score
from ui.search.box import SearchBox
from ui.search.painter import SearchPainter
from ui.search.rows import SearchRow
from ui.search.sections import SECTIONS

__all__ = ["rig"]

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def box_of(rig: Rig) -> SearchBox:
    return next(each for each in rig.panes.findChildren(SearchBox) if each.isVisible())


async def opened(rig: Rig, text: str = "") -> SearchBox:
    press(rig.window, Qt.Key.Key_K, CTRL)
    box = box_of(rig)
    await settled(rig)
    if text:
        type_text(box.input, text)
        await settled(rig)
    return box


async def settled(rig: Rig) -> None:
    await until(lambda: rig.kit.tasks.count == 0)


def titles(box: SearchBox) -> list[str]:
    return [row.title for row in box.model.rows]


def chosen(box: SearchBox) -> SearchRow:
    return box.model.rows[box.list.currentIndex().row()]


def heads(box: SearchBox) -> list[str]:
    return [row.title for row in box.model.rows if row.is_head]


async def test_one_box_finds_people_messages_and_commands(rig: Rig) -> None:
    box = await opened(rig, "samedi")
    assert heads(box) == ["Messages"]
    assert all("samedi" in row.text.casefold() for row in box.model.rows if row.marks)
    box.input.setText("elodie")
    await settled(rig)
    assert heads(box)[0] == "People" and titles(box)[1] == "Élodie Marchand"
    box.input.setText("settin")
    await settled(rig)
    assert heads(box) == ["Commands"] and "Settings" in titles(box)


async def test_enter_opens_the_very_message_lit_in_its_conversation(rig: Rig) -> None:
    """Also when it is far back: 1,400 messages here."""
    talk = rig.desk.talks[LONG_THREAD]
    talk.messages[80] = replace(talk.messages[80], text="Le code est Xylophone")
    box = await opened(rig, "xyloph")
    assert chosen(box).text == "Le code est Xylophone"
    assert [chosen(box).text[a:b] for a, b in chosen(box).marks] == ["Xyloph"]
    press(box.input, Qt.Key.Key_Return)
    await until(lambda: rig.conversation.conversation_id == LONG_THREAD)
    message_id = talk.messages[80].message_id
    await until(lambda: rig.conversation.model.place_of(message_id) is not None)
    view = rig.conversation.view
    assert view._delegate.flash.message_id == message_id
    place = rig.conversation.model.place_of(message_id)
    assert place is not None
    assert view.viewport().rect().intersects(view.visualRect(rig.conversation.model.index(place)))


async def test_a_click_opens_it_too(rig: Rig) -> None:
    box = await opened(rig, "samedi")
    row = next(place for place, each in enumerate(box.model.rows) if each.marks)
    click(box.list.viewport(), box.list.visualRect(box.model.index(row)).center())
    await until(lambda: rig.panes.has_conversation)


async def test_tab_steps_through_the_sections_and_the_arrows_through_the_rows(rig: Rig) -> None:
    box = await opened(rig, "merci")
    seen = [box.section]
    for _ in SECTIONS[1:]:
        press(box.input, Qt.Key.Key_Tab)
        await settled(rig)
        seen.append(box.section)
    assert seen == list(SECTIONS)
    press(box.input, Qt.Key.Key_Backtab, SHIFT)
    await settled(rig)
    assert box.section == "files"
    box.show_section("messages")
    await settled(rig)
    assert box.input.hasFocus() or box.focusWidget() is box.input
    first = box.list.currentIndex().row()
    press(box.input, Qt.Key.Key_Down)
    assert box.list.currentIndex().row() == first + 1
    press(box.input, Qt.Key.Key_Up)
    press(box.input, Qt.Key.Key_Up)
    assert box.list.currentIndex().row() == len(box.model.rows) - 1


async def test_all_of_a_section_goes_on_as_one_scrolls(rig: Rig) -> None:
    box = await opened(rig, "bonjour")
    more = next(place for place, row in enumerate(box.model.rows) if row.title == "All messages that fit")
    box.choose(more)
    await settled(rig)
    assert box.section == "messages" and len(box.model.rows) == 50
    bar = box.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    await settled(rig)
    assert len(box.model.rows) == 100
    assert len({id(row) for row in box.model.rows}) == 100


async def test_the_button_above_the_list_opens_the_box_too(rig: Rig) -> None:
    click(rig.inbox.search_button, rig.inbox.search_button.rect().center())
    assert box_of(rig).input.hasFocus() or box_of(rig).focusWidget() is box_of(rig).input
    await settled(rig)


async def test_filters_are_shown_as_chips_and_a_click_drops_one(rig: Rig) -> None:
    box = await opened(rig, 'bonjour de:moi avec:"zebulon"')
    assert list(box.chips.words) == ["from me", "with zebulon"]
    assert "Nobody is called “zebulon”." in box.status.text
    assert titles(box)[0] == "No message with these filters holds “bonjour”."
    drop = next(
        place for place, row in enumerate(box.model.rows) if row.title == "Search without “with zebulon”"
    )
    box.choose(drop)
    await settled(rig)
    assert box.input.text() == "bonjour de:moi"
    assert list(box.chips.words) == ["from me"]
    box.chips.dropped.emit(box._query.filters[0])
    await settled(rig)
    assert box.input.text() == "bonjour"


async def test_what_is_no_filter_is_said(rig: Rig) -> None:
    box = await opened(rig, "colour:red")
    assert "“colour:red” is no filter that is known" in box.status.text


async def test_nothing_typed_shows_what_can_be_and_choosing_types_it(rig: Rig) -> None:
    box = await opened(rig)
    assert titles(box)[:2] == ["with:", "from:me"]
    box.choose(1)
    await settled(rig)
    assert box.input.text() == "from:me" and box.chips.words == ("from me",)
    box.input.setText("b")
    await settled(rig)
    assert all("Messages" not in each for each in heads(box))


async def test_escape_leaves_and_what_was_typed_is_there_again_selected(rig: Rig) -> None:
    rig.open(3)
    rig.conversation.focus_composer()
    before = rig.window.focusWidget()
    box = await opened(rig, "samedi")
    press(box.input, Qt.Key.Key_Escape)
    await until(lambda: not any(each.isVisible() for each in rig.panes.findChildren(SearchBox)))
    assert rig.window.focusWidget() is before
    rig.window.activateWindow()  # offscreen, nobody gives it back
    await until(rig.window.isActiveWindow)
    box = await opened(rig)
    assert box.input.text() == "samedi" == box.input.selectedText()
    assert heads(box) == ["Messages"]


async def test_older_messages_that_are_still_to_come_are_said_and_then_found(rig: Rig) -> None:
    rig.desk.index_state = SearchState(40)
    box = await opened(rig, "samedi")
    assert "40 %" in box.status.text
    looked = len(rig.desk.searched)
    rig.desk.index_state = SearchState(100)
    await until(lambda: len(rig.desk.searched) > looked)
    await settled(rig)
    assert not box.status.isVisible()


async def test_without_the_hub_it_is_said_and_searched_all_the_same(rig: Rig) -> None:
    rig.desk.set_connection(replace(rig.desk.state, is_hub_reachable=False))
    box = await opened(rig, "samedi")
    assert "not connected" in box.status.text and heads(box) == ["Messages"]


async def test_only_the_last_letters_are_answered(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    box = await opened(rig)
    slow = asyncio.Event()
    search = rig.desk.search

    async def waiting(*given: object, **more: object) -> object:
        await slow.wait()
        return await search(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(rig.desk, "search", waiting)
    for text in ("sa", "sam", "merci"):
        box.input.setText(text)
    looked = len(rig.desk.searched)
    slow.set()
    await settled(rig)
    assert {term.text for query in rig.desk.searched[looked:] for term in query.terms} == {"merci"}
    assert all("merci" in row.text.casefold() for row in box.model.rows if row.marks)


async def test_a_person_opens_their_conversation(rig: Rig) -> None:
    box = await opened(rig, "elodie march")
    press(box.input, Qt.Key.Key_Return)
    await until(lambda: rig.panes.has_conversation)
    header = rig.desk.header(rig.conversation.conversation_id or ConversationId(""))
    assert header is not None and header.name == "Élodie Marchand"


async def test_it_speaks_french(rig: Rig) -> None:
    set_language("fr")
    box = await opened(rig, "zzzz de:moi")
    assert titles(box) == [
        "Aucun message ne contient «\xa0zzzz\xa0» avec ces filtres.",
        "Rechercher sans «\xa0de moi\xa0»",
    ]
    assert [tab.text() for tab in box.tabs._tabs][:3] == ["Tout", "Personnes", "Messages"]


async def test_rows_are_a_sound_model_and_speak(rig: Rig, qtmodeltester: ModelTester) -> None:
    box = await opened(rig, "samedi")
    qtmodeltester.check(box.model)  # type: ignore[no-untyped-call]
    assert box.input.accessibleDescription() == chosen(box).spoken
    painter = SearchPainter(rig.kit.theme)
    assert painter.sizeHint(None, box.model.index(1)).height() > 40  # type: ignore[arg-type]


# -- in one conversation


async def test_a_conversation_is_searched_and_stepped_through(rig: Rig) -> None:
    there = rig.open(1)
    talk = rig.desk.talks[there]
    for number in (30, 700, 1_400):
        talk.messages[number] = replace(talk.messages[number], text=f"Rendez-vous confirmé n° {number}")
    press(rig.window, Qt.Key.Key_F, CTRL)
    bar = rig.conversation.finding
    assert bar.isVisible() and bar.input.hasFocus()
    type_text(bar.input, "confirme")
    await settled(rig)
    assert bar.said == "1 of 3" and _is_shown(rig, there, 1_400)
    press(bar.input, Qt.Key.Key_Return)
    assert bar.said == "2 of 3" and _is_shown(rig, there, 700)
    press(bar.input, Qt.Key.Key_Return)
    assert bar.said == "3 of 3" and _is_shown(rig, there, 30)
    press(bar.input, Qt.Key.Key_Return, SHIFT)
    assert bar.said == "2 of 3"
    click(bar.newer, bar.newer.rect().center())
    assert bar.said == "1 of 3"
    press(bar.input, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert rig.window.focusWidget() is rig.conversation.composer.box


async def test_another_conversation_ends_the_search_in_this_one(rig: Rig) -> None:
    rig.open(1)
    press(rig.window, Qt.Key.Key_F, CTRL)
    bar = rig.conversation.finding
    type_text(bar.input, "zzzz")
    await settled(rig)
    assert bar.said == "Nothing found"
    rig.open(2)
    assert not bar.isVisible()


def _is_shown(rig: Rig, there: ConversationId, number: int) -> bool:
    message_id = rig.desk.talks[there].messages[number].message_id
    return rig.conversation.view._delegate.flash.message_id == message_id


def test_commands_are_found_by_beginnings_of_words() -> None:
    assert score("newconv", "New conversation") is not None
    assert score("settigs", "Settings") is None
    assert score("nvs", "New conversation") is None
