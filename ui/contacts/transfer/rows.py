"""The rows of a list of people as they will be, and a menu for one that meets somebody known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.desk.contact_imports.preview import PreviewRow
from app.domain.contact_cards import ContactField
from app.words import gettext as _
from app.words.formats import Formats
from app.words.phones import phone
from ui.contacts.transfer.words import fate_words, what_words
from ui.imports.fate_table import CHIP, FateModel, FateTable
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.widgets.paint_chip import Chip, Tone

DETAILS: Final = 5  # the column that says why or what
_WIDTHS: Final = (52, 108, 160, 150, 170)
_NAME: Final = 2
_TONES: Final[dict[str, Tone]] = {
    "added": "success", "changed": "info", "same": "neutral", "twin": "warning", "bad": "danger",
}  # fmt: skip


class RowsModel(FateModel):
    """Rows of a preview, those of one fate or all."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings = (
            _("Row"), _("What happens"), _("Name"), _("Phone"), _("E-mail"), _("Details"),
        )  # fmt: skip
        self._formats = formats
        self._fields: dict[str, ContactField] = {}

    def show(self, rows: Sequence[PreviewRow], fields: dict[str, ContactField]) -> None:
        """Other rows."""
        self._fields = fields
        self.show_rows(rows)

    def text(self, row: PreviewRow, column: int) -> str:
        """What a cell says."""
        person = row.person
        if column == 0:
            return str(row.number)
        if column == CHIP:
            return fate_words(row)
        if column == DETAILS:
            return what_words(row, self._fields, self._formats)
        if person is None:
            return ""
        if column == 3:
            return phone(f"+{person.number}") if person.number else ""
        name = person.value("name") or (row.known.values.get("name") if row.known else "") or ""
        return shown_name(name) if column == _NAME else shown_line(person.value("email") or "")

    def chip(self, row: PreviewRow) -> Chip:
        """What happens to a row."""
        return Chip(fate_words(row), "neutral" if row.is_skipped else _TONES[row.fate])

    def is_bad(self, row: PreviewRow) -> bool:
        """Whether it is not read."""
        return row.fate == "bad"

    def has_menu(self, row: PreviewRow) -> bool:
        """Of somebody who is known."""
        return row.known is not None and row.fate in ("changed", "same")


class RowsTable(FateTable):
    """`row_asked(row number, at)` for the menu of one row that meets somebody known."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.rows = RowsModel(kit.formats)
        super().__init__(kit.theme, self.rows, _WIDTHS, _NAME, frozenset({0, 3}), parent)
