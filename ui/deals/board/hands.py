"""What a hand does on the board: it hovers, presses, scrolls a column by its handle, and carries a card elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer
from PySide6.QtGui import QGuiApplication

from app.domain.records import record
from ui.deals.board.lanes import COLUMN_PX, LOST, Entry, Spot, key_of

if TYPE_CHECKING:
    from ui.deals.board.view import BoardView

FRAME_MS: Final = 16
EDGE_PX: Final = 48  # so near an edge, a carried card makes the board move
FASTEST_PX: Final = 18  # in a frame
AWAY_PX: Final = 8  # the ring around a card reaches so far


@record
class Press:
    """The button is down: where, and on which card."""

    at: QPointF
    spot: Spot


@dataclass(slots=True)
class Carried:
    """A card that hangs at the pointer. `grip`: where in it the hand took it; `over`: the column below."""

    entry: Entry
    origin: int
    grip: QPointF
    at: QPointF
    over: int | None = None

    @property
    def key(self) -> str:
        """Which card."""
        return key_of(self.entry)


class Hands(QObject):
    """All points are logical ones of the board, mirrored already."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered: Spot | None = None
        self.hovered_add: int | None = None
        self.hovered_lane: int | None = None
        self.carried: Carried | None = None
        self._press: Press | None = None
        self._handle: tuple[int, float] | None = None  # a column, and where in its handle the hand is
        self._frame = QTimer(self, interval=FRAME_MS)
        self._frame.timeout.connect(self.move_edges)

    @property
    def held_lane(self) -> int | None:
        """The column whose handle is held."""
        return self._handle[0] if self._handle is not None else None

    # -- over it

    def hover(self, at: QPointF | None) -> None:
        """The pointer is there, or gone."""
        lanes = self._view.lanes
        spot = lanes.spot_at(at.x(), at.y()) if at is not None else None
        lane = lanes.place_at(at.x(), at.y()) if at is not None else None
        add = lane if at is not None and lane is not None and self._view.has_add(lane) else None
        if add is not None and at is not None and not lanes.add_rect(add).contains(at):
            add = None
        before = (self.hovered, self.hovered_add, self.hovered_lane)
        self.hovered, self.hovered_add, self.hovered_lane = spot, add, lane
        if spot != before[0]:
            for one in (before[0], spot):
                if one is not None:
                    self._view.repaint_rect(lanes.card_rect(one), AWAY_PX)
        if (add, lane) != before[1:]:
            for number in {before[2], lane} - {None}:
                if number is not None:
                    self._view.repaint_lane(number)
        self._view.show_hand(is_hand=add is not None or lane == LOST)

    # -- the button

    def press(self, at: QPointF) -> Spot | None:
        """The left button goes down; gives the card that is there."""
        lanes = self._view.lanes
        for number in range(len(lanes.all)):
            handle = lanes.handle_rect(number)
            if handle is not None and handle.adjusted(-2, 0, 2, 0).contains(at):
                self._handle = (number, at.y() - handle.top())
                return None
        spot = lanes.spot_at(at.x(), at.y())
        self._press = Press(at, spot) if spot is not None else None
        return spot

    def move(self, at: QPointF) -> None:
        """The pointer moves while the button is down."""
        if self._handle is not None:
            self._pull_handle(at)
        elif self.carried is not None:
            self.carry(at)
        elif self._press is not None:
            way = at - self._press.at
            if abs(way.x()) + abs(way.y()) >= QGuiApplication.styleHints().startDragDistance():
                self._take(self._press)
                self.carry(at)

    def release(self, at: QPointF) -> None:
        """The button comes up: a card that is carried falls."""
        carried, self._press, self._handle = self.carried, None, None
        if carried is None:
            self._view.viewport().update()
            return
        self.carry(at)
        over, key = carried.over, carried.key
        self.let_go()
        if over is not None:
            self._view.drop(key, over)

    def let_go(self) -> None:
        """Nothing is carried any more; the card is where it was."""
        self._frame.stop()
        self.carried = self._press = self._handle = None
        self._view.lanes.open_lane = None
        self._view.viewport().update()
        self._view.take_waiting()

    # -- carrying

    def _take(self, press: Press) -> None:
        lanes = self._view.lanes
        entry = lanes.entry(press.spot)
        if entry is None or not self._view.can_carry(entry):
            return
        grip = press.at - lanes.card_rect(press.spot).topLeft()
        self.carried = Carried(entry, press.spot.lane, grip, press.at)
        self.hovered = self.hovered_add = None
        self._frame.start()
        self._view.viewport().update()

    def carry(self, at: QPointF) -> None:
        """The card follows the pointer; only what it uncovers and covers is painted."""
        carried, view = self.carried, self._view
        if carried is None:
            return
        before = self.carried_rect
        carried.at = at
        over = view.lanes.place_at(at.x(), at.y())
        if over is not None and not view.can_drop(carried.entry, carried.origin, over):
            over = None
        if over != carried.over:
            for number in (carried.over, over):
                if number is not None:
                    view.repaint_lane(number)
            carried.over = over
            view.lanes.open_lane = over
        view.repaint_rect(before, 1)
        view.repaint_rect(self.carried_rect, 1)

    @property
    def carried_rect(self) -> QRectF:
        """Where the carried card is painted."""
        carried, lanes = self.carried, self._view.lanes
        if carried is None:
            return QRectF()
        corner = carried.at - carried.grip
        return QRectF(corner.x(), corner.y(), COLUMN_PX, lanes.card_px)

    def move_edges(self) -> None:
        """A card that is carried near an edge makes the board, or the column below it, move."""
        carried, view = self.carried, self._view
        if carried is None:
            return
        lanes, at = view.lanes, carried.at
        sideways = _pull(at.x(), 0, view.viewport().width())
        is_moved = sideways != 0 and view.scroll_sideways(sideways)
        number = lanes.lane_at(at.x())
        if number is not None:
            down = _pull(at.y(), lanes.head_px, lanes.height_px)
            is_moved |= down != 0 and lanes.scroll_to(number, lanes.all[number].offset_px + down)
        if is_moved:
            self.carry(at)
            view.viewport().update()

    def _pull_handle(self, at: QPointF) -> None:
        assert self._handle is not None
        number, grip = self._handle
        lanes = self._view.lanes
        handle = lanes.handle_rect(number)
        if handle is None:
            return
        start = lanes.handle_start
        way = max(1.0, lanes.handle_track(number) - handle.height())
        share = (at.y() - grip - start) / way
        self._view.scroll_lane(number, share * lanes.most_offset(number))


def _pull(at: float, start: float, end: float) -> int:
    """How many pixels in this frame: the nearer the edge, the more; 0 away from both."""
    if at < start + EDGE_PX:
        return -round(min(1.0, (start + EDGE_PX - at) / EDGE_PX) * FASTEST_PX)
    if at > end - EDGE_PX:
        return round(min(1.0, (at - end + EDGE_PX) / EDGE_PX) * FASTEST_PX)
    return 0
