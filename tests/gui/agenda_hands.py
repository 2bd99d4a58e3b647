"""What a person's hands do in the agenda, and what they see there."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.agenda import Resource
from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.ids import ConversationId
from tests.gui.hands import ALT, NONE, open_menu
from tests.gui.rig import Rig, press, until
from ui.appointments.acts import AgendaActs
from ui.appointments.agenda_page import AgendaPage
from ui.appointments.list.entries import HeadEntry, RowEntry
from ui.appointments.row_buttons import RowButton
from ui.kit import Kit
from ui.widgets.menu import Menu
from ui.widgets.toast import Toast

LEFT = Qt.MouseButton.LeftButton


def talk(number: int) -> ConversationId:
    return ConversationId(f"c-{number:03d}")


def some_appointments(rig: Rig) -> dict[str, str]:
    """Tomorrow: Lucie asked, Clara confirmed by a tap, Remy to call, Ana to move, Karim cancelled, Paul to ask."""
    desk = rig.desk
    desk.open_agenda()
    whose = [desk.talks[talk(number)].contact_id for number in (1, 2, 3, 4, 5)]
    lucie = desk.appointment_at("9:00", "Lucie", "camille", "colour", contact_id=whose[0])
    clara = desk.appointment_at("11:15", "Clara", "camille", contact_id=whose[1])
    remy = desk.appointment_at("16:15", "Remy", "camille", phone="+33639981020")
    ana = desk.appointment_at("14:30", "Ana", "lea", contact_id=whose[2])
    karim = desk.appointment_at("12:00", "Karim", "lea", contact_id=whose[3])
    paul = desk.appointment_at("9:30", "Paul", "lea")
    for one in (lucie, clara, ana, karim):
        desk.ask_of(one.appointment_id, "read")
    desk.ask_of(remy.appointment_id, "failed")
    desk.customer_answers(clara.appointment_id, "confirmed")
    desk.customer_answers(ana.appointment_id, "move", wish="Saturday")
    desk.customer_answers(karim.appointment_id, "cancelled")
    names = ("Lucie", "Clara", "Remy", "Ana", "Karim", "Paul")
    keys = (one.appointment_id for one in (lucie, clara, remy, ana, karim, paul))
    return dict(zip(names, keys, strict=True))


def many_appointments(rig: Rig, resources: int = 10, each: int = 20) -> None:
    """A full day: 200 of them, each of 30 minutes."""
    desk = rig.desk
    desk.open_agenda()
    desk.made_resources = [
        Resource(f"r{number}", f"Chair {number + 1}", "chair", position=number, version=1)
        for number in range(resources)
    ]
    desk.made_services = []
    for number in range(resources):
        for turn in range(each):
            hour, minute = divmod(9 * 60 + turn * 30, 60)
            desk.appointment_at(f"{hour}:{minute:02d}", f"Person {number}-{turn}", f"r{number}", "")


async def open_agenda(rig: Rig) -> AgendaPage:
    """The screen, gone to by its key, on tomorrow."""
    press(rig.window, Qt.Key.Key_5, ALT)
    page = rig.panes.screens.appointments.agenda
    await until(lambda: page.isVisible() and page.looking.days is not None)
    days = page.looking.days
    assert days is not None
    page.looking.show_day(days.today + timedelta(days=1))
    return page


def lines(page: AgendaPage) -> list[str]:
    """The list from top to foot: heads in brackets."""
    return [
        f"[{one.name}]" if isinstance(one, HeadEntry) else one.row.appointment.person
        for one in page.list.list.entries
    ]


def line_of(page: AgendaPage, name: str) -> int:
    """Where an appointment, or a head, stands in the list."""
    for number, one in enumerate(page.list.list.entries):
        if (one.name if isinstance(one, HeadEntry) else one.row.appointment.person) == name:
            return number
    raise AssertionError(name)


def entry_of(page: AgendaPage, name: str) -> RowEntry:
    entry = page.list.list.entries[line_of(page, name)]
    assert isinstance(entry, RowEntry)
    return entry


def middle(page: AgendaPage, name: str) -> QPoint:
    return page.list.rect_of(line_of(page, name)).center()


def click_line(page: AgendaPage, name: str) -> None:
    QTest.mouseClick(page.list.viewport(), LEFT, NONE, middle(page, name))


def button_point(page: AgendaPage, name: str) -> QPoint:
    """The middle of the button of a line."""
    button = page.list.face(entry_of(page, name)).button
    assert button is not None
    box = QRectF(page.list.rect_of(line_of(page, name)))
    return page.list.painter_.button_rect(box, button, is_mirrored=False).center().toPoint()


def line_menu(page: AgendaPage, name: str) -> Menu:
    at, view = middle(page, name), page.list.viewport()
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at)))
    return open_menu(page)


def block_point(page: AgendaPage, appointment_id: str) -> QPoint:
    geometry = page.grid.geometry_
    spot = geometry.spot_of(appointment_id)
    assert spot is not None
    return geometry.block_rect(spot).center().toPoint()


def grid_point(page: AgendaPage, column: int, minute: int) -> QPoint:
    """A place of the grid."""
    box = page.grid.geometry_.span_rect(column, minute, minute + 15)
    return QPoint(round(box.center().x()), round(box.top() + 2))


def move(page: AgendaPage, at: QPoint, *, is_down: bool = True) -> None:
    """The pointer goes there, with the button down or up."""
    buttons, view = LEFT if is_down else Qt.MouseButton.NoButton, page.grid.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(view.mapToGlobal(at)), buttons, buttons, NONE
    )
    QApplication.sendEvent(view, event)


def lift(page: AgendaPage, start: QPoint, to: QPoint) -> None:
    """Take what is there and carry it; it still hangs at the pointer."""
    QTest.mousePress(page.grid.viewport(), LEFT, NONE, start)
    move(page, start + QPoint(0, 14))
    move(page, to)


def fall(page: AgendaPage, at: QPoint) -> None:
    QTest.mouseRelease(page.grid.viewport(), LEFT, NONE, at)


def toasts(page: AgendaPage) -> list[str]:
    return [one.text for one in page.undoing.toasts.toasts]


def newest(page: AgendaPage) -> Toast:
    return page.undoing.toasts.toasts[-1]


# --- what another part adds to the screen

PRINTED: list[object] = []
ASK = RowButton("ask", "Ask", ("to_ask",), "tests.gui.agenda_hands:ask_one", letter="d")


class CountBox(QLabel):
    """A box that says how many there are."""

    def __init__(self, _kit: Kit, _page: AgendaPage) -> None:
        super().__init__()

    def show_days(self, days: AgendaDays) -> None:
        self.setText(str(len(days.rows)))


def print_day(page: AgendaPage) -> None:
    PRINTED.append(page)


def ask_one(_acts: AgendaActs, row: AppointmentRow) -> None:
    PRINTED.append(row.appointment_id)
