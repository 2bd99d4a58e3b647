"""The page in view on paper: what it is about, its tiles and tables, its charts as they are drawn, in light."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen, QPixmap

from app.domain.records import record
from ui.reports.page import Section
from ui.theme.theme import Theme

DPI: Final = 144
_PX: Final = DPI / 96  # device pixels of a logical one
_MARGIN_MM: Final = 15.0
_ROW: Final = 22 * _PX
_GAP: Final = 8 * _PX
_CHART_RATIO: Final = 2.0  # charts are drawn twice as fine as on the screen


@record
class Paper:
    """`title` and `about` stand on top, `foot` below on each page with its number."""

    title: str
    business: str
    about: tuple[tuple[str, str], ...]
    foot: str


def printed(theme: Theme, paper: Paper, sections: list[Section]) -> bytes:
    """A PDF of A4 pages."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setResolution(DPI)
    writer.setTitle(paper.title)
    writer.setCreator("Comptoir")
    sheet = _Sheet(theme, writer, paper)
    sheet.head()
    for section in sections:
        sheet.section(section)
    sheet.end()
    buffer.close()
    return bytes(data.data())


class _Sheet:
    """Where the pen is, page after page."""

    def __init__(self, theme: Theme, writer: QPdfWriter, paper: Paper) -> None:
        self._theme, self._writer, self._paper = theme, writer, paper
        self._colors = theme.tokens.colors["light"]
        self._painter = QPainter(writer)
        self._width = float(writer.width())
        self._bottom = writer.height() - 2.5 * _ROW
        self._y = 0.0
        self._page = 1

    def _font(self, px: int, *, is_bold: bool = False) -> QFont:
        font = QFont(self._theme.font("body", "semibold" if is_bold else "regular", tabular=True))
        font.setPixelSize(round(px * _PX))
        return font

    def _text(
        self,
        text: str,
        rect: QRectF,
        px: int = 11,
        *,
        is_bold: bool = False,
        is_muted: bool = False,
        is_end: bool = False,
    ) -> None:
        font = self._font(px, is_bold=is_bold)
        shown = QFontMetricsF(font, self._writer).elidedText(
            text, Qt.TextElideMode.ElideRight, rect.width() + 1
        )
        self._painter.setFont(font)
        self._painter.setPen(self._colors.text_muted if is_muted else self._colors.text)
        side = Qt.AlignmentFlag.AlignRight if is_end else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _room(self, height: float) -> bool:
        """A new page where what follows does not fit on this one; whether that is so."""
        if self._y + height <= self._bottom or self._y == 0:
            return False
        self._foot()
        self._writer.newPage()
        self._page += 1
        self._y = 0.0
        return True

    def head(self) -> None:
        """Title, business, and what the figures are about, in two columns."""
        self._text(self._paper.title, QRectF(0, 0, self._width, 2 * _ROW), 20, is_bold=True)
        self._text(self._paper.business, QRectF(0, 0, self._width, 2 * _ROW), 12, is_muted=True, is_end=True)
        self._y = 2 * _ROW + _GAP
        half = self._width / 2
        for number, (name, value) in enumerate(self._paper.about):
            left = 0.0 if number % 2 == 0 else half
            self._text(name, QRectF(left, self._y, half * 0.45, _ROW), is_muted=True)
            self._text(value, QRectF(left + half * 0.45, self._y, half * 0.53, _ROW))
            if number % 2:
                self._y += _ROW * 0.85
        self._y += _ROW + _GAP

    def section(self, section: Section) -> None:
        """The chart, where there is one, and its table."""
        picture = _picture(section)
        height = self._width * picture.height() / picture.width() if picture is not None else 0.0
        self._room(_ROW * 3 + min(height, self._bottom / 2))
        self._text(section.title, QRectF(0, self._y, self._width, _ROW), 13, is_bold=True)
        self._y += _ROW
        if picture is not None:
            height = min(height, self._bottom / 2)
            width = height * picture.width() / picture.height()
            self._painter.drawPixmap(QRectF(0, self._y, width, height), picture, QRectF(picture.rect()))
            self._y += height + _GAP
        self._table(section)
        self._y += 2 * _GAP

    def _table(self, section: Section) -> None:
        grid = section.grid
        shown = [number for number, column in enumerate(grid.columns) if column.kind != "bar"]
        heads = [grid.columns[number].title for number in shown]
        rows = [[row[number].text for number in shown] for row in grid.rows]
        widths = self._widths([heads, *rows])
        self._line(heads, widths, is_head=True)
        for row in rows:
            if self._room(_ROW):
                self._line(heads, widths, is_head=True)
            self._line(row, widths)

    def _widths(self, rows: list[list[str]]) -> list[float]:
        """Each column what it needs and its share of what is left; all less where there is too little."""
        metrics = QFontMetricsF(self._font(11, is_bold=True), self._writer)
        needed = [
            max(metrics.horizontalAdvance(text) for text in column) + 2 * _GAP
            for column in zip(*rows, strict=True)
        ]
        left = self._width - sum(needed)
        if left < 0:
            return [self._width * px / sum(needed) for px in needed]
        return [px + left / len(needed) for px in needed]

    def _line(self, texts: list[str], widths: list[float], *, is_head: bool = False) -> None:
        left = 0.0
        for number, (text, width) in enumerate(zip(texts, widths, strict=True)):
            place = QRectF(left, self._y, width - _GAP / 2, _ROW)
            self._text(text, place, is_bold=is_head, is_muted=is_head, is_end=number > 0)
            left += width
        self._y += _ROW
        self._painter.setPen(QPen(self._colors.border_strong if is_head else self._colors.border, 1))
        self._painter.drawLine(0, round(self._y), round(self._width), round(self._y))

    def _foot(self) -> None:
        place = QRectF(0, self._writer.height() - _ROW, self._width, _ROW)
        self._text(self._paper.foot, QRectF(0, place.top(), self._width * 0.92, _ROW), 9, is_muted=True)
        self._text(str(self._page), place, 9, is_muted=True, is_end=True)

    def end(self) -> None:
        """The last foot."""
        self._foot()
        self._painter.end()


def _picture(section: Section) -> QPixmap | None:
    """The chart as it stands in its card."""
    chart = section.card.chart if section.card is not None else None
    if chart is None or not chart.lanes or chart.width() < 40:
        return None
    picture = QPixmap(chart.size() * _CHART_RATIO)
    picture.setDevicePixelRatio(_CHART_RATIO)
    picture.fill(Qt.GlobalColor.white)
    with chart.theme.in_scheme("light"):
        chart.on_paper(picture, QPoint())
    return picture
