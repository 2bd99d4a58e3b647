"""`main.py appointments ask`: everybody of a day is asked whether they come. The plan is printed first.

An object for each number ("plan": whether it goes, with what words, or why not), one for the whole; then, unless it is
a dry run, an object for each number that was asked ("asked") and one for the run.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from app.desk.live import LiveDesk
from app.domain.appointments import UNREACHABLE
from app.domain.ask_plans import AskEntry, AskPlan, AskProgress
from app.domain.errors import ComptoirError
from app.terminal.appointments_naming import day_named
from app.terminal.contacts_transfer import is_wanted
from app.terminal.desk_command import print_line, profile_parser, run_desk, sync_first
from app.words import gettext as _
from app.words import language
from app.words.appointment_lines import not_asked_words
from app.words.asking import why_left_out
from app.words.formats import Formats
from app.words.sentences import refusal

WAIT_S: Final = 60.0


def run_ask(argv: Sequence[str]) -> int:
    """Show who would be asked, ask whether to, ask them, tell what became of it."""
    parser = profile_parser("appointments ask", _("Ask everybody of a day whether they come."))
    parser.add_argument(
        "--day", metavar="DAY", default="tomorrow", help=_("today, tomorrow, or as 2026-12-24")
    )
    parser.add_argument(
        "--only", action="append", metavar="APPOINTMENT", help=_("this one alone; may be repeated")
    )
    parser.add_argument("--again", action="store_true", help=_("also whoever was asked and said nothing"))
    parser.add_argument("--template", default="", metavar="NAME", help=_("another approved text"))
    parser.add_argument(
        "--quiet-anyway", action="store_true", help=_("although it is quiet hours where they live")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("show who would be asked, and ask nobody"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before it goes out"))
    parser.add_argument(
        "--wait", type=float, default=WAIT_S, metavar="S", help=_("seconds to wait for the end")
    )
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        plan = await desk.ask_plan(
            day_named(desk, options.day), options.only, options.again, template=options.template,
            quiet_anyway=options.quiet_anyway,
        )  # fmt: skip
        print_plan(plan)
        if options.dry_run:
            return 0
        if not plan.going:
            raise ComptoirError("ask_nothing")
        if not options.yes and not is_wanted(_("Ask these people now?")):
            return 1
        return await _ask(desk, plan, options.wait)

    return run_desk(options.profile, work)


def print_plan(plan: AskPlan) -> None:
    """A line for each number, then the whole."""
    for entry in plan.entries:
        print_line(_planned(entry, plan))
    print_line(
        {
            "kind": "plan", "day": plan.day.isoformat(), "goes": len(plan.going), "left_out": len(plan.left_out),
            "settled": len(plan.settled), "template": plan.template,
            "price": [{"minor": one.money.minor, "currency": one.currency} for one in plan.totals],
            "unpriced": plan.unpriced,
        }
    )  # fmt: skip


def _planned(entry: AskEntry, plan: AskPlan) -> dict[str, Any]:
    line: dict[str, Any] = {
        "kind": "number", "person": entry.name, "number": entry.number, "goes": entry.goes,
        "appointments": [row.appointment_id for row in entry.rows], "code": entry.code,
    }  # fmt: skip
    if not entry.goes:
        return line | {"why": why_left_out(entry, Formats(language(), plan.zone), plan.now)}
    price = None
    if entry.price is not None:
        price = {"amount": entry.price.amount, "currency": entry.price.currency}
    return line | {
        "message": entry.kind, "text": entry.text, "buttons": list(entry.buttons), "template": entry.template,
        "again": entry.is_again, "price": price,
    }  # fmt: skip


async def _ask(desk: LiveDesk, plan: AskPlan, wait_s: float) -> int:
    refusals: list[Any] = []
    stop = desk.subscribe_refusals(refusals.append)
    try:
        run_id = await desk.ask(plan)
        progress = await _followed(desk, run_id, wait_s)
    finally:
        stop()
    for one in refusals[:1]:
        print(refusal(one.code, one.facts), file=sys.stderr)
    bad = bool(refusals)
    for entry in plan.going:
        line = _asked(desk, entry, plan.day)
        bad = bad or line["code"] != ""
        print_line(line)
    if progress is not None:
        print_line(_run(progress))
        bad = bad or bool(progress.failed or progress.not_asked)
    return 1 if bad else 0


async def _followed(desk: LiveDesk, run_id: str, wait_s: float) -> AskProgress | None:
    """Until everything has left, or the time is over."""
    told = asyncio.Event()
    stop = desk.subscribe(lambda _changes: told.set())
    desk.follow()
    try:
        async with asyncio.timeout(wait_s):
            while desk.is_waiting_for_hub or not _is_over(desk.ask_run(run_id)):
                told.clear()
                await told.wait()
    except TimeoutError:
        print(_("Not everything has left yet. What waits goes out by itself."), file=sys.stderr)
    finally:
        stop()
    return desk.ask_run(run_id)


def _is_over(progress: AskProgress | None) -> bool:
    return progress is not None and progress.is_over


def _asked(desk: LiveDesk, entry: AskEntry, day: date) -> dict[str, Any]:
    """What became of one number by now."""
    rows = [row for row in (desk.appointment(one.appointment_id) for one in entry.rows) if row is not None]
    trouble = next((row.trouble for row in rows if row.trouble), "")
    state = next(
        (row.last.message_state for row in rows if row.last is not None and row.last.message_state), ""
    )
    if not trouble and state in UNREACHABLE:
        trouble = "undeliverable"
    return {
        "kind": "asked", "day": day.isoformat(), "person": entry.name, "number": entry.number,
        "appointments": [row.appointment_id for row in rows], "states": [row.state for row in rows],
        "message_state": state, "code": trouble, "why": not_asked_words(trouble) if trouble else "",
    }  # fmt: skip


def _run(one: AskProgress) -> dict[str, Any]:
    return {
        "kind": "run", "run_id": one.run_id, "total": one.total, "queued": one.queued, "sent": one.gone,
        "delivered": one.delivered, "read": one.read, "answered": one.answered, "failed": dict(one.failed),
        "not_asked": dict(one.not_asked),
    }  # fmt: skip
