"""Whether somebody fits a segment's rule, in plain words: what the SQL of `storage.view.segments` must agree with."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.contact_cards import rank_of
from app.domain.ids import MemberId
from app.domain.records import record
from app.domain.segments import CONSENT, FIELD, ME, Condition, Rule, kind_of

_EARLIEST: Final = date(1, 1, 2)
_LATEST: Final = date(9999, 12, 30)


@record
class When:
    """From when days are counted, in whose zone, who looks, and what own fields there are."""

    now: datetime
    zone: str = "UTC"
    me: MemberId | None = None
    types: Mapping[str, str] = field(default_factory=dict)  # of own fields, by id

    @property
    def today(self) -> date:
        """The business's day."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def day(self, ago: int) -> date:
        """The day so many days ago (negative: ahead), as far as the calendar goes."""
        try:
            return self.today - timedelta(days=ago)
        except OverflowError:
            return _EARLIEST if ago > 0 else _LATEST

    def start_of(self, day: date) -> datetime:
        """The moment at which a day of the business begins."""
        kept = min(max(day, _EARLIEST), _LATEST)
        return datetime(kept.year, kept.month, kept.day, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


@record
class Person:
    """What rules look at. `values`: built-in keys and own fields' ids; `consents`: state by purpose."""

    values: Mapping[str, str]
    tags: frozenset[str] = frozenset()
    owner_id: str | None = None
    numbers: tuple[str, ...] = ()
    created_at: datetime | None = None
    last_at: datetime | None = None
    has_talk: bool = False
    consents: Mapping[str, str] | None = None
    import_id: str | None = None


def fits(rule: Rule, person: Person, when: When) -> bool:
    """All conditions, or any; everybody where there is none."""
    if not rule.conditions:
        return True
    held = (holds(one, person, when) for one in rule.conditions)
    return all(held) if rule.match == "all" else any(held)


def holds(one: Condition, person: Person, when: When) -> bool:
    """Whether one condition holds."""
    if one.field == "tag":
        return _of_several(one, person.tags)
    if one.field == "owner":
        wanted = {(when.me or "") if value == ME else value for value in one.values}
        return ((person.owner_id or "") in wanted) == (one.op == "is")
    if one.field == "talk":
        return person.has_talk == (one.value == "yes")
    if one.field == "import":
        return (person.import_id in one.values) == (one.op == "is")
    if one.field.startswith(CONSENT):
        state = (person.consents or {}).get(one.field.removeprefix(CONSENT), "unknown")
        return (state in one.values) == (one.op == "is")
    if one.field in ("last", "created"):
        return _of_moment(one, person.last_at if one.field == "last" else person.created_at, when)
    if one.field == "number":
        return _of_numbers(one, person.numbers)
    return _of_value(one, person.values.get(one.field.removeprefix(FIELD)), when)


def plain(text: str) -> str:
    """Without capitals and accents, everything else as it is."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in letters if not unicodedata.combining(char))


def _of_several(one: Condition, there: frozenset[str]) -> bool:
    if one.op in ("filled", "empty"):
        return bool(there) == (one.op == "filled")
    return bool(there & set(one.values)) == (one.op == "is")


def _of_moment(one: Condition, at: datetime | None, when: When) -> bool:
    if at is None:
        return one.op == "empty"
    if one.op in ("filled", "empty"):
        return one.op == "filled"
    if one.op in ("within", "older"):
        return (at >= when.start_of(when.day(int(one.value)))) == (one.op == "within")
    return (at >= when.start_of(date.fromisoformat(one.value))) == (one.op == "since")


def _of_numbers(one: Condition, numbers: tuple[str, ...]) -> bool:
    if one.op in ("filled", "empty"):
        return bool(numbers) == (one.op == "filled")
    if one.op == "begins":
        return any(number.startswith(one.value) for number in numbers)
    return any(one.value in number for number in numbers)


def _of_value(one: Condition, value: str | None, when: When) -> bool:
    if value is None or one.op in ("filled", "empty"):
        return one.op in ("empty", "is_not", "has_not") if value is None else one.op == "filled"
    if one.op in ("has", "has_not"):
        return (plain(one.value) in plain(value)) == (one.op == "has")
    if one.op in ("is", "is_not"):
        return _is(one, value, when) == (one.op == "is")
    return _of_day(one, value, when) if one.op in _DAYS else _of_rank(one, value)


def _is(one: Condition, value: str, when: When) -> bool:
    """Words that a person typed are compared as people compare them, all else as it is."""
    if kind_of(one.field, when.types) == "text":
        return plain(value) == plain(one.value)
    return value in one.values


def _of_rank(one: Condition, value: str) -> bool:
    """Amounts of one currency alone are compared."""
    rank, wanted = rank_of(value), rank_of(one.value)
    if rank is None or wanted is None or value.partition(" ")[2] != one.value.partition(" ")[2]:
        return False
    return rank > wanted if one.op == "over" else rank < wanted


def _of_day(one: Condition, value: str, when: When) -> bool:
    """Days as text compare as days do."""
    if one.op in ("before", "since"):
        return (value >= one.value) == (one.op == "since")
    today = when.today.isoformat()
    if one.op == "ahead":
        return today <= value <= when.day(-int(one.value)).isoformat()
    first = when.day(int(one.value)).isoformat()
    return value < first if one.op == "older" else first <= value <= today


_DAYS: Final = ("before", "since", "within", "older", "ahead")
