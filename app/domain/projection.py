"""How one event changes messages, conversations and contacts: the rule that hub, desktop and overlay share.

Storage loads the subjects that an event touches, calls these functions, and writes what came back.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from app.domain import sends
from app.domain.arrivals import MessageReceived, MessageStatus
from app.domain.contacts import ContactAliased, ContactBlocked, ContactUnblocked, Identity
from app.domain.contents import Content
from app.domain.conversations import (
    Conversation,
    ConversationStarted,
    with_changed_message,
    with_message,
)
from app.domain.copies import changed
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.imports import HistoryImportBegan, HistoryImportUndone
from app.domain.lines import channel_of
from app.domain.media import MediaLost, MediaState, MediaStored
from app.domain.messages import (
    AMENDING_KINDS,
    AUTOMATIC,
    Author,
    Message,
    Rank,
    inbound_sort_at,
    outbound_sort_at,
    with_status,
)
from app.domain.notes import NoteAdded
from app.domain.teamwork import (
    CONVERSATION_CHANGES,
    NOTE_CHANGES,
    TEAM_EVENTS,
    after_teamwork,
    changed_note,
    team_line,
)

MESSAGE_CHANGES = (
    sends.SendAccepted, sends.SendRefused, sends.SendFailed, sends.SendUnknown, sends.SendExpired,
    sends.SendCancelled, sends.SendSettled, MediaStored, MediaLost,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Touched:
    """What an event is about; None where it says nothing. `external_id` finds a message of unknown `message_id`.

    `amended`: the channel's id of the message that it changes beside its own.
    """

    conversation_id: ConversationId | None = None
    contact_id: ContactId | None = None
    message_id: MessageId | None = None
    external_id: str | None = None
    identity: Identity | None = None
    amended: str | None = None


def touched_by(event: Event) -> Touched:
    """Which subjects must be loaded to apply the event."""
    body = event.body
    if isinstance(body, MessageReceived):
        return Touched(
            body.conversation_id,
            body.contact_id,
            body.message_id,
            body.external_id,
            body.identity,
            body.reply_to if body.kind in AMENDING_KINDS else None,
        )
    if isinstance(body, sends.SendRequested):
        amended = body.reply_to if body.kind in AMENDING_KINDS else None
        return Touched(body.conversation_id, body.contact_id, body.message_id, amended=amended)
    if isinstance(body, ConversationStarted | HistoryImportBegan):
        return Touched(body.conversation_id, body.contact_id, identity=body.identity)
    if isinstance(body, MessageStatus):
        return Touched(body.conversation_id, None, body.message_id, body.external_id)
    if isinstance(body, MESSAGE_CHANGES):
        return Touched(body.conversation_id, None, body.message_id)
    if isinstance(body, (NoteAdded, *NOTE_CHANGES)):
        return Touched(body.conversation_id, None, body.note_id)
    if isinstance(body, CONVERSATION_CHANGES):
        return Touched(body.conversation_id)
    if isinstance(body, HistoryImportUndone):
        return Touched(body.conversation_id)
    if isinstance(body, ContactAliased):
        return Touched(contact_id=body.contact_id, identity=body.identity)
    return Touched()


def new_conversation(event: Event) -> Conversation | None:
    """The conversation that a first message opens, before that message is applied, or that we began."""
    body = event.body
    if isinstance(body, MessageReceived) and body.conversation_id and body.contact_id:
        return Conversation(body.conversation_id, body.contact_id, body.line_id, body.channel)
    if isinstance(body, sends.SendRequested):
        return Conversation(body.conversation_id, body.contact_id, body.line_id, channel_of(body.line_id))
    if isinstance(body, ConversationStarted):
        return Conversation(
            body.conversation_id, body.contact_id, body.line_id, body.channel, lifted_pos=event.pos
        )
    if isinstance(body, HistoryImportBegan):  # in no list before its first message
        return Conversation(body.conversation_id, body.contact_id, body.line_id, body.channel)
    return None


def new_message(event: Event, conversation: Conversation) -> Message | None:
    """The message that the event brings into the conversation, if it brings one."""
    body = event.body
    if isinstance(body, MessageReceived) and body.conversation_id:
        if body.import_id is not None:
            return _imported(body, event.pos, conversation)
        return _received(body, event.pos, conversation)
    if isinstance(body, sends.SendRequested):
        return _requested(body, event.pos, event.accepted_at, conversation)
    return team_line(event, conversation) if isinstance(body, TEAM_EVENTS) else None


def block_notice(event: Event, conversation: Conversation) -> Message | None:
    """The line in a conversation which says that a person was blocked, or not any more; nothing else changes by it."""
    body = event.body
    if not isinstance(body, (ContactBlocked, ContactUnblocked)):
        return None
    return Message(
        message_id=MessageId(event.event_id),
        conversation_id=conversation.conversation_id,
        pos=event.pos,
        direction="out",
        author="member",
        kind="blocked" if isinstance(body, ContactBlocked) else "unblocked",
        text=None,
        sort_at=outbound_sort_at(event.accepted_at, conversation.heard_at),
        base="settled",
        member_id=body.member_id,
        state_at=event.accepted_at,
    )


def changed_message(event: Event, message: Message) -> Message:
    """The message after an event about it; unchanged when the event says nothing new."""
    body = event.body
    if isinstance(body, MessageStatus):
        return with_status(message, body)
    if isinstance(body, sends.SendAccepted):
        rank = max(message.rank, Rank.ACCEPTED)
        return changed(message, external_id=body.external_id, rank=rank, state_at=event.accepted_at)
    if isinstance(body, sends.SendRefused):
        return changed(
            message,
            base="refused",
            failure_code=body.code,
            provider_code=body.provider_code,
            state_at=event.accepted_at,
        )
    if isinstance(body, sends.SendFailed):
        return changed(
            message,
            base="failed",
            failure_code=body.code,
            provider_code=body.provider_code,
            state_at=event.accepted_at,
        )
    if isinstance(body, sends.SendUnknown):
        return changed(message, base="unknown", state_at=event.accepted_at)
    if isinstance(body, sends.SendExpired):
        return changed(message, base="expired", state_at=event.accepted_at)
    if isinstance(body, sends.SendCancelled):
        return changed(message, base="cancelled", state_at=event.accepted_at)
    if isinstance(body, sends.SendSettled):
        return changed(message, base="settled", state_at=event.accepted_at)
    if isinstance(body, MediaStored | MediaLost):
        return _with_media(message, body)
    return changed_note(event, message) if isinstance(body, NOTE_CHANGES) else message


def conversation_after(
    event: Event, conversation: Conversation, before: Message | None, after: Message | None
) -> Conversation:
    """The conversation after the event. `before` and `after`: its message as loaded and as it is now."""
    body = event.body
    if isinstance(body, TEAM_EVENTS):
        return after_teamwork(event, conversation)
    if after is None:
        return conversation
    if before is not None:
        return with_changed_message(conversation, before, after, event.pos)
    is_history = isinstance(body, MessageReceived) and body.is_history
    return with_message(conversation, after, _channel_time(body, after), is_history)


def _channel_time(body: object, message: Message) -> datetime:
    return message.sort_at if not isinstance(body, MessageReceived) else min(body.sent_at, message.sort_at)


def _received(body: MessageReceived, pos: int, conversation: Conversation) -> Message:
    sort_at = inbound_sort_at(body.sent_at, body.received_at)
    read_line = conversation.read_sort_at
    is_in = body.direction == "in"
    return Message(
        message_id=body.message_id,
        conversation_id=conversation.conversation_id,
        pos=pos,
        direction=body.direction,
        author=body.author,
        kind=body.kind,
        text=body.text,
        sort_at=sort_at,
        base="received" if is_in else "accepted",
        rank=Rank.NONE if is_in else Rank.ACCEPTED,
        external_id=body.external_id,
        reply_to=body.reply_to,
        is_late=is_in and not body.is_history and read_line is not None and sort_at < read_line,
        state_at=sort_at,
        content=body.content,
        media=None if body.content is None or body.kind in AMENDING_KINDS else _arriving(body.content),
        author_name=body.author_name,
    )


def _imported(body: MessageReceived, pos: int, conversation: Conversation) -> Message:
    """A message from an exported chat: no channel names it, and it is never newer than its import."""
    content = body.content
    sort_at = min(body.sent_at, body.received_at.replace(microsecond=0))
    is_deleted = body.kind == "deleted"
    return changed(
        _received(body, pos, conversation),
        kind="text" if is_deleted else body.kind,
        text=None if is_deleted else body.text,
        sort_at=sort_at,
        base="received" if body.direction == "in" else "imported",  # nothing is known of its delivery
        rank=Rank.NONE,
        state_at=sort_at,
        external_id=None,
        media=None if content is None else _from_export(content),
        edited_at=sort_at if content is not None and content.is_edited else None,
        revoked_at=sort_at if is_deleted else None,
    )


def _from_export(content: Content) -> MediaState | None:
    """The file lies at the hub before its message comes; or the export was made without it."""
    return _ours(content) or (MediaState("lost", code="not_exported") if content.media is not None else None)


def _requested(
    body: sends.SendRequested, pos: int, accepted_at: datetime, conversation: Conversation
) -> Message:
    return Message(
        message_id=body.message_id,
        conversation_id=conversation.conversation_id,
        pos=pos,
        direction="out",
        author=cast("Author", body.automation) if body.automation in AUTOMATIC else "member",
        kind=body.kind,
        text=body.text,
        sort_at=outbound_sort_at(accepted_at, conversation.heard_at),
        base="queued",
        member_id=body.member_id,
        reply_to=body.reply_to,
        retry_of=body.retry_of,
        hold_until_at=body.hold_until_at,
        state_at=accepted_at,
        content=body.content,
        media=None if body.content is None else _ours(body.content),
    )


def _arriving(content: Content) -> MediaState | None:
    """A file that the hub is to fetch; lost where the source only says that there was one."""
    media = content.media
    if media is None:
        return None
    is_named = media.external_id is not None or media.sha256 is not None
    return MediaState("fetching") if is_named else MediaState("lost", code="gone")


def _ours(content: Content) -> MediaState | None:
    """A file of ours is at the hub before its message is asked for."""
    media = content.media
    if media is None or media.sha256 is None:
        return None
    return MediaState(
        "stored", media.sha256, media.size_bytes, media.mime, media.width_px, media.height_px, media.duration_ms,
        media.waveform,
    )  # fmt: skip


def _with_media(message: Message, body: MediaStored | MediaLost) -> Message:
    """What became of its file; of a deleted message nobody shows it any more."""
    if message.revoked_at is not None:
        return message
    if isinstance(body, MediaLost):
        return changed(message, media=MediaState("lost", code=body.code))
    state = MediaState(
        "stored", body.sha256, body.size_bytes, body.mime, body.width_px, body.height_px, body.duration_ms,
        body.waveform,
    )  # fmt: skip
    return changed(message, media=state)
