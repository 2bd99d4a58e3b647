"""What the agenda looks at: which days, as a list or a grid, filter and order; kept over restarts with the place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, Literal

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.domain.agenda_rows import FILTERS, AgendaDays, AgendaFilter, touches_agenda
from app.domain.rows import Changes
from ui.appointments.list.entries import Sort
from ui.appointments.when import first_of_week, formats_of
from ui.kit import Kit

Span = Literal["day", "week"]
Shape = Literal["list", "grid"]
AGAIN_MS: Final = 60  # changes that come together are read once
REST: Final = 6  # times as long as a reading takes nothing is read again, however many changes come
WEEK: Final = 7
SOONEST_MS: Final = 500
LATEST_MS: Final = 60_000  # hours go on: what is over, what is late
APART: Final = "\n"


class Looking(QObject):
    """`read` when there is something else to show; `asked` when the day, the filter or the order is another."""

    read = Signal(bool)  # whether the same was read again
    asked = Signal()

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        kept = kit.desk.last_place()
        self.span: Span = "week" if kept.get("agenda_span") == "week" else "day"
        self.shape: Shape = "grid" if kept.get("agenda_shape") == "grid" else "list"
        self.sort: Sort = "time" if kept.get("agenda_sort") == "time" else "person"
        self.resource_id = kept.get("agenda_resource", "")  # of the week's grid; "": all
        self.folded = set(filter(None, kept.get("agenda_folded", "").split(APART)))
        self.filter: AgendaFilter = FILTERS[0]
        self.day: date | None = None  # None: today, whichever day that becomes
        self.days: AgendaDays | None = None
        self.is_in_view = False
        self.is_busy: Callable[[], bool] = lambda: False  # a hand carries something: nothing is read
        self._is_stale = True
        self._took = QElapsedTimer()
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._look_again)
        kit.bridge.changed.connect(self._changed)

    # -- what is looked at

    @property
    def is_today(self) -> bool:
        """Whether today is among what is shown."""
        days = self.days
        return days is None or days.from_day <= days.today < days.from_day + timedelta(days=days.days)

    def step(self, by: int) -> None:
        """So many days or weeks on."""
        days = self.days
        if days is not None:
            self.show_day(days.from_day + timedelta(days=by * (WEEK if self.span == "week" else 1)))

    def show_day(self, day: date | None) -> None:
        """That day, or the week in which it is; None: today."""
        if self.days is not None and day == self.days.today:
            day = None
        if day != self.day or day is None:
            self.day = day
            self._ask()

    def show_span(self, span: Span) -> None:
        """A day or a week."""
        if span != self.span:
            self.span = span
            self._kit.desk.remember_place(agenda_span=span)
            self._ask()

    def show_shape(self, shape: Shape) -> None:
        """As a list or as a grid."""
        if shape != self.shape:
            self.shape = shape
            self._kit.desk.remember_place(agenda_shape=shape)
            self._ask()

    def sort_by(self, sort: Sort) -> None:
        """By whom they are with, or by time."""
        if sort != self.sort:
            self.sort = sort
            self._kit.desk.remember_place(agenda_sort=sort)
            self._tell()

    def narrow(self, narrowed: AgendaFilter) -> None:
        """Another filter."""
        if narrowed != self.filter:
            self.filter = narrowed
            self._tell()

    def show_resource(self, resource_id: str) -> None:
        """Whose week the grid shows; "": everybody's."""
        self.resource_id = resource_id
        self._kit.desk.remember_place(agenda_resource=resource_id)
        self._tell()

    def fold(self, head_id: str) -> None:
        """A head folds, or unfolds."""
        self.folded ^= {head_id}
        kept = sorted(one for one in self.folded if not one.startswith(("hour:", "day:")))
        self._kit.desk.remember_place(agenda_folded=APART.join(kept))
        self.read.emit(True)

    # -- reading

    def look(self) -> None:
        """Read now."""
        self._look(is_same=False)

    def come_into_view(self) -> None:
        """Looked at: as it is now."""
        self.is_in_view = True
        if self._is_stale:
            self._look(is_same=self.days is not None)
        else:
            self._wait()

    def go_out_of_view(self) -> None:
        """Nobody looks: nothing is read; what time changes is read when somebody looks again."""
        self.is_in_view, self._is_stale = False, True
        self._later.stop()

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._again.stop()
        self._later.stop()

    def _ask(self) -> None:
        self.asked.emit()
        self.look()

    def _tell(self) -> None:
        self.asked.emit()
        if self.days is not None:
            self.read.emit(False)

    def _look_again(self) -> None:
        if self.is_in_view and self.is_busy():
            self._again.start()
        elif self.is_in_view:
            self._look(is_same=True)

    def _look(self, *, is_same: bool) -> None:
        self._again.stop()
        self._is_stale = False
        self._took.start()
        first = self.day
        if self.span == "week":
            first = first_of_week(first or self._today())
        self.days = self._kit.desk.agenda(first, WEEK if self.span == "week" else 1)
        self._again.setInterval(max(AGAIN_MS, REST * self._took.elapsed()))
        self.read.emit(is_same)
        self._wait()

    def _today(self) -> date:
        return self.days.today if self.days is not None else self._kit.desk.agenda(None, 1).today

    def _wait(self) -> None:
        """A line may be another by itself, and every minute something is over."""
        days = self.days
        if days is None or not self.is_in_view:
            return
        left_ms = LATEST_MS
        if days.changes_at is not None:
            left_ms = round((days.changes_at - self._kit.clock.now()).total_seconds() * 1000) + 1
        self._later.start(min(LATEST_MS, max(SOONEST_MS, left_ms)))

    def _changed(self, changes: Changes) -> None:
        if touches_agenda(changes):
            self._is_stale = True
            if self.is_in_view and not self._again.isActive():
                self._again.start()

    @property
    def formats(self) -> object:
        """How moments are written on the wall of the agenda."""
        return self._kit.formats if self.days is None else formats_of(self._kit.formats, self.days)
