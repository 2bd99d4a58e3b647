"""`report responses`: the stable interface to the answers of a window, from the masks and sums of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from app.domain.people_figures import Rep, reps
from app.domain.report_rows import ReportAsk
from app.domain.response_figures import pending
from app.domain.runs import NOTHING, Runs, run_of
from app.domain.turn_index import TurnIndex
from app.domain.turn_picks import WHICH, TurnPick
from app.domain.turns import RULE_VERSION

_EARLIEST_S, _LATEST_S = -(1 << 60), 1 << 60


def responses(
    index: TurnIndex,
    from_s: int | None,
    until_s: int | None,
    zone: str,
    by_member: bool = True,
    members: Iterable[str] = (),
) -> dict[str, Any]:
    """Of the turns that began in a window, None: without an end. `members`: those who are named also without a part."""
    low = _EARLIEST_S if from_s is None else from_s
    window = (low, _LATEST_S if until_s is None else until_s)
    pick = TurnPick(index, ReportAsk(*window, zone, clock="cal"), _LATEST_S)
    cal = {which: run_of(pick.values("cal", pick.timed(which, "cal"))) for which in WHICH}
    bus = {which: run_of(pick.values("bus", pick.timed(which, "bus"))) for which in WHICH}
    closed = run_of(pick.values("cal", pick.timed("all", "closed")))
    made: dict[str, Any] = {
        "rule_version": RULE_VERSION,
        "zone": zone,
        "from": _moment(from_s),
        "to": _moment(until_s),
        "n": cal["all"].n,
        "pending": pending(pick),
        **{which: {"cal": _sums(cal[which]), "bus": _sums(bus[which])} for which in WHICH},
        "answered_while_closed": {"n": closed.n, "median_s": closed.stat("median")},
    }
    if by_member:
        made["members"] = _members(reps(pick), members)
    return made


def _members(found: Sequence[Rep], members: Iterable[str]) -> list[dict[str, Any]]:
    known = {rep.member: rep for rep in found if _has_part(rep)}
    names = sorted({*known, *members})
    return [_member(known.get(name, Rep(name, NOTHING))) for name in names]


def _member(rep: Rep) -> dict[str, Any]:
    return {
        "member": rep.member,
        **_sums(rep.answers),
        "hold_s": rep.hold_s,
        "held_before_handoff_s": rep.handed_s,
        "assists": rep.assists,
        "waived": rep.waived,
    }


def _has_part(rep: Rep) -> bool:
    return bool(rep.answers.n or rep.assists or rep.waived or rep.held)


def _sums(values: Runs) -> dict[str, int | None]:
    return {"n": values.n, **{f"{stat}_s": values.stat(stat) for stat in ("mean", "median", "p90")}}


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
