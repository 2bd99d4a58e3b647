"""A history file as plain things that happened, in the order of the definition.

The lines of a file stand in any order, so what counts is only what they say. Things are ordered by (time, hub order);
the hub's order is its own moment of receipt, and within one second that of WITHIN_A_SECOND.
Times are whole seconds since 1970, UTC.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Line = dict[str, Any]

NEEDED = {
    "hours": ("zone", "week", "holidays", "from"),
    "member": ("id", "role"),
    "in": ("id", "person", "at", "kind"),
    "out": ("id", "person", "author", "at", "kind"),
    "state": ("id", "state", "at"),
    "assign": ("person", "to", "at"),
    "bot": ("person", "owns", "at"),
    "waive": ("person", "by", "at"),
    "close": ("person", "by", "at"),
}
# What can change the meaning of the rest of its second comes first.
WITHIN_A_SECOND = ("bot", "assign", "in", "out", "state", "waive", "close")
MACHINES = ("bot", "rule", "campaign", "system")
# Nothing that a customer waits upon: it opens nothing, reopens nothing and is not the last message of a thread.
NOT_QUALIFYING = ("reaction", "survey", "optout", "status", "system", "number_change", "edit", "deletion")
NOT_CONTENT = ("reaction", "note")  # what we put there without saying anything
BELIEVED_AHEAD_S = 120


class Unreadable(ValueError):
    """A line that no history may have; says its number."""


def seconds(text: str) -> int:
    """A time with its offset as whole seconds since 1970; a part of a second is cut away."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return int(moment.timestamp() // 1)


def read(text: str) -> list[Line]:
    """The lines of a file as objects; a wrong one is named."""
    lines = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.strip():
            line = json.loads(raw)
            missing = [name for name in NEEDED.get(line.get("what"), ("what",)) if name not in line]
            if line.get("what") not in NEEDED or missing:
                raise Unreadable(f"line {number}: {line.get('what')!r} {missing}")
            lines.append(line)
    return lines


@dataclass
class Happening:
    """One line that happened to one person, with the time that the definition gives it."""

    time: int  # what it is ordered by
    at: int  # when the hub knew: receipt or acceptance
    what: str
    line: Line
    is_of_time: bool = False  # the hub wrote it when it was due: the last of its second

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        name = str(self.line.get("id", ""))
        rank = len(WITHIN_A_SECOND) if self.is_of_time else WITHIN_A_SECOND.index(self.what)
        return (self.time, self.at, rank, name, json.dumps(self.line, sort_keys=True))

    @property
    def is_qualifying(self) -> bool:
        """An inbound that somebody waits upon."""
        return self.what == "in" and self.line["kind"] not in NOT_QUALIFYING

    @property
    def is_content(self) -> bool:
        """An outbound that says something."""
        return self.what == "out" and self.line["kind"] not in NOT_CONTENT

    @property
    def is_human(self) -> bool:
        """Content by a member or by the phone."""
        return self.is_content and self.line["author"] not in MACHINES

    @property
    def pressed(self) -> int:
        """When the rep pressed."""
        return seconds(self.line.get("pressed_at") or self.line["at"])

    def is_composed_before(self, start: int) -> bool:
        """Whether this was a scheduled message that lay ready before the customer wrote."""
        composed = self.line.get("composed_at")
        return composed is not None and seconds(composed) < start


def time_of(line: Line) -> int:
    """An inbound's own time unless it lies too far ahead of its receipt; of all else, its `at`."""
    at = seconds(line["at"])
    if line["what"] == "in" and line.get("provider_at") is not None:
        provider = seconds(line["provider_at"])
        return provider if provider <= at + BELIEVED_AHEAD_S else at
    return at


def by_person(lines: list[Line]) -> dict[str, list[Happening]]:
    """What happened to each person, in order; states have no person and are not among it."""
    people: dict[str, list[Happening]] = {}
    for line in lines:
        if "person" in line:
            one = Happening(time_of(line), seconds(line["at"]), line["what"], line)
            people.setdefault(line["person"], []).append(one)
    return {person: sorted(things, key=lambda one: one.order) for person, things in sorted(people.items())}


def failures(lines: list[Line]) -> dict[str, int]:
    """For each outbound that failed: when. States are monotone: what was delivered or read at any time, has not."""
    states = [line for line in lines if line["what"] == "state"]
    arrived = {line["id"] for line in states if line["state"] in ("delivered", "read")}
    failed: dict[str, int] = {}
    for line in states:
        if line["state"] == "failed" and line["id"] not in arrived:
            failed[line["id"]] = min(seconds(line["at"]), failed.get(line["id"], seconds(line["at"])))
    return failed


def last_moment(lines: list[Line]) -> int:
    """The account ends here: what time alone would bring about later is not known."""
    return max((seconds(line["at"]) for line in lines if "at" in line), default=0)
