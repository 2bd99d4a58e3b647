"""Who waits too long, as conditions of lists. Where it is not the same for all, few rows are looked at for it."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from app.domain.waits import Cut, Cuts, one_cut
from storage.json_list import json_list


class Side(NamedTuple):
    """A condition, and the values that it compares."""

    where: str
    values: tuple[Any, ...]


def cuts_of(now: datetime, standard_min: int, cuts: Cuts | None) -> Cuts:
    """Those, or where there are none the same for everybody."""
    return cuts or one_cut(now - timedelta(minutes=standard_min))


def too_long(cuts: Cuts) -> Side:
    """Those who wait too long."""
    return _side(cuts, "<=", cuts.earliest_us, cuts.latest_us)


def in_time(cuts: Cuts) -> Side:
    """Those who wait, and not too long."""
    return _side(cuts, ">", cuts.latest_us, cuts.earliest_us)


def _side(cuts: Cuts, than: str, sure_us: int, bound_us: int) -> Side:
    """Only between the two edges the conversation itself is looked at."""
    if sure_us == bound_us:
        return Side(f"waiting_since_us {than} ?", (sure_us,))
    case, values = _case(cuts.cuts)
    where = f"waiting_since_us {than} ? AND (waiting_since_us {than} ? OR waiting_since_us {than} {case})"
    return Side(where, (bound_us, sure_us, *values))


def _case(cuts: tuple[Cut, ...]) -> tuple[str, tuple[Any, ...]]:
    """The moment of a row."""
    *own, rest = cuts
    words: list[str] = []
    values: list[Any] = []
    for cut in own:
        conditions = []
        if cut.member_ids is not None:
            conditions.append("assignee_id IN (SELECT value FROM json_each(?))")
            values.append(json_list(cut.member_ids))
        if cut.line_id is not None:
            conditions.append("line_id = ?")
            values.append(cut.line_id)
        moment, moments = _moment(cut)
        words.append(f"WHEN {' AND '.join(conditions)} THEN {moment}")
        values += moments
    moment, moments = _moment(rest)
    case = f"(CASE {' '.join(words)} ELSE {moment} END)" if words else moment
    return case, (*values, *moments)


def _moment(cut: Cut) -> tuple[str, tuple[int, ...]]:
    if cut.first_us == cut.next_us:
        return "?", (cut.first_us,)
    return "(CASE WHEN answered_by IS NULL THEN ? ELSE ? END)", (cut.first_us, cut.next_us)
