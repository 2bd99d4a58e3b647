"""The box at the foot of a conversation: write an answer, or read why only a template may be sent now."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.channels import CHANNELS, WHATSAPP
from app.words import gettext as _
from ui.conversation.text_box import TextBox
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon

LIMIT: Final = CHANNELS[WHATSAPP].text_max_chars
COUNT_FROM: Final = LIMIT - 200  # from here on the characters are counted in view
TOOL_LINE: Final = 44
MARGIN: Final = 16
PAD: Final = 12


@dataclass(frozen=True, slots=True)
class Lock:
    """Why nothing may be written freely, and until when it could. `action`: what opens it again at once."""

    title: str
    reason: str
    icon: IconName = "lock"
    action: str = ""


class Composer(QWidget):
    """`send_asked(text, is_anyway)`, `written(text)` at each change, `undo_asked`. Shows what it is told."""

    send_asked = Signal(str, bool)
    written = Signal(str)
    undo_asked = Signal()
    template_asked = Signal()
    unlock_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lock: Lock | None = None
        self._is_draft_open = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Answer"))
        self.box = TextBox(theme)
        self.notice = Notice(theme)
        self.lock_part = LockPart(theme)
        self.count = Label(theme, role="small", ink="text_faint", tabular=True)
        self.hint = Label(theme, _("Shift ⏎ for a new line"), role="small", ink="text_muted")
        self.send_button = Button(theme, _("Send"), kind="primary", icon="send", key_hint="⏎")
        self.template_button = IconButton(theme, "layout-template", _("Choose a template"))
        self._tools = QWidget()
        self._lay_out()
        self._connect()
        self._settle()

    def _lay_out(self) -> None:
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(8, 0, 8, 0)
        tools.setSpacing(PAD)
        tools.addWidget(self.template_button)
        tools.addWidget(self.count)
        tools.addStretch(1)
        tools.addWidget(self.hint)
        tools.addWidget(self.send_button)
        self._tools.setFixedHeight(self._theme.px(TOOL_LINE))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN + 1, 1, MARGIN + 1, MARGIN + 1)
        column.setSpacing(0)
        for part in (self.lock_part, self.box, self.notice, self._tools):
            column.addWidget(part)

    def _connect(self) -> None:
        self.box.written.connect(self._written)
        self.box.send_asked.connect(self._send)
        self.box.undo_asked.connect(self.undo_asked)
        self.box.height_changed.connect(self._settle)
        self.box.focused.connect(self.update)
        self.send_button.clicked.connect(self._send)
        self.template_button.clicked.connect(self.template_asked)
        self.notice.acted.connect(self._send_anyway)
        self.lock_part.draft_asked.connect(self._show_draft)
        self.lock_part.unlock_asked.connect(self.unlock_asked)
        self._theme.changed.connect(self._settle)

    # -- what the pane says

    @property
    def text(self) -> str:
        """What is written now."""
        return self.box.text

    def set_text(self, text: str) -> None:
        """Put a draft in; it is not told as written."""
        if text != self.box.text:
            self.box.set_text(text)
        self.notice.clear()
        self._settle()

    def set_lock(self, lock: Lock | None) -> None:
        """Closed with a reason, or open. The draft stays either way."""
        if lock != self._lock:
            self._lock = lock
            self._is_draft_open = False
            self._settle()

    def say(self, sentence: str, action: str = "") -> None:
        """A line above the tools: why it was not sent, with "send anyway" where that helps."""
        self.notice.say(sentence, action)

    def focus_text(self) -> None:
        """Put the cursor into the box."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_locked(self) -> bool:
        """Whether nothing may be written freely now."""
        return self._lock is not None

    @property
    def can_send(self) -> bool:
        """Whether Enter would send what is written."""
        text = self.box.text
        return self._lock is None and bool(text.strip()) and len(text) <= LIMIT

    # -- inside

    def _written(self) -> None:
        self.notice.clear()
        self._settle()
        self.written.emit(self.box.text)

    def _send(self) -> None:
        if self.can_send:
            self.send_asked.emit(self.box.text, False)

    def _send_anyway(self) -> None:
        if self.can_send:
            self.send_asked.emit(self.box.text, True)

    def _show_draft(self) -> None:
        self._is_draft_open = not self._is_draft_open
        self._settle()

    def _settle(self) -> None:
        """Everything that follows from the text and the lock."""
        is_open, length = self._lock is None, len(self.box.text)
        self.box.setReadOnly(not is_open)
        self.box.setVisible(is_open or (self._is_draft_open and length > 0))
        self._tools.setVisible(is_open)
        self.lock_part.show_lock(self._lock, has_draft=length > 0, is_draft_open=self._is_draft_open)
        self.send_button.setEnabled(self.can_send)
        self._count(length)
        size = self._theme.tokens.size
        frame = TOOL_LINE + 2
        least, most = self._theme.px(size.composer_min - frame), self._theme.px(size.composer_max - frame)
        self.box.setFixedHeight(min(max(self.box.text_height() + 8, least), most))
        self._tools.setFixedHeight(self._theme.px(TOOL_LINE))
        self.updateGeometry()
        self.update()

    def _count(self, length: int) -> None:
        is_over = length > LIMIT
        words = f"{length} / {LIMIT}" if length >= COUNT_FROM else ""
        if is_over:
            words = _("{length} of {limit} characters: shorten it or send it in two.").format(
                length=length, limit=LIMIT
            )
        self.count.set_ink("danger" if is_over else "text_faint")
        self.count.setText(words)
        self.hint.setVisible(not is_over)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The conversation's ground, and the box on it; its edge is the accent while one writes."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.surface_sunken)
        box = QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, -MARGIN)
        edge = c.accent if self.box.hasFocus() and self._lock is None else c.border_strong
        fill_round(painter, box, c.surface, self._theme.tokens.radius.normal, edge)


class Notice(QWidget):
    """One line inside the box: what stands in the way, and a link past it. `acted` when the link is used."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon: IconName = "triangle-alert"
        self.label = Paragraph(theme, role="small", ink="warning_soft_text")
        self.link = Button(theme, "", kind="link", height="small")
        self.link.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD + theme.tokens.icon.normal + 8, 6, 0, 6)
        row.addWidget(self.label, 1)
        row.addWidget(self.link)
        self.hide()

    def say(self, sentence: str, action: str) -> None:
        """Show a sentence; "" for no link."""
        self.label.set_text(sentence)
        self.setAccessibleName(sentence)
        self.link.setText(action)
        self.link.setVisible(bool(action))
        self.show()

    def clear(self) -> None:
        """Nothing stands in the way any more."""
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The amber line."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        c, size = self._theme.colors, self._theme.tokens.icon.normal
        painter.fillRect(self.rect(), c.warning_soft)
        box = Strip(QRectF(self.rect()).adjusted(PAD, 0, -PAD, 0), is_rtl=is_rtl(painter)).leading(size)
        paint_icon(painter, box, self._theme, self._icon, size, c.warning_soft_text)


class LockPart(QWidget):
    """What stands in the box while nothing may be written freely. `draft_asked` shows or hides the kept draft,
    `unlock_asked` does what the lock offers.
    """

    draft_asked = Signal()
    unlock_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = Paragraph(theme, weight="semibold")
        self.reason = Paragraph(theme, ink="text_muted")
        self._icon: IconName = "lock"
        self.unlock_button = Button(theme, "", height="small")
        self.unlock_button.clicked.connect(self.unlock_asked)
        self.kept = Label(theme, _("Your draft is kept"), role="small", ink="text_muted")
        self.draft_button = Button(theme, "", kind="link", height="small")
        self.draft_button.clicked.connect(self.draft_asked)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.kept)
        line.addWidget(self.draft_button)
        line.addStretch(1)
        line.addWidget(self.unlock_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD + theme.tokens.icon.normal + PAD, PAD, PAD, PAD)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.reason)
        column.addLayout(line)
        self.hide()

    def show_lock(self, lock: Lock | None, *, has_draft: bool, is_draft_open: bool) -> None:
        """The words, or nothing when it is open."""
        self.setVisible(lock is not None)
        if lock is None:
            return
        self._icon = lock.icon
        self.unlock_button.setText(lock.action)
        self.unlock_button.setVisible(bool(lock.action))
        self.title.set_text(lock.title)
        self.reason.set_text(lock.reason)
        self.kept.setVisible(has_draft)
        self.draft_button.setVisible(has_draft)
        self.draft_button.setText(_("Hide the draft") if is_draft_open else _("See the draft"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lock beside the title."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        size = self._theme.tokens.icon.normal
        line = QRectF(PAD, PAD, self.width() - 2 * PAD, self._theme.line("body"))
        box = Strip(line, is_rtl=is_rtl(painter)).leading(size)
        paint_icon(painter, box, self._theme, self._icon, size, self._theme.colors.warning)
