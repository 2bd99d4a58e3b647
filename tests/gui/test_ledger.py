"""Costs and gains, messages, goals and who comes back: what the pages say, and what mouse and keys do there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.ledger import Budget, Cost, Gain, Goal
from app.domain.message_costs import Billed
from app.domain.money import Money
from app.domain.retention import month_number
from app.domain.roi import WonDeal
from tests.gui.rig import Rig, click, press, rig, until
from ui.notify.budget import BudgetTold
from ui.reports.ledger.base import LedgerPart
from ui.reports.ledger.entry_forms import CostDialog, GainDialog
from ui.reports.ledger.goal_form import BudgetDialog, GoalDialog
from ui.reports.ledger.goals_page import GoalsPage
from ui.reports.ledger.hosted import HostedPage
from ui.reports.ledger.page import LedgerPage
from ui.reports.ledger.retention_page import RetentionPage
from ui.reports.ledger.sample import SampleDialog
from ui.reports.view import ReportsView

__all__ = ["rig"]
KEYS = Qt.Key
Shown = TypeVar("Shown", bound=QWidget)
PRICES = "market,category,currency,price\n33,utility,EUR,0.03\n33,service,EUR,0.0341\n"


def fill(rig: Rig) -> None:
    """A small business in its third month."""
    euro = Money(4_900, "EUR")
    rig.desk.add_entry(
        Cost("c1", "Comptoir licence", "licence", euro, "monthly", date(2026, 9, 1)),
        Cost("c2", "Set-up and templates", "setup", Money(45_000, "EUR"), "once", date(2026, 9, 3)),
        Cost("c3", "WhatsApp", "messages", Money(0, "EUR"), "per_message", date(2026, 9, 1)),
        Gain("g1", "Sales by WhatsApp", "revenue", "deals", Money(0, "EUR"), date(2026, 9, 1)),
        Gain(
            "g2", "No more calls back", "automation", "hours", Money(2_500, "EUR"), date(2026, 9, 1),
            hours="6", weeks="52/12", is_intangible=True,
        ),
        Budget(Money(4_000, "EUR"), 80),
    )  # fmt: skip
    rig.desk.add_rates(PRICES)
    rig.desk.won = [
        WonDeal("d1", date(2026, 10, 2), Money(148_000, "EUR"), "main", "ana"),
        WonDeal("d2", date(2026, 11, 4), Money(62_000, "EUR"), "main", "bo"),
    ]
    at = int(datetime(2026, 11, 12, 9, tzinfo=UTC).timestamp())
    line = next(iter(rig.desk.lines()), "whatsapp:1")
    rig.desk.billed = [
        Billed(at, line, "utility", "regular", "33", 1_002),
        Billed(at, line, "service", "regular", "33", 260),
        Billed(at, line, "service", "free_customer_service", "33", 412),
        Billed(at, line, "utility", "regular", "32", 9),
    ]


@contextmanager
def shown(rig: Rig, page: LedgerPart) -> Iterator[None]:
    page.resize(1100, 1300)
    page.show()
    page.raise_()
    try:
        yield
    finally:
        page.close_down()
        page.hide()
        page.deleteLater()


@pytest.fixture
async def page(rig: Rig) -> AsyncIterator[LedgerPage]:
    fill(rig)
    made = LedgerPage(rig.kit, rig.window)
    with shown(rig, made):
        await until(lambda: bool(made.rois))
        yield made


def dialog(rig: Rig, kind: type[Shown]) -> Shown:
    return next(one for one in rig.window.findChildren(kind) if one.isVisible())


def push(button: QWidget) -> None:
    assert button.isVisible() and button.isEnabled()
    click(button, button.rect().center())


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def said(page: LedgerPage) -> str:
    return plain(" ".join(line.text for line in page.formulae.lines if not line.isHidden()))


async def test_both_formulae_are_written_out_with_their_figures(page: LedgerPage) -> None:
    tiles = [plain(tile.accessibleName()) for tile in page.tiles.tiles]
    assert tiles[0].startswith("Return on investment, 230.2 %, €2,100 for €635.93")
    assert "(€2,100 − €635.93) ÷ €635.93 × 100 = 230.2 %" in said(page)
    assert "(€2,100 + €1,950 − €635.93) ÷ €635.93 × 100 = 536.9 %" in said(page)
    assert "2 new customers" in said(page)
    rows = [[plain(cell.text) for cell in row] for row in page.costs.grid.cells.grid.rows]
    assert ["Set-up and templates", "Set-up and customisation", "3 Sep 2026", "€450", "€450"] in rows
    assert rows[-1][0] == "All costs"
    assert {"costs", "gains"} <= {grid.grid_id for grid in page.grids()}


async def test_messages_say_what_they_cost_what_has_no_price_and_how_it_goes_on(page: LedgerPage) -> None:
    lines = [plain(line.text) for line in page.messages.lines if not line.isHidden()]
    assert "Budget of €40: 97.3 % spent" in lines[0] and "80 % reached on 12 Nov" in lines[0]
    assert any("9 charged messages have no known price" in line for line in lines)
    assert any("of 1,000" in line for line in lines)
    assert any("At the pace of these 26 days" in line for line in lines)
    push(page.messages.before)
    await until(lambda: "October" in page.messages.name.text())
    assert page.messages.nothing.isVisible() and page.messages.after.isEnabled()
    push(page.messages.after)
    await until(lambda: "November" in page.messages.name.text())
    assert not page.messages.after.isEnabled()


async def test_a_cost_is_added_changed_and_removed_with_undo(page: LedgerPage, rig: Rig) -> None:
    push(page.add_cost)
    asked = dialog(rig, CostDialog)
    push(asked.confirm)
    assert "An amount is needed" in asked.amount.error and asked.focusWidget() is asked.amount.input
    asked.amount.input.setText("12,50")
    push(asked.confirm)
    assert "give it a name" in asked.error.text and asked.isVisible()
    asked.name.input.setText("Training")
    assert not asked.error.isVisible()
    asked.category.choose("training")
    asked.rhythm.choose("once")
    assert not asked.last.isVisible()
    press(asked.name.input, KEYS.Key_Return)
    await until(lambda: any(one.name == "Training" for one in rig.desk.costs()))
    made = next(one for one in rig.desk.costs() if one.name == "Training")
    assert made.amount == Money(1_250, "EUR") and made.category == "training" and made.rhythm == "once"
    page.open_entry(("cost", made.cost_id))
    push(dialog(rig, CostDialog).remove)
    await until(lambda: all(one.name != "Training" for one in rig.desk.costs()))
    toast = page.toasts._toasts[-1]
    toast.acted.emit()
    await until(lambda: any(one.name == "Training" for one in rig.desk.costs()))


async def test_a_price_for_each_message_stands_in_place_of_the_amount(page: LedgerPage, rig: Rig) -> None:
    page.open_entry(("cost", "c3"))
    asked = dialog(rig, CostDialog)
    assert asked.price.isVisible() and not asked.amount.isVisible()
    asked.price.input.setText("0,005")
    push(asked.confirm)
    await until(lambda: rig.desk.costs()[0].price == "0.005" or any(one.price for one in rig.desk.costs()))


async def test_a_gain_from_chosen_deals_and_one_from_hours(page: LedgerPage, rig: Rig) -> None:
    push(page.add_gain)
    await until(lambda: any(one.isVisible() for one in rig.window.findChildren(GainDialog)))
    asked = dialog(rig, GainDialog)
    asked.name.input.setText("Regulars")
    asked.category.choose("loyalty")
    asked.source.choose("named")
    push(asked.confirm)
    assert "choose the deals" in asked.error.text
    asked.deals.item(0).setSelected(True)
    assert asked.deals.item(0).text().startswith("\N{CHECK MARK}")
    push(asked.confirm)
    await until(lambda: any(one.name == "Regulars" for one in rig.desk.gains()))
    made = next(one for one in rig.desk.gains() if one.name == "Regulars")
    assert made.deal_ids == ("d2",) and made.source == "named"
    await until(lambda: "Of this from loyalty: €620" in said(page))
    push(page.add_gain)
    await until(lambda: any(one.isVisible() for one in rig.window.findChildren(GainDialog)))
    hours = dialog(rig, GainDialog)
    hours.source.choose("hours")
    assert hours.intangible.isChecked() and hours.weeks.isVisible() and not hours.amount.isVisible()
    push(hours.cancel)


async def test_what_the_hub_refuses_keeps_the_dialog_and_its_words(page: LedgerPage, rig: Rig) -> None:
    page.open_entry(("cost", "c1"))
    asked = dialog(rig, CostDialog)
    rig.desk.add_entry(
        replace(rig.desk.costs()[0], name="Theirs", version=7), replace(asked._cost, version=9)
    )
    asked.name.input.setText("Mine")
    push(asked.confirm)
    await until(lambda: "somebody changed this meanwhile" in asked.error.text)
    assert asked.isVisible() and asked.name.input.text() == "Mine"


async def test_who_does_not_lead_looks_and_changes_nothing(
    page: LedgerPage, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = replace(rig.desk.me(), role="rep")
    monkeypatch.setattr(rig.desk, "me", lambda: me)
    page.refresh()
    await until(lambda: not page.add_cost.isVisible())
    assert not page.add_gain.isVisible() and not page.messages.budget_button.isVisible()
    page.open_entry(("cost", "c1"))
    assert not rig.window.findChildren(CostDialog)


async def test_the_example_is_marked_and_mixed_with_nothing(page: LedgerPage, rig: Rig) -> None:
    push(page.example)
    asked = dialog(rig, SampleDialog)
    words = plain(" ".join(asked.lines))
    assert "= 400 %" in words and "= 420 %" in words and "$2,000" in words and "$2,166.67" in words
    assert asked.windowTitle() == "An example, not your figures"
    before = rig.desk.ledger_book.copy()
    press(asked, KEYS.Key_Escape)
    assert rig.desk.ledger_book == before


async def test_the_budget_is_written(page: LedgerPage, rig: Rig) -> None:
    push(page.messages.budget_button)
    asked = dialog(rig, BudgetDialog)
    asked.percent.input.setText("500")
    push(asked.confirm)
    assert "from 1 to 100 percent" in asked.error.text
    asked.percent.input.setText("50")
    asked.amount.input.setText("60")
    push(asked.confirm)
    await until(lambda: rig.desk.budget().percent == 50)
    assert rig.desk.budget().amount == Money(6_000, "EUR")


async def test_prices_are_imported_for_the_days_to_come(page: LedgerPage, rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(PRICES.replace("0.03\n", "0.04\n"), "utf-8")
    page.messages.prices.take_file(tmp_path / "new.csv")
    await until(lambda: len(rig.desk.rate_tables()) == 2)
    assert rig.desk.rate_tables()[1].from_day == date(2026, 11, 1)
    assert "The newest table holds from 01/11/2026" in page.messages.prices.words.text


async def test_an_empty_ledger_says_how_to_begin(rig: Rig) -> None:
    made = LedgerPage(rig.kit, rig.window)
    with shown(rig, made):
        await until(lambda: bool(made.formulae.lines))
        assert "Nothing is known of this period yet" in said(made)
        assert "Begin with what Comptoir" in made.costs.nothing.text
        assert [tile.face.figure for tile in made.tiles.tiles] == ["–"] * 4


async def test_goals_stand_with_what_they_were_and_are(rig: Rig) -> None:
    goal = Goal(
        "o1", "More deals", "won_deals", "value", "30", date(2026, 11, 1), date(2026, 11, 30), baseline="20"
    )
    rig.desk.add_entry(goal)
    rig.desk.measured = {"won_deals": Fraction(12)}
    made = GoalsPage(rig.kit, rig.window)
    with shown(rig, made):
        await until(lambda: bool(made.progress))
        [row] = [[plain(cell.text) for cell in row] for row in made.goals.grid.cells.grid.rows]
        assert row == ["More deals", "Deals won", "20", "30", "12", "40 %", "behind, until 30 Nov"]
        push(made.add_goal)
        asked = dialog(rig, GoalDialog)
        asked.name.input.setText("Conversion")
        asked.measure.choose("conversion")
        asked.change.input.setText("-20")
        press(asked.change.input, KEYS.Key_Return)
        await until(lambda: len(rig.desk.goals()) == 2)
        new = next(one for one in rig.desk.goals() if one.goal_id != "o1")
        assert (new.amount, new.base_from, new.base_to) == ("-20", date(2026, 10, 1), date(2026, 10, 31))
        push(made.add_goal)
        asked = dialog(rig, GoalDialog)
        asked.name.input.setText("First answer")
        asked.measure.choose("first_median")
        for choice, chosen in ((asked.aim, "value"), (asked.base, "own")):
            choice.choose(chosen)
            choice.chosen.emit(chosen)
        assert asked.amount.input.accessibleName() == "To be reached, in minutes"
        asked.amount.input.setText("15")
        asked.baseline.input.setText("40")
        press(asked.amount.input, KEYS.Key_Return)
        await until(lambda: len(rig.desk.goals()) == 3)
        rig.desk.measured["first_median"] = Fraction(1_650)
        made.refresh()
        await until(lambda: len(made.progress) == 3)
        rows = [[plain(cell.text) for cell in row] for row in made.goals.grid.cells.grid.rows]
        quick = next(row for row in rows if row[0] == "First answer")
        assert quick[1:6] == ["First response, median", "40 min", "15 min", "27.5 min", "50 %"]
        made.open_entry(("goal", "o1"))
        push(dialog(rig, GoalDialog).remove)
        await until(lambda: len(rig.desk.goals()) == 2)


async def test_who_comes_back_stands_with_its_rule(rig: Rig) -> None:
    now_s = int(rig.clock.now().timestamp())
    september, november = (month_number(date(2026, month, 1)) for month in (9, 11))
    rig.desk.months_wrote = {"ana": {september, november}, "bo": {september}}
    rig.desk.newest_wrote = {"ana": now_s, "bo": now_s - 80 * 86_400}
    made = RetentionPage(rig.kit, rig.window)
    with shown(rig, made):
        await until(lambda: bool(made.people.grid.cells.grid.rows))
        [row] = [[plain(cell.text) for cell in row] for row in made.people.grid.cells.grid.rows]
        assert row == ["September 2026", "2", "0 %", "50 %", "0 %"]
        assert "more than 90 days" in made.rule.text
        made.days.input.setText("5")
        press(made.days.input, KEYS.Key_Return)
        assert "from 7 to 1000" in made.days._error.text
        made.days.input.setText("60")
        press(made.days.input, KEYS.Key_Return)
        await until(lambda: rig.desk.setting("inactive_days") == 60)


async def test_today_says_when_the_budget_is_nearly_spent(rig: Rig) -> None:
    fill(rig)
    card = rig.panes.screens.today.cards.budget
    card.refresh()
    await until(lambda: card.words.text == "Budget of messages: 80 % reached on day 12 of the month.")
    assert not card.isHidden()
    rig.desk.add_entry(Budget(Money(3_000, "EUR"), 80))
    card.refresh()
    await until(lambda: "used up since day 12" in card.words.text)
    rig.desk.add_entry(Budget(None))
    card.refresh()
    assert card.isHidden()


async def test_a_notification_tells_each_part_once_and_to_leaders_alone(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    told = BudgetTold(rig.kit, lambda _title, body: said.append(body))
    told.tell()  # no budget: nothing is reckoned
    fill(rig)
    told.tell()
    assert said == []  # looked a moment ago
    await rig.clock.advance(400)
    told.tell()
    await until(lambda: said == ["Budget of messages: 80 % reached on day 12 of the month."])
    await rig.clock.advance(400)
    told.tell()
    rig.desk.add_entry(Budget(Money(3_000, "EUR"), 80))
    rep = replace(rig.desk.me(), role="rep")
    with monkeypatch.context() as patch:
        patch.setattr(rig.desk, "me", lambda: rep)
        await rig.clock.advance(400)
        told.tell()
    await rig.clock.advance(400)
    told.tell()
    await until(lambda: len(said) == 2)
    assert "used up" in said[1]


async def test_the_screen_of_reports_shows_them_for_its_own_days(rig: Rig) -> None:
    fill(rig)
    view = ReportsView(rig.kit, rig.window)
    view.resize(1200, 800)
    view.show()
    view.show_page("ledger")
    page = view.page
    assert isinstance(page, HostedPage) and isinstance(page.part, LedgerPage)
    part = page.part
    await until(lambda: bool(part.rois))
    assert part.period_button.isHidden() and view.page.sections()
    assert "5 counted" in view.foot.text
    view.show_page("goals")
    await until(lambda: bool(view.page.part.goals.nothing.text))  # type: ignore[attr-defined]
    view.close_down()
    view.hide()
    view.deleteLater()
