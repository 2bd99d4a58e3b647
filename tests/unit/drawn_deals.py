"""Random histories of deals: through stages there and back, over pipelines, won, lost, reopened, without anything."""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.domain.deal_histories import SPOKE, DealHistory, Stay
from app.domain.deals import Pipeline, Stage
from app.domain.ids import MemberId
from app.domain.money import Money

DAY_S = 86_400
BASE_S = 1_790_000_000
CURRENCIES = ("EUR", "CHF", "JPY", "KWD")
PIPELINE = Pipeline(
    "main",
    "",
    (
        Stage("a", "Demande", 20, 3),
        Stage("b", "Devis", 40, None),
        Stage("c", "Décision", 60, 7),
        Stage("d", "", 90, 0),
    ),
)
_PLACES = ("a", "b", "c", "d", "gone", "elsewhere")


def draw_deals(chance: random.Random, count: int) -> list[DealHistory]:
    """`count` deals with ids in no order."""
    return [draw_deal(chance, f"deal-{number:04d}") for number in chance.sample(range(10_000), count)]


def draw_deal(chance: random.Random, deal_id: str, places: Sequence[str] = _PLACES) -> DealHistory:
    """One. Two moments may be the same."""
    moment = made_s = BASE_S + chance.randrange(-60 * DAY_S, 60 * DAY_S)
    stays = []
    for _move in range(chance.choice((0, 1, 1, 2, 2, 3, 4, 7))):
        entered_s = moment
        moment += chance.choice((0, 1, 59, 3_600, DAY_S, chance.randrange(20 * DAY_S)))
        stays.append(Stay(chance.choice(places), entered_s, moment))
    state = chance.choice(("open", "won", "lost"))
    if stays and state == "open":
        stays[-1] = Stay(stays[-1].stage_id, stays[-1].entered_s)
    stage_id = stays[-1].stage_id if stays else chance.choice(places)
    return DealHistory(
        deal_id,
        chance.choice(("main", "main", "main", "other")),
        stage_id,
        state,  # type: ignore[arg-type]
        made_s,
        None if state == "open" else moment,
        draw_money(chance),
        chance.choice((None, MemberId("lea"), MemberId("hugo"))),
        chance.choice(("", "Trop cher", "Délai")),
        chance.choice(SPOKE),
        chance.choice(("", "ana", "bo", "chloé", "dov")),
        tuple(stays),
    )


def draw_money(chance: random.Random) -> Money | None:
    """Also none, nothing, and absurdly much."""
    minor = chance.choice((0, 1, 99, 4_200, chance.randrange(10**7), 10**15, -500))
    return None if chance.random() < 0.2 else Money(minor, chance.choice(CURRENCIES))
