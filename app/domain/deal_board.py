"""What fits a filter, in which order deals stand, and how a board is put together of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import total_ordering

from app.domain.amendments import NEVER_SEEN
from app.domain.deal_rows import Awaits, Board, BoardColumn, DealFilter, DealRow, DealSort
from app.domain.deals import Pipeline, Stage
from app.domain.folding import folded
from app.domain.messages import SILENT_KINDS
from app.domain.money import plus, weighted
from app.domain.task_rows import TaskRow

Key = tuple[object, ...]
WON = Stage("won", "", 100, None, 5, "success")  # the column of what was won this month


def awaiting(
    state: str,
    last_direction: str | None,
    last_state: str | None,
    last_kind: str | None,
    *,
    is_ours: bool,
    is_theirs: bool,
    is_silent: bool,
) -> Awaits:
    """Who is to do something next. `is_ours`, `is_theirs`: whether an open task on it says so.

    Where our last message never reached them, we are. `is_silent`: they owe a word; that decides where what came last
    is no message, as a reaction, or was taken back.
    """
    if state != "open":
        return "nobody"
    if not is_ours and is_silent and (last_kind in SILENT_KINDS or last_state == "cancelled"):
        return "them"
    if (
        is_ours
        or last_kind in SILENT_KINDS
        or last_direction == "in"
        or (last_direction == "out" and last_state in NEVER_SEEN)
    ):
        return "us"
    return "them" if is_theirs or last_direction == "out" else "nobody"


def fits(row: DealRow, narrowed: DealFilter, now: datetime) -> bool:
    """Whether a filter lets a deal through."""
    if row.is_removed or (narrowed.states and row.state not in narrowed.states):
        return False
    if narrowed.pipeline_id and row.pipeline_id != narrowed.pipeline_id:
        return False
    if narrowed.stage_id and row.stage_id != narrowed.stage_id:
        return False
    if narrowed.is_nobodys and row.owner_id is not None:
        return False
    if narrowed.owner_id is not None and row.owner_id != narrowed.owner_id:
        return False
    if narrowed.tag and narrowed.tag not in row.tags:
        return False
    return _fits_amount(row, narrowed) and _fits_age(row, narrowed, now) and _fits_text(row, narrowed.text)


def _fits_amount(row: DealRow, narrowed: DealFilter) -> bool:
    for end, sign in ((narrowed.least, 1), (narrowed.most, -1)):
        if end is None:
            continue
        if row.amount is None or row.amount.currency != end.currency:
            return False
        if (row.amount.minor - end.minor) * sign < 0:
            return False
    return True


def _fits_age(row: DealRow, narrowed: DealFilter, now: datetime) -> bool:
    days = narrowed.older_than_days
    if days is None:
        return True
    return row.stage_since_at is not None and now - row.stage_since_at > timedelta(days=days)


def _fits_text(row: DealRow, text: str) -> bool:
    wanted = folded(text)
    return not wanted or wanted in folded(row.title) or wanted in folded(row.person)


# --- order ---


def sort_key(sort: DealSort, currency: str) -> Callable[[DealRow], Key]:
    """What deals are sorted by, the first one smallest; no two of them are equal."""
    if sort in ("amount", "amount_back"):
        sign = -1 if sort == "amount" else 1
        return lambda row: _by_amount(row, currency, sign)
    return _KEYS[sort]


def _by_amount(row: DealRow, currency: str, sign: int) -> Key:
    """Either way round, what has no amount comes last."""
    if row.amount is None:
        return (2, "", 0, row.deal_id)
    code = row.amount.currency
    return (0 if code == currency else 1, code, sign * row.amount.minor, row.deal_id)


@total_ordering
class _Backwards:
    """A word that sorts from the last letter of the alphabet to the first."""

    def __init__(self, word: str) -> None:
        self.word = word

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Backwards) and self.word == other.word

    def __lt__(self, other: _Backwards) -> bool:
        return self.word > other.word

    def __hash__(self) -> int:
        return hash(self.word)


def _by_need(row: DealRow) -> Key:
    """Who awaits us first, by what is due first; then who is silent the longest; then the rest, the oldest first."""
    place = {"us": 0, "them": 1, "nobody": 2}[row.awaits]
    if row.awaits == "us":
        due = min(filter(None, (row.task.due_at if row.task else None, row.waiting_since_at)), default=None)
        return (place, _s(due or row.last_at), row.deal_id)
    return (place, _s(row.silent_since_at or row.last_at or row.stage_since_at), row.deal_id)


def _s(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 1e15


_KEYS: dict[str, Callable[[DealRow], Key]] = {
    "need": _by_need,
    "stage_age": lambda row: (_s(row.stage_since_at), row.deal_id),
    "name": lambda row: (folded(row.shown_title), row.deal_id),
    "made": lambda row: (-_s(row.made_at), row.deal_id),
    "stage_age_back": lambda row: (-_s(row.stage_since_at), row.deal_id),
    "name_back": lambda row: (_Backwards(folded(row.shown_title)), row.deal_id),
    "made_back": lambda row: (_s(row.made_at), row.deal_id),
}


def first_open(rows: Iterable[DealRow]) -> list[DealRow]:
    """Open ones first, then the newest; without those that were removed."""
    there = [row for row in rows if not row.is_removed]
    return sorted(there, key=lambda row: (row.state != "open", *_KEYS["made"](row)))


# --- boards ---


def board_of(
    pipeline: Pipeline,
    rows: Iterable[DealRow],
    key: Callable[[DealRow], Key],
    limit: int,
    currency: str,
    won: Sequence[DealRow] = (),
    cycle_days: int | None = None,
) -> Board:
    """Columns of open deals, which a filter let through already. A deal whose stage is gone stands in the first."""
    by_stage: dict[str, list[DealRow]] = {stage.stage_id: [] for stage in pipeline.stages}
    first = by_stage[pipeline.stages[0].stage_id]
    for row in rows:
        by_stage.get(row.stage_id, first).append(row)
    columns = tuple(
        _column(stage, by_stage[stage.stage_id], key, limit, currency) for stage in pipeline.stages
    )
    there = [row for column in by_stage.values() for row in column]
    quiet = [row for row in there if row.quiet is not None]
    return Board(
        pipeline,
        columns,
        len(there),
        plus((row.amount for row in there), currency),
        plus((money for column in columns for money in column.weighted), currency),
        len(quiet),
        plus((row.amount for row in quiet), currency),
        _column(WON, won, sort_key("made", currency), limit, currency),
        cycle_days,
    )


def _column(
    stage: Stage, rows: Sequence[DealRow], key: Callable[[DealRow], Key], limit: int, currency: str
) -> BoardColumn:
    totals = plus((row.amount for row in rows), currency)
    expected = plus((weighted(row.amount, stage.odds) for row in rows if row.amount), currency)
    return BoardColumn(stage, len(rows), totals, expected, tuple(sorted(rows, key=key)[:limit]))


def next_step(tasks: Iterable[TaskRow]) -> TaskRow | None:
    """The earliest open task; those without a time come last."""
    there = [task for task in tasks if task.done_at is None and not task.is_removed]
    return min(there, key=lambda task: (_s(task.turn_at), task.task_id), default=None)
