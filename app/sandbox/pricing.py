"""What a message costs by Meta's rules since October 2026, as statuses tell it."""

from datetime import datetime, timedelta

from app.sandbox.people import Person
from app.sandbox.world import Json, World

FREE_SERVICE_MESSAGES = 1_000  # a calendar month and number
ENTRY_ANSWER_WITHIN = timedelta(hours=24)
ENTRY_LASTS = timedelta(hours=72)


def price(world: World, person: Person, category: str, now: datetime) -> Json:
    """Pricing of a message that will arrive. Counts it, and may start the person's free entry point."""
    _maybe_start_entry_point(world, person, now)
    if is_free_entry(world, person, now):
        return _pricing("free_entry_point", "referral_conversion")
    if category != "service":
        return _pricing("regular", category)
    is_free = world.count_service_message(now) <= FREE_SERVICE_MESSAGES
    return _pricing("free_customer_service" if is_free else "regular", "service")


def is_free_entry(world: World, person: Person, now: datetime) -> bool:
    """Whether everything to this person is free for now, because an ad brought them."""
    return now < world.free_until.get(person.key, now)


def _maybe_start_entry_point(world: World, person: Person, now: datetime) -> None:
    """The 72 hours begin with the first answer, if it comes within a day."""
    came_at = world.came_by_ad_at.pop(person.key, None)
    if came_at is not None and now - came_at < ENTRY_ANSWER_WITHIN:
        world.free_until[person.key] = now + ENTRY_LASTS


def conversation(world: World, person: Person, now: datetime) -> Json | None:
    """The `conversation` of a status: since Graph v24 only in a free entry point."""
    if not is_free_entry(world, person, now):
        return None
    until = world.free_until[person.key]
    made: Json = {"id": f"{int(until.timestamp()):x}{person.user_id.rpartition('.')[2]}"}
    return made | {
        "expiration_timestamp": str(int(until.timestamp())),
        "origin": {"type": "referral_conversion"},
    }


def _pricing(kind: str, category: str) -> Json:
    return {"billable": kind == "regular", "pricing_model": "PMP", "type": kind, "category": category}
