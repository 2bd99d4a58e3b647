"""Lists that somebody put together: an index is walked and what does not fit is left out, with a bounded look.

A filter that names few conversations (a rare tag, holders) starts from those; any other looks at the LOOK newest ones.
"""

import heapq
import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ConversationId
from app.domain.later import saved_views
from app.domain.rows import ViewKey
from storage.view.team_rows import saved_view

LOOK = 2_000  # conversations that one page may look at: their rows fit into a connection's cache
RARE = 500  # so few conversations under the tags are read whole
_FAR = (1 << 63) - 1
_COLUMNS = "no, conversation_id, lifted_pos, assignee_id, line_id, unread_count, marks, is_closed"
_PREFIX = "saved:"
_WHERE_OF_BASE = {
    "open": "is_closed = 0 AND snoozed_us IS NULL",
    "waiting": "is_closed = 0 AND waiting_since_us IS NOT NULL AND snoozed_us IS NULL",
    "closed": "is_closed = 1",
}


class _Source(NamedTuple):
    """Where candidates come from, the newest first, and after which place."""

    sql: str
    values: tuple[Any, ...]


def view_of_key(conn: Connection, key: ViewKey) -> "saved_views.SavedView | None":
    """The list that a key names; None for a built-in one, and for one that is gone."""
    return saved_view(conn, key[len(_PREFIX) :]) if key.startswith(_PREFIX) else None


def saved_ids(
    conn: Connection, view: "saved_views.SavedView", limit: int, after: ConversationId | None
) -> list[ConversationId]:
    """Ids of the list, last lifted first."""
    below = _FAR
    if after is not None:
        row = conn.execute(
            "SELECT lifted_pos FROM view_conversation WHERE conversation_id = ?", (after,)
        ).fetchone()
        below = -_FAR if row is None else row[0]
    return [row[1] for row in _merged(conn, view.filter, below, limit)]


def saved_count(conn: Connection, view: "saved_views.SavedView", look: int) -> int | None:
    """How many stand there; None when that takes a longer look."""
    condition, values = _condition(view.filter)
    count = 0
    for source in _sources(conn, view.filter, _FAR, look + 1):
        looked, fitting = conn.execute(
            f"SELECT count(*), ifnull(sum({condition}), 0) FROM ({source.sql}) looked",
            (*values, *source.values),
        ).fetchone()
        if looked > look:
            return None
        count += fitting
    return count


def _merged(
    conn: Connection, wanted: "saved_views.ViewFilter", below: int, limit: int
) -> list[tuple[int, ConversationId]]:
    condition, values = _condition(wanted)
    streams = [
        conn.execute(
            f"SELECT lifted_pos, conversation_id FROM ({source.sql}) looked WHERE {condition} LIMIT ?",
            (*source.values, *values, limit),
        )
        for source in _sources(conn, wanted, below, LOOK)
    ]
    return list(itertools.islice(heapq.merge(*streams, key=lambda row: -row[0]), limit))


def _sources(conn: Connection, wanted: "saved_views.ViewFilter", below: int, look: int) -> list[_Source]:
    """Where what fits may stand: every conversation in one of them at most, the newest first."""
    base = _WHERE_OF_BASE[wanted.base]
    begin = f"SELECT {_COLUMNS} FROM view_conversation c"
    end = f"{base} AND lifted_pos < ? AND lifted_pos <> 0"
    if wanted.tags and _is_rare(conn, wanted.tags):
        named = f"SELECT t.no FROM view_tag t WHERE t.tag IN ({_marks(wanted.tags)})"
        sql = f"{begin} WHERE c.no IN ({named}) AND {end} ORDER BY lifted_pos DESC"
        return [_Source(sql, (*wanted.tags, below))]
    order = "ORDER BY lifted_pos DESC LIMIT ?"
    if wanted.assignees and "" not in wanted.assignees and wanted.base == "open":
        held = "INDEXED BY view_conversation_held WHERE assignee_id IS NOT NULL AND assignee_id = ?"
        sql = f"{begin} {held} AND {end} {order}"
        return [_Source(sql, (one, below, look)) for one in dict.fromkeys(wanted.assignees)]
    index = "view_conversation_closed" if wanted.base == "closed" else "view_conversation_open"
    return [_Source(f"{begin} INDEXED BY {index} WHERE {end} {order}", (below, look))]


def _condition(wanted: "saved_views.ViewFilter") -> tuple[str, list[str]]:
    """What a conversation of a source must meet, as SQL with its values."""
    parts, values = ["1"], list[str]()
    if wanted.assignees:
        parts.append(f"ifnull(assignee_id, '') IN ({_marks(wanted.assignees)})")
        values += wanted.assignees
    if wanted.line_ids:
        parts.append(f"line_id IN ({_marks(wanted.line_ids)})")
        values += wanted.line_ids
    if wanted.is_unread:
        parts.append("unread_count > 0")
    if wanted.is_new:
        parts.append("marks & 5 = 1 AND is_closed = 0")
    if wanted.tags:
        tagged = f"t.tag IN ({_marks(wanted.tags)}) AND t.no = looked.no"
        parts.append(f"EXISTS (SELECT 1 FROM view_tag t WHERE {tagged})")
        values += wanted.tags
    return f"({' AND '.join(parts)})", values


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _is_rare(conn: Connection, tags: Sequence[str]) -> bool:
    row = conn.execute(
        f"SELECT ifnull(sum(count), 0) FROM view_tag_count WHERE tag IN ({_marks(tags)})", tuple(tags)
    ).fetchone()
    return int(row[0]) <= RARE
