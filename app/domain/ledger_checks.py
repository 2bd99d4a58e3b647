"""Why an entry of the ledger cannot be kept as it is: a code and its facts, "" for what is right."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final, get_args

from app.domain import ledger as book
from app.domain.errors import Refused
from app.domain.money import Money, money_problem
from app.domain.prices import RateCard, read_card

NAME_MAX_CHARS: Final = 80
ENTRIES_MAX: Final = 1_000  # of a kind
DEALS_MAX: Final = 200  # that one gain names
TABLE_MAX_CHARS: Final = 200_000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
HOURS_MAX: Final = 1_000  # a week, of a whole team
_DECIMAL: Final = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)


def decimal_of(text: str) -> Decimal | None:
    """An amount as entries hold it: "0.005", "-20"; None for anything else."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def entry_problem(entry: book.Entry) -> Refused | None:
    """Why it cannot be kept like this."""
    if isinstance(entry, book.Budget):
        return _budget_problem(entry)
    if isinstance(entry, book.Rates):
        return _rates_problem(entry)
    words = " ".join(entry.name.split())
    if not words or len(words) > NAME_MAX_CHARS or not words.isprintable():
        return Refused("ledger_nameless", {"limit": str(NAME_MAX_CHARS)})
    if isinstance(entry, book.Cost):
        return _cost_problem(entry)
    return _gain_problem(entry) if isinstance(entry, book.Gain) else _goal_problem(entry)


def _cost_problem(cost: book.Cost) -> Refused | None:
    if cost.category not in book.COST_CATEGORIES or cost.rhythm not in book.RHYTHMS:
        return Refused("ledger_kind")
    if cost.rhythm == "per_message":
        wrong = _price_problem(cost.price, cost.amount) if cost.price else None
    else:
        wrong = _amount_problem(cost.amount)
    return wrong or _days_problem(cost.from_day, cost.to_day)


def _gain_problem(gain: book.Gain) -> Refused | None:
    if gain.category not in book.GAIN_CATEGORIES or gain.source not in book.SOURCES:
        return Refused("ledger_kind")
    if gain.rhythm not in ("once", "monthly") or gain.weeks not in book.WEEKS:
        return Refused("ledger_kind")
    wrong = _days_problem(gain.from_day, gain.to_day)
    if wrong is not None:
        return wrong
    if gain.source == "named" and not 1 <= len(gain.deal_ids) <= DEALS_MAX:
        return Refused("gain_no_deals", {"limit": str(DEALS_MAX)})
    if gain.source == "counter":
        return _price_problem(gain.price, gain.amount) or (None if gain.counter else Refused("ledger_kind"))
    if gain.source == "hours":
        hours = decimal_of(gain.hours)
        if hours is None or not 0 < hours <= HOURS_MAX:
            return Refused("gain_hours", {"limit": str(HOURS_MAX)})
    return _amount_problem(gain.amount) if gain.source in ("amount", "hours") else None


def _goal_problem(goal: book.Goal) -> Refused | None:
    amount = decimal_of(goal.amount)
    if amount is None or goal.aim not in get_args(book.Aim) or not goal.measure:
        return Refused("goal_amount")
    if goal.aim == "change" and not -100 <= amount <= 10_000:
        return Refused("goal_amount")
    days = [goal.from_day, goal.by_day, *(one for one in (goal.base_from, goal.base_to) if one is not None)]
    if not all(FIRST_DAY <= one <= LAST_DAY for one in days) or goal.by_day < goal.from_day:
        return Refused("ledger_days")
    if goal.baseline:
        return None if decimal_of(goal.baseline) is not None else Refused("goal_baseline")
    if goal.base_from is None or goal.base_to is None:
        return Refused("goal_baseline") if goal.aim == "change" else None
    return Refused("ledger_days") if goal.base_to < goal.base_from else None


def _budget_problem(budget: book.Budget) -> Refused | None:
    if not 1 <= budget.percent <= 100:
        return Refused("budget_percent")
    return _amount_problem(budget.amount) if budget.amount is not None else None


def _rates_problem(rates: book.Rates) -> Refused | None:
    if not FIRST_DAY <= rates.from_day <= LAST_DAY:
        return Refused("ledger_days")
    if len(rates.table) > TABLE_MAX_CHARS:
        return Refused("prices_too_large", {"limit_kb": str(TABLE_MAX_CHARS // 1000)})
    if len(rates.name) > 200:
        return Refused("ledger_nameless", {"limit": "200"})
    card = read_card(rates.table)
    return None if isinstance(card, RateCard) else card


def _amount_problem(money: Money) -> Refused | None:
    code = money_problem(money)
    if code is not None:
        return Refused(code, {"currency": money.currency[:3]})
    return None if money.minor > 0 else Refused("ledger_amount")


def _price_problem(price: str, money: Money) -> Refused | None:
    amount = decimal_of(price)
    if amount is None or amount <= 0:
        return Refused("ledger_amount")
    code = money_problem(Money(0, money.currency))
    return Refused(code, {"currency": money.currency[:3]}) if code is not None else None


def _days_problem(first: date, last: date | None) -> Refused | None:
    days = (first, last if last is not None else first)
    if not all(FIRST_DAY <= one <= LAST_DAY for one in days) or days[1] < days[0]:
        return Refused("ledger_days")
    return None
