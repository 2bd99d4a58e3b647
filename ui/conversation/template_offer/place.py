"""Where the offer stands: in place of the answer box, while nothing may be written freely or when it is asked for."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desk.desk import Composed, Refusal
from app.domain.contents import Media
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import ThreadHeader
from app.domain.template_blanks import FileBlank
from app.words import sentences
from ui.conversation.composer import Composer, Lock
from ui.conversation.template_offer.file_field import FileField
from ui.conversation.template_offer.fill_fields import FilePart
from ui.conversation.template_offer.offer import TemplateOffer
from ui.kit import Kit
from ui.media.shown_media import ShownMedia

SHARE = 0.62  # of the pane's height that the offer may take


class OfferPlace(QObject):
    """Shows one of the two. `sent(conversation_id, message_id)` when a template went to the outbox."""

    sent = Signal(str, str)
    manage_asked = Signal()

    def __init__(
        self,
        kit: Kit,
        pane: QWidget,
        composer: Composer,
        media: ShownMedia,
        jump_to: Callable[[MessageId], object],
    ) -> None:
        super().__init__(pane)
        self._kit, self._pane, self._composer = kit, pane, composer
        self.offer = TemplateOffer(kit, self._file_field, media.pictures)
        self._asked: ConversationId | None = None  # where somebody wants a template though they may write
        self._header: ThreadHeader | None = None
        self._lock: Lock | None = None
        self._is_aside = False  # a note is being written: neither of the two
        self.offer.hide()
        composer.template_asked.connect(self.ask)
        self.offer.consent.read_asked.connect(lambda message_id: jump_to(MessageId(message_id)))
        self.offer.closed.connect(self.close)
        self.offer.send_asked.connect(self._send)
        self.offer.manage_asked.connect(self.manage_asked)
        pane.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        """Whether the offer stands there; to somebody who is blocked nothing goes out."""
        header = self._header
        if header is None or header.is_blocked:
            return False
        return self._composer.is_locked or self._asked == header.conversation_id

    def show_header(self, header: ThreadHeader, lock: Lock | None) -> None:
        """What the conversation allows now."""
        self._header, self._lock = header, lock
        self._settle()

    def set_aside(self, *, is_aside: bool) -> None:
        """Something else stands there, or not any more."""
        self._is_aside = is_aside
        self._settle()

    def ask(self) -> None:
        """A template is wanted where one may also write."""
        if self._header is not None:
            self._asked = self._header.conversation_id
            self._settle()
            self.offer.focus_first()

    def refused(self, refusal: Refusal) -> bool:
        """A template did not go out after all: it is said where it stands again. False for anything else."""
        is_template = getattr(refusal.command, "kind", "") == "template"
        if (
            is_template
            and self._header is not None
            and self._header.conversation_id == refusal.conversation_id
        ):
            self._asked = self._header.conversation_id
            self._settle()
            self.offer.take_back()
            self.offer.say(sentences.refusal(refusal.code, refusal.facts))
        return is_template

    def close(self) -> None:
        """Back to the answer."""
        self._asked = None
        self._settle()
        self._composer.focus_text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A higher pane has more room."""
        if event.type() == QEvent.Type.Resize and self.is_shown:
            self._give_room()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        header = self._header
        if header is None:
            return
        if self.is_shown:
            self.offer.show_for(header, self._lock, self._kit.desk.draft(header.conversation_id))
            self._give_room()
        self._composer.setVisible(not self.is_shown and not self._is_aside)
        self.offer.setVisible(self.is_shown and not self._is_aside)

    def _file_field(self, blank: FileBlank, media: Media | None) -> FilePart:
        return FileField(self._kit, blank, media)

    def _give_room(self) -> None:
        self.offer.set_room(round(self._pane.height() * SHARE))

    def _send(self, conversation_id: str, composed: Composed, due_at: datetime | None) -> None:
        self._kit.tasks.spawn(
            self._send_now(ConversationId(conversation_id), composed, due_at), "send template"
        )

    async def _send_now(
        self, conversation_id: ConversationId, composed: Composed, due_at: datetime | None
    ) -> None:
        desk = self._kit.desk
        try:
            if due_at is None:
                message_id = await desk.send(conversation_id, composed)
            else:
                message_id = await desk.schedule(conversation_id, composed, due_at)
        except ComptoirError as error:
            self.offer.say(sentences.refusal(error.code, error.facts))
            return
        self._asked = None if self._asked == conversation_id else self._asked
        self.offer.sent(conversation_id)
        self._settle()
        if due_at is None:
            self.sent.emit(conversation_id, message_id)
