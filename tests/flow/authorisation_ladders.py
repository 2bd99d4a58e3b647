"""The lines of `tests.flow.authorisation` about ladders and follow-ups."""

from __future__ import annotations

from app.domain import ladders
from app.domain.ladders import Ladder, LadderStep
from tests.flow.authorisation_deals import deal_of
from tests.flow.cast import ALL, LEADERS, Wish

STEPS = (LadderStep(0, text="Hello?"), LadderStep(30, text="Goodbye"))

# Everybody may begin, decide and stop; what a refusal says then is about the run, not about the role.
LADDER_WISHES: tuple[Wish, ...] = (
    Wish(lambda _cast, _who: ladders.SaveLadder(Ladder("main", STEPS), 0), "ladder.save", LEADERS),
    Wish(lambda _, who: ladders.StartFollowUp(deal_of(who), f"run-{who[0]}", 0), "follow_up.start", ALL),
    Wish(lambda _, who: ladders.SendHeldFollowUp(deal_of(who), "run", 1), "follow_up.send", ALL),
    Wish(lambda _, who: ladders.SkipFollowUp(deal_of(who), "run", 1), "follow_up.skip", ALL),
    Wish(lambda _, who: ladders.StopFollowUp(deal_of(who), "run"), "follow_up.stop", ALL),
)
