"""Sends what the composer gives, takes it back, and gives it back whole when it does not go out."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.desk.desk import Composed
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.words import gettext as _
from app.words import sentences
from ui.conversation.send_undo import SendUndo
from ui.conversation.writing.answer import Answer, answer_of, joined, messages_of, rest_of
from ui.kit import Kit
from ui.widgets.toast import ToastStack

MOST_BATCHES: Final = 8  # answers of several messages that may still be taken back together


class Sending(QObject):
    """`sent(conversation_id, message_id)`; `came_back(conversation_id, Answer)`: it did not go out, or was taken back;
    `said(conversation_id, sentence, code)`: why. `form_came_back(conversation_id, Composed, sentence)`: the same of a
    message with a form of its own, without a sentence when its author wanted it back.
    """

    sent = Signal(str, str)
    came_back = Signal(str, object)
    form_came_back = Signal(str, object, str)
    said = Signal(str, str, str)

    def __init__(self, kit: Kit, undo: SendUndo, toasts: ToastStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit, self._undo, self._toasts = kit, undo, toasts
        self._batches: OrderedDict[MessageId, tuple[MessageId, ...]] = OrderedDict()
        undo.take_back_asked.connect(self.take_back)

    # -- out

    def send(self, conversation_id: ConversationId, answer: Answer) -> None:
        """All messages of an answer, one after the other."""
        self._kit.tasks.spawn(self._send_now(conversation_id, answer), "send")

    def send_form(self, conversation_id: ConversationId, form: Composed) -> None:
        """Buttons, a place, a card: a message with a form of its own."""
        self._kit.tasks.spawn(self._send_form(conversation_id, form), "send form")

    async def _send_now(self, conversation_id: ConversationId, answer: Answer) -> None:
        gone: list[MessageId] = []
        for number, one in enumerate(messages_of(answer)):
            try:
                gone.append(await self._give(conversation_id, one, is_anyway=answer.is_anyway))
            except ComptoirError as error:
                self.came_back.emit(conversation_id, rest_of(answer, number))
                self.said.emit(conversation_id, sentences.refusal(error.code, error.facts), error.code)
                break
        if gone:
            self._went(conversation_id, answer.text, gone)

    async def _send_form(self, conversation_id: ConversationId, form: Composed) -> None:
        try:
            message_id = await self._give(conversation_id, form, is_anyway=False)
        except ComptoirError as error:
            sentence = sentences.refusal(error.code, error.facts)
            self.form_came_back.emit(conversation_id, form, sentence)
            return
        self._went(conversation_id, "", [message_id])

    async def _give(self, conversation_id: ConversationId, one: Composed, *, is_anyway: bool) -> MessageId:
        desk = self._kit.desk
        if one.is_plain_text:
            return await desk.send_text(conversation_id, one.text, send_anyway=is_anyway)
        return await desk.send(conversation_id, one, send_anyway=is_anyway)

    def _went(self, conversation_id: ConversationId, text: str, gone: list[MessageId]) -> None:
        desk = self._kit.desk
        if text and desk.draft(conversation_id) == text:
            desk.save_draft(conversation_id, "")
        if len(gone) > 1:
            self._batches[gone[-1]] = tuple(gone)
            while len(self._batches) > MOST_BATCHES:
                self._batches.popitem(last=False)
        self.hold(gone[-1])
        self.sent.emit(conversation_id, gone[-1])

    def hold(self, message_id: MessageId) -> None:
        """From now on Undo means this message."""
        row = self._kit.desk.message(message_id)
        if row is not None:
            self._undo.hold(row.message_id, row.hold_until_at)

    # -- back

    def take_back(self, message_id: str) -> None:
        """Undo a send, with the messages that went with it."""
        self._undo.release()
        self._kit.tasks.spawn(self._take_back_now(MessageId(message_id)), "take back")

    async def _take_back_now(self, message_id: MessageId) -> None:
        back: Answer | None = None
        conversation_id: ConversationId | None = None
        for one in reversed(self._batches.pop(message_id, (message_id,))):
            row = self._kit.desk.message(one)
            composed = await self._kit.desk.take_back_message(one)
            if composed is None or row is None:
                self._say_too_late()
                break
            conversation_id = row.conversation_id
            answer = answer_of(composed)
            if answer is None:
                self.form_came_back.emit(conversation_id, composed, "")
            else:
                back = answer if back is None else joined(answer, back)
        if back is not None and conversation_id is not None:
            self.came_back.emit(conversation_id, back)

    def _say_too_late(self) -> None:
        words = _("Too late: the message has gone to WhatsApp.")
        self._toasts.show(words, icon="circle-alert", ink="warning")
