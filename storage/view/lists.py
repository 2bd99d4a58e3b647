"""The lists of conversations. Each is made of parts, one after the other, and every part walks an index of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ConversationId, MemberId
from app.domain.rows import ViewKey
from app.domain.waits import Cuts
from storage.view import saved_lists
from storage.view.lateness import cuts_of, in_time, too_long

_FAR = (1 << 63) - 1
FRESH = "marks IN (1, 2, 3, 6, 7)"  # somebody new, or from an advertisement: see `storage.view.conversations`
AWAKE = "is_closed = 0 AND snoozed_us IS NULL"
WAITING = "waiting_since_us IS NOT NULL AND snoozed_us IS NULL"
Order = Literal["newest", "urgent", "waking", "asleep"]


class _Shape(NamedTuple):
    """How a part is ordered: columns, the condition for what stands behind a place, and the place before all."""

    columns: str
    behind: str
    order: str
    start: tuple[int, ...]


_SHAPES: dict[Order, _Shape] = {
    "newest": _Shape("lifted_pos", "lifted_pos <> 0 AND lifted_pos < ?", "lifted_pos DESC", (_FAR,)),
    "urgent": _Shape(
        "last_inbound_us, waiting_since_us, no",
        "(last_inbound_us, waiting_since_us, no) > (?, ?, ?)",
        "last_inbound_us, waiting_since_us, no",
        (-_FAR, -_FAR, -_FAR),
    ),
    "waking": _Shape(
        "snoozed_until_us, snoozed_us, no",
        "(snoozed_until_us, snoozed_us, no) > (?, ?, ?)",
        "snoozed_until_us, snoozed_us, no",
        (-_FAR, -_FAR, -_FAR),
    ),
    "asleep": _Shape("snoozed_us, no", "(snoozed_us, no) > (?, ?)", "snoozed_us, no", (-_FAR, -_FAR)),
}


class Part(NamedTuple):
    """A stretch of a list: what belongs there, and in which order. `hint`: the index, where SQLite takes another."""

    order: Order
    where: str
    values: tuple[Any, ...] = ()
    hint: str = ""


def inbox_ids(
    conn: Connection,
    view: ViewKey,
    *,
    now: datetime,
    standard_min: int = 30,
    cuts: Cuts | None = None,
    limit: int = 100,
    after: ConversationId | None = None,
    me: MemberId | None = None,
    is_new_first: bool = False,
) -> list[ConversationId]:
    """Ids of one list in display order; `after`: the last id of the page before. Empty when that one left the list.

    "waiting" and "unassigned": those beyond the standard first, then by time left in the window, then the longest
    wait; with `is_new_first` new people and those from advertisements above all others. "snoozed": the next to wake.
    The others: last lifted first. "mine" and "mentions" are `me`'s; a saved list is found by its key.

    `cuts`: since when is too long, in place of `standard_min` for all.
    """
    if view == "mentions":
        return _mentioning(conn, me, limit, after)
    saved = saved_lists.view_of_key(conn, view)
    if saved is not None:
        return saved_lists.saved_ids(conn, saved, limit, after)
    late = cuts_of(now, standard_min, cuts)
    return walk(conn, parts_of(view, late, me, is_new_first=is_new_first), limit, after)


def parts_of(view: ViewKey, cuts: Cuts, me: MemberId | None, *, is_new_first: bool) -> list[Part]:
    """What one of the built-in lists is made of; an unknown one of nothing. `cuts`: who is late."""
    if view == "waiting":
        return _urgent(WAITING, cuts, is_new_first=is_new_first)
    if view == "unassigned":
        free = _urgent(f"{AWAKE} AND {WAITING} AND assignee_id IS NULL", cuts, is_new_first=is_new_first)
        return [*free, Part("newest", f"{AWAKE} AND waiting_since_us IS NULL AND assignee_id IS NULL")]
    if view == "snoozed":
        return [
            Part("waking", "snoozed_us IS NOT NULL AND snoozed_until_us IS NOT NULL"),
            Part("asleep", "snoozed_us IS NOT NULL AND snoozed_until_us IS NULL"),
        ]
    if view == "mine":
        return [Part("newest", f"{AWAKE} AND assignee_id IS NOT NULL AND assignee_id = ?", (me,))]
    if view == "theirs":
        return [Part("newest", f"{AWAKE} AND waiting_since_us IS NULL")]
    if view in ("all", "closed"):
        return [Part("newest", f"is_closed = {int(view == 'closed')}")]
    return []


def walk(
    conn: Connection, parts: Sequence[Part], limit: int, after: ConversationId | None
) -> list[ConversationId]:
    """The first ids of the parts, or those behind `after`."""
    place: tuple[int, ...] | None = None
    left = list(parts)
    if after is not None:
        while left and (place := _place_in(conn, left[0], after)) is None:
            left.pop(0)
    found: list[ConversationId] = []
    for part in left:
        shape = _SHAPES[part.order]
        sql = (
            f"SELECT conversation_id FROM view_conversation {part.hint} WHERE {part.where} AND {shape.behind}"
            f" ORDER BY {shape.order} LIMIT ?"
        )
        values = (*part.values, *(place or shape.start), limit - len(found))
        found += [row[0] for row in conn.execute(sql, values)]
        place = None
        if len(found) >= limit:
            break
    return found


def _urgent(where: str, cuts: Cuts, *, is_new_first: bool) -> list[Part]:
    groups = (f" AND {FRESH}", f" AND NOT {FRESH}") if is_new_first else ("",)
    return [
        Part("urgent", f"{where}{group} AND {side.where}", side.values)
        for group in groups
        for side in (too_long(cuts), in_time(cuts))
    ]


def _place_in(conn: Connection, part: Part, conversation_id: ConversationId) -> tuple[int, ...] | None:
    """Where a conversation stands in a part; None when it is not in it."""
    columns = _SHAPES[part.order].columns
    row: tuple[int, ...] | None = conn.execute(
        f"SELECT {columns} FROM view_conversation WHERE conversation_id = ? AND {part.where}",
        (conversation_id, *part.values),
    ).fetchone()
    return row


def _mentioning(
    conn: Connection, me: MemberId | None, limit: int, after: ConversationId | None
) -> list[ConversationId]:
    """Where a note names somebody, the newest first, seen or not."""
    below = _FAR
    if after is not None:
        row = conn.execute(
            "SELECT max(m.pos) FROM view_conversation c JOIN view_mention m ON m.no = c.no"
            " WHERE c.conversation_id = ? AND m.member_id = ?",
            (after, me),
        ).fetchone()
        below = -1 if row is None or row[0] is None else row[0]
    rows = conn.execute(
        "SELECT c.conversation_id FROM view_mention m JOIN view_conversation c ON c.no = m.no"
        " WHERE m.member_id = ? AND m.pos < ? AND NOT EXISTS (SELECT 1 FROM view_mention n"
        " WHERE n.no = m.no AND n.member_id = m.member_id AND n.pos > m.pos) ORDER BY m.pos DESC LIMIT ?",
        (me, below, limit),
    )
    return [row[0] for row in rows]
