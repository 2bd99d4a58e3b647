"""The worked example in a window of its own, marked as what it is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.roi import hours_value
from app.domain.roi_sample import sample, sample_costs, sample_gains
from app.words import gettext as _
from app.words import ledger as named
from ui.deals.funnel.cells import Cell, Column, Grid
from ui.deals.funnel.grid_view import GridView
from ui.kit import Kit
from ui.reports.ledger import words
from ui.reports.ledger.forms import BESIDE_PX, MOST_PX, SIDES_PX
from ui.reports.ledger.formulae import formula_lines
from ui.settings.list_and_sheet import scrolled
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Paragraph

WIDTH_PX = 640


class SampleDialog(Dialog):
    """50,000 for 10,000: 400 %; ten hours a week at 50, four weeks a month: 2,000."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(kit.theme, _("An example, not your figures"), parent)
        theme, formats, language = kit.theme, kit.formats, kit.formats.language
        self.setFixedWidth(theme.px(WIDTH_PX))
        kinds = {
            kind: named.cost_category(kind) for kind in ("setup", "training", "hardware", "api", "licence")
        }
        revenue, saved = _("Revenue by WhatsApp"), _("Answers that write themselves")
        roi = sample(kinds, revenue, saved)
        costs, gains = sample_costs(kinds), sample_gains(revenue, saved)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(
            Paragraph(
                theme,
                _(
                    "A business with these costs and gains in one month. Nothing of it counts among your own figures."
                ),
                ink="text_muted",
            )
        )
        rows = [
            (
                Cell(one.name),
                Cell(named.rhythm_words(one.rhythm)),
                Cell(words.money_words(one.amount, language)),
            )
            for one in costs
        ]
        rows.append(
            (
                Cell(_("All costs"), is_strong=True),
                Cell(""),
                Cell(words.exact(roi.cost, language), is_strong=True),
            )
        )
        rows.append(
            (Cell(revenue), Cell(named.rhythm_words("once")), Cell(words.exact(roi.tangible, language)))
        )
        rows.append(
            (Cell(saved), Cell(named.rhythm_words("monthly")), Cell(words.exact(roi.intangible, language)))
        )
        self.grid = GridView(theme, _("The example"))
        columns = (Column(_("What"), "words"), Column(_("When"), "words"), Column(_("Amount")))
        self.grid.show_grid(Grid("sample", "", "", columns, tuple(rows), is_plain=True))
        column.addWidget(self.grid)
        self.lines = [line for pair in formula_lines(roi, formats) for line in pair]
        hours = gains[1]
        fine = words.exact(hours_value(replace(hours, weeks="52/12")), language)
        whole = words.exact(hours_value(hours), language)
        self.lines.append(
            _(
                "10 hours a week × {rate} × 4 weeks a month = {whole}; with 52/12 weeks a month it is {fine}."
            ).format(rate=words.money_words(hours.amount, language), whole=whole, fine=fine)
        )
        for place, line in enumerate(self.lines):
            is_head = place in (0, 2)
            column.addWidget(Paragraph(theme, line, ink="text_muted" if is_head else "text"))
        column.addStretch(1)
        self.area = scrolled(inside)
        self.body.addWidget(self.area)
        wanted = column.totalHeightForWidth(self.width() - SIDES_PX) + 4
        self.area.setFixedHeight(min(wanted, self.room(MOST_PX, BESIDE_PX)))
        self.close_button = Button(theme, _("Close"), kind="primary")
        self.close_button.clicked.connect(self.accept)
        self.buttons.addStretch()
        self.buttons.addWidget(self.close_button)
        self.close_button.setDefault(True)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
