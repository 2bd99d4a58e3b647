"""Response standards as rows: what writes them while events are applied, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.standards import Standard, StandardsSaved

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from app.domain.events import Event
    from storage.view.subjects import Subjects

_COLUMNS = "scope, first_min, next_min, clock, warn_percent"
_INSERT = f"INSERT OR REPLACE INTO view_standard ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"


def _saved(subjects: Subjects, _event: Event, body: StandardsSaved) -> None:
    subjects.has_new_hours = True
    subjects.write_later(("DELETE FROM view_standard", ()))
    for one in body.standards:
        row = (one.scope, one.first_min, one.next_min, one.clock, one.warn_percent)
        subjects.write_later((_INSERT, row))


STANDARDS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {StandardsSaved: _saved}


def load_standards(conn: Connection) -> tuple[Standard, ...]:
    """Those that were saved last; () for none."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM view_standard ORDER BY scope").fetchall()
    return tuple(Standard(*row) for row in rows)
