"""Lines of the table and segments, with what this computer asked for and the log does not show yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.desk.pending import Pending
from app.domain import contact_asks as asks
from app.domain import contact_bulk as bulk
from app.domain.contact_table import TableRow
from app.domain.ids import MemberId
from app.domain.segments import RemoveSegment, SaveSegment, Segment

NameOf = Callable[[MemberId | None], str | None]
_TOUCHING = (*bulk.BULK_COMMANDS, asks.TagContact, asks.UntagContact, asks.OwnContact, asks.ChangeContact)


def overlaid_rows(rows: Sequence[TableRow], pending: Sequence[Pending], name_of: NameOf) -> list[TableRow]:
    """The lines as they will be."""
    by_id = {row.contact_id: row for row in rows}
    for entry in pending:
        body: Any = entry.command.body
        if isinstance(body, _TOUCHING):
            ids = body.contact_ids if isinstance(body, bulk.BULK_COMMANDS) else (body.contact_id,)
            for contact_id in [one for one in ids if one in by_id]:
                by_id[contact_id] = _after(by_id[contact_id], body, name_of)
    return [by_id[row.contact_id] for row in rows]


def overlaid_segments(known: Sequence[Segment], pending: Sequence[Pending], me: MemberId) -> list[Segment]:
    """The segments as they will be."""
    shown = {one.segment_id: one for one in known}
    for entry in pending:
        body = entry.command.body
        if isinstance(body, SaveSegment) and body.segment.owner_id in (None, me):
            shown[body.segment.segment_id] = body.segment
        elif isinstance(body, RemoveSegment):
            shown.pop(body.segment_id, None)
    return sorted(shown.values(), key=lambda one: (one.name, one.segment_id))


def _after(row: TableRow, body: Any, name_of: NameOf) -> TableRow:
    if isinstance(body, bulk.TagContacts | asks.TagContact):
        return replace(row, tags=tuple(sorted({*row.tags, body.tag})))
    if isinstance(body, bulk.UntagContacts | asks.UntagContact):
        return replace(row, tags=tuple(tag for tag in row.tags if tag != body.tag))
    if isinstance(body, asks.ChangeContact):
        return _changed(row, body)
    return replace(row, owner_id=body.owner_id, owner_name=name_of(body.owner_id))


def _changed(row: TableRow, body: asks.ChangeContact) -> TableRow:
    values = {**row.values, **{one.key: one.value for one in body.changes if one.value is not None}}
    for one in body.changes:
        if one.value is None:
            values.pop(one.key, None)
    name = next((one.value for one in body.changes if one.key == "name"), None)
    values.pop("name", None)
    return replace(row, values=values, name=name or row.name, is_named=row.is_named or bool(name))
