"""What the waiting list says: what somebody waits for, and how an offer of a slot stands with each."""

from __future__ import annotations

from datetime import date

from app.domain.slot_offers import Waiter
from app.domain.waiting_rows import InvitedRow, WaiterRow
from app.words import gettext as _
from app.words import ngettext
from app.words.calendar_names import NAMES
from app.words.formats import Formats

DAY_MIN = 1_440
_FAILED = frozenset({"failed", "refused", "expired", "unknown"})


def wish_words(row: WaiterRow, formats: Formats) -> str:
    """Beard, 11:00 to 13:00, from Fri 27 Nov."""
    waiter = row.waiter
    parts = [row.what, hours_words(waiter), days_words(waiter, formats)]
    if row.where:
        parts.append(_("with {name}").format(name=row.where))
    said = ", ".join(part for part in parts if part) or _("any time")
    return f"{said} · {waiter.note}" if waiter.note else said


def hours_words(waiter: Waiter) -> str:
    """Between which hours; "" for any."""
    begin, end = waiter.from_min, waiter.until_min
    if begin <= 0 and end >= DAY_MIN:
        return ""
    if begin <= 0:
        return _("until {time}").format(time=_clock(end))
    if end >= DAY_MIN:
        return _("from {time}").format(time=_clock(begin))
    return _("between {first} and {last}").format(first=_clock(begin), last=_clock(end))


def days_words(waiter: Waiter, formats: Formats) -> str:
    """On which days; "" for any."""
    first, last = waiter.from_day, waiter.until_day
    if first and first == last:
        return _day(first, formats)
    if first and last:
        return _("{first} to {last}").format(first=_day(first, formats), last=_day(last, formats))
    if first:
        return _("from {day}").format(day=_day(first, formats))
    return _("until {day}").format(day=_day(last, formats)) if last else ""


def waiting_count(count: int) -> str:
    """How many wait for a slot."""
    return ngettext("One person would come then.", "{n} people would come then.", count).format(n=count)


def invited_words(row: InvitedRow) -> str:
    """How it stands with one of those who were asked."""
    answers = {
        "took": _("has the slot"),
        "declined": _("said no"),
        "late": _("was too late, and was told so"),
    }
    known = answers.get(row.person.answer)
    if known:
        return known
    if row.person.code or row.message_state in _FAILED:
        return _("could not be asked; call them")
    return _("has read it") if row.message_state in ("read", "played") else _("was asked")


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _day(text: str, formats: Formats) -> str:
    day = date.fromisoformat(text)
    names = NAMES["fr" if formats.language == "fr" else "en"]
    return f"{names.short_days[day.weekday()]} {day.day} {names.short_months[day.month - 1]}"
