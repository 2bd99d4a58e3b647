"""The files of an answer before it goes: picture, name, facts, what to know about each, and a cross that removes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.words import amounts
from app.words import gettext as _
from app.words.formats import placeholder
from ui.conversation.blocks.base import Pictures
from ui.conversation.writing.answer import Attached
from ui.inbox.row_face import kind_icon
from ui.plain import shown_name
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import set_tip
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_icon, paint_text, ratio_of

ROW: Final = 52
THUMB: Final = 40
PAD: Final = 12
GAP: Final = 10
MOST_ROWS: Final = 3  # in view; the rest is scrolled


@dataclass(slots=True)
class Item:
    """One row: a file that is still being looked at (`file` None), or one that is ready."""

    key: int
    name: str
    file: Attached | None = None


class AttachmentStrip(QScrollArea):
    """`removed(Item)` when a cross was pressed; `changed` whenever what would be sent is another."""

    removed = Signal(object)
    changed = Signal()

    def __init__(
        self, theme: Theme, pictures: Pictures, language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._pictures, self._language = theme, pictures, language
        self._keys = count(1)
        self._items: list[Item] = []
        self._rows: dict[int, FileRow] = {}
        self.setAccessibleName(_("Attached files"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self.viewport().setAutoFillBackground(False)  # the box is painted by the composer, with round corners
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # a scroll area switches it on
        theme.changed.connect(self._settle)
        self.hide()

    # -- what is in it

    @property
    def files(self) -> tuple[Attached, ...]:
        """What is ready, in order."""
        return tuple(item.file for item in self._items if item.file is not None)

    @property
    def is_reading(self) -> bool:
        """Whether a file is still being looked at."""
        return any(item.file is None for item in self._items)

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self._items)

    @property
    def rows(self) -> "list[FileRow]":
        """The rows, in order."""
        return [self._rows[item.key] for item in self._items]

    def begin(self, name: str) -> int:
        """A file is being looked at; the key names its row."""
        item = Item(next(self._keys), name)
        self._add(item)
        self._tell()
        return item.key

    def end(self, key: int, file: Attached | None) -> bool:
        """It is ready, or refused (None). False when it was removed meanwhile."""
        item = next((one for one in self._items if one.key == key), None)
        if item is None:
            return False
        if file is None:
            self._drop(item)
        else:
            item.file = file
            self._rows[key].show_item(item)
        self._tell()
        return True

    def set_files(self, files: Sequence[Attached]) -> None:
        """Other ones; rows that are still being read go."""
        if tuple(files) == self.files and not self.is_reading:
            return
        for item in list(self._items):
            self._drop(item)
        for file in files:
            self._add(Item(next(self._keys), file.name, file))
        self._tell()

    def repaint_pictures(self) -> None:
        """A picture has come."""
        for row in self._rows.values():
            row.update()

    # -- inside

    def _add(self, item: Item) -> None:
        row = FileRow(self._theme, self._pictures, self._language)
        row.show_item(item)
        row.close_button.clicked.connect(lambda: self._remove(item))
        self._items.append(item)
        self._rows[item.key] = row
        self._column.addWidget(row)

    def _remove(self, item: Item) -> None:
        place = self._items.index(item)
        self._drop(item)
        self._tell()
        if self._items:  # the keyboard stays among the files
            near = self._items[min(place, len(self._items) - 1)]
            self._rows[near.key].close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.removed.emit(item)

    def _drop(self, item: Item) -> None:
        self._items.remove(item)
        row = self._rows.pop(item.key)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _tell(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        height = self._theme.px(ROW)
        self.setFixedHeight(height * min(len(self._items), MOST_ROWS))
        self.setVisible(bool(self._items))
        bar = self.verticalScrollBar()
        bar.setSingleStep(height)


class FileRow(QWidget):
    """One file."""

    def __init__(
        self, theme: Theme, pictures: Pictures, language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._pictures, self._language = theme, pictures, language
        self._item = Item(0, "")
        self.close_button = IconButton(theme, "x", _("Remove"), height="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self.close_button)
        theme.changed.connect(self._settle)
        self._settle()

    @property
    def words(self) -> tuple[str, str]:
        """Its name, and what is said of it."""
        file = self._item.file
        name = shown_name(self._item.name) if self._item.name else ""
        if file is None:
            return name or _("File"), _("Being checked…")
        media = file.media
        kind = placeholder(file.kind)
        type_name = amounts.file_type(media.mime, self._item.name)
        length = amounts.length(media.duration_ms) if media.duration_ms else ""
        size = amounts.size(media.size_bytes, self._language) if media.size_bytes else ""
        facts = ", ".join(part for part in (kind if name else type_name, length, size) if part)
        return name or kind, f"{facts} · {file.note}" if file.note else facts

    def show_item(self, item: Item) -> None:
        """Its words and picture."""
        self._item = item
        name, facts = self.words
        self.setAccessibleName(f"{name}, {facts}")
        set_tip(self, f"{name}\n{facts}" if item.file is not None and item.file.note else "")
        self.close_button.setAccessibleName(_("Remove {name}").format(name=name))
        self.update()

    def _settle(self) -> None:
        self.setFixedHeight(self._theme.px(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Picture or icon, name, facts."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        strip = Strip(QRectF(self.rect()).adjusted(PAD, 0, -8, 0), is_rtl=is_rtl(painter))
        thumb = strip.leading(THUMB, GAP)
        strip.trailing(self.close_button.width(), 8)
        self._paint_thumb(painter, centered(thumb, THUMB, THUMB))
        name, facts = self.words
        body, small = theme.line(), theme.line("small")
        top = (self.height() - body - small) / 2
        rest = strip.rest
        upper = QRectF(rest.left(), top, rest.width(), body)
        paint_text(painter, upper, theme, name, c.text, weight="medium")
        lower = QRectF(rest.left(), upper.bottom(), rest.width(), small)
        has_note = self._item.file is not None and bool(self._item.file.note)
        ink = c.warning_soft_text if has_note else c.text_muted
        paint_text(painter, lower, theme, facts, ink, role="small")

    def _paint_thumb(self, painter: QPainter, box: QRectF) -> None:
        c, file = self._theme.colors, self._item.file
        fill_round(painter, box, c.surface_pressed, 6)
        if file is not None and file.kind in ("image", "sticker") and file.media.sha256:
            pixmap = self._pictures.pixmap(file.media.sha256, QSize(THUMB, THUMB), ratio_of(painter))
            if pixmap is not None:
                painter.drawPixmap(box.toRect(), pixmap)
                return
        icon = kind_icon(file.kind) if file is not None else "file-text"
        paint_icon(painter, box, self._theme, icon, 18, c.text_muted)
