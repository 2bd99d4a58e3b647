"""Histories drawn by chance, nasty ones: same-second events, late receipts, failures, both changes of the clock.

What a file cannot tell apart is not drawn: two assignments, two hand-overs or two outbound messages of one person in
one second, and two versions of the hours with the same first day.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

Line = dict[str, Any]

MINUTE, HOUR, DAY = 60, 3600, 86_400
MEMBERS = ("ana", "ben", "cleo")
PEOPLE = ("+33600000001", "+33600000002", "+33600000003")
# Zones with both changes of the clock, one of half an hour, one without, one with 45 minutes beside the hour.
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Chatham")
# A change in Europe, one in America, one on Lord Howe Island, and an ordinary week.
AROUND = (
    "2026-03-29T01:00",
    "2026-10-25T01:00",
    "2026-03-08T07:00",
    "2026-11-01T06:00",
    "2026-04-04T15:00",
    "2026-10-03T15:30",
    "2026-05-04T08:00",
)
GAPS = (0, 1, 2, 30, MINUTE, 5 * MINUTE, 17 * MINUTE, HOUR, 5 * HOUR, 11 * HOUR, DAY - 1, DAY, DAY + 1)
LONG_GAPS = (2 * DAY, 3 * DAY - 1, 3 * DAY, 3 * DAY + 1, 3 * DAY + 5 * HOUR, 4 * DAY, 15 * DAY)
LATE = (0, 0, 0, 1, 20, 10 * MINUTE, 2 * HOUR, 30 * HOUR)
AHEAD = (1, 119, 120, 121, 10 * MINUTE)
TEXTS = ("text",) * 4
INBOUND = (*TEXTS, "image", "location", "contacts", "button", "order", "reaction", "survey", "optout")
OUTBOUND = (*TEXTS, "image", "template", "reaction")
AUTHORS = (*MEMBERS, *MEMBERS, "phone", "bot", "bot", "rule", "campaign")
SPANS: tuple[list[list[str]], ...] = (
    [],
    [["09:00", "12:00"], ["14:00", "18:00"]],
    [["08:30", "19:15"]],
    [["00:00", "24:00"]],
    [["00:00", "02:30"], ["06:00", "06:01"], ["22:07", "24:00"]],
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FAILED = ("failed",)
STATES = (
    ("sent",),
    ("sent", "failed"),
    FAILED,
    FAILED,
    ("sent", "delivered", "read"),
    ("delivered", "failed"),
)


def iso(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()


class Draw:
    """One history, drawn line by line."""

    def __init__(self, rng: random.Random, most: int) -> None:
        self.rng = rng
        self.lines: list[Line] = [{"what": "member", "id": one, "role": "rep"} for one in MEMBERS]
        self.taken: set[tuple[str, str, int]] = set()
        start = datetime.fromisoformat(rng.choice(AROUND)).replace(tzinfo=UTC)
        self.start = int(start.timestamp()) - rng.choice((0, HOUR, 7 * HOUR, 3 * DAY))
        self.hours()
        for person in PEOPLE[: rng.choice((1, 1, 1, 2, 3))]:
            self.person(person, rng.randint(1, most))
        rng.shuffle(self.lines)

    def hours(self) -> None:
        """No version, one or several, from days around the start."""
        for offset in self.rng.sample((-400, -1, 0, 1, 3), self.rng.choice((0, 1, 1, 1, 2))):
            first = datetime.fromtimestamp(self.start, UTC).date() + timedelta(days=offset)
            week = {day: self.rng.choice(SPANS) for day in DAYS if self.rng.random() < 0.9}
            holidays = [
                str(first + timedelta(days=self.rng.randint(0, 9))) for _ in range(self.rng.randint(0, 2))
            ]
            line = {"what": "hours", "zone": self.rng.choice(ZONES), "week": week, "from": str(first)}
            self.lines.append({**line, "holidays": sorted(set(holidays))})

    def person(self, person: str, steps: int) -> None:
        """One thing after the other, some in the same second, some days later."""
        now = self.start + self.rng.choice(GAPS)
        for _ in range(steps):
            gaps = LONG_GAPS if self.rng.random() < 0.08 else GAPS
            now += self.rng.choice(gaps)
            step = self.rng.choices((self.inbound, self.outbound, self.around), (9, 9, 8))[0]
            step(person, now)

    def inbound(self, person: str, now: int) -> None:
        line = {"what": "in", "id": self.name("i"), "person": person, "kind": self.rng.choice(INBOUND)}
        line |= {"at": iso(now), "text": "bonjour"}
        chance = self.rng.random()
        if chance < 0.3:
            line["provider_at"] = iso(now - self.rng.choice(LATE))
        elif chance < 0.4:
            line["provider_at"] = iso(now + self.rng.choice(AHEAD))
        self.lines.append(line)

    def outbound(self, person: str, now: int) -> None:
        if not self.is_free("out", person, now):
            return
        line = {"what": "out", "id": self.name("o"), "person": person, "author": self.rng.choice(AUTHORS)}
        line |= {"at": iso(now), "kind": self.rng.choice(OUTBOUND)}
        chance = self.rng.random()
        if line["author"] in MEMBERS and chance < 0.3:
            line["pressed_at"] = iso(now - self.rng.choice(LATE))
        elif line["author"] in MEMBERS and chance < 0.4:
            line["composed_at"] = iso(now - self.rng.choice((1, HOUR, 3 * DAY)))
        self.lines.append(line)
        if self.rng.random() < 0.4:
            at = now
            for state in self.rng.choice(STATES):
                at += self.rng.choice((0, 1, 30, 5 * MINUTE, 3 * HOUR, 30 * HOUR))
                self.lines.append({"what": "state", "id": line["id"], "state": state, "at": iso(at)})

    def around(self, person: str, now: int) -> None:
        """Somebody assigns, waives, resolves; the bot comes or goes."""
        what = self.rng.choice(("assign", "assign", "assign", "bot", "bot", "waive", "close", "close"))
        if not self.is_free(what, person, now):
            return
        line: Line = {"what": what, "person": person, "at": iso(now)}
        if what == "assign":
            line["to"] = self.rng.choice((*MEMBERS, None))
        elif what == "bot":
            line["owns"] = self.rng.random() < 0.5
        else:
            line["by"] = self.rng.choice(MEMBERS)
        self.lines.append(line)

    def is_free(self, what: str, person: str, now: int) -> bool:
        """Whether nothing of the kind happened to the person in that second; it is now taken."""
        is_free = (what, person, now) not in self.taken
        self.taken.add((what, person, now))
        return is_free

    def name(self, letter: str) -> str:
        return f"{letter}{len(self.lines):03}"


def random_history(seed: int, most: int = 25) -> list[Line]:
    """The history of a number: the same each time."""
    return Draw(random.Random(seed), most).lines


@st.composite
def histories(draw: st.DrawFn, most: int = 20) -> list[Line]:
    """Histories that hypothesis chooses and makes smaller."""
    return Draw(draw(st.randoms(use_true_random=False)), most).lines
