"""The box at the foot of a conversation: write an answer, or read why only a template may be sent now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.ids import MessageId
from app.words import gettext as _
from ui.conversation.blocks.base import NoPictures, Pictures
from ui.conversation.links import has_web_link
from ui.conversation.quick_replies.blank_guard import BlankGuard
from ui.conversation.text_box import TextBox
from ui.conversation.write_tabs import TABS, WriteTabs
from ui.conversation.writing.answer import TEXT_LIMIT, Answer, text_limit
from ui.conversation.writing.attachments import AttachmentStrip
from ui.conversation.writing.quote_strip import QuoteStrip
from ui.conversation.writing.record_bar import RecordBar
from ui.conversation.writing.tools import TOOL_LINE, ToolLine
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_basic import Strip, fill_round, is_rtl, paint_icon

LIMIT: Final = TEXT_LIMIT
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
    """`send_asked(Answer)`, `written(text)` at each change of the text, `changed` at each change of what goes with it,
    `undo_asked`, `files_given(list of Given)`. Shows what it is told.
    """

    send_asked = Signal(object)
    written = Signal(str)
    changed = Signal()
    undo_asked = Signal()
    template_asked = Signal()
    unlock_asked = Signal()
    files_given = Signal(object)

    def __init__(self, kit: Kit, pictures: Pictures | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme = kit.theme
        self._lock: Lock | None = None
        self._is_draft_open = False
        self._is_recording = False
        self._quoted: MessageId | None = None
        self._then: Callable[[], object] | None = None  # what the notice's link does
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Answer"))
        self.tabs = WriteTabs(theme, "customer", _("Answer"))
        self.box = TextBox(theme)
        self.blanks = BlankGuard(self.box)
        self.notice = Notice(theme)
        self.lock_part = LockPart(theme)
        self.quote = QuoteStrip(theme)
        self.files = AttachmentStrip(theme, pictures or NoPictures(), kit.formats.language)
        self.tools = ToolLine(theme)
        self.record_bar = RecordBar(theme)
        self.count, self.hint, self.send_button = self.tools.count, self.tools.hint, self.tools.send_button
        self._lay_out()
        self._connect()
        self._settle()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN + 1, 1, MARGIN + 1, MARGIN + 1)
        column.setSpacing(0)
        for part in (
            self.tabs, self.lock_part, self.quote, self.files, self.box, self.notice, self.tools, self.record_bar,
        ):  # fmt: skip
            column.addWidget(part)

    def _connect(self) -> None:
        self.box.written.connect(self._written)
        self.box.send_asked.connect(self._send)
        self.box.undo_asked.connect(self.undo_asked)
        self.box.height_changed.connect(self._settle)
        self.box.focused.connect(self.update)
        self.box.files_given.connect(self.files_given)
        self.tools.send_asked.connect(self._send)
        self.tools.template_asked.connect(self.template_asked)
        self.quote.closed.connect(self._stop_quoting)
        self.files.changed.connect(self._changed)
        self.notice.acted.connect(self._notice_acted)
        self.lock_part.draft_asked.connect(self._show_draft)
        self.lock_part.unlock_asked.connect(self.unlock_asked)
        self._theme.changed.connect(self._settle)

    # -- what the pane says

    @property
    def text(self) -> str:
        """What is written now."""
        return self.box.text

    @property
    def answer(self) -> Answer:
        """All that Enter would send now."""
        has_preview = self.tools.has_preview and not self.files.count
        return Answer(self.box.text, self._quoted, self.files.files, has_preview)

    def set_text(self, text: str) -> None:
        """Put a draft in; it is not told as written."""
        if text != self.box.text:
            self.box.set_text(text)
        self.notice.clear()
        self._settle()

    def set_answer(self, answer: Answer, name: str = "", quoted: str = "") -> None:
        """Text, files and quote; `name` and `quoted` are what the strip above the text says."""
        self.files.set_files(answer.files)
        self.set_quote(answer.reply_to, name, quoted)
        self.set_text(answer.text)

    def set_quote(self, message_id: MessageId | None, name: str = "", text: str = "") -> None:
        """Answer this message, or none."""
        self._quoted = message_id
        if message_id is None:
            self.quote.hide()
        else:
            self.quote.show_quote(name, text)
        self._settle()

    def set_recording(self, *, is_recording: bool) -> None:
        """The bar of the recorder stands in place of text and tools."""
        self._is_recording = is_recording
        self._settle()

    def set_lock(self, lock: Lock | None) -> None:
        """Closed with a reason, or open. The draft stays either way."""
        if lock != self._lock:
            self._lock = lock
            self._is_draft_open = False
            self._settle()

    def say(self, sentence: str, action: str = "", then: Callable[[], object] | None = None) -> None:
        """A line above the tools: why it was not sent, with a way on; without `then` that is to send it anyway."""
        self._then = then
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
        if self._lock is not None or self.files.is_reading:
            return False
        answer = self.answer
        return not answer.is_empty and len(answer.text) <= text_limit(answer.files)

    # -- inside

    def _written(self) -> None:
        self.notice.clear()
        self._settle()
        self.written.emit(self.box.text)

    def _changed(self) -> None:
        self._settle()
        self.changed.emit()

    def _stop_quoting(self) -> None:
        self.set_quote(None)
        self.focus_text()
        self.changed.emit()

    def box_in(self, parent: QWidget) -> QRect:
        """Where the box stands in a widget around it."""
        return QRect(
            self.mapTo(parent, QPoint(MARGIN, 0)), self.size().shrunkBy(QMargins(MARGIN, 0, MARGIN, MARGIN))
        )

    def _send(self) -> None:
        if not self.can_send:
            return
        warning = self.blanks.warning()  # once for each text: who presses again means it
        if warning:
            self.say(warning, _("Send anyway"), self._send)
        else:
            self.send_asked.emit(self.answer)

    def _notice_acted(self) -> None:
        if self._then is not None:
            self._then()
        elif self.can_send:
            self.send_asked.emit(replace(self.answer, is_anyway=True))

    def _show_draft(self) -> None:
        self._is_draft_open = not self._is_draft_open
        self._settle()

    def _settle(self) -> None:
        """Everything that follows from the text, what goes with it, and the lock."""
        is_open, text = self._lock is None, self.box.text
        is_writing = is_open and not self._is_recording
        self.box.setReadOnly(not is_open)
        self.box.setVisible(is_writing or (not is_open and self._is_draft_open and bool(text)))
        self.box.setPlaceholderText(_("Add a caption") if self._takes_caption() else _("Write an answer"))
        self.tools.setVisible(is_writing)
        self.record_bar.setVisible(is_open and self._is_recording)
        self.quote.setVisible(is_open and self._quoted is not None)
        self.files.setVisible(is_writing and self.files.count > 0)
        self.lock_part.show_lock(self._lock, has_draft=bool(text), is_draft_open=self._is_draft_open)
        self.send_button.setEnabled(self.can_send)
        self.tools.later.setEnabled(self.can_send)
        self.tools.show_count(len(text), text_limit(self.files.files))
        self.tools.show_preview(has_link=not self.files.count and has_web_link(text))
        self.tools.settle()
        self._settle_height()
        self.update()

    def _settle_height(self) -> None:
        size = self._theme.tokens.size
        frame = TOOL_LINE + TABS + 2
        least, most = self._theme.px(size.composer_min - frame), self._theme.px(size.composer_max - frame)
        if self.files.count or self._quoted is not None:
            least = self._theme.line("body") + 18  # what stands above the text takes of its room
        self.box.setFixedHeight(min(max(self.box.text_height() + 8, least), most))
        self.updateGeometry()

    def _takes_caption(self) -> bool:
        return any(one.may_have_caption for one in self.files.files)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The conversation's ground, and the box on it; its edge is the accent while one writes."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.surface_sunken)
        box = QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, -MARGIN)
        is_busy = self.box.hasFocus() or self._is_recording
        edge = c.accent if is_busy and self._lock is None else c.border_strong
        fill_round(painter, box, c.surface, self._theme.tokens.radius.normal, edge)


class Notice(QWidget):
    """One line inside the box: what stands in the way, and a link past it. `acted` when the link is used."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon: IconName = "triangle-alert"
        self.label = Paragraph(theme, role="small", ink="warning_soft_text")
        self.label.is_in_middle = True
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
