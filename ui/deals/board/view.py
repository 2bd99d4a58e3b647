"""The board itself: who goes among the columns and cards, by key and by hand, and what they ask for there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QFrame, QTableView, QToolTip

from app.domain.deal_rows import DealRow
from app.words import gettext as _
from ui.deals.board.canvas import Canvas
from ui.deals.board.hands import Hands
from ui.deals.board.lanes import COLUMN_PX, GAP, LOST, SIDE, Entry, Lane, Spot, key_of
from ui.deals.board.model import BoardModel
from ui.kit import Kit
from ui.typed import typed_text

LOST_ID: Final = "lost"
WHEEL_PX: Final = 60  # for a step of a wheel
MORE_BEFORE: Final = 12  # so many cards before the end of what was read, more are asked for
SHIFT = Qt.KeyboardModifier.ShiftModifier
_ROWS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_PAGES: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_SIDEWAYS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
Index = QModelIndex | QPersistentModelIndex


class BoardView(Canvas):
    """`opened(key)` at Enter or a double click, `stood_on(key)`, `menu_asked(key, at)`, `letter(text)` for the keys of
    a card, `shifted(-1 or 1)` with Shift and an arrow, `dropped(key, lane id)`, `add_asked(stage id)`,
    `more_asked(lane id)` near the end of what was read, `lost_asked` at the folded place, `escaped`.
    """

    opened = Signal(str)
    stood_on = Signal(str)
    menu_asked = Signal(str, QPoint)
    letter = Signal(str)
    shifted = Signal(int)
    dropped = Signal(str, str)
    add_asked = Signal(str)
    more_asked = Signal(str)
    lost_asked = Signal()
    escaped = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.hands = Hands(self)
        self._current_key = ""
        self._waiting: Sequence[Lane] | None = None  # what came while a card was carried
        self._asked_more: set[tuple[str, int]] = set()
        self._board = BoardModel(self.lanes, self.spoken, self.spoken_head)
        self._set_up()
        kit.theme.changed.connect(self._fit)

    def _set_up(self) -> None:
        self.setModel(self._board)
        self.setObjectName("board")
        self.setAccessibleName(_("Board of deals"))
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
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self._slide)

    # -- what is shown

    def show_lanes(self, lanes: Sequence[Lane], lost_name: str = "") -> None:
        """Other cards, or the same ones elsewhere: nothing jumps, and nothing moves under a carried card."""
        if self.hands.carried is not None:
            self._waiting = lanes
            return
        self.lanes.lost_name = lost_name or self.lanes.lost_name
        self.lanes.put(lanes)
        self._asked_more.clear()
        self._board.measure()
        kept = self.lanes.spot_of(self._current_key) or self._neighbour()
        self._stand_again(kept)
        self._fit()
        self.viewport().update()

    def take_waiting(self) -> None:
        """What came while a card was carried."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_lanes(waiting)

    # -- which card is gone to

    @property
    def current(self) -> Entry | None:
        """The card that the frame is on."""
        return self.lanes.entry(self.current_spot)

    @property
    def current_spot(self) -> Spot | None:
        """Where it is."""
        return self._current

    def go_to(self, key: str) -> bool:
        """Put the frame on a card and it in view, if the board holds it."""
        spot = self.lanes.spot_of(key)
        if spot is not None:
            self._go(spot)
        return spot is not None

    def place_of_current(self) -> QRect:
        """Where the card is, for what opens at it."""
        if self._current is None:
            return QRect(0, 0, 1, 1)
        return self.mirrored(self.lanes.card_rect(self._current)).toRect().intersected(self.viewport().rect())

    def _go(self, spot: Spot | None) -> None:
        entry = self.lanes.entry(spot)
        if spot is None or entry is None:
            return
        self._current, self._current_key = spot, key_of(entry)
        self.lanes.show_spot(spot)
        left, right = self.lanes.lane_left(spot.lane), self.lanes.lane_left(spot.lane)
        right += COLUMN_PX
        bar = self.horizontalScrollBar()
        if left < SIDE:
            bar.setValue(round(bar.value() + left - SIDE))
        elif right > self.viewport().width() - SIDE:
            bar.setValue(round(bar.value() + right - self.viewport().width() + SIDE))
        self.setCurrentIndex(self._board.index(spot.row, spot.lane))
        self._ask_more(spot.lane)
        self.viewport().update()
        self.stood_on.emit(self._current_key)

    def _neighbour(self) -> Spot | None:
        """The card on which the frame was is gone: the next one of its column, or the last."""
        spot = self._current
        if spot is None or spot.lane >= len(self.lanes.all) or not self.lanes.all[spot.lane].rows:
            return None
        return Spot(spot.lane, min(spot.row, len(self.lanes.all[spot.lane].rows) - 1))

    def _stand_again(self, spot: Spot | None) -> None:
        """The frame is on the same card, and nothing scrolls for it."""
        entry = self.lanes.entry(spot)
        self._current = spot if entry is not None else None
        self._current_key = key_of(entry) if entry is not None else ""
        index = self._board.index(spot.row, spot.lane) if spot is not None else QModelIndex()
        selection = self.selectionModel()
        was = selection.blockSignals(True)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.blockSignals(was)

    def _ask_more(self, number: int) -> None:
        lane = self.lanes.all[number]
        last = self.lanes.rows_in_view(number).stop
        is_near = last + MORE_BEFORE >= len(lane.rows)
        if lane.hidden_count and is_near and (lane.id, len(lane.rows)) not in self._asked_more:
            self._asked_more.add((lane.id, len(lane.rows)))
            self.more_asked.emit(lane.id)

    # -- what may be done with a card

    def can_carry(self, entry: Entry) -> bool:
        """Lost ones are not on the board; everything else can be taken."""
        return not isinstance(entry, DealRow) or entry.state in ("open", "won")

    def can_drop(self, entry: Entry, origin: int, over: int) -> bool:
        """Into another column: a stage, or an end for a deal that is open."""
        is_open = isinstance(entry, DealRow) and entry.state == "open"
        if over == LOST:
            return is_open
        kind = self.lanes.all[over].kind
        if over == origin or kind == "incoming":
            return False
        return kind == "stage" or is_open

    def drop(self, key: str, number: int) -> None:
        """A card fell into a column."""
        if number < len(self.lanes.all):
            self.dropped.emit(key, LOST_ID if number == LOST else self.lanes.all[number].id)

    # -- room

    def updateGeometries(self) -> None:
        """Qt would measure headers; ours are painted."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lanes, bar = self.lanes, self.horizontalScrollBar()
        width = self.viewport().width()
        lanes.height_px = self.viewport().height()
        bar.setRange(0, max(0, round(lanes.width_px - width)))
        bar.setPageStep(width)
        bar.setSingleStep(WHEEL_PX)
        lanes.left_px = bar.value()
        for number, lane in enumerate(lanes.all):
            lanes.scroll_to(number, lane.offset_px)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """The columns slide by themselves."""

    def _slide(self, value: int) -> None:
        by_px = round(self.lanes.left_px) - value
        self.lanes.left_px = value
        if self.hands.carried is not None:
            self.viewport().update()
        else:  # what is painted slides along; only what comes into view is painted
            self.viewport().scroll(-by_px if self.is_mirrored else by_px, 0)

    def scroll_sideways(self, by_px: int) -> bool:
        """The whole board; whether that moved it."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        bar.setValue(before + by_px)
        return bar.value() != before

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Down and up in the column below the pointer; sideways, or with Shift, the whole board."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        x, y = pixels.x(), pixels.y()
        if pixels.isNull():
            x, y = round(angle.x() / 120 * WHEEL_PX), round(angle.y() / 120 * WHEEL_PX)
        if event.modifiers() & SHIFT and not x:
            x, y = y, 0
        if abs(x) > abs(y):
            self.scroll_sideways(x if self.is_mirrored else -x)
        else:
            number = self.lanes.lane_at(self.point_of(event.position()).x())
            if number is not None and self.scroll_lane(number, self.lanes.all[number].offset_px - y):
                self._ask_more(number)
        self.hands.hover(self.point_of(event.position()))
        event.accept()

    # -- hands

    def viewportEvent(self, event: QEvent) -> bool:
        """Where the pointer is, and what a card says in full."""
        self._keys.saw(event)
        kind = event.type()
        if isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseMove and not event.buttons():
            self.hands.hover(self.point_of(event.position()))
        elif kind == QEvent.Type.Leave:
            self.hands.hover(None)
        elif isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        at = self.point_of(QPointF(event.pos()))
        number, spot = self.lanes.lane_at(at.x()), self.lanes.spot_at(at.x(), at.y())
        said = self.spoken(spot) if spot is not None else ""
        if spot is None and number is not None and at.y() < self.lanes.head_px:
            said = self.spoken_head(number)
        escaped = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        QToolTip.showText(event.globalPos(), f"<span>{escaped}</span>" if said else "", self.viewport())

    def show_hand(self, *, is_hand: bool) -> None:
        """The pointer says whether a press does something here."""
        shape = Qt.CursorShape.PointingHandCursor if is_hand else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to a card; the plus makes a deal; the folded place opens."""
        at = self.point_of(event.position())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        spot = self.hands.press(at)
        number = self.lanes.place_at(at.x(), at.y())
        if spot is not None:
            self._go(spot)
        elif number is not None and self.hands.held_lane is None:
            if number == LOST:
                self.lost_asked.emit()
            elif self.has_add(number) and self.lanes.add_rect(number).contains(at):
                self.add_asked.emit(self.lanes.all[number].id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """With the button down: a card is carried, or a handle pulled."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.hands.move(self.point_of(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was carried falls."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.hands.release(self.point_of(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens."""
        at = self.point_of(event.position())
        spot = self.lanes.spot_at(at.x(), at.y())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self.hands.let_go()
            self._go(spot)
            self.opened.emit(self._current_key)
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the card."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot, at = self._current, self.place_of_current().center()
        else:
            place = self.point_of(QPointF(event.pos()))
            spot, at = self.lanes.spot_at(place.x(), place.y()), event.pos()
        if self.lanes.entry(spot) is not None:
            self._go(spot)
            self.menu_asked.emit(self._current_key, self.viewport().mapToGlobal(at))

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go, Enter opens, letters do what they say on the sheet of keys."""
        key, sideways = Qt.Key(event.key()), _SIDEWAYS.get(Qt.Key(event.key()), 0)
        if self.is_mirrored:
            sideways = -sideways
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif self.hands.carried is not None:
            event.ignore()
        elif sideways and event.modifiers() & SHIFT:
            self.shifted.emit(sideways)
        elif sideways or key in _ROWS or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(key, sideways)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._current_key:
                self.opened.emit(self._current_key)
        elif text := typed_text(event):
            self.letter.emit(text)
        else:
            event.ignore()

    def keyboardSearch(self, _search: str) -> None:
        """Letters have a use of their own."""

    def _escape(self) -> None:
        if self.hands.carried is not None:
            self.hands.let_go()
        else:
            self.escaped.emit()

    def _move(self, key: Qt.Key, sideways: int) -> None:
        spot, lanes = self._current, self.lanes
        if spot is None or lanes.entry(spot) is None:
            self._go(lanes.first())
            return
        page = max(1, int(lanes.body_px(spot.lane) // (lanes.card_px + GAP)))
        last = len(lanes.all[spot.lane].rows)
        rows = {Qt.Key.Key_Home: -last, Qt.Key.Key_End: last}.get(key, 0)
        if key in _ROWS:
            rows = _ROWS[key] * (page if key in _PAGES else 1)
        self._go(lanes.step(spot, sideways, rows))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By key, the first card has the frame."""
        super().focusInEvent(event)
        if self._current is None:
            self._go(self.lanes.first())
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()
