"""Paints the grid: closed hours, lines, appointments, what hangs at the pointer, then heads and hours above it all."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.domain.records import record
from ui.appointments import when
from ui.appointments.grid.columns import GridColumn, Placed
from ui.appointments.grid.geometry import Geometry
from ui.appointments.patterns import DASHES, Patterns
from ui.appointments.states import LOOKS
from ui.deals.board.lines import Lines
from ui.inbox.kept_paint import KeptPaint
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import initials
from ui.widgets.paint_basic import Strip, centered, fill, fill_round, is_rtl, paint_icon, ratio_of
from ui.widgets.paint_chip import tone_colors

BAND: Final = 8
PAD: Final = 6
DIM: Final = 0.4
LEFT_BEHIND: Final = 0.45
HATCH: Final = 10
AVATAR: Final = 24
DOT: Final = 3
MOST_KEPT: Final = 600
NARROW: Final = 70  # of the words of an appointment
TINY: Final = 36


@record
class BlockState:
    """How an appointment stands out. `is_left`: it is where it was taken from."""

    is_current: bool = False
    is_hovered: bool = False
    is_ringed: bool = False
    is_left: bool = False


class GridPainter:
    """Paints from the tokens. All rectangles are mirrored already."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.lines = Lines(theme)
        self._kept = KeptPaint(theme)
        self._patterns = Patterns(theme)
        self._blocks: dict[tuple[object, ...], tuple[Placed, QPixmap]] = {}

    # -- the ground

    def paint_column(self, painter: QPainter, box: QRectF, closed: list[QRectF], *, is_today: bool) -> None:
        """Its day: closed hours are shaded with lines, so that it is not colour alone."""
        c = self._theme.colors
        fill(painter, box, c.surface)
        for shut in closed:
            fill(painter, shut, c.surface_sunken)
            self._hatch(painter, shut)
        fill(painter, QRectF(box.right() - 1, box.top(), 1, box.height()), c.border)
        if is_today:
            fill(painter, QRectF(box.left(), box.top(), 1, box.height()), c.accent_soft)

    def _hatch(self, painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(self._theme.colors.border, 1))
        start = int(box.left() - box.height())
        start -= start % HATCH
        for left in range(start, int(box.right()), HATCH):
            painter.drawLine(QPointF(left, box.bottom()), QPointF(left + box.height(), box.top()))
        painter.restore()

    def paint_hours(self, painter: QPainter, geometry: Geometry, left: float, right: float) -> None:
        """A line at each hour, a fainter one at the half."""
        c = self._theme.colors
        for minute in range(geometry.first_min, geometry.last_min + 1, 30):
            top = round(geometry.top_of(minute))
            fill(
                painter,
                QRectF(left, top, right - left, 1),
                c.surface_hover if minute % 60 else c.border,
            )

    def paint_gutter(self, painter: QPainter, box: QRectF, geometry: Geometry, language: str) -> None:
        """The hours, which stay at the side."""
        c, small = self._theme.colors, self._theme.line("small")
        fill(painter, box, c.surface)
        edge = QRectF(box.left() if is_rtl(painter) else box.right() - 1, box.top(), 1, box.height())
        fill(painter, edge, c.border)
        for minute in range(geometry.first_min, geometry.last_min + 1, 60):
            top = geometry.top_of(minute)
            if top < geometry.head_px - small / 2:
                continue
            place = QRectF(box.left() + 4, top - small / 2, box.width() - 12, small)
            if minute == geometry.first_min:
                place.translate(0, small / 2 + 2)
            said = when.hour_words(minute // 60, language)
            self.lines.write(painter, place, said, c.text_faint, role="small", tabular=True, is_trailing=True)

    def paint_head(self, painter: QPainter, box: QRectF, column: GridColumn, *, is_hovered: bool) -> None:
        """Whose column it is, or which day."""
        theme, c = self._theme, self._theme.colors
        fill(painter, box, c.surface_hover if is_hovered else c.surface_sunken)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border_strong)
        fill(painter, QRectF(box.right() - 1, box.top(), 1, box.height()), c.border)
        strip = Strip(box.adjusted(8, 0, -8, -1), is_rtl=is_rtl(painter))
        if column.portrait is not None:
            self._kept.portrait(painter, centered(strip.leading(AVATAR, 8), AVATAR, AVATAR), column.portrait)
        rest = strip.rest
        ink = c.accent_soft_text if column.is_today and column.portrait is None else c.text
        if not column.says:
            self.lines.write(painter, rest, column.name, ink, weight="semibold", tabular=True)
            return
        title, small = theme.line("body"), theme.line("small")
        top = rest.top() + (rest.height() - title - small) / 2
        self.lines.write(
            painter, QRectF(rest.left(), top, rest.width(), title), column.name, ink, weight="semibold"
        )
        below = QRectF(rest.left(), top + title, rest.width(), small)
        self.lines.write(painter, below, column.says, c.text_muted, role="small", tabular=True)

    def paint_corner(self, painter: QPainter, box: QRectF) -> None:
        """Above the hours."""
        c = self._theme.colors
        fill(painter, box, c.surface_sunken)
        fill(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), c.border_strong)

    def paint_now(self, painter: QPainter, box: QRectF) -> None:
        """The moment, across a column of today."""
        c = self._theme.colors
        fill(painter, QRectF(box.left(), box.top(), box.width() - 1, 1), c.danger)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.danger)
        at = box.right() - 1 if is_rtl(painter) else box.left() + 1
        painter.drawEllipse(QPointF(at, box.top() + 0.5), DOT, DOT)
        painter.restore()

    # -- appointments

    def forget(self) -> None:
        """Other appointments are shown: none is as it was."""
        self._blocks.clear()

    def paint_block(self, painter: QPainter, box: QRectF, one: Placed, state: BlockState) -> None:
        """An appointment, painted once and kept: the grid shows the same ones again and again while it moves."""
        ratio, theme = ratio_of(painter), self._theme
        key = (id(one), box.width(), box.height(), state, ratio, theme.scheme, theme.scale, is_rtl(painter))
        kept = self._blocks.get(key)
        if kept is None or kept[0] is not one:
            if len(self._blocks) >= MOST_KEPT:
                self._blocks.clear()
            kept = self._blocks[key] = (one, self._painted(painter, box, one, state, ratio))
        painter.drawPixmap(QPointF(round(box.left()) - 1, round(box.top()) - 1), kept[1])

    def _painted(self, like: QPainter, box: QRectF, one: Placed, state: BlockState, ratio: float) -> QPixmap:
        picture = QPixmap(round((box.width() + 2) * ratio), round((box.height() + 2) * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setLayoutDirection(like.layoutDirection())
        self._paint_block(painter, QRectF(1, 1, box.width(), box.height()), one, state)
        painter.end()
        return picture

    def _paint_block(self, painter: QPainter, box: QRectF, one: Placed, state: BlockState) -> None:
        """Its ground is of its state, the band at its side has the state's pattern, words stand beside."""
        theme, c = self._theme, self._theme.colors
        looks = LOOKS[one.row.state]
        ground, ink, _edge = tone_colors(theme, looks.tone)
        is_freed = looks.pattern == "empty"
        painter.setOpacity(DIM if one.is_dim else LEFT_BEHIND if state.is_left else 1.0)
        edge = self._patterns.fill(one.row.state)
        if is_freed:
            self._dashed(painter, box, c.danger)
        else:
            lit = c.text if state.is_hovered or state.is_current else edge
            fill_round(painter, box, ground, theme.tokens.radius.small, lit)
        strip = Strip(box.adjusted(1, 1, -1, -1), is_rtl=is_rtl(painter))
        band = strip.leading(BAND, PAD)
        if not is_freed:
            self._patterns.block(painter, band, one.row.state)
        self._paint_words(painter, strip, one, ink if not is_freed else c.text_muted)
        painter.setOpacity(1.0)
        if state.is_ringed or state.is_current:
            self._ring(painter, box, c.focus if state.is_ringed else c.accent)

    def _paint_words(self, painter: QPainter, strip: Strip, one: Placed, ink: QColor) -> None:
        theme, c, face = self._theme, self._theme.colors, one.face
        strip.trailing(4)
        rest, small = strip.rest, theme.line("small")
        looks, size = LOOKS[one.row.state], theme.tokens.icon.chip
        first = Strip(
            QRectF(rest.left(), rest.top() + 1, rest.width(), min(small, rest.height())),
            is_rtl=is_rtl(painter),
        )
        if rest.width() > 90:
            paint_icon(painter, first.trailing(size, 4), theme, looks.icon, size, ink)
        clock = when.clock_words(one.begin)
        is_low = rest.height() < 2 * small
        width = self.lines.width(clock, role="small", weight="medium", tabular=True) + 1
        if is_low or rest.width() < NARROW:
            if width + NARROW / 2 <= rest.width():  # else the name alone: the hours stand at the side
                box = first.leading(width, 6)
                self.lines.write(painter, box, clock, c.text, role="small", weight="medium", tabular=True)
            is_tiny = first.rest.width() < TINY  # of a name hardly a letter would be left
            name = (initials(face.name) if is_tiny else "") or face.name
            self.lines.write(painter, first.rest, name, c.text, role="small", weight="semibold")
            return
        span = f"{clock} – {when.clock_words(one.begin + one.row.appointment.length_min)}"
        self.lines.write(painter, first.rest, span, ink, role="small", weight="medium", tabular=True)
        below = [(face.name, "semibold", c.text), (face.service, "regular", c.text_muted)]
        if rest.height() >= 4 * small and face.resource and one.row.resource:
            below.append((face.last, "regular", c.text_muted))
        top = rest.top() + 1 + small
        for words, weight, color in below:
            if words and top + small <= rest.bottom() - 1:
                line = QRectF(rest.left(), top, rest.width(), small)
                self.lines.write(painter, line, words, color, role="small", weight=weight)  # type: ignore[arg-type]
                top += small

    def _dashed(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink, 1)
        pen.setDashPattern(list(DASHES))
        painter.setPen(pen)
        painter.setBrush(self._theme.colors.surface)
        radius = self._theme.tokens.radius.small
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.restore()

    def _ring(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, self._theme.tokens.size.focus_width))
        painter.drawRoundedRect(box.adjusted(0, 0, 0, 0), 4, 4)
        painter.restore()

    # -- what hangs at the pointer

    def paint_slot(self, painter: QPainter, box: QRectF, words: str) -> None:
        """A free place under the pointer, that can be pressed."""
        c = self._theme.colors
        fill_round(painter, box, c.accent_soft, self._theme.tokens.radius.small, c.accent)
        strip = Strip(box.adjusted(6, 0, -4, 0), is_rtl=is_rtl(painter))
        if box.height() >= 14:
            size = self._theme.tokens.icon.chip
            paint_icon(painter, strip.leading(size, 4), self._theme, "plus", size, c.accent_soft_text)
            self.lines.write(
                painter, strip.rest, words, c.accent_soft_text, role="small", weight="medium", tabular=True
            )

    def paint_ghost(self, painter: QPainter, box: QRectF, words: tuple[str, ...], problem: str) -> None:
        """Where it would stand; red with the reason where it cannot. `words`: the hours, who, which keys."""
        theme, c = self._theme, self._theme.colors
        ground, ink, edge = (
            (c.danger_soft, c.danger_soft_text, c.danger)
            if problem
            else (c.accent_soft, c.accent_soft_text, c.accent)
        )
        fill_round(painter, box, ground, theme.tokens.radius.small, edge)
        small = theme.line("small")
        top = box.top() + 3
        for text, weight in zip(words, ("semibold", "medium", "regular"), strict=False):
            if text and top + small <= box.bottom() + 2:
                line = QRectF(box.left() + 8, top, box.width() - 16, small)
                self.lines.write(painter, line, text, ink, role="small", weight=weight, tabular=True)  # type: ignore[arg-type]
                top += small

    def paint_reason(self, painter: QPainter, box: QRectF, problem: str) -> None:
        """Why it does not fit there."""
        theme, c = self._theme, self._theme.colors
        fill_round(painter, box, c.surface_raised, theme.tokens.radius.normal, c.border_strong)
        strip = Strip(box.adjusted(8, 0, -8, 0), is_rtl=is_rtl(painter))
        size = theme.tokens.icon.small
        paint_icon(painter, strip.leading(size, 6), theme, "circle-alert", size, c.danger)
        self.lines.write(painter, strip.rest, problem, c.danger, role="small", weight="medium")
