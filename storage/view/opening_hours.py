"""Opening hours and groups as rows: what writes them while events are applied, and what reads them.

Lists are read by hours before the first paint: reading them imports nothing but their own rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.groups import GroupBook, GroupRemoved, GroupSaved
from app.domain.hours import HoursBook, HoursRemoved, HoursSaved, OpeningHours, Span, SpecialDay
from app.domain.ids import MemberId
from storage.instants import to_us

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from app.domain.events import Event
    from storage.view.subjects import Subjects

_SAVE = (
    "INSERT INTO view_opening (scope, valid_from, hours) VALUES (?, ?, ?)"
    " ON CONFLICT (scope, valid_from) DO UPDATE SET hours = excluded.hours"
)
_REMOVE = "DELETE FROM view_opening WHERE scope = ? AND valid_from = ?"
_GROUP = (
    "INSERT OR IGNORE INTO view_group_change (pos, at_s, group_id, name, member_ids) VALUES (?, ?, ?, ?, ?)"
)


def _saved(subjects: Subjects, _event: Event, body: HoursSaved) -> None:
    from storage.packing import packed

    subjects.has_new_hours = True
    subjects.write_later((_SAVE, (body.scope, body.hours.valid_from, packed(body.hours))))


def _removed(subjects: Subjects, _event: Event, body: HoursRemoved) -> None:
    subjects.has_new_hours = True
    subjects.write_later((_REMOVE, (body.scope, body.valid_from)))


def _group_saved(subjects: Subjects, event: Event, body: GroupSaved) -> None:
    _group_changed(subjects, event, body.group_id, body.name, body.member_ids)


def _group_removed(subjects: Subjects, event: Event, body: GroupRemoved) -> None:
    _group_changed(subjects, event, body.group_id, None, ())


def _group_changed(
    subjects: Subjects, event: Event, group_id: str, name: str | None, member_ids: tuple[MemberId, ...]
) -> None:
    subjects.has_new_hours = True
    at_s = to_us(event.occurred_at) // 1_000_000
    subjects.write_later((_GROUP, (event.pos, at_s, group_id, name, json.dumps(member_ids))))


HOURS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    HoursSaved: _saved,
    HoursRemoved: _removed,
    GroupSaved: _group_saved,
    GroupRemoved: _group_removed,
}


# --- reading ---


def load_hours(conn: Connection) -> HoursBook:
    """All versions of all scopes."""
    rows = conn.execute("SELECT scope, hours FROM view_opening ORDER BY scope, valid_from")
    return HoursBook((scope, _hours(json.loads(packed))) for scope, packed in rows.fetchall())


def _hours(known: dict[str, Any]) -> OpeningHours:
    """As `storage.packing` packed them."""
    special = tuple(
        [SpecialDay(one["day"], _spans(one.get("spans", ()))) for one in known.get("special", ())]
    )
    week = tuple([_spans(spans) for spans in known["week"]])
    holidays = tuple(known.get("holidays", ()))
    return OpeningHours(known["valid_from"], known["zone"], week, known.get("region", ""), holidays, special)


def _spans(known: Any) -> tuple[Span, ...]:
    return tuple([Span(one["opens_min"], one["closes_min"]) for one in known])


def load_groups(conn: Connection) -> GroupBook:
    """All groups, and who was in which one when."""
    rows = conn.execute("SELECT at_s, group_id, name, member_ids FROM view_group_change ORDER BY pos")
    book = GroupBook()
    for at_s, group_id, name, members in rows.fetchall():
        member_ids = tuple(MemberId(one) for one in json.loads(members))
        event = GroupRemoved(group_id) if name is None else GroupSaved(group_id, name, member_ids)
        book.apply(event, at_s)
    return book
