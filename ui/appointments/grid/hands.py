"""What a hand does in the grid: it hovers, presses a free place, carries an appointment elsewhere, makes it longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtGui import QGuiApplication

from app.domain.errors import Refused
from app.domain.records import record
from ui.appointments.grid.columns import Placed
from ui.appointments.grid.geometry import EDGE, SNAP, Spot, snapped

if TYPE_CHECKING:
    from ui.appointments.grid.view import AgendaGrid

What = Literal["move", "size", "new"]
FRAME_MS: Final = 16
PULL_PX: Final = 40  # so near an edge, what is carried makes the grid move
FASTEST_PX: Final = 16  # in a frame
DAY_MIN: Final = 1_440


@record
class Press:
    """The button is down: where, on which appointment or on which free minute of a column."""

    at: QPointF
    spot: Spot | None
    column: int
    minute: int
    is_edge: bool = False


@dataclass(slots=True)
class Carry:
    """What hangs at the pointer or at the arrows: where it would stand, in minutes of the column's day."""

    what: What
    placed: Placed | None
    column: int
    begin: int
    end: int
    grip: float = 0  # minutes between its begin and the hand
    is_by_key: bool = False
    problem: Refused | None = None
    origin: tuple[int, int, int] = (0, 0, 0)

    @property
    def key(self) -> str:
        """Which appointment; "" for a new one."""
        return self.placed.row.appointment_id if self.placed is not None else ""

    @property
    def name(self) -> str:
        """Who comes; "" for a new one."""
        return self.placed.face.name if self.placed is not None else ""

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it would stand."""
        return self.column, self.begin, self.end


class Hands(QObject):
    """All points are logical ones of the grid, mirrored already."""

    _view: AgendaGrid

    def __init__(self) -> None:
        super().__init__()
        self.hovered: Spot | None = None
        self.hovered_head: int | None = None
        self.free: tuple[int, int] | None = None  # the free place under the pointer
        self.carried: Carry | None = None
        self._press: Press | None = None
        self._at = QPointF()
        self._frame = QTimer(self, interval=FRAME_MS)
        self._frame.timeout.connect(self._move_edges)

    def serve(self, view: AgendaGrid) -> None:
        """The grid whose hands these are."""
        self._view = view
        self.setParent(view)

    @property
    def is_busy(self) -> bool:
        """Whether something is carried: nothing may move below it."""
        return self.carried is not None

    # -- over it

    def hover(self, at: QPointF | None) -> None:
        """The pointer is there, or gone."""
        geometry, view = self._view.geometry_, self._view
        before = (self.hovered, self.hovered_head, self.free)
        self.hovered = geometry.spot_at(at) if at is not None else None
        self.hovered_head = self.free = None
        if at is not None and self.hovered is None and self.carried is None:
            column = geometry.column_at(at.x())
            if column is not None and at.y() < geometry.head_px:
                self.hovered_head = column
            elif column is not None and geometry.is_in_body(at):
                self.free = self._free_at(column, at.y())
        view.show_hand(self._hand(at))
        if before != (self.hovered, self.hovered_head, self.free):
            view.viewport().update()

    def _hand(self, at: QPointF | None) -> str:
        if at is not None and self.hovered is not None:
            return "size" if self._is_edge(self.hovered, at) else "hand"
        return "hand" if self.hovered_head is not None or self.free is not None else ""

    def _free_at(self, column: int, y: float) -> tuple[int, int] | None:
        minute = int(self._view.geometry_.minute_at(y) // SNAP) * SNAP
        is_in = self._view.geometry_.first_min <= minute < self._view.geometry_.last_min
        return (column, minute) if is_in else None

    def _is_edge(self, spot: Spot, at: QPointF) -> bool:
        box = self._view.geometry_.block_rect(spot)
        return self._view.can_carry(spot) and box.height() > 3 * EDGE and at.y() >= box.bottom() - EDGE

    # -- the button

    def press(self, at: QPointF) -> Spot | None:
        """The left button goes down; gives the appointment that is there."""
        geometry = self._view.geometry_
        if self.carried is not None and self.carried.is_by_key:
            self.let_go()
        spot, column = geometry.spot_at(at), geometry.column_at(at.x())
        self._press = None
        if column is not None and geometry.is_in_body(at):
            minute = int(geometry.minute_at(at.y()) // SNAP) * SNAP
            is_edge = spot is not None and self._is_edge(spot, at)
            self._press = Press(at, spot, column, minute, is_edge)
        return spot

    def move(self, at: QPointF) -> None:
        """The pointer moves while the button is down."""
        self._at = at
        if self.carried is not None:
            self._carry(at)
        elif self._press is not None:
            way = at - self._press.at
            if abs(way.x()) + abs(way.y()) >= QGuiApplication.styleHints().startDragDistance():
                self._take(self._press)
                self._carry(at)

    def release(self, at: QPointF) -> None:
        """The button comes up: what is carried falls, a free place that was pressed is asked for."""
        press, carried = self._press, self.carried
        self._press = None
        if carried is not None and not carried.is_by_key:
            self._carry(at)
            self.drop()
        elif press is not None and press.spot is None and carried is None:
            self._view.ask_new(press.column, press.minute, 0)

    def _take(self, press: Press) -> None:
        geometry = self._view.geometry_
        if press.spot is None:
            self.carried = Carry("new", None, press.column, press.minute, press.minute + SNAP)
        else:
            placed = geometry.placed(press.spot)
            if placed is None or not self._view.can_carry(press.spot):
                self._press = None
                return
            grip = geometry.minute_at(press.at.y()) - placed.begin
            what: What = "size" if press.is_edge else "move"
            self.carried = Carry(what, placed, press.column, placed.begin, self._end(placed), grip)
        self.carried.origin = self.carried.place
        self.free = self.hovered_head = None
        self._frame.start()
        self._view.viewport().update()

    # -- carrying

    def _carry(self, at: QPointF) -> None:
        carried, geometry = self.carried, self._view.geometry_
        if carried is None:
            return
        before, minute = carried.place, geometry.minute_at(at.y())
        if carried.what == "move":
            length = carried.end - carried.begin
            begin = min(max(0, snapped(minute - carried.grip)), DAY_MIN - SNAP)
            carried.column = geometry.nearest_column(at.x())
            carried.begin, carried.end = begin, begin + length
        else:
            carried.end = min(DAY_MIN, max(carried.begin + SNAP, snapped(minute)))
        if carried.place != before:
            self._settle(carried)

    def _settle(self, carried: Carry) -> None:
        """It hangs elsewhere: whether it could stand there is asked once."""
        is_home = carried.place == carried.origin and carried.what != "new"
        carried.problem = None if is_home else self._view.problem_of(carried)
        self._view.viewport().update()

    def drop(self) -> None:
        """It falls; where it cannot stand it goes back, and the reason is said."""
        carried = self.carried
        self.let_go()
        if carried is None:
            return
        if carried.what == "new":
            self._view.ask_new(carried.column, carried.begin, carried.end - carried.begin)
        elif carried.problem is not None:
            self._view.say_problem(carried)
        elif carried.place != carried.origin:
            self._view.put(carried)

    def let_go(self) -> None:
        """Nothing is carried any more; everything is where it was."""
        self._frame.stop()
        was = self.carried
        self.carried = self._press = None
        self._view.viewport().update()
        if was is not None:
            self._view.say_where("")

    # -- by key

    def carry_by_key(self) -> bool:
        """The appointment that is gone to is carried by the arrows; False for one that cannot be."""
        spot = self._view.current_spot
        placed = self._view.geometry_.placed(spot)
        if spot is None or placed is None or not self._view.can_carry(spot):
            return False
        self.carried = Carry("move", placed, spot.column, placed.begin, self._end(placed), is_by_key=True)
        self.carried.origin = self.carried.place
        self._view.viewport().update()
        return True

    def nudge(self, columns: int, quarters: int, *, is_size: bool = False) -> None:
        """By the arrows: another column, a quarter of an hour earlier or later, or longer and shorter."""
        carried = self.carried
        if carried is None:
            return
        if is_size:
            carried.end = min(DAY_MIN, max(carried.begin + SNAP, carried.end + quarters * SNAP))
        else:
            length = carried.end - carried.begin
            step = carried.begin + quarters * SNAP
            begin = -(-step // SNAP) * SNAP if quarters < 0 else step // SNAP * SNAP  # onto the grid first
            carried.begin = min(max(0, begin if quarters else carried.begin), DAY_MIN - SNAP)
            carried.end = carried.begin + length
            last = len(self._view.geometry_.columns) - 1
            carried.column = min(max(0, carried.column + columns), last)
        self._settle(carried)
        self._view.bring_into_view(carried)
        self._view.say_where(self._view.where_words(carried))

    @staticmethod
    def _end(placed: Placed) -> int:
        return placed.begin + placed.row.appointment.length_min

    # -- at the edges

    def _move_edges(self) -> None:
        """What is carried near an edge makes the grid move."""
        geometry, at = self._view.geometry_, self._at
        if self.carried is None or self.carried.is_by_key:
            return
        sideways = _pull(at.x(), geometry.gutter_px, geometry.width_px)
        down = _pull(at.y(), geometry.head_px, geometry.height_px)
        if (sideways or down) and self._view.scroll_by(sideways, down):
            self._carry(at)


def _pull(at: float, start: float, end: float) -> int:
    """How many pixels in this frame: the nearer the edge, the more; 0 away from both."""
    if at < start + PULL_PX:
        return -round(min(1.0, (start + PULL_PX - at) / PULL_PX) * FASTEST_PX)
    if at > end - PULL_PX:
        return round(min(1.0, (at - end + PULL_PX) / PULL_PX) * FASTEST_PX)
    return 0
