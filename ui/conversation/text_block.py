"""A paragraph set by hand in Qt's text layout: our line heights, each text in its own direction, links underlined."""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QTextCharFormat,
    QTextFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from ui.conversation.links import Link
from ui.conversation.markup import Styled
from ui.theme.theme import Theme
from ui.theme.tokens import Role, Weight

LINE_SEPARATOR: Final = "\u2028"  # a line break inside one layout
MONO: Final = ("DejaVu Sans Mono", "Menlo", "Consolas", "Noto Sans Mono", "monospace")
EMOJI_SHARE: Final = 1.2  # colour glyphs fill less of their size than letters do
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]"
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\u200d\ufe0f\u20e3]*"
)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text with its lines placed; positions are from its own upper left corner, in logical pixels."""

    layout: QTextLayout
    width: float  # of the widest line
    last_width: float  # of the last line
    height: float
    line_count: int
    is_rtl: bool

    def draw(
        self,
        painter: QPainter,
        at: QPointF,
        ink: QColor,
        clip: QRectF,
        marks: Sequence[QTextLayout.FormatRange] = (),
    ) -> None:
        """Paint the lines that `clip` shows (same coordinates as `at`); `marks` are what is selected."""
        painter.setPen(ink)
        self.layout.draw(painter, at, list(marks), clip)

    def position_at(self, at: QPointF) -> int:
        """The gap between two characters (UTF-16 units) that is nearest to a point, also beside the text."""
        line = self.layout.lineAt(0)
        for number in range(1, self.layout.lineCount()):
            below = self.layout.lineAt(number)
            if at.y() < (line.rect().bottom() + below.rect().top()) / 2:
                break
            line = below
        return line.xToCursor(at.x())

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
    styles: Sequence[Styled] = (),
    most_lines: int | None = None,
) -> TextBlock:
    """Wrap `text` into `width`; the direction is that of its first strong letter."""
    layout = QTextLayout(text.replace("\n", LINE_SEPARATOR), theme.font(role, weight))
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    formats = [
        *_style_formats(theme, text, styles),
        *_link_formats(theme, text, links),
        *_emoji_formats(layout.font().pixelSize(), text),
    ]
    if formats:
        layout.setFormats(formats)
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


def _style_formats(theme: Theme, text: str, styles: Sequence[Styled]) -> Iterator[QTextLayout.FormatRange]:
    for one in styles:
        look = QTextCharFormat()
        if one.style == "bold":
            look.setFontWeight(QFont.Weight.DemiBold)
        elif one.style == "italic":
            theme.font(italic=True)  # its file is read when somebody first needs it
            look.setFontItalic(True)
        elif one.style == "strike":
            look.setFontStrikeOut(True)
        elif one.style == "code":
            look.setFontFamilies(MONO)
        else:
            look.setForeground(theme.colors.text_muted)
        yield _marked(text, one.start, one.end, look)


def _link_formats(theme: Theme, text: str, links: Sequence[Link]) -> Iterator[QTextLayout.FormatRange]:
    for link in links:
        look = QTextCharFormat()
        look.setForeground(theme.colors.link)
        look.setFontUnderline(True)
        yield _marked(text, link.start, link.end, look)


def _emoji_formats(letters_px: int, text: str) -> Iterator[QTextLayout.FormatRange]:
    if text.isascii():
        return
    for found in _EMOJI.finditer(text):
        look = QTextCharFormat()
        look.setProperty(QTextFormat.Property.FontPixelSize, round(letters_px * EMOJI_SHARE))
        yield _marked(text, found.start(), found.end(), look)


def _marked(text: str, start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    mark = QTextLayout.FormatRange()
    mark.start = utf16(text, start)
    mark.length = utf16(text, end) - mark.start
    mark.format = look
    return mark
