"""Deals of somebody who is erased: their figures go into the event of the erasure, everything else goes."""

from collections.abc import Iterable, Sequence

from sqlcipher3.dbapi2 import Connection

from app.domain.deals import DEFAULT_PIPELINE
from app.domain.erased_deals import ErasedDeal, ErasedStay, kept_reason
from app.domain.erasure import ContactErased
from app.domain.money import Money
from storage.instants import from_us, to_us
from storage.json_list import json_list
from storage.view.deal_reading import ids_of_talks, removed_pipeline, saved_pipelines
from storage.view.subjects import Subjects

# Tables that hold something of a deal, by its number.
OF_DEALS = tuple(
    (table, "no")
    for table in ("view_deal_tag", "view_deal_log", "view_deal_stay", "view_deal_event", "view_deal")
)
# … and by its id.
BY_DEAL_ID = tuple(
    (table, "deal_id") for table in ("view_follow_up", "view_follow_up_run", "view_follow_up_step")
)
_FIGURES = (
    "SELECT no, deal_id, pipeline_id, stage_id, state, stage_since_us, made_us, ended_us, minor, currency, owner_id,"
    " source, cause, reason FROM view_deal WHERE is_removed = 0 AND deal_id IN (SELECT value FROM json_each(?))"
    " ORDER BY no"
)
_STAYS = (
    "SELECT pos, pipeline_id, stage_id, entered_us, left_us FROM view_deal_stay WHERE no = ? ORDER BY pos"
)
_PUT = (
    "INSERT OR REPLACE INTO view_deal (no, deal_id, pipeline_id, stage_id, state, title, minor, currency, person,"
    " email, owner_id, source, cause, reason, is_removed, is_erased, stage_since_us, made_us, ended_us, version,"
    " has_ours, has_theirs) VALUES (?, ?, ?, ?, ?, '', ?, ?, '', '', ?, ?, ?, ?, 0, 1, ?, ?, ?, 0, 0, 0)"
)
_PUT_STAY = (
    "INSERT OR REPLACE INTO view_deal_stay (no, pos, pipeline_id, stage_id, entered_us, left_us)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)


def deals_of_erased(conn: Connection, people: Iterable[str], talks: Iterable[str]) -> list[str]:
    """The ids of their deals, removed ones too."""
    return sorted(ids_of_talks(conn, people, talks))


def figures_of(conn: Connection, deal_ids: Sequence[str]) -> tuple[ErasedDeal, ...]:
    """What is to be left of them; nothing of those that were removed before."""
    saved, _gone = saved_pipelines(conn)
    pipelines = {one.pipeline_id: one for one in (DEFAULT_PIPELINE, *saved)}
    found = []
    for row in conn.execute(_FIGURES, (json_list(deal_ids),)).fetchall():
        pipeline = pipelines.get(row[2]) or removed_pipeline(conn, row[2])
        offered = (*pipeline.won_reasons, *pipeline.lost_reasons) if pipeline is not None else ()
        stays = conn.execute(_STAYS, (row[0],)).fetchall()
        found.append(
            ErasedDeal(
                pos=row[0],
                deal_id=row[1],
                pipeline_id=row[2],
                stage_id=row[3],
                state=row[4],
                stage_since_at=from_us(row[5]),
                made_at=from_us(row[6]),
                ended_at=from_us(row[7]),
                amount=Money(row[8], row[9]) if row[8] is not None else None,
                owner_id=row[10],
                source=row[11],
                cause=row[12],
                reason=kept_reason(row[13], offered),
                stays=tuple(
                    ErasedStay(one[0], one[1], one[2], from_us(one[3]), from_us(one[4])) for one in stays
                ),
            )
        )
    return tuple(found)


def erase_deals(conn: Connection, subjects: Subjects, body: ContactErased, at_us: int) -> None:
    """Leave the figures alone, as a view made anew from the erased log does."""
    gone = {
        *ids_of_talks(conn, body.contact_ids, body.conversation_ids),
        *(one.deal_id for one in body.deals),
    }
    numbers = [
        row[0]
        for row in conn.execute(
            "SELECT no FROM view_deal WHERE deal_id IN (SELECT value FROM json_each(?))", (json_list(gone),)
        )
    ]
    for table, column in OF_DEALS if numbers else ():
        conn.execute(
            f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (json_list(numbers),)
        )
    for table, column in BY_DEAL_ID if gone else ():
        conn.execute(
            f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (json_list(gone),)
        )
    for one in body.deals:
        _put(conn, one, at_us)
    subjects.touched_deals |= gone


def _put(conn: Connection, one: ErasedDeal, at_us: int) -> None:
    is_open = one.state == "open"
    ended_us = at_us if is_open else to_us(one.ended_at)
    amount = one.amount
    conn.execute(
        _PUT,
        (
            one.pos, one.deal_id, one.pipeline_id, one.stage_id, "lost" if is_open else one.state,
            amount.minor if amount is not None else None, amount.currency if amount is not None else None,
            one.owner_id, one.source, one.cause, one.reason, to_us(one.stage_since_at), to_us(one.made_at), ended_us,
        ),
    )  # fmt: skip
    for stay in one.stays:
        left_us = to_us(stay.left_at) if stay.left_at is not None else ended_us
        conn.execute(
            _PUT_STAY,
            (one.pos, stay.pos, stay.pipeline_id, stay.stage_id, to_us(stay.entered_at), left_us),
        )
