"""The past of a practice business, told by webhook: what customers wrote, what the business answered, its ticks.

The business's own earlier messages come as echoes: typed on its phone (`smb_message_echoes`) or sent by another
program (`message_echoes`). Meta does not say which of several people typed on the phone, so neither do we.
"""

from collections.abc import Iterator
from datetime import datetime

from app.sandbox.people import Person
from app.sandbox.updates import Update, echo, envelope, failed, inbound, status
from app.sandbox.world import Json, Message, World

ELEMENTS_IN_A_POST = 20
UTILITY = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}


def history(world: World) -> list[Json]:
    """Webhook bodies of everything before the start, oldest first, about twenty elements each."""
    timed = [
        entry for message in world.messages.values() if message.is_history for entry in _told(world, message)
    ]
    timed.sort(key=lambda entry: entry[0])  # stable: a message stays before its own statuses
    updates = [update for _, update in timed]
    chunks = (
        updates[first : first + ELEMENTS_IN_A_POST] for first in range(0, len(updates), ELEMENTS_IN_A_POST)
    )
    return [envelope(world.business, chunk) for chunk in chunks]


def _told(world: World, message: Message) -> Iterator[tuple[datetime, Update]]:
    person = world.people[message.person]
    if message.is_inbound:
        yield message.at, inbound(person, message, world.business)
        return
    yield message.at, echo(person, message, world.business)
    for rank, at in message.statuses:
        yield at, _status(person, message, rank, at)


def _status(person: Person, message: Message, rank: str, at: datetime) -> Update:
    if rank == "failed":
        return failed(message, at, message.error_code or 131000, recipient={"recipient_id": person.wa_id})
    is_priced = message.is_by_software and rank in {"sent", "delivered"}  # phone messages cost nothing
    return status(person, message, rank, at, pricing=UTILITY if is_priced else None)
