"""Short words to tell a history with: `said("10:00")`, `replied("mon 10:07", "ana")`. Times are Paris wall time.

A time is "10:07" or "10:07:30" (of Monday 2026-05-04), "fri 14:00" (of that week) or "2026-03-28 20:00".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PARIS = "Europe/Paris"
MONDAY = date(2026, 5, 4)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERSON = "+33600000001"
Line = dict[str, Any]

TWO_SPANS = [["09:00", "12:00"], ["14:00", "18:00"]]
WEEK = dict.fromkeys(DAYS[:5], TWO_SPANS)


def when(text: str) -> str:
    """ISO 8601 with offset."""
    day, _, wall = text.rpartition(" ")
    if day in DAYS or not day:
        on = MONDAY + timedelta(days=DAYS.index(day) if day else 0)
    else:
        on = date.fromisoformat(day)
    wall = wall if wall.count(":") == 2 else f"{wall}:00"
    return datetime.fromisoformat(f"{on} {wall}").replace(tzinfo=ZoneInfo(PARIS)).isoformat()


def hours(
    week: dict[str, list[list[str]]] = WEEK,
    since: str = "2026-01-01",
    holidays: tuple[str, ...] = ("2026-05-01",),
    zone: str = PARIS,
) -> Line:
    """The shop of the table: Monday to Friday, two spans, one holiday."""
    return {"what": "hours", "zone": zone, "week": week, "holidays": list(holidays), "from": since}


def said(
    at: str, kind: str = "text", provider: str | None = None, name: str | None = None, person: str = PERSON
) -> Line:
    """The customer wrote; `at` is the hub's receipt."""
    line = {"what": "in", "id": name or f"in {person} {at}", "person": person, "at": when(at), "kind": kind}
    line["text"] = "bonjour"
    return line if provider is None else {**line, "provider_at": when(provider)}


def replied(
    at: str,
    author: str = "ana",
    pressed: str | None = None,
    composed: str | None = None,
    kind: str = "text",
    name: str | None = None,
    person: str = PERSON,
) -> Line:
    """We wrote; `at` is the acceptance."""
    line = {"what": "out", "id": name or f"out {person} {at}", "person": person, "author": author}
    line |= {"at": when(at), "kind": kind}
    if pressed is not None:
        line["pressed_at"] = when(pressed)
    return line if composed is None else {**line, "composed_at": when(composed)}


def went(name: str, state: str, at: str) -> Line:
    """A state of what we wrote."""
    return {"what": "state", "id": name, "state": state, "at": when(at)}


def assigned(at: str, to: str | None, person: str = PERSON) -> Line:
    """The thread is given to somebody, or to nobody."""
    return {"what": "assign", "person": person, "to": to, "at": when(at)}


def bot(at: str, owns: bool, person: str = PERSON) -> Line:
    """The bot takes the thread, or hands it off."""
    return {"what": "bot", "person": person, "owns": owns, "at": when(at)}


def waived(at: str, by: str = "ana", person: str = PERSON) -> Line:
    """No reply is needed."""
    return {"what": "waive", "person": person, "by": by, "at": when(at)}


def closed(at: str, by: str = "ana", person: str = PERSON) -> Line:
    """Resolved."""
    return {"what": "close", "person": person, "by": by, "at": when(at)}


def later(at: str) -> Line:
    """Nothing but the proof that the account goes on until then."""
    return {"what": "assign", "person": "+33600000999", "to": None, "at": when(at)}


@dataclass
class Vector:
    """A history and what must come of it; what is left out of an expected row is not looked at."""

    name: str
    lines: list[Line]
    turns: list[dict[str, Any]]
    episodes: list[dict[str, Any]] | None = None
    responses: dict[str, Any] = field(default_factory=dict)

    @property
    def history(self) -> list[Line]:
        """All lines of its file."""
        team = [{"what": "member", "id": one, "role": "rep"} for one in ("ana", "ben", "cleo")]
        return [*team, *self.lines]

    @property
    def text(self) -> str:
        """Its file."""
        return text_of(self.history)


def text_of(lines: Sequence[Line]) -> str:
    """A history as a file."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
