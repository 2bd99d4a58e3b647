"""`main.py deals add` and `deals move`: each waits for the hub and prints the deal as it is then.

What the hub refuses ends with 1; a deal that somebody else moved first names where it is and who moved it.
"""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable, Sequence

from app.desk.contact_imports.headers import folded
from app.desk.live import LiveDesk
from app.domain.deal_asks import NewDeal
from app.domain.deal_rows import DealCard, DealFilter
from app.domain.deals import STATES
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.terminal.deals_naming import (
    all_deals,
    amount_of,
    day_of,
    deal_line,
    found_pipeline,
    found_stage,
    member_named,
)
from app.terminal.desk_command import found_conversation, print_line, profile_parser, run_desk, sync_first
from app.terminal.team_command import decided, told_refusals
from app.words import gettext as _
from app.words.deal_places import named


def run_add(argv: Sequence[str]) -> int:
    """Make a deal."""
    parser = profile_parser("deals add", _("Make a deal."))
    parser.add_argument("--title", default="", metavar="TEXT", help=_("what it is called"))
    parser.add_argument("--amount", metavar="AMOUNT", help=_("such as “1250 EUR”"))
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--conversation", metavar="PERSON", help=_("whose conversation it belongs to"))
    whose.add_argument("--contact", metavar="CONTACT", help=_("whose it is: a contact’s id, or +number"))
    whose.add_argument(
        "--person", default="", metavar="NAME", help=_("whose it is, where they have no number")
    )
    parser.add_argument("--email", default="", metavar="ADDRESS", help=_("their address, with --person"))
    parser.add_argument("--line", help=_("which business number, when one person wrote to several"))
    parser.add_argument("--pipeline", metavar="PIPELINE", help=_("id or name; else the first"))
    parser.add_argument("--stage", metavar="STAGE", help=_("id or name; else the first"))
    parser.add_argument("--owner", metavar="MEMBER", help=_("who looks after it"))
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help=_("may be repeated"))
    parser.add_argument("--close-on", metavar="DAY", help=_("expected close, as 2026-12-24"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        new = _new(desk, options)
        made: list[str] = []

        async def add() -> None:
            made.append(await desk.add_deal(new))

        return await _done(desk, add, lambda: made[0])

    return run_desk(options.profile, work)


def run_move(argv: Sequence[str]) -> int:
    """Move a deal to a stage, or end it."""
    parser = profile_parser("deals move", _("Move a deal to another stage, or end it."))
    parser.add_argument("deal", metavar="DEAL", help=_("its id, or a title that only one open deal has"))
    parser.add_argument("stage", metavar="STAGE", help=_("id or name of a stage, or won, lost, open"))
    parser.add_argument("--pipeline", metavar="PIPELINE", help=_("to a stage of another pipeline"))
    parser.add_argument("--expected", metavar="STAGE", help=_("only if it is in this stage now"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why it was won or lost"))
    options = parser.parse_args(argv)
    if options.reason and options.stage not in ("won", "lost"):
        parser.error(_("--reason goes with won and lost"))

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        card = found_deal(desk, options.deal)
        _check_expected(desk, card, options.expected)
        return await _done(desk, _move(desk, card, options), lambda: card.deal_id)

    return run_desk(options.profile, work)


def found_deal(desk: LiveDesk, text: str) -> DealCard:
    """By its id, or by a title that only one open deal has. Raises ComptoirError("deal_named_unknown")."""
    card = desk.deal(text)
    if card is None:
        rows = all_deals(desk, DealFilter(text=text))
        found = [row.deal_id for row in rows if folded(row.title) == folded(text)]
        card = desk.deal(found[0]) if len(found) == 1 else None
    if card is None:
        raise ComptoirError("deal_named_unknown", deal=text)
    return card


def _new(desk: LiveDesk, options: argparse.Namespace) -> NewDeal:
    pipelines = named(desk.pipelines())
    pipeline = found_pipeline(pipelines, options.pipeline) if options.pipeline else pipelines[0]
    stage = found_stage(pipelines, pipeline, options.stage)[1] if options.stage else pipeline.stages[0]
    talk = found_conversation(desk, options.conversation, options.line) if options.conversation else None
    return NewDeal(
        pipeline.pipeline_id,
        stage.stage_id,
        options.title,
        amount_of(desk, options.amount) if options.amount else None,
        _contact(desk, options.contact) if options.contact else None,
        talk,
        options.person,
        options.email,
        member_named(desk, options.owner) if options.owner else None,
        tuple(options.tag),
        close_on=day_of(options.close_on).isoformat() if options.close_on else None,
    )


def _contact(desk: LiveDesk, text: str) -> ContactId:
    """A contact by id or number. Raises ComptoirError: person_unknown."""
    if desk.contact(ContactId(text)) is not None:
        return ContactId(text)
    people = {one.contact_id for one in desk.people_with_number(text.removeprefix("+"))}
    if len(people) != 1:
        raise ComptoirError("person_unknown", person=text)
    return people.pop()


def _check_expected(desk: LiveDesk, card: DealCard, expected: str | None) -> None:
    """Raises ComptoirError("deal_moved") where it is elsewhere."""
    if expected is None:
        return
    pipelines = named(desk.pipelines())
    here = next((one for one in pipelines if one.pipeline_id == card.pipeline_id), None)
    _pipeline, stage = found_stage(pipelines, here, expected)
    if stage.stage_id != card.stage_id or card.state not in ("open", *(STATES if expected in STATES else ())):
        now = here.stage(card.stage_id) if here is not None else None
        who = next((one.name for one in reversed(card.history) if one.name), "")
        raise ComptoirError("deal_moved", stage=now.name if now is not None else card.stage_id, who=who or "")


def _move(desk: LiveDesk, card: DealCard, options: argparse.Namespace) -> Callable[[], Awaitable[None]]:
    deal_id, wanted = card.deal_id, options.stage
    if wanted == "won":
        return lambda: desk.win_deal(deal_id, options.reason)
    if wanted == "lost":
        return lambda: desk.lose_deal(deal_id, options.reason)
    if wanted == "open":
        return lambda: desk.reopen_deal(deal_id)
    pipelines = named(desk.pipelines())
    here = found_pipeline(pipelines, options.pipeline or card.pipeline_id)
    pipeline, stage = found_stage(pipelines, here, wanted)

    async def move() -> None:
        if card.state != "open":
            await desk.reopen_deal(deal_id, card.stage_id)
        await desk.move_deal(deal_id, stage.stage_id, pipeline.pipeline_id)

    return move


async def _done(desk: LiveDesk, do: Callable[[], Awaitable[None]], deal_id: Callable[[], str]) -> int:
    if told_refusals(await decided(desk, do)):
        return 1
    card = desk.deal(deal_id())
    if card is not None:
        print_line(deal_line(desk, card))
    return 0
