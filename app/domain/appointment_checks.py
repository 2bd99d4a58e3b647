"""What an appointment may be like: checked where it is asked for, and again at the hub."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from app.domain import appointments as aps
from app.domain.appointment_asks import NewAppointment
from app.domain.contact_cards import FieldChange
from app.domain.errors import Refused
from app.domain.money import Money, money_problem, read_money

_NOTES: Final = frozenset({"note"})
_WORDS: Final = frozenset({"title", "person", "phone", "note"})


def new_problem(new: NewAppointment, length_min: int, now: datetime) -> Refused | None:
    """Why it cannot be booked, wherever it stands. `length_min`: what the service says where it says nothing."""
    if not any((new.person.strip(), new.contact_id, new.booker_id, new.phone.strip())):
        return Refused("appointment_nobody")
    texts = [FieldChange(key, getattr(new, key)) for key in sorted(_WORDS)]
    return (
        changes_problem(texts)
        or price_problem(new.price)
        or length_problem(length_min)
        or far_problem(new.starts_at, now)
    )


def changes_problem(changes: Iterable[FieldChange]) -> Refused | None:
    """Why it cannot get these values."""
    for change in changes:
        value = change.value or ""
        if change.key == "price" and value and price_problem(read_money(value) or Money(-1, "")):
            return Refused("appointment_price")
        if change.key == "length_min":
            refused = length_problem(int(value) if value.isascii() and value.isdecimal() else 0)
            if refused is not None:
                return refused
        refused = words_problem(value, is_note=change.key in _NOTES) if change.key in _WORDS else None
        if refused is not None:
            return refused
    return None


def words_problem(text: str, *, is_note: bool = False) -> Refused | None:
    """Why this is too long."""
    limit = aps.NOTE_MAX_CHARS if is_note else aps.WORDS_MAX_CHARS
    return None if len(text) <= limit else Refused("appointment_words_long", {"limit": str(limit)})


def length_problem(length_min: int) -> Refused | None:
    """Why it cannot last so long."""
    if aps.LENGTH_MIN <= length_min <= aps.LENGTH_MAX:
        return None
    return Refused("appointment_length", {"limit": str(aps.LENGTH_MAX), "least": str(aps.LENGTH_MIN)})


def far_problem(starts_at: datetime, now: datetime) -> Refused | None:
    """Why nothing is booked on a day like that."""
    return Refused("appointment_far") if abs(starts_at - now) > aps.FARTHEST else None


def price_problem(price: Money | None) -> Refused | None:
    """Why nobody pays this."""
    is_odd = price is not None and (money_problem(price) is not None or price.minor < 0)
    return Refused("appointment_price") if is_odd else None
