"""Several people at one window: by mouse and by key, with nothing of one left to be read by another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.domain.ids import ConversationId
from app.words import set_language
from tests.fake_seats import LEA, NORA
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.place import read_place
from ui.seats.add_person import AddPerson, ChoosePin
from ui.seats.faces import Face
from ui.seats.idle import IdleWatch
from ui.seats.manage import ManagePeople
from ui.seats.sheet import SwitchSheet
from ui.settings.way import Way
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.inputs import Field

__all__ = ["rig"]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def sheet_of(rig: Rig) -> SwitchSheet:
    sheet = rig.window.guard.sheet
    assert sheet is not None and sheet.isVisible()
    return sheet


def is_covered(rig: Rig) -> bool:
    return rig.window.guard.sheet is not None


def ask_by_key(rig: Rig) -> SwitchSheet:
    press(rig.window, Qt.Key.Key_L, CTRL_SHIFT)
    return sheet_of(rig)


def type_pin(rig: Rig, pin: str) -> None:
    """As a person does: the keys go to whatever has the focus."""
    for digit in pin:
        press(focused(), Qt.Key(ord(digit)))
    press(focused(), Qt.Key.Key_Return)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def face(sheet: SwitchSheet, name: str) -> Face:
    return next(one for one in faces_of(sheet) if one.row.name == name)


def faces_of(sheet: SwitchSheet) -> list[Face]:
    return [one for one in sheet.faces.findChildren(Face) if not one.isHidden()]


def middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def visible_texts(rig: Rig) -> str:
    """What a screen reader or an eye could find in the window."""
    widgets = [one for one in rig.window.findChildren(QWidget) if one.isVisible()]
    return " | ".join(
        f"{one.accessibleName()} {one.accessibleDescription()} {text_of(one)}" for one in widgets
    )


def text_of(widget: QWidget) -> str:
    text = getattr(widget, "toPlainText", getattr(widget, "text", ""))
    return str(text() if callable(text) else text)


# --- one person ---


async def test_alone_without_a_pin_the_sheet_is_left_again_by_escape_or_a_click(rig: Rig) -> None:
    rig.open(1)
    sheet = ask_by_key(rig)
    assert not rig.desk.is_locked() and not sheet.pad.isVisible() and not sheet.forgot.isVisible()
    press(focused(), Qt.Key.Key_Escape)
    await until(lambda: not is_covered(rig) and rig.panes.isVisible())
    sheet = ask_by_key(rig)
    click(sheet.back, middle(sheet.back))
    await until(lambda: not is_covered(rig))


async def test_nobody_is_asked_for_a_pin_that_nobody_has(rig: Rig) -> None:
    assert rig.window.guard.idle is None
    rig.desk.lock_now()
    assert not is_covered(rig) and rig.panes.isVisible()


# --- switching ---


async def test_by_key_the_same_person_goes_on_exactly_where_they_were(rig: Rig) -> None:
    rig.desk.share()
    rig.open(1)
    rig.write("Half a sent")
    panes = rig.panes
    sheet = ask_by_key(rig)
    assert rig.desk.is_locked() and not panes.isVisible()
    assert "Half a sent" not in visible_texts(rig)
    press(focused(), Qt.Key.Key_Escape)
    assert sheet_of(rig) is sheet  # no way around the PIN
    type_pin(rig, "2580")
    await until(lambda: not is_covered(rig))
    assert rig.panes is panes and panes.isVisible() and not rig.desk.is_locked()
    assert focused() is rig.conversation.composer.box
    type_text(focused(), "ence")
    assert rig.conversation.composer.text == "Half a sentence"


async def test_by_mouse_another_person_takes_over_and_each_finds_their_own(rig: Rig) -> None:
    """Click on the portrait in the rail, on Nora, on the digits: her window, without a word of Léa's."""
    rig.desk.share()
    first = rig.open(1)
    rig.write("From Léa")
    panes = rig.panes
    portrait = next(
        one for one in panes.rail.findChildren(QAbstractButton) if "switch person" in one.accessibleName()
    )
    assert portrait.accessibleName() == "Léa Fontaine: switch person"
    click(portrait, middle(portrait))
    sheet = sheet_of(rig)
    nora = face(sheet, "Nora Petit")
    click(nora, middle(nora))
    for digit in "7394":
        key = sheet.pad.keys[digit]
        click(key, middle(key))
    assert sheet.pad.dots.accessibleDescription() == "4 digits typed"
    enter = sheet.pad.keys["enter"]
    click(enter, middle(enter))
    await until(lambda: not is_covered(rig) and rig.window.panes is not None)
    assert rig.panes is not panes and rig.desk.me().name == "Nora Petit"
    assert rig.conversation.conversation_id is None
    rig.open(1)
    assert rig.conversation.composer.text == ""
    rig.open(2)
    rig.write("From Nora")
    ask_by_key(rig)
    press(focused(), Qt.Key.Key_Left)
    type_pin(rig, "2580")
    await until(lambda: not is_covered(rig) and rig.window.panes is not None)
    await until(lambda: rig.conversation.conversation_id == first)
    assert rig.conversation.composer.text == "From Léa"


async def test_what_was_spoken_and_not_sent_waits_for_its_author(rig: Rig) -> None:
    """A recording is in memory alone: it is neither Nora's to send nor lost to Léa."""
    from ui.conversation.writing.kept import Begun
    from ui.conversation.writing.recorder import Recording

    rig.desk.share()
    where = ConversationId("c-001")
    note = Recording(b"\0\0" * 16_000, 16_000, 1)
    rig.conversation.writer._kept.set_aside(where, Begun(voice=note))
    await rig.desk.switch_to(NORA, "7394")
    assert rig.conversation.writer._kept.begun(where).voice is None
    await rig.desk.switch_to(LEA, "2580")
    assert rig.conversation.writer._kept.begun(where).voice is note


async def test_a_wrong_pin_says_so_and_too_many_say_how_long_to_wait(rig: Rig) -> None:
    rig.desk.share()
    sheet = ask_by_key(rig)
    press(focused(), Qt.Key.Key_Right)
    type_pin(rig, "0001")
    await until(lambda: sheet.says.text == "This is not the right PIN. Try again.")
    assert sheet.pad.dots.pin == "" and focused() is sheet.pad.dots
    type_pin(rig, "12")  # too short to be anybody's: costs no try
    assert sheet.pad.dots.pin == "12"
    press(focused(), Qt.Key.Key_Escape)
    for _ in range(2):
        type_pin(rig, "0001")
        await until(lambda: not sheet._is_busy and sheet.pad.dots.pin == "")
    assert sheet.says.text == "Too many wrong PINs. You can try again in 0:30."
    assert not sheet.pad.keys["1"].isEnabled()
    type_pin(rig, "7394")
    assert sheet.pad.dots.pin == "" and is_covered(rig)
    press(focused(), Qt.Key.Key_Left)  # Léa need not wait for Nora's tries
    assert sheet.says.text == "" and sheet.pad.keys["1"].isEnabled()
    press(focused(), Qt.Key.Key_Right)
    rig.desk.wait_over(NORA)
    sheet._tick.timeout.emit()
    assert sheet.says.text == "" and sheet.pad.keys["1"].isEnabled()
    type_pin(rig, "7394")
    await until(lambda: not is_covered(rig))


async def test_digits_typed_while_a_portrait_has_the_focus_are_the_pin(rig: Rig) -> None:
    rig.desk.share()
    sheet = ask_by_key(rig)
    lea = face(sheet, "Léa Fontaine")
    lea.setFocus()
    press(lea, Qt.Key.Key_2)
    assert sheet.pad.dots.pin == "2" and focused() is sheet.pad.dots
    press(focused(), Qt.Key.Key_Backspace)
    assert sheet.pad.dots.pin == ""


async def test_a_dialog_is_hidden_with_the_window_and_comes_back_with_it(rig: Rig) -> None:
    rig.desk.share()
    rig.panes.write_to("Secret name")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None and dialog.isVisible()
    rig.desk.lock_now()
    assert is_covered(rig) and not dialog.isVisible()
    type_pin(rig, "2580")
    await until(lambda: not is_covered(rig))
    assert dialog.isVisible()
    dialog.close()


async def test_a_dialog_of_one_person_is_closed_for_another(rig: Rig) -> None:
    rig.desk.share()
    rig.panes.write_to("Secret name")
    rig.desk.lock_now()
    press(focused(), Qt.Key.Key_Right)
    type_pin(rig, "7394")
    await until(lambda: not is_covered(rig))
    assert QApplication.activeModalWidget() is None


# --- idle, start, settings that change ---


async def test_after_five_minutes_without_anybody_the_window_is_covered(rig: Rig) -> None:
    rig.desk.share()
    rig.open(1)
    rig.write("kept")
    watch = rig.window.guard.idle
    assert isinstance(watch, IdleWatch) and watch.timer.isActive()
    await rig.clock.advance(299)
    watch.timer.timeout.emit()
    assert not is_covered(rig)
    handle = rig.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Shift)  # somebody is there
    await rig.clock.advance(299)
    watch.timer.timeout.emit()
    assert not is_covered(rig)
    await rig.clock.advance(2)
    watch.timer.timeout.emit()
    assert is_covered(rig) and rig.desk.is_locked()
    type_pin(rig, "2580")
    await until(lambda: not is_covered(rig))
    assert rig.conversation.composer.text == "kept"


async def test_zero_minutes_never_asks_and_a_computer_that_slept_does(rig: Rig) -> None:
    rig.desk.share()
    watch = rig.window.guard.idle
    assert watch is not None
    await rig.desk.change_setting("idle_lock_min", 0)
    await rig.clock.advance(9_000)
    watch.look()
    assert not is_covered(rig)
    await rig.desk.change_setting("idle_lock_min", 10)
    watch.note_sign()
    rig.clock.set_wall(rig.clock.now() + timedelta(hours=8))  # monotonic time stood still
    watch.look()
    assert is_covered(rig)


async def test_a_start_on_a_shared_computer_shows_nothing_before_the_pin(rig: Rig) -> None:
    rig.desk.share()
    rig.desk.is_asking = True
    rig.open(1)
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    sheet = sheet_of(rig)
    assert rig.window.panes is None and "Lefèvre" not in visible_texts(rig)
    assert sheet.faces.current is not None and sheet.faces.current.row.device_id == LEA
    type_pin(rig, "2580")
    await until(lambda: rig.window.panes is not None)
    assert rig.conversation.conversation_id == ConversationId("c-001")


async def test_a_setting_that_makes_the_window_anew_does_not_uncover_it(rig: Rig) -> None:
    rig.desk.share()
    rig.open(1)
    ask_by_key(rig)
    set_language("fr")
    rig.window.show_panes(rig.kit, read_place(rig.desk.last_place()))
    assert is_covered(rig) and rig.window.panes is None
    type_pin(rig, "2580")
    await until(lambda: rig.window.panes is not None)
    assert rig.panes.isVisible()


# --- coming and going ---


async def test_a_second_person_is_added_by_key_once_the_first_has_a_pin(rig: Rig) -> None:
    sheet = ask_by_key(rig)
    sheet.add.setFocus()
    press(sheet.add, Qt.Key.Key_Space)
    dialog = rig.window.findChild(AddPerson)
    assert dialog is not None and not dialog.code.isVisible()
    fill(dialog.pin, "2580")
    fill(dialog.again, "2581")
    press(dialog.again.input, Qt.Key.Key_Return)
    assert dialog.again.input.accessibleDescription() == "The two PINs are not the same."
    fill(dialog.again, "2580")
    press(dialog.again.input, Qt.Key.Key_Return)
    await until(dialog.code.isVisible)
    fill(dialog.code, "wrong")
    fill(dialog.pin, "4827")
    fill(dialog.again, "4827")
    press(dialog.again.input, Qt.Key.Key_Return)
    await until(lambda: dialog.code.input.accessibleDescription().startswith("This code is not known."))
    fill(dialog.code, " 0000-code ")
    press(dialog.code.input, Qt.Key.Key_Return)
    await until(lambda: len(rig.desk.rows) == 2)
    await until(lambda: sheet.faces.current is not None and sheet.faces.current.row.name == "Marc Roy")
    rig.window.activateWindow()  # as a window manager does when a dialog goes
    await until(sheet.pad.dots.hasFocus)
    type_pin(rig, "4827")
    await until(lambda: not is_covered(rig) and rig.window.panes is not None)
    assert rig.desk.me().name == "Marc Roy"


async def test_a_pin_that_is_too_easy_is_said_at_its_line(rig: Rig) -> None:
    sheet = ask_by_key(rig)
    click(sheet.add, middle(sheet.add))
    dialog = rig.window.findChild(AddPerson)
    assert dialog is not None
    fill(dialog.pin, "1234")
    fill(dialog.again, "1234")
    click(dialog.save, middle(dialog.save))
    await until(lambda: "too easy" in dialog.pin.input.accessibleDescription())
    assert focused() is dialog.pin.input
    press(dialog, Qt.Key.Key_Escape)


def fill(field: Field, text: str) -> None:
    field.input.setFocus()
    field.input.selectAll()
    type_text(field.input, text)


async def test_who_is_shut_out_while_at_the_desk_leaves_nothing_on_the_screen(rig: Rig) -> None:
    rig.desk.share()
    await rig.desk.switch_to(NORA, "7394")
    rig.open(1)
    rig.write("Nora's words")
    rig.desk.shut_out(NORA)
    sheet = sheet_of(rig)
    assert rig.window.panes is None and "Nora's words" not in visible_texts(rig)
    assert sheet.says.text == "No longer in the team on this computer: Nora Petit."
    type_pin(rig, "2580")
    await until(lambda: rig.window.panes is not None)
    assert rig.desk.me().name == "Léa Fontaine"


async def test_who_is_at_the_desk_hears_that_a_colleague_was_shut_out(rig: Rig) -> None:
    rig.desk.share()
    rig.open(1)
    rig.desk.shut_out(NORA)
    assert not is_covered(rig)
    await until(lambda: "Nora Petit is no longer in the team on this computer." in visible_texts(rig))


async def test_the_settings_lead_to_the_people_and_what_is_theirs_is_not_erased_by_a_slip(rig: Rig) -> None:
    rig.desk.share()
    rig.desk.unsent[NORA] = 2
    rig.panes.show_screen("settings")
    way = next(one for one in rig.panes.settings.findChildren(Way) if one.button.text() == "Manage…")
    click(way.button, middle(way.button))
    dialog = rig.window.findChild(ManagePeople)
    assert dialog is not None
    remove = dialog.lines[NORA].remove
    assert not dialog.lines[NORA].pin.isVisible()  # only one's own
    click(remove, middle(remove))
    first = dialog.findChild(ConfirmDialog)
    assert first is not None
    click(first.confirm_button, middle(first.confirm_button))
    await until(lambda: is_asked_again(dialog))
    assert len(rig.desk.rows) == 2
    second = next(one for one in dialog.findChildren(ConfirmDialog) if one.isVisible())
    click(second.confirm_button, middle(second.confirm_button))
    await until(lambda: len(rig.desk.rows) == 1)
    assert list(dialog.lines) == [LEA] and not dialog.lines[LEA].remove.isVisible()
    dialog.accept()


def is_asked_again(dialog: ManagePeople) -> bool:
    titles = [one.windowTitle() for one in dialog.findChildren(ConfirmDialog) if one.isVisible()]
    return titles == ["Remove Nora Petit all the same?"]


async def test_ones_own_pin_is_changed_with_the_old_one(rig: Rig) -> None:
    rig.desk.share()
    people = ManagePeople(rig.kit, rig.window)
    people.open()
    button = people.lines[LEA].pin
    click(button, middle(button))
    dialog = people.findChild(ChoosePin)
    assert dialog is not None
    fill(dialog.before, "9999")
    fill(dialog.pin, "8642")
    fill(dialog.again, "8642")
    press(dialog.again.input, Qt.Key.Key_Return)
    await until(
        lambda: dialog.before.input.accessibleDescription() == "This is not the right PIN. Try again."
    )
    fill(dialog.before, "2580")
    press(dialog.before.input, Qt.Key.Key_Return)
    await until(lambda: rig.desk.pins[LEA] == "8642")
    people.accept()


async def test_a_rep_may_remove_nobody_else(rig: Rig) -> None:
    rig.desk.share()
    await rig.desk.switch_to(NORA, "7394")
    people = ManagePeople(rig.kit, rig.window)
    people.open()
    assert not people.lines[LEA].remove.isVisible() and people.lines[NORA].remove.isVisible()
    people.accept()


@pytest.mark.parametrize("size", [(1440, 900), (640, 400)])
async def test_every_part_of_the_sheet_has_its_place_and_name(rig: Rig, size: tuple[int, int]) -> None:
    rig.desk.share()
    rig.window.resize(*size)
    sheet = ask_by_key(rig)
    await until(lambda: sheet.width() == rig.window.width())
    parts = [sheet.title, sheet.pad.dots, sheet.forgot, sheet.add, *faces_of(sheet)]
    for part in parts:
        assert not part.visibleRegion().isEmpty() and part.visibleRegion().boundingRect() == part.rect()
    named = [one for one in sheet.findChildren(QWidget) if one.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert all(one.accessibleName() or text_of(one) for one in named)
    press(focused(), Qt.Key.Key_Right)
    assert sheet.pad.dots.accessibleName() == "PIN of Nora Petit"
