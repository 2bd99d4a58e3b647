"""`main.py contacts export`: people, or their conversations, into files. The last line says what was written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from app.desk.live import LiveDesk
from app.domain.errors import ComptoirError
from app.domain.exports import FORMATS
from app.domain.ids import ContactId
from app.terminal.contacts_transfer import is_wanted
from app.terminal.desk_command import found_conversation, print_line, profile_parser, run_desk, sync_first
from app.words import gettext as _

ENDINGS = {"csv": ".csv", "jsonl": ".jsonl", "vcard": ".vcf"}
WAIT_S = 30.0


def run(argv: Sequence[str]) -> int:
    """Write everybody, or those who are named."""
    parser = profile_parser("contacts export", _("Write people into a file, or conversations into a folder."))
    parser.add_argument("--format", choices=FORMATS, default="csv", help=_("of the file"))
    parser.add_argument("--conversations", action="store_true", help=_("the conversations, with their files"))
    parser.add_argument(
        "--without-files", action="store_true", help=_("conversations without pictures and files")
    )
    parser.add_argument(
        "--person", action="append", default=[], metavar="PERSON", help=_("whom; may be repeated")
    )
    parser.add_argument("--separator", default=",", choices=[",", ";", "\t"], help=_("of a CSV"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("where to; else here"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before the file is written"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        people = _people(desk, options.person)
        if not options.yes and not is_wanted(_("Write personal data into a file?")):
            return 1
        if options.conversations:
            target = options.out or Path("conversations")
            outcome = await desk.export_conversations(target, people, has_files=not options.without_files)
        else:
            target = options.out or Path(f"contacts{ENDINGS[options.format]}")
            outcome = await desk.export_contacts(target, options.format, people, separator=options.separator)
        await until_recorded(desk)
        print_line(
            {
                "path": str(outcome.path), "count": outcome.count, "files": outcome.files,
                "missing": outcome.missing,
            }
        )  # fmt: skip
        return 0

    return run_desk(options.profile, work)


def _people(desk: LiveDesk, named: Sequence[str]) -> list[ContactId] | None:
    """Whose contact each of them is; everybody for none named. Raises ComptoirError."""
    if not named:
        return None
    found = []
    for one in named:
        header = desk.header(found_conversation(desk, one, None))
        if header is None:
            raise ComptoirError("person_unknown", person=one)
        found.append(header.contact_id)
    return found


async def until_recorded(desk: LiveDesk) -> None:
    """The hub's journal has it; a hub that is away gets it later."""
    told = asyncio.Event()
    stop = desk.subscribe(lambda _changes: told.set())
    desk.follow()
    try:
        async with asyncio.timeout(WAIT_S):
            while desk.is_waiting_for_hub:
                told.clear()
                await told.wait()
    except TimeoutError:
        return
    finally:
        stop()
