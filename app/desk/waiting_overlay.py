"""The waiting list, and slots that are offered, with what this computer asked for and the hub has not answered yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.desk.pending import Pending
from app.domain.slot_offers import CloseOffer, OfferSlot, RemoveWaiter, SaveWaiter, Waiter
from app.domain.waiting_list import InvitedPerson, SlotOffer, in_turn


def overlaid_waiters(known: Iterable[Waiter], pending: Sequence[Pending]) -> tuple[list[Waiter], set[str]]:
    """Who waits then, the longest first, and of whom only this computer knows the newest form."""
    found = {one.waiter_id: one for one in known}
    mine: set[str] = set()
    for entry in pending:
        body: Any = entry.command.body
        if isinstance(body, SaveWaiter):
            before = found.get(body.waiter_id)
            made_at = entry.command.made_at.replace(microsecond=0)
            since_at = before.since_at if before is not None else made_at
            found[body.waiter_id] = replace(body.waiter, since_at=since_at)
            mine.add(body.waiter_id)
        elif isinstance(body, RemoveWaiter):
            found.pop(body.waiter_id, None)
    return in_turn(found.values()), mine & found.keys()


def overlaid_offers(
    known: Iterable[SlotOffer], pending: Sequence[Pending]
) -> tuple[list[SlotOffer], set[str]]:
    """The same of slots that are offered, by their start."""
    found = {one.offer_id: one for one in known}
    mine: set[str] = set()
    for entry in pending:
        body: Any = entry.command.body
        if isinstance(body, OfferSlot) and body.offer_id not in found:
            invited = tuple(
                InvitedPerson(one.waiter_id, one.message.conversation_id, one.message.message_id)
                for one in body.invitations
            )
            found[body.offer_id] = SlotOffer(
                body.offer_id, body.starts_at, body.length_min, body.resource_id, invited, body.appointment_id,
                offered_at=entry.command.made_at,
            )  # fmt: skip
            mine.add(body.offer_id)
        elif isinstance(body, CloseOffer) and body.offer_id in found:
            one = found[body.offer_id]
            found[body.offer_id] = one if one.end else replace(one, end="by_member")
    return sorted(found.values(), key=lambda one: (one.starts_at, one.offer_id)), mine
