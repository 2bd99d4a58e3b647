"""The command palette and the sheet of all keys, by key and by mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.words import set_language
from tests.gui.rig import Rig, click, press, rig, shown_names, type_text, until
from ui.keys import KEYS
from ui.palette.entries import MOST_RECENT, RECENT
from ui.palette.finder import Finder
from ui.palette.key_sheet import GROUPS, OF_PARTS, KeySheet, group_of, listed_keys
from ui.palette.palette import CommandPalette
from ui.palette.rows import caps_of, shown_key

__all__ = ["rig"]

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
WITHOUT_AN_ACT: set[str] = set()


def shown(rig: Rig) -> Finder:
    """What floats over the window."""
    return next(each for each in rig.panes.findChildren(Finder) if each.isVisible())


def open_palette(rig: Rig) -> CommandPalette:
    press(rig.window, Qt.Key.Key_P, CTRL_SHIFT)
    palette = shown(rig)
    assert isinstance(palette, CommandPalette)
    return palette


def words_of(finder: Finder) -> list[str]:
    return [row.words for row in finder.model.rows if not row.is_head]


# -- the palette


async def test_an_act_is_run_by_a_few_letters_and_enter(rig: Rig) -> None:
    palette = open_palette(rig)
    assert palette.input.hasFocus() or palette.focusWidget() is palette.input
    type_text(palette.input, "settin")
    assert words_of(palette)[0] == "Settings"
    press(palette.input, Qt.Key.Key_Return)
    await until(lambda: rig.panes.screen_id == "settings")


async def test_all_acts_are_listed_with_their_keys(rig: Rig) -> None:
    rig.open(3)
    palette = open_palette(rig)
    listed = {act.words for act in rig.panes.acts if act.is_listed and act.is_on()}
    assert listed <= set(words_of(palette))
    spoken = shown_names(palette.list)
    assert "New conversation, Ctrl+N" in spoken and "Templates" in spoken


async def test_acts_that_make_no_sense_now_are_not_listed(rig: Rig) -> None:
    assert not rig.panes.has_conversation
    assert "Mark the conversation as done" not in words_of(open_palette(rig))
    shown(rig).reject()
    rig.open(3)
    names = words_of(open_palette(rig))
    assert "Mark the conversation as done" in names
    assert "Undo what was just done" not in names  # nothing waits
    assert "Find an act, a view or a person" not in names  # that is the palette itself


async def test_a_person_is_found_without_accents_and_opened(rig: Rig) -> None:
    palette = open_palette(rig)
    type_text(palette.input, "elodie march")
    assert words_of(palette)[0] == "Élodie Marchand"
    click(palette.list.viewport(), palette.list.visualRect(palette.model.index(0)).center())
    await until(lambda: rig.panes.has_conversation)
    header = rig.desk.header(rig.conversation.conversation_id or rig.open(1))
    assert header is not None and header.name == "Élodie Marchand"
    assert rig.window.focusWidget() is rig.conversation.composer.box


async def test_a_view_is_opened(rig: Rig) -> None:
    palette = open_palette(rig)
    type_text(palette.input, "closed")
    place = words_of(palette).index("Closed")
    for _step in range(place):
        press(palette.input, Qt.Key.Key_Down)
    press(palette.input, Qt.Key.Key_Return)
    await until(lambda: rig.inbox.view == "closed")


async def test_what_was_used_lately_comes_first(rig: Rig) -> None:
    first = words_of(open_palette(rig))[0]
    type_text(shown(rig).input, "import")
    press(shown(rig).input, Qt.Key.Key_Return)
    await until(lambda: rig.panes.screen_id == "imports")
    rig.window.activateWindow()
    await until(rig.window.isActiveWindow)
    names = words_of(open_palette(rig))
    assert names[0] == "Import from a phone" != first
    assert rig.desk.place[RECENT] == "act imports"


async def test_only_so_many_are_remembered(rig: Rig) -> None:
    rig.desk.place[RECENT] = "\n".join(f"act old-{number}" for number in range(MOST_RECENT))
    palette = open_palette(rig)
    type_text(palette.input, "settings")
    press(palette.input, Qt.Key.Key_Return)
    kept = rig.desk.place[RECENT].split("\n")
    assert kept[0] == "act settings" and len(kept) == MOST_RECENT
    await until(lambda: rig.panes.screen_id == "settings")


async def test_what_does_not_fit_is_said(rig: Rig) -> None:
    palette = open_palette(rig)
    type_text(palette.input, "qqqqqq")
    assert words_of(palette) == [] and not palette.list.isVisible()
    assert palette._nothing.isVisible()
    press(palette.input, Qt.Key.Key_Return)
    assert palette.isVisible()
    press(palette.input, Qt.Key.Key_Escape)
    assert not palette.isVisible()


async def test_the_arrows_go_round_and_the_reader_hears_each(rig: Rig) -> None:
    palette = open_palette(rig)
    press(palette.input, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(palette.model.rows) - 1
    press(palette.input, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 0
    assert palette.input.accessibleDescription() == palette.model.rows[0].spoken
    press(palette.input, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() == 8


async def test_it_fits_in_the_smallest_window(rig: Rig) -> None:
    rig.window.resize(640, 400)
    await until(lambda: rig.window.height() == 400)
    palette = open_palette(rig)
    assert palette.width() < rig.window.width() and palette.height() < rig.window.height()


# -- the sheet of keys


async def test_every_key_with_an_act_is_on_the_sheet(rig: Rig) -> None:
    acts = {act.id for act in rig.panes.acts}
    listed = {shortcut.id for shortcut in listed_keys(acts)}
    assert listed == set(KEYS) - WITHOUT_AN_ACT
    assert acts & OF_PARTS == set() and acts & WITHOUT_AN_ACT == set()
    assert set(KEYS) >= OF_PARTS


def test_every_group_names_keys_that_are_there() -> None:
    named = [key for _group, ids in GROUPS for key in ids]
    assert len(named) == len(set(named)) and set(named) <= set(KEYS)
    assert group_of("new_conversation") == "Conversations" and group_of("quit") == "Comptoir"


def test_no_two_acts_of_the_window_have_one_key() -> None:
    keys = [
        key
        for shortcut in KEYS.values()
        if shortcut.id not in OF_PARTS
        for key in (shortcut.sequence, *shortcut.also)
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("key", "modifiers"), [(Qt.Key.Key_Slash, CTRL), (Qt.Key.Key_Question, NONE)])
async def test_the_sheet_opens_by_each_of_its_keys(
    rig: Rig, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    rig.inbox.list.setFocus()
    press(rig.inbox.list, key, modifiers)
    sheet = shown(rig)
    assert isinstance(sheet, KeySheet)
    heads = [row.words for row in sheet.model.rows if row.is_head]
    assert heads == [
        "Conversations",
        "Writing",
        "Going around",
        "Comptoir",
        "On the board of deals",
        "In the agenda",
        "In reports",
    ]
    assert "All keys, Ctrl+/ or ?" in shown_names(sheet.list)


async def test_a_question_mark_in_an_answer_is_a_question_mark(rig: Rig) -> None:
    rig.open(3)
    rig.conversation.focus_composer()
    press(rig.conversation.composer.box, Qt.Key.Key_Question)
    assert rig.conversation.composer.text == "?"
    assert [each for each in rig.panes.findChildren(Finder) if each.isVisible()] == []
    rig.panes.show_screen("settings")
    line = next(each for each in rig.panes.settings.findChildren(QLineEdit) if each.isVisible())
    line.setFocus()
    press(line, Qt.Key.Key_Question)
    assert "?" in line.text()
    line.undo()
    assert [each for each in rig.panes.findChildren(Finder) if each.isVisible()] == []


@pytest.mark.parametrize(
    ("typed", "first"), [("emoji", "Choose an emoji"), ("ctrl+e", "Mark the conversation as done")]
)
async def test_the_sheet_is_searched_by_what_a_key_does_and_by_the_key(
    rig: Rig, typed: str, first: str
) -> None:
    press(rig.window, Qt.Key.Key_Slash, CTRL)
    type_text(shown(rig).input, typed)
    assert first in words_of(shown(rig))
    assert len(words_of(shown(rig))) < 5


async def test_the_sheet_speaks_french(rig: Rig) -> None:
    set_language("fr")
    press(rig.window, Qt.Key.Key_Slash, CTRL)
    english = {shortcut.description for shortcut in KEYS.values()} - {
        "Emoji",
        "Messages",
        "Contacts",
        "Agenda",
    }
    assert [words for words in words_of(shown(rig)) if words in english] == []
    assert [row.words for row in shown(rig).model.rows if row.is_head] == [
        "Conversations",
        "Écriture",
        "Se déplacer",
        "Comptoir",
        "Sur le tableau des affaires",
        "Dans l’agenda",
        "Dans les rapports",
    ]


def test_a_key_is_shown_cap_by_cap() -> None:
    assert caps_of("Ctrl+Shift+P") == ["Ctrl", "Shift", "P"]
    assert caps_of("Ctrl++") == ["Ctrl", "+"]
    assert caps_of("?") == ["?"]
    set_language("fr")
    assert [shown_key(key) for key in ("Shift+Return", "Alt+Up", "Escape")] == [
        "Maj+Entrée",
        "Alt+Haut",
        "Échap",
    ]
    set_language("en")


async def test_every_act_runs_where_it_is_offered(rig: Rig) -> None:
    """Each one that is listed, with a conversation open: none fails."""
    for act in list(rig.panes.acts):
        if act.id in ("quit", "record", "attach"):
            continue
        rig.open(3)
        if act.is_on():
            act.run()
        for each in rig.panes.findChildren(QWidget):
            if each.isWindow() and each.isVisible():
                each.close()
    await until(lambda: rig.window.isVisible())
