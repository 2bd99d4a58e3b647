"""The grid as it is scrolled: which days it shows, how far, and which appointment is gone to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QTableView

from app.domain.agenda_rows import AgendaFilter
from app.words import gettext as _
from ui.appointments import when
from ui.appointments.grid.canvas import GridCanvas
from ui.appointments.grid.columns import grid_columns
from ui.appointments.grid.geometry import Spot
from ui.appointments.grid.hands import Carry
from ui.appointments.grid.model import GridModel
from ui.appointments.list.face import Look
from ui.kit import Kit

BEFORE_NOW_MIN: Final = 60
NEAR: Final = 10  # free times that are looked at
WITHIN: Final = timedelta(hours=12)


class GridRoom(GridCanvas):
    """`stood_on(appointment id)` when another one is gone to."""

    stood_on = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.current_key = ""
        self._shown: object = None  # which days were shown last
        self.grid = GridModel(self.geometry_)
        self.setModel(self.grid)
        self._set_up()
        kit.theme.changed.connect(self._measure)

    def _set_up(self) -> None:
        self.setObjectName("agenda_grid")
        self.setAccessibleName(_("Agenda as a grid of times"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setAutoScroll(False)
        self.setCornerButtonEnabled(False)
        for corner in self.findChildren(QAbstractButton):
            corner.hide()
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self._slide())
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._slide())

    # -- what is shown

    def show_days(self, look: Look, narrowed: AgendaFilter, resource_id: str, *, is_same: bool) -> None:
        """Other days, or the same ones anew; nothing moves under what is carried."""
        if self.hands.is_busy:
            return
        self.look = look
        columns = grid_columns(look, narrowed, resource_id)
        hours = when.hours_between(
            look.days, [one.day for one in columns], [one.resource_id for one in look.days.resources]
        )
        self.painter_.forget()
        self.geometry_.put(columns, hours)
        self.grid.measure()
        self._measure()
        shown = (look.days.from_day, look.days.days)
        if not is_same and shown != self._shown:
            self._scroll_to_begin()
        self._shown = shown
        self._stand_again()
        self.hands.hover(None)
        self.viewport().update()

    def _measure(self) -> None:
        self.geometry_.scale = self._kit.theme.scale
        self._fit()
        self.viewport().update()

    def _scroll_to_begin(self) -> None:
        """Today where it is now, else where the day begins."""
        geometry, look = self.geometry_, self.look
        minute = geometry.first_min
        if look is not None and any(one.is_today for one in geometry.columns):
            minute = when.minute_of(look.now, look.days.today, look.days.zone) - BEFORE_NOW_MIN
        self.verticalScrollBar().setValue(round((minute - geometry.first_min) * geometry.minute_px))
        self.horizontalScrollBar().setValue(0)

    # -- room

    def updateGeometries(self) -> None:
        """Qt measures its own table: the grid measures itself."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        geometry = self.geometry_
        geometry.width_px, geometry.height_px = self.viewport().width(), self.viewport().height()
        width, height = geometry.whole
        for bar, whole, part in (
            (self.horizontalScrollBar(), width, geometry.width_px),
            (self.verticalScrollBar(), height, geometry.height_px),
        ):
            bar.setRange(0, max(0, round(whole - part)))
            bar.setPageStep(round(part))
            bar.setSingleStep(24)
        self._slide()

    def _slide(self) -> None:
        geometry = self.geometry_
        geometry.x, geometry.y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.viewport().update()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Heads and hours stay: everything is painted anew."""
        self.viewport().update()

    def scroll_by(self, sideways: int, down: int) -> bool:
        """So many pixels; whether that moved anything."""
        before = (self.geometry_.x, self.geometry_.y)
        way = -sideways if self.is_mirrored else sideways
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + way)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down)
        return before != (self.geometry_.x, self.geometry_.y)

    def bring_into_view(self, carried: Carry) -> None:
        """What the arrows carry is seen."""
        geometry = self.geometry_
        self._show_rect(geometry.span_rect(carried.column, carried.begin, carried.end).toRect())

    def _show_rect(self, box: QRect) -> None:
        geometry, across, down = self.geometry_, self.horizontalScrollBar(), self.verticalScrollBar()
        if box.top() < geometry.head_px or box.height() > geometry.height_px - geometry.head_px:
            down.setValue(round(down.value() + box.top() - geometry.head_px - 8))
        elif box.bottom() > geometry.height_px:
            down.setValue(round(down.value() + box.bottom() - geometry.height_px + 8))
        if box.left() < geometry.gutter_px:
            across.setValue(round(across.value() + box.left() - geometry.gutter_px - 4))
        elif box.right() > geometry.width_px:
            across.setValue(round(across.value() + box.right() - geometry.width_px + 4))

    # -- which appointment is gone to

    @property
    def current_spot(self) -> Spot | None:
        """Where it is."""
        return self._current

    @property
    def current_id(self) -> str:
        """The appointment that the frame is on."""
        return self.current_key

    def go_to(self, appointment_id: str) -> bool:
        """Put the frame on an appointment and it in view, if the grid holds it."""
        spot = self.geometry_.spot_of(appointment_id)
        if spot is not None:
            self.go(spot)
        return spot is not None

    def go(self, spot: Spot) -> None:
        """Put the frame on a spot."""
        placed = self.geometry_.placed(spot)
        if placed is None:
            return
        self._current, self.current_key = spot, placed.row.appointment_id
        self._show_rect(self.geometry_.block_rect(spot).toRect())
        self.setCurrentIndex(self.grid.index(spot.number, spot.column))
        self.viewport().update()
        self.stood_on.emit(self.current_key)

    def _stand_again(self) -> None:
        self._current = self.geometry_.spot_of(self.current_key) if self.current_key else None
        if self._current is None:
            self.current_key = ""
        spot = self._current
        index = self.grid.index(spot.number, spot.column) if spot is not None else QModelIndex()
        selection = self.selectionModel()
        was = selection.blockSignals(True)
        self.setCurrentIndex(index)
        selection.blockSignals(was)

    def place_of_current(self) -> QRect:
        """Where the current appointment is, for what opens at it."""
        if self._current is None:
            return QRect(0, 0, 1, 1)
        box = self.mirrored(self.geometry_.block_rect(self._current)).toRect()
        return box.intersected(self.viewport().rect())

    def place_for_new(self) -> tuple[datetime | None, str]:
        """The next free time after the current appointment, with the same; no time where that day has none."""
        placed = self.geometry_.placed(self._current)
        if placed is None or self.look is None:
            return None, ""
        one, days = placed.row.appointment, self.look.days
        after = max(one.ends_at, days.now)
        if not one.resource_id or after > one.ends_at + WITHIN:
            return None, one.resource_id
        found = self._kit.desk.free_slots(when.USUAL_MIN, after, (one.resource_id,), NEAR)
        free = [slot.starts_at for slot in found if after <= slot.starts_at <= after + WITHIN]
        return min(free, default=None), one.resource_id
