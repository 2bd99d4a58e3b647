"""The rows of a table of deals as they will be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.desk.deal_imports.preview import DealPreviewRow
from app.words import gettext as _
from app.words.deal_transfer import state_words
from app.words.formats import Formats
from app.words.phones import phone
from ui.deals.transfer.words import fate_words, money, what_words
from ui.imports.fate_table import CHIP, FateModel, FateTable
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.widgets.paint_chip import Chip, Tone

DETAILS: Final = 6  # the column that says why or what
_WIDTHS: Final = (48, 100, 160, 96, 110, 120)
_TITLE, _AMOUNT, _STAGE, _PERSON = 2, 3, 4, 5
_TONES: Final[dict[str, Tone]] = {
    "added": "success", "changed": "info", "same": "neutral", "twin": "warning", "left": "neutral", "bad": "danger",
}  # fmt: skip


class DealRowsModel(FateModel):
    """Rows of a preview, those of one fate or all."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings = (
            _("Row"), _("What happens"), _("Deal"), _("Amount"), _("Stage"), _("Person"), _("Remarks"),
        )  # fmt: skip
        self._formats = formats
        self._places: dict[tuple[str, str], str] = {}

    def show(self, rows: Sequence[DealPreviewRow], places: dict[tuple[str, str], str]) -> None:
        """Other rows."""
        self._places = places
        self.show_rows(rows)

    def text(self, row: DealPreviewRow, column: int) -> str:
        """What a cell says."""
        deal = row.deal
        if column == 0:
            return str(row.number)
        if column == CHIP:
            return fate_words(row)
        if column == DETAILS:
            return what_words(row, self._places, self._formats)
        if deal is None:
            return ""
        if column == _AMOUNT:
            return money(deal.amount, self._formats)
        if column == _STAGE:
            ended = "" if deal.state == "open" else state_words()[deal.state]
            return ended or self._places.get((deal.pipeline_id, deal.stage_id), "")
        person = shown_name(deal.person) if deal.person else shown_line(deal.email)
        person = person or (phone(f"+{deal.number}") if deal.number else "")
        return person if column == _PERSON else shown_line(deal.title) or person

    def chip(self, row: DealPreviewRow) -> Chip:
        """What happens to a row."""
        return Chip(fate_words(row), "neutral" if row.is_skipped else _TONES[row.fate])

    def is_bad(self, row: DealPreviewRow) -> bool:
        """Whether it is not read."""
        return row.fate == "bad"

    def has_menu(self, row: DealPreviewRow) -> bool:
        """Whether it can be left out alone."""
        return row.fate in ("added", "changed")


class DealRowsTable(FateTable):
    """`row_asked(row number, at)` for the menu of one row."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.rows = DealRowsModel(kit.formats)
        super().__init__(kit.theme, self.rows, _WIDTHS, _TITLE, frozenset({0, _AMOUNT}), parent)
