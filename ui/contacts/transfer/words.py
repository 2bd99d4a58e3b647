"""What the screen of an import says: rows, counts, results."""

from __future__ import annotations

from typing import Final

from app.desk.contact_imports.preview import Fate, PreviewRow
from app.desk.contact_imports.table import Table
from app.domain.contact_cards import BUILT_IN, ContactField, FieldType
from app.domain.contact_import_rows import ContactsImportProgress, ContactsImportRow
from app.words import gettext as _
from app.words import ngettext
from app.words.contact_values import value_words
from app.words.formats import Formats
from app.words.transfer import refused_words, target_words, undone_words
from ui.contacts.transfer.session import reason_of
from ui.imports.words import RowFace
from ui.plain import shown_line
from ui.widgets.paint_chip import Chip

SAMPLES: Final = 3


def fate_words(row: PreviewRow) -> str:
    """What happens to a row, in one or two words."""
    if row.is_skipped:
        return _("Skipped")
    words: dict[Fate, str] = {
        "added": _("New"),
        "changed": _("Changed"),
        "same": _("The same"),
        "twin": _("Twice"),
        "bad": _("Not read"),
    }
    return words[row.fate]


def filter_words(fate: str) -> str:
    """The tabs above the rows."""
    words = {
        "all": _("All"),
        "added": _("New"),
        "changed": _("Changed"),
        "same": _("The same"),
        "twin": _("Twice in the file"),
        "problems": _("Problems"),
    }
    return words[fate]


def what_words(row: PreviewRow, fields: dict[str, ContactField], formats: Formats) -> str:
    """The last cell of a row: why it is not read, or what will be other."""
    if row.problems:
        return reason_of(row.problems)
    if row.fate == "twin":
        return _("The same person as in row {row}; that row counts").format(row=row.twin_of)
    if row.fate == "added" or row.decision is None or row.is_skipped:
        return ""
    parts = []
    for change in row.decision.changes:
        value = value_words(change.key, _kind(change.key, fields), change.value or "", formats)
        parts.append(f"{key_words(change.key, fields)}: {value}")
    parts += [_("tag {tag}").format(tag=tag) for tag in row.decision.tags]
    if row.decision.owner_id is not None:
        parts.append(_("looked after by somebody else"))
    return shown_line(", ".join(parts))


def _kind(key: str, fields: dict[str, ContactField]) -> FieldType:
    return fields[key].type if key in fields else "text"


def key_words(key: str, fields: dict[str, ContactField]) -> str:
    """What a field is called."""
    if key in BUILT_IN:
        return _("Other phone") if key == "phone" else target_words(key)
    return fields[key].title if key in fields else key


def column_title(table: Table, place: int) -> str:
    """What a column is called, by its heading or its place."""
    return shown_line(table.columns[place]) or _("Column {n}").format(n=place + 1)


def target_title(target: str, fields: dict[str, ContactField]) -> str:
    """What a column becomes, also where that is a field of the owner's own."""
    key = target.removeprefix("field:")
    return shown_line(fields[key].title) if key in fields and key != target else target_words(target)


def column_face(table: Table, place: int, target: str, fields: dict[str, ContactField]) -> RowFace:
    """One column in the list: its heading, what stands in it, what it becomes."""
    samples = [row.cells[place] for row in table.rows[:50] if row.cells[place]][:SAMPLES]
    chip = Chip(target_title(target, fields), "neutral" if target == "ignore" else "accent")
    return RowFace(column_title(table, place), shown_line(" · ".join(samples)), chip)


def file_words(table: Table, formats: Formats) -> str:
    """How a file was read."""
    rows = ngettext("{n} row", "{n} rows", len(table.rows)).format(n=formats.number(len(table.rows)))
    kinds = {"csv": "CSV", "xlsx": "Excel", "vcard": "vCard", "jsonl": "JSON"}
    parts = [rows, kinds[table.kind]]
    if table.kind == "csv":
        names = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
        parts += [table.encoding.removesuffix("-sig").upper(), names.get(table.separator, table.separator)]
    if table.sheet and len(table.sheets) > 1:
        parts.append(_("sheet {name}").format(name=shown_line(table.sheet)))
    return " · ".join(parts)


def press_words(count: int, formats: Formats) -> str:
    """The button that begins it."""
    if count == 0:
        return _("Import")
    return ngettext("Import {n} person", "Import {n} people", count).format(n=formats.number(count))


def result_words(progress: ContactsImportProgress | ContactsImportRow, formats: Formats) -> str:
    """What an import did."""
    parts = [ngettext("{n} new", "{n} new", progress.added).format(n=formats.number(progress.added))]
    if progress.changed:
        parts.append(
            ngettext("{n} changed", "{n} changed", progress.changed).format(
                n=formats.number(progress.changed)
            )
        )
    if progress.same:
        parts.append(
            ngettext("{n} was the same already", "{n} were the same already", progress.same).format(
                n=formats.number(progress.same)
            )
        )
    words = ", ".join(parts)
    refused = progress.refused if isinstance(progress, ContactsImportProgress) else 0
    return f"{words}. {refused_words(refused, formats.number(refused))}" if refused else words


def undo_words(progress: ContactsImportProgress | ContactsImportRow) -> str:
    """What an undo did, honestly."""
    return undone_words(
        {
            "removed": progress.removed,
            "kept": progress.kept,
            "restored": progress.restored,
            "left": progress.left,
        }
    )
