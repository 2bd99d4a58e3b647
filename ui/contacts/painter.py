"""Paints one line of the table of contacts: no reads, no state but what was measured, one height."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.domain.contact_table import TableRow
from app.domain.records import record
from ui.contacts.columns import Column, Writing
from ui.theme.theme import Theme
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, centered, fill, is_rtl, paint_row_ring, paint_text

CELL_PAD: Final = 8
AVATAR: Final = 24


@record
class RowState:
    """How a line stands out."""

    is_current: bool = False
    is_hovered: bool = False
    is_ringed: bool = False


class RowPainter:
    """Paints lines from the tokens."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        row: TableRow | None,
        cells: Sequence[tuple[Column, QRectF]],
        writing: Writing,
        state: RowState,
    ) -> None:
        """Ground and line below, then the cells that are in view."""
        c = self._theme.colors
        ground = c.accent_soft if state.is_current else c.surface_hover if state.is_hovered else c.surface
        fill(painter, rect, ground)
        fill(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border)
        if row is not None:
            for column, box in cells:
                self._paint_cell(painter, box, row, column, writing)
        if state.is_ringed:
            paint_row_ring(painter, rect.adjusted(0, 0, 0, -1), self._theme, 0)

    def _paint_cell(
        self, painter: QPainter, box: QRectF, row: TableRow, column: Column, writing: Writing
    ) -> None:
        c, theme = self._theme.colors, self._theme
        strip = Strip(box.adjusted(CELL_PAD, 0, -CELL_PAD, 0), is_rtl=is_rtl(painter))
        text = column.text(row, writing)
        if column.id == "name":
            disc = centered(strip.leading(AVATAR, CELL_PAD), AVATAR, AVATAR)
            paint_avatar(painter, disc, theme, Portrait(row.contact_id, row.name if row.is_named else ""))
            paint_text(painter, strip.rest, theme, text, c.text, weight="medium")
        elif text:
            paint_text(painter, strip.rest, theme, text, c.text_muted, tabular=column.is_figure)
