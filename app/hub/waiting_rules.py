"""The waiting list, and freed slots that are offered to those on it: what a command may do, and what happens then.

Each invitation goes by the rules of a message; one that may not go stops no other, and says why. A slot that is being
offered is not offered once more, so a customer's first tap can only be one.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from app.domain.appointments import LENGTH_MAX, LENGTH_MIN
from app.domain.contacts import Contact
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.ids import ContactId, LineId
from app.domain.records import record
from app.domain.slot_offers import (
    INVITED_MAX,
    CloseOffer,
    Invitation,
    Invited,
    OfferClosed,
    OfferSlot,
    RemoveWaiter,
    SaveWaiter,
    SlotOffered,
    Waiter,
    WaiterRemoved,
    WaiterSaved,
    WaitingAsk,
    waiter_problem,
)
from app.domain.waiting_list import SlotOffer, is_day
from app.hub.ask_stops import CATEGORY, blocked
from app.hub.consent_look import permission_of
from app.hub.send_rules import check_send, sendable
from app.hub.send_wishes import enqueue, requested
from app.hub.situation import Situation
from app.hub.slot_look import Wanted, slot_problem
from storage import view
from storage.hub.tables import Connection
from storage.view import appointment_reading as rows
from storage.view import waiting_list

AUTOMATION = "rule"  # to the lists an invitation is no answer


@record
class InvitedLook:
    """One invitation. `sent`: what a send looks at; None where `code` says why it cannot go."""

    invitation: Invitation
    code: str = ""
    sent: Situation | None = None


@record
class WaitingLook:
    """What is read for a command about the waiting list. `one`: the waiter as known, `is_waiting`: whether they wait.

    `missing`: the code of what is named and is not there. `slot`: why the slot is not free. `is_running`: whether it is
    being offered. `offer`: the one that is to be closed.
    """

    one: Waiter | None = None
    is_waiting: bool = False
    missing: str = ""
    slot: Refused | None = None
    is_running: bool = False
    invited: tuple[InvitedLook, ...] = ()
    offer: SlotOffer | None = None


def of_waiting(conn: Connection, seen: Situation, our_lines: Collection[LineId]) -> Situation:
    """All that the rules look at for a command about the waiting list."""
    body: Any = seen.command.body
    if isinstance(body, CloseOffer):
        return replace(seen, waiting=WaitingLook(offer=waiting_list.offer(conn, body.offer_id)))
    if isinstance(body, OfferSlot):
        return replace(seen, waiting=_of_offer(conn, seen, body, our_lines))
    found = waiting_list.waiter(conn, body.waiter_id)
    one, is_waiting = found if found is not None else (None, False)
    missing = _missing(conn, body.waiter) if isinstance(body, SaveWaiter) else ""
    return replace(seen, waiting=WaitingLook(one, is_waiting, missing))


def _missing(conn: Connection, waiter: Waiter) -> str:
    contact_id = waiter.contact_id
    if contact_id is not None and view.kept_contact(conn, contact_id) is None:
        return "contact_unknown"
    service = rows.service_named(conn, waiter.service_id) if waiter.service_id else None
    if waiter.service_id and (service is None or not service[1]):
        return "service_unknown"
    resource = rows.resource_named(conn, waiter.resource_id) if waiter.resource_id else None
    return "resource_unknown" if waiter.resource_id and (resource is None or not resource[1]) else ""


def _of_offer(
    conn: Connection, seen: Situation, body: OfferSlot, our_lines: Collection[LineId]
) -> WaitingLook:
    if not LENGTH_MIN <= body.length_min <= LENGTH_MAX or not 0 < len(body.invitations) <= INVITED_MAX:
        return WaitingLook()
    wanted = Wanted(body.starts_at, body.length_min, body.resource_id, is_standing_only=True)
    resource = rows.resource_named(conn, body.resource_id) if body.resource_id else None
    is_gone = bool(body.resource_id) and (resource is None or not resource[1])
    met: set[str] = set()  # waiters, and conversations
    return WaitingLook(
        missing="resource_unknown" if is_gone else "",
        slot=slot_problem(conn, wanted, seen.now),
        is_running=_is_running(conn, body),
        invited=tuple(_invited(conn, seen, body, one, our_lines, met) for one in body.invitations),
        offer=waiting_list.offer(conn, body.offer_id),
    )


def _is_running(conn: Connection, body: OfferSlot) -> bool:
    """Whether it, or a stretch that overlaps it, is being offered."""
    ends_s = body.starts_at.timestamp() + body.length_min * 60
    return any(
        one.resource_id == body.resource_id
        and one.starts_at.timestamp() < ends_s
        and one.starts_at.timestamp() + one.length_min * 60 > body.starts_at.timestamp()
        for one in waiting_list.open_offers(conn)
    )


def _invited(
    conn: Connection,
    seen: Situation,
    body: OfferSlot,
    invitation: Invitation,
    our_lines: Collection[LineId],
    met: set[str],
) -> InvitedLook:
    """Nobody is asked twice, and a tap must say who it is: one invitation to a waiter, and to a conversation."""
    found = waiting_list.waiter(conn, invitation.waiter_id)
    if found is None or not found[1] or found[0].contact_id is None:
        return InvitedLook(invitation, "waiter_unknown")
    conversation = view.load_conversation(conn, invitation.message.conversation_id)
    contact = view.load_contact(conn, ContactId(view.kept_id(conn, found[0].contact_id)))
    if conversation is None or contact is None or conversation.contact_id != contact.contact_id:
        return InvitedLook(invitation, "recipient_unknown")
    if invitation.waiter_id in met or conversation.conversation_id in met:
        return InvitedLook(invitation, "asked_meanwhile")
    met |= {invitation.waiter_id, conversation.conversation_id}
    sent = _sent(conn, seen, body, invitation, conversation, contact, our_lines)
    refused = check_send(sent, _message(sent)) or blocked(conn, conversation)
    return InvitedLook(invitation, refused.code if refused is not None else "", None if refused else sent)


def _sent(
    conn: Connection,
    seen: Situation,
    body: OfferSlot,
    invitation: Invitation,
    conversation: Conversation,
    contact: Contact,
    our_lines: Collection[LineId],
) -> Situation:
    """Nobody asked for it, so also free words leave the night alone; and once the slot has begun it goes nowhere."""
    message = replace(
        invitation.message, conversation_id=conversation.conversation_id, send_anyway=True, grace_ms=0
    )
    limit = seen.command.made_at + (body.starts_at - seen.made_at)
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


def _message(sent: Situation) -> Any:
    return sent.command.body


def _look(situation: Situation) -> WaitingLook:
    assert situation.waiting is not None
    return situation.waiting


# --- checks ---


def check_waiting(situation: Situation, body: WaitingAsk) -> Refused | None:
    """Why it must not happen."""
    look = _look(situation)
    if isinstance(body, SaveWaiter):
        return _check_save(look, body)
    return _check_offer(situation, look, body) if isinstance(body, OfferSlot) else None


def _check_save(look: WaitingLook, body: SaveWaiter) -> Refused | None:
    waiter = body.waiter
    refused = waiter_problem(waiter)
    if refused is not None:
        return refused
    if look.missing:
        return Refused(look.missing)
    is_same = look.one is None or look.one.contact_id == waiter.contact_id  # whose it is never changes
    are_days = is_day(waiter.from_day) and is_day(waiter.until_day)
    return (
        None if is_same and are_days and waiter.waiter_id == body.waiter_id else Refused("waiter_malformed")
    )


def _check_offer(situation: Situation, look: WaitingLook, body: OfferSlot) -> Refused | None:
    if not body.invitations:
        return Refused("ask_nothing")
    if len(body.invitations) > INVITED_MAX:
        return Refused("ask_long", {"limit": str(INVITED_MAX)})
    if not LENGTH_MIN <= body.length_min <= LENGTH_MAX:
        return Refused("appointment_length", {"least": str(LENGTH_MIN), "limit": str(LENGTH_MAX)})
    if body.starts_at <= situation.now:
        return Refused("slot_past")
    if look.missing:
        return Refused(look.missing)
    if look.is_running or look.offer is not None:
        return Refused("offer_running")
    if look.slot is not None:
        return look.slot
    if any(one.sent is not None for one in look.invited):
        return None
    return Refused("nobody_invited", {"why": look.invited[0].code})


# --- what happens ---


def enqueue_invitations(conn: Connection, situation: Situation) -> None:
    """Puts those that go into their conversations' lanes."""
    for one in situation.waiting.invited if situation.waiting is not None else ():
        if one.sent is not None:
            enqueue(conn, one.sent, _message(one.sent))


def waiting_events(situation: Situation, body: WaitingAsk) -> list[EventBody]:
    """The events of an accepted command, in order; none where everything is so already."""
    look, me = _look(situation), situation.asker.member_id
    if isinstance(body, OfferSlot):
        return _offered(look, situation, body)
    if isinstance(body, CloseOffer):
        is_open = look.offer is not None and not look.offer.end
        return [OfferClosed(body.offer_id, "by_member", me)] if is_open else []
    if isinstance(body, RemoveWaiter):
        return [WaiterRemoved(body.waiter_id, member_id=me)] if look.is_waiting else []
    since_at = look.one.since_at if look.one is not None and look.is_waiting else None
    waiter = replace(
        body.waiter,
        person=sendable(body.waiter.person),
        title=sendable(body.waiter.title),
        note=sendable(body.waiter.note),
        since_at=since_at or situation.made_at.replace(microsecond=0),
    )
    is_so = look.is_waiting and waiter == look.one
    return [] if is_so else [WaiterSaved(waiter, me)]


def _offered(look: WaitingLook, situation: Situation, body: OfferSlot) -> list[EventBody]:
    sent: list[EventBody] = [
        replace(requested(one.sent, _message(one.sent)), automation=AUTOMATION)
        for one in look.invited
        if one.sent is not None
    ]
    invited = tuple(
        Invited(
            one.invitation.waiter_id,
            one.sent.conversation.conversation_id
            if one.sent is not None and one.sent.conversation is not None
            else one.invitation.message.conversation_id,
            one.invitation.message.message_id,
            one.code,
        )
        for one in look.invited
    )
    offered = SlotOffered(
        body.offer_id, body.starts_at, body.length_min, body.resource_id, invited, body.appointment_id,
        situation.asker.member_id,
    )  # fmt: skip
    return [*sent, offered]


def ids_of_waiting(body: WaitingAsk) -> list[str]:
    """Every id that somebody else made up."""
    if isinstance(body, SaveWaiter):
        one = body.waiter
        named = (one.contact_id, one.service_id, one.resource_id)
        return [body.waiter_id, one.waiter_id, *(each for each in named if each)]
    if isinstance(body, RemoveWaiter):
        return [body.waiter_id]
    if isinstance(body, CloseOffer):
        return [body.offer_id]
    ids = [body.offer_id, *(each for each in (body.resource_id, body.appointment_id) if each)]
    for invitation in body.invitations:
        message = invitation.message
        ids += [invitation.waiter_id, message.message_id, message.conversation_id]
        ids += [message.reply_to] if message.reply_to is not None else []
    return ids
