"""What release 0.3 wrote of the ledger: each kind once or more; and messages whose price the channel named."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain import ledger as book
from app.domain.events import Actor
from app.domain.money import Money
from tests.storage.golden_people import LEA, MEMBER

DAY = date(2026, 11, 1)
TABLE = "market,category,currency,price\n33,utility,EUR,0.03\n"


def ledger_bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    """Costs of each rhythm, gains of each source, a goal, a budget, prices; one of each is gone again."""
    euros = Money(4_990, "EUR")
    once = book.Cost("c-1", "Mise en place", "setup", Money(250_000, "EUR"), "once", DAY, version=1)
    bodies = [
        book.CostSaved(once, LEA),
        book.CostSaved(book.Cost("c-2", "Licence", "licence", euros, "monthly", DAY, DAY, version=1), LEA),
        book.CostSaved(
            book.Cost("c-3", "Messages", "messages", Money(0, "EUR"), "per_message", DAY, version=1), LEA
        ),
        book.CostSaved(
            book.Cost("c-4", "Fournisseur", "api", Money(0, "USD"), "per_message", DAY, price="0.005", version=1), LEA
        ),
        book.CostRemoved("c-1", 2, LEA),
        book.GainSaved(book.Gain("g-1", "Ventes", "revenue", "deals", Money(0, "EUR"), DAY, version=1), LEA),
        book.GainSaved(
            book.Gain("g-2", "Heures", "automation", "hours", euros, DAY, hours="10", weeks="52/12",
                      is_intangible=True, version=1), LEA,
        ),
        book.GainSaved(
            book.Gain("g-3", "Fidélité", "loyalty", "named", Money(0, "EUR"), DAY, deal_ids=("d-1",), version=1), LEA
        ),
        book.GainRemoved("g-3", 2, LEA),
        book.GoalSaved(
            book.Goal("o-1", "Conversion", "conversion", "change", "30", DAY, DAY, baseline="12.5", version=1), LEA
        ),
        book.GoalRemoved("o-1", 2, LEA),
        book.BudgetSaved(book.Budget(euros, 80, 1), LEA),
        book.RatesSaved(book.Rates(DAY, TABLE, "tarifs.csv", 1), LEA),
    ]  # fmt: skip
    return [(MEMBER, body, None) for body in bodies]
