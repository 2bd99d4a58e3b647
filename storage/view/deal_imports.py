"""Tables of deals that were brought: which there are, how far each came, and which deals a row may meet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain import deal_imports as imports
from app.domain.deal_import_rows import DealsImportRow, DealsImportState, KnownDeal, step_id
from app.domain.events import Event
from app.domain.ids import ContactId, ImportId
from storage.instants import from_us, to_us
from storage.view.subjects import Subjects

_STATES: tuple[DealsImportState, ...] = ("open", "ended", "undone")
_LIST = (
    "SELECT i.import_id, i.file_name, i.fingerprint, i.began_us, i.state, i.total, i.added, i.changed, i.same,"
    " i.removed, i.kept, i.restored, i.left_over, i.member_id, w.name FROM view_deals_import i"
    " LEFT JOIN view_member w ON w.member_id = i.member_id"
)
# A removed deal comes back with its row where an undone import took it away; not where somebody removed it.
_KNOWN = (
    "SELECT d.deal_id, d.pipeline_id, d.stage_id, d.state, d.reason, d.title, d.minor, d.currency, d.person, d.email,"
    " d.close_on, d.owner_id, d.contact_id, d.conversation_id, d.is_removed,"
    " (SELECT json_group_array(t.tag) FROM view_deal_tag t WHERE t.no = d.no),"
    " (SELECT i.state FROM view_deals_import i WHERE i.import_id = d.import_id), d.is_erased FROM view_deal d"
)
_TOUCHED = (
    "SELECT EXISTS (SELECT 1 FROM view_deal_event e WHERE e.no = d.no AND e.pos > ?2)"
    " OR EXISTS (SELECT 1 FROM view_deal_log g WHERE g.no = d.no AND g.pos > ?2)"
    " OR EXISTS (SELECT 1 FROM view_task t WHERE t.deal_id = ?1 AND (t.task_id <> ?3 OR t.version <> ?4)"
    " AND t.is_removed = 0) FROM view_deal d WHERE d.deal_id = ?1"
)
_DEALS_OF = "SELECT count(*) FROM view_deal WHERE contact_id = ? AND is_removed = 0 AND is_erased = 0"
_NUMBERS = (
    "SELECT number FROM view_contact WHERE number IS NOT NULL"
    " UNION SELECT phone FROM view_contact WHERE phone IS NOT NULL"
    " UNION SELECT value FROM view_contact_identity WHERE kind IN ('wa_id', 'phone')"
)
_BEGIN = (
    "INSERT INTO view_deals_import (no, import_id, file_name, fingerprint, began_us, state, total, member_id)"
    " VALUES (?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING"
)
_END = "UPDATE view_deals_import SET state = 1, added = ?, changed = ?, same = ? WHERE import_id = ? AND state = 0"
_UNDO = "UPDATE view_deals_import SET state = 2, removed = ?, kept = ?, restored = ?, left_over = ? WHERE import_id = ?"


def deals_imports(conn: Connection) -> list[DealsImportRow]:
    """All that were begun, the newest first."""
    return [_row(row) for row in conn.execute(f"{_LIST} ORDER BY i.no DESC")]


def deals_import(conn: Connection, import_id: ImportId) -> DealsImportRow | None:
    """One of them."""
    row = conn.execute(f"{_LIST} WHERE i.import_id = ?", (import_id,)).fetchone()
    return _row(row) if row else None


def known_deals(conn: Connection) -> list[KnownDeal]:
    """Every deal, with all that a row could change: not on a thread that paints."""
    return [_known(row) for row in conn.execute(_KNOWN)]


def known_deal(conn: Connection, deal_id: str) -> KnownDeal | None:
    """One of them."""
    row = conn.execute(f"{_KNOWN} WHERE d.deal_id = ?", (deal_id,)).fetchone()
    return _known(row) if row is not None else None


def known_numbers(conn: Connection) -> list[str]:
    """Every number under which somebody is a contact."""
    return [row[0] for row in conn.execute(_NUMBERS)]


def is_deal_touched(conn: Connection, deal_id: str, after: int, step_version: int) -> bool:
    """Whether somebody did anything with the deal after that event, or with a task on it. True for one that is gone.

    `step_version`: of the task that came with it, as it was left.
    """
    row = conn.execute(_TOUCHED, (deal_id, after, step_id(deal_id), step_version)).fetchone()
    return row is None or bool(row[0])


def has_deals(conn: Connection, contact_id: ContactId) -> bool:
    """Whether the person has a deal that is listed."""
    return bool(conn.execute(_DEALS_OF, (contact_id,)).fetchone()[0])


def removed_deals(conn: Connection, contact_id: ContactId) -> list[str]:
    """Deals of a person that are listed no more, by the name that their events gave that person."""
    rows = conn.execute(
        "SELECT deal_id FROM view_deal WHERE contact_id = ? AND is_removed = 1", (contact_id,)
    )
    return [row[0] for row in rows.fetchall()]


def _known(row: tuple[Any, ...]) -> KnownDeal:
    deal_id, pipeline_id, stage_id, state, reason, title, minor, currency, person, email, close_on, *more = (
        row
    )
    owner_id, contact_id, conversation_id, is_removed, tags, import_state, is_erased = more
    amount = f"{minor} {currency}" if minor is not None else ""
    told = {"title": title, "amount": amount, "person": person, "email": email, "close_on": close_on or ""}
    return KnownDeal(
        deal_id,
        pipeline_id,
        stage_id,
        state,
        reason,
        {key: value for key, value in told.items() if value},
        frozenset(json.loads(tags)),
        owner_id,
        contact_id,
        contact_id is not None or conversation_id is not None,
        bool(is_removed),
        bool(is_removed) and import_state == _STATES.index("undone"),
        bool(is_erased),
    )


def _row(row: tuple[Any, ...]) -> DealsImportRow:
    import_id, file_name, fingerprint, began_us, state, *more = row
    return DealsImportRow(import_id, file_name, fingerprint, from_us(began_us), _STATES[state], *more)


# --- applying events ---


def _began(subjects: Subjects, event: Event, body: imports.DealsImportBegan) -> None:
    subjects.has_new_imports = True
    values = (
        event.pos, body.import_id, body.file_name, body.fingerprint, to_us(event.accepted_at), body.total,
        body.member_id,
    )  # fmt: skip
    subjects.write_later((_BEGIN, values))


def _ended(subjects: Subjects, _event: Event, body: imports.DealsImportEnded) -> None:
    subjects.has_new_imports = True
    subjects.write_later((_END, (body.added, body.changed, body.same, body.import_id)))


def _undone(subjects: Subjects, _event: Event, body: imports.DealsImportUndone) -> None:
    subjects.has_new_imports = True
    subjects.write_later((_UNDO, (body.removed, body.kept, body.restored, body.left, body.import_id)))


DEAL_IMPORTS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    imports.DealsImportBegan: _began,
    imports.DealsImportEnded: _ended,
    imports.DealsImportUndone: _undone,
}
