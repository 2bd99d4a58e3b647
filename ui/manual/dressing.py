"""How a page of the manual looks: Qt reads the Markdown; what it made is dressed in the theme's sizes and colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from ui.theme.theme import Theme
from ui.theme.tokens import Role

FEATURES: Final = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
PICTURE: Final = "picture:"  # how the link begins that a picture carries
TEXT: Final[Role] = "lead"
LINE_PERCENT: Final = 140
ROLES: Final[dict[int, Role]] = {1: "display", 2: "title"}
ABOVE: Final = {1: 0, 2: 28, 3: 20}
CELL_PAD: Final = 8


def set_page(document: QTextDocument, markdown: str, theme: Theme) -> None:
    """Put a page into the document, dressed."""
    document.setDefaultFont(theme.font(TEXT))
    document.setMarkdown(markdown, FEATURES)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for block in _blocks(document):
        _dress_block(QTextCursor(block), block, theme)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, theme)
    _mend_bars(document)
    cursor.endEditBlock()


def heading_blocks(document: QTextDocument) -> list[QTextBlock]:
    """The headings, in order."""
    return [block for block in _blocks(document) if block.blockFormat().headingLevel()]


def pictures_in(document: QTextDocument) -> Iterator[tuple[int, str]]:
    """Where each picture stands (its position) and what file it is."""
    for block in _blocks(document):
        for position, _length, form in _pieces(block):
            if form.isImageFormat():
                yield position, form.toImageFormat().name()


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _pieces(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """The runs of one look: where they begin, how long they are. Listed first, as dressing changes them."""
    found = []
    for piece in block:  # type: ignore[attr-defined]
        fragment = piece.fragment()
        if fragment.isValid():
            found.append((fragment.position(), fragment.length(), fragment.charFormat()))
    return iter(found)


def _mend_bars(document: QTextDocument) -> None:
    """In a table a bar is written with a stroke before it, which Qt leaves where the bar stands in code."""
    while not (found := document.find("\\|")).isNull():
        found.insertText("|")


def _dress_block(cursor: QTextCursor, block: QTextBlock, theme: Theme) -> None:
    level, form = block.blockFormat().headingLevel(), QTextBlockFormat()
    is_in_table = cursor.currentTable() is not None  # its first cell takes after a listing before it
    is_listing = block.blockFormat().nonBreakableLines() and not is_in_table
    has_picture = any(found.isImageFormat() for _position, _length, found in _pieces(block))
    form.setLineHeight(
        100 if has_picture else 120 if level else LINE_PERCENT,
        QTextBlockFormat.LineHeightTypes.ProportionalHeight.value,
    )
    if is_in_table:
        form.setNonBreakableLines(False)
        form.setTopMargin(0)
        form.setBottomMargin(0)
    elif level:
        form.setTopMargin(theme.px(ABOVE.get(level, 16)))
        form.setBottomMargin(theme.px(8))
    elif is_listing:
        form.setBackground(theme.colors.surface_sunken)
        form.setTopMargin(0)
        form.setBottomMargin(0 if block.next().blockFormat().nonBreakableLines() else theme.px(12))
    elif block.textList() is not None:
        form.setBottomMargin(theme.px(4 if block.next().textList() is not None else 12))
    else:
        form.setBottomMargin(theme.px(10))
    cursor.mergeBlockFormat(form)
    for position, length, found in _pieces(block):
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(
            _char_format(found, level, theme, is_code=is_listing or found.fontFixedPitch())
        )


def _char_format(found: QTextCharFormat, level: int, theme: Theme, *, is_code: bool) -> QTextCharFormat:
    form, c = QTextCharFormat(), theme.colors
    if found.isImageFormat():
        form.setAnchor(True)
        form.setAnchorHref(PICTURE + found.toImageFormat().name())
        return form
    role = ROLES.get(level, TEXT)
    size = theme.font(role).pixelSize()
    form.setProperty(QTextFormat.Property.FontPixelSize, size - 2 if is_code else size)
    form.setForeground(c.link if found.isAnchor() else c.text)
    form.setFontUnderline(found.isAnchor())
    if level or found.fontWeight() > QFont.Weight.Medium:
        form.setFontWeight(QFont.Weight.DemiBold)
    if is_code:
        form.setFontFamilies([*theme.tokens.type.mono, "monospace"])
        form.setFontStyleHint(QFont.StyleHint.Monospace)
        form.setBackground(c.surface_sunken)
    else:
        form.setFontFamilies(theme.font(TEXT).families())
    return form


def _dress_table(table: QTextTable, theme: Theme) -> None:
    form, c = table.format(), theme.colors
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(c.border)
    form.setCellPadding(CELL_PAD)
    form.setCellSpacing(0)
    form.setTopMargin(theme.px(8))
    form.setBottomMargin(theme.px(16))
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setHeaderRowCount(1)
    table.setFormat(form)
    first = table.cellAt(0, 0)
    start = first.firstCursorPosition()
    if not start.block().text() and start.block() != first.lastCursorPosition().block():
        start.deleteChar()  # Qt leaves an empty line there after a listing
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        look = cell.format()
        look.setBackground(c.surface_sunken)
        cell.setFormat(look)
        words = cell.firstCursorPosition()
        words.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        words.mergeCharFormat(bold)
