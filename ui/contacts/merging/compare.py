"""Two contacts side by side, and what the merged one will have: chosen, then merged or kept as two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.domain.contact_rows import ContactCard
from app.domain.ids import ContactId
from app.domain.merge_preview import ComparedLine, compared
from app.domain.merge_suggestions import Reason
from app.words import gettext as _
from app.words.merging import caution_words, reason_words
from app.words.phones import phone
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.settings.list_and_sheet import scrolled
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Line

WIDTH: Final = 720
LABEL_PX: Final = 120
SHOWN_LINES: Final = 9  # more of them scroll
LINE_PX: Final = 32
_NUMBERS: Final = ("number", "phone")


class CompareDialog(Dialog):
    """`merge_asked(kept, gone)` with the ids, `apart_asked`; Escape changes nothing."""

    merge_asked = Signal(str, str)
    apart_asked = Signal()

    def __init__(
        self,
        kit: Kit,
        cards: tuple[ContactCard, ContactCard],
        reasons: Sequence[Reason],
        title_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kit.theme, _("Are these the same person?"), parent)
        self._kit = kit
        self._cards = cards
        self._title_of = title_of
        self.setFixedWidth(kit.theme.px(WIDTH))
        first, second = (Option(one.contact_id, shown_name(one.name)) for one in cards)
        self.kept = Segmented(kit.theme, _("Which one stays"), self._options(first, second))
        self.grid = QGridLayout()
        self.apart = Button(kit.theme, _("Two people"))
        self.cancel = Button(kit.theme, _("Cancel"))
        self.merge = Button(kit.theme, _("Merge"), kind="primary", icon="merge")
        self.cells: list[list[Label]] = []
        self._lay_out(reasons)
        self._fill()
        self.kept.chosen.connect(lambda _id: self._fill())
        self.apart.clicked.connect(self._keep_apart)
        self.cancel.clicked.connect(self.reject)
        self.merge.clicked.connect(self._merge)
        self.merge.setDefault(True)
        self.merge.setFocus()

    @property
    def kept_card(self) -> ContactCard:
        """The one that stays."""
        return next(one for one in self._cards if one.contact_id == self.kept.chosen_id)

    @property
    def gone_card(self) -> ContactCard:
        """The one that becomes part of it."""
        return next(one for one in self._cards if one.contact_id != self.kept.chosen_id)

    def _options(self, first: Option, second: Option) -> list[Option]:
        """Two who are called the same are told apart by their numbers."""
        if first.label != second.label:
            return [first, second]
        numbers = [phone(f"+{one.number}") if one.number else f"{n}" for n, one in enumerate(self._cards, 1)]
        return [
            Option(one.id, f"{one.label} ({number})")
            for one, number in zip((first, second), numbers, strict=True)
        ]

    def _lay_out(self, reasons: Sequence[Reason]) -> None:
        theme = self.theme
        why = ", ".join(reason_words(one) for one in reasons)
        caution = caution_words(reasons[0]) if reasons else ""
        if why:
            self.body.addWidget(Paragraph(theme, f"{why}. {caution}".strip(), ink="text_muted"))
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.space.x2)
        row.addWidget(Label(theme, _("Stays"), ink="text_muted"))
        row.addWidget(self.kept)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(Line(theme))
        inside = QWidget()
        inside.setLayout(self.grid)
        self.grid.setContentsMargins(0, 0, theme.tokens.space.x2, 0)
        self.grid.setHorizontalSpacing(theme.tokens.space.x3)
        self.grid.setVerticalSpacing(0)
        for column in (1, 2, 3):
            self.grid.setColumnStretch(column, 1)
        scroll = scrolled(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the arrows scroll it
        count = min(SHOWN_LINES, len(compared(*self._cards)) + 1)
        scroll.setFixedHeight(theme.px(LINE_PX) * count)
        self.body.addWidget(scroll)
        calm = _("Nothing is lost: messages of both stand in one conversation, and merging can be undone.")
        self.body.addWidget(Paragraph(theme, calm, role="small", ink="text_muted"))
        self.buttons.addWidget(self.apart)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.merge)

    def _fill(self) -> None:
        """The lines, for the one that stays now."""
        for row in self.cells:
            for cell in row:
                self.grid.removeWidget(cell)
                cell.deleteLater()
        heads = ("", _("Stays"), _("Becomes part of it"), _("Together"))
        self.cells = [[self._cell(0, n, words, is_head=True) for n, words in enumerate(heads)]]
        for number, line in enumerate(compared(self.kept_card, self.gone_card), 1):
            words = (
                self._title_of(line.key),
                *(self._words(line, one) for one in (line.kept, line.gone, line.merged)),
            )
            self.cells.append([self._cell(number, n, one, is_head=n == 0) for n, one in enumerate(words)])
            self._emphasize(line, self.cells[-1])

    def _cell(self, row: int, column: int, words: str, *, is_head: bool) -> Label:
        ink, weight = (
            ("text_muted", "regular") if is_head else ("text", "medium" if column == 3 else "regular")
        )
        cell = Label(self.theme, words, ink=ink, weight=weight, tabular=True)  # type: ignore[arg-type]
        cell.setFixedHeight(self.theme.px(LINE_PX))
        cell.setMinimumWidth(self.theme.px(LABEL_PX) if column == 0 else 0)
        self.grid.addWidget(cell, row, column)
        return cell

    def _emphasize(self, line: ComparedLine, cells: list[Label]) -> None:
        """What is not the one that is shown afterwards."""
        for cell, value in ((cells[1], line.kept), (cells[2], line.gone)):
            if line.is_different and value not in line.merged:
                cell.set_ink("text_faint")

    def _words(self, line: ComparedLine, value: str) -> str:
        if not value:
            return "–"
        if line.key in _NUMBERS:
            return phone(f"+{value}")
        return f"@{shown_line(value)}" if line.key == "username" else shown_line(value)

    def _merge(self) -> None:
        self.accept()
        self.merge_asked.emit(self.kept_card.contact_id, self.gone_card.contact_id)

    def _keep_apart(self) -> None:
        self.accept()
        self.apart_asked.emit()

    def closing_ids(self) -> tuple[ContactId, ContactId]:
        """Both, the older first."""
        return self._cards[0].contact_id, self._cards[1].contact_id
