"""Where an answer is written: plain text only, in the line height of the bubbles, safe for input methods."""

from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme

MOST_PASTED: Final = 65_536  # characters; what is longer is cut rather than freezing the window
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TextBox(QTextEdit):
    """`written` at each change by a person, `send_asked` at Enter, `undo_asked` at Escape or Ctrl+Z in an empty box."""

    written = Signal()
    send_asked = Signal()
    undo_asked = Signal()
    height_changed = Signal()
    focused = Signal()  # the focus came or went

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_composing = False  # an input method shows letters that are not chosen yet
        self._is_setting = False
        self._height = 0
        self._set_up()
        self._dress()
        theme.changed.connect(self._dress)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._grown)

    def _set_up(self) -> None:
        self.setProperty("kind", "bare")
        self.setAccessibleName(_("Your answer"))
        self.setPlaceholderText(_("Write an answer"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(12, 10, 12, 0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)

    def _dress(self) -> None:
        c = self._theme.colors
        self.setFont(self._theme.font())
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, c.selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, c.selection_text)
        palette.setColor(QPalette.ColorRole.PlaceholderText, c.text_faint)
        self.setPalette(palette)
        self.set_text(self.text)

    # -- text

    @property
    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Put a draft in, the cursor at its end; it is no writing, and cannot be undone into nothing."""
        self._is_setting = True
        self.setUndoRedoEnabled(False)
        self.setPlainText(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        look = QTextBlockFormat()
        look.setLineHeight(self._theme.line("body"), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor.mergeBlockFormat(look)
        self.setUndoRedoEnabled(True)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._is_setting = False
        self._grown()

    def text_height(self) -> int:
        """Height of what is written, with the pad above it, in pixels."""
        return round(self.document().size().height()) + 10

    def sizeHint(self) -> QSize:
        """Its owner decides the height."""
        return QSize(320, self._theme.line("body"))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(80, self._theme.line("body"))

    # -- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends, Shift+Enter breaks the line, Escape and Ctrl+Z take a send back."""
        key, modifiers = event.key(), event.modifiers()
        has_shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        is_plain = not modifiers & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if key in _ENTER and is_plain and not self._is_composing:
            self._enter(is_break=has_shift)
        elif key == Qt.Key.Key_Escape or self._undoes_a_send(event):
            self.undo_asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Its owner paints the edge."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Its owner paints the edge."""
        super().focusOutEvent(event)
        self.focused.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether letters are still being chosen; a locked box takes none."""
        if self.isReadOnly():
            event.ignore()
            return
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Only the plain text of what is pasted or dropped."""
        if source.hasText() and not self.isReadOnly():
            self.textCursor().insertText(source.text()[:MOST_PASTED])
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text and nothing else."""
        return source.hasText()

    def loadResource(self, _kind: int, _name: object) -> None:
        """Nothing is ever loaded into the box."""

    def _undoes_a_send(self, event: QKeyEvent) -> bool:
        """Ctrl+Z first takes back typing, and a send only when there is none."""
        return event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()

    def _enter(self, *, is_break: bool) -> None:
        if is_break:
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        elif not self.isReadOnly():
            self.send_asked.emit()

    def _changed(self) -> None:
        if not self._is_setting:
            self.written.emit()

    def _grown(self) -> None:
        height = self.text_height()
        if height != self._height and not self._is_setting:
            self._height = height
            self.height_changed.emit()
