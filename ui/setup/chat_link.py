"""The link that opens a chat with the number, its code to scan, and the sheet that is printed."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPaintEvent, QPdfWriter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme

QUIET: Final = 4  # cells of nothing around a code, without which telephones do not find it
SIDE_PX: Final = 168
DPI: Final = 300
MARGIN_MM: Final = 20.0
DARK, LIGHT = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)  # in every theme: cameras want it so


def chat_link(phone: str, text: str = "") -> str:
    """The address that opens a chat; `text` stands in the customer's box already."""
    digits = re.sub(r"\D", "", phone)
    return f"https://wa.me/{digits}" + (f"?text={quote(text)}" if text else "")


def code_of(link: str) -> tuple[tuple[bool, ...], ...]:
    """The cells of its code, dark ones True, without the quiet zone."""
    import segno

    return tuple(tuple(bool(cell) for cell in row) for row in segno.make_qr(link, error="m").matrix)


def paint_code(painter: QPainter, rect: QRectF, cells: tuple[tuple[bool, ...], ...]) -> None:
    """The code with its quiet zone, as large as whole pixels allow."""
    count = len(cells) + 2 * QUIET
    cell = max(1, int(min(rect.width(), rect.height()) // count))
    left = rect.left() + (rect.width() - cell * count) // 2
    top = rect.top() + (rect.height() - cell * count) // 2
    painter.fillRect(QRectF(left, top, cell * count, cell * count), LIGHT)
    for y, row in enumerate(cells, start=QUIET):
        for x, is_dark in enumerate(row, start=QUIET):
            if is_dark:
                painter.fillRect(QRectF(left + x * cell, top + y * cell, cell, cell), DARK)


def sheet_of(theme: Theme, link: str, phone: str, business: str) -> bytes:
    """A page to print: the code, what it does, and the number."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setResolution(DPI)
    writer.setTitle(business or phone)
    writer.setCreator("Comptoir")
    painter = QPainter(writer)
    width = float(writer.width())
    font = QFont(theme.font("body", "semibold"))
    lines = ((business, 110), (_("Write to us on WhatsApp"), 80))
    top = 0.0
    for says, size in lines:
        if says:
            top = _centered(painter, font, says, size, top, width)
    side = width * 0.7
    paint_code(painter, QRectF((width - side) / 2, top + 60, side, side), code_of(link))
    _centered(painter, font, phone, 80, top + side + 100, width)
    painter.end()
    buffer.close()
    return bytes(data.data())


def _centered(painter: QPainter, font: QFont, says: str, size: int, top: float, width: float) -> float:
    """One line; where the next begins."""
    font.setPixelSize(size)
    painter.setFont(font)
    painter.setPen(DARK)
    painter.drawText(QRectF(0, top, width, size * 1.6), Qt.AlignmentFlag.AlignCenter, says)
    return top + size * 1.6


class CodeView(QWidget):
    """The code on the screen."""

    def __init__(self, link: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link = ""
        self._cells: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_link(link)

    def set_link(self, link: str) -> None:
        """Another one; nothing is drawn for none."""
        if link != self.link:
            self.link = link
            self._cells = code_of(link) if link else ()
        self.setAccessibleName(_("Code that opens a chat: {link}").format(link=self.link))
        self.setVisible(bool(link))
        self.update()

    def sizeHint(self) -> QSize:
        """Large enough for a telephone at arm's length."""
        return QSize(SIDE_PX, SIDE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The cells."""
        if self._cells:
            paint_code(QPainter(self), QRectF(self.rect()), self._cells)
