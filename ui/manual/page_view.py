"""One page of the manual, to read: links, pictures in the width that there is, words that were searched for lit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRectF, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QPainter,
    QPixmap,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from ui.manual.dressing import PICTURE, heading_blocks, pictures_in, set_page
from ui.manual.pages import matches
from ui.theme.theme import Theme

MOST_WIDE: Final = 760
SIDE: Final = 32
TOP: Final = 24


class PageView(QTextBrowser):
    """`link_asked(href)` for a link of the page, `picture_asked(file)` for a picture that is to be seen whole."""

    link_asked = Signal(str)
    picture_asked = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._folder = Path()
        self._markdown = ""
        self._lit: tuple[str, ...] = ()
        self._fitted = 0
        self._made: dict[tuple[str, int], QPixmap] = {}  # pictures of the page in view, by name and width
        self._number = self._stands_at = 0  # the heading that was gone to, and how far that was
        self.setAccessibleName(name)
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._clicked)
        theme.changed.connect(self._dress)

    def show_page(self, markdown: str, folder: Path, lit: Sequence[str] = ()) -> None:
        """A page, whose pictures lie beside `folder`; words that begin like one of `lit` (folded) are marked."""
        self._markdown, self._folder, self._lit = markdown, folder, tuple(lit)
        self._dress()
        self.show_heading(0)

    def show_heading(self, number: int) -> None:
        """That heading at the top; 0 is the title."""
        self._number = number
        blocks = heading_blocks(self.document())
        if 0 < number < len(blocks):
            box = self.document().documentLayout().blockBoundingRect(blocks[number])
            self.verticalScrollBar().setValue(round(box.top()) - TOP)
        else:
            self.verticalScrollBar().setValue(0)
        self._stands_at = self.verticalScrollBar().value()

    @property
    def headings(self) -> list[str]:
        """What the headings say as they are shown."""
        return [block.text() for block in heading_blocks(self.document())]

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures of the manual's own folder, in the width in which they are shown; nothing else is ever fetched."""
        url = name.toString() if isinstance(name, QUrl) else name
        if kind != QTextDocument.ResourceType.ImageResource.value or "://" in url:
            return None
        return self._picture(url)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The column of text stays as wide as an eye reads well."""
        super().resizeEvent(event)
        self._fit()
        if self._number and self.verticalScrollBar().value() == self._stands_at:
            self.show_heading(self._number)  # nobody has read on since

    def _dress(self) -> None:
        at = self.verticalScrollBar().value()
        self._made.clear()
        set_page(self.document(), self._markdown, self._theme)
        self.setTextCursor(QTextCursor(self.document()))
        self._fitted = 0
        self._fit()
        self._light()
        self.verticalScrollBar().setValue(at)

    def _fit(self) -> None:
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        side = max(SIDE, (room - self._theme.px(MOST_WIDE)) // 2)
        self.setViewportMargins(min(side, room // 8), TOP, min(side, room // 8), 0)
        wide = self.viewport().width()
        if wide > 0 and wide != self._fitted:
            self._fitted = wide
            self._fit_pictures()

    def _fit_pictures(self) -> None:
        for position, name in list(pictures_in(self.document())):
            image = self._picture(name)
            size = QSizeF(image.size()) / image.devicePixelRatio()
            form = QTextImageFormat()
            form.setName(name)
            form.setWidth(size.width())
            form.setHeight(size.height())
            form.setAnchor(True)
            form.setAnchorHref(PICTURE + name)
            self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)

    def _picture(self, name: str) -> QPixmap:
        key = name, self._fitted
        if key not in self._made:
            self._made[key] = self._drawn(name)
        return self._made[key]

    def _drawn(self, name: str) -> QPixmap:
        """Never larger than it is, never wider than the column, with the edge that tells it from the page."""
        reader = QImageReader(str(self._folder / name))
        image: QImage = reader.read()
        ratio = self.devicePixelRatioF()
        wide = min(round(max(self._fitted, 1) * ratio), image.width())
        if image.isNull() or wide <= 0:
            return QPixmap()
        small = image.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
            wide, Qt.TransformationMode.SmoothTransformation
        )
        pixmap = QPixmap.fromImage(small)
        painter = QPainter(pixmap)
        painter.setPen(self._theme.colors.border_strong)
        painter.drawRect(QRectF(pixmap.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _light(self) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        if self._lit:
            look = QTextCharFormat()
            look.setBackground(QColor(self._theme.colors.warning_soft))
            look.setForeground(QColor(self._theme.colors.warning_soft_text))
            for start, end in matches(self.document().toPlainText(), list(self._lit)):
                cursor = QTextCursor(self.document())
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = cursor, look
                marks.append(mark)
        self.setExtraSelections(marks)

    def _clicked(self, url: QUrl) -> None:
        href = url.toString()
        if href.startswith(PICTURE):
            self.picture_asked.emit(str(self._folder / href.removeprefix(PICTURE)))
        else:
            self.link_asked.emit(href)
