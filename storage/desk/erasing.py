"""Erasing the words of somebody from log.db: what is to go is noted with the event that says so, then done in steps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.domain.records import record
from storage import scrub
from storage.engine import Connection
from storage.files_named import files_in
from storage.json_list import json_list

if TYPE_CHECKING:
    from app.domain.erasure import ContactErased

PENDING = "erasing:"  # before the id of an erasure that is not done here yet
DONE_POS = "erased_pos"  # up to here everything is done
CONFIRMED = "erased_confirmed:"  # before a seat: up to where the hub was told
_AT_ONCE = 500


@record
class Pending:
    """What is still to be erased here. `pos`: where the log says so."""

    erasure_id: str
    pos: int
    spans: Sequence[tuple[int, int]]
    contact_ids: Sequence[str]
    conversation_ids: Sequence[str]
    deal_ids: Sequence[str] = ()


def note(conn: Connection, pos: int, body: ContactErased) -> None:
    """In the transaction that stores the event."""
    deals = [one.deal_id for one in body.deals]
    deals += [one.appointment_id for one in body.appointments if one.is_over]
    value = json.dumps([pos, body.spans, body.contact_ids, body.conversation_ids, deals]).encode()
    conn.execute(
        "INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (PENDING + body.erasure_id, value),
    )


def pending(conn: Connection) -> list[Pending]:
    """What is to be done, in the log's order."""
    rows = conn.execute(
        "SELECT name, value FROM note WHERE name BETWEEN ? AND ?", (PENDING, PENDING + "\x7f")
    )
    found = [Pending(row[0].removeprefix(PENDING), *json.loads(bytes(row[1]))) for row in rows]
    return sorted(found, key=lambda one: one.pos)


def files_of(conn: Connection, one: Pending) -> set[str]:
    """Files that their entries name; nothing once these are erased."""
    found: set[str] = set()
    for first, last in one.spans:
        for (fields,) in conn.execute("SELECT fields FROM event WHERE pos BETWEEN ? AND ?", (first, last)):
            found |= files_in(bytes(fields))
    return found


def erase_some(conn: Connection, one: Pending) -> bool:
    """Take the words and the salt of the next entries away; False when there was nothing left."""
    left = [
        row[0]
        for first, last in one.spans
        for row in conn.execute(
            "SELECT pos FROM event WHERE pos BETWEEN ? AND ? AND (length(fields) > 0 OR length(salt) > 0) LIMIT ?",
            (first, last, _AT_ONCE),
        )
    ][:_AT_ONCE]
    conn.execute(
        "UPDATE event SET fields = x'', salt = x'' WHERE pos IN (SELECT value FROM json_each(?))",
        (json_list(left),),
    )
    return bool(left)


def end(conn: Connection, one: Pending) -> None:
    """It is done here."""
    conn.execute("DELETE FROM note WHERE name = ?", (PENDING + one.erasure_id,))
    done = max(one.pos, number(conn, DONE_POS))
    conn.execute(
        "INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (DONE_POS, str(done).encode()),
    )


def number(conn: Connection, name: str) -> int:
    """A position that was noted; 0 before."""
    row = conn.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
    return int(bytes(row[0])) if row else 0


def scrub_pages(conn: Connection) -> None:
    """Overwrite what the file still holds of deleted rows."""
    scrub.pages(conn)
    scrub.usual(conn)
