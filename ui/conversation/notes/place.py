"""Where a note is written: in place of the answer or the offer of templates, with a draft of its own."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk.desk import Refusal
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.notes import draft_key
from app.words import gettext as _
from app.words import sentences
from ui.conversation.composer import Composer
from ui.conversation.notes.mentions import named
from ui.conversation.notes.note_box import NoteBox
from ui.conversation.template_offer.place import OfferPlace
from ui.kit import Kit
from ui.widgets.toast import ToastStack


class NotePlace(QObject):
    """Shows the yellow box or what it stands for. `added(conversation_id, note_id)`."""

    added = Signal(str, str)

    def __init__(
        self, kit: Kit, pane: QWidget, composer: Composer, offers: OfferPlace, toasts: ToastStack
    ) -> None:
        super().__init__(pane)
        self._kit, self._composer, self._offers, self._toasts = kit, composer, offers, toasts
        self.box = NoteBox(kit.theme, kit.desk.members, pane)
        self._conversation_id: ConversationId | None = None
        self._writing: set[ConversationId] = set()  # where a note is being written
        self._editing: MessageId | None = None
        self.box.hide()
        composer.tabs.chosen.connect(lambda _where: self.show())
        offers.offer.top.chosen.connect(lambda _where: self.show())
        self.box.left.connect(self.leave)
        self.box.written.connect(self._keep_draft)
        self.box.keep_asked.connect(self._keep)

    @property
    def is_shown(self) -> bool:
        """Whether a note is being written in the open conversation."""
        return self._conversation_id in self._writing

    def open(self, conversation_id: ConversationId | None) -> None:
        """Another conversation: what was begun there stands there again."""
        self._conversation_id = conversation_id
        self._stop_editing()
        if conversation_id is not None:
            self.box.set_text(self._kit.desk.draft(draft_key(conversation_id)))
        self._settle()

    def show(self) -> None:
        """Write a note."""
        if self._conversation_id is not None:
            self._writing.add(self._conversation_id)
            self._settle()
            self.box.focus_text()

    def leave(self) -> None:
        """Back to the answer; what was begun is kept."""
        if self._conversation_id is not None:
            self._writing.discard(self._conversation_id)
        if self._editing is not None:
            self._stop_editing()
            self._restore_draft()
        self._settle()
        if self._offers.is_shown:
            self._offers.offer.focus_first()
        else:
            self._composer.focus_text()

    def toggle(self) -> None:
        """By key: to the note and back."""
        if self.is_shown:
            self.leave()
        else:
            self.show()

    def edit(self, note_id: MessageId, text: str) -> None:
        """Change a note that is there."""
        self.show()
        self._editing = note_id
        self.box.set_text(text)
        self.box.show_editing(is_editing=True)

    def refused(self, refusal: Refusal) -> bool:
        """Later, by the hub, and whether it was a note: the desk has its words as the draft again."""
        if refusal.command.KIND not in ("note.add", "note.edit"):
            return False
        if refusal.conversation_id == self._conversation_id and self._editing is None:
            self._restore_draft()
        self._toasts.show(sentences.refusal(refusal.code, refusal.facts), icon="circle-alert", ink="danger")
        return True

    # -- inside

    def _settle(self) -> None:
        self._offers.set_aside(is_aside=self.is_shown)
        self.box.setVisible(self.is_shown)

    def _stop_editing(self) -> None:
        self._editing = None
        self.box.show_editing(is_editing=False)

    def _restore_draft(self) -> None:
        if self._conversation_id is not None:
            self.box.set_text(self._kit.desk.draft(draft_key(self._conversation_id)))

    def _keep_draft(self, text: str) -> None:
        if self._conversation_id is not None and self._editing is None:
            self._kit.desk.save_draft(draft_key(self._conversation_id), text)

    def _keep(self, text: str) -> None:
        conversation_id, editing = self._conversation_id, self._editing
        if conversation_id is None:
            return
        self._stop_editing()
        self.box.set_text("")
        self._kit.tasks.spawn(self._keep_now(conversation_id, text, editing), "note")
        if editing is None:
            return
        self._restore_draft()
        self.leave()

    async def _keep_now(self, conversation_id: ConversationId, text: str, editing: MessageId | None) -> None:
        desk = self._kit.desk
        mentions = named(text, desk.members())
        try:
            if editing is not None:
                await desk.edit_note(editing, text, mentions)
                return
            note_id = await desk.add_note(conversation_id, text, mentions)
        except ComptoirError as error:
            self._give_back(conversation_id, text, sentences.refusal(error.code, error.facts))
            return
        desk.save_draft(draft_key(conversation_id), "")
        self.added.emit(conversation_id, note_id)

    def _give_back(self, conversation_id: ConversationId, text: str, sentence: str) -> None:
        """What was not kept is a draft again."""
        self._kit.desk.save_draft(draft_key(conversation_id), text)
        if conversation_id == self._conversation_id and not self.box.text:
            self.box.set_text(text)
        self._toasts.show(sentence, icon="circle-alert", ink="danger")

    async def _remove_now(self, note_id: MessageId) -> None:
        try:
            await self._kit.desk.remove_note(note_id)
        except ComptoirError as error:
            words = sentences.refusal(error.code, error.facts)
            self._toasts.show(words, icon="circle-alert", ink="danger")
            return
        self._toasts.show(_("Note removed"))

    def remove(self, note_id: MessageId) -> None:
        """Take a note away."""
        self._kit.tasks.spawn(self._remove_now(note_id), "remove note")
