"""Deals of a salon over some months, for the page of figures: won, lost, open, in euros and a few in francs."""

from __future__ import annotations

import random
from datetime import timedelta

from app.domain.deal_rows import DealCard, StageStayRow
from app.domain.deals import MAIN_PIPELINE
from app.domain.ids import ConversationId, MemberId
from app.domain.money import Money
from tests.fake_desk import FakeDesk

STAGES = ("enquiry", "quote", "decision", "deposit")
REASONS = ("Trop cher", "Date déjà prise", "Plus de nouvelles", "")


def fill_with_deals(desk: FakeDesk, count: int = 125, seed: int = 7) -> None:
    """The same ones for the same seed."""
    chance = random.Random(seed)
    talks = list(desk.talks)
    members = [one.member_id for one in desk.members()]
    now = desk.clock.now()
    for number in range(count):
        talk_id = chance.choice(talks)
        made_at = now - timedelta(hours=chance.randrange(85 * 24) + 1)
        state = chance.choice(("open", "won", "lost", "open"))
        stages = STAGES if state == "won" else STAGES[: chance.choice((1, 1, 2, 2, 3, 4))]
        at, stays = made_at, []
        for place, stage_id in enumerate(stages):
            left_at = min(now, at + timedelta(hours=chance.randrange(4, 24 * 9)))
            is_last = place == len(stages) - 1
            stays.append(
                StageStayRow(MAIN_PIPELINE, stage_id, at, None if is_last and state == "open" else left_at)
            )
            at = left_at if not (is_last and state == "open") else at
        row = desk.inbox_row(ConversationId(talk_id))
        assert row is not None
        money = Money(chance.randrange(40, 1_600) * 100, "CHF" if number % 14 == 3 else "EUR")
        desk.deal_cards[f"deal-{number:04d}"] = DealCard(
            f"deal-{number:04d}", MAIN_PIPELINE, stages[-1], state,  # type: ignore[arg-type]
            chance.choice(("Mariage", "Balayage", "Forfait", "", "Soin complet")), row.name, row.is_named,
            row.contact_id,
            ConversationId(talk_id), money if chance.random() < 0.93 else None,
            owner_id=chance.choice((*members, None)),
            made_at=made_at, stage_since_at=at, ended_at=None if state == "open" else at,
            reason=chance.choice(REASONS) if state == "lost" else "", history=tuple(stays),
        )  # fmt: skip
        desk.spoke_last[f"deal-{number:04d}"] = chance.choice(("us", "us", "them", "nobody"))


LEA = MemberId("lea")
