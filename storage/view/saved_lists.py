"""Lists that somebody put together: an index is walked and what does not fit is left out, with a bounded look.

A filter that names few conversations (a rare tag, holders) starts from those; any other looks at the LOOK newest ones.
"""

import heapq
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ConversationId
from app.domain.later import saved_views
from app.domain.rows import ViewKey
from storage.json_list import json_list
from storage.view.team_rows import saved_view

LOOK = 2_000  # conversations that one page may look at
RARE = 500  # so few conversations under the tags are read whole
_FAR = (1 << 63) - 1
_PREFIX = "saved:"
_WHERE_OF_BASE = {
    "open": "is_closed = 0 AND snoozed_us IS NULL",
    "waiting": "waiting_since_us IS NOT NULL AND snoozed_us IS NULL",
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
    sources = list(_sources(conn, view.filter, _FAR, look + 1))
    count = 0
    for source in sources:
        rows = conn.execute(source.sql, source.values).fetchall()
        if len(rows) > look:
            return None
        count += sum(_fits(view.filter, row) for row in rows)
    return count


def _merged(
    conn: Connection, wanted: "saved_views.ViewFilter", below: int, limit: int
) -> list[tuple[int, ConversationId]]:
    found: list[tuple[int, ConversationId]] = []
    streams = [_fitting(conn, source, wanted) for source in _sources(conn, wanted, below, LOOK)]
    for one in heapq.merge(*streams, key=lambda row: -row[0]):
        found.append(one)
        if len(found) >= limit:
            break
    return found


def _fitting(
    conn: Connection, source: _Source, wanted: "saved_views.ViewFilter"
) -> Iterator[tuple[int, ConversationId]]:
    for row in conn.execute(source.sql, source.values):
        if _fits(wanted, row):
            yield row[0], row[1]


def _sources(conn: Connection, wanted: "saved_views.ViewFilter", below: int, look: int) -> Iterable[_Source]:
    """Every conversation comes from one source at most."""
    columns = (
        "c.lifted_pos, c.conversation_id, c.assignee_id, c.line_id, c.unread_count, c.marks, c.is_closed,"
        f" {_tagged(wanted)}"
    )
    tags = json_list(wanted.tags)
    where = _WHERE_OF_BASE[wanted.base]
    if wanted.tags and _is_rare(conn, tags):
        sql = (
            f"SELECT {columns} FROM view_conversation c WHERE {where} AND c.lifted_pos < ? AND c.lifted_pos <> 0"
            " AND c.no IN (SELECT t.no FROM view_tag t WHERE t.tag IN (SELECT value FROM json_each(?)))"
            " ORDER BY c.lifted_pos DESC"
        )
        return [_Source(sql, (tags, below, tags))]
    walk = (
        f"SELECT {columns} FROM view_conversation c {{index}} WHERE {where}{{more}} AND c.lifted_pos < ?"
        " AND c.lifted_pos <> 0 ORDER BY c.lifted_pos DESC LIMIT ?"
    )
    if wanted.assignees and "" not in wanted.assignees and wanted.base == "open":
        held = walk.format(
            index="INDEXED BY view_conversation_held",
            more=" AND c.assignee_id IS NOT NULL AND c.assignee_id = ?",
        )
        return [_Source(held, (tags, one, below, look)) for one in dict.fromkeys(wanted.assignees)]
    index = "view_conversation_closed" if wanted.base == "closed" else "view_conversation_open"
    more = " AND c.is_closed = 0" if wanted.base == "waiting" else ""
    return [_Source(walk.format(index=f"INDEXED BY {index}", more=more), (tags, below, look))]


def _tagged(wanted: "saved_views.ViewFilter") -> str:
    if not wanted.tags:
        return "? IS NOT NULL"
    return "EXISTS (SELECT 1 FROM view_tag t WHERE t.no = c.no AND t.tag IN (SELECT value FROM json_each(?)))"


def _is_rare(conn: Connection, tags: str) -> bool:
    row = conn.execute(
        "SELECT ifnull(sum(count), 0) FROM view_tag_count WHERE tag IN (SELECT value FROM json_each(?))",
        (tags,),
    ).fetchone()
    return int(row[0]) <= RARE


def _fits(wanted: "saved_views.ViewFilter", row: tuple[Any, ...]) -> bool:
    _, _, assignee_id, line_id, unread_count, marks, is_closed, is_tagged = row
    is_new = marks & 5 == 1 and not is_closed
    return (
        bool(is_tagged)
        and (not wanted.assignees or (assignee_id or "") in wanted.assignees)
        and (not wanted.line_ids or line_id in wanted.line_ids)
        and (unread_count > 0 or not wanted.is_unread)
        and (is_new or not wanted.is_new)
    )
