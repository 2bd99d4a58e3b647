"""Where an answer is written: plain text only, in the line height of the bubbles, safe for input methods."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
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
from ui.conversation.writing.taking import given, takes
from ui.theme.theme import Theme
from ui.widgets.menu import Menu

MOST_PASTED: Final = 65_536  # characters; what is longer is cut rather than freezing the window
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARKS: Final[dict[int, str]] = {Qt.Key.Key_B: "*", Qt.Key.Key_I: "_"}  # WhatsApp's bold and italic


class TextBox(QTextEdit):
    """`written` at each change by a person, `send_asked` at Enter, `undo_asked` at Escape or Ctrl+Z in an empty box."""

    written = Signal()
    send_asked = Signal()
    undo_asked = Signal()
    height_changed = Signal()
    focused = Signal()  # the focus came or went
    files_given = Signal(object)  # a list of Given: pasted or dropped
    menu_wanted = Signal(QPoint, int)  # where on the screen, and the place in the text

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_composing = False  # an input method shows letters that are not chosen yet
        self._is_setting = False
        self._known = ""  # the text as it was last told
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

    @property
    def is_composing(self) -> bool:
        """Whether an input method shows letters that are not chosen yet."""
        return self._is_composing

    def set_text(self, text: str) -> None:
        """Put a draft in, the cursor at its end; it is no writing, and cannot be undone into nothing."""
        self._is_setting = True
        self._known = text
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

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z belongs to the window, which knows what was done last, when no typing is to be taken back."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._undoes_a_send(event)
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends, Shift+Enter breaks the line, Escape and Ctrl+Z take a send back."""
        key, modifiers = event.key(), event.modifiers()
        has_shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        is_plain = not modifiers & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if key in _ENTER and is_plain and not self._is_composing:
            self._enter(is_break=has_shift)
        elif key == Qt.Key.Key_Escape or self._undoes_a_send(event):
            self.undo_asked.emit()
        elif (mark := _MARKS.get(key)) is not None and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.toggle_mark(mark)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By key at the cursor, by mouse at the pointer."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        local = self.cursorRect().bottomLeft() if by_key else self.viewport().mapFromGlobal(event.globalPos())
        cursor = self.textCursor() if by_key else self.cursorForPosition(local)
        self.menu_wanted.emit(self.viewport().mapToGlobal(local), cursor.position())
        event.accept()

    def add_usual_acts(self, menu: Menu) -> None:
        """What every text box offers."""
        has_chosen, can_write = self.textCursor().hasSelection(), not self.isReadOnly()
        if has_chosen and can_write:
            menu.add(_("Cut"), self.cut, key="Ctrl+X")
        if has_chosen:
            menu.add(_("Copy"), self.copy, key="Ctrl+C")
        if can_write and self.canPaste():
            menu.add(_("Paste"), self.paste, key="Ctrl+V")
        if self.text:
            menu.add(_("Select all"), self.selectAll, key="Ctrl+A")
        if has_chosen and can_write:
            menu.addSeparator()
            menu.add(_("Bold"), lambda: self.toggle_mark("*"), key="Ctrl+B")
            menu.add(_("Italic"), lambda: self.toggle_mark("_"), key="Ctrl+I")

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

    def toggle_mark(self, mark: str) -> None:
        """Put WhatsApp's mark around what is chosen, or around the cursor; take it away where it is already."""
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        chosen = cursor.selectedText()
        core = chosen.strip()
        start = min(cursor.anchor(), cursor.position())
        if len(core) > 2 and core[0] == mark == core[-1]:
            new = chosen.replace(core, core[1:-1], 1)
        elif core:
            new = chosen.replace(core, f"{mark}{core}{mark}", 1)
        else:
            new = f"{chosen}{mark}{mark}"
        cursor.insertText(new.replace("\N{PARAGRAPH SEPARATOR}", "\n"))
        if core:
            cursor.setPosition(start)
            cursor.setPosition(start + units(new), QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.setPosition(start + units(new) - 1)
        self.setTextCursor(cursor)

    def insert(self, text: str) -> None:
        """Put something in at the cursor, as if it had been typed."""
        if not self.isReadOnly():
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """The plain text of what is pasted or dropped; files and pictures are attached."""
        if self.isReadOnly():
            return
        if takes(source):
            self.files_given.emit(given(source))
        elif source.hasText():
            self.textCursor().insertText(source.text()[:MOST_PASTED])
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, files and pictures."""
        return source.hasText() or takes(source)

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
        text = self.text
        if not self._is_setting and text != self._known:  # an underline changes the look alone
            self._known = text
            self.written.emit()

    def _grown(self) -> None:
        height = self.text_height()
        if height != self._height and not self._is_setting:
            self._height = height
            self.height_changed.emit()


def units(text: str) -> int:
    """Length as Qt counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
