"""Messages that change others, and placeholders that others replace, while events are applied."""

from app.domain.amendments import amended, joined, may_amend, replaced
from app.domain.conversations import Conversation, with_changed_message
from app.domain.copies import changed
from app.domain.messages import AMENDING_KINDS, Message, is_amendment, is_placeholder
from storage.view.leaves import follow
from storage.view.subjects import Subjects


def join_target(subjects: Subjects, message: Message, pos: int) -> None:
    """A new message that changes another finds it, or waits for it."""
    if message.kind in AMENDING_KINDS and is_amendment(message):
        target = _target(subjects, message)
        if target is None:
            subjects.wait_for_target(message)
        else:
            _amend(subjects, message, target, pos)


def join_changes(subjects: Subjects, message: Message, pos: int) -> None:
    """A message just got the channel's id: changes may have waited for it."""
    for amendment in subjects.take_unjoined(message):
        target = _target(subjects, amendment)
        if target is None:
            subjects.wait_for_target(amendment)
        else:
            _amend(subjects, amendment, target, pos)


def amend_again(subjects: Subjects, amendment: Message, pos: int) -> None:
    """More is known of a change that was made: one of ours that did not go out is taken back from its target."""
    target = _target(subjects, amendment)
    if target is not None:
        _change(subjects, target, amended(target, amendment), pos)


def as_one_of_two(subjects: Subjects, message: Message, conversation: Conversation) -> Message:
    """A message of a history under an id that we know: the file takes its placeholder's place, in either order."""
    twin = subjects.named(conversation.line_id, message.external_id) if message.external_id else None
    if twin is None or is_placeholder(twin) == is_placeholder(message):
        return message
    if is_placeholder(message):
        return changed(message, is_hidden=True)
    subjects.rewrite_message(changed(twin, is_hidden=True))
    return replaced(twin, message)


def _target(subjects: Subjects, amendment: Message) -> Message | None:
    conversation = subjects.conversations[amendment.conversation_id]
    found = subjects.named(conversation.line_id, amendment.reply_to) if amendment.reply_to else None
    return found if found is not None and may_amend(amendment, found) else None


def _amend(subjects: Subjects, amendment: Message, target: Message, pos: int) -> None:
    hidden, after = joined(amendment, target)
    subjects.rewrite_message(hidden)
    _change(subjects, target, after, pos)


def _change(subjects: Subjects, before: Message, after: Message, pos: int) -> None:
    if after is before:
        return
    conversation = subjects.conversations[before.conversation_id]
    subjects.put_conversation(with_changed_message(conversation, before, after, pos))
    follow(subjects, after, lambda side: with_changed_message(side, before, after, pos))
    subjects.rewrite_message(after)
