"""`main.py contacts consent`: what one person agreed to, and recording it. One JSON object a line.

First a line for each purpose (kind "standing"), then the ledger, newest first (kind "entry").
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from app.desk.live import LiveDesk
from app.domain.consent import GIVING, PURPOSES, WITHDRAWING, Entry, Purpose, Source, Standing
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.terminal.desk_command import (
    found_conversation,
    person_parser,
    print_line,
    run_desk,
    sync_first,
    sync_if_possible,
)
from app.terminal.team_command import decided, read_moment
from app.words import gettext as _
from app.words.sentences import refusal


def run(argv: Sequence[str]) -> int:
    """Print the ledger; with --give or --withdraw record a line of it first."""
    parser = person_parser("contacts consent", _("Print what a person agreed to, or record it."))
    parser.add_argument(
        "--purpose", action="append", choices=PURPOSES, help=_("what it is about; may be given several times")
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--give", action="store_true", help=_("record that they agreed"))
    what.add_argument("--withdraw", action="store_true", help=_("record that they want no more"))
    parser.add_argument("--source", choices=WITHDRAWING, help=_("where it is known from"))
    parser.add_argument("--wording", default="", metavar="TEXT", help=_("what they agreed to or said"))
    parser.add_argument("--proof", default="", metavar="TEXT", help=_("where the proof is"))
    parser.add_argument("--at", metavar="ISO", help=_("when they said it, such as 2025-03-01; else now"))
    options = parser.parse_args(argv)
    is_recording = options.give or options.withdraw
    if is_recording and not (options.purpose and options.source):
        parser.error(_("--give and --withdraw need --purpose and --source"))
    if options.give and options.source not in GIVING:
        parser.error(_("--give takes one of these sources: {names}").format(names=", ".join(GIVING)))

    async def work(desk: LiveDesk) -> int:
        if not is_recording:
            await sync_if_possible(desk)
            return _print(desk, _who(desk, options), options.purpose or PURPOSES)
        await sync_first(desk)
        contact_id = _who(desk, options)
        refusals = await decided(desk, lambda: _record(desk, contact_id, options))
        if refusals:
            print(refusal(refusals[0].code, refusals[0].facts), file=sys.stderr)
            return 1
        return _print(desk, contact_id, options.purpose)

    return run_desk(options.profile, work)


async def _record(desk: LiveDesk, contact_id: ContactId, options: argparse.Namespace) -> None:
    at = datetime.now(UTC) if options.at is None else read_moment(options.at)
    purposes: list[Purpose] = list(dict.fromkeys(options.purpose))
    source: Source = options.source
    say = desk.record_consent if options.give else desk.withdraw_consent
    await say(
        contact_id, purposes, source=source, at=at, wording=options.wording, proof=options.proof
    )  # fmt: skip


def _who(desk: LiveDesk, options: argparse.Namespace) -> ContactId:
    """Also somebody with whom nobody has talked yet. Raises ComptoirError: person_unknown, person_ambiguous."""
    text: str = options.person
    if text.startswith("+") and text[1:].isdigit():
        people = {one.contact_id for one in desk.people_with_number(text[1:])}
        if len(people) == 1:
            return people.pop()
    header = desk.header(found_conversation(desk, text, options.line))
    if header is None:
        raise ComptoirError("person_unknown", person=text)
    return header.contact_id


def _print(desk: LiveDesk, contact_id: ContactId, purposes: Sequence[Purpose]) -> int:
    card = desk.consent(contact_id)
    for purpose in purposes:
        print_line(_standing(contact_id, card.of(purpose)))
    for entry in card.entries:
        if entry.purpose in purposes:
            print_line(_entry(entry))
    return 0


def _standing(contact_id: ContactId, standing: Standing) -> dict[str, object]:
    return {
        "kind": "standing",
        "contact_id": contact_id,
        "purpose": standing.purpose,
        "state": standing.state,
        "since_at": standing.since_at.isoformat() if standing.since_at else None,
        "source": standing.source,
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "kind": "entry",
        "contact_id": entry.contact_id,
        "purpose": entry.purpose,
        "channel": entry.channel,
        "is_given": entry.is_given,
        "source": entry.source,
        "at": entry.at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "recorded_by": entry.member_name,
        "wording": entry.wording,
        "proof": entry.proof,
        "message_id": entry.message_id,
        "import_id": entry.import_id,
    }
