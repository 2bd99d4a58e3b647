"""What the messages of a month cost, how many answers each number has had, how it goes on, and the budget."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.ledger import Budget
from app.domain.message_costs import MessageCosts, left_of, month_before, month_of
from app.words import gettext as _
from app.words import ngettext
from app.words.phones import phone
from ui.deals.funnel.grid_view import GridView
from ui.plain import isolated
from ui.reports.ledger import words
from ui.reports.ledger.goal_form import BudgetDialog
from ui.reports.ledger.grids import messages_grid
from ui.settings.templates.prices import PricesPart
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card

if TYPE_CHECKING:
    from ui.reports.ledger.base import LedgerPart

_PAD: Final = 16


class MessagesCard(Card):
    """`month`: None for the one that goes on."""

    def __init__(self, page: LedgerPart) -> None:
        super().__init__(page.kit.theme, parent=page)
        self._page, self.kit = page, page.kit
        self.month: date | None = None
        self.costs: MessageCosts | None = None
        theme = self.kit.theme
        self.title = Label(theme, _("Cost of messages"), weight="semibold")
        self.before = IconButton(theme, "chevron-left", _("The month before"), height="small")
        self.name = Label(theme, weight="medium")
        self.after = IconButton(theme, "chevron-right", _("The month after"), height="small")
        self.budget_button = Button(theme, _("Budget…"), height="small")
        self.grid = GridView(theme, _("Cost of messages"))
        self.nothing = Paragraph(theme, ink="text_muted")
        self.lines = [Paragraph(theme) for _number in range(5)]
        self.prices = PricesPart(self.kit)
        self.prices.layout().setContentsMargins(0, 4, 0, 0)  # type: ignore[union-attr]
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.before)
        head.addWidget(self.name)
        head.addWidget(self.after)
        head.addStretch(1)
        head.addWidget(self.budget_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 10, _PAD, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.grid)
        column.addWidget(self.nothing)
        for line in self.lines:
            column.addWidget(line)
        column.addWidget(self.prices)
        self.before.clicked.connect(lambda: self._go(-1))
        self.after.clicked.connect(lambda: self._go(1))
        self.budget_button.clicked.connect(lambda: self.edit_budget())
        self.prices.changed.connect(page.refresh)
        self.grid.stood_on.connect(lambda rect: page.stood_on.emit(self.grid, rect))

    def show_costs(self, costs: MessageCosts) -> None:
        """Other figures."""
        self.costs = costs
        formats = self.kit.formats
        grid = messages_grid(costs, formats)
        self.name.setText(grid.title)
        self.grid.setVisible(bool(grid.rows))
        self.grid.show_grid(grid)
        self.nothing.set_text(grid.empty)
        self.nothing.setVisible(not grid.rows)
        self.after.setEnabled(not self._is_current())
        may = self._page.may_change
        self.budget_button.setVisible(may)
        self.prices.setVisible(may)
        self.prices.settle()
        said = self._said(costs)
        for line, (text, is_warning) in zip(self.lines, [*said, *[("", False)] * 5], strict=False):
            line.set_text(text)
            line.set_ink("warning" if is_warning else "text")
            line.setVisible(bool(text))

    def edit_budget(self) -> BudgetDialog:
        """What a month may cost."""
        budget: Budget = self.kit.desk.budget()
        dialog = BudgetDialog(self.kit, budget, self.window(), self.kit.desk.save_entry)
        dialog.open()
        return dialog

    # -- parts

    def _said(self, costs: MessageCosts) -> list[tuple[str, bool]]:
        language, number = self.kit.formats.language, self.kit.formats.number
        said: list[tuple[str, bool]] = []
        if costs.budget.amount is not None and costs.of_budget is not None:
            limit = words.money_words(costs.budget.amount, language)
            share = words.percent(costs.of_budget, language)
            left = left_of(costs)
            text = _("Budget of {amount}: {share} spent").format(amount=limit, share=share)
            if left is not None and left.minor >= 0:
                text = _("{what}, {left} left").format(what=text, left=words.money_words(left, language))
            if costs.spent:
                newest = costs.spent[-1]
                day = words.day_in_month(newest.day, language)
                reached = _("{percent} % reached on {day}").format(percent=newest.percent, day=day)
                text = f"{text}{words.APART}{reached}"
            said.append((text, bool(costs.spent)))
        if costs.unpriced:
            bare = ngettext(
                "{n} charged message has no known price and is not in the sum. Import the prices of its country.",
                "{n} charged messages have no known price and are not in the sum. Import prices for their countries.",
                costs.unpriced,
            )
            said.append((bare.format(n=number(costs.unpriced)), True))
        if costs.forecast is not None:
            pace = ngettext(
                "At the pace of this {n} day: {amount} by the end of the month.",
                "At the pace of these {n} days: {amount} by the end of the month.",
                costs.days,
            )
            said.append((pace.format(n=costs.days, amount=words.several(costs.forecast, language)), False))
        elif costs.totals and not costs.is_over:
            said.append((_("What the whole month may cost is reckoned from the third day on."), False))
        if costs.allowances:
            said.append((self._allowances(costs), False))
        return said

    def _allowances(self, costs: MessageCosts) -> str:
        """A counter, and what is announced; WhatsApp says of each message whether it charges for it."""
        numbers: dict[str, str] = {
            line.line_id: phone(f"+{line.display_number.lstrip('+')}")
            for line in self.kit.desk.lines().values()
            if line.display_number
        }
        parts = []
        for one in costs.allowances:
            name = isolated(numbers.get(one.line_id) or one.line_id)
            if one.included:
                words_ = _("{number}: {n} of {included}").format(
                    number=name,
                    n=self.kit.formats.number(one.count),
                    included=self.kit.formats.number(one.included),
                )
            else:
                words_ = f"{name}: {self.kit.formats.number(one.count)}"
            parts.append(words_)
        if any(one.included for one in costs.allowances):
            said = _("Free-form answers this month, of those announced as included: {numbers}")
        else:
            said = _("Free-form answers this month: {numbers}")
        return said.format(numbers=words.APART.join(parts))

    def _is_current(self) -> bool:
        return self.month is None or month_of(self.month) == month_of(self._today())

    def _today(self) -> date:
        return self.kit.clock.now().astimezone(ZoneInfo(self.kit.formats.zone)).date()

    def _go(self, by: int) -> None:
        shown = month_of(self.month or self._today())
        month = month_before(shown) if by < 0 else month_of(shown.last + timedelta(days=1))
        self.month = None if month.first >= month_of(self._today()).first else month.first
        self._page.refresh()
