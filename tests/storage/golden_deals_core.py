"""What release 0.3 wrote of deals and pipelines: each kind once or more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain import deals
from app.domain.contact_cards import FieldChange
from app.domain.deals import DEFAULT_PIPELINE, DealLine, StageMove
from app.domain.events import Actor
from app.domain.ids import MessageId
from app.domain.money import Money
from tests.storage.golden_people import ANA, LEA, MEMBER, WITH_ANA, WITH_BO
from tests.storage.view_log import START

CAKE, TART, OLD = (
    "01930000-0000-7000-d000-000000000001",
    "01930000-0000-7000-d000-000000000002",
    "deal-order-1",
)


def deal_bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    """Two deals, one made of an order elsewhere, and a pipeline that loses a stage."""
    stages = tuple(
        replace(stage, name=stage.stage_id) for stage in DEFAULT_PIPELINE.stages if stage.stage_id != "quote"
    )
    sales = replace(
        DEFAULT_PIPELINE,
        name="Sales",
        stages=stages,
        won_reasons=("Price",),
        lost_reasons=("Too late",),
        version=1,
    )
    lines = (DealLine("Cake", "c-1", 2, Money(2100, "EUR")),)
    changes = (
        FieldChange("amount", "5000 EUR"),
        FieldChange("close_on", "2026-12-24"),
        FieldChange("title", None),
    )
    bodies = [
        deals.DealAdded(
            CAKE,
            "main",
            "enquiry",
            "Wedding cake",
            Money(4200, "EUR"),
            None,
            WITH_ANA,
            "",
            "",
            LEA,
            ("VIP",),
            lines,
            member_id=LEA,
        ),
        deals.DealAdded(TART, "main", "quote", "", None, ANA, None, member_id=LEA),
        deals.DealAdded(
            OLD,
            "main",
            "deposit",
            "Old order",
            Money(900, "JPY"),
            None,
            None,
            "\u200fياسمين",
            "y@example.com",
            source="import",
            message_id=MessageId("m-1"),
            import_id="i-1",
            made_at=START - timedelta(days=40),
            state="lost",
            ended_at=START - timedelta(days=9),
            reason="Too late",
            member_id=LEA,
        ),
        deals.DealChanged(CAKE, changes, LEA),
        deals.DealMoved(CAKE, "main", "quote", "enquiry", LEA),
        deals.DealOwned(TART, LEA, LEA),
        deals.DealTagged(TART, "colour", LEA),
        deals.DealUntagged(CAKE, "VIP", LEA),
        deals.DealLogged(TART, "entry-1", "call", "Rang back", START + timedelta(minutes=5), LEA),
        deals.DealLogged(TART, "entry-2", "no_answer", "", START + timedelta(minutes=6), LEA),
        deals.DealUnlogged(TART, "entry-2", LEA),
        deals.DealCauseSet(TART, "timing", LEA),
        deals.DealLinked(OLD, None, WITH_BO, LEA),
        deals.PipelineSaved(sales, (StageMove("quote", "decision"),), LEA),
        deals.PipelineRemoved("gone", LEA),
        deals.DealWon(CAKE, "Price", LEA),
        deals.DealReopened(CAKE, "decision", LEA),
        deals.DealLost(CAKE, "Too late", LEA),
        deals.DealRemoved(OLD, LEA),
        deals.DealRestored(OLD, LEA),
        deals.IncomingDeclined(WITH_BO, LEA),
        deals.IncomingRestored(WITH_BO, LEA),
    ]
    return [(MEMBER, body, None) for body in bodies]
