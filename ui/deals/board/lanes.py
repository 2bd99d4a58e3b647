"""The columns of a board as they stand in the view: what is in each, how far it is scrolled, and where everything is.

Lengths are logical pixels in the viewport, from its leading edge; the view mirrors them in a right-to-left window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from PySide6.QtCore import QRectF

from app.domain.deal_rows import DealRow
from app.domain.deals import Stage
from app.domain.records import record
from app.domain.rows import InboxRow

LaneKind = Literal["incoming", "stage", "won"]
Entry = DealRow | InboxRow
SIDE: Final = 24
COLUMN_PX: Final = 256
FOLD_PX: Final = 44
GAP: Final = 8
HEAD_PX: Final = 48
FOOT_PX: Final = 28
DROP_PX: Final = 64
END_PX: Final = 16
HANDLE_PX: Final = 6
LEAST_HANDLE_PX: Final = 32
LOST: Final = -1  # the folded place at the foot of the last column, in place of a column's number


def key_of(entry: Entry) -> str:
    """What a card is known by."""
    return entry.deal_id if isinstance(entry, DealRow) else entry.conversation_id


@dataclass(slots=True)
class Lane:
    """One column. `id`: its stage's, or its kind where it has none."""

    id: str
    kind: LaneKind
    name: str
    count: int = 0
    figures: str = ""
    weighted: str = ""
    rows: Sequence[Entry] = ()
    stage: Stage | None = None
    offset_px: float = 0
    colour: str = ""
    keys: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The keys of its rows, to find one by."""
        self.keys = [key_of(row) for row in self.rows]

    @property
    def hidden_count(self) -> int:
        """How many there are beyond those that were read."""
        return max(0, self.count - len(self.rows))


@record
class Spot:
    """A card's place: which column, which card of it."""

    lane: int
    row: int


class Lanes:
    """All columns, and the arithmetic of their places. `card_px`: the height of a card at the person's text size."""

    def __init__(self) -> None:
        self.all: list[Lane] = []
        self.card_px = 0
        self.head_px = HEAD_PX
        self.foot_px = FOOT_PX
        self.left_px = 0.0  # how far the whole board is scrolled
        self.height_px = 0.0
        self.lost_name = ""  # of the folded place; "" without one
        self.open_lane: int | None = None  # where a card hangs over: there is a drop place

    # -- what is there

    def put(self, lanes: Iterable[Lane]) -> None:
        """Other columns. Each keeps its place: whoever stood at the top of one stands there again."""
        before = {lane.id: lane for lane in self.all}
        self.all = list(lanes)
        for number, lane in enumerate(self.all):
            was = before.get(lane.id)
            if was is not None:
                lane.offset_px = self._kept_offset(was, lane)
            self.scroll_to(number, lane.offset_px)

    def _kept_offset(self, was: Lane, lane: Lane) -> float:
        step = self.card_px + GAP
        if was.offset_px <= 0 or not step:
            return 0.0
        top = int(was.offset_px // step)
        places = {key: number for number, key in enumerate(lane.keys)}
        for number in range(top, len(was.keys)):
            place = places.get(was.keys[number])
            if place is not None:
                return was.offset_px + (place - number) * step
        return was.offset_px

    def spot_of(self, key: str) -> Spot | None:
        """Where a card is."""
        for number, lane in enumerate(self.all):
            if key in lane.keys:
                return Spot(number, lane.keys.index(key))
        return None

    def entry(self, spot: Spot | None) -> Entry | None:
        """What stands there."""
        if spot is None or not 0 <= spot.lane < len(self.all):
            return None
        rows = self.all[spot.lane].rows
        return rows[spot.row] if 0 <= spot.row < len(rows) else None

    # -- where everything is

    @property
    def width_px(self) -> float:
        """Of all columns with the sides."""
        count = len(self.all)
        return 2 * SIDE + COLUMN_PX * count + GAP * max(0, count - 1)

    def lane_left(self, number: int) -> float:
        """Where a column begins."""
        return SIDE - self.left_px + number * (COLUMN_PX + GAP)

    def lane_rect(self, number: int) -> QRectF:
        """A column from the top of the board to its foot."""
        return QRectF(self.lane_left(number), 0, COLUMN_PX, self.height_px)

    def head_rect(self, number: int) -> QRectF:
        """Its head."""
        return QRectF(self.lane_left(number), 0, COLUMN_PX, self.head_px)

    def add_rect(self, number: int) -> QRectF:
        """The plus in the head of a stage."""
        head = self.head_rect(number)
        return QRectF(head.right() - 28, head.top(), 28, 28)

    def body_px(self, number: int) -> float:
        """How high the part of a column with the cards is."""
        taken = self.head_px + (FOLD_PX + END_PX if self._has_fold(number) else 0)
        return max(0.0, self.height_px - taken)

    def _has_fold(self, number: int) -> bool:
        return bool(self.lost_name) and number == len(self.all) - 1

    @property
    def fold_rect(self) -> QRectF:
        """Where the lost ones are, at the foot of the last column."""
        if not self.lost_name or not self.all:
            return QRectF()
        left = self.lane_left(len(self.all) - 1)
        return QRectF(left, self.height_px - END_PX - FOLD_PX + GAP, COLUMN_PX, FOLD_PX)

    def body_rect(self, number: int) -> QRectF:
        """The part of a column in which its cards are seen."""
        return QRectF(self.lane_left(number), self.head_px, COLUMN_PX, self.body_px(number))

    def card_rect(self, spot: Spot) -> QRectF:
        """A card, also one out of view."""
        lane = self.all[spot.lane]
        top = self.head_px + GAP + spot.row * (self.card_px + GAP) - lane.offset_px
        return QRectF(self.lane_left(spot.lane), top, COLUMN_PX, self.card_px)

    def drop_rect(self, number: int) -> QRectF:
        """Where a card that hangs over a column would fall: below its cards, and always in view."""
        lane = self.all[number]
        top = self.head_px + GAP + len(lane.rows) * (self.card_px + GAP) - lane.offset_px
        top = min(top, self.head_px + self.body_px(number) - DROP_PX - GAP)
        return QRectF(self.lane_left(number), max(top, self.head_px + GAP), COLUMN_PX, DROP_PX)

    def foot_rect(self, number: int) -> QRectF:
        """The line that says how many more there are."""
        lane = self.all[number]
        top = self.head_px + GAP + len(lane.rows) * (self.card_px + GAP) - lane.offset_px
        return QRectF(self.lane_left(number), top, COLUMN_PX, self.foot_px)

    def content_px(self, number: int) -> float:
        """How high all of a column's cards are together."""
        lane = self.all[number]
        height = GAP + len(lane.rows) * (self.card_px + GAP) + END_PX
        if lane.hidden_count:
            height += self.foot_px
        return height + (DROP_PX if self.open_lane == number else 0)

    def most_offset(self, number: int) -> float:
        """How far a column can be scrolled."""
        return max(0.0, self.content_px(number) - self.body_px(number))

    def rows_in_view(self, number: int) -> range:
        """Which cards of a column are to be painted."""
        lane, step = self.all[number], self.card_px + GAP
        if not step:
            return range(0)
        first = max(0, int((lane.offset_px - GAP) // step))
        last = int((lane.offset_px + self.body_px(number)) // step) + 1
        return range(first, min(len(lane.rows), last))

    @property
    def handle_start(self) -> float:
        """Where the way of a handle begins."""
        return self.head_px + GAP

    def handle_track(self, number: int) -> float:
        """How long the way of a handle is."""
        return max(1.0, self.body_px(number) - 2 * GAP)

    def handle_rect(self, number: int) -> QRectF | None:
        """The handle in the gap beside a column that can be scrolled."""
        most, content = self.most_offset(number), self.content_px(number)
        if most <= 0:
            return None
        track = self.handle_track(number)
        height = min(track, max(LEAST_HANDLE_PX, track * self.body_px(number) / content))
        top = self.handle_start + (track - height) * self.all[number].offset_px / most
        left = self.lane_left(number) + COLUMN_PX + (GAP - HANDLE_PX) / 2
        return QRectF(left, top, HANDLE_PX, height)

    # -- what is at a point

    def place_at(self, x: float, y: float) -> int | None:
        """The column at a point, or LOST at the folded place."""
        return LOST if self.fold_rect.contains(x, y) else self.lane_at(x)

    def lane_at(self, x: float) -> int | None:
        """The column at a place, the gap behind it included."""
        for number in range(len(self.all)):
            left = self.lane_left(number)
            if left - GAP / 2 <= x < left + COLUMN_PX + GAP / 2:
                return number
        return None

    def spot_at(self, x: float, y: float) -> Spot | None:
        """The card at a place."""
        number = self.lane_at(x)
        if number is None or not self.card_px or not 0 <= y - self.head_px < self.body_px(number):
            return None
        lane = self.all[number]
        within = y - self.head_px - GAP + lane.offset_px
        row = int(within // (self.card_px + GAP))
        is_gap = within < 0 or within - row * (self.card_px + GAP) >= self.card_px
        left = self.lane_left(number)
        if is_gap or row >= len(lane.rows) or not left <= x < left + COLUMN_PX:
            return None
        return Spot(number, row)

    # -- moving

    def scroll_to(self, number: int, offset_px: float) -> bool:
        """A column to this place, as far as it goes; whether that moved it."""
        lane = self.all[number]
        offset = float(round(min(max(0.0, offset_px), self.most_offset(number))))  # whole pixels
        is_moved = offset != lane.offset_px
        lane.offset_px = offset
        return is_moved

    def show_spot(self, spot: Spot) -> None:
        """Scroll a column until a card is in view."""
        top = GAP + spot.row * (self.card_px + GAP)
        lane = self.all[spot.lane]
        if top - GAP < lane.offset_px:
            self.scroll_to(spot.lane, top - GAP)
        elif top + self.card_px + GAP > lane.offset_px + self.body_px(spot.lane):
            self.scroll_to(spot.lane, top + self.card_px + GAP - self.body_px(spot.lane))

    def step(self, spot: Spot, lanes: int, rows: int) -> Spot | None:
        """The card that many columns and cards away; over an empty column to the next one that has any."""
        if rows:
            last = len(self.all[spot.lane].rows) - 1
            return Spot(spot.lane, min(max(0, spot.row + rows), last))
        number = spot.lane + lanes
        while 0 <= number < len(self.all) and not self.all[number].rows:
            number += lanes
        if not 0 <= number < len(self.all):
            return None
        # The card beside it: at the same height in view.
        top = self.card_rect(spot).top()
        lane, step = self.all[number], self.card_px + GAP
        row = round((top - self.head_px - GAP + lane.offset_px) / step) if step else 0
        return Spot(number, min(max(0, row), len(lane.rows) - 1))

    def first(self) -> Spot | None:
        """The first card of all; deals before those who only wrote."""
        order = sorted(range(len(self.all)), key=lambda number: self.all[number].kind == "incoming")
        return next((Spot(number, 0) for number in order if self.all[number].rows), None)
