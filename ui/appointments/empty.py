"""What stands where the agenda has nothing to show: why, and the one thing to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.agenda_rows import AgendaDays, AgendaFilter, fits
from app.words import gettext as _
from ui.appointments.page import LEADERS
from ui.kit import Kit
from ui.widgets.small_parts import EmptyState

SETTINGS: Final = "agenda"  # the page of the settings with people, rooms and services
NOBODY, NO_DAY, NO_WEEK, NO_HITS = range(4)


class EmptyPlaces(QStackedWidget):
    """`new_asked`, `all_asked`, `settings_asked(page)`."""

    new_asked = Signal()
    all_asked = Signal()
    settings_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        theme, may = kit.theme, kit.desk.me().role in LEADERS
        sentence = (
            _(
                "Say who or what can be booked: a person, a chair, a room. Then appointments find their place here."
            )
            if may
            else _("Nobody has said yet who or what can be booked. Ask whoever leads the team to do so.")
        )
        nobody = EmptyState(
            theme, "users-round", _("Nothing can be booked yet"), sentence,
            action=_("Add who or what can be booked") if may else "", kind="primary",
        )  # fmt: skip
        nobody.acted.connect(lambda: self.settings_asked.emit(SETTINGS))
        self.addWidget(nobody)
        new = _("Book somebody here, or from a conversation.")
        for title in (_("No appointment on this day"), _("No appointment in this week")):
            none = EmptyState(theme, "calendar-check", title, new, action=_("New appointment"))
            none.acted.connect(self.new_asked)
            self.addWidget(none)
        hits = EmptyState(theme, "check", _("No appointment is in this state"), action=_("Show them all"))
        hits.acted.connect(self.all_asked)
        self.addWidget(hits)

    @property
    def first_control(self) -> QWidget | None:
        """The one thing to do."""
        shown = self.currentWidget()
        return shown.button if isinstance(shown, EmptyState) else None

    def show_for(self, days: AgendaDays, narrowed: AgendaFilter, *, is_list: bool) -> bool:
        """Whether there is nothing to show, and then why."""
        if not days.resources and not days.rows:
            self.setCurrentIndex(NOBODY)
            return True
        if not is_list or any(fits(row, narrowed) for row in days.rows):
            return False
        if days.rows:
            self.setCurrentIndex(NO_HITS)
        else:
            self.setCurrentIndex(NO_WEEK if days.days > 1 else NO_DAY)
        return True
