"""A plain account of what happened, one JSON object a line: what stands in it, checked. See the manual's "reports".

Lines come in any order. Moments are ISO 8601 with their distance from UTC.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.errors import EnvironmentFailure
from app.domain.hours import DAY_MIN, Span
from app.domain.measure_events import HandledBy
from app.domain.records import record

Check = type | tuple[type, ...]
WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TEXT: Final = str
_NAME: Final = (str, type(None))
FIELDS: Final[Mapping[str, Mapping[str, Check]]] = {
    "hours": {"zone": str, "week": dict, "from": str},
    "member": {"id": str, "role": str},
    "in": {"id": str, "person": str, "at": str},
    "out": {"id": str, "person": str, "author": str, "at": str},
    "state": {"id": str, "state": str, "at": str},
    "assign": {"person": str, "to": _NAME, "at": str},
    "bot": {"person": str, "owns": bool, "at": str},
    "waive": {"person": str, "by": str, "at": str},
    "close": {"person": str, "by": str, "at": str},
}
MACHINES: Final = ("bot", "rule", "campaign")
HANDLED: Final[Mapping[str, HandledBy]] = {
    "survey": "survey",
    "optout": "optout",
}  # kinds that ask for no answer
STATES: Final = ("sent", "delivered", "read", "failed")
MOMENTS: Final = ("at", "provider_at", "pressed_at", "composed_at")
# Of what happened in the same second: what can change what the rest means comes first.
_RANK: Final = {
    what: rank for rank, what in enumerate(("bot", "assign", "in", "out", "state", "waive", "close"))
}


@record
class Told:
    """One line. `fields` are checked; every moment among them is a datetime."""

    number: int
    what: str
    fields: Mapping[str, Any]

    @property
    def at(self) -> datetime:
        """When it happened, by the hub's clock."""
        moment: datetime = self.fields["at"]
        return moment

    @property
    def key(self) -> tuple[datetime, int, str, int]:
        """Its place: the order of the lines decides last."""
        return self.at, _RANK[self.what], str(self.fields.get("id", "")), self.number


def read(lines: Iterable[str]) -> list[Told]:
    """All of a file, in the order of the lines. Raises EnvironmentFailure, which names the line."""
    return [_told(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _told(number: int, line: str) -> Told:
    try:
        fields = json.loads(line)
    except ValueError:
        raise _wrong("history_not_json", number) from None
    if not isinstance(fields, dict):
        raise _wrong("history_not_json", number)
    what = fields.get("what")
    if not isinstance(what, str) or what not in FIELDS:
        raise _wrong("history_what", number, what=str(what))
    for name, kind in FIELDS[what].items():
        if name not in fields:
            raise _wrong("history_missing", number, name=name, what=what)
        if not isinstance(fields[name], kind):
            raise _wrong("history_field", number, name=name)
    _check_words(number, fields)
    fields |= {name: _moment(number, name, fields[name]) for name in MOMENTS if fields.get(name) is not None}
    if what == "hours":
        fields |= _hours(number, fields)
    return Told(number, what, fields)


def _check_words(number: int, fields: Mapping[str, Any]) -> None:
    if fields["what"] == "state" and fields["state"] not in STATES:
        raise _wrong("history_field", number, name="state")
    for name, value in fields.items():
        is_text = isinstance(value, str)
        if not (is_text or value is None or name not in ("kind", "text")) or (
            is_text and not _is_sound(value)
        ):
            raise _wrong("history_field", number, name=name if name.isascii() else "?")


def _is_sound(text: str) -> bool:
    """Whether it is a text at all: half a letter cannot be written down."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _moment(number: int, name: str, text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        in_utc = moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        raise _wrong("history_time", number, name=name) from None
    if moment.tzinfo is None:
        raise _wrong("history_time", number, name=name)
    return in_utc


def _hours(number: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    try:
        ZoneInfo(fields["zone"])
        days = [date.fromisoformat(day).isoformat() for day in fields.get("holidays", ())]
        begins = date.fromisoformat(fields["from"]).isoformat()
        week = tuple(tuple(map(_span, fields["week"].get(day) or ())) for day in WEEK)
    except (ZoneInfoNotFoundError, TypeError, ValueError, OSError):
        raise _wrong("history_hours", number) from None
    if any(name not in WEEK for name in fields["week"]) or not all(map(_is_in_order, week)):
        raise _wrong("history_hours", number)
    return {"holidays": tuple(sorted(set(days))), "from": begins, "week": week}


def _span(pair: Any) -> Span:
    opens, closes = pair
    span = Span(_minutes(opens), _minutes(closes))
    if not 0 <= span.opens_min < span.closes_min <= DAY_MIN:
        raise ValueError(pair)
    return span


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _is_in_order(spans: tuple[Span, ...]) -> bool:
    return all(one.closes_min <= other.opens_min for one, other in pairwise(spans))


def _wrong(code: str, number: int, **facts: str) -> EnvironmentFailure:
    return EnvironmentFailure(code, line=str(number), **facts)
