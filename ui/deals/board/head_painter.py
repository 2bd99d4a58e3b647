"""Paints what stands around the cards: heads of columns, drop places, handles, the folded place of the lost ones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.words import gettext as _
from ui.deals.board.lanes import Lane
from ui.deals.board.lines import Lines
from ui.theme.theme import Theme
from ui.widgets.paint_basic import Strip, centered, draw_line, fill, fill_round, is_rtl, paint_icon

PAD: Final = 4
MARK: Final = 8
APART: Final = 6
DASHES: Final = (3.0, 3.0)


def stage_ink(theme: Theme, colour: str) -> QColor | None:
    """The colour that the owner gave a stage; None for one without."""
    c = theme.colors
    inks = {
        "info": c.info_fill,
        "accent": c.accent,
        "success": c.success_fill,
        "warning": c.warning_fill,
        "danger": c.danger_fill,
    }
    return inks.get(colour)


class HeadPainter:
    """Paints from the tokens; reads nothing."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lines = Lines(theme)

    def paint_head(
        self, painter: QPainter, rect: QRectF, lane: Lane, *, is_add_hovered: bool, has_add: bool
    ) -> None:
        """Name and count, then the sums."""
        theme, c = self._theme, self._theme.colors
        title, small = theme.line("body"), theme.line("small")
        inner = rect.adjusted(PAD, PAD, -PAD, 0)
        strip = Strip(QRectF(inner.left(), inner.top(), inner.width(), title), is_rtl=is_rtl(painter))
        if has_add:
            self._paint_add(painter, strip.trailing(20, 4), is_hovered=is_add_hovered)
        ink = stage_ink(theme, lane.colour)
        if ink is not None:
            fill_round(painter, centered(strip.leading(MARK, 8), MARK, MARK), ink, 2)
        count = str(lane.count)
        room = strip.rest.width() - self._lines.width(count, tabular=True) - 8
        width = min(room, self._lines.width(lane.name, weight="semibold") + 1)
        self._lines.write(painter, strip.leading(width, 8), lane.name, c.text, weight="semibold")
        self._lines.write(painter, strip.rest, count, c.text_faint, tabular=True)
        line = QRectF(inner.left(), inner.top() + title, inner.width(), small)
        self._paint_figures(painter, line, lane)

    def _paint_figures(self, painter: QPainter, rect: QRectF, lane: Lane) -> None:
        """The sum, and what is to be expected of it; the second gives way first."""
        c = self._theme.colors
        strip = Strip(rect, is_rtl=is_rtl(painter))
        width = self._lines.width(lane.figures, role="small", weight="medium", tabular=True)
        box = strip.leading(min(strip.rest.width(), width + 1), APART)
        self._lines.write(
            painter, box, lane.figures, c.text_muted, role="small", weight="medium", tabular=True
        )
        if lane.weighted and strip.rest.width() > self._lines.width(f"· {lane.weighted[:1]}…", role="small"):
            dot = strip.leading(self._lines.width("·", role="small"), APART)
            self._lines.write(painter, dot, "·", c.text_muted, role="small")
            self._lines.write(painter, strip.rest, lane.weighted, c.text_muted, role="small", tabular=True)

    def _paint_add(self, painter: QPainter, rect: QRectF, *, is_hovered: bool) -> None:
        c, size = self._theme.colors, self._theme.tokens.icon.normal
        if is_hovered:
            fill_round(painter, rect.adjusted(-4, -2, 4, 2), c.surface_hover, self._theme.tokens.radius.small)
        paint_icon(painter, rect, self._theme, "plus", size, c.text if is_hovered else c.text_muted)

    def paint_foot(self, painter: QPainter, rect: QRectF, words: str) -> None:
        """How many more there are."""
        c = self._theme.colors
        self._lines.write(painter, rect.adjusted(PAD, 0, -PAD, 0), words, c.text_muted, role="small")

    def paint_drop(self, painter: QPainter, rect: QRectF, *, is_hot: bool) -> None:
        """Where the card would fall."""
        theme, c = self._theme, self._theme.colors
        self._paint_dashed(painter, rect, is_hot=is_hot)
        ink = c.accent_soft_text if is_hot else c.text_muted
        font = theme.font("small", "medium")
        draw_line(painter, rect, font, _("Drop here"), ink, Qt.AlignmentFlag.AlignHCenter)

    def _paint_dashed(self, painter: QPainter, rect: QRectF, *, is_hot: bool) -> None:
        c, radius = self._theme.colors, self._theme.tokens.radius.normal
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(c.accent if is_hot else c.border_control, 1)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(c.surface_sunken)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.restore()

    def paint_handle(self, painter: QPainter, rect: QRectF, *, is_hot: bool) -> None:
        """The handle of a column that can be scrolled."""
        c = self._theme.colors
        fill_round(painter, rect, c.border_control if is_hot else c.scrollbar, rect.width() / 2)

    def paint_folded(
        self, painter: QPainter, rect: QRectF, name: str, *, is_hot: bool, is_open: bool
    ) -> None:
        """The lost ones, folded away. `is_open`: a carried card may fall there."""
        theme, c = self._theme, self._theme.colors
        radius = theme.tokens.radius.normal
        if is_open:
            self._paint_dashed(painter, rect, is_hot=is_hot)
        else:
            fill_round(painter, rect, c.surface_hover if is_hot else c.surface, radius, c.border)
        strip = Strip(rect.adjusted(12, 0, -12, 0), is_rtl=is_rtl(painter))
        size = theme.tokens.icon.normal
        ink = c.accent_soft_text if is_open and is_hot else c.text_muted
        paint_icon(painter, strip.leading(size, 8), theme, "circle-x", size, ink)
        if not is_open:
            paint_icon(painter, strip.trailing(size, 8), theme, "chevron-right", size, c.text_faint)
        self._lines.write(painter, strip.rest, name, ink, weight="medium")

    def paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        """What the board lies on."""
        fill(painter, rect, self._theme.colors.surface_sunken)
