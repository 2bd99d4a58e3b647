"""When a message may go out, be taken back or be decided about: pure checks."""

from datetime import datetime, timedelta

from app.domain.contents import Content, with_texts
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.messages import Message
from app.domain.outgoing import Outgoing, problems
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend
from app.hub.roles import may, needs
from app.hub.situation import Situation

QUOTABLE_FOR = timedelta(days=30)  # the channel forgets older messages
# What the channel has no message of its own for, or takes no answer to.
NO_TARGETS = frozenset(
    {"reaction", "call", "call_ended", "call_permission", "system", "edit", "revoke", "media"}
)
ANY_TIME_KINDS = frozenset({"template"})  # these need no open window
SILENT_KINDS = frozenset({"reaction"})  # these answer nobody, so nobody's answer stands against them


def sendable(text: str) -> str:
    """The text as the channel can carry it: without NUL and lone surrogates, without blanks around it."""
    return _carried(text).strip()


def outgoing_of(situation: Situation, body: SendText | SendMessage) -> Outgoing:
    """What the channel would be given, cleaned of what it cannot carry."""
    if isinstance(body, SendText):
        return Outgoing("text", sendable(body.text))
    target = situation.target
    content = None if body.content is None else with_texts(body.content, _carried)
    return Outgoing(body.kind, sendable(body.text), content, target.external_id if target else None)


def check_send(situation: Situation, body: SendText | SendMessage) -> Refused | None:
    """Why this must not go out, None when it may."""
    conversation = situation.conversation
    assert conversation is not None
    outgoing = outgoing_of(situation, body)
    return (
        problems(conversation.channel, outgoing.kind, outgoing.text, outgoing.content)
        or _check_place(situation, conversation)
        or _check_offer(situation, outgoing.content)
        or _check_recipient(situation, outgoing)
        or (_check_target(situation, body) if isinstance(body, SendMessage) else None)
        or _check_retry(situation, body, outgoing.kind)
        or (None if outgoing.kind in ANY_TIME_KINDS else _check_window(situation, conversation))
        or check_permission(situation, conversation, situation.now, is_quiet_anyway(body))
        or (None if outgoing.kind in SILENT_KINDS else _check_colleague(situation, body))
    )


def check_permission(
    situation: Situation, conversation: Conversation, at: datetime, quiet_anyway: bool
) -> Refused | None:
    """Whether the person agreed to it, and the hour there; answers need neither."""
    permission = situation.permission
    return permission.check(conversation, at, quiet_anyway=quiet_anyway) if permission is not None else None


def is_quiet_anyway(body: SendText | SendMessage) -> bool:
    """Whether a person saw that it is late there and sends it all the same."""
    return isinstance(body, SendMessage) and body.quiet_anyway


def check_cancel(situation: Situation, body: CancelSend) -> Refused | None:
    """Why it cannot be taken back."""
    message = situation.message
    if message is None or not _is_there(situation, message):
        return Refused("message_unknown")
    if message.member_id != situation.asker.member_id and not may(situation, "cancel_others_sends"):
        return Refused("not_yours")
    return None if message.state == "queued" else Refused("too_late", {"state": message.state})


def check_settle(situation: Situation, body: SettleSend) -> Refused | None:
    """Why nobody may decide about it. A template that may have arrived is paid for again: not for everybody."""
    message = situation.message
    if message is None or not _is_there(situation, message):
        return Refused("message_unknown")
    if message.state != "unknown":
        return Refused("not_unconfirmed", {"state": message.state})
    is_costly = body.how == "resent" and message.kind == "template"
    return needs(situation, "pay_twice") if is_costly else None


def _is_there(situation: Situation, message: Message) -> bool:
    """Whether a message stands in the conversation that is meant, which may have become part of another meanwhile."""
    conversation = situation.conversation
    return conversation is not None and message.conversation_id == conversation.conversation_id


def _carried(text: str) -> str:
    return "".join(char for char in text if char != "\0" and not "\ud800" <= char <= "\udfff")


def _check_place(situation: Situation, conversation: Conversation) -> Refused | None:
    if situation.message is not None:
        return Refused("message_id_taken")
    if not situation.is_line_ours:
        return Refused("line_not_ours", {"line_id": conversation.line_id})
    return None


def _check_offer(situation: Situation, content: Content | None) -> Refused | None:
    template = content.template if content else None
    if template is None or template.offer_ends_at is None:
        return None
    ends_at = template.offer_ends_at
    is_over = ends_at.tzinfo is None or ends_at <= situation.now
    return Refused("offer_over") if is_over else None


def _check_recipient(situation: Situation, outgoing: Outgoing) -> Refused | None:
    contact = situation.contact
    if contact is None or not (contact.number or contact.user_id):
        return Refused("recipient_unknown")
    template = outgoing.parts.template
    is_code = template is not None and template.category == "authentication"
    return Refused("number_needed") if is_code and not contact.number else None


def _check_target(situation: Situation, body: SendMessage) -> Refused | None:
    """What is quoted or reacted to must be a message there that the channel knows and still shows."""
    if body.reply_to is None:
        return Refused("target_unknown") if body.kind == "reaction" else None
    target = situation.target
    if target is None or not _is_there(situation, target):
        return Refused("target_unknown")
    if target.kind in NO_TARGETS or target.revoked_at is not None:
        return Refused("target_unfit")
    if target.external_id is None:
        return Refused("target_not_sent")
    return _check_age(situation, target)


def _check_age(situation: Situation, target: Message) -> Refused | None:
    is_old = target.sort_at < situation.now - QUOTABLE_FOR
    return Refused("target_too_old", {"days": str(QUOTABLE_FOR.days)}) if is_old else None


def _check_retry(situation: Situation, body: SendText | SendMessage, kind: str) -> Refused | None:
    """A template whose fate nobody knows may have arrived; sending it again can cost twice."""
    retried = situation.retried
    if body.retry_of is None or retried is None or kind != "template":
        return None
    return needs(situation, "pay_twice") if retried.state in ("unknown", "settled") else None


def _check_window(situation: Situation, conversation: Conversation) -> Refused | None:
    if conversation.is_window_open(situation.now):
        return None
    closed_at = conversation.window_closes_at()
    return Refused("window_closed", {"closed_at": closed_at.isoformat()} if closed_at else {})


def _check_colleague(situation: Situation, body: SendText | SendMessage) -> Refused | None:
    if body.send_anyway or situation.answered_by is None:
        return None
    return Refused("newer_answer", {"who": situation.answered_by})
