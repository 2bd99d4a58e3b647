"""What figures read of deals: each with its stays, who spoke last when it was lost, and how many people wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection

from app.domain.deal_histories import DealHistory, Spoke, Stay
from app.domain.deal_rows import DealRow
from app.domain.ids import MemberId
from app.domain.messages import NOTE_KINDS
from app.domain.money import Money
from storage.json_list import json_list
from storage.view.deal_reading import LISTED, deal_rows, ids_of_talks
from storage.view.deal_silence import NEVER_SEEN

_SECOND: Final = 1_000_000
_NOTES: Final = ", ".join(map(repr, sorted(NOTE_KINDS)))
_KEPT: Final = "ifnull((SELECT kept_id FROM view_merged WHERE gone_id = {it}), {it})"
# The thread of a deal, or the newest one of its person: as the board looks for it.
_TALK: Final = (
    "CASE WHEN d.conversation_id IS NULL THEN (SELECT n.conversation_id FROM view_conversation n"
    f" WHERE n.contact_id = {_KEPT.format(it='d.contact_id')} ORDER BY n.last_us DESC, n.no LIMIT 1)"
    f" ELSE {_KEPT.format(it='d.conversation_id')} END"
)
_PERSON: Final = f"ifnull(c.contact_id, {_KEPT.format(it='d.contact_id')})"
_DEALS: Final = (
    "SELECT d.no, d.deal_id, d.pipeline_id, d.stage_id, d.state, d.made_us, d.ended_us, d.minor, d.currency,"
    f" d.owner_id, d.reason, {_PERSON} FROM view_deal d LEFT JOIN view_conversation c"
    f" ON c.conversation_id = {_KEPT.format(it='d.conversation_id')} WHERE d.is_removed = 0"
)
_STAYS: Final = (
    "SELECT s.no, CASE WHEN s.pipeline_id = d.pipeline_id THEN s.stage_id ELSE '' END, s.entered_us, s.left_us"
    " FROM view_deal_stay s JOIN view_deal d ON d.no = s.no WHERE d.is_removed = 0"
)
_AMONG: Final = " AND d.deal_id IN (SELECT value FROM json_each(?))"
# A message that nobody ever got was not said.
_SAID: Final = f"m.joined IS NOT 1 AND m.kind NOT IN ({_NOTES}) AND (m.direction = 'in' OR NOT {NEVER_SEEN})"
_SPOKE: Final = (
    "SELECT d.no, (SELECT m.direction FROM view_message m WHERE m.conversation_no = t.no AND m.sort_us <= d.ended_us"
    f" AND {_SAID} ORDER BY m.sort_us DESC, m.pos DESC LIMIT 1)"
    f" FROM view_deal d JOIN view_conversation t ON t.conversation_id = {_TALK}"
    " WHERE d.state = 'lost' AND d.is_removed = 0"
)
_SPEAKERS: Final[dict[str | None, Spoke]] = {"in": "them", "out": "us"}
# Who wrote in a period: whose newest message falls into it, and those who wrote again later, looked up one by one.
_WROTE: Final = (
    "SELECT count(*) FROM view_contact p WHERE p.last_in_us >= ?1 AND (p.last_in_us < ?2 OR EXISTS (SELECT 1"
    " FROM view_conversation c JOIN view_message m ON m.conversation_no = c.no WHERE c.contact_id = p.contact_id"
    f" AND m.sort_us >= ?1 AND m.sort_us < ?2 AND m.direction = 'in' AND {_SAID}))"
)


def deal_histories(conn: Connection, deal_ids: Iterable[str] | None = None) -> Iterator[DealHistory]:
    """Of all deals, or of these, one after the other; those of erased people among them, of whom only figures are left.

    None is removed.
    """
    among, values = ("", ()) if deal_ids is None else (_AMONG, (json_list(deal_ids),))
    spoke = dict(conn.execute(_SPOKE + among, values).fetchall())
    stays = _Stays(conn.execute(f"{_STAYS}{among} ORDER BY s.no, s.pos", values))
    words: dict[str, str] = {}  # a word that many deals have is kept once
    for row in conn.execute(f"{_DEALS}{among} ORDER BY d.no", values):
        yield _history(row, _SPEAKERS.get(spoke.get(row[0]), "nobody"), stays.of(row[0], words), words)


class _Stays:
    """Rows of stays, taken deal by deal in the order of both."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, no: int, words: dict[str, str]) -> tuple[Stay, ...]:
        """Of this deal, which is after the one before."""
        while self._next is not None and self._next[0] < no:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != no:
            return ()
        stays = tuple(
            Stay(words.setdefault(stage, stage), start // _SECOND, None if end is None else end // _SECOND)
            for _no, stage, start, end in self._next[1]
        )
        self._next = next(self._groups, None)
        return stays


def _history(
    row: tuple[Any, ...], spoke: Spoke, stays: tuple[Stay, ...], words: dict[str, str]
) -> DealHistory:
    _no, deal_id, pipeline, stage, state, made_us, ended_us, minor, currency, owner, reason, person = row
    once = words.setdefault
    return DealHistory(
        deal_id,
        once(pipeline, pipeline),
        once(stage, stage),
        once(state, state),  # type: ignore[arg-type]
        made_us // _SECOND,
        ended_us // _SECOND if ended_us is not None else None,
        Money(minor, once(currency, currency)) if minor is not None else None,
        MemberId(once(owner, owner)) if owner is not None else None,
        once(reason, reason),
        spoke,
        once(person, person) if person else "",
        stays,
    )


def deals_of_talks(conn: Connection, people: Iterable[str], talks: Iterable[str]) -> list[str]:
    """Deals of which another may have spoken last, or whose person became another."""
    return ids_of_talks(conn, people, talks)


def listed_deals(conn: Connection, deal_ids: Iterable[str]) -> list[DealRow]:
    """These, in no order; not those of erased people, of whom only figures are left."""
    where = f"{LISTED} AND d.deal_id IN (SELECT value FROM json_each(?))"
    return deal_rows(conn, where, [json_list(deal_ids)])


def people_who_wrote(conn: Connection, since_us: int, until_us: int) -> int:
    """How many people wrote at least once from a moment on and before another."""
    return int(conn.execute(_WROTE, (since_us, until_us)).fetchone()[0])
