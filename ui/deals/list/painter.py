"""Paints one line of the list of deals: no reads, one height; what was measured once is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.domain.records import record
from ui.deals.board.head_painter import MARK, stage_ink
from ui.deals.board.lines import Lines
from ui.deals.list.columns import EDGE, Column, Line
from ui.inbox.kept_paint import KeptPaint
from ui.theme.theme import Theme
from ui.theme.tokens import Weight
from ui.widgets.labels import ink_color
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_basic import Strip, centered, fill, fill_round, is_rtl, paint_icon, paint_row_ring
from ui.widgets.paint_chip import Chip

PAD: Final = 8
AVATAR: Final = 24


@record
class LineState:
    """How a line stands out."""

    is_current: bool = False
    is_hovered: bool = False
    is_ringed: bool = False


class LinePainter:
    """Paints lines from the tokens."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lines = Lines(theme)
        self._kept = KeptPaint(theme)

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        line: Line,
        cells: Sequence[tuple[Column, QRectF]],
        state: LineState,
    ) -> None:
        """Ground and line below, then the cells."""
        c = self._theme.colors
        fill(painter, rect, c.surface_hover if state.is_current or state.is_hovered else c.surface)
        fill(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border)
        if state.is_current:
            edge = Strip(rect.adjusted(0, 0, 0, -1), is_rtl=is_rtl(painter)).leading(3)
            fill(painter, edge, c.accent)
        for number, (column, box) in enumerate(cells):
            strip = Strip(box, is_rtl=is_rtl(painter))
            strip.leading(PAD + (EDGE if number == 0 else 0))
            strip.trailing(PAD + (EDGE if number == len(cells) - 1 else 0))
            self._paint_cell(painter, strip, column, line)
        if state.is_ringed:
            paint_row_ring(painter, rect.adjusted(0, 0, 0, -1), self._theme, 0)

    def _paint_cell(self, painter: QPainter, strip: Strip, column: Column, line: Line) -> None:
        c, text = self._theme.colors, column.text(line)
        if column.kind == "title":
            self._lines.write(painter, strip.rest, text, c.text, weight="medium")
        elif column.kind == "person":
            self._paint_person(painter, strip, line)
        elif column.kind == "stage":
            self._paint_stage(painter, strip, line, text)
        elif column.kind == "days":
            self._paint_days(painter, strip, line)
        elif column.kind == "step":
            self._paint_step(painter, strip, line)
        elif column.kind == "figure":
            ink = c.text if column.id == "amount" else c.text_muted
            weight: Weight = "medium" if column.id == "amount" else "regular"
            self._lines.write(painter, strip.rest, text, ink, weight=weight, tabular=True, is_trailing=True)
        else:
            self._lines.write(painter, strip.rest, text, c.text_muted)

    def _paint_person(self, painter: QPainter, strip: Strip, line: Line) -> None:
        face = line.face
        if not face.name:
            return
        disc = centered(strip.leading(AVATAR, PAD), AVATAR, AVATAR)
        self._kept.portrait(painter, disc, Portrait(face.key, face.portrait))
        self._lines.write(painter, strip.rest, face.name, self._theme.colors.text_muted)

    def _paint_stage(self, painter: QPainter, strip: Strip, line: Line, text: str) -> None:
        stage = line.pipeline.stage(line.row.stage_id) if line.row.state == "open" else None
        ink = stage_ink(self._theme, stage.colour) if stage is not None else None
        if ink is not None:
            fill_round(painter, centered(strip.leading(MARK, PAD), MARK, MARK), ink, 2)
        self._lines.write(painter, strip.rest, text, self._theme.colors.text_muted)

    def _paint_days(self, painter: QPainter, strip: Strip, line: Line) -> None:
        c, face = self._theme.colors, line.face
        if face.quiet:
            chip = Chip(face.quiet, "warning", icon="message-square-dashed")
            self._kept.chip(painter, strip.leading(self._kept.width(chip)), chip)
            return
        ink = c.warning if face.is_overdue else c.text_muted
        weight: Weight = "medium" if face.is_overdue else "regular"
        self._lines.write(painter, strip.rest, face.days, ink, weight=weight, tabular=True)

    def _paint_step(self, painter: QPainter, strip: Strip, line: Line) -> None:
        theme, step = self._theme, line.face.step
        ink, size = ink_color(theme, step.ink), theme.tokens.icon.small
        paint_icon(painter, strip.leading(size, 6), theme, step.icon, size, ink)
        weight: Weight = "medium" if step.is_ours else "regular"
        self._lines.write(painter, strip.rest, step.words, ink, weight=weight)
