"""`main.py contacts import FILE`, `imports` and `undo-import ID`: lists of people without a window, as JSON lines."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.desk.contact_imports.columns import OWN_FIELD, TARGETS, guess_columns
from app.desk.contact_imports.opening import Reading
from app.desk.contact_imports.people import Plan
from app.desk.contact_imports.preview import Preview, Review
from app.desk.contact_imports.watching import UNWATCHED
from app.desk.live import LiveDesk
from app.desk.transfer_desk import Agreement
from app.domain.contact_import_rows import ContactsImportProgress, ContactsImportRow
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId
from app.terminal.desk_command import print_line, profile_parser, run_desk, sync_first
from app.words import gettext as _
from app.words.transfer import problem_words

HOW = ("fill", "overwrite", "skip")
PURPOSES = ("service", "reminders", "marketing")


def run_import(argv: Sequence[str]) -> int:
    """Show what would happen, ask, bring."""
    parser = profile_parser("contacts import", _("Bring a list of people: CSV, Excel, vCard or JSON lines."))
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the list"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=_("what a column becomes; may be repeated"),
    )
    parser.add_argument(
        "--known", choices=HOW, default="fill", help=_("what happens to people who are known")
    )
    parser.add_argument("--country", metavar="CC", help=_("country of numbers without one, as FR"))
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help=_("a tag for all; may be repeated")
    )
    parser.add_argument("--encoding", help=_("encoding of a text; else it is found out"))
    parser.add_argument("--separator", help=_("separator of a CSV; else it is found out"))
    parser.add_argument("--sheet", help=_("sheet of a spreadsheet; else the first one with something in it"))
    parser.add_argument("--purpose", choices=PURPOSES, default="marketing", help=_("what they agreed to"))
    parser.add_argument("--source", default="", metavar="S", help=_("where the people of the list agreed"))
    parser.add_argument("--wording", default="", metavar="W", help=_("to which words they agreed"))
    parser.add_argument("--date", metavar="D", help=_("when they agreed, as 2026-11-30"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before anything is written"))
    options = parser.parse_args(argv)
    agreement = _agreement(options)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        return await _import(desk, options, agreement)

    return run_desk(options.profile, work)


def run_imports(argv: Sequence[str]) -> int:
    """List them, the newest first."""
    options = profile_parser("contacts imports", _("List the imports of people.")).parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        for row in desk.contacts_imports():
            print_line(_row(row))
        return 0

    return run_desk(options.profile, work)


def run_undo(argv: Sequence[str]) -> int:
    """Take one back."""
    parser = profile_parser("contacts undo-import", _("Take back what an import of people did."))
    parser.add_argument("import_id", metavar="ID", help=_("which one; see: contacts imports"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before anything is taken back"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        known = next((one for one in desk.contacts_imports() if one.import_id == options.import_id), None)
        if known is None:
            raise ComptoirError("import_unknown")
        print_line(_row(known))
        if not options.yes and not is_wanted(_("Undo this import?")):
            return 1
        print_line(_progress(await desk.undo_contacts_import(ImportId(options.import_id))))
        await desk.sync()
        return 0

    return run_desk(options.profile, work)


async def _import(desk: LiveDesk, options: argparse.Namespace, agreement: Agreement) -> int:
    reading = Reading(options.encoding, options.separator, options.sheet)
    review = await desk.review_contacts(options.file, UNWATCHED, reading)
    home = (options.country or desk.home_country()).upper()
    targets = _targets(review, guess_columns(review.table, review.fields, home), options.map)
    how = "overwrite" if options.known == "overwrite" else "fill"
    plan = Plan(targets, home, how, tuple(options.tag))  # type: ignore[arg-type]
    seen = await asyncio.to_thread(review.preview, plan)
    if options.known == "skip":
        known = {row.number: "skip" for row in seen.rows if row.known is not None}
        seen = await asyncio.to_thread(review.preview, plan, known)  # type: ignore[arg-type]
    _print_preview(review, plan, seen)
    if not seen.people():
        raise ComptoirError("import_nothing", file=options.file.name)
    if not options.yes and not is_wanted(_("Import these people?")):
        return 1
    progress = await desk.import_contacts(
        review, seen, agreement, told=lambda one: print_line(_progress(one))
    )
    await desk.sync()
    print_line(_progress(progress))
    return 0


def _targets(review: Review, guessed: tuple[str, ...], wanted: Sequence[str]) -> tuple[str, ...]:
    """The guess, and what was said of columns by their heading or number. Raises ComptoirError."""
    targets, columns = list(guessed), review.table.columns
    own = {one.title.casefold(): f"{OWN_FIELD}{one.field_id}" for one in review.fields}
    for pair in wanted:
        heading, _equals, target = pair.partition("=")
        place = next((n for n, one in enumerate(columns) if one == heading), None)
        if place is None and heading.isdigit() and 0 < int(heading) <= len(columns):
            place = int(heading) - 1
        if place is None:
            raise ComptoirError("column_unknown", column=heading, columns=", ".join(columns))
        found = target if target in TARGETS else own.get(target.casefold())
        if found is None:
            named = ", ".join((*TARGETS, *(one.title for one in review.fields)))
            raise ComptoirError("column_target_unknown", target=target, targets=named)
        targets[place] = found
    return tuple(targets)


def _agreement(options: argparse.Namespace) -> Agreement:
    if not (options.source or options.wording or options.date):
        return Agreement()
    try:
        at = datetime.fromisoformat(options.date or "").replace(tzinfo=UTC)
    except ValueError as error:
        raise ComptoirError("time_unreadable", text=options.date or "") from error
    return Agreement(options.purpose, options.source, options.wording, at)


def _print_preview(review: Review, plan: Plan, seen: Preview) -> None:
    for row in seen.bad:
        for one in row.problems:
            words = problem_words(one.column, one.written, one.code, is_fatal=one.is_fatal)
            print_line({"row": row.number, "is_imported": not one.is_fatal, "why": words, "code": one.code})
    columns = {heading or str(n + 1): plan.targets[n] for n, heading in enumerate(review.table.columns)}
    names = {"added": "new", "changed": "changed", "same": "same", "twin": "twice", "bad": "not_read"}
    counts = {names[fate]: seen.counts.get(fate, 0) for fate in names}  # type: ignore[call-overload]
    print_line(
        {
            "file": review.path.name, "kind": review.table.kind, "encoding": review.table.encoding,
            "separator": review.table.separator, "country": plan.home, "columns": columns, "rows": len(seen.rows),
            **counts, "will_import": len(seen.people()),
        }
    )  # fmt: skip


def is_wanted(question: str) -> bool:
    """Ask at the terminal; without one, nothing is done. Raises ComptoirError("unconfirmed")."""
    if not sys.stdin.isatty():
        raise ComptoirError("unconfirmed")
    print(f"{question} {_('Write yes:')} ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("yes", "y", "oui", "o")


def _progress(one: ContactsImportProgress) -> dict[str, object]:
    line: dict[str, object] = {
        "import_id": one.import_id, "state": one.state, "done": one.done, "total": one.total, "new": one.added,
        "changed": one.changed, "same": one.same, "refused": one.refused,
    }  # fmt: skip
    if one.state == "undone":
        line |= {"removed": one.removed, "kept": one.kept, "restored": one.restored, "left": one.left}
    return line


def _row(row: ContactsImportRow) -> dict[str, object]:
    line: dict[str, object] = {
        "import_id": row.import_id, "file": row.file_name, "began_at": row.began_at.isoformat(), "state": row.state,
        "rows": row.total, "new": row.added, "changed": row.changed, "same": row.same, "member": row.member_name,
    }  # fmt: skip
    if row.state == "undone":
        line |= {"removed": row.removed, "kept": row.kept, "restored": row.restored, "left": row.left}
    return line
