"""What the doctor says of the public address: whether the channel gets through, and since when it does not."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.findings import Finding
from app.domain.outside import OutsideState


@dataclass(frozen=True, slots=True)
class Reached:
    """What is known of the public address. `lost_at`: since when nobody gets through; `code`: why, if it is known."""

    url: str
    reached_at: datetime | None = None
    lost_at: datetime | None = None
    code: str = ""


def reached_of(known: OutsideState) -> Reached:
    """What the watch from outside knows."""
    loss = known.loss
    lost_at, code = (None, "") if loss is None else (loss.since_at, loss.code)
    return Reached(known.public_url or "", known.reached_at, lost_at, code)


def address(known: Reached | None, *, is_practice: bool = False) -> Finding:
    """One finding. Practice needs no address: its WhatsApp is on the same computer."""
    if known is None:
        return Finding("address", "unknown", "address_not_watched")
    if not known.url and is_practice:
        return Finding("address", "notice", "address_practice")
    if not known.url:
        return Finding("address", "bad", "address_missing", {}, "address")
    facts = {"address": known.url}
    if known.lost_at is not None:
        facts |= {"since_at": known.lost_at.isoformat(), "why": known.code}
        return Finding("address", "bad", "address_lost", facts, "address")
    if known.reached_at is None:
        return Finding("address", "unknown", "address_not_looked", facts, "again")
    return Finding("address", "good", "address_reached", facts | {"reached_at": known.reached_at.isoformat()})
