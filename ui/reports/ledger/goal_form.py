"""A goal and the budget of messages while they are written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from app.domain.goals import MEASURES, Unit
from app.domain.ledger import Budget, Entry, Goal
from app.domain.money import CURRENCIES, Money
from app.words import gettext as _
from app.words import ledger as named
from ui.kit import Kit
from ui.reports.ledger.forms import EntryDialog, shown_decimal, typed_decimal
from ui.settings.templates.parts import Picker
from ui.widgets.choice import Option, Segmented

Save = Callable[[Entry], Awaitable[object]]
INCLUDED_MAX: Final = 1_000_000


class GoalDialog(EntryDialog):
    """What is to be reached by when, and against what it is compared."""

    def __init__(
        self, kit: Kit, goal: Goal, parent: QWidget, save: Save, remove: Callable[[], None] | None = None
    ) -> None:
        title = _("Change the goal") if goal.version else _("Set a goal")
        super().__init__(kit, title, parent, save, remove)
        self._goal = goal
        theme, language = kit.theme, kit.formats.language
        self.name = self.field(_("Name"), goal.name, _("For example: 30 % more deals won"))
        self.measure = Picker(
            theme, _("What is measured"), [Option(one, named.measure_words(one)) for one in MEASURES]
        )
        self.measure.choose(goal.measure)
        self.named(_("What is measured"), self.measure)
        self.aim = Segmented(
            theme,
            _("What is to be reached"),
            [Option("change", _("a change")), Option("value", _("a number"))],
        )
        self.aim.choose(goal.aim)
        self.named(_("What is to be reached"), self.aim)
        self.amount = self.field("", self._stated(goal.amount, goal, is_target=True))
        self.change = self.field(
            _("Percent more, or less with a minus sign: 30, -20"), shown_decimal(goal.amount, language)
        )
        self.first = self.field(_("From"), self.day_text(goal.from_day))
        self.last = self.field(_("Until, included"), self.day_text(goal.by_day))
        self.base = Segmented(
            theme,
            _("Compared with"),
            [Option("days", _("earlier days")), Option("own", _("a number of your own"))],
        )
        self.base.choose("own" if goal.baseline else "days")
        self._base = self.named(_("Compared with"), self.base)
        self.base_first = self.field(_("From the earlier day"), self.day_text(goal.base_from))
        self.base_last = self.field(_("Until the earlier day, included"), self.day_text(goal.base_to))
        self.baseline = self.field(_("The number it was"), self._stated(goal.baseline, goal, is_target=False))
        for part in (self.measure, self.aim, self.base):
            part.chosen.connect(lambda _id: self._settle())
        self._settle()
        self.finish()
        self.name.input.setFocus()

    def _settle(self) -> None:
        is_change, is_own = self.aim.chosen_id == "change", self.base.chosen_id == "own"
        measure = MEASURES.get(self.measure.chosen_id)
        unit = measure.unit if measure is not None else "count"
        self.amount.set_name(_target_words(unit))
        self.baseline.set_name(_baseline_words(unit))
        self.change.setVisible(is_change)
        self.amount.setVisible(not is_change)
        self.baseline.setVisible(is_own)
        self.base_first.setVisible(not is_own)
        self.base_last.setVisible(not is_own)
        self.fit()

    def _factor(self) -> int:
        """Money is kept in minor units."""
        is_money = MEASURES[self.measure.chosen_id].unit == "money"
        return int(10 ** CURRENCIES.get(self.currency, 2)) if is_money else 1

    def _stated(self, text: str, goal: Goal, *, is_target: bool) -> str:
        is_money = MEASURES[goal.measure].unit == "money" if goal.measure in MEASURES else False
        if not text or (is_target and goal.aim != "value"):
            return ""
        return (
            self.money_text(Money(int(text), self.currency))
            if is_money
            else shown_decimal(text, self.kit.formats.language)
        )

    def _typed(self, text: str) -> str | None:
        found = typed_decimal(text)
        if found is None:
            return None
        value = Decimal(found) * self._factor()
        return f"{value.normalize():f}"

    def entry(self) -> Goal | None:
        """As it is written."""
        is_change = self.aim.chosen_id == "change"
        field = self.change if is_change else self.amount
        amount = self.decimal_of(field)
        first, last = self.day_of(self.first), self.day_of(self.last)
        if not is_change and amount is not None:
            amount = self._typed(field.input.text())
        baseline: str | None = ""
        base: tuple[date | None, date | None] = (None, None)
        if self.base.chosen_id == "own":
            if self.baseline.input.text().strip():
                baseline = self._typed(self.baseline.input.text())
                if baseline is None:
                    self.decimal_of(self.baseline)
        elif is_change or self.base_first.input.text().strip():
            base = (self.day_of(self.base_first), self.day_of(self.base_last))
            if None in base:
                return None
        if amount is None or first is None or last is None or baseline is None:
            return None
        values: dict[str, Any] = {
            "name": self.name.input.text(),
            "measure": self.measure.chosen_id,
            "aim": self.aim.chosen_id,
            "amount": amount,
            "from_day": first,
            "by_day": last,
            "baseline": baseline,
            "base_from": base[0],
            "base_to": base[1],
        }
        return replace(self._goal, **values)


def _target_words(unit: Unit) -> str:
    words: dict[Unit, str] = {
        "percent": _("To be reached, in percent"), "money": _("To be reached, in your currency"),
        "count": _("To be reached, as a number"), "seconds": _("To be reached, in minutes"),
    }  # fmt: skip
    return words[unit]


def _baseline_words(unit: Unit) -> str:
    words: dict[Unit, str] = {
        "percent": _("It was, in percent"), "money": _("It was, in your currency"),
        "count": _("The number it was"), "seconds": _("It was, in minutes"),
    }  # fmt: skip
    return words[unit]


class BudgetDialog(EntryDialog):
    """What messages may cost in a month, and when a word is said."""

    def __init__(self, kit: Kit, budget: Budget, parent: QWidget, save: Save) -> None:
        super().__init__(kit, _("Budget of messages"), parent, save)
        self._budget = budget
        self.amount = self.field(
            _("For each month; empty: no budget"), self.money_text(budget.amount) if budget.amount else ""
        )
        self.percent = self.field(_("Say so when this share is spent, in percent"), str(budget.percent))
        self._included = int(kit.desk.setting("service_allowance"))
        self.included = self.field(
            _("Free-form answers that WhatsApp includes, for each number and month; 0 for none"),
            str(self._included),
        )
        self.finish()
        self.amount.input.setFocus()

    def entry(self) -> Budget | None:
        """As it is written."""
        amount = self.amount_of(self.amount) if self.amount.input.text().strip() else None
        if amount is None and self.amount.input.text().strip():
            return None
        percent = self.decimal_of(self.percent)
        if percent is None:
            return None
        if "." in percent:
            self.percent.set_error(_("A whole number from 1 to 100 is needed."))
            return None
        included = self.decimal_of(self.included)
        if included is None:
            return None
        if not included.isdecimal() or int(included) > INCLUDED_MAX:
            self.included.set_error(_("A whole number is needed, as in 1000."))
            return None
        return replace(self._budget, amount=amount, percent=int(percent))

    async def keep(self, entry: Entry) -> None:
        """The number of included answers too, where it is another one."""
        await super().keep(entry)
        included = int(self.included.input.text().strip())
        if included != self._included:
            await self.kit.desk.change_setting("service_allowance", included)
