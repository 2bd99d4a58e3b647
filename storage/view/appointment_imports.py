"""Lists of appointments that were brought: which there are, how far each came, and what a row may meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain import appointment_imports as imports
from app.domain.appointment_import_rows import AppointmentsImportRow, AppointmentsImportState
from app.domain.appointments import Appointment, AppointmentRemoved
from app.domain.events import Event
from app.domain.ids import ContactId, ImportId, MemberId
from storage.instants import from_us, to_us
from storage.view.appointment_reading import history, of_contact
from storage.view.subjects import Subjects

_STATES: tuple[AppointmentsImportState, ...] = ("open", "ended", "undone")
_LIST = (
    "SELECT i.import_id, i.file_name, i.fingerprint, i.began_us, i.state, i.total, i.added, i.changed, i.same, i.gone,"
    " i.removed, i.kept, i.restored, i.left_over, i.member_id, w.name FROM view_appointments_import i"
    " LEFT JOIN view_member w ON w.member_id = i.member_id"
)
_PEOPLE = "SELECT contact_id, name, coalesce(number, phone, '') FROM view_contact"
_NUMBERS = (
    "SELECT number FROM view_contact WHERE number IS NOT NULL"
    " UNION SELECT phone FROM view_contact WHERE phone IS NOT NULL"
    " UNION SELECT value FROM view_contact_identity WHERE kind IN ('wa_id', 'phone')"
)
_BEGIN = (
    "INSERT INTO view_appointments_import (no, import_id, file_name, fingerprint, began_us, state, total, member_id)"
    " VALUES (?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING"
)
_END = (
    "UPDATE view_appointments_import SET state = 1, added = ?, changed = ?, same = ?, gone = ?"
    " WHERE import_id = ? AND state = 0"
)
_UNDO = (
    "UPDATE view_appointments_import SET state = 2, removed = ?, kept = ?, restored = ?, left_over = ?"
    " WHERE import_id = ?"
)
_UNDONE = "SELECT import_id FROM view_appointments_import WHERE state = 2"
_OPEN = "SELECT import_id FROM view_appointments_import WHERE state = 0 AND file_name = ? AND member_id IS ?"


class Somebody(NamedTuple):
    """A contact, as a list may name them."""

    contact_id: ContactId
    name: str
    number: str


def appointments_imports(conn: Connection) -> list[AppointmentsImportRow]:
    """All that were begun, the newest first."""
    return [_row(row) for row in conn.execute(f"{_LIST} ORDER BY i.no DESC")]


def appointments_import(conn: Connection, import_id: ImportId) -> AppointmentsImportRow | None:
    """One of them."""
    row = conn.execute(f"{_LIST} WHERE i.import_id = ?", (import_id,)).fetchone()
    return _row(row) if row else None


def left_open(conn: Connection, file_name: str, member_id: MemberId | None) -> list[ImportId]:
    """Imports of that list that somebody never brought to their end."""
    return [row[0] for row in conn.execute(_OPEN, (file_name, member_id)).fetchall()]


def people(conn: Connection) -> list[Somebody]:
    """Everybody: not on a thread that paints."""
    return [Somebody(contact_id, name or "", number) for contact_id, name, number in conn.execute(_PEOPLE)]


def known_numbers(conn: Connection) -> frozenset[str]:
    """Every number under which somebody is a contact."""
    return frozenset(row[0] for row in conn.execute(_NUMBERS))


def merged(conn: Connection) -> dict[str, str]:
    """What each contact that is no more became."""
    return dict(conn.execute("SELECT gone_id, kept_id FROM view_merged").fetchall())


def is_taken_away(conn: Connection, one: Appointment) -> bool:
    """Whether an undone import removed it, and nobody else."""
    if not one.is_removed:
        return False
    gone = [each for each in history(conn, one.appointment_id) if isinstance(each.body, AppointmentRemoved)]
    return bool(gone) and getattr(gone[-1].body, "import_id", None) is not None


def is_touched(conn: Connection, appointment_id: str, after: int) -> bool:
    """Whether anything happened to it after that event, but for imports that were undone. True for one that is gone."""
    happened = history(conn, appointment_id)
    if not happened:
        return True
    later = [getattr(one.body, "import_id", None) for one in happened if one.pos > after]
    if not later:
        return False
    undone = {row[0] for row in conn.execute(_UNDONE).fetchall()}
    return any(import_id not in undone for import_id in later)


def has_appointments(conn: Connection, contact_id: ContactId) -> bool:
    """Whether the person has one that is listed."""
    return bool(of_contact(conn, contact_id, 1))


def _row(row: tuple[Any, ...]) -> AppointmentsImportRow:
    import_id, file_name, fingerprint, began_us, state, *more = row
    return AppointmentsImportRow(import_id, file_name, fingerprint, from_us(began_us), _STATES[state], *more)


# --- applying events ---


def _began(subjects: Subjects, event: Event, body: imports.AppointmentsImportBegan) -> None:
    values = (
        event.pos, body.import_id, body.file_name, body.fingerprint, to_us(event.accepted_at), body.total,
        body.member_id,
    )  # fmt: skip
    _write(subjects, _BEGIN, values)


def _ended(subjects: Subjects, _event: Event, body: imports.AppointmentsImportEnded) -> None:
    _write(subjects, _END, (body.added, body.changed, body.same, body.gone, body.import_id))


def _undone(subjects: Subjects, _event: Event, body: imports.AppointmentsImportUndone) -> None:
    _write(subjects, _UNDO, (body.removed, body.kept, body.restored, body.left, body.import_id))


def _write(subjects: Subjects, sql: str, values: Iterable[object]) -> None:
    subjects.has_new_imports = True
    subjects.write_later((sql, tuple(values)))


APPOINTMENT_IMPORTS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    imports.AppointmentsImportBegan: _began,
    imports.AppointmentsImportEnded: _ended,
    imports.AppointmentsImportUndone: _undone,
}
