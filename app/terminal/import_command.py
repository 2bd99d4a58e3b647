"""`main.py import-chat`: a chat exported from a phone becomes history, or is taken back. One JSON object a line."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.desk.import_review import ExportReview
from app.desk.imports.dates import Order
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.review import ReviewRow
from app.desk.imports.usual import usual_zone
from app.desk.imports.watching import UNWATCHED
from app.desk.live import LiveDesk
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId, LineId
from app.domain.imports import ImportProgress, ImportRow
from app.terminal.desk_command import print_line, profile_parser, run_desk
from app.words import gettext as _

# What a person can decide here, by the doubt that stops an import.
_CODES = {
    "nobody": "import_nobody",
    "group": "import_group",
    "us_unknown": "import_us_unknown",
    "no_contact": "import_whose",
    "several_contacts": "import_whose",
    "day_order": "import_day_order",
}


def run(argv: Sequence[str]) -> int:
    """Bring FILE, go on with it, take an import back, or list all."""
    parser = profile_parser("import-chat", _("Bring a chat exported from a phone, or take one back."))
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help=_("the .txt or .zip of the phone"))
    parser.add_argument("--contact", metavar="NUMBER", help=_("whose chat it is, as +33639980001"))
    parser.add_argument("--us", metavar="NAME", help=_("which author is the business; -- for none"))
    parser.add_argument("--zone", metavar="ZONE", help=_("where the phone was, as Europe/Paris"))
    parser.add_argument("--order", choices=("dmy", "mdy", "ymd"), help=_("the order of day and month"))
    parser.add_argument("--line", help=_("which business number, when there are several"))
    parser.add_argument("--undo", metavar="ID", help=_("take back what this import brought"))
    parser.add_argument("--list", action="store_true", help=_("list the imports, the newest first"))
    options = parser.parse_args(argv)
    if (options.file is not None) + (options.undo is not None) + options.list != 1:
        parser.error(_("give one of FILE, --undo and --list"))

    async def work(desk: LiveDesk) -> int:
        await desk.connect()
        await desk.sync()
        if options.undo is not None:
            await desk.undo_import(ImportId(options.undo))
            await desk.sync()
            _print_row(_known(desk, options.undo))
        elif options.list:
            for row in desk.imports():
                _print_row(row)
        else:
            await _bring(desk, options)
        return 0

    return run_desk(options.profile, work)


async def _bring(desk: LiveDesk, options: argparse.Namespace) -> None:
    zone = options.zone or usual_zone()
    if zone is None:
        raise ComptoirError("import_zone_needed")
    review = await desk.review_exports(zone)
    try:
        row = await _decided(review, options.file, options.contact, options.us, options.order)
    finally:
        review.close()
    _print_review(row)
    outcome = await desk.import_chat(row, line_id=_line(desk, options.line), told=_print_progress)
    await desk.sync()
    progress = outcome.progress
    print_line(
        {
            "import_id": progress.import_id,
            "conversation_id": progress.conversation_id,
            "state": progress.state,
            "added": progress.added,
            "known": progress.done - progress.added,
            "impossible_times": outcome.impossible_times,
            "files_left_out": outcome.files_left_out,
        }
    )


async def _decided(
    review: ExportReview, path: Path, contact: str | None, us: str | None, order: Order | None
) -> ReviewRow:
    """The file with everything decided. Raises ComptoirError for what is not."""
    row = await review.look(path, UNWATCHED)
    if row.refusal is not None:
        raise ExportRefused(row.refusal.code, **row.refusal.facts)
    if order is not None:
        row = await review.choose_day_order(row, order, UNWATCHED)
    if us is not None:
        row = _with_us(review, row, None if us == "--" else us)
    if contact is not None:
        chosen = review.choose_number(row, contact)
        if chosen is None:
            raise ComptoirError("number_malformed", number=contact)
        row = chosen
    _check(row)
    return row


def _with_us(review: ExportReview, row: ReviewRow, us: str | None) -> ReviewRow:
    try:
        return review.choose_us(row, us)
    except ValueError as error:
        raise ComptoirError("import_us_unknown", names=_authors(row), file=row.path.name) from error


def _check(row: ReviewRow) -> None:
    for problem in row.problems:
        code = _CODES.get(problem.doubt)
        if code is not None:
            raise ComptoirError(code, file=row.path.name, names=_authors(row), count=str(problem.count))


def _authors(row: ReviewRow) -> str:
    return ", ".join(row.preview.authors) if row.preview else ""


def _line(desk: LiveDesk, wanted: str | None) -> LineId | None:
    if wanted is None:
        return None
    for line in desk.lines().values():
        number = line.display_number or ""
        if wanted in (line.line_id, line.line_id.partition(":")[2], number, f"+{number}"):
            return line.line_id
    raise ComptoirError("line_not_ours", line_id=wanted)


def _known(desk: LiveDesk, import_id: str) -> ImportRow:
    return next(row for row in desk.imports() if row.import_id == import_id)


def _print_review(row: ReviewRow) -> None:
    seen = row.preview
    assert seen is not None
    contact = next(one for one in row.contacts if one.contact_id == row.contact_id)
    print_line(
        {
            "file": row.path.name,
            "us": row.sides.ours,
            "person": row.sides.person,
            "contact": f"+{contact.number}" if contact.number else contact.user_id,
            "zone": row.zone,
            "day_order": seen.day_order.order,
            "lines": seen.lines,
            "messages": seen.messages,
            "first_at": seen.first_at.isoformat(timespec="seconds"),
            "last_at": seen.last_at.isoformat(timespec="seconds"),
            "not_understood": sum(seen.not_understood.values()),
            "media_missing": seen.media_missing,
        }
    )


def _print_progress(progress: ImportProgress) -> None:
    print_line(
        {
            "import_id": progress.import_id,
            "done": progress.done,
            "total": progress.total,
            "added": progress.added,
        }
    )


def _print_row(row: ImportRow) -> None:
    print_line(
        {
            "import_id": row.import_id,
            "conversation_id": row.conversation_id,
            "name": row.name,
            "file": row.file_name,
            "began_at": row.began_at.isoformat(),
            "state": row.state,
            "messages": row.count,
            "known": row.known,
            "member": row.member_name,
        }
    )
