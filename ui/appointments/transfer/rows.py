"""The rows of a list of appointments as they will be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.desk.appointment_imports.preview import BookingPreviewRow
from app.words import gettext as _
from app.words.appointment_transfer import column_words
from app.words.formats import Formats
from ui.appointments.transfer.words import fate_words, moment_words, what_words, who_words
from ui.imports.fate_table import CHIP, FateModel, FateTable
from ui.kit import Kit
from ui.plain import shown_line
from ui.widgets.paint_chip import Chip, Tone

DETAILS: Final = 6  # the column that says why or what
_WIDTHS: Final = (56, 112, 164, 142, 120, 112)
_WHEN, _WHO, _SERVICE = 2, 3, 4
_TONES: Final[dict[str, Tone]] = {
    "added": "success", "moved": "info", "changed": "info", "same": "neutral", "gone": "danger", "left": "neutral",
}  # fmt: skip


class BookingRowsModel(FateModel):
    """Rows of a preview, those of one fate or all."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings = (
            _("Row"), _("What happens"), _("When"), _("Person"), column_words("service"), column_words("resource"),
            _("Remarks"),
        )  # fmt: skip
        self._formats = formats

    def show(self, rows: Sequence[BookingPreviewRow], formats: Formats) -> None:
        """Other rows, with moments on the wall of the business."""
        self._formats = formats
        self.show_rows(rows)

    def text(self, row: BookingPreviewRow, column: int) -> str:
        """What a cell says."""
        if column == 0:
            return str(row.row_no) if row.row_no else "–"
        if column == CHIP:
            return fate_words(row)
        if column == _WHEN:
            return moment_words(row.starts_at, self._formats)
        if column == _WHO:
            return who_words(row)
        if column == DETAILS:
            return what_words(row, self._formats)
        return shown_line(row.service if column == _SERVICE else row.resource)

    def chip(self, row: BookingPreviewRow) -> Chip:
        """What happens to a row."""
        return Chip(fate_words(row), "neutral" if row.is_skipped else _TONES[row.fate])

    def is_bad(self, row: BookingPreviewRow) -> bool:
        """Whether something in it could not be read."""
        return False

    def has_menu(self, row: BookingPreviewRow) -> bool:
        """Whether it can be decided alone."""
        return row.fate in ("added", "moved", "changed", "gone")


class BookingRowsTable(FateTable):
    """`row_asked(row number, at)` for the menu of one row."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.rows = BookingRowsModel(kit.formats)
        super().__init__(kit.theme, self.rows, _WIDTHS, _WHO, frozenset({0, _WHEN}), parent)
