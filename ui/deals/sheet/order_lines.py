"""What is bought: the lines of the order that a deal was made of."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.deal_rows import DealCard
from app.domain.deals import DealLine
from app.domain.money import Money, plus
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from ui.contacts.panel.parts import SectionBox
from ui.deals.sheet.parts import SheetKit
from ui.deals.sheet.words import amount_words
from ui.plain import shown_line
from ui.widgets.labels import ElidedLabel, Label

MOST: Final = 10  # of a hundred that there may be; the rest is counted


class LinesSection:
    """Read-only: a line for each article, and what they come to."""

    def __init__(self, sheet: SheetKit) -> None:
        self._sheet = sheet
        self._shown: tuple[object, ...] | None = None
        self.widget = SectionBox(sheet.theme, _("Order"))
        self.rows: list[QWidget] = []

    def show(self, card: DealCard) -> None:
        """Its own; hidden where there are none."""
        self.widget.setVisible(bool(card.lines))
        if card.lines == self._shown:
            return
        self._shown = card.lines
        for row in self.rows:
            self.widget.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(line) for line in card.lines[:MOST]]
        if hidden := len(card.lines) - MOST if len(card.lines) > MOST else 0:
            words = ngettext("and {n} more", "and {n} more", hidden).format(n=hidden)
            self.rows.append(Label(self._sheet.theme, words, role="small", ink="text_muted"))
        for total in plus(_price(line) for line in card.lines):
            self.rows.append(
                self._line(_("Together"), amount_words(total, self._sheet.kit.formats), is_bold=True)
            )
        for row in self.rows:
            self.widget.column.addWidget(row)

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _row(self, line: DealLine) -> QWidget:
        name = shown_line(line.name) or shown_line(line.code)
        words = f"{line.quantity} × {name}" if line.quantity != 1 else name
        return self._line(words, amount_words(_price(line), self._sheet.kit.formats))

    def _line(self, words: str, amount: str, *, is_bold: bool = False) -> QWidget:
        whole, theme = QWidget(), self._sheet.theme
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(theme.tokens.space.x2)
        row.addWidget(ElidedLabel(theme, words, weight="semibold" if is_bold else "regular"), 1)
        row.addWidget(Label(theme, amount, weight="semibold" if is_bold else "regular", tabular=True))
        return whole


def _price(line: DealLine) -> Money | None:
    return Money(line.price.minor * line.quantity, line.price.currency) if line.price is not None else None
