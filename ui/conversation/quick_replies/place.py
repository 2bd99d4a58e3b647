"""Quick replies where one writes: "/" finds, a key takes, the blanks are filled in from the conversation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from app.desk.desk import Refusal
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, QuickReplyId
from app.domain.languages import language_of
from app.domain.quick_blanks import Source, filled
from app.domain.quick_replies import QuickReply, ReplyFile
from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words import sentences
from ui.conversation.composer import Composer
from ui.conversation.quick_replies.naming import NameDialog, reply_of
from ui.conversation.quick_replies.popup import QuickPopup
from ui.conversation.quick_replies.rows import spoken
from ui.conversation.quick_replies.values import values_of
from ui.conversation.writing.answer import MOST_FILES, Attached
from ui.kit import Kit
from ui.plain import isolated, shown_line
from ui.widgets.toast import ToastStack

SLASH: Final = "/"
LONGEST: Final = 40  # characters after the slash that can still be a search
MOST_FOUND: Final = 200
LOOKED_AT: Final = 30  # messages that tell which language is spoken
PARAGRAPH: Final = "\N{PARAGRAPH SEPARATOR}"
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: Final = {
    int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_PageDown): 6, int(Qt.Key.Key_PageUp): -6,
}  # fmt: skip


class QuickPlace(QObject):
    """`manage_asked`: the page where quick replies are written is wanted."""

    manage_asked = Signal()

    def __init__(self, kit: Kit, composer: Composer, toasts: ToastStack, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit, self._composer, self._toasts, self._parent = kit, composer, toasts, parent
        self._conversation_id: ConversationId | None = None
        self._popup: QuickPopup | None = None
        self._start: int | None = None  # where the search begins in the text, the slash counted
        self._has_slash = False
        self._meant: int | None = None  # where a line begins whose slash is no search
        self._language = ""  # of the conversation
        self._known: dict[str, Mapping[Source, str]] = {}  # what blanks are filled in with, by language
        self.dialog: NameDialog | None = None
        composer.box.written.connect(self._written)
        composer.box.focused.connect(self._focus_moved)
        composer.box.height_changed.connect(self._settle)
        composer.tools.quick_asked.connect(self.ask)
        composer.send_asked.connect(lambda _answer: self.open(self._conversation_id))

    @property
    def popup(self) -> QuickPopup:
        """The list, made when it is first wanted."""
        if self._popup is None:
            language = self._kit.formats.language
            self._popup = popup = QuickPopup(self._kit.theme, self._filled, language, self._parent)
            popup.picked.connect(self.take)
            popup.list.moved.connect(self._say)
            popup.manage_asked.connect(self._manage)
        return self._popup

    @property
    def is_open(self) -> bool:
        """Whether the list is in view."""
        return self._popup is not None and self._popup.isVisible()

    def open(self, conversation_id: ConversationId | None) -> None:
        """Another conversation, or an empty box."""
        self.close()
        self._meant = None
        self._conversation_id = conversation_id

    def ask(self) -> None:
        """By the button: all of them, what is typed from here on searches; once more closes the list."""
        if self.is_open:
            self.close()
            return
        if self._composer.is_locked or self._conversation_id is None:
            return
        self._composer.focus_text()
        self._begin(self._composer.box.textCursor().position(), has_slash=False)

    def close(self) -> None:
        """The list goes; what was typed stays."""
        if self._start is not None:
            self._start = None
            for one in (self._composer.box, self._parent):
                one.removeEventFilter(self)
            self.popup.hide()

    def _leave(self) -> None:
        """What stands there is meant as it is: no list until the line begins anew."""
        self._meant = self._composer.box.textCursor().block().position()
        self.close()

    def take(self, reply: QuickReply) -> None:
        """A reply takes the place of what was typed to find it; its files are attached."""
        cursor = self._search_cursor()
        if cursor is None:
            return
        start, text = cursor.selectionStart(), self._filled(reply)
        self.close()
        cursor.insertText(text)
        box = self._composer.box
        box.setTextCursor(cursor)
        box.ensureCursorVisible()
        self._attach(reply.files)
        self._kit.desk.note_quick_reply_used(reply.reply_id)
        self._composer.blanks.select_first(start)
        self._composer.focus_text()

    # -- a message becomes one

    def keep(self, row: MessageRow) -> None:
        """A sent message, at once, under its first words."""
        reply = reply_of(row, self._kit.desk.me().member_id)
        if reply is not None:
            self._kit.tasks.spawn(self._keep_now(reply), "keep quick reply")

    async def _keep_now(self, reply: QuickReply) -> None:
        try:
            reply_id = await self._kit.desk.save_quick_reply(reply)
        except ComptoirError as error:
            self._toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
            return
        words = _("Quick reply “{name}” saved").format(name=isolated(shown_line(reply.name)))
        toast = self._toasts.show(words, action=_("Rename…"))
        toast.acted.connect(lambda: self._rename(reply_id))

    def _rename(self, reply_id: QuickReplyId) -> None:
        reply = self._kit.desk.quick_reply(reply_id)
        if reply is None:
            return
        self.dialog = NameDialog(self._kit.theme, reply.name, self._parent.window())
        self.dialog.named.connect(
            lambda name: self._kit.tasks.spawn(self._rename_now(reply_id, name), "name quick reply")
        )
        self.dialog.finished.connect(self._composer.focus_text)
        self.dialog.open()

    async def _rename_now(self, reply_id: QuickReplyId, name: str) -> None:
        reply = self._kit.desk.quick_reply(reply_id)
        if reply is None or reply.name == name:
            return
        try:
            await self._kit.desk.save_quick_reply(replace(reply, name=name))
        except ComptoirError as error:
            self._toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

    def refused(self, refusal: Refusal) -> bool:
        """Somebody else was faster: said, with the way to what is kept. False for anything else."""
        if not refusal.command.KIND.startswith("quick_reply."):
            return False
        sentence = sentences.refusal(refusal.code, refusal.facts)
        toast = self._toasts.show(sentence, icon="circle-alert", ink="danger", action=_("Show"))
        toast.acted.connect(self.manage_asked)
        return True

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While there is a line to choose, the keys that move, take and close belong to the list."""
        if watched is self._parent:
            if event.type() == QEvent.Type.Resize:
                QTimer.singleShot(0, self, self._settle)  # once the box has its new place
            return super().eventFilter(watched, event)
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() not in kinds or not isinstance(event, QKeyEvent) or not self._is_ours(event):
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._press(event)
        return True

    def _is_ours(self, event: QKeyEvent) -> bool:
        has_modifier = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if has_modifier or not self.is_open or self._composer.box.is_composing:
            return False
        is_ours_anyhow = event.key() == Qt.Key.Key_Escape or event.key() in _ENTER  # never sends a "/" alone
        is_of_rows = event.key() == Qt.Key.Key_Tab or int(event.key()) in _STEPS
        return is_ours_anyhow or (is_of_rows and self.popup.has_rows)

    def _press(self, event: QKeyEvent) -> None:
        step = _STEPS.get(int(event.key()))
        if step is not None:
            self.popup.list.step(step)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif (chosen := self.popup.list.chosen) is not None:
            self.take(chosen)
        else:
            self._begin_writing_some()

    def _begin_writing_some(self) -> None:
        """There are none yet: Enter does what the list offers, and the "/" is not left behind."""
        if (cursor := self._search_cursor()) is not None:
            cursor.removeSelectedText()
        self._manage()

    # -- the search

    def _written(self) -> None:
        if self._start is not None:
            self._settle()
        block = self._composer.box.textCursor().block()
        if not block.text().startswith(SLASH):
            self._meant = None if self._meant == block.position() else self._meant
        elif self._start is None and self._conversation_id is not None and self._meant != block.position():
            self._begin(block.position(), has_slash=True)

    def _begin(self, start: int, *, has_slash: bool) -> None:
        self._start, self._has_slash = start, has_slash
        self._language, self._known = self._spoken_language(), {}
        for one in (self._composer.box, self._parent):
            one.installEventFilter(self)
        self._settle()

    def _settle(self) -> None:
        """What fits now; the list goes when nothing does, and when it is no search any more."""
        if self._start is None:
            return
        words = self._searched()
        if words is None:
            self._leave()
            return
        found = self._kit.desk.quick_replies(words, MOST_FOUND, self._language)
        if found or not words:
            self.popup.show_found(found, self._composer.box_in(self._parent))
        else:
            self.popup.hide()  # a letter less, and something may fit again

    def _searched(self) -> str | None:
        """What is looked for; None when what stands there is no search."""
        cursor = self._search_cursor()
        if cursor is None:
            return None
        text = cursor.selectedText()
        if self._has_slash:
            if not text.startswith(SLASH) or cursor.block().text()[cursor.positionInBlock() :].strip():
                return None
            text = text.removeprefix(SLASH)
        is_search = (
            len(text) <= LONGEST and SLASH not in text and PARAGRAPH not in text and not text.startswith(" ")
        )
        return text if is_search else None

    def _search_cursor(self) -> QTextCursor | None:
        """From where the search begins to where one writes."""
        cursor, start = self._composer.box.textCursor(), self._start
        if start is None or cursor.position() < start:
            return None
        end = cursor.position()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _focus_moved(self) -> None:
        if not self._composer.box.hasFocus():
            self.close()

    def _say(self, reply: QuickReply) -> None:
        """A screen reader hears the chosen line, though the keyboard is in the box."""
        if self.is_open:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._composer.box, spoken(reply)))

    def _manage(self) -> None:
        self.close()
        self.manage_asked.emit()

    # -- what stands in the blanks

    def _spoken_language(self) -> str:
        if self._conversation_id is None:
            return ""
        rows = self._kit.desk.page(self._conversation_id, limit=LOOKED_AT)
        return language_of(row.text for row in rows if row.direction == "in") or ""

    def _filled(self, reply: QuickReply) -> str:
        language = reply.language or self._language or self._kit.formats.language
        if language not in self._known:
            header = (
                self._kit.desk.header(self._conversation_id) if self._conversation_id is not None else None
            )
            self._known[language] = values_of(self._kit, header, language) if header is not None else {}
        return filled(reply.text, lambda source: self._known[language].get(source, ""))

    def _attach(self, files: tuple[ReplyFile, ...]) -> None:
        if not files:
            return
        strip = self._composer.files
        known = {one.media.sha256 for one in strip.files}
        new = [
            Attached(one.kind, one.media, one.media.name or "")
            for one in files
            if one.media.sha256 not in known
        ]
        strip.set_files((*strip.files, *new)[:MOST_FILES])
