"""Where everything of the grid is: hours from top to foot, columns side by side, both scrolled under their heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF

from ui.appointments.grid.columns import GridColumn, Placed

GUTTER: Final = 56
HEAD: Final = 48
HOUR_PX: Final = 80
LEAST_COLUMN: Final = 132
GAP: Final = 4  # at the trailing side of a column, so that a slot can be pressed beside what stands in it
SNAP: Final = 15
FOOT: Final = 16
LEAST_BLOCK: Final = 16
EDGE: Final = 6  # so near the lower edge of a block, a hand makes it longer


class Spot(NamedTuple):
    """An appointment by its column and its place in it."""

    column: int
    number: int


class Geometry:
    """All in logical pixels of the viewport, as if it read from left to right."""

    def __init__(self) -> None:
        self.columns: list[GridColumn] = []
        self.first_min = 9 * 60
        self.last_min = 19 * 60
        self.scale = 1.0
        self.x = 0.0  # how far it is scrolled
        self.y = 0.0
        self.width_px = 0.0
        self.height_px = 0.0

    def put(self, columns: Sequence[GridColumn], hours: tuple[int, int]) -> None:
        """Other columns, or other hours."""
        self.columns = list(columns)
        self.first_min, self.last_min = hours[0] * 60, hours[1] * 60

    # -- sizes

    @property
    def head_px(self) -> float:
        """How high the heads are."""
        return HEAD * self.scale

    @property
    def gutter_px(self) -> float:
        """How wide the hours are."""
        return GUTTER * self.scale

    @property
    def minute_px(self) -> float:
        """How high a minute is: a short day fills the window."""
        least = HOUR_PX * self.scale / 60
        room = self.height_px - self.head_px - FOOT
        return max(least, room / max(60, self.last_min - self.first_min))

    @property
    def column_px(self) -> float:
        """How wide a column is: few of them share the window."""
        room = self.width_px - self.gutter_px
        return max(LEAST_COLUMN * self.scale, room / max(1, len(self.columns)))

    @property
    def whole(self) -> tuple[float, float]:
        """Width and height of all of it."""
        width = self.gutter_px + self.column_px * len(self.columns)
        return width, self.head_px + self.minute_px * (self.last_min - self.first_min) + FOOT

    # -- where

    def top_of(self, minute: float) -> float:
        """Where a minute is."""
        return self.head_px + (minute - self.first_min) * self.minute_px - self.y

    def left_of(self, column: int) -> float:
        """Where a column begins."""
        return self.gutter_px + column * self.column_px - self.x

    def column_rect(self, column: int) -> QRectF:
        """Its whole day."""
        top, end = self.top_of(self.first_min), self.top_of(self.last_min)
        left, right = round(self.left_of(column)), round(self.left_of(column + 1))
        return QRectF(left, top, right - left, end - top)

    def head_rect(self, column: int) -> QRectF:
        """Its head, which stays at the top."""
        left, right = round(self.left_of(column)), round(self.left_of(column + 1))
        return QRectF(left, 0, right - left, self.head_px)

    def span_rect(self, column: int, begin: float, end: float, lane: int = 0, lanes: int = 1) -> QRectF:
        """These minutes of a column."""
        left, wide = self.left_of(column) + 2, self.column_px - GAP - 2
        part = wide / max(1, lanes)
        top = self.top_of(max(begin, self.first_min))
        height = max(LEAST_BLOCK, (end - max(begin, self.first_min)) * self.minute_px - 1)
        return QRectF(round(left + lane * part), round(top) + 1, round(part) - 2, round(height) - 1)

    def block_rect(self, spot: Spot) -> QRectF:
        """An appointment."""
        one = self.placed(spot)
        if one is None:
            return QRectF()
        return self.span_rect(spot.column, one.begin, one.end, one.lane, one.lanes)

    def placed(self, spot: Spot | None) -> Placed | None:
        """What stands at a spot."""
        if spot is None or not 0 <= spot.column < len(self.columns):
            return None
        there = self.columns[spot.column].placed
        return there[spot.number] if 0 <= spot.number < len(there) else None

    def spot_of(self, appointment_id: str) -> Spot | None:
        """Where an appointment stands."""
        for column, one in enumerate(self.columns):
            for number, placed in enumerate(one.placed):
                if placed.row.appointment_id == appointment_id:
                    return Spot(column, number)
        return None

    # -- what is there

    def is_in_body(self, at: QPointF) -> bool:
        """Below the heads and beside the hours."""
        return at.x() >= self.gutter_px and at.y() >= self.head_px

    def column_at(self, x: float) -> int | None:
        """The column at a place."""
        number = int((x - self.gutter_px + self.x) // self.column_px)
        return number if x >= self.gutter_px and 0 <= number < len(self.columns) else None

    def nearest_column(self, x: float) -> int:
        """The same, beside all of them the last or the first one."""
        number = int((x - self.gutter_px + self.x) // self.column_px)
        return min(max(0, number), max(0, len(self.columns) - 1))

    def minute_at(self, y: float) -> float:
        """The minute at a place."""
        return self.first_min + (y - self.head_px + self.y) / self.minute_px

    def spot_at(self, at: QPointF) -> Spot | None:
        """The appointment at a point; what came later lies above."""
        if not self.is_in_body(at):
            return None
        column = self.column_at(at.x())
        if column is None:
            return None
        for number in range(len(self.columns[column].placed) - 1, -1, -1):
            if self.block_rect(Spot(column, number)).contains(at):
                return Spot(column, number)
        return None

    def columns_in_view(self) -> range:
        """Those that are seen."""
        if not self.columns:
            return range(0)
        first = int(max(0, self.x) // self.column_px)
        last = int((self.x + self.width_px - self.gutter_px) // self.column_px)
        return range(min(first, len(self.columns) - 1), min(last, len(self.columns) - 1) + 1)


def snapped(minute: float) -> int:
    """To a quarter of an hour."""
    return round(minute / SNAP) * SNAP
