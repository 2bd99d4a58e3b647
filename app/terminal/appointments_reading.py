"""`main.py appointments list` and `appointments export`: one JSON object an appointment, or a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.desk.agenda_files_desk import AGENDA_FORMATS
from app.desk.live import LiveDesk
from app.terminal.appointments_naming import add_filters, appointment_line, chosen
from app.terminal.contacts_export import until_recorded
from app.terminal.contacts_transfer import is_wanted
from app.terminal.desk_command import print_line, profile_parser, run_desk, sync_first, sync_if_possible
from app.words import gettext as _


def run_list(argv: Sequence[str]) -> int:
    """Print the appointments of today, or of other days."""
    parser = profile_parser("appointments list", _("List the appointments of a day or of several."))
    add_filters(parser)
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk)
        days, rows = chosen(desk, options)
        for row in rows:
            print_line(appointment_line(row, days.zone))
        return 0

    return run_desk(options.profile, work)


def run_export(argv: Sequence[str]) -> int:
    """Write them into a file."""
    parser = profile_parser("appointments export", _("Write appointments into a calendar file or a table."))
    add_filters(parser)
    parser.add_argument("--format", choices=AGENDA_FORMATS, default="ics", help=_("of the file"))
    parser.add_argument("--separator", default=",", choices=[",", ";", "\t"], help=_("of a CSV"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("where to; else here"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before the file is written"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        _days, rows = chosen(desk, options)
        if not options.yes and not is_wanted(_("Write personal data into a file?")):
            return 1
        target = options.out or Path(f"appointments.{options.format}")
        outcome = await desk.export_agenda(target, options.format, rows, separator=options.separator)
        await until_recorded(desk)
        print_line({"path": str(outcome.path), "count": outcome.count})
        return 0

    return run_desk(options.profile, work)
