"""`main.py contacts erase` and `contacts data`: data requests without a window."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from app.desk.live import LiveDesk
from app.domain.erasure import EraseWish, ErasurePlan, is_confirmed
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ContactId
from app.terminal.contacts_export import until_recorded
from app.terminal.desk_command import found_conversation, person_parser, print_line, run_desk, sync_first
from app.words import gettext as _
from app.words.erasure import counted


def run_erase(argv: Sequence[str]) -> int:
    """Erase a person everywhere; asks first, unless told not to."""
    parser = person_parser("contacts erase", _("Erase a person for good, on the hub and every computer."))
    add_choices(parser)
    parser.add_argument("--certificate", type=Path, metavar="FILE", help=_("write the certificate there"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        from app.desk.data_requests.certificate import write_certificate

        await sync_first(desk)
        plan = await desk.erasure_plan(_contact_of(desk, options))
        be_sure(plan, is_sure=options.yes)
        wish = EraseWish(plan.contact_id, plan.name, "request", options.do_not_contact)
        row = await desk.erase_person(wish)
        await desk.sync()
        if options.certificate is not None:
            try:
                write_certificate(row, options.certificate, str(desk.setting("business_name")))
            except OSError as error:
                raise EnvironmentFailure("export_failed", reason=error.strerror or "") from error
        print_line(asdict(row))
        return 0

    return run_desk(options.profile, work)


def run_data(argv: Sequence[str]) -> int:
    """Everything that is held of one person, in one zip."""
    parser = person_parser("contacts data", _("Write everything that is held of one person into one file."))
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the zip file to write"))
    parser.add_argument("--with-notes", action="store_true", help=_("the team's notes too"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        count = await desk.export_person(
            _contact_of(desk, options),
            options.file.absolute(),
            with_notes=options.with_notes,
            on_progress=_silent,
        )
        await until_recorded(desk)
        print_line({"file": str(options.file.absolute()), "messages": count})
        return 0

    return run_desk(options.profile, work)


def _contact_of(desk: LiveDesk, options: argparse.Namespace) -> ContactId:
    """By a contact's id, or by whoever a conversation is with. Raises EnvironmentFailure."""
    card = desk.contact(ContactId(options.person))
    if card is not None:
        return card.contact_id
    header = desk.header(found_conversation(desk, options.person, options.line))
    assert header is not None
    return header.contact_id


def be_sure(plan: ErasurePlan, *, is_sure: bool) -> None:
    """Ask for the name. Raises EnvironmentFailure("name_not_typed")."""
    if is_sure:
        return
    words = _("{name} is erased for good: {what}. Nothing brings them back.")
    print(words.format(name=plan.name, what=", ".join(counted(plan.counts))), file=sys.stderr)
    if not sys.stdin.isatty():
        raise EnvironmentFailure("name_not_typed")
    print(_("Type the name to go on: "), end="", file=sys.stderr, flush=True)
    if not is_confirmed(sys.stdin.readline(), plan.name):
        raise EnvironmentFailure("name_not_typed")


def add_choices(parser: argparse.ArgumentParser) -> None:
    """What both commands that erase take."""
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    parser.add_argument(
        "--do-not-contact",
        action="store_true",
        help=_("nobody is to write to this number of their own accord again"),
    )


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""
