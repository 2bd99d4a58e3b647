"""The conversation pane, for the front desk all day: head, bubbles, answer box, and what they ask of the desk."""

from typing import TYPE_CHECKING, Final, Literal, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.desk.desk import Refusal
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import Changes, ThreadHeader
from app.words import gettext as _
from app.words import sentences
from ui.conversation.composer import Composer
from ui.conversation.contact_handle import copy_handle
from ui.conversation.dropping import DropTarget
from ui.conversation.header import ThreadHead
from ui.conversation.lock_words import lock_of
from ui.conversation.message_acts import MessageActs
from ui.conversation.newest_pill import NewestPill
from ui.conversation.notes.place import NotePlace
from ui.conversation.person_acts import PersonAct, PersonActs
from ui.conversation.planning.planning import Planning
from ui.conversation.presence_watch import PresenceWatch
from ui.conversation.quick_replies.place import QuickPlace
from ui.conversation.reach import reach_of
from ui.conversation.send_undo import SendUndo
from ui.conversation.team_part import TeamPart
from ui.conversation.template_offer.place import OfferPlace
from ui.conversation.thread_model import ThreadModel
from ui.conversation.thread_view import ThreadView
from ui.conversation.toast_room import hidden_by
from ui.conversation.writing.drop_veil import DropVeil
from ui.conversation.writing.quote_strip import can_be_answered
from ui.conversation.writing.reacting import Reacting
from ui.conversation.writing.recorder import Recording
from ui.conversation.writing.sending import Sending
from ui.conversation.writing.writer import Writer
from ui.kit import Kit
from ui.media.shown_media import ShownMedia
from ui.refusals import is_said_by_window
from ui.search.in_thread import FindBar
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface
from ui.widgets.toast import ToastStack

if TYPE_CHECKING:
    from ui.widgets.menu import Menu

TICK_MS: Final = 15_000  # windows close and doubts grow with time alone
READ_AFTER_MS: Final = 400  # passing over a conversation with the arrow keys is not reading it


class ConversationPane(DropTarget):
    """One conversation or none. `back_asked`: Escape, or the arrow of one-pane windows."""

    back_asked = Signal()
    settings_asked = Signal(str)  # a page of theirs: templates or quick replies are to be written
    open_asked = Signal(str)  # a refusal's toast leads to its conversation
    write_asked = Signal(str, str)  # number and name of a contact card
    health_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._conversation_id: ConversationId | None = None
        self._header: ThreadHeader | None = None
        self.model = ThreadModel(kit.desk, kit.clock, kit.formats, self)
        self.head = ThreadHead(kit.theme)
        self.media = ShownMedia(kit, self)
        self.finding = FindBar(kit, self.jump_to, self.focus_composer)
        self.view = ThreadView(kit.theme, self.model, self.media.pictures, self.media.sounds)
        self.composer = Composer(kit, self.media.pictures)
        self.toasts = ToastStack(kit.theme, self.view, lambda rect: hidden_by(self.view, rect))
        self.offers = OfferPlace(kit, self, self.composer, self.media, self.jump_to)
        self.notes = NotePlace(kit, self, self.composer, self.offers, self.toasts)
        self.team = TeamPart(kit, self.head, self.composer, self.toasts)
        self.undo = SendUndo(self.toasts, kit.clock, self)
        self.sending = Sending(kit, self.undo, self.toasts, self)
        self.writer = Writer(kit, self.composer, self.media, self.sending)
        self.quick = QuickPlace(kit, self.composer, self.toasts, self)
        self.planning = Planning(kit, self.composer, self.writer, self.toasts, self)
        self.pill = NewestPill(kit.theme, self.view)
        self.acts = MessageActs(kit, self.model, self.view, self.toasts, self.media)
        self.person = PersonActs(kit, self.toasts, self, self.jump_to)
        self.presence = PresenceWatch(kit, self)
        self.reacting = Reacting(kit, self.model, self.view, self.toasts, self.writer)
        self.veil = DropVeil(kit.theme, self.view)
        self._stack = QStackedWidget()
        self._tick = QTimer(self, interval=TICK_MS)
        self._read = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        nothing = Surface(self._kit.theme, "surface_sunken")
        middle = QVBoxLayout(nothing)
        middle.addWidget(
            EmptyState(
                self._kit.theme,
                "message-square",
                _("No conversation is open"),
                _("Choose one in the list to read it and to answer."),
            )
        )
        thread = QWidget()
        column = QVBoxLayout(thread)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        feet = (self.planning.strip, self.composer, self.offers.offer, self.notes.box)
        for part in (self.head, self.finding, self.view, *feet):
            column.addWidget(part, 1 if part is self.view else 0)
        self._stack.addWidget(nothing)
        self._stack.addWidget(thread)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.head.back_asked.connect(self.back_asked)
        self.head.done_asked.connect(self.end_or_reopen)
        self.head.reopen_asked.connect(self.end_or_reopen)
        self.head.copy_asked.connect(self.copy_contact)
        self.head.menu_opening.connect(self._add_person)
        self.person.sent.connect(self._resent)
        self.composer.unlock_asked.connect(lambda: self._go("unblock"))
        self.composer.written.connect(self._note_typing)
        self.composer.undo_asked.connect(self._undo_or_back)
        self.offers.sent.connect(self._resent)
        self.offers.manage_asked.connect(lambda: self.settings_asked.emit("templates"))
        self.quick.manage_asked.connect(lambda: self.settings_asked.emit("quick_replies"))
        self.acts.keep_reply_asked.connect(self.quick.keep)
        self.sending.sent.connect(self._sent)
        self.notes.added.connect(self._sent)
        self.writer.refused.connect(lambda where, words: self._toast_refusal(words, ConversationId(where)))
        self.writer.voicing.thrown_away.connect(self._offer_note)
        self.media.repaint.connect(lambda _sha256: self.view.viewport().update())
        self.media.said.connect(lambda words: self.toasts.show(words, icon="circle-alert", ink="warning"))
        self.acts.jump_asked.connect(lambda message_id: self.jump_to(MessageId(message_id)))
        self.acts.sent.connect(self._resent)
        self.acts.refused.connect(self._say)
        self.acts.write_asked.connect(self.write_asked)
        self.acts.way_asked.connect(self._go)
        self.acts.take_back_asked.connect(self.sending.take_back)
        self.acts.reply_asked.connect(lambda message_id: self.writer.quote(MessageId(message_id)))
        self.acts.react_asked.connect(self.reacting.open)
        self.acts.edit_note_asked.connect(lambda note_id, text: self.notes.edit(MessageId(note_id), text))
        self.acts.remove_note_asked.connect(lambda note_id: self.notes.remove(MessageId(note_id)))
        self.view.end_reached.connect(lambda is_at_end: self.pill.show_for(is_at_end=is_at_end))
        self.view.typed.connect(self.write)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self.toasts.settle())
        self.pill.pressed.connect(self.go_to_newest)
        self._tick.timeout.connect(self._let_time_pass)
        self._read.timeout.connect(self._mark_read)
        self._kit.bridge.changed.connect(self._changed)
        self._kit.bridge.refused.connect(self._refused)

    # -- which conversation

    @property
    def conversation_id(self) -> ConversationId | None:
        """Which one is open."""
        return self._conversation_id

    def open(
        self, conversation_id: ConversationId | None, anchor: tuple[MessageId, int] | None = None
    ) -> None:
        """Show a conversation at its newest, or with a message `anchor` px below the top; None shows none."""
        header = self._kit.desk.header(conversation_id) if conversation_id else None
        if conversation_id != self._conversation_id:
            self.toasts.pass_on()
        self._conversation_id = conversation_id if header else None
        self._header = header
        self._stack.setCurrentIndex(1 if header else 0)
        self.presence.refresh()
        self.writer.open(self._conversation_id)
        self.finding.follow(self._conversation_id)
        self.quick.open(self._conversation_id)
        self.notes.open(self._conversation_id)
        if header is None or conversation_id is None:
            self.model.open(None)
            self._tick.stop()
            return
        self.media.pictures.retry()
        self._read_thread(header, anchor)
        self._tick.start()
        self._read.start()

    def _read_thread(self, header: ThreadHeader, anchor: tuple[MessageId, int] | None) -> None:
        around = self._kit.desk.message(anchor[0]) if anchor else None
        self.model.open(self._conversation_id, around)
        self._show_header(header)
        self.view.show_opened()
        if around is not None and anchor is not None:
            self.view.go_to(*anchor)
        self.pill.show_for(is_at_end=self.view.is_at_end)
        self.toasts.settle()

    def focus_composer(self) -> None:
        """Write at once; where nothing can be written, read."""
        if self._conversation_id is None:
            return
        if self.notes.is_shown:
            self.notes.box.focus_text()
        elif self.offers.is_shown:
            self.offers.offer.focus_first()
        else:
            self.composer.focus_text()

    def write(self, text: str) -> None:
        """Letters typed elsewhere: the answer goes on with them, where one may be written, or the note."""
        if self._conversation_id is None:
            return
        if self.notes.is_shown:
            self.notes.box.focus_text()
            self.notes.box.box.insert(text)
        elif not self.offers.is_shown:
            self.composer.focus_text()
            self.composer.box.insert(text)

    def go_to_newest(self) -> None:
        """Back to the end of the conversation."""
        if self.model.has_newer:
            self.model.open(self._conversation_id)
            self.view.show_opened()
        self.view.to_end()
        self.pill.show_for(is_at_end=True)

    def jump_to(self, message_id: MessageId) -> None:
        """Show a message of this conversation wherever it stands, with what is around it."""
        if self.model.place_of(message_id) is None:
            row = self._kit.desk.message(message_id)
            if row is None or row.conversation_id != self._conversation_id:
                return
            self.model.open(self._conversation_id, row)
            self.view.show_opened()
        self.view.jump_to(message_id)
        self.pill.show_for(is_at_end=self.view.is_at_end)
        self.toasts.settle()

    def close_down(self) -> None:
        """The window goes: no timer may outlive it."""
        self._tick.stop()
        self._read.stop()
        self.undo.release()
        self.presence.close_down()
        self.writer.close_down()
        self.media.close_down()

    def window_activated(self) -> None:
        """The person looks at the window again: what is shown is now read."""
        if self._conversation_id is not None:
            self._read.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Coming back to a conversation is reading it."""
        super().showEvent(event)
        self.writer.spelling.read_words()
        self.window_activated()

    # -- what the desk tells

    def _changed(self, changes: Changes) -> None:
        if self._conversation_id is None:
            return
        if changes.is_everything:
            self._read_everything()
        elif self._conversation_id in changes.conversations:
            with self.view.keeping_place():
                came = self.model.refresh(changes.messages, is_at_end=self.view.is_at_end)
            if came and not self.view.is_at_end:
                self.pill.add(came)
            self.toasts.settle()
            self._refresh_header()
            self._read.start()

    def _read_everything(self) -> None:
        """What is open stays open, and what is being written is left alone."""
        there = self._conversation_id
        anchor = None if self.view.is_at_end else self.view.anchor()
        header = self._kit.desk.header(there) if there else None
        if header is None or header.conversation_id != there:
            self.open(there, anchor)
        else:
            self._read_thread(header, anchor)
            self._read.start()

    def _refresh_header(self) -> None:
        header = self._kit.desk.header(self._conversation_id) if self._conversation_id else None
        if header is not None:
            self._show_header(header)

    def _show_header(self, header: ThreadHeader) -> None:
        self._header = header
        now = self._kit.clock.now()
        self.head.show_header(header, now, self._kit.formats, self._kit.desk.wait_of(header))
        self.team.show_header(header)
        self.planning.show_header(header)
        lock = lock_of(header, now, self._kit.formats)
        self.composer.set_lock(lock)
        self.offers.show_header(header, lock)
        with self.view.keeping_place():
            self.model.set_reach(reach_of(header, lambda line_id: bool(self._kit.desk.templates(line_id))))

    def _let_time_pass(self) -> None:
        with self.view.keeping_place():
            self.model.let_time_pass()
        self._refresh_header()

    def _refused(self, refusal: Refusal) -> None:
        if self.quick.refused(refusal) or self.notes.refused(refusal) or is_said_by_window(refusal):
            return
        from ui.teamwork.kept import keep_refused

        keep_refused(self._kit, refusal)
        if refusal.conversation_id is None:
            self._toast_refusal(sentences.refusal(refusal.code, refusal.facts), None)
        elif not self.offers.refused(refusal):
            self.writer.hub_refused(refusal)

    def _toast_refusal(self, sentence: str, conversation_id: ConversationId | None) -> None:
        action = _("Show") if conversation_id is not None else ""
        toast = self.toasts.show(sentence, icon="circle-alert", ink="danger", action=action)
        if conversation_id is not None:
            toast.acted.connect(lambda: self.open_asked.emit(conversation_id))

    # -- what the person does

    def end_or_reopen(self) -> None:
        """Done, or taken up again."""
        if self._conversation_id is not None:
            self.team.end_or_reopen()

    def copy_contact(self) -> None:
        """The customer's number, or what stands for it, to the clipboard."""
        if self._header is not None:
            copy_handle(self._header, self.toasts)

    def _add_person(self, menu: "Menu") -> None:
        if self._header is not None:
            self.person.add_to(menu, self._header)

    def _go(self, way: str) -> None:
        """A way on from a message that did not arrive, about the customer or the connection."""
        if way == "health":
            self.health_asked.emit()
        elif way == "template":
            self.offers.ask()
        elif self._header is not None:
            self.person.do(cast("PersonAct", way), self._header)

    def _note_typing(self, text: str) -> None:
        if text and self._conversation_id is not None:
            self._kit.desk.note_typing(self._conversation_id)

    def with_tools(self, tool: Literal["emoji", "attach", "record"]) -> None:
        """A tool of the answer by its key, where one may be written."""
        is_free = self._conversation_id is not None and self.composer.isVisible()
        if not is_free or self.composer.is_locked or self.writer.voicing.is_busy:
            return
        do = self.writer
        {"emoji": do.choose_emoji, "attach": do.open_attach_menu, "record": do.record}[tool]()

    def reply(self) -> None:
        """Answer the chosen message with a quote, or the newest of the customer's."""
        row = self.view.chosen_row(can_be_answered)
        if row is not None:
            self.writer.quote(row.message_id)

    def react(self) -> None:
        """React to the chosen message, or to the newest of the customer's."""
        row = self.view.chosen_row(can_be_answered)
        if row is not None:
            self.reacting.open(row.message_id)

    def _offer_note(self, recording: Recording) -> None:
        toast = self.toasts.show(_("Recording thrown away"), action=_("Undo"))
        toast.acted.connect(lambda: self.writer.voicing.restore(recording))

    def _sent(self, conversation_id: str, _message_id: str) -> None:
        if conversation_id == self._conversation_id:
            self.go_to_newest()

    def _resent(self, conversation_id: str, message_id: str) -> None:
        self.sending.hold(MessageId(message_id))
        self._sent(conversation_id, message_id)

    def _undo_or_back(self) -> None:
        if not self.undo.undo():
            self.back_asked.emit()

    def _say(self, sentence: str, code: str) -> None:
        if self._conversation_id is not None:
            self.writer.say(self._conversation_id, sentence, code)

    def _mark_read(self) -> None:
        header = self._header
        if header is not None and header.unread_count and self.isVisible() and self.window().isActiveWindow():
            self._kit.tasks.spawn(self._kit.desk.mark_read(header.conversation_id), "mark read")
