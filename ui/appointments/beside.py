"""What stands beside the agenda, or opens over it: an appointment's sheet, a new one, one that is changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.kit import Kit

if TYPE_CHECKING:
    from ui.appointments.agenda_page import AgendaPage
    from ui.appointments.booking.draft import Draft
    from ui.appointments.sheet.sheet import AppointmentSheet


class Beside(QObject):
    """The sheet opens with Enter or a double click; while it is there it follows the line that is gone to."""

    def __init__(self, kit: Kit, page: AgendaPage) -> None:
        super().__init__(page)
        self._kit, self._page = kit, page
        self.sheet: AppointmentSheet | None = None
        page.opened.connect(self.enter)
        page.stood_on.connect(self._follow)
        page.escaped.connect(self.close)
        page.new_asked.connect(self.add_there)
        page.add_asked.connect(self.add)
        page.edit_asked.connect(self.edit)

    @property
    def is_shown(self) -> bool:
        """Whether the sheet is there."""
        return self.sheet is not None and not self.sheet.isHidden()

    def enter(self, appointment_id: str) -> None:
        """Its sheet, with the keyboard in it."""
        sheet = self.sheet or self._made()
        sheet.show_appointment(appointment_id)
        self._page.side.show_sheet()
        sheet.focus_first()

    def close(self) -> None:
        """Away; the keyboard belongs to the agenda again."""
        if self.is_shown:
            self._page.side.hide_sheet()
            self._page.focus_first()

    def add(self, starts_at: datetime | None = None, resource_id: str = "") -> None:
        """A new one, by its words; it is stood on once it is booked."""
        from ui.appointments.booking.draft import Draft

        self._book(Draft(starts_at=starts_at, resource_id=resource_id))

    def add_there(self, starts_at: datetime, resource_id: str, length_min: int) -> None:
        """The same where a free place was pressed: whom it is for is asked first."""
        from ui.appointments.booking.draft import Draft

        self._book(Draft(starts_at, length_min, resource_id, is_pressed=True))

    def _book(self, draft: Draft) -> None:
        from ui.appointments.booking.dialog import open_booking

        dialog = open_booking(self._kit, self._page, draft, day=self._day())
        dialog.made.connect(self._booked)

    def edit(self, appointment_id: str) -> None:
        """Another time, service, person, note."""
        from ui.appointments.booking.dialog import open_change

        row = self._kit.desk.appointment(appointment_id)
        if row is not None:
            open_change(self._kit, self._page, row, self._page.undoing.show)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        if self.sheet is not None:
            self.sheet.close_down()

    def _day(self) -> date | None:
        days = self._page.looking.days
        return days.from_day if days is not None and days.days == 1 else None

    def _booked(self, appointment_id: str) -> None:
        from ui.appointments.booking.said import say_booked

        say_booked(self._kit, self._page.undoing.show, appointment_id)
        self._page.stand_on(appointment_id)

    def _follow(self, appointment_id: str) -> None:
        if self.is_shown and self.sheet is not None:
            self.sheet.show_appointment(appointment_id)

    def _made(self) -> AppointmentSheet:
        from ui.appointments.sheet.sheet import AppointmentSheet

        self.sheet = sheet = AppointmentSheet(self._kit, self._page)
        sheet.close_asked.connect(self.close)
        self._page.side.take_sheet(sheet)
        return sheet
