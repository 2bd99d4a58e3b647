"""What was begun in each conversation beside its text: the quote and the first file on disk, all of it in memory."""

from dataclasses import dataclass, replace
from typing import Final

from app.desk.desk import Composed, Desk
from app.domain.contents import MEDIA_KINDS
from app.domain.ids import ConversationId
from ui.conversation.writing.answer import Answer, answer_of, kept_of
from ui.conversation.writing.recorder import Recording

NOTHING: Final = Answer()
FORMS: Final = frozenset(
    {"buttons", "list", "link", "location_request", "contact_request", "location", "contacts"}
)


@dataclass(frozen=True, slots=True)
class Begun:
    """Quote and files (without the text, which is the draft), and a note that was spoken and not sent."""

    answer: Answer = NOTHING
    voice: Recording | None = None


class Kept:
    """By conversation."""

    def __init__(self, desk: Desk, begun: dict[ConversationId, Begun] | None = None) -> None:
        self._desk = desk
        self._begun = {} if begun is None else begun

    def begun(self, conversation_id: ConversationId) -> Begun:
        """What was begun there: as it was left, or what the disk has after a restart."""
        if conversation_id in self._begun:
            return self._begun[conversation_id]
        composed = self._desk.attached(conversation_id)
        answer = answer_of(composed) if composed is not None else None
        return Begun(replace(answer, text="") if answer is not None else NOTHING)

    def form(self, conversation_id: ConversationId) -> Composed | None:
        """A message with a form of its own that was refused while nobody looked."""
        composed = self._desk.attached(conversation_id)
        return composed if composed is not None and composed.kind in FORMS else None

    def keep(self, conversation_id: ConversationId, begun: Begun) -> None:
        """Remember it, here and on disk."""
        self.set_aside(conversation_id, begun)
        self.store(conversation_id)

    def set_aside(self, conversation_id: ConversationId, begun: Begun) -> None:
        """Remember it here alone: the disk has what is being sent until it is sent."""
        self._begun[conversation_id] = replace(
            begun, answer=replace(begun.answer, text="", has_preview=False)
        )

    def store(self, conversation_id: ConversationId) -> None:
        """What is on disk follows; a form or a template that waits there is left alone."""
        before = self._desk.attached(conversation_id)
        after = kept_of(self.begun(conversation_id).answer)
        is_ours = before is None or before.kind in MEDIA_KINDS | {"text"}
        if is_ours and after != before:
            self._desk.keep_attached(conversation_id, after)

    def forget_form(self, conversation_id: ConversationId) -> None:
        """It is being filled in again, or given up."""
        if self.form(conversation_id) is not None:
            self._desk.keep_attached(conversation_id, None)
