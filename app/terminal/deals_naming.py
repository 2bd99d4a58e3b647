"""How deals, pipelines, stages and amounts are named at the terminal, and how a deal is printed."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from app.desk.contact_imports.headers import folded
from app.desk.deal_imports.amounts import AmountWays, evidence_of, read_amount
from app.desk.live import LiveDesk
from app.domain.deal_rows import DealFilter, DealRow
from app.domain.deals import STATES, Pipeline, Stage
from app.domain.errors import ComptoirError
from app.domain.ids import MemberId
from app.domain.money import Money
from app.words import gettext as _
from app.words.deal_places import named

PAGE = 500
MOST_DIGITS = 5


def add_filters(parser: argparse.ArgumentParser) -> None:
    """What narrows a list of deals."""
    parser.add_argument("--pipeline", metavar="PIPELINE", help=_("of one pipeline, by id or name"))
    parser.add_argument("--stage", metavar="STAGE", help=_("in one stage, by id or name"))
    parser.add_argument(
        "--state", action="append", choices=(*STATES, "all"), help=_("open, won, lost or all; else open")
    )
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--owner", metavar="MEMBER", help=_("looked after by a member"))
    whose.add_argument("--nobody", action="store_true", help=_("looked after by nobody"))
    parser.add_argument("--tag", default="", metavar="TAG", help=_("with this tag"))
    parser.add_argument("--text", default="", metavar="TEXT", help=_("with this in title or person"))
    parser.add_argument("--least", metavar="AMOUNT", help=_("of at least this amount, such as “500 EUR”"))
    parser.add_argument("--most", metavar="AMOUNT", help=_("of at most this amount"))
    parser.add_argument(
        "--older-than-days", type=whole_days, metavar="N", help=_("longer in their stage than this")
    )


def whole_days(text: str) -> int:
    """A number of days. Raises ArgumentTypeError for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise argparse.ArgumentTypeError(_("“{text}” is no number of days").format(text=text))
    return int(text)


def day_of(text: str) -> date:
    """A day as 2026-12-24. Raises ComptoirError("day_unreadable")."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ComptoirError("day_unreadable", day=text) from error


def filter_of(desk: LiveDesk, options: argparse.Namespace) -> DealFilter:
    """What was asked for. Raises ComptoirError for names that are not there."""
    pipelines = named(desk.pipelines())
    pipeline = found_pipeline(pipelines, options.pipeline) if options.pipeline else None
    stage = found_stage(pipelines, pipeline, options.stage) if options.stage else None
    states = tuple(STATES) if options.state and "all" in options.state else tuple(options.state or ("open",))
    return DealFilter(
        member_named(desk, options.owner) if options.owner else None,
        options.nobody,
        options.tag,
        amount_of(desk, options.least) if options.least else None,
        amount_of(desk, options.most) if options.most else None,
        options.older_than_days,
        options.text,
        states,
        stage[0].pipeline_id if stage else pipeline.pipeline_id if pipeline else "",
        stage[1].stage_id if stage else "",
    )


def found_pipeline(pipelines: list[Pipeline], text: str) -> Pipeline:
    """By id or name. Raises ComptoirError("pipeline_named_unknown")."""
    found = [one for one in pipelines if text == one.pipeline_id or folded(text) == folded(one.name)]
    if not found:
        names = ", ".join(one.name for one in pipelines)
        raise ComptoirError("pipeline_named_unknown", pipeline=text, pipelines=names)
    return found[0]


def found_stage(pipelines: list[Pipeline], pipeline: Pipeline | None, text: str) -> tuple[Pipeline, Stage]:
    """By id or name, of a pipeline if it is said. Raises ComptoirError("stage_named_unknown")."""
    there = [pipeline] if pipeline is not None else pipelines
    for one in there:
        for stage in one.stages:
            if text == stage.stage_id or folded(text) == folded(stage.name):
                return one, stage
    names = ", ".join(stage.name for one in there for stage in one.stages)
    raise ComptoirError("stage_named_unknown", stage=text, stages=names)


def member_named(desk: LiveDesk, text: str) -> MemberId:
    """By id, by name, or by a first name that only one has. Raises ComptoirError("member_not_found")."""
    rows = [row for row in desk.members() if row.is_active]
    wanted = text.casefold()
    found = [row for row in rows if text == row.member_id or wanted == row.name.casefold()]
    found = found or [row for row in rows if row.name.casefold().split(" ")[0] == wanted]
    if len(found) != 1:
        raise ComptoirError("member_not_found", who=text, names=", ".join(row.name for row in rows))
    return found[0].member_id


def amount_of(desk: LiveDesk, text: str) -> Money:
    """An amount that can be read in one way alone. Raises ComptoirError("amount_unreadable")."""
    mark = evidence_of([text]).mark
    read = read_amount(text, AmountWays(mark, currency=str(desk.setting("currency"))))
    if read.money is None:
        raise ComptoirError("amount_unreadable", text=text)
    return read.money


def all_deals(desk: LiveDesk, narrowed: DealFilter, sort: str = "made") -> list[DealRow]:
    """Every deal that a filter lets through."""
    rows: list[DealRow] = []
    page = desk.deals(narrowed, sort, None, PAGE)  # type: ignore[arg-type]
    while page:
        rows += page
        page = desk.deals(narrowed, sort, page[-1], PAGE) if len(page) == PAGE else []  # type: ignore[arg-type]
    return rows


def deal_line(desk: LiveDesk, row: DealRow) -> dict[str, Any]:
    """One deal as an object."""
    pipeline = next((one for one in named(desk.pipelines()) if one.pipeline_id == row.pipeline_id), None)
    stage = pipeline.stage(row.stage_id) if pipeline is not None else None
    amount = row.amount
    line: dict[str, Any] = {
        "deal_id": row.deal_id,
        "title": row.title,
        "person": row.person,
        "contact_id": row.contact_id,
        "conversation_id": row.conversation_id,
        "pipeline": pipeline.name if pipeline is not None else row.pipeline_id,
        "stage": stage.name if stage is not None else row.stage_id,
        "stage_id": row.stage_id,
        "state": row.state,
        "amount": {"minor": amount.minor, "currency": amount.currency} if amount is not None else None,
        "owner": row.owner_name,
        "tags": list(row.tags),
        "made_at": _at(row.made_at),
        "stage_since_at": _at(row.stage_since_at),
        "ended_at": _at(row.ended_at),
        "reason": row.reason,
        "awaits": row.awaits,
        "last_at": _at(row.last_at),
        "next_step": {"title": row.task.title, "due_at": _at(row.task.due_at)} if row.task else None,
    }
    if row.quiet is not None:
        line |= {
            "quiet_since_at": _at(row.quiet.since_at),
            "quiet_working_days": row.quiet.working_days,
            "cause": row.cause,
        }
    return line


def _at(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
