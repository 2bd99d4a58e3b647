"""A tile: a figure with its name above, what changed beside it, and of what it is below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from ui.deals.funnel.tiles import LEAST_PX, Tile, TileFace, TileRow
from ui.reports.words import Change
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, elided, fill, fill_round, is_rtl, paint_icon, paint_text

TILE_PX: Final = 104
_PAD_X: Final = 16
_PAD_Y: Final = 11
_ICON_PX: Final = 14


class FigureTile(Tile):
    """Before its figure is known it is drawn at its final size, without one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.change: Change | None = None
        self._is_known = False

    def show_figure(self, face: TileFace, change: Change | None) -> None:
        """Another figure."""
        is_same = self._is_known and (face, change) == (self.face, self.change)
        self.change, self._is_known = change, True
        if not is_same:
            self.show_face(face)
            said = (
                f"{self.accessibleName()}, {_spoken(change)}" if change is not None else self.accessibleName()
            )
            self.setAccessibleName(said)

    def sizeHint(self) -> QSize:
        """One height, a least width."""
        return QSize(LEAST_PX, self._theme.px(TILE_PX))

    def minimumSizeHint(self) -> QSize:
        """Narrower than it would like."""
        return QSize(LEAST_PX - 80, self._theme.px(TILE_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with three lines."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        is_link = self.face.key is not None
        ground = c.surface_pressed if is_link and self.isDown() else c.surface
        fill_round(painter, rect, ground, theme.tokens.radius.normal, c.border)
        inner = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        body, small, large = theme.line("body"), theme.line("small"), theme.line("display")
        label = QRectF(inner.left(), inner.top(), inner.width(), body)
        paint_text(painter, label, theme, self.face.label, c.text_muted, weight="medium")
        middle = QRectF(inner.left(), label.bottom(), inner.width(), large)
        below = QRectF(inner.left(), middle.bottom() + 2, inner.width(), small)
        if not self._is_known:
            self._paint_skeleton(painter, middle, below)
            return
        self._paint_middle(painter, middle, is_link=is_link)
        paint_text(painter, below, theme, self.face.base, c.text_muted, role="small", tabular=True)

    def _paint_skeleton(self, painter: QPainter, middle: QRectF, below: QRectF) -> None:
        for place, width, height in ((middle, 96, 24), (below, 140, 10)):
            strip = Strip(place, is_rtl=is_rtl(painter))
            box = strip.leading(min(width, place.width()))
            box = QRectF(box.left(), round(box.center().y() - height / 2), box.width(), height)
            fill_round(painter, box, self._theme.colors.surface_pressed, self._theme.tokens.radius.small)

    def _paint_middle(self, painter: QPainter, place: QRectF, *, is_link: bool) -> None:
        theme, c = self._theme, self._theme.colors
        change_px = self._change_px()
        metrics = theme.metrics("display", "semibold", tabular=True)
        is_long = metrics.horizontalAdvance(self.face.figure) + change_px > place.width()
        role = "title" if is_long else "display"
        metrics = theme.metrics(role, "semibold", tabular=True)  # type: ignore[arg-type]
        strip = Strip(place, is_rtl=is_rtl(painter))
        shown = elided(metrics, self.face.figure, place.width())
        box = strip.leading(min(place.width(), metrics.horizontalAdvance(shown) + 1), 8)
        ink = c.text_faint if self.face.figure == "–" else c.text
        paint_text(painter, box, theme, shown, ink, role=role, weight="semibold", tabular=True)  # type: ignore[arg-type]
        if is_link and self.underMouse():
            fill(painter, QRectF(box.left(), box.bottom() - 3, box.width(), 1), ink)
        if strip.rest.width() >= change_px > 0:
            self._paint_change(painter, strip.rest.adjusted(0, theme.px(6), 0, 0))

    def _change_px(self) -> float:
        if self.change is None:
            return 0
        metrics = self._theme.metrics("body", "medium", tabular=True)
        return metrics.horizontalAdvance(self.change.text) + (_ICON_PX + 3 if self.change.way else 0) + 8

    def _paint_change(self, painter: QPainter, place: QRectF) -> None:
        change, theme = self.change, self._theme
        if change is None:
            return
        strip = Strip(place, is_rtl=is_rtl(painter))
        ink = verdict_ink(theme, change)
        if change.way:
            icon = strip.leading(_ICON_PX, 3)
            paint_icon(painter, icon, theme, "arrow-up" if change.way > 0 else "arrow-down", _ICON_PX, ink)
        paint_text(painter, strip.rest, theme, change.text, ink, weight="medium", tabular=True)


def verdict_ink(theme: Theme, change: Change) -> QColor:
    """Green better, red worse; the arrow and the figure say the same."""
    c = theme.colors
    return {1: c.success, -1: c.danger, 0: c.text_muted}[change.verdict]


def _spoken(change: Change) -> str:
    if not change.way:
        return change.text
    more = _("{gap} more than before") if change.way > 0 else _("{gap} less than before")
    return more.format(gap=change.text)


def tile_row(theme: Theme, count: int) -> TileRow:
    """Tiles of equal width."""
    return TileRow(theme, count, make=FigureTile)
