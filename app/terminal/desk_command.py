"""`main.py sync`, `inbox`, `thread` and `say`: the desk without a window. One JSON object a line."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from app.desk.config import main_profile
from app.desk.live import LiveDesk
from app.desk.session import ask_on_terminal
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.rows import MessageRow, ThreadHeader
from app.terminal.opening import open_profile
from app.terminal.printing import json_line
from app.terminal.saying import SHUT_OUT, say
from app.words import gettext as _
from app.words.sentences import refusal

PAGE = 500
Work = Callable[[LiveDesk], Awaitable[int]]


def run_sync(argv: Sequence[str]) -> int:
    """Fetch everything new; print the newest position."""
    options = profile_parser("sync", _("Fetch everything new.")).parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await desk.connect()
        await desk.sync()
        print_line({"pos": desk.position})
        return 0

    return run_desk(options.profile, work)


def run_inbox(argv: Sequence[str]) -> int:
    """Print every open conversation, newest first."""
    options = profile_parser("inbox", _("List the open conversations.")).parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk)
        ids = desk.inbox("all", limit=PAGE)
        while ids:
            for conversation_id in ids:
                _print_inbox_line(desk, conversation_id)
            ids = desk.inbox("all", limit=PAGE, after=ids[-1])
        return 0

    return run_desk(options.profile, work)


def run_thread(argv: Sequence[str]) -> int:
    """Print the messages with one person, oldest first."""
    options = person_parser("thread", _("Print the messages with one person.")).parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk)
        conversation_id = found_conversation(desk, options.person, options.line)
        for row in _whole_thread(desk, conversation_id):
            _print_message(row)
        return 0

    return run_desk(options.profile, work)


def run_say(argv: Sequence[str]) -> int:
    """Send a text to one person and print what becomes of it."""
    parser = person_parser("say", _("Send a text to one person."))
    parser.add_argument("text", metavar="TEXT", help=_("what to say"))
    parser.add_argument(
        "--wait", type=float, default=30.0, metavar="S", help=_("seconds to wait for the end")
    )
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk, is_read=False)
        if desk.connection().stopped_code == SHUT_OUT:
            return 1  # it was said above; a text that can never leave is not kept
        conversation_id = found_conversation(desk, options.person, options.line)
        return await say(desk, conversation_id, options.text, options.wait, print_line)

    return run_desk(options.profile, work)


def profile_parser(name: str, description: str) -> argparse.ArgumentParser:
    """What every command of a profile takes."""
    parser = argparse.ArgumentParser(prog=f"main.py {name}", description=description)
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", help=_("folder of the profile; else the usual one")
    )
    return parser


def person_parser(name: str, description: str) -> argparse.ArgumentParser:
    """What every command about one person takes."""
    parser = profile_parser(name, description)
    parser.add_argument("person", metavar="PERSON", help=_("+number, user id, @username or conversation id"))
    parser.add_argument("--line", help=_("which business number, when one person wrote to several"))
    return parser


def run_desk(folder: Path | None, work: Work) -> int:
    """Open the profile's desk, work with it, close it. Raises ComptoirError."""

    async def opened() -> int:
        profile = main_profile(folder)
        if not profile.exists():
            raise ComptoirError("not_joined", folder=str(profile.folder))
        desk = await open_profile(profile, os.environ, ask_on_terminal)
        try:
            return await work(desk)
        finally:
            await desk.stop()

    return asyncio.run(opened())


async def sync_first(desk: LiveDesk) -> None:
    """What cannot be done without the hub is not begun. Raises ComptoirError("hub_needed") where it does not answer."""
    try:
        await desk.connect()
        await desk.sync()
    except ComptoirError as error:
        if error.code == "hub_unreachable":
            raise ComptoirError("hub_needed") from error
        raise


async def sync_if_possible(desk: LiveDesk, *, is_read: bool = True) -> None:
    """Without the hub there is still all that was synced before; that it may be old is said on stderr.

    `is_read`: the command only shows something; else what it does is kept for the hub.
    """
    try:
        await desk.connect()
        await desk.sync()
    except ComptoirError as error:
        if (code := desk.lock_code()) is not None:
            raise ComptoirError(code) from error
        await desk.replay()
        code = "hub_not_asked" if is_read and error.code == "hub_unreachable" else error.code
        _complain(refusal(code, error.facts))


def found_conversation(desk: LiveDesk, person: str, line: str | None) -> ConversationId:
    """The one conversation that is meant. Raises ComptoirError; when several are, their list is printed first."""
    found = [header for header in map(desk.header, desk.find_people(person)) if header is not None]
    matches = [header for header in found if line is None or line in _names_of_line(desk, header)]
    if not matches:
        raise ComptoirError("person_unknown", person=person)
    if len(matches) > 1:
        for header in matches:
            print_line(
                {"conversation_id": header.conversation_id, "person": person_of(header), "name": header.name}
            )
        raise ComptoirError("person_ambiguous", person=person)
    return matches[0].conversation_id


def _whole_thread(desk: LiveDesk, conversation_id: ConversationId) -> list[MessageRow]:
    rows = page = desk.page(conversation_id, limit=PAGE)
    while len(page) == PAGE:
        page = desk.page(conversation_id, before=rows[0], limit=PAGE)
        rows = page + rows
    return rows


def _print_message(row: MessageRow) -> None:
    print_line(
        {
            "message_id": row.message_id,
            "at": row.sort_at.isoformat(),
            "direction": row.direction,
            "author": row.author,
            "author_name": row.author_name,
            "kind": row.kind,
            "text": row.text,
            "state": row.state,
            "file": row.media.stage if row.media else None,
            "is_edited": row.is_edited,
            "is_deleted": row.is_revoked,
        }
    )


def _names_of_line(desk: LiveDesk, header: ThreadHeader) -> set[str]:
    """How a business number may be written: its id with or without the channel, or its number."""
    line = desk.lines().get(header.line_id)
    number = line.display_number if line else None
    return {header.line_id, header.line_id.partition(":")[2], *([number, f"+{number}"] if number else [])}


def _print_inbox_line(desk: LiveDesk, conversation_id: ConversationId) -> None:
    row, header = desk.inbox_row(conversation_id), desk.header(conversation_id)
    if row is None or header is None:
        return
    print_line(
        {
            "conversation_id": conversation_id,
            "person": person_of(header),
            "name": row.name,
            "last_at": row.last_at.isoformat() if row.last_at else None,
            "last_text": row.last_text,
            "assignee": row.assignee_name,
            "unread": row.unread_count,
        }
    )


def person_of(header: ThreadHeader) -> str:
    """The person as a PERSON argument finds them again."""
    if header.number:
        return f"+{header.number}"
    return header.user_id or (f"@{header.username}" if header.username else header.conversation_id)


def print_line(line: dict[str, Any]) -> None:
    """One JSON object."""
    print(json_line(line), flush=True)


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
