"""Where a note to the team is written: yellow all over and kept by another key, so nobody takes it for an answer."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.notes import NOTE_MAX_CHARS
from app.domain.rows import MemberRow
from app.words import gettext as _
from ui.conversation.notes.mention_list import MentionList
from ui.conversation.notes.mentions import AT, begun, called, fitting
from ui.conversation.text_box import TextBox
from ui.conversation.write_tabs import TABS, WriteTabs
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import Label
from ui.widgets.paint_basic import fill_round

MARGIN: Final = 16
FOOT: Final = 44
COUNT_FROM: Final = 500  # characters before the limit: from here on they are counted in view
HINT_FROM_PX: Final = 460
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteBox(QWidget):
    """`keep_asked(text)` by button or Ctrl+Enter, `written(text)` at each change, `left` back to the answer.

    `team()`: who can be named after an "@".
    """

    keep_asked = Signal(str)
    written = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, team: Callable[[], Sequence[MemberRow]], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._team, self._over = theme, team, parent
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Internal note"))
        self.tabs = WriteTabs(theme, "team", _("Answer"))
        self.box = TextBox(theme)
        self.box.setAccessibleName(_("Your note"))
        self.box.setPlaceholderText(_("Write a note; @ names somebody of the team"))
        self.at = IconButton(theme, "users-round", _("Name somebody of the team"), tip=_("Name somebody (@)"))
        self.hint = Label(theme, _("Only the team sees it"), role="small", ink="bubble_note_text")
        self.count = Label(theme, role="small", ink="danger", tabular=True)
        self.keep = Button(theme, _("Add the note"), kind="note", key_hint="Ctrl ⏎")
        self.names = MentionList(theme, parent)
        self._lay_out()
        self._connect()
        self._dress()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.setSpacing(0)
        foot.addWidget(self.at)
        foot.addSpacing(12)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.hint)
        foot.addSpacing(12)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN + 1, 1, MARGIN + 1, MARGIN + 1)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.box)
        column.addLayout(foot)
        self._foot = foot

    def _connect(self) -> None:
        self.box.written.connect(self._written)
        self.box.undo_asked.connect(self.left)
        self.box.height_changed.connect(self._settle)
        self.box.focused.connect(self._focused)
        self.box.cursorPositionChanged.connect(self._offer_names)
        self.box.installEventFilter(self)
        self.keep.clicked.connect(self._keep)
        self.at.clicked.connect(self._begin_name)
        self.tabs.chosen.connect(lambda _where: self.left.emit())
        self.names.chosen.connect(self._put_name)
        self._theme.changed.connect(self._dress)

    @property
    def text(self) -> str:
        """What is written."""
        return self.box.text

    def set_text(self, text: str) -> None:
        """Put a draft in."""
        if text != self.box.text:
            self.box.set_text(text)
        self._settle()

    def focus_text(self) -> None:
        """The cursor into the box."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_editing(self, *, is_editing: bool) -> None:
        """A note that is there is being changed, or a new one is written."""
        self.keep.setText(_("Change the note") if is_editing else _("Add the note"))
        self.keep.updateGeometry()

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list of names has its keys while it is open; Ctrl+Enter keeps the note, Enter breaks the line."""
        if watched is self.box and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self.names.take_key(event.key()):
                return True
            if event.key() in _ENTER:
                return self._enter(event)
        return super().eventFilter(watched, event)

    def _enter(self, event: QKeyEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keep()
            return True
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.box.textCursor().insertBlock()
            self.box.ensureCursorVisible()
            return True
        return False

    def _keep(self) -> None:
        if self.can_keep:
            self.names.hide()
            self.keep_asked.emit(self.text)

    @property
    def can_keep(self) -> bool:
        """Whether there is a note to keep."""
        return bool(self.text.strip()) and len(self.text) <= NOTE_MAX_CHARS

    # -- names

    def _begin_name(self) -> None:
        before = self._before()
        self.box.insert(AT if not before or before[-1].isspace() else f" {AT}")
        self.focus_text()

    def _offer_names(self) -> None:
        start = begun(self._before()) if self.box.hasFocus() else None
        found = fitting(start, self._team()) if start is not None else []
        if found:
            corner = self.box.viewport().mapTo(self._over, self.box.cursorRect().topLeft())
            self.names.show_above(found, corner)
        else:
            self.names.hide()

    def _put_name(self, member: object) -> None:
        start = begun(self._before())
        if start is None or not isinstance(member, MemberRow):
            return
        cursor = self.box.textCursor()
        cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, len(start))
        cursor.insertText(f"{called(member, self._team())} ")
        self.names.hide()
        self.focus_text()

    def _before(self) -> str:
        """The line up to the cursor."""
        cursor = self.box.textCursor()
        return cursor.block().text()[: cursor.positionInBlock()]

    # -- look

    def _written(self) -> None:
        self._settle()
        self.written.emit(self.text)
        self._offer_names()

    def _focused(self) -> None:
        if not self.box.hasFocus():
            self.names.hide()
        self.update()

    def _dress(self) -> None:
        c = self._theme.colors
        palette = self.box.palette()
        palette.setColor(QPalette.ColorRole.Text, c.bubble_note_text)
        palette.setColor(QPalette.ColorRole.PlaceholderText, c.bubble_note_meta)
        self.box.setPalette(palette)
        self._settle()

    def _settle(self) -> None:
        self.keep.setEnabled(self.can_keep)
        length = len(self.text)
        is_near = length >= NOTE_MAX_CHARS - COUNT_FROM
        self.count.setText(f"{length} / {NOTE_MAX_CHARS}" if is_near else "")
        self.hint.setVisible(self.width() >= self._theme.px(HINT_FROM_PX))
        size = self._theme.tokens.size
        frame = TABS + FOOT + 2
        least, most = self._theme.px(size.composer_min - frame), self._theme.px(size.composer_max - frame)
        self.box.setFixedHeight(min(max(self.box.text_height() + 8, least), most))
        self._foot.setContentsMargins(8, 0, 8, self._theme.px(FOOT) - self.keep.sizeHint().height() - 6)
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The conversation's ground, and the yellow box on it."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.surface_sunken)
        box = QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, -MARGIN)
        edge = c.bubble_note_text if self.box.hasFocus() else c.bubble_note_border
        fill_round(painter, box, c.bubble_note, self._theme.tokens.radius.normal, edge)
