"""The product's own account of a history, and where it differs from the plain one.

The product is given the file's text as `history load` reads it; its log stays in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from app.domain.ids import EventId
from app.domain.response_sums import responses
from app.domain.turn_index import TurnIndex
from app.hub.history_events import conversation_of, events
from app.hub.history_lines import read
from app.terminal.report_command import episode_line, turn_line
from storage import codec
from storage.measures.book import Book, Row, rows_of
from tests.measures_plain.model import Model
from tests.measures_plain.reading import seconds
from tests.measures_plain.telling import Line, text_of

Reports = dict[str, list[dict[str, Any]]]
SALT = bytes(16)
OF_A_TURN = (
    *("person", "episode", "turn", "start", "end", "ended_by", "author", "cal_s", "bus_s", "class"),
    *("parts", "response", "assist", "link_s", "origin"),
)
OF_AN_EPISODE = (
    "person",
    "episode",
    "opened",
    "first_resolution_s",
    "final_resolution_s",
    "reopens",
    "machine_first_s",
)


def log_of(lines: Sequence[Line]) -> list[Row]:
    """The events of a history as the hub's log keeps them."""
    rows: list[Row] = []
    chain = codec.GENESIS_CHAIN
    for pos, one in enumerate(events(read(text_of(lines).splitlines())), start=1):
        draft = codec.EventDraft(one.body, one.subject, one.actor, one.occurred_at, EventId(f"{pos:026}"))
        stored = codec.seal(draft, pos, one.at, chain, SALT, None)
        chain = stored.chain
        rows.append((pos, stored.envelope, stored.fields))
    return rows


def product(lines: Sequence[Line], *, again: bool = False) -> Reports:
    """`report turns` and `report episodes`; `again`: each thread gone through from its beginning at the end."""
    rows = log_of(lines)
    kept = {pos: (pos, envelope, fields) for pos, envelope, fields in rows}
    book = Book(lambda places: [kept[pos] for pos in places])
    for row in rows:
        book.take(*row)
    if again:
        book._late = set(book.threads)
    turns, episodes = rows_of(book)
    persons = {str(conversation_of(line["person"])): line["person"] for line in lines if "person" in line}
    index = TurnIndex(book.hours, book.groups)
    index.load(turns, episodes)
    named = [line["id"] for line in lines if line["what"] == "member"]
    return {
        "responses": [responses(index, *window, "UTC", members=named) for window in windows(lines)],
        "turns": ordered(
            [turn_line(one, book, {}) | {"person": persons[str(one.conversation_id)]} for one in turns]
        ),
        "episodes": ordered(
            [episode_line(one, {}) | {"person": persons[str(one.conversation_id)]} for one in episodes]
        ),
    }


def plain(lines: Sequence[Line]) -> Reports:
    """The same by the second implementation."""
    model = Model(list(lines))
    turns = [{name: row[name] for name in OF_A_TURN} for row in model.turns()]
    made = [model.responses(*window) for window in windows(lines)]
    return {"responses": made, "turns": ordered(turns), "episodes": ordered(model.episodes())}


def windows(lines: Sequence[Line]) -> list[tuple[int | None, int | None]]:
    """All there is, and a middle part of it."""
    times = sorted(seconds(line["at"]) for line in lines if "at" in line) or [0]
    return [(None, None), (times[len(times) // 4], times[-len(times) // 4])]


def ordered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """By place, so that rows can be compared one by one; what no report says of an open turn is left out."""
    found = []
    for row in rows:
        if "cal_s" in row and row["cal_s"] is None:
            row = row | {"parts": None, "link_s": None}
        times = {
            name: datetime.fromisoformat(row[name]) for name in ("start", "end", "opened") if row.get(name)
        }
        found.append(row | times)
    return sorted(found, key=lambda row: (row["person"], row["episode"], row.get("turn", 0)))


def differences(lines: Sequence[Line]) -> list[str]:
    """Each field in which the two differ, in words; none when they agree."""
    ours, mine, found = product(lines), plain(lines), []
    for report in ("turns", "episodes"):
        if len(ours[report]) != len(mine[report]):
            found.append(f"{report}: {len(ours[report])} by the product, {len(mine[report])} plainly")
        for one, other in zip(ours[report], mine[report], strict=False):
            place = f"{other['person']} {other['episode']}.{other.get('turn', '')}"
            names = OF_A_TURN if report == "turns" else OF_AN_EPISODE
            found += [
                f"{place} {name}: {one[name]} by the product, {other[name]} plainly"
                for name in names
                if one[name] != other[name]
            ]
    for one, other in zip(ours["responses"], mine["responses"], strict=True):
        found += [
            f"responses {name}: {one[name]} by the product, {other[name]} plainly"
            for name in other
            if one[name] != other[name]
        ]
    return found


def smallest(lines: Sequence[Line], is_so: Callable[[Sequence[Line]], bool]) -> list[Line]:
    """A history of as few lines as can be of which the same is so."""
    found = list(lines)
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for place in range(len(found)):
            without = found[:place] + found[place + 1 :]
            if is_whole(without) and is_so(without):
                found, is_smaller = without, True
                break
    return found


def is_whole(lines: Sequence[Line]) -> bool:
    """Whether each state speaks of a message that is there."""
    names = {line["id"] for line in lines if line["what"] == "out"}
    return all(line["id"] in names for line in lines if line["what"] == "state")
