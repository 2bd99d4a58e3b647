"""What the practice salon is selling, by usual commands: deals in every stage, some won, some without news."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from app.domain.commands import CommandBody
from app.domain.deal_asks import (
    AddDeal,
    DeclineIncoming,
    LogOnDeal,
    MoveDeal,
    NewDeal,
    SetDealCause,
)
from app.domain.deals import DEFAULT_PIPELINE, DealLine, DealState
from app.domain.ids import ConversationId, MemberId
from app.domain.ladders import Ladder, LadderStep, LadderTemplate, SaveLadder
from app.domain.money import Money
from app.domain.records import record
from app.domain.settings import ChangeSetting
from app.domain.task_asks import AddTask, Whose

MARC, INES, OWNER = 0, 1, -1  # who does it, and whose it is
PIPELINE = DEFAULT_PIPELINE.pipeline_id
ENQUIRY, QUOTE, DECISION, DEPOSIT = (stage.stage_id for stage in DEFAULT_PIPELINE.stages)
CHLOE, HELENE, MARIAM, CLARA, MISAKI = (
    "33639985530", "33639981492", "33639989084", "33639983914", "33639989527",
)  # fmt: skip
NADIA, KARIM, ANA, AWA, GARANCE, AURELIE = (
    "33639981735", "33639986211", "447700900123", "33639980218", "33639987166", "33639982919",
)  # fmt: skip
DAMIEN, SOLENE, HARRIET, YASMINE, PRIYA, GUILLAUME = (
    "33639980644", "33639980873", "447700900556", "33639985518", "447700900652", "33639983683",
)  # fmt: skip


@record
class Sold:
    """One deal of the practice, which came to `stage` so many `days` ago; `moved`: and went on from there today.

    `ended`: the days since it was won, or lost where `is_lost`, for that `reason`. `whose`: of MARC, INES, OWNER.
    """

    number: str
    title: str
    euros: int
    stage: str
    days: float
    moved: str = ""
    ended: float | None = None
    reason: str = ""
    is_lost: bool = False
    whose: int = MARC
    tag: str = ""
    lines: tuple[DealLine, ...] = ()
    close_in: int | None = None


MASKS = (DealLine("Masque réparateur", "SKU-8", 6, Money(2400, "EUR")),)
DEALS = (
    Sold(NADIA, "Balayage mi-long", 95, ENQUIRY, 0.2, whose=INES, tag="Balayage"),
    Sold(ANA, "Balayage and a trim for her daughter", 160, ENQUIRY, 0.6, whose=OWNER),
    Sold(YASMINE, "", 60, ENQUIRY, 2.8, whose=INES),
    Sold(KARIM, "Forfait barbe, quatre séances", 145, ENQUIRY, 5, moved=QUOTE, tag="Forfait"),
    Sold(AWA, "Lissage et soin long", 390, QUOTE, 9, whose=INES),
    Sold(HARRIET, "Hen weekend, six people", 420, QUOTE, 8.4, tag="Groupe"),
    Sold(DAMIEN, "Hôtel des Deux Rives, masques", 144, QUOTE, 8.6, lines=MASKS),
    Sold(AURELIE, "Soin à la kératine", 120, QUOTE, 8, whose=INES),
    Sold(
        CHLOE,
        "Mariage de juin, quatre coiffures",
        640,
        DECISION,
        2.2,
        whose=OWNER,
        tag="Mariage",
        close_in=24,
    ),
    Sold(SOLENE, "Coloration et mèches", 165, DECISION, 7.2, whose=INES),
    Sold(GARANCE, "Formation coiffage", 560, DECISION, 6.2, whose=OWNER, tag="Formation"),
    Sold(HELENE, "Formule mariage complète", 980, DEPOSIT, 1.9, whose=OWNER, tag="Mariage", close_in=60),
    Sold(
        MARIAM,
        "Anniversaire à cinq",
        320,
        DECISION,
        5.8,
        ended=5.2,
        reason="Le prix leur allait",
        tag="Groupe",
    ),
    Sold(CLARA, "Extensions, 40 cm", 480, QUOTE, 6.9, ended=6, reason="Diagnostic gratuit", whose=INES),
    Sold(MISAKI, "Brazilian straightening", 210, QUOTE, 5.9, ended=4.5, whose=INES),
    Sold(PRIYA, "Blow-dry before a wedding", 38, ENQUIRY, 4.9, ended=2.6, whose=INES),
    Sold(GUILLAUME, "Abonnement coupe", 180, QUOTE, 8, ended=3, reason="Trop cher", is_lost=True),
)
# Next steps on deals: whose deal, what, who does it, and in how many hours it is due.
TASKS: tuple[tuple[str, str, Whose, float], ...] = (
    (CHLOE, "Bloquer la date avec Chloé et ses témoins", "ours", 3),
    (HELENE, "Préparer l’essai coiffure de mars", "ours", -20),
    (ANA, "Propose a time for both", "ours", 1),
    (KARIM, "Karim regarde le forfait avec son associé", "theirs", 70),
)
# What is sent to whoever is silent, in one's own words while the window is open, else as a template; then a call.
ASKED_AGAIN = LadderTemplate("quote_follow_up", "fr", {"body:1": "{first_name}"})
LADDER = Ladder(
    PIPELINE,
    (
        LadderStep(
            0, "message", "Bonjour {first_name}, avez-vous pu regarder notre proposition ?", ASKED_AGAIN
        ),
        LadderStep(
            3, "message", "Bonjour {first_name}, est-ce toujours d’actualité pour vous ?", ASKED_AGAIN
        ),
        LadderStep(3, "call"),
    ),
)
# Whose talk is over, or who never was a customer to be: no new requests.
NO_REQUESTS = (
    "33639989900", "33639983058", "33639981203", "33639987788", "33639982266", "33639988841",
    "33639982837", "33639981677", "33639984590", "33639986402", "33639981158", "33639987310", "33639988376",
    "33639986054", "33639984733", "33639981866", "447700900481", "33639982140", "33639987659",
    "33639982754",
    *("33639982467", "33639983578", "33639984689"),  # who wait for a freed slot
)  # fmt: skip
NUMBERS = frozenset({*NO_REQUESTS, *(one.number for one in DEALS)})
Act = tuple[int, CommandBody]  # who, what
Team = tuple[MemberId, MemberId, MemberId]  # Marc, Inès and, at the end, the owner


def practice_deals(
    where: Mapping[str, ConversationId], team: Team, now: datetime, new_id: Callable[[], str]
) -> Iterator[Act]:
    """What Marc and Inès did, by the customers' numbers."""
    yield MARC, ChangeSetting("deals_incoming", True)
    yield MARC, SaveLadder(LADDER)
    for number in NO_REQUESTS:
        if number in where:
            yield INES, DeclineIncoming(where[number])
    made: dict[str, str] = {}
    for one in DEALS:
        if one.number in where:
            made[one.number] = new_id()
            yield from _sold(one, where[one.number], team, now, made[one.number])
    holders = {one.number: team[one.whose] for one in DEALS}
    for number, title, whose, hours in TASKS:
        if number in made:
            due_at = now + timedelta(hours=hours)
            yield MARC, AddTask(new_id(), title, whose, due_at, holders[number], deal_id=made[number])
    yield from _without_a_number(team, now, new_id)


def _sold(one: Sold, there: ConversationId, team: Team, now: datetime, deal_id: str) -> Iterator[Act]:
    state: DealState = "open" if one.ended is None else "lost" if one.is_lost else "won"
    new = NewDeal(
        PIPELINE,
        one.stage,
        one.title,
        Money(one.euros * 100, "EUR"),
        conversation_id=there,
        owner_id=team[one.whose],
        tags=(one.tag,) if one.tag else (),
        lines=one.lines,
        close_on=None if one.close_in is None else f"{now + timedelta(days=one.close_in):%Y-%m-%d}",
        made_at=now - timedelta(days=one.days),
        state=state,
        ended_at=None if one.ended is None else now - timedelta(days=one.ended),
        reason=one.reason,
    )
    yield MARC, AddDeal(deal_id, new)
    if one.moved:
        yield INES, MoveDeal(deal_id, PIPELINE, one.moved, one.stage)
    if one.number == SOLENE:
        yield INES, SetDealCause(deal_id, "priorities")
        yield INES, LogOnDeal(deal_id, f"{deal_id}-call", "no_answer", "", now - timedelta(days=1))


def _without_a_number(team: Team, now: datetime, new_id: Callable[[], str]) -> Iterator[Act]:
    """Two that came by e-mail and by telephone; the second one may be Élodie."""
    deal_id, written_at = new_id(), now - timedelta(days=3)
    works = NewDeal(
        PIPELINE, ENQUIRY, "Journée bien-être pour 12 salariés", Money(75_000, "EUR"), person="Claire Lemaire",
        email="claire@lemaire.example", owner_id=team[MARC], tags=("Groupe",), made_at=now - timedelta(days=4),
    )  # fmt: skip
    yield MARC, AddDeal(deal_id, works)
    yield (
        MARC,
        LogOnDeal(deal_id, f"{deal_id}-mail", "email", "Devis envoyé par courrier électronique", written_at),
    )
    masks = NewDeal(
        PIPELINE, QUOTE, "Coffret de Noël, cinq masques", Money(12_000, "EUR"), person="Élodie Vasseur",
        owner_id=team[OWNER], made_at=now - timedelta(days=1),
    )  # fmt: skip
    yield MARC, AddDeal(new_id(), masks)
