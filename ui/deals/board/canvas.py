"""What the board looks like: columns, heads and cards, painted from what was read; who moves them is its view."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from app.domain.deal_rows import DealRow
from app.words import ngettext
from ui.deals import words
from ui.deals.board.card_painter import CardPainter, CardState, card_height
from ui.deals.board.face import CardFace, deal_face, incoming_face, look_of
from ui.deals.board.hands import Hands
from ui.deals.board.head_painter import HeadPainter
from ui.deals.board.lanes import GAP, HEAD_PX, LOST, Entry, Lanes, Spot, key_of
from ui.kit import Kit
from ui.theme.style import KeyWatch, is_keyboard_focus

Index = QModelIndex | QPersistentModelIndex


class Canvas(QTableView):
    """To Qt a table, so that a screen reader hears each card with its stage; it paints and measures by itself."""

    hands: Hands

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._keys = KeyWatch(self)
        self._kit = kit
        self.lanes = Lanes()
        self._cards = CardPainter(kit.theme)
        self._heads = HeadPainter(kit.theme)
        self._faces: dict[str, tuple[Entry, CardFace]] = {}
        self._current: Spot | None = None
        self._measure()
        kit.theme.changed.connect(self._measure)

    def _measure(self) -> None:
        theme, lanes = self._kit.theme, self.lanes
        lanes.card_px = card_height(theme)
        lanes.head_px = max(HEAD_PX, 4 + theme.line("body") + theme.line("small") + 8)
        lanes.foot_px = theme.line("small") + 12
        self.forget()

    def forget(self) -> None:
        """Write every card anew: time has passed, or other words hold."""
        self._faces.clear()
        self.viewport().update()

    def face(self, spot: Spot) -> CardFace | None:
        """What a card says."""
        entry = self.lanes.entry(spot)
        if entry is None:
            return None
        key = key_of(entry)
        kept = self._faces.get(key)
        if kept is None or kept[0] is not entry:
            look = look_of(self._kit)
            stage = self.lanes.all[spot.lane].stage
            face = deal_face(entry, stage, look) if isinstance(entry, DealRow) else incoming_face(entry, look)
            kept = self._faces[key] = (entry, face)
        return kept[1]

    def spoken(self, spot: Spot) -> str:
        """A card as a screen reader says it, with its stage."""
        face = self.face(spot)
        return f"{face.spoken}, {self.lanes.all[spot.lane].name}" if face is not None else ""

    def spoken_head(self, number: int) -> str:
        """A column as a screen reader says it."""
        lane = self.lanes.all[number]
        counted = words.deals_counted(lane.count)
        return ", ".join(part for part in (lane.name, counted, lane.figures, lane.weighted) if part)

    def has_add(self, number: int) -> bool:
        """Whether deals can be made in a column."""
        return self.lanes.all[number].kind == "stage"

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cards that are touched, then what stands over them."""
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(event.rect())
        self._heads.paint_ground(painter, rect)
        lanes = self.lanes
        numbers = [n for n in range(len(lanes.all)) if self._touches(lanes.lane_rect(n), rect, GAP)]
        for number in numbers:
            body = self.mirrored(lanes.body_rect(number).adjusted(-GAP / 2, 0, GAP / 2, 0))
            painter.setClipRect(body.intersected(rect))
            self._paint_cards(painter, number, rect)
        painter.setClipping(False)
        for number in numbers:
            self._paint_frame(painter, number)
        self._paint_fold(painter)
        carried = self.hands.carried
        if carried is not None:
            spot = self.lanes.spot_of(carried.key)
            face = self.face(spot) if spot is not None else None
            if face is not None:
                box = self.mirrored(self.hands.carried_rect)
                self._cards.paint(painter, box, face, CardState(is_dragged=True))

    def _paint_cards(self, painter: QPainter, number: int, rect: QRectF) -> None:
        lanes, hands = self.lanes, self.hands
        is_ringed = self.hasFocus() and is_keyboard_focus(self) and hands.carried is None
        for row in lanes.rows_in_view(number):
            spot = Spot(number, row)
            box = lanes.card_rect(spot)
            face = self.face(spot) if self._touches(box, rect, GAP / 2) else None
            if face is None:
                continue
            is_left = hands.carried is not None and lanes.all[number].keys[row] == hands.carried.key
            is_current = spot == self._current and not is_left
            state = CardState(is_current, spot == hands.hovered, is_current and is_ringed, is_left=is_left)
            self._cards.paint(painter, self.mirrored(box), face, state)
        hidden = lanes.all[number].hidden_count
        if hidden:
            said = ngettext("and {n} more", "and {n} more", hidden).format(n=self._kit.formats.number(hidden))
            self._heads.paint_foot(painter, self.mirrored(lanes.foot_rect(number)), said)
        if hands.carried is not None and number == hands.carried.over:
            self._heads.paint_drop(painter, self.mirrored(lanes.drop_rect(number)), is_hot=True)

    def _paint_frame(self, painter: QPainter, number: int) -> None:
        """A head and a handle."""
        lanes, hands, lane = self.lanes, self.hands, self.lanes.all[number]
        is_add_hot = hands.hovered_add == number
        box = self.mirrored(lanes.head_rect(number))
        self._heads.paint_head(painter, box, lane, is_add_hovered=is_add_hot, has_add=self.has_add(number))
        handle = lanes.handle_rect(number)
        if handle is not None:
            is_hot = hands.held_lane == number
            self._heads.paint_handle(painter, self.mirrored(handle), is_hot=is_hot)

    def _paint_fold(self, painter: QPainter) -> None:
        """The lost ones, folded; a carried card may fall there."""
        carried, name = self.hands.carried, self.lanes.lost_name
        if name and self.lanes.all:
            is_over = carried is not None and carried.over == LOST
            is_hot = is_over or (carried is None and self.hands.hovered_lane == LOST)
            box = self.mirrored(self.lanes.fold_rect)
            is_open = carried is not None and isinstance(carried.entry, DealRow)
            self._heads.paint_folded(painter, box, name, is_hot=is_hot, is_open=is_open)

    def _touches(self, box: QRectF, rect: QRectF, by: float) -> bool:
        return self.mirrored(box.adjusted(-by, -by, by, by)).intersects(rect)

    @property
    def is_mirrored(self) -> bool:
        """Whether the window reads from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def mirrored(self, rect: QRectF) -> QRectF:
        """A place of the board as it stands in the window."""
        if not self.is_mirrored:
            return rect
        return QRectF(self.viewport().width() - rect.right(), rect.top(), rect.width(), rect.height())

    def point_of(self, at: QPointF) -> QPointF:
        """A point of the window as one of the board."""
        if not self.is_mirrored:
            return at
        return QPointF(self.viewport().width() - at.x(), at.y())

    def scroll_lane(self, number: int, offset_px: float) -> bool:
        """A column to this place; whether that moved it. What is painted slides; only what comes into view is new."""
        lanes, before = self.lanes, self.lanes.all[number].offset_px
        if not lanes.scroll_to(number, offset_px):
            return False
        if self.hands.carried is not None:
            self.repaint_lane(number)
            return True
        body = lanes.body_rect(number)
        slid = self.mirrored(body.adjusted(-GAP / 2, 0, GAP / 2, 0)).toRect()
        self.viewport().scroll(0, round(before - lanes.all[number].offset_px), slid)
        self.repaint_rect(QRectF(body.right(), body.top(), GAP, body.height()))  # the handle
        return True

    def repaint_lane(self, number: int) -> None:
        """A column, or the folded place."""
        lanes = self.lanes
        if number == LOST:
            self.repaint_rect(lanes.fold_rect, GAP)
        elif number < len(lanes.all):
            self.repaint_rect(lanes.lane_rect(number), GAP)

    def repaint_rect(self, rect: QRectF, by: float = 0) -> None:
        """This part of the board, with so much around it."""
        self.viewport().update(self.mirrored(rect.adjusted(-by, -by, by, by)).toAlignedRect())

    # -- for Qt and for whoever hears the board

    def visualRect(self, index: Index) -> QRect:
        """Where a card is."""
        spot = Spot(index.column(), index.row()) if index.isValid() else None
        if spot is None or self.lanes.entry(spot) is None:
            return QRect()
        return self.mirrored(self.lanes.card_rect(spot)).toRect()

    def indexAt(self, at: QPoint) -> QModelIndex:
        """The card at a point."""
        place = self.point_of(QPointF(at))
        spot = self.lanes.spot_at(place.x(), place.y())
        return self.model().index(spot.row, spot.lane) if spot is not None else QModelIndex()

    def scrollTo(
        self, _index: Index, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Whoever goes to a card brings it into view."""
