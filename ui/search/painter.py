"""Paints one row of the search box: who and when above, the words below, with what fits marked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.search_rows import Marks
from ui.palette.rows import caps_of
from ui.search.rows import ROW_DATA, Index, SearchRow
from ui.theme.theme import Theme
from ui.theme.tokens import Role, Weight
from ui.widgets.paint_basic import Strip, centered, elided, fill_round, is_rtl, paint_icon, paint_text

HEAD: Final = 32
LINE: Final = 36
TWO_LINES: Final = 54
PAD: Final = 10
GAP: Final = 10
CAP: Final = 20
CAP_PAD: Final = 6
CAP_GAP: Final = 3


class SearchPainter(QStyledItemDelegate):
    """No reads, no state."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """A head 32, one line 36, two lines 54, at the normal text size."""
        row: SearchRow = index.data(ROW_DATA)
        return QSize(0, self._theme.px(HEAD if row.is_head else TWO_LINES if row.text else LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, icon, one or two lines."""
        painter.setLayoutDirection(option.direction)
        c, theme, rect = self._theme.colors, self._theme, QRectF(option.rect)
        row: SearchRow = index.data(ROW_DATA)
        if row.is_head:
            box = rect.adjusted(PAD, theme.px(8), -PAD, 0)
            paint_text(painter, box, theme, row.title, c.text_muted, role="small", weight="semibold")
            return
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if row.run is not None and (is_chosen or option.state & QStyle.StateFlag.State_MouseOver):
            ground = c.accent_soft if is_chosen else c.surface_hover
            fill_round(painter, rect, ground, theme.tokens.radius.normal)
        strip = Strip(rect.adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter))
        if row.icon is not None:
            size = theme.tokens.icon.normal
            paint_icon(painter, strip.leading(size, GAP), theme, row.icon, size, c.text_muted)
        if row.text:
            self._paint_two(painter, strip.rest, row, is_chosen=is_chosen)
        else:
            self._paint_one(painter, strip, row, is_chosen=is_chosen)

    def _paint_one(self, painter: QPainter, strip: Strip, row: SearchRow, *, is_chosen: bool) -> None:
        theme, c = self._theme, self._theme.colors
        for key in reversed(row.keys):
            for cap in reversed(caps_of(key)):
                width = max(theme.px(CAP), theme.metrics("small").horizontalAdvance(cap) + 2 * CAP_PAD)
                box = centered(strip.trailing(width, CAP_GAP), width, theme.px(CAP))
                fill_round(painter, box, c.surface, 4, c.border_strong)
                paint_text(painter, box, theme, cap, c.text_muted, role="small", is_centered=True)
        self._paint_detail(painter, strip, row)
        ink = c.text_muted if row.run is None else c.accent_soft_text if is_chosen else c.text
        self._paint_marked(painter, strip.rest, row.title, row.title_marks, ink)

    def _paint_two(self, painter: QPainter, rest: QRectF, row: SearchRow, *, is_chosen: bool) -> None:
        theme, c = self._theme, self._theme.colors
        line, small = theme.line("body"), theme.line("body")
        top = rest.center().y() - (line + small) / 2
        above = Strip(QRectF(rest.left(), top, rest.width(), line), is_rtl=is_rtl(painter))
        self._paint_detail(painter, above, row)
        ink = c.accent_soft_text if is_chosen else c.text
        self._paint_marked(painter, above.rest, row.title, row.title_marks, ink, weight="medium")
        below = QRectF(rest.left(), top + line, rest.width(), small)
        self._paint_marked(painter, below, row.text, row.marks, c.text_muted)

    def _paint_detail(self, painter: QPainter, strip: Strip, row: SearchRow) -> None:
        if row.detail:
            width = self._theme.metrics("small").horizontalAdvance(row.detail)
            box = strip.trailing(min(width, strip.rest.width() / 2), GAP)
            paint_text(painter, box, self._theme, row.detail, self._theme.colors.text_muted, role="small")

    def _paint_marked(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        marks: Marks,
        ink: QColor,
        role: Role = "body",
        weight: Weight = "regular",
    ) -> None:
        """One line, cut where it no longer fits; what fits of it in the strong ink on a soft ground."""
        if not marks:
            paint_text(painter, rect, self._theme, text, ink, role=role, weight=weight)
            return
        shown = elided(self._theme.metrics(role, "semibold"), text, rect.width())
        layout = QTextLayout(shown, self._theme.font(role, weight))
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        kept = len(shown) - (1 if shown.endswith("…") else 0)
        layout.setFormats([self._mark(a, min(b, kept)) for a, b in _units(shown, marks) if a < kept])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(rect.width())
        layout.endLayout()
        painter.setPen(ink)
        left = rect.right() - line.naturalTextWidth() if is_rtl(painter) else rect.left()
        layout.draw(painter, QPointF(left, rect.center().y() - line.height() / 2))

    def _mark(self, start: int, end: int) -> QTextLayout.FormatRange:
        mark = QTextLayout.FormatRange()
        look = QTextCharFormat()
        look.setForeground(self._theme.colors.text)
        look.setBackground(self._theme.colors.warning_soft)
        look.setFontWeight(self._theme.font("body", "semibold").weight())
        mark.start, mark.length, mark.format = start, end - start, look
        return mark


def _units(text: str, marks: Marks) -> Marks:
    """Places as Qt counts them: in UTF-16, where an emoji counts twice."""
    if text.isascii() or all(ord(char) < 0x10000 for char in text):
        return marks
    at = [0]
    for char in text:
        at.append(at[-1] + (2 if ord(char) > 0xFFFF else 1))
    last = len(text)
    return tuple((at[min(a, last)], at[min(b, last)]) for a, b in marks)
