"""`main.py deals import FILE`, `imports`, `undo-import ID` and `export`: tables of deals without a window."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.opening import Reading
from app.desk.contact_imports.watching import UNWATCHED
from app.desk.deal_imports.amounts import SIGNS
from app.desk.deal_imports.headings import TARGETS, program_of
from app.desk.deal_imports.plan import DealPlan, guessed_again, with_target
from app.desk.deal_imports.preview import DealPreview, DealReview
from app.desk.deal_imports.stages import SKIP, Goal, StageValue, StateValue
from app.desk.live import LiveDesk
from app.domain.deal_import_rows import DealsImportProgress, DealsImportRow
from app.domain.errors import ComptoirError
from app.domain.ids import ImportId
from app.terminal.contacts_export import until_recorded
from app.terminal.contacts_transfer import is_wanted
from app.terminal.deals_naming import add_filters, filter_of, found_pipeline, found_stage
from app.terminal.desk_command import print_line, profile_parser, run_desk, sync_first, sync_if_possible
from app.words import gettext as _
from app.words.deal_transfer import problem_words

HOW = ("overwrite", "fill", "skip")
ENDINGS = {"csv": ".csv", "jsonl": ".jsonl"}
NARROWING = (
    "pipeline",
    "stage",
    "state",
    "owner",
    "nobody",
    "tag",
    "text",
    "least",
    "most",
    "older_than_days",
)


def run_import(argv: Sequence[str]) -> int:
    """Show what would happen, ask, bring."""
    options = _import_parser().parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        return await _import(desk, options)

    return run_desk(options.profile, work)


def _import_parser() -> argparse.ArgumentParser:
    parser = profile_parser("deals import", _("Bring a table of deals: CSV, Excel or JSON lines."))
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the table"))
    for name, metavar, said in (
        (
            "--map",
            "COLUMN=FIELD",
            _("what a column becomes; may be repeated. Fields: {fields}").format(fields=", ".join(TARGETS)),
        ),
        ("--stage", "VALUE=STAGE", _("what a stage of the file becomes: a stage, won, lost or skip")),
        ("--state", "VALUE=STATE", _("what a state of the file becomes: open, won, lost or skip")),
        ("--sign", "SIGN=CURRENCY", _("which currency a sign is, as $=CAD")),
    ):
        parser.add_argument(name, action="append", default=[], metavar=metavar, help=said)
    parser.add_argument(
        "--decimal",
        choices=(".", ","),
        metavar="SIGN",
        help=_("the decimal sign, where the file leaves it open"),
    )
    parser.add_argument("--dates", choices=("dmy", "mdy"), help=_("what comes first in dates: day or month"))
    parser.add_argument("--known", choices=HOW, default="overwrite", help=_("what happens to deals you have"))
    parser.add_argument("--pipeline", metavar="PIPELINE", help=_("of rows that name none; else the first"))
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help=_("a tag for all; may be repeated")
    )
    parser.add_argument("--country", metavar="CC", help=_("country of numbers without one, as FR"))
    parser.add_argument("--encoding", help=_("encoding of a text; else it is found out"))
    parser.add_argument("--separator", help=_("separator of a CSV; else it is found out"))
    parser.add_argument("--sheet", help=_("sheet of a spreadsheet; else the first one with something in it"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before anything is written"))
    return parser


def run_imports(argv: Sequence[str]) -> int:
    """List them, the newest first."""
    options = profile_parser("deals imports", _("List the imports of deals.")).parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_if_possible(desk)
        for row in desk.deals_imports():
            print_line(_row(row))
        return 0

    return run_desk(options.profile, work)


def run_undo(argv: Sequence[str]) -> int:
    """Take one back."""
    parser = profile_parser("deals undo-import", _("Take back what an import of deals did."))
    parser.add_argument("import_id", metavar="ID", help=_("which one; see: deals imports"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before anything is taken back"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        known = next((one for one in desk.deals_imports() if one.import_id == options.import_id), None)
        if known is None:
            raise ComptoirError("import_unknown")
        print_line(_row(known))
        if not options.yes and not is_wanted(_("Undo this import?")):
            return 1
        print_line(_progress(await desk.undo_deals_import(ImportId(options.import_id))))
        await desk.sync()
        return 0

    return run_desk(options.profile, work)


def run_export(argv: Sequence[str]) -> int:
    """Write all deals, or those that a filter lets through."""
    parser = profile_parser("deals export", _("Write deals into a file: all of them, or those of a filter."))
    add_filters(parser)
    parser.add_argument("--format", choices=tuple(ENDINGS), default="csv", help=_("of the file"))
    parser.add_argument("--separator", default=",", choices=[",", ";", "\t"], help=_("of a CSV"))
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("where to; else here"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask before the file is written"))
    options = parser.parse_args(argv)

    async def work(desk: LiveDesk) -> int:
        await sync_first(desk)
        is_narrowed = any(getattr(options, name) for name in NARROWING)
        narrowed = filter_of(desk, options) if is_narrowed else None
        if not options.yes and not is_wanted(_("Write personal data into a file?")):
            return 1
        target = options.out or Path(f"deals{ENDINGS[options.format]}")
        outcome = await desk.export_deals(target, options.format, narrowed, separator=options.separator)
        await until_recorded(desk)
        print_line({"path": str(outcome.path), "count": outcome.count})
        return 0

    return run_desk(options.profile, work)


async def _import(desk: LiveDesk, options: argparse.Namespace) -> int:
    reading = Reading(options.encoding, options.separator, options.sheet)
    review = await desk.review_deals(options.file, UNWATCHED, reading)
    plan = _planned(review, await desk.first_deal_plan(review), options)
    seen = await asyncio.to_thread(review.preview, plan)
    _print_preview(review, plan, seen)
    if seen.open_questions:
        raise ComptoirError("deals_import_answer", file=options.file.name)
    if not seen.deals():
        code = "deals_import_unmapped" if seen.unmapped else "deals_import_nothing"
        raise ComptoirError(code, file=options.file.name)
    if not options.yes and not is_wanted(_("Import these deals?")):
        return 1
    progress = await desk.import_deals(review, plan, seen, told=lambda one: print_line(_progress(one)))
    await desk.sync()
    print_line(_progress(progress))
    return 0


def _planned(review: DealReview, plan: DealPlan, options: argparse.Namespace) -> DealPlan:
    """The guess, and what was said. Raises ComptoirError for what is not there."""
    pipelines = list(review.pipelines)
    if options.pipeline:
        plan = replace(plan, pipeline_id=found_pipeline(pipelines, options.pipeline).pipeline_id, goals={})
    for pair in options.map:
        heading, _equals, target = pair.partition("=")
        place = _column(review, heading)
        if target not in TARGETS:
            raise ComptoirError("column_target_unknown", target=target, targets=", ".join(TARGETS))
        plan = with_target(review.table, pipelines, plan, place, target)
    plan = guessed_again(review.table, pipelines, plan)
    for pair in options.stage:
        plan = _with_stage(review, plan, *_parted(pair))
    for pair in options.state:
        value, state = _parted(pair)
        if state not in ("open", "won", "lost", "skip"):
            raise ComptoirError("stage_goal_unknown", stage=state, stages="open")
        plan = replace(plan, states={**plan.states, folded(value): state})  # type: ignore[dict-item]
    for pair in options.sign:
        sign, code = _parted(pair)
        if code.upper() not in SIGNS.get(sign.upper(), ()):
            raise ComptoirError("amount_unreadable", text=pair)
        plan = replace(plan, signs=(*plan.signs, (sign.upper(), code.upper())))
    return replace(
        plan,
        mark=options.decimal or plan.mark,
        order=options.dates or plan.order,
        how=options.known,
        more_tags=tuple(options.tag),
        home=(options.country or plan.home).upper(),
    )


def _column(review: DealReview, heading: str) -> int:
    columns = review.table.columns
    place = next((n for n, one in enumerate(columns) if one == heading), None)
    if place is None and heading.isdigit() and 0 < int(heading) <= len(columns):
        place = int(heading) - 1
    if place is None:
        raise ComptoirError("column_unknown", column=heading, columns=", ".join(columns))
    return place


def _with_stage(review: DealReview, plan: DealPlan, value: str, wanted: str) -> DealPlan:
    values = [one for one in review.values(plan.targets) if isinstance(one, StageValue)]
    found = [one for one in values if one.key[1] == folded(value)]
    if not found:
        raise ComptoirError("stage_value_unknown", value=value, values=", ".join(one.stage for one in values))
    goals = {one.key: _goal(review, plan, one, wanted) for one in found}
    return replace(plan, goals={**plan.goals, **goals})


def _goal(review: DealReview, plan: DealPlan, value: StageValue, wanted: str) -> Goal:
    pipelines = list(review.pipelines)
    here = next((one for one in pipelines if folded(one.name) == value.key[0]), None)
    here = here or next(one for one in pipelines if one.pipeline_id == plan.pipeline_id)
    if wanted == "skip":
        return SKIP
    if wanted in ("won", "lost"):
        return Goal("won" if wanted == "won" else "lost", here.pipeline_id)
    pipeline, stage = found_stage(pipelines, here, wanted)
    return Goal("stage", pipeline.pipeline_id, stage.stage_id)


def _parted(pair: str) -> tuple[str, str]:
    value, _equals, goal = pair.rpartition("=")
    return value, goal


def _print_preview(review: DealReview, plan: DealPlan, seen: DealPreview) -> None:
    for row in seen.bad:
        for one in row.problems:
            is_imported = row.fate not in ("bad", "left", "twin")
            words = problem_words(one.column, one.written, one.code, is_fatal=not is_imported)
            print_line({"row": row.number, "is_imported": is_imported, "why": words, "code": one.code})
    for value in review.values(plan.targets):
        print_line(_value(review, plan, value))
    for question in seen.questions:
        print_line(
            {
                "question": question.kind, "example": question.example, "answers": list(question.answers),
                "answer": question.answer or None,
            }
        )  # fmt: skip
    columns = {heading or str(n + 1): plan.targets[n] for n, heading in enumerate(review.table.columns)}
    names = {
        "added": "new", "changed": "changed", "same": "same", "twin": "twice", "left": "left_out", "bad": "not_read",
    }  # fmt: skip
    counts = {names[fate]: seen.counts.get(fate, 0) for fate in names}  # type: ignore[call-overload]
    print_line(
        {
            "file": review.path.name, "kind": review.table.kind, "program": program_of(review.table.columns),
            "encoding": review.table.encoding, "separator": review.table.separator, "columns": columns,
            "rows": len(seen.rows), **counts, "new_contacts": seen.makes_people, "will_import": len(seen.deals()),
        }
    )  # fmt: skip


def _value(review: DealReview, plan: DealPlan, one: StageValue | StateValue) -> dict[str, object]:
    """What a stage or a state of the file becomes; null where nobody said it."""
    if isinstance(one, StateValue):
        return {"state_value": one.state, "rows": one.count, "becomes": plan.states.get(one.key)}
    goal = plan.goals.get(one.key)
    becomes: str | None = goal.way if goal is not None else None
    if goal is not None and goal.way == "stage":
        pipeline = next((p for p in review.pipelines if p.pipeline_id == goal.pipeline_id), None)
        stage = pipeline.stage(goal.stage_id) if pipeline is not None else None
        becomes = stage.name if stage is not None else goal.stage_id
    return {"stage_value": one.stage, "pipeline_value": one.pipeline, "rows": one.count, "becomes": becomes}


def _progress(one: DealsImportProgress) -> dict[str, object]:
    line: dict[str, object] = {
        "import_id": one.import_id, "state": one.state, "done": one.done, "total": one.total, "new": one.added,
        "changed": one.changed, "same": one.same, "refused": one.refused,
    }  # fmt: skip
    if one.state == "undone":
        line |= {"removed": one.removed, "kept": one.kept, "restored": one.restored, "left": one.left}
    return line


def _row(row: DealsImportRow) -> dict[str, object]:
    line: dict[str, object] = {
        "import_id": row.import_id, "file": row.file_name, "began_at": row.began_at.isoformat(), "state": row.state,
        "rows": row.total, "new": row.added, "changed": row.changed, "same": row.same, "member": row.member_name,
    }  # fmt: skip
    if row.state == "undone":
        line |= {"removed": row.removed, "kept": row.kept, "restored": row.restored, "left": row.left}
    return line
