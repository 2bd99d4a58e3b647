"""Asking about appointments: each message by the rules of all messages, and one that may not go stops no other.

Everything is decided in the transaction of the command, so nobody is asked twice by two desks. An ask answers nobody:
a customer who waits for an answer goes on waiting.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.appointment_asks import ASKS_MAX, AskAppointments, Asking
from app.domain.appointments import Appointment, AppointmentAsked, AppointmentNotAsked
from app.domain.ask_troubles import TEMPLATE_STOPS, is_in_vain
from app.domain.contacts import Contact, Identity
from app.domain.conversations import Conversation, ConversationStarted, StartConversation
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.ids import LineId
from app.domain.lines import channel_of
from app.domain.phone_numbers import is_number
from app.domain.records import record
from app.domain.sends import SendMessage
from app.hub.ask_stops import CATEGORY, blocked, is_same_person
from app.hub.consent_look import permission_of
from app.hub.kept_off import keeps_off
from app.hub.send_rules import check_send
from app.hub.send_wishes import enqueue, requested
from app.hub.situation import Situation
from app.hub.start_wishes import known_conversation, known_person
from storage import view
from storage.hub.tables import Connection
from storage.view import appointment_reading as reading

AUTOMATION = "reminder"  # to the lists it is no answer
_NEEDLESS = frozenset({"asked_meanwhile", "appointment_confirmed", "appointment_over", "appointment_unknown"})


@record
class AskLook:
    """One message that is asked for. `sent`: what a send looks at, None where `refused` says why it cannot go.

    `begun`: the conversation that begins with it. `instead_of`: appointments whose last request never went out.
    """

    asking: Asking
    appointments: tuple[Appointment, ...]
    refused: Refused | None = None
    sent: Situation | None = None
    begun: ConversationStarted | None = None
    instead_of: frozenset[str] = frozenset()


def of_asks(
    conn: Connection, seen: Situation, body: AskAppointments, our_lines: Collection[LineId]
) -> Situation:
    """Decides about each of them, in their order."""
    met: dict[str, tuple[Conversation, Contact]] = {}  # those that begin with this command
    looks: list[AskLook] = []
    asked: set[str] = set()
    for asking in body.asks[: ASKS_MAX + 1]:
        look = _look(conn, seen, body, asking, our_lines, met, asked)
        if look.refused is None:
            asked.update(one.appointment_id for one in look.appointments)
        looks.append(look)
    return replace(seen, asks=tuple(looks))


def check_asks(_situation: Situation, body: AskAppointments) -> Refused | None:
    """Why none of it must happen."""
    if not body.asks or not all(one.appointment_ids for one in body.asks):
        return Refused("ask_nothing")
    most = max(len(body.asks), *(len(one.appointment_ids) for one in body.asks))
    return Refused("ask_long", {"limit": str(ASKS_MAX)}) if most > ASKS_MAX else None


def enqueue_asks(conn: Connection, situation: Situation) -> None:
    """Puts those that go into their conversations' lanes."""
    for look in situation.asks:
        if look.sent is not None:
            enqueue(conn, look.sent, look.asking.message, is_bulk=len(situation.asks) > 1)


def ask_events(situation: Situation, body: AskAppointments) -> list[EventBody]:
    """What happens with each of them."""
    return [event for look in situation.asks for event in _events(look, situation, body)]


def _events(look: AskLook, situation: Situation, body: AskAppointments) -> Sequence[EventBody]:
    me = situation.asker.member_id
    if look.sent is None:
        code = look.refused.code if look.refused is not None else ""
        if code in _NEEDLESS:
            return []
        return [
            AppointmentNotAsked(one.appointment_id, code, body.run_id, member_id=me)
            for one in look.appointments
            if one.is_standing
        ]
    message = look.asking.message
    ids = tuple(one.appointment_id for one in look.appointments)
    asked = [
        AppointmentAsked(
            one, look.asking.ask_id, message.message_id, message.conversation_id,
            tuple(other for other in ids if other != one), body.run_id, member_id=me,
            is_instead=one in look.instead_of,
        )
        for one in ids
    ]  # fmt: skip
    sent = replace(requested(look.sent, message), automation=AUTOMATION)
    return [*([look.begun] if look.begun is not None else []), sent, *asked]


def _look(
    conn: Connection,
    seen: Situation,
    body: AskAppointments,
    asking: Asking,
    our_lines: Collection[LineId],
    met: dict[str, tuple[Conversation, Contact]],
    asked: Collection[str],
) -> AskLook:
    found = [reading.load(conn, one) for one in asking.appointment_ids]
    known = tuple(one for one in found if one is not None and not one.is_removed)
    vain = frozenset(one.appointment_id for one in known if _never_went(conn, one))
    refused = _cannot_be_asked(known, seen.now, asked, vain, again=body.again) or _is_other(
        conn, asking, vain
    )
    if refused is not None:
        return AskLook(asking, known, refused)
    begun: ConversationStarted | None = None
    there = _there(conn, asking, met)
    if there is None:
        new = _begun(conn, seen, asking, our_lines)
        if isinstance(new, Refused):
            return AskLook(asking, known, new)
        begun, there = new, _new(new)
        met[new.conversation_id] = there
    conversation, contact = there
    grace_ms = asking.message.grace_ms if len(body.asks) == 1 else 0  # of many none waits for an undo
    message = replace(
        asking.message, conversation_id=conversation.conversation_id, send_anyway=True, grace_ms=grace_ms
    )
    asking = replace(asking, message=message)
    sent = _sent(conn, seen, message, conversation, contact, our_lines, min(one.starts_at for one in known))
    refused = _check_template(conn, sent, message) or check_send(sent, message) or blocked(conn, conversation)
    return AskLook(asking, known, refused, None if refused is not None else sent, begun, vain)


def _never_went(conn: Connection, one: Appointment) -> bool:
    """Whether its newest request was taken back, or held up on our side: then nobody was asked."""
    if one.asked_at is None or one.ask_message_id is None:
        return False
    message = view.load_message(conn, one.ask_message_id)
    return message is not None and is_in_vain(message.state, message.failure_code or "")


def _check_template(conn: Connection, sent: Situation, message: SendMessage) -> Refused | None:
    """What the channel is known to hold back now would only be refused, one message after the other."""
    template = message.content.template if message.content is not None else None
    if template is None or sent.conversation is None:
        return None
    known = view.template_of(conn, sent.conversation.line_id, template.name, template.language)
    if known is None or known.is_sendable:
        return None
    code = f"template_{known.status}"
    return Refused(code if code in TEMPLATE_STOPS else "template_unavailable")


def _cannot_be_asked(
    known: Sequence[Appointment],
    now: datetime,
    asked: Collection[str],
    vain: Collection[str],
    *,
    again: bool,
) -> Refused | None:
    if not known:
        return Refused("appointment_unknown")
    for one in known:
        if not one.is_standing or one.outcome or one.starts_at <= now:
            return Refused("appointment_over")
        was_asked = one.asked_at is not None and one.appointment_id not in vain
        if one.appointment_id in asked or (was_asked and not again):
            return Refused("asked_meanwhile")
        if one.answer == "confirmed" and not again:
            return Refused("appointment_confirmed")
    return None


def _is_other(conn: Connection, asking: Asking, vain: Collection[str]) -> Refused | None:
    """Whether something happened that its author had not seen: its words would be wrong, or said twice."""
    for appointment_id, seen in zip(asking.appointment_ids, asking.seen, strict=False):
        one = reading.load(conn, appointment_id)
        if one is None or one.is_removed:
            return Refused("appointment_changed")  # the words tell of it
        if one.starts_at != seen.starts_at or not is_same_person(conn, one.writes_to or one.phone, seen.told):
            return Refused("appointment_changed")
        if one.answer and one.answer != seen.answer:
            return Refused("appointment_confirmed" if one.answer == "confirmed" else "asked_meanwhile")
        if one.ask_id != seen.ask_id and appointment_id not in vain:
            return Refused("asked_meanwhile")
    return None


def _there(
    conn: Connection, asking: Asking, met: dict[str, tuple[Conversation, Contact]]
) -> tuple[Conversation, Contact] | None:
    """The conversation that is there already, also one that began a moment ago."""
    conversation_id = asking.message.conversation_id
    if conversation_id in met:
        return met[conversation_id]
    conversation = view.load_conversation(conn, conversation_id)
    if conversation is None and (wish := _wish(asking)) is not None:
        conversation = known_conversation(conn, wish, known_person(conn, wish))
    contact = view.load_contact(conn, conversation.contact_id) if conversation is not None else None
    if conversation is None or contact is None:
        return None
    return conversation, contact


def _wish(asking: Asking) -> StartConversation | None:
    """As a person would begin it."""
    if asking.line_id is None or asking.contact_id is None or not is_number(asking.number):
        return None
    return StartConversation(
        asking.message.conversation_id, asking.contact_id, asking.line_id, Identity(number=asking.number)
    )


def _begun(
    conn: Connection, seen: Situation, asking: Asking, our_lines: Collection[LineId]
) -> ConversationStarted | Refused:
    wish = _wish(asking)
    if wish is None:
        return Refused("recipient_unknown")
    if wish.line_id not in our_lines:
        return Refused("line_not_ours", {"line_id": wish.line_id})
    if keeps_off(conn, [asking.number]):
        return Refused("do_not_contact")
    person = known_person(conn, wish)
    contact_id = person.contact_id if person is not None else wish.contact_id
    return ConversationStarted(
        wish.conversation_id, contact_id, wish.line_id, channel_of(wish.line_id), wish.identity,
        seen.asker.member_id,
    )  # fmt: skip


def _new(begun: ConversationStarted) -> tuple[Conversation, Contact]:
    """The two as they will be once it has begun."""
    conversation = Conversation(begun.conversation_id, begun.contact_id, begun.line_id, begun.channel)
    return conversation, Contact(begun.contact_id, number=begun.identity.number)


def _sent(
    conn: Connection,
    seen: Situation,
    message: SendMessage,
    conversation: Conversation,
    contact: Contact,
    our_lines: Collection[LineId],
    until_at: datetime,
) -> Situation:
    """What the rules of a message look at. Nobody asked for it, so also free words leave the night alone.

    Once it has begun there is nothing left to ask: what waits for longer does not go out.
    """
    limit = seen.command.made_at + (until_at - seen.made_at)
    return Situation(
        replace(seen.command, body=message, not_after_at=limit),
        seen.asker,
        seen.now,
        conversation,
        view.load_message(conn, message.message_id),
        is_line_ours=conversation.line_id in our_lines,
        contact=contact,
        permission=permission_of(conn, conversation, contact, message.content, category=CATEGORY),
    )


def ids_of_asks(body: AskAppointments) -> list[str]:
    """Every id that somebody else made up."""
    ids = [body.run_id]
    for one in body.asks:
        ids += [one.ask_id, one.message.message_id, one.message.conversation_id, *one.appointment_ids]
        ids += [given for given in (one.contact_id, one.line_id, one.message.reply_to) if given is not None]
    return ids
