"""What all charts share: points that arrows walk and the pointer finds, their tips, Enter, and T for the table.

A chart has lanes of spots (a line over time is a lane, a day of a heat map too). Nothing moves by itself.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.records import record
from ui.theme.style import is_keyboard_focus, wants_ring
from ui.theme.theme import Theme
from ui.widgets.paint_basic import fill_round, paint_text
from ui.widgets.spoken_role import speak_as

_TIP_PAD: Final = 8
_TIP_GAP: Final = 10
_NEAR_PX: Final = 28


@record
class Spot:
    """One point, bar or cell: what it is ("16 to 22 Nov"), what it says, and what opens behind it."""

    title: str
    lines: tuple[str, ...]
    key: object | None = None

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return ", ".join((self.title, *self.lines))


Place = tuple[int, int]  # lane, number


class Chart(QWidget):
    """`opened(key)` at a press or Enter on a spot that has something behind it; `table_asked` by T."""

    opened = Signal(object)
    table_asked = Signal()
    has_tips = True  # a chart that writes everything out needs none

    def __init__(self, theme: Theme, height_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height_px = height_px
        self._hovered: Place | None = None
        self._current: Place | None = None
        self.lanes: tuple[tuple[Spot | None, ...], ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        speak_as(self, "Chart")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        wants_ring(self, theme.tokens.radius.normal)
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.px(self._height_px))

    # -- what a chart tells

    def rect_of(self, place: Place) -> QRectF:
        """Where a spot is drawn."""
        raise NotImplementedError

    def paint_chart(self, painter: QPainter) -> None:
        """All of it but the tip."""
        raise NotImplementedError

    @property
    def theme(self) -> Theme:
        """What it is drawn with."""
        return self._theme

    def show_lanes(self, lanes: tuple[tuple[Spot | None, ...], ...]) -> None:
        """Other spots; the keyboard stays where it is, if that is still there."""
        self.lanes = lanes
        self._hovered = None
        if self._current is not None and self.spot(self._current) is None:
            self._current = None
        self._say()
        self.update()

    def spot(self, place: Place | None) -> Spot | None:
        """What stands there."""
        if place is None or not 0 <= place[0] < len(self.lanes):
            return None
        lane = self.lanes[place[0]]
        return lane[place[1]] if 0 <= place[1] < len(lane) else None

    @property
    def shown(self) -> Place | None:
        """The spot whose tip is in view: under the pointer, else where the keyboard is."""
        return self._hovered or (self._current if self.hasFocus() and is_keyboard_focus(self) else None)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Home and End jump, Enter opens, T shows the table; all else is the page's."""
        key, turn = event.key(), -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        steps = {
            Qt.Key.Key_Left: (0, -turn), Qt.Key.Key_Right: (0, turn), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }  # fmt: skip
        step = steps.get(Qt.Key(key))
        if step is not None:
            self._walk(*step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._jump(is_end=key == Qt.Key.Key_End)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self._current)
        elif key == Qt.Key.Key_T and not event.modifiers():
            self.table_asked.emit()
        else:
            event.ignore()

    def _walk(self, lanes: int, numbers: int) -> None:
        lane, number = self._current or self._newest()
        if self._current is not None:
            lane, number = lane + lanes, number + numbers
        while 0 <= lane < len(self.lanes) and 0 <= number < len(self.lanes[lane]):
            if self.lanes[lane][number] is not None:
                self._stand((lane, number))
                return
            lane, number = lane + lanes, number + numbers
            if not lanes and not numbers:
                return

    def _newest(self) -> Place:
        """Where the keyboard enters: the last point of the first line that says something."""
        for lane, spots in enumerate(self.lanes):
            there = [number for number, spot in enumerate(spots) if spot is not None]
            if there:
                return lane, self.first_number(there)
        return 0, 0

    def first_number(self, there: list[int]) -> int:
        """Which of the spots of a lane is the first to be stood on."""
        return there[-1]

    def _jump(self, *, is_end: bool) -> None:
        lane = (self._current or self._newest())[0]
        there = [n for n, spot in enumerate(self.lanes[lane]) if spot is not None] if self.lanes else []
        if there:
            self._stand((lane, there[-1] if is_end else there[0]))

    def _stand(self, place: Place) -> None:
        self._current = place
        self._say()
        self.update()

    def _say(self) -> None:
        """A screen reader hears the value."""
        spot = self.spot(self._current)
        self.setAccessibleDescription(spot.spoken if spot is not None else "")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Entered by key: on the newest point."""
        super().focusInEvent(event)
        if self._current is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            place = self._newest()
            if self.spot(place) is not None:
                self._stand(place)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The tip goes with the keyboard."""
        super().focusOutEvent(event)
        self.update()

    # -- hands

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The spot under the pointer says itself; a link where something is behind it."""
        place = self._place_at(event.position())
        if place != self._hovered:
            self._hovered = place
            spot = self.spot(place)
            is_link = spot is not None and spot.key is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer leaves."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressed and let go on a spot."""
        super().mouseReleaseEvent(event)
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._current = place
            self._open(place)

    def _open(self, place: Place | None) -> None:
        spot = self.spot(place)
        if spot is not None and spot.key is not None:
            self.opened.emit(spot.key)

    def _place_at(self, at: QPointF) -> Place | None:
        """The spot that holds the point, else the nearest one close by."""
        best: tuple[float, Place] | None = None
        for lane, spots in enumerate(self.lanes):
            for number, spot in enumerate(spots):
                if spot is None:
                    continue
                rect = self.rect_of((lane, number))
                if rect.contains(at):
                    return lane, number
                gap = rect.center() - at
                far = abs(gap.x()) + abs(gap.y())
                if far <= _NEAR_PX and (best is None or far < best[0]):
                    best = (far, (lane, number))
        return best[1] if best is not None else None

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chart, and above it what the spot in question says."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        self.paint_chart(painter)
        place = self.shown
        spot = self.spot(place)
        if place is not None and spot is not None and self.has_tips:
            self._paint_tip(painter, self.rect_of(place), spot)

    def on_paper(self, target: QPixmap, at: QPoint) -> None:
        """Drawn into a picture without what the pointer or the keyboard does."""
        hovered, current = self._hovered, self._current
        self._hovered = self._current = None
        self.render(target, at, QRegion(), QWidget.RenderFlag(0))
        self._hovered, self._current = hovered, current

    def _paint_tip(self, painter: QPainter, at: QRectF, spot: Spot) -> None:
        theme, c = self._theme, self._theme.colors
        head, line = theme.metrics("small", "medium"), theme.metrics("small", "semibold", tabular=True)
        widths = [head.horizontalAdvance(spot.title), *(line.horizontalAdvance(each) for each in spot.lines)]
        width = min(self.width() - 4.0, max(widths) + 2 * _TIP_PAD + 2)
        step = theme.line("small")
        height = step * (1 + len(spot.lines)) + 2 * (_TIP_PAD - 2)
        left = min(max(2.0, at.center().x() - width / 2), self.width() - width - 2)
        above = at.top() - _TIP_GAP - height
        top = above if above >= 0 else min(at.bottom() + _TIP_GAP, self.height() - height - 1)
        box = QRectF(round(left), round(max(0.0, top)), round(width), height)
        fill_round(painter, box, c.surface_raised, theme.tokens.radius.small, c.border_strong)
        inner = box.adjusted(_TIP_PAD, _TIP_PAD - 2, -_TIP_PAD, 0)
        place = QRectF(inner.left(), inner.top(), inner.width(), step)
        paint_text(painter, place, theme, spot.title, c.text_muted, role="small", weight="medium")
        for each in spot.lines:
            place.translate(0, step)
            paint_text(painter, place, theme, each, c.text, role="small", weight="semibold", tabular=True)
