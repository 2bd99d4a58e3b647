"""What the screen of an import of deals says: rows, columns, values, questions, results."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from app.desk.contact_imports.table import Table
from app.desk.deal_imports.amounts import AmountWays, read_amount
from app.desk.deal_imports.headings import PROGRAM_NAMES, program_of
from app.desk.deal_imports.plan import Question
from app.desk.deal_imports.preview import DealPreviewRow, Fate
from app.desk.deal_imports.stages import Goal, StageValue, StateGoal, StateValue
from app.domain.contact_cards import FieldChange
from app.domain.deal_import_rows import DealsImportProgress, DealsImportRow
from app.domain.deals import Pipeline
from app.domain.exports import readable
from app.domain.money import Money, money_text, read_money
from app.words import amounts, ngettext, pgettext
from app.words import gettext as _
from app.words.contact_values import day_words
from app.words.deal_transfer import (
    capital,
    problem_words,
    refused_words,
    state_words,
    target_words,
    undone_words,
)
from app.words.formats import Formats
from ui.deals.words import money as shown_money
from ui.imports.questions import Asked
from ui.imports.words import RowFace
from ui.plain import shown_line
from ui.widgets.paint_chip import Chip

SAMPLES: Final = 3


def money(amount: Money | None, formats: Formats) -> str:
    """1 250,50 €; "" for none."""
    return shown_money(amount, formats.language) if amount is not None else ""


def fate_words(row: DealPreviewRow) -> str:
    """What happens to a row, in one or two words."""
    if row.is_skipped:
        return _("Skipped")
    words: dict[Fate, str] = {
        "added": capital(_("new")),
        "changed": _("Changed"),
        "same": _("The same"),
        "twin": _("Twice"),
        "left": pgettext("one deal", "Left out"),
        "bad": _("Not read"),
    }
    return words[row.fate]


def filter_words(fate: str) -> str:
    """The tabs above the rows."""
    words = {
        "all": _("All"),
        "added": pgettext("several deals", "New"),
        "changed": pgettext("several deals", "Changed"),
        "same": pgettext("several deals", "The same"),
        "twin": _("Twice in the file"),
        "left": pgettext("several deals", "Left out"),
        "problems": _("Problems"),
    }
    return words[fate]


def what_words(row: DealPreviewRow, places: dict[tuple[str, str], str], formats: Formats) -> str:
    """The last cell of a row: why it is not read, or what will be other."""
    if row.problems:
        return reason_of(row)
    if row.fate == "twin":
        return _("The same deal as in row {row}; that row counts").format(row=row.twin_of)
    if row.fate == "left":
        return _("Its stage or state is left out")
    if row.is_skipped or row.deal is None or row.decision is None:
        return ""
    if row.fate == "added":
        return _added_words(row)
    deal, decision = row.deal, row.decision
    parts = [_change_words(change, formats) for change in decision.changes]
    if decision.is_moved:
        parts.append(_said(target_words("stage"), places.get((deal.pipeline_id, deal.stage_id), "")))
    if decision.state:
        parts.append(state_words()[decision.state])
    if decision.is_linked:
        parts.append(_("linked to its person"))
    if decision.owner_id is not None:
        parts.append(_("looked after by somebody else"))
    parts += [_("tag {tag}").format(tag=tag) for tag in decision.tags]
    return shown_line(", ".join(parts))


def _added_words(row: DealPreviewRow) -> str:
    if row.decision is not None and row.decision.is_restored:
        return _("It comes back: an import that was undone had removed it")
    return _("Its person becomes a contact") if row.makes_person else ""


def _change_words(change: FieldChange, formats: Formats) -> str:
    value = change.value or ""
    if change.key == "amount":
        value = money(read_money(value), formats)
    elif change.key == "close_on" and value:
        value = day_words(value, formats.language)
    return _said(target_words(change.key), value)


def _said(what: str, value: str) -> str:
    return _("{what}: {value}").format(what=what, value=value)


def reason_of(row: DealPreviewRow) -> str:
    """All that is wrong with a row, in words."""
    is_not_read = row.fate == "bad"  # then nothing of it is imported, with or without
    said = [
        problem_words(one.column, one.written, one.code, is_fatal=one.is_fatal or is_not_read)
        for one in row.problems
    ]
    return "; ".join(dict.fromkeys(said))


def places_of(pipelines: tuple[Pipeline, ...]) -> dict[tuple[str, str], str]:
    """What each stage is called; with its pipeline in front where there are several."""
    is_one = len(pipelines) == 1
    return {
        (one.pipeline_id, stage.stage_id): shown_line(stage.name if is_one else f"{one.name} / {stage.name}")
        for one in pipelines
        for stage in one.stages
    }


# --- columns and values ---


def column_title(table: Table, place: int) -> str:
    """What a column is called, by its heading or its place."""
    return shown_line(table.columns[place]) or _("Column {n}").format(n=place + 1)


def column_face(table: Table, place: int, target: str) -> RowFace:
    """One column in the list: its heading, what stands in it, what it becomes."""
    samples = [row.cells[place] for row in table.rows[:50] if row.cells[place]][:SAMPLES]
    chip = Chip(target_words(target), "neutral" if target == "ignore" else "accent")
    return RowFace(column_title(table, place), shown_line(" · ".join(samples)), chip)


def stage_face(
    value: StageValue, goal: Goal | None, places: dict[tuple[str, str], str], formats: Formats
) -> RowFace:
    """A value of the column of stages: how it is written, in how many rows, what it becomes."""
    written = " / ".join(part for part in (value.pipeline, value.stage) if part) or _("Nothing written")
    return RowFace(shown_line(written), _rows(value.count, formats), _goal_chip(goal, places))


def state_face(value: StateValue, state: StateGoal | None, formats: Formats) -> RowFace:
    """A value of the column of states."""
    words = goal_words(state) if state is not None else _("Choose…")
    chip = Chip(words, "warning" if state is None else "neutral" if state == "skip" else "accent")
    return RowFace(shown_line(value.state) or _("Nothing written"), _rows(value.count, formats), chip)


def _goal_chip(goal: Goal | None, places: dict[tuple[str, str], str]) -> Chip:
    if goal is None:
        return Chip(_("Choose…"), "warning")
    if goal.way == "stage":
        return Chip(places.get((goal.pipeline_id, goal.stage_id), _("Choose…")), "accent")
    return Chip(goal_words(goal.way), "neutral" if goal.way == "skip" else "accent")


def goal_words(way: str) -> str:
    """What a value becomes that is no stage."""
    return _("Leave out") if way == "skip" else state_words()[way]


def _rows(count: int, formats: Formats) -> str:
    return ngettext("{n} row", "{n} rows", count).format(n=formats.number(count))


def file_words(table: Table, formats: Formats) -> str:
    """How a file was read."""
    kinds = {"csv": "CSV", "xlsx": "Excel", "vcard": "vCard", "jsonl": "JSON"}
    program = PROGRAM_NAMES.get(program_of(table.columns), "")
    parts = [_rows(len(table.rows), formats), kinds[table.kind]]
    if program:
        parts.append(_("from {program}").format(program=program))
    if table.kind == "csv":
        names = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
        parts += [table.encoding.removesuffix("-sig").upper(), names.get(table.separator, table.separator)]
    if table.sheet and len(table.sheets) > 1:
        parts.append(_("sheet {name}").format(name=shown_line(table.sheet)))
    return " · ".join(parts)


# --- questions ---


@lru_cache(maxsize=64)
def _currency_name(code: str, language: str) -> str:
    from babel.numbers import get_currency_name

    name = str(get_currency_name(code, locale=language))
    return f"{name[:1].upper()}{name[1:]} ({code})"


def question_words(question: Question) -> str:
    """What the file leaves open."""
    if question.kind == "mark":
        return _("How much is “{example}”?").format(example=question.example)
    if question.kind == "dates":
        return _("Which day is “{example}”?").format(example=question.example)
    return _("Which currency is “{sign}”?").format(sign=question.sign)


def before_questions() -> str:
    """What is said before all of them."""
    return _("The file can be read in two ways. Say which is right: nothing is guessed.")


def asked(question: Question, formats: Formats) -> Asked:
    """As it is shown."""
    choices = tuple((one, answer_words(question, one, formats)) for one in question.answers)
    return Asked(question, question_words(question), choices, _("Choose…"))


def answer_words(question: Question, answer: str, formats: Formats) -> str:
    """One of its answers, shown by what it would mean."""
    if question.kind == "sign":
        return _currency_name(answer, formats.language)
    if question.kind == "dates":
        return _("The day comes first") if answer == "dmy" else _("The month comes first")
    read = read_amount(question.example, AmountWays("." if answer == "." else ","))
    if read.money is None:
        return _("The comma is decimal") if answer == "," else _("The point is decimal")
    number = readable(money_text(read.money), "money").partition(" ")[0]
    return amounts.money(number, None, formats.language)


# --- results ---


def press_words(count: int, formats: Formats) -> str:
    """The button that begins it."""
    if count == 0:
        return _("Import")
    return ngettext("Import {n} deal", "Import {n} deals", count).format(n=formats.number(count))


def result_words(progress: DealsImportProgress | DealsImportRow, formats: Formats) -> str:
    """What an import did."""
    number = formats.number
    parts = [ngettext("{n} new", "{n} new", progress.added).format(n=number(progress.added))]
    if progress.changed:
        changed = ngettext("{n} changed", "{n} changed", progress.changed)
        parts.append(changed.format(n=number(progress.changed)))
    if progress.same:
        same = ngettext("{n} was the same already", "{n} were the same already", progress.same)
        parts.append(same.format(n=number(progress.same)))
    words = ", ".join(parts)
    refused = progress.refused if isinstance(progress, DealsImportProgress) else 0
    return f"{words}. {refused_words(refused, number(refused))}" if refused else words


def undo_words(progress: DealsImportProgress | DealsImportRow) -> str:
    """What an undo did, honestly."""
    return undone_words(
        {
            "removed": progress.removed,
            "kept": progress.kept,
            "restored": progress.restored,
            "left": progress.left,
        }
    )
