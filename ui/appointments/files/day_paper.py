"""A day of the agenda on A4, column by column, with room to write: black on white, so that any printer will do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextOption,
)

from app.domain.records import record
from app.words import gettext as _
from ui.appointments.files.day_rows import DayColumn, DayLine
from ui.theme.theme import Theme

DPI: Final = 144
_PX: Final = DPI / 96  # device pixels of a logical one
_MARGIN_MM: Final = 12.0
_ROW: Final = 38 * _PX
_HEAD: Final = 22 * _PX
_GAP: Final = 8 * _PX
_SHARES: Final = (14, 20, 18, 17, 12, 19)  # of the width: time, person, service, phone, state, note


@record
class DayPaper:
    """One day. `counts`: how many of it stand how; `foot`: below each page, with its number."""

    title: str
    business: str
    counts: str
    foot: str
    columns: tuple[DayColumn, ...]


def printed_days(theme: Theme, papers: list[DayPaper]) -> bytes:
    """A PDF of A4 pages; each day begins a new one."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setResolution(DPI)
    writer.setTitle(papers[0].title)
    writer.setCreator("Comptoir")
    sheet = _Sheet(theme, writer)
    for paper in papers:
        sheet.day(paper)
    sheet.end()
    buffer.close()
    return bytes(data.data())


def titles() -> tuple[str, ...]:
    """What stands above the columns of the table."""
    return _("Time"), _("Person"), _("Service"), _("Phone"), _("State"), _("Note")


class _Sheet:
    """Where the pen is, page after page."""

    def __init__(self, theme: Theme, writer: QPdfWriter) -> None:
        self._theme, self._writer = theme, writer
        self._colors = theme.tokens.colors["light"]
        self._painter = QPainter(writer)
        self._width = float(writer.width())
        self._bottom = writer.height() - 2 * _HEAD
        self._y = 0.0
        self._page = 0
        self._foot = ""

    def day(self, paper: DayPaper) -> None:
        """Its head and its columns."""
        self._turn(paper.foot)
        top = QRectF(0, 0, self._width, 1.6 * _HEAD)
        self._text(paper.title, top, 20, is_bold=True)
        self._text(paper.business, top, 12, is_muted=True, is_end=True)
        self._text(paper.counts, QRectF(0, top.bottom(), self._width, _HEAD), 11, is_muted=True)
        self._y = top.bottom() + _HEAD + _GAP
        if not paper.columns:
            self._text(_("No appointment."), QRectF(0, self._y, self._width, _HEAD), 12)
        for column in paper.columns:
            self._column(column)

    def end(self) -> None:
        """The last foot."""
        self._write_foot()
        self._painter.end()

    def _column(self, column: DayColumn) -> None:
        if self._y + 2 * _HEAD + 2 * _ROW > self._bottom:
            self._turn(self._foot)
        self._titles(column.title)
        for line in column.lines:
            if self._y + _ROW > self._bottom:
                self._turn(self._foot)
                self._titles(_("{name}, continued").format(name=column.title))
            self._line(line)
        self._y += 2 * _GAP

    def _titles(self, title: str) -> None:
        self._text(title, QRectF(0, self._y, self._width, _HEAD), 14, is_bold=True)
        self._y += _HEAD
        for place, words in zip(self._places(_HEAD), titles(), strict=True):
            self._text(words, place, 10, is_muted=True)
        self._y += _HEAD
        self._rule(is_strong=True)

    def _line(self, line: DayLine) -> None:
        places = self._places(_ROW)
        pairs = (
            (line.time, line.length),
            (line.person, line.booked_by),
            (line.service, ""),
            (line.phone, ""),
        )
        for number, ((above, below), place) in enumerate(zip(pairs, places, strict=False)):
            is_bold = number < 2 and not line.is_gone
            self._pair(above, below, place, is_bold=is_bold, is_muted=line.is_gone)
        self._text(line.state, places[4], 11, is_muted=line.is_gone)
        self._note(line.note, places[5])
        self._y += _ROW
        self._rule()

    def _pair(self, above: str, below: str, place: QRectF, *, is_bold: bool, is_muted: bool) -> None:
        if not below:
            self._text(above, place, 11, is_bold=is_bold, is_muted=is_muted)
            return
        half = QRectF(place.left(), place.top() + 3 * _PX, place.width(), place.height() / 2 - 2 * _PX)
        self._text(above, half, 11, is_bold=is_bold, is_muted=is_muted)
        self._text(below, half.translated(0, half.height()), 9, is_muted=True)

    def _note(self, text: str, place: QRectF) -> None:
        """As much of it as there is room for; what is left is for a pen."""
        self._painter.setFont(self._font(9))
        self._painter.setPen(self._colors.text)
        options = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        options.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        metrics = QFontMetricsF(self._font(9), self._writer)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width() * 2.7)
        self._painter.drawText(place, shown, options)

    def _places(self, height: float) -> list[QRectF]:
        left, found = 0.0, []
        for share in _SHARES:
            width = self._width * share / sum(_SHARES)
            found.append(QRectF(left, self._y, width - _GAP, height))
            left += width
        return found

    def _font(self, px: int, *, is_bold: bool = False) -> QFont:
        font = QFont(self._theme.font("body", "semibold" if is_bold else "regular", tabular=True))
        font.setPixelSize(round(px * _PX))
        return font

    def _text(
        self,
        text: str,
        rect: QRectF,
        px: int,
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

    def _rule(self, *, is_strong: bool = False) -> None:
        colour = self._colors.text_muted if is_strong else self._colors.border_strong
        self._painter.setPen(QPen(colour, 1))
        self._painter.drawLine(0, round(self._y), round(self._width), round(self._y))

    def _turn(self, foot: str) -> None:
        if self._page:
            self._write_foot()
            self._writer.newPage()
        self._page += 1
        self._foot, self._y = foot, 0.0

    def _write_foot(self) -> None:
        place = QRectF(0, self._writer.height() - _HEAD, self._width, _HEAD)
        self._text(self._foot, QRectF(0, place.top(), self._width * 0.9, _HEAD), 9, is_muted=True)
        self._text(str(self._page), place, 9, is_muted=True, is_end=True)
