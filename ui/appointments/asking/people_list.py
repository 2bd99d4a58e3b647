"""Who is asked, who is not, and of whom nothing is to be asked: three lists behind three cells."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.ask_plans import TO_CALL, AskEntry, AskPlan
from app.words import gettext as _
from app.words import pgettext
from app.words.asking import TEMPLATES, why_left_out
from app.words.formats import Formats
from ui.appointments.asking import words
from ui.appointments.states import state_chip
from ui.appointments.words import service_of
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.paint_chip import Chip
from ui.widgets.segmented import Option, Segmented
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

CELLS: Final = ("going", "left_out", "settled")


class PeopleList(QWidget):
    """`stood_on(entry)`: whom the frame is on, None for nobody; `opened(appointment_id)`."""

    stood_on = Signal(object)
    opened = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._plan: AskPlan | None = None
        self._kept: dict[str, str] = {}
        theme = kit.theme
        names = (pgettext("appointment", "To ask"), pgettext("people", "Left out"), _("Nothing to ask"))
        options = [Option(one, name, 0) for one, name in zip(CELLS, names, strict=True)]
        self.cells = Segmented(theme, _("Who is shown"), options)
        self.cells.choose("going")
        self.people = TwoLineList(theme, "asking", _("People"))
        self.open = Button(theme, _("Open the appointment"), height="small", icon="panel-right")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.cells)
        column.addWidget(self.people, 1)
        column.addWidget(self.open)
        self.open.hide()
        self.cells.chosen.connect(lambda _cell: self._show())
        self.people.chosen.connect(self._stand_on)
        self.people.doubleClicked.connect(self._open_row)
        self.open.clicked.connect(self._open_current)

    @property
    def cell(self) -> str:
        """Which of the three is shown."""
        return self.cells.chosen_id or "going"

    def focus_first(self) -> None:
        """The keyboard among the people."""
        self.people.setFocus()

    def show_plan(self, plan: AskPlan) -> None:
        """Another plan; whoever the frame was on keeps it."""
        is_first = self._plan is None
        self._plan = plan
        counts = {"going": plan.going, "left_out": plan.left_out, "settled": plan.settled}
        self.cells.show_counts({key: len(found) for key, found in counts.items()})
        if is_first and not plan.going and plan.left_out:
            self.cells.choose("left_out")
        self._show()

    def _show(self) -> None:
        plan, cell = self._plan, self.cell
        if plan is None:
            return
        found: tuple[AskEntry, ...] = getattr(plan, cell)
        formats = Formats(self._kit.formats.language, plan.zone)
        rows = [self._row(entry, formats, plan) for entry in found]
        keys = [row.key for row in rows]
        kept = self._kept.get(cell, "")
        chosen = kept if kept in keys else keys[0] if keys else None
        self.people.show_rows(rows, chosen)
        self.open.setVisible(cell != "going" and bool(rows))
        self._stand_on(chosen or "")

    def _row(self, entry: AskEntry, formats: Formats, plan: AskPlan) -> TwoLineRow:
        first = entry.rows[0]
        times = [formats.time_of_day(row.appointment.starts_at) for row in entry.rows]
        if entry.goes:
            services = dict.fromkeys(name for row in entry.rows if (name := service_of(row)))
            line = " · ".join([", ".join(times), *services])
            chip = Chip(_("Template") if entry.template else _("Free text"), "neutral")
        else:
            line = f"{times[0]} · {why_left_out(entry, formats, plan.now)}"
            chip = self._chip(entry)
        return TwoLineRow(first.appointment_id, words.entry_name(entry), line, chip, is_quiet=not entry.goes)

    def _chip(self, entry: AskEntry) -> Chip:
        if self.cell == "settled":
            return state_chip(entry.rows[0].state)
        if entry.code in TO_CALL:
            return Chip(pgettext("appointment", "To call"), "danger", "phone")
        is_waiting = entry.code == "quiet_hours" or entry.code in TEMPLATES
        return (
            Chip(_("Waits"), "info", "clock") if is_waiting else Chip(_("To put right"), "warning", "pencil")
        )

    def _entry(self, key: str) -> AskEntry | None:
        plan = self._plan
        found = plan.entries if plan is not None else ()
        return next((one for one in found if one.rows[0].appointment_id == key), None)

    def _stand_on(self, key: str) -> None:
        if key:
            self._kept[self.cell] = key
        self.stood_on.emit(self._entry(key))

    def _open_row(self, index: QModelIndex) -> None:
        self.people.setCurrentIndex(index)
        self._open_current()

    def _open_current(self) -> None:
        key = self._kept.get(self.cell, "")
        if key:
            self.opened.emit(key)
