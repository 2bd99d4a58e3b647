"""What files tell of deals."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.deal_rows import DealRow
from app.domain.deals import DealState
from app.domain.exports import ExportedDeal, readable
from app.domain.ids import MemberId
from app.domain.money import Money
from storage.instants import from_us

_PERSON: Final = "ifnull((SELECT kept_id FROM view_merged WHERE gone_id = d.contact_id), d.contact_id)"
_TALK: Final = (
    "(SELECT v.contact_id FROM view_conversation v WHERE v.conversation_id ="
    " ifnull((SELECT kept_id FROM view_merged WHERE gone_id = d.conversation_id), d.conversation_id))"
)
_STEP: Final = (
    "FROM view_task t WHERE t.deal_id = d.deal_id AND t.done_us IS NULL AND t.is_removed = 0"
    " ORDER BY t.turn_us IS NULL, t.turn_us, t.pos LIMIT 1"
)
_DEALS: Final = (
    "SELECT d.deal_id, d.pipeline_id, d.stage_id, d.state, d.title, d.minor, d.currency, d.person, d.email, d.owner_id,"
    " w.name, d.stage_since_us, d.made_us, d.close_on, d.ended_us, d.reason, c.name, c.number, c.phone, c.username,"
    " c.user_id, c.email, (SELECT json_group_array(t.tag) FROM view_deal_tag t WHERE t.no = d.no),"
    " (SELECT group_concat(g.note, char(10)) FROM view_deal_log g WHERE g.no = d.no AND g.what = 'note'),"
    f" (SELECT t.title {_STEP}), (SELECT t.due_us {_STEP})"
    " FROM view_deal d LEFT JOIN view_member w ON w.member_id = d.owner_id"
    f" LEFT JOIN view_contact c ON c.contact_id = ifnull({_TALK}, {_PERSON})"
    " WHERE d.is_removed = 0 AND d.is_erased = 0 ORDER BY d.no"
)


class _Found(NamedTuple):
    """One row of `_DEALS`; what begins with `their` is of the person."""

    deal_id: str
    pipeline_id: str
    stage_id: str
    state: DealState
    title: str
    minor: int | None
    currency: str
    person: str
    email: str
    owner_id: MemberId | None
    owner: str | None
    since_us: int
    made_us: int
    close_on: str | None
    ended_us: int | None
    reason: str
    their_name: str | None
    their_number: str | None
    their_phone: str | None
    their_username: str | None
    their_user_id: str | None
    their_email: str | None
    tags: str
    note: str | None
    step: str | None
    due_us: int | None


def exported_deals(
    conn: Connection,
    is_wanted: Callable[[DealRow], bool],
    pipelines: Mapping[str, str],
    stages: Mapping[tuple[str, str], str],
) -> list[ExportedDeal]:
    """Those that are wanted, in the order in which they came. The names of pipelines and stages are given by id."""
    found = []
    for row in map(_Found._make, conn.execute(_DEALS)):
        deal = _listed(row)
        if is_wanted(deal):
            found.append(_exported(row, deal, pipelines, stages))
    return found


def _listed(row: _Found) -> DealRow:
    """What a filter looks at."""
    known_by = (row.their_name, row.their_number or row.their_phone, row.their_username, row.their_user_id)
    shown = shown_name(*known_by) if any(known_by) else row.person or row.email
    return DealRow(
        row.deal_id, row.pipeline_id, row.stage_id, row.state, row.title, shown, bool(row.their_name),
        amount=None if row.minor is None else Money(row.minor, row.currency), owner_id=row.owner_id,
        owner_name=row.owner, tags=tuple(sorted(json.loads(row.tags))), stage_since_at=from_us(row.since_us),
        made_at=from_us(row.made_us), ended_at=from_us(row.ended_us), reason=row.reason,
    )  # fmt: skip


def _exported(
    row: _Found, deal: DealRow, pipelines: Mapping[str, str], stages: Mapping[tuple[str, str], str]
) -> ExportedDeal:
    amount = deal.amount
    written = readable(f"{amount.minor} {amount.currency}", "money") if amount is not None else ""
    return ExportedDeal(
        deal.deal_id,
        deal.title,
        written.partition(" ")[0],
        amount.currency if amount is not None else "",
        pipelines.get(deal.pipeline_id, ""),
        stages.get((deal.pipeline_id, deal.stage_id), ""),
        deal.state,
        deal.person,
        row.their_number or row.their_phone or "",
        row.their_email or row.email or "",
        deal.owner_name or "",
        deal.tags,
        deal.made_at,
        row.close_on or "",
        deal.ended_at,
        deal.reason,
        row.note or "",
        row.step or "",
        from_us(row.due_us),
    )
