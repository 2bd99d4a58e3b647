"""What happened with the deals of a person, as lines of their timeline."""

import json
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contact_rows import TimelineRow
from app.domain.ids import ContactId
from storage.instants import from_us
from storage.json_list import json_list
from storage.view.deal_reading import ids_of_person, removed_pipeline, saved_pipelines

TOLD = ("added", "moved", "won", "lost", "reopened", "linked", "removed", "restored", "logged")
_EVENTS = (
    "SELECT e.pos, e.what, e.at_us, e.body, m.name, d.deal_id, d.title, d.pipeline_id FROM view_deal d"
    " JOIN view_deal_event e ON e.no = d.no LEFT JOIN view_member m ON m.member_id = e.member_id"
    " WHERE d.deal_id IN (SELECT value FROM json_each(?)) AND e.what IN (SELECT value FROM json_each(?))"
    " AND (e.at_us, e.pos) < (?, ?) ORDER BY e.at_us DESC, e.pos DESC LIMIT ?"
)


def deal_lines(
    conn: Connection, contact_id: ContactId, place: tuple[int, int], limit: int
) -> list[TimelineRow]:
    """The newest before a place. `values`: deal_id, deal_title, and of a move the stage_id and the stage's name."""
    ids = ids_of_person(conn, contact_id)
    if not ids:
        return []
    rows = conn.execute(_EVENTS, (json_list(ids), json_list(TOLD), *place, limit)).fetchall()
    names = _stage_names(conn, {row[7] for row in rows})
    return [_line(row, names) for row in rows]


def _stage_names(conn: Connection, pipeline_ids: set[str]) -> dict[str, str]:
    saved = {one.pipeline_id: one for one in saved_pipelines(conn)[0]}
    found = (saved.get(one) or removed_pipeline(conn, one) for one in pipeline_ids)
    return {stage.stage_id: stage.name for one in found if one is not None for stage in one.stages}


def _line(row: tuple[Any, ...], names: dict[str, str]) -> TimelineRow:
    pos, what, at_us, body, name, deal_id, title, _ = row
    told = json.loads(body) if body else {}
    values = {"deal_id": deal_id, "deal_title": title, **{key: str(value) for key, value in told.items()}}
    if "stage_id" in values:
        values["stage"] = names.get(values["stage_id"], "")
    return TimelineRow(
        what=f"deal_{what}", at=from_us(at_us), pos=pos, name=name, values=tuple(values.items())
    )
