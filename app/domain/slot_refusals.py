"""Why something cannot be booked there, with what is free instead, as refusals carry it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.domain.slot_offers import OfferedSlot

if TYPE_CHECKING:
    from app.domain.agenda_bench import Conflict

_CODES = {
    "past": "slot_past",
    "closed": "slot_closed",
    "crosses_closing": "slot_crosses",
    "taken": "slot_taken",
}


def refusal_of(found: Conflict, who: str, free: Iterable[OfferedSlot]) -> Refused:
    """The refusal of a conflict. `who`: whose appointment is in the way."""
    facts = {"free": free_text(free)}
    if found.kind == "taken":
        facts |= {"who": who, "starts": _text(found.from_s), "ends": _text(found.until_s)}
    elif found.kind == "crosses_closing":
        facts["closes"] = _text(found.from_s)
    elif found.kind == "closed":
        facts["opens"] = _text(found.until_s)
    else:
        facts = {}
    return Refused(_CODES[found.kind], facts)


def free_text(slots: Iterable[OfferedSlot]) -> str:
    """Free slots as a fact of a refusal."""
    return "|".join(f"{_iso(one.starts_at)}@{one.resource_id}" for one in slots)


def read_free(text: str) -> list[OfferedSlot]:
    """The free slots that a refusal names; what cannot be read is left out."""
    found = []
    for part in filter(None, text.split("|")):
        at, _sign, resource_id = part.partition("@")
        try:
            starts_at = datetime.fromisoformat(at)
        except ValueError:
            continue
        if starts_at.tzinfo is not None:
            found.append(OfferedSlot(starts_at.astimezone(UTC), resource_id))
    return found


def _text(at_s: int | None) -> str:
    return _iso(datetime.fromtimestamp(at_s, UTC)) if at_s is not None else ""


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
