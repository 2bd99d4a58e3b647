"""Whether the channel reaches the hub, as a row: there while it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.outside import ReachLoss, ReachLost, ReachRegained
from storage.instants import from_us, to_us

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from app.domain.events import Event
    from storage.view.subjects import Subjects


def _lost(subjects: Subjects, _event: Event, body: ReachLost) -> None:
    row = (to_us(body.since_at), body.code)
    subjects.write_later(("INSERT OR REPLACE INTO view_reach (no, since_us, code) VALUES (1, ?, ?)", row))


def _regained(subjects: Subjects, _event: Event, _body: ReachRegained) -> None:
    subjects.write_later(("DELETE FROM view_reach", ()))


REACH: Mapping[type, Callable[[Subjects, Event, Any], None]] = {ReachLost: _lost, ReachRegained: _regained}


def load_loss(conn: Connection) -> ReachLoss | None:
    """Since when nobody gets through; None while somebody does."""
    row = conn.execute("SELECT since_us, code FROM view_reach").fetchone()
    since_at = from_us(row[0]) if row is not None else None
    return ReachLoss(since_at, row[1]) if since_at is not None else None
