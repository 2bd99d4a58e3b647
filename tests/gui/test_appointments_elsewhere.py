"""Appointments outside the agenda: on the card of whoever comes, and on Today."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from app.domain.appointment_asks import AnswerAppointment
from app.domain.appointments import AppointmentAnswered
from app.domain.ids import ContactId
from app.domain.slot_offers import Waiter
from tests.gui.hands import ALT
from tests.gui.rig import Rig, click, press, rig, until
from ui.appointments.booking.dialog import BookingDialog
from ui.appointments.section import AppointmentsSection
from ui.conversation.about_appointment import appointment_of
from ui.today.view import TodayView
from ui.widgets.menu import Menu

__all__ = ["rig"]


def push(button: QAbstractButton | None) -> None:
    assert button is not None
    click(button, button.rect().center())


async def card(rig: Rig, number: int = 3) -> tuple[AppointmentsSection, ContactId]:
    """The part of the card beside a conversation, and whose it is."""
    there = rig.open(number)
    header = rig.desk.header(there)
    assert header is not None and rig.panes.card is not None
    place = rig.panes.card
    rig.conversation.head.panel.click()
    await until(lambda: place.is_shown and place.panel.card is not None)
    found = next(one for one in place.panel.sections if isinstance(one, AppointmentsSection))
    return found, header.contact_id


def today(rig: Rig) -> TodayView:
    press(rig.window, Qt.Key.Key_1, ALT)
    return rig.panes.screens.today


def said(view: TodayView) -> list[str]:
    return [str(view.model.data(view.model.index(n))) for n in range(view.model.rowCount())]


async def test_the_card_shows_the_next_one_with_what_can_be_done(rig: Rig) -> None:
    rig.desk.open_agenda()
    section, who = await card(rig)
    assert section.nothing.isVisible() and not section.acts.isVisible()
    one = rig.desk.appointment_at("14:30", contact_id=who)
    await until(lambda: len(section.rows) == 1)
    assert "14:30" in section.rows[0].words and "Coupe et soin" in section.rows[0].words
    assert "To ask" in section.rows[0].accessibleName()
    push(section.confirm)
    await until(lambda: rig.desk.appointments[one.appointment_id].answer == "confirmed")
    await until(lambda: not section.confirm.isVisible() and section.cancel.isVisible())
    assert "Confirmed" in section.rows[0].accessibleName()
    [toast] = rig.conversation.toasts.toasts
    toast.acted.emit()
    await until(lambda: not rig.desk.appointments[one.appointment_id].answer)
    push(section.cancel)
    await until(lambda: rig.desk.appointments[one.appointment_id].answer == "cancelled")
    await until(lambda: not section.acts.isVisible())
    assert [type(each) for each in rig.desk.agenda_asked].count(AnswerAppointment) == 3


async def test_what_was_is_counted_and_the_rest_is_a_press_away(rig: Rig) -> None:
    rig.desk.open_agenda()
    section, who = await card(rig)
    for day in (-3, -10, -17, -24):
        rig.desk.appointment_at("10:00", contact_id=who, days=day, outcome="no_show" if day == -3 else "came")
    await until(lambda: len(section.rows) == 3)
    assert section.summary.text == "1 no-show in 4 visits" and "Show 1 more" in section.more.text()
    push(section.more)
    assert len(section.rows) == 4 and not section.more.isVisible()


async def test_the_card_says_that_they_wait_for_a_freed_slot(rig: Rig) -> None:
    rig.desk.open_agenda()
    section, who = await card(rig)
    assert not section.waits.isVisible()
    await rig.desk.save_waiter(Waiter("", who, title="Beard", from_min=660, until_min=780))
    await until(section.waits.isVisible)
    assert "Waits for a freed slot: Beard, between 11:00 and 13:00" in section.waits.text


async def test_it_leads_to_the_agenda_and_a_new_one_is_with_them(rig: Rig) -> None:
    rig.desk.open_agenda()
    section, who = await card(rig)
    one = rig.desk.appointment_at("14:30", contact_id=who)
    await until(lambda: len(section.rows) == 1)
    push(section.widget.action)
    await until(lambda: any(each.isVisible() for each in rig.window.findChildren(BookingDialog)))
    dialog = next(each for each in rig.window.findChildren(BookingDialog) if each.isVisible())
    dialog.reject()
    push(section.move)
    await until(lambda: sum(each.isVisible() for each in rig.window.findChildren(BookingDialog)) == 1)
    next(each for each in rig.window.findChildren(BookingDialog) if each.isVisible()).reject()
    press(section.rows[0], Qt.Key.Key_Return)
    assert rig.panes.screen_id == "appointments"
    current = rig.panes.screens.appointments.agenda.current
    assert current is not None and current.appointment_id == one.appointment_id


async def test_a_message_leads_to_the_appointment_that_it_answers(rig: Rig) -> None:
    rig.desk.open_agenda()
    _section, who = await card(rig)
    one = rig.desk.appointment_at("14:30", contact_id=who)
    conversation = rig.conversation
    model = conversation.model
    row = next(model.row(n) for n in range(model.rowCount()) if model.row(n).direction == "in")
    assert appointment_of(rig.desk, row, rig.desk.header(row.conversation_id)) == ""
    body = AppointmentAnswered(one.appointment_id, "confirmed", "tap", row.message_id)
    rig.desk.happen_to(one.appointment_id, body)
    conversation.view.menu_asked.emit(row.message_id, conversation.view.mapToGlobal(QPoint(50, 50)))
    menu = next(each for each in conversation.view.findChildren(Menu) if each.isVisible())
    [way] = [action for action in menu.actions() if "appointment" in action.text()]
    way.trigger()
    menu.close()
    assert rig.panes.screen_id == "appointments"
    current = rig.panes.screens.appointments.agenda.current
    assert current is not None and current.appointment_id == one.appointment_id


async def test_today_says_whom_to_ask_in_its_order(rig: Rig) -> None:
    rig.desk.open_agenda()
    ana = rig.desk.appointment_at("14:30", "Ana Field")
    rig.desk.appointment_at("15:30", "Bo", answer="confirmed")
    rig.desk.appointment_at("16:30", "Cy", days=3)
    asked = rig.desk.appointment_at("17:30", "Di")
    rig.desk.ask_of(asked.appointment_id)
    view = today(rig)
    heads = [line.section for line in view.model.lines if line.is_head]
    assert heads.index("booked") == heads.index("closing") + 1 if "closing" in heads else "booked" in heads
    [row] = [line for line in view.model.lines if line.appointment is not None]
    assert row.appointment is not None and row.appointment.appointment_id == ana.appointment_id
    place = view.model.lines.index(row)
    assert "Ana Field" in said(view)[place] and "To ask" in said(view)[place]
    assert said(view)[place].endswith("Ask")
    [tile] = [one for one in view.tiles.figures if one.section == "booked"]
    assert (tile.count, tile.words) == (1, "Ana Field")
    index = view.model.index(place)
    view.list.setCurrentIndex(index)
    press(view.list, Qt.Key.Key_Return)
    assert rig.panes.screen_id == "appointments"


async def test_today_takes_whoever_confirms_away_and_leads_to_all(rig: Rig) -> None:
    rig.desk.open_agenda()
    rows = [rig.desk.appointment_at(f"{9 + n}:00", f"Person {n}", resource_id="lea") for n in range(8)]
    view = today(rig)
    shown = [line for line in view.model.lines if line.section == "booked"]
    assert [line.is_more for line in shown] == [False] * 7 + [True] and shown[0].count == 8
    rig.desk.customer_answers(rows[0].appointment_id, "confirmed")
    await until(lambda: next(one.count for one in view.model.lines if one.section == "booked") == 7)
    place = next(n for n, line in enumerate(view.model.lines) if line.section == "booked" and line.is_more)
    assert said(view)[place] == "See all 7 in the agenda"
    view.list.setCurrentIndex(view.model.index(place))
    press(view.list, Qt.Key.Key_Return)
    assert rig.panes.screen_id == "appointments"


async def test_without_appointments_today_says_nothing_of_them(rig: Rig) -> None:
    rig.desk.open_agenda()
    rig.desk.appointment_at("9:00", "Ana Field", days=-1)
    view = today(rig)
    assert not [line for line in view.model.lines if line.section == "booked"]
    assert not [one for one in view.tiles.figures if one.section == "booked"]
