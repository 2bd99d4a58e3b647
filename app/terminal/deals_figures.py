"""`main.py deals funnel`: how the deals of a period went, one JSON object for each figure. See decision 196.

The first line is the whole ("cohort"); then one for each stage, each currency of what is open ("velocity"), where deals
died ("death"), why ("reason"), and how old the open ones are ("ageing"). Durations are seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.live import LiveDesk
from app.domain.deal_figure_rows import Ageing, DealFigures, StageFigures
from app.domain.deals import Stage
from app.domain.errors import ComptoirError
from app.domain.money import Money
from app.domain.spreads import Rate, Spread
from app.terminal.deals_naming import day_of, found_pipeline, member_named
from app.terminal.desk_command import print_line, profile_parser, run_desk, sync_if_possible
from app.words import gettext as _
from app.words.deal_places import named
from app.words.deals import stage_name

PERIOD = timedelta(days=90)


def run_funnel(argv: Sequence[str]) -> int:
    """Print the figures of a pipeline and a period."""
    parser = profile_parser("deals funnel", _("Print how deals went: one line for each figure."))
    parser.add_argument("--pipeline", metavar="PIPELINE", help=_("id or name; else the first"))
    parser.add_argument(
        "--from", dest="since", metavar="DAY", help=_("made from this day on, as 2026-01-01; else 90 days")
    )
    parser.add_argument("--until", metavar="DAY", help=_("made before this day; else until now"))
    parser.add_argument("--owner", metavar="MEMBER", help=_("of one member"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk)
        pipelines = named(desk.pipelines())
        pipeline = found_pipeline(pipelines, options.pipeline) if options.pipeline else pipelines[0]
        now = datetime.now(UTC)
        since = _day(desk, options.since) if options.since else now - PERIOD
        until = _day(desk, options.until) if options.until else now
        if since >= until:
            days = [moment.date().isoformat() for moment in (_there(desk, since), _there(desk, until))]
            raise ComptoirError("days_reversed", since=days[0], until=days[1])
        owner_id = member_named(desk, options.owner) if options.owner else None
        figures = await desk.deal_figures(pipeline.pipeline_id, since, until, owner_id)
        for line in lines(figures, pipeline.name):
            print_line(line)
        return 0

    return run_desk(options.profile, work)


def lines(figures: DealFigures, pipeline: str) -> Iterator[dict[str, Any]]:
    """Each figure as an object, with how many deals it stands on."""
    yield {
        "kind": "cohort", "pipeline": pipeline, "from": figures.ask.since_at.isoformat(),
        "until": figures.ask.until_at.isoformat(), "as_of": figures.as_of.isoformat(), "made": figures.made,
        "open": figures.open, "won": figures.won, "lost": figures.lost, "win_rate": _rate(figures.win_rate),
        "conversion": _rate(figures.conversion), "cycle": _spread(figures.cycle), "revenue": _amounts(figures.revenue),
        "won_without_amount": figures.unpriced_won, "open_now": figures.open_now,
        "open_without_amount": figures.unpriced_open,
        "per_person": [{"of": one.base, "n": one.n, "amounts": _amounts(one.amounts)} for one in figures.per_person],
        "rule_version": figures.rule_version,
    }  # fmt: skip
    yield from map(_stage, figures.stages)
    for one in figures.velocity:
        per_day = _amounts([one.per_day])[0] if one.per_day is not None else None
        yield {
            "kind": "velocity", "open": one.open, "total": _amounts([one.total])[0], "mean": _amounts([one.mean])[0],
            "per_day": per_day,
        }  # fmt: skip
    names = {one.stage.stage_id: stage_name(one.stage) for one in figures.stages}
    for death in figures.deaths:
        yield {
            "kind": "death", "stage_id": death.stage_id, "stage": names.get(death.stage_id, ""), "spoke": death.spoke,
            "count": death.count, "totals": _amounts(death.totals),
        }  # fmt: skip
    for reason in figures.reasons:
        totals = _amounts(reason.totals)
        yield {"kind": "reason", "reason": reason.reason, "count": reason.count, "totals": totals}
    yield from map(_ageing, figures.ageing)


def _stage(one: StageFigures) -> dict[str, Any]:
    return {
        "kind": "stage", **_named(one.stage), "entered": one.entered, "went_on": one.went_on, "here": one.here,
        "lost": one.lost, "back": one.back, "conversion": _rate(one.conversion), "left_after": _spread(one.left),
        "standing_for": _spread(one.standing),
    }  # fmt: skip


def _ageing(one: Ageing) -> dict[str, Any]:
    return {
        "kind": "ageing", **_named(one.stage), "open": one.open, **dict(one.counts), "oldest_s": one.oldest_s,
        "totals": _amounts(one.totals),
    }  # fmt: skip


def _named(stage: Stage) -> dict[str, str]:
    return {"stage_id": stage.stage_id, "stage": stage_name(stage)}


def _rate(rate: Rate) -> dict[str, int]:
    return {"part": rate.part, "whole": rate.whole}


def _spread(one: Spread) -> dict[str, int | None]:
    return {"n": one.n, "median_s": one.median_s, "p90_s": one.p90_s, "mean_s": one.mean_s}


def _amounts(amounts: Iterable[Money]) -> list[dict[str, Any]]:
    return [{"minor": one.minor, "currency": one.currency} for one in amounts]


def _day(desk: LiveDesk, text: str) -> datetime:
    """The beginning of a day where the business is. Raises ComptoirError("day_unreadable")."""
    return datetime.combine(day_of(text), time(), _zone(desk)).astimezone(UTC)


def _there(desk: LiveDesk, moment: datetime) -> datetime:
    """On the wall of the business."""
    return moment.astimezone(_zone(desk))


def _zone(desk: LiveDesk) -> ZoneInfo:
    return ZoneInfo(str(desk.setting("time_zone")))
