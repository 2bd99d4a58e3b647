"""What release 0.3 wrote of ladders and follow-ups: each kind once or more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.domain import ladders
from app.domain.events import Actor
from app.domain.ids import MessageId
from app.domain.ladders import Ladder, LadderStep, LadderTemplate
from tests.storage.golden_deals_core import CAKE, OLD, TART
from tests.storage.golden_people import LEA, MEMBER, WITH_ANA
from tests.storage.view_log import START

HUB = Actor("hub")
STEPS = (
    LadderStep(0, text="Bonjour {prénom} ?"),
    LadderStep(3, "call"),
    LadderStep(4, template=LadderTemplate("nudge", "fr", {"body:1": "{prénom}"})),
)
DUE = START + timedelta(days=4)


def ladder_bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    """A ladder, a run that ended, one that is held, one that waits for a call."""
    hub = [
        ladders.FollowUpStarted(CAKE, "run-1", STEPS, START, 3, "timing", "decision", LEA),
        ladders.FollowUpDelayed(CAKE, "run-1", 1, DUE, "quiet_hours"),
        ladders.FollowUpSent(CAKE, "run-1", 1, MessageId("fu-1"), WITH_ANA, DUE),
        ladders.FollowUpCallAsked(CAKE, "run-1", 2, "fu-task"),
        ladders.FollowUpDelayed(CAKE, "run-1", 2, DUE, "call_done"),
        ladders.FollowUpHeld(CAKE, "run-1", 3, "ladder_template_gone", {"name": "nudge"}),
        ladders.FollowUpStarted(TART, "run-2", STEPS, START, 2, None, "quote", LEA, is_automatic=True),
        ladders.FollowUpEnded(TART, "run-2", "answered"),
        ladders.FollowUpStarted(OLD, "run-3", STEPS, START, 3, None, "enquiry", LEA),
        ladders.FollowUpCallAsked(OLD, "run-3", 1, "fu-other"),
    ]
    member = [
        ladders.LadderSaved(Ladder("main", STEPS, 3, True, 1, LEA), LEA),
        ladders.FollowUpSkipped(CAKE, "run-1", 3, None, LEA),
    ]
    return [(HUB, body, None) for body in hub] + [(MEMBER, body, None) for body in member]
