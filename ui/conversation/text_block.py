"""A paragraph set by hand in Qt's text layout: our line heights, each text in its own direction, links underlined."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from ui.conversation.links import Link
from ui.theme.theme import Theme
from ui.theme.tokens import Role, Weight

LINE_SEPARATOR: Final = "\u2028"  # a line break inside one layout


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text with its lines placed; positions are from its own upper left corner, in logical pixels."""

    layout: QTextLayout
    width: float  # of the widest line
    last_width: float  # of the last line
    height: float
    line_count: int
    is_rtl: bool

    def draw(self, painter: QPainter, at: QPointF, ink: QColor, clip: QRectF) -> None:
        """Paint the lines that `clip` shows (same coordinates as `at`)."""
        painter.setPen(ink)
        self.layout.draw(painter, at, [], clip)

    def character_at(self, at: QPointF) -> int | None:
        """The character under a point (UTF-16 units), None beside the text."""
        for number in range(self.layout.lineCount()):
            line = self.layout.lineAt(number)
            if line.naturalTextRect().contains(at):
                return line.xToCursor(at.x(), QTextLine.CursorPosition.CursorOnCharacter)
        return None


def set_text(
    theme: Theme,
    text: str,
    width: float,
    *,
    role: Role = "body",
    weight: Weight = "regular",
    links: Sequence[Link] = (),
    most_lines: int | None = None,
) -> TextBlock:
    """Wrap `text` into `width`; the direction is that of its first strong letter."""
    layout = QTextLayout(text.replace("\n", LINE_SEPARATOR), theme.font(role, weight))
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    if links:
        layout.setFormats(_link_formats(theme, text, links))
    return _placed(layout, width, theme.line(role), most_lines)


def utf16(text: str, character: int) -> int:
    """Where Qt counts a character of a Python string: letters beyond U+FFFF are two of its units."""
    head = text[:character]
    return len(head) + sum(char > "\uffff" for char in head)


def _placed(layout: QTextLayout, width: float, line_px: float, most_lines: int | None) -> TextBlock:
    top = widest = last = 0.0
    count = 0
    layout.beginLayout()
    while most_lines is None or count < most_lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        natural = line.height()
        height = max(line_px, math.ceil(natural))  # some scripts are taller than our line: never clipped
        line.setPosition(QPointF(0, top + (height - natural) / 2))
        top += height
        last = line.naturalTextWidth()
        widest = max(widest, last)
        count += 1
    layout.endLayout()
    return TextBlock(layout, widest, last, top, count, reads_from_right(layout.text()))


def reads_from_right(text: str) -> bool:
    """Whether the first strong letter belongs to a script that runs from right to left."""
    if text.isascii():
        return False
    for char in text[:400]:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return False
        if kind in ("R", "AL"):
            return True
    return False


def _link_formats(theme: Theme, text: str, links: Sequence[Link]) -> list[QTextLayout.FormatRange]:
    look = QTextCharFormat()
    look.setForeground(theme.colors.link)
    look.setFontUnderline(True)
    formats = []
    for link in links:
        mark = QTextLayout.FormatRange()
        mark.start = utf16(text, link.start)
        mark.length = utf16(text, link.end) - mark.start
        mark.format = look
        formats.append(mark)
    return formats
