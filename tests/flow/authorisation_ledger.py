"""The lines of `tests.flow.authorisation` about the ledger: owner and managers alone."""

from __future__ import annotations

from datetime import date

from app.domain import ledger as book
from app.domain.money import Money
from tests.flow.cast import LEADERS, Wish

DAY = date(2026, 11, 1)
COST = Money(1_000, "EUR")


def _cost(who: str) -> book.Cost:
    return book.Cost(f"c-{who.replace(' ', '-')}", "Licence", "licence", COST, "once", DAY)


def _gain(who: str) -> book.Gain:
    return book.Gain(f"g-{who.replace(' ', '-')}", "Sales", "revenue", "amount", COST, DAY)


def _goal(who: str) -> book.Goal:
    return book.Goal(f"o-{who.replace(' ', '-')}", "More", "won_deals", "value", "30", DAY, DAY)


LEDGER_WISHES: tuple[Wish, ...] = (
    Wish(lambda _cast, who: book.SaveCost(_cost(who)), "cost.save", LEADERS),
    Wish(lambda _cast, who: book.RemoveCost(f"c-{who.replace(' ', '-')}", 1), "cost.remove", LEADERS),
    Wish(lambda _cast, who: book.SaveGain(_gain(who)), "gain.save", LEADERS),
    Wish(lambda _cast, who: book.RemoveGain(f"g-{who.replace(' ', '-')}", 1), "gain.remove", LEADERS),
    Wish(lambda _cast, who: book.SaveGoal(_goal(who)), "goal.save", LEADERS),
    Wish(lambda _cast, who: book.RemoveGoal(f"o-{who.replace(' ', '-')}", 1), "goal.remove", LEADERS),
    Wish(lambda _cast, _who: book.SaveBudget(book.Budget(COST)), "budget.save", LEADERS),
    Wish(
        lambda _cast, _who: book.SaveRates(book.Rates(DAY, "market,category,currency,price\n33,utility,EUR,0.03\n")),
        "rates.save", LEADERS,
    ),
)  # fmt: skip
