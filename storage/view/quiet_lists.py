"""Deals that have gone quiet, along their index: which, in which order, and what they come to; and what worked."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlcipher3.dbapi2 import Connection

from app.domain.follow_ups import ANSWER_COUNTS_FOR
from app.domain.money import Money
from app.domain.quiet_deals import CutOff, QuietOrder
from storage.instants import to_us

_OF_STAGE = "d.pipeline_id = ? AND d.stage_id = ? AND d.silent_us <= ?"
_FREE = (
    f"view_deal d INDEXED BY view_deal_silent WHERE {_OF_STAGE}"
    " AND NOT EXISTS (SELECT 1 FROM view_follow_up f WHERE f.deal_id = d.deal_id)"
)
_ORDERS = {
    "days": "ORDER BY d.silent_us, d.deal_id",
    "value": "ORDER BY d.minor IS NULL, d.currency IS NOT ?, d.currency, d.minor DESC, d.silent_us, d.deal_id",
}
# A message that never arrived was no follow-up; an answer counts for the last step before it, for a week.
_STEPS = (
    "SELECT s.step, ifnull(r.cause, ''), r.why = 'answered' AND r.ended_us - s.at_us <= ?1 AND NOT EXISTS"
    " (SELECT 1 FROM view_follow_up_step n WHERE n.run_id = s.run_id AND n.step > s.step)"
    " FROM view_follow_up_step s JOIN view_follow_up_run r ON r.run_id = s.run_id"
    " LEFT JOIN view_message m ON m.message_id = s.message_id LEFT JOIN view_deal d ON d.deal_id = s.deal_id"
    " WHERE s.act = 'message' AND (m.failure_code IS NULL AND ifnull(m.base, '') NOT IN"
    " ('failed', 'refused', 'expired', 'cancelled')) AND (?2 = '' OR d.pipeline_id = ?2) ORDER BY s.step, s.run_id"
)


def quiet_ids(
    conn: Connection, cuts: Iterable[CutOff], order: QuietOrder, currency: str, limit: int
) -> list[str]:
    """Their ids in order, at most so many."""
    found: list[tuple[object, ...]] = []
    own = (currency,) if order == "value" else ()
    for cut in cuts:
        sql = (
            "SELECT d.minor IS NULL, d.currency IS NOT ?, ifnull(d.currency, ''), -ifnull(d.minor, 0), d.silent_us,"
            f" d.deal_id FROM view_deal d INDEXED BY view_deal_silent WHERE {_OF_STAGE} {_ORDERS[order]} LIMIT ?"
        )
        values = (currency, cut.pipeline_id, cut.stage_id, to_us(cut.at), *own, limit)
        found += conn.execute(sql, values).fetchall()
    start = 4 if order == "days" else 0
    found.sort(key=lambda row: row[start:])
    return [str(row[5]) for row in found[:limit]]


def free_ids(conn: Connection, cuts: Iterable[CutOff], limit: int) -> list[str]:
    """Those for which no ladder is under way, the longest silent first."""
    found: list[tuple[int, str]] = []
    for cut in cuts:
        sql = f"SELECT d.silent_us, d.deal_id FROM {_FREE} ORDER BY d.silent_us, d.deal_id LIMIT ?"
        found += conn.execute(sql, (cut.pipeline_id, cut.stage_id, to_us(cut.at), limit)).fetchall()
    return [deal_id for _silent_us, deal_id in sorted(found)[:limit]]


def free_count(conn: Connection, cuts: Iterable[CutOff]) -> int:
    """How many there are of them."""
    sql = f"SELECT count(*) FROM {_FREE}"
    return sum(
        int(conn.execute(sql, (cut.pipeline_id, cut.stage_id, to_us(cut.at))).fetchone()[0]) for cut in cuts
    )


def quiet_sums(conn: Connection, cuts: Iterable[CutOff]) -> tuple[int, list[Money]]:
    """How many there are, and their amounts added up by stage and currency."""
    count, sums = 0, list[Money]()
    for cut in cuts:
        rows = conn.execute(
            "SELECT d.currency, count(*), sum(d.minor) FROM view_deal d INDEXED BY view_deal_silent"
            f" WHERE {_OF_STAGE} GROUP BY d.currency",
            (cut.pipeline_id, cut.stage_id, to_us(cut.at)),
        )
        for currency, number, minor in rows.fetchall():
            count += number
            if currency is not None and minor is not None:
                sums.append(Money(int(minor), currency))
    return count, sums


def steps_taken(conn: Connection, pipeline_id: str = "") -> Sequence[tuple[int, str, bool]]:
    """Of every message of a ladder that reached somebody: its step, the cause, whether it was answered."""
    within_us = ANSWER_COUNTS_FOR // timedelta(microseconds=1)
    rows = conn.execute(_STEPS, (within_us, pipeline_id))
    return [(int(row[0]), str(row[1]), bool(row[2])) for row in rows.fetchall()]
