"""`main.py claim`, `assign`, `note`, `tag`, `snooze` and `close`: the team's work without a window.

Each waits for the hub and prints one object. What the hub refuses ends with 1; a lost claim names the holder.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from app.desk.desk import Refusal
from app.desk.live import LiveDesk
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MemberId
from app.terminal.desk_command import found_conversation, person_parser, print_line, run_desk, sync_first
from app.words import gettext as _
from app.words.sentences import refusal

Do = Callable[[LiveDesk, ConversationId, argparse.Namespace], Awaitable[None]]
WAIT_S = 30.0
OUTCOMES = ("solved", "not_solved", "no_action")


def run_claim(argv: Sequence[str]) -> int:
    """Take a conversation that nobody has; one that somebody has is lost with their name."""
    return _run(person_parser("claim", _("Take a conversation that nobody has.")), argv, _claim)


def run_assign(argv: Sequence[str]) -> int:
    """Give it to a member by name or id, or to nobody."""
    parser = person_parser("assign", _("Give a conversation to a member, or to nobody."))
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("member", metavar="MEMBER", nargs="?", help=_("name of the member"))
    whom.add_argument("--nobody", action="store_true", help=_("give it to nobody"))
    parser.add_argument("--reason", default="", help=_("why it is handed over"))
    parser.add_argument("--summary", default="", help=_("what the next one must know"))

    async def assign(desk: LiveDesk, there: ConversationId, options: argparse.Namespace) -> None:
        member_id = None if options.nobody else _member(desk, options.member)
        await desk.assign(there, member_id, reason=options.reason, summary=options.summary)

    return _run(parser, argv, assign)


def run_note(argv: Sequence[str]) -> int:
    """Write to the team; the customer never sees it."""
    parser = person_parser("note", _("Write a note to the team."))
    parser.add_argument("text", metavar="TEXT", help=_("what the team is to read"))

    async def note(desk: LiveDesk, there: ConversationId, options: argparse.Namespace) -> None:
        await desk.add_note(there, options.text)

    return _run(parser, argv, note)


def run_tag(argv: Sequence[str]) -> int:
    """File it under a word, or no more."""
    parser = person_parser("tag", _("File a conversation under a word."))
    parser.add_argument("tag", metavar="TAG", help=_("the word"))
    parser.add_argument("--remove", action="store_true", help=_("take the word away"))

    async def tag(desk: LiveDesk, there: ConversationId, options: argparse.Namespace) -> None:
        await (desk.untag if options.remove else desk.tag)(there, options.tag)

    return _run(parser, argv, tag)


def run_snooze(argv: Sequence[str]) -> int:
    """Put it aside; a moment without a zone is this computer's."""
    parser = person_parser("snooze", _("Put a conversation aside."))
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--until", metavar="ISO", help=_("until this moment, such as 2026-12-24T09:30"))
    when.add_argument("--until-reply", action="store_true", help=_("until the customer writes"))

    async def snooze(desk: LiveDesk, there: ConversationId, options: argparse.Namespace) -> None:
        await desk.snooze(there, None if options.until is None else read_moment(options.until))

    return _run(parser, argv, snooze)


def run_close(argv: Sequence[str]) -> int:
    """Nothing more is owed there."""
    parser = person_parser("close", _("Close a conversation."))
    parser.add_argument("--outcome", choices=OUTCOMES, help=_("how it ended"))
    parser.add_argument("--note", default="", help=_("what was done"))

    async def close(desk: LiveDesk, there: ConversationId, options: argparse.Namespace) -> None:
        await desk.close(there, options.outcome, options.note)

    return _run(parser, argv, close)


async def _claim(desk: LiveDesk, there: ConversationId, _options: argparse.Namespace) -> None:
    """Asked for even where this computer believes that somebody has it: then the hub need not be asked."""
    row = desk.inbox_row(there)
    if row is not None and row.assignee_id is not None and not row.is_mine:
        raise ComptoirError("already_held", who=row.assignee_name or "", member_id=row.assignee_id)
    await desk.claim(there)


def _run(parser: argparse.ArgumentParser, argv: Sequence[str], do: Do) -> int:
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        there = found_conversation(desk, options.person, options.line)
        refusals = await decided(desk, lambda: do(desk, there, options))
        if told_refusals(refusals):
            return 1
        print_line(_told(desk, there))
        return 0

    return run_desk(options.profile, work)


async def decided(desk: LiveDesk, do: Callable[[], Awaitable[None]]) -> list[Refusal]:
    """Ask, and wait until the hub has decided and the log shows it. Raises ComptoirError("hub_unreachable")."""
    told = asyncio.Event()
    refusals: list[Refusal] = []
    stops = (desk.subscribe(lambda _changes: told.set()), desk.subscribe_refusals(refusals.append))
    try:
        await do()
        desk.follow()
        async with asyncio.timeout(WAIT_S):
            while desk.is_waiting_for_hub:
                told.clear()
                await told.wait()
    except TimeoutError as error:
        raise ComptoirError("hub_unreachable") from error
    finally:
        for stop in stops:
            stop()
    return refusals


def told_refusals(refusals: Sequence[Refusal]) -> bool:
    """Whether the hub refused; why is said on stderr."""
    for one in refusals[:1]:
        print(refusal(one.code, one.facts), file=sys.stderr)
    return bool(refusals)


def _told(desk: LiveDesk, there: ConversationId) -> dict[str, Any]:
    """The conversation as it is now."""
    row = desk.inbox_row(there)
    if row is None:
        return {"conversation_id": there}
    return {
        "conversation_id": there,
        "name": row.name,
        "assignee": row.assignee_name,
        "tags": list(row.tags),
        "is_snoozed": row.is_snoozed,
        "snoozed_until_at": row.snoozed_until_at.isoformat() if row.snoozed_until_at else None,
        "is_closed": row.is_closed,
        "outcome": row.outcome,
    }


def _member(desk: LiveDesk, text: str) -> MemberId:
    """By id, by name, or by a first name that only one has. Raises ComptoirError("member_not_found")."""
    rows = [row for row in desk.members() if row.is_active]
    wanted = text.casefold()
    found = [row for row in rows if text == row.member_id or wanted == row.name.casefold()]
    found = found or [row for row in rows if row.name.casefold().split(" ")[0] == wanted]
    if len(found) != 1:
        raise ComptoirError("member_not_found", who=text, names=", ".join(row.name for row in rows))
    return found[0].member_id


def read_moment(text: str) -> datetime:
    """One without a zone is this computer's. Raises ComptoirError("time_unreadable")."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise ComptoirError("time_unreadable", text=text) from error
