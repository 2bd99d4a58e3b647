"""An appointment is booked from a line of words, from a conversation in two keys, and changed."""

from typing import Any

from PySide6.QtCore import Qt

from app.domain.appointment_asks import BookAppointment
from tests.gui.agenda_hands import newest, open_agenda, some_appointments, talk, toasts
from tests.gui.hands import CTRL, SHIFT
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.appointments.booking.dialog import BookingDialog
from ui.widgets.small_parts import ChipView

__all__ = ["rig"]


def dialog_of(rig: Rig) -> BookingDialog:
    return next(one for one in rig.window.findChildren(BookingDialog) if one.isVisible())


def chips(dialog: BookingDialog) -> list[str]:
    return [chip._chip.text for chip in dialog.chips.findChildren(ChipView) if not chip.isHidden()]


def booked(rig: Rig) -> list[Any]:
    return [one for one in rig.desk.agenda_asked if isinstance(one, BookAppointment)]


async def test_a_line_of_words_fills_in_everything(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    page.focus_first()
    press(page.list, Qt.Key.Key_N)
    dialog = dialog_of(rig)
    type_text(dialog.words.input, "mar 14h30 coloration 90 min avec Léa")
    assert chips(dialog) == ["Tue 1 December 14:30", "Coloration végétale", "1\xa0h\xa030", "Léa Fontaine"]
    fields = dialog.fields
    assert (
        fields.when.input.text() == "Tuesday 1 December 14:30"
        and fields.length.input.text() == "1\xa0h\xa030"
    )
    assert (fields.service.chosen_id, fields.resource.chosen_id) == ("colour", "lea")
    click(dialog.confirm, dialog.confirm.rect().center())
    assert dialog.free.isVisible() and "for" in dialog.free.sentence.text  # for nobody yet
    type_text(fields.person.finder.search, "Zoe Petit")
    click(dialog.confirm, dialog.confirm.rect().center())
    await until(lambda: bool(booked(rig)))
    new = booked(rig)[-1].new
    assert (new.person, new.service_id, new.resource_id, new.length_min) == ("Zoe Petit", "colour", "lea", 90)
    assert new.starts_at == rig.desk.wall("14:30", 5)
    await until(lambda: bool(toasts(page)))
    newest(page).acted.emit()
    await until(lambda: rig.desk.appointments[booked(rig)[-1].appointment_id].is_removed)


async def test_what_is_taken_is_said_while_one_types_with_what_is_free(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    page.add_here()
    dialog = dialog_of(rig)
    type_text(dialog.words.input, "11h30 coupe avec Camille")  # on the day that is shown
    assert dialog.starts_at == rig.desk.wall("11:30")
    assert dialog.free.isVisible() and 1 <= len(dialog.free.buttons) <= 6
    click(dialog.free.buttons[0], dialog.free.buttons[0].rect().center())
    place = (dialog.starts_at, dialog.fields.resource.chosen_id)
    assert not dialog.free.isVisible() and place != (rig.desk.wall("11:30"), "camille")
    type_text(dialog.words.input, " 10h")  # a second time in the line: what was chosen stays
    assert dialog.starts_at is not None and "two times" in chips(dialog)
    dialog.fields.when.input.setText("31/02 10h")
    click(dialog.confirm, dialog.confirm.rect().center())
    assert dialog.fields.when.error.startswith("There is no such day")
    dialog.reject()


async def test_from_a_conversation_it_takes_two_keys_and_words(rig: Rig) -> None:
    rig.desk.open_agenda()
    rig.open(3)
    press(rig.window, Qt.Key.Key_A, CTRL | SHIFT)
    dialog = dialog_of(rig)
    whom = dialog.fields.person.whom
    assert (
        whom.contact_id == rig.desk.talks[talk(3)].contact_id and dialog.focusWidget() is dialog.words.input
    )
    type_text(dialog.words.input, "Tue 2:30pm coupe")
    press(dialog.words.input, Qt.Key.Key_Return)
    await until(lambda: bool(booked(rig)))
    new = booked(rig)[-1].new
    assert (new.contact_id, new.source, new.service_id) == (whom.contact_id, "talk", "cut")
    shown = rig.conversation.toasts
    await until(lambda: any("is booked" in one.text for one in shown.toasts))


async def test_who_comes_may_be_another_than_who_books(rig: Rig) -> None:
    rig.desk.open_agenda()
    rig.open(3)
    press(rig.window, Qt.Key.Key_A, CTRL | SHIFT)
    dialog = dialog_of(rig)
    type_text(dialog.words.input, "tomorrow 10:00 coupe")
    click(dialog.fields.other, dialog.fields.other.rect().center())
    type_text(dialog.fields.comes.input, "Emma")
    click(dialog.confirm, dialog.confirm.rect().center())
    await until(lambda: bool(booked(rig)))
    new = booked(rig)[-1].new
    assert (new.person, new.contact_id) == ("Emma", None)
    assert new.booker_id == rig.desk.talks[talk(3)].contact_id


async def test_a_change_keeps_what_was_not_touched_and_can_be_taken_back(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    before = rig.desk.appointments[keys["Ana"]]
    page.list.go_to(keys["Ana"])
    press(page.list, Qt.Key.Key_E)
    dialog = dialog_of(rig)
    assert not dialog.words.isVisible() and not dialog.free.isVisible() and not dialog.agreed.isVisible()
    dialog.fields.when.input.setText("tomorrow 17:00")
    dialog.fields.when.input.textEdited.emit("")
    assert dialog.agreed.isVisible()
    dialog.agreed.setChecked(True)
    dialog.fields.note.input.setText("Two children")
    click(dialog.confirm, dialog.confirm.rect().center())
    await until(lambda: rig.desk.appointments[keys["Ana"]].note == "Two children")
    after = rig.desk.appointments[keys["Ana"]]
    assert after.starts_at == rig.desk.wall("17:00") and after.answer == "confirmed"
    assert (after.contact_id, after.service_id, after.person) == (
        before.contact_id, before.service_id, before.person,
    )  # fmt: skip
    await until(lambda: bool(toasts(page)))
    newest(page).acted.emit()
    await until(lambda: rig.desk.appointments[keys["Ana"]].starts_at == before.starts_at)


async def test_what_the_words_no_longer_say_is_not_booked(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    page.add_here()
    dialog = dialog_of(rig)
    line, fields = dialog.words.input, dialog.fields
    type_text(line, "10h coloration 90 min avec Léa")
    assert (fields.service.chosen_id, fields.resource.chosen_id) == ("colour", "lea")
    line.clear()
    type_text(line, "10h essai")
    assert (fields.service.chosen_id, fields.length.input.text()) == ("", "")
    assert fields.title.input.text() == "essai" and fields.resource.chosen_id != "lea"
    dialog.reject()


async def test_words_that_are_left_over_name_who_comes_and_a_hand_says_which_one(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    page.add_here()
    dialog = dialog_of(rig)
    line, person = dialog.words.input, dialog.fields.person
    known = rig.desk.people(rig.desk.talks[talk(3)].name, 1)[0]
    type_text(line, "10h coloration Zoe Nobody avec Léa")
    assert person.now.name == "Zoe Nobody" and not dialog.fields.title.input.text()
    assert not dialog.fields.is_whom_open  # nobody is called so: it is a name
    line.clear()
    assert not person.finder.search.text() and not person.finder.list.isVisible()
    type_text(line, f"17h coloration {known.name} avec Léa")
    press(line, Qt.Key.Key_Return)
    assert not booked(rig) and dialog.focusWidget() is person.finder.search
    press(person.finder.search, Qt.Key.Key_Return)
    assert person.whom.contact_id == known.contact_id and dialog.focusWidget() is dialog.confirm
    await until(lambda: dialog.height() == dialog.minimumSizeHint().height())  # no gap where the names stood
    press(dialog.confirm, Qt.Key.Key_Return)
    await until(lambda: bool(booked(rig)))
    assert booked(rig)[-1].new.contact_id == known.contact_id and not booked(rig)[-1].new.title


async def test_by_key_the_words_come_first_by_a_press_the_person(rig: Rig) -> None:
    keys = some_appointments(rig)
    page = await open_agenda(rig)
    page.choose_shape("grid")
    page.grid.go_to(keys["Lucie"])
    press(page.grid, Qt.Key.Key_N)
    dialog = dialog_of(rig)
    assert dialog.focusWidget() is dialog.words.input
    assert dialog.starts_at is not None and dialog.starts_at >= rig.desk.appointments[keys["Lucie"]].ends_at
    assert dialog.fields.resource.chosen_id == "camille" and not dialog.free.isVisible()  # it is free there
    dialog.reject()
    await until(lambda: not any(one.isVisible() for one in rig.window.findChildren(BookingDialog)))
    page.new_asked.emit(rig.desk.wall("16:00"), "lea", 45)
    dialog = dialog_of(rig)
    assert dialog.focusWidget() is dialog.fields.person.finder.search
    dialog.reject()


async def test_the_buttons_stay_on_a_low_screen(rig: Rig) -> None:
    some_appointments(rig)
    page = await open_agenda(rig)
    page.add_here()
    dialog = dialog_of(rig)
    room = dialog.screen().availableGeometry()
    dialog.move(0, room.bottom() - 60)
    type_text(dialog.words.input, "11h30 coupe avec Camille")  # taken: free times stand below
    await until(lambda: dialog.frameGeometry().bottom() <= room.bottom())
    assert dialog.free.isVisible() and dialog.height() <= room.height()
    dialog.reject()
