"""The worked example of the articles: 50,000 earned with 10,000 spent, and ten hours a week at 50. Nobody's figures."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.domain.ledger import Cost, Gain
from app.domain.money import Money
from app.domain.roi import Roi, rois

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)
_USD: Final = "USD"


def _cost(number: int, name: str, category: str, whole: int) -> Cost:
    return Cost(f"sample-{number}", name, category, Money(whole * 100, _USD), "once", FIRST)  # type: ignore[arg-type]


def sample_costs(names: dict[str, str]) -> list[Cost]:
    """Ten thousand in all: 9,000 once, and 1,000 a month. `names` by category."""
    amounts = (("setup", 3_000), ("training", 2_000), ("hardware", 2_500), ("api", 1_500))
    once = [_cost(place, names[kind], kind, whole) for place, (kind, whole) in enumerate(amounts)]
    monthly = Cost("sample-9", names["licence"], "licence", Money(100_000, _USD), "monthly", FIRST)
    return [*once, monthly]


def sample_gains(revenue: str, hours: str) -> list[Gain]:
    """Fifty thousand earned, and the hours, which are worth something without coming in."""
    return [
        Gain("sample-a", revenue, "revenue", "amount", Money(5_000_000, _USD), FIRST),
        Gain(
            "sample-b", hours, "automation", "hours", Money(5_000, _USD), FIRST, hours="10", weeks="4",
            is_intangible=True,
        ),
    ]  # fmt: skip


def sample(names: dict[str, str], revenue: str, hours: str) -> Roi:
    """What both formulae make of it: 400 % and 420 %."""
    return rois(sample_costs(names), sample_gains(revenue, hours), FIRST, LAST, own=_USD)[0]
