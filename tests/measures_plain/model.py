"""`report turns`, `report episodes` and `report responses` of a history, as plainly as the words say it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from tests.measures_plain.opening import Hours, in_force
from tests.measures_plain.reading import Happening, Line, by_person, failures, last_moment
from tests.measures_plain.replay import Episode, Turn, replay

RULE_VERSION = 1
Row = dict[str, Any]


def iso(second: int | None) -> str | None:
    return None if second is None else datetime.fromtimestamp(second, UTC).isoformat()


class Holding:
    """Who the thread was assigned to, when."""

    def __init__(self, things: list[Happening]) -> None:
        self.changes: list[tuple[int, str | None]] = []
        for one in things:
            to = one.line["to"] if one.what == "assign" else self.holder(one.time)
            if to != self.holder(one.time):  # given to who has it already is no assignment
                self.changes.append((one.time, to))

    def holder(self, until: int) -> str | None:
        """After everything up to and with the second `until`."""
        held = [to for at, to in self.changes if at <= until]
        return held[-1] if held else None

    def latest(self, member: str, start: int, before: int) -> int:
        """His latest assignment in the turn, before he pressed; the start where there was none."""
        return max([start] + [at for at, to in self.changes if to == member and start <= at < before])

    def spans(self, start: int, end: int) -> list[tuple[str | None, int, bool]]:
        """Who held, how long, and whether he gave it away without a reply."""
        found = []
        at, holder = start, self.holder(start)
        for changed, to in self.changes:
            if start < changed <= end:
                found.append((holder, changed - at, True))
                at, holder = changed, to
        return [*found, (holder, end - at, False)]


class Model:
    """A whole history, measured."""

    def __init__(self, lines: list[Line]) -> None:
        self.versions = [Hours(line) for line in lines if line["what"] == "hours"]
        self.threads: dict[str, list[Episode]] = {}
        self.holding: dict[str, Holding] = {}
        failed, last = failures(lines), last_moment(lines)
        for person, things in by_person(lines).items():
            self.threads[person] = replay(things, failed, last)
            self.holding[person] = Holding(things)
        self.members = sorted(line["id"] for line in lines if line["what"] == "member")

    def turns(self) -> list[Row]:
        """`report turns`."""
        rows = []
        for person, episodes in self.threads.items():
            for number, episode in enumerate(episodes, start=1):
                for count, turn in enumerate(episode.turns, start=1):
                    row = {"person": person, "episode": number, "turn": count, **self.one(person, turn)}
                    rows.append({**row, "origin": episode.origin})
        return sorted(rows, key=lambda row: (row["start"], row["person"], row["episode"], row["turn"]))

    def one(self, person: str, turn: Turn) -> Row:
        row: Row = {
            "start": iso(turn.start),
            "end": iso(turn.end),
            "ended_by": turn.ended_by,
            "author": turn.author,
        }
        if turn.end is None:
            nothing: Row = {"delivery_s": None, "queue_s": None, "hold": {}}
            open_yet = {"cal_s": None, "bus_s": None, "class": "normal", "parts": nothing}
            return {**row, **open_yet, "handed_before": {}, "response": {}, "assist": None, "link_s": None}
        cal = turn.end - turn.start
        hours = in_force(self.versions, turn.start)
        bus = None if hours is None else hours.between(turn.start, turn.end)
        closed = bus == 0 and cal > 0
        row |= {"cal_s": cal, "bus_s": bus, "class": "answered_while_closed" if closed else "normal"}
        return {**row, **self.parts(person, turn, turn.end), **self.credit(person, turn, turn.end)}

    def parts(self, person: str, turn: Turn, end: int) -> Row:
        """Delivery, queue and holds: together the customer's wait."""
        received = min(max(turn.first_recv, turn.start), end)
        queue, hold, handed = 0, dict[str, int](), dict[str, int]()
        for holder, length, is_transfer in self.holding[person].spans(received, end):
            if holder is None:
                queue += length
            elif length:
                hold[holder] = hold.get(holder, 0) + length
                if is_transfer:
                    handed[holder] = handed.get(holder, 0) + length
        parts = {"delivery_s": received - turn.start, "queue_s": queue, "hold": hold}
        return {"parts": parts, "handed_before": handed}

    def credit(self, person: str, turn: Turn, end: int) -> Row:
        """The rep clock of the reply that ended it, or an assist; and how long it lay in the outbox."""
        if turn.reply is None:
            return {"response": {}, "assist": None, "link_s": 0}
        replier = turn.reply.line["author"]
        pressed = min(max(turn.reply.pressed, turn.start), end)
        link = end - pressed
        holder = self.holding[person].holder(end)
        if holder is not None and holder != replier:
            return {"response": {}, "assist": replier, "link_s": link}
        since = max(turn.start, turn.first_recv)
        if holder == replier:
            since = max(since, self.holding[person].latest(replier, turn.start, pressed))
        return {"response": {replier: max(0, pressed - since)}, "assist": None, "link_s": link}

    def episodes(self) -> list[Row]:
        """`report episodes`."""
        rows = []
        for person, episodes in self.threads.items():
            for number, one in enumerate(episodes, start=1):
                is_open = len(one.stretches) <= one.reopens  # as often opened as resolved, or once more
                row: Row = {"person": person, "episode": number, "opened": iso(one.opened)}
                row["first_resolution_s"] = one.resolutions[0] if one.resolutions else None
                row["final_resolution_s"] = None if is_open else one.resolutions[-1]
                rows.append({**row, "reopens": one.reopens, "machine_first_s": one.machine_first})
        return rows

    def responses(self, since: int | None = None, until: int | None = None, zone: str = "UTC") -> Row:
        """`report responses --by member`: of the turns that began in [since, until)."""
        low, high = iso(since), iso(until)
        rows = [
            row
            for row in self.turns()
            if (not low or row["start"] >= low) and (not high or row["start"] < high)
        ]
        replied = [row for row in rows if row["ended_by"] == "reply"]
        closed = [row["cal_s"] for row in replied if row["class"] == "answered_while_closed"]
        return {
            "rule_version": RULE_VERSION,
            "zone": zone,
            "from": low,
            "to": high,
            "n": len(replied),
            "pending": len([row for row in rows if row["end"] is None]),
            "first": both_clocks(row for row in replied if row["turn"] == 1),
            "next": both_clocks(row for row in replied if row["turn"] > 1),
            "all": both_clocks(replied),
            "answered_while_closed": {"n": len(closed), "median_s": middle(closed)},
            "members": self.by_member(rows),
        }

    def by_member(self, rows: list[Row]) -> list[Row]:
        """Each member of the file, and who else took part (the phone, one who left)."""
        named = {
            name for row in rows for name in (*row["response"], *row["parts"]["hold"], row["assist"]) if name
        }
        named |= {row["author"] for row in rows if row["ended_by"] == "waived"}
        found = []
        for member in sorted({*self.members, *named}):
            clocks = [row["response"][member] for row in rows if member in row["response"]]
            mine: Row = {"member": member, **spread(clocks)}
            mine["hold_s"] = sum(row["parts"]["hold"].get(member, 0) for row in rows)
            mine["held_before_handoff_s"] = sum(row["handed_before"].get(member, 0) for row in rows)
            mine["assists"] = len([row for row in rows if row["assist"] == member])
            waived = [row for row in rows if row["ended_by"] == "waived" and row["author"] == member]
            found.append({**mine, "waived": len(waived)})
        return found


def both_clocks(rows: Iterable[Row]) -> Row:
    """The calendar clock of all, the business clock of those that were answered while open."""
    rows = list(rows)
    open_ones = [row["bus_s"] for row in rows if row["bus_s"] is not None and row["class"] == "normal"]
    return {"cal": spread([row["cal_s"] for row in rows]), "bus": spread(open_ones)}


def nearest(values: list[int], percent: int) -> int | None:
    """The smallest value that at least so many of a hundred do not exceed."""
    for value in sorted(values):
        if 100 * len([one for one in values if one <= value]) >= percent * len(values):
            return value
    return None


def middle(values: list[int]) -> int | None:
    """The one in the middle; of an even count the mean of the two there, rounded once."""
    ordered, half = sorted(values), len(values) // 2
    if len(values) % 2:
        return ordered[half]
    return round(Fraction(ordered[half - 1] + ordered[half], 2)) if values else None


def spread(values: list[int]) -> Row:
    """Of nothing: nothing, never 0."""
    mean = round(Fraction(sum(values), len(values))) if values else None
    return {"n": len(values), "mean_s": mean, "median_s": middle(values), "p90_s": nearest(values, 90)}
