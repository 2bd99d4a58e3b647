"""Several people at one window: by mouse and by key, with nothing of one left to be read by another."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.domain.ids import ConversationId
from app.words import set_language
from tests.fake_seats import LEA, NORA
from tests.gui.rig import Rig, click, press, rig, type_text, until
from tests.gui.seat_hands import (
    ask_by_key,
    face,
    focused,
    is_covered,
    middle,
    sheet_of,
    type_pin,
    visible_texts,
)
from ui.place import read_place
from ui.seats.idle import IdleWatch

__all__ = ["rig"]


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
