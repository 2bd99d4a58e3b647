"""Drawn events of `tests.storage.view_log` about ladders: of runs that are there, over, or never were."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from app.domain import ladders
from app.domain.events import Actor, EventBody
from app.domain.ids import ConversationId, MemberId, MessageId
from app.domain.ladders import Ladder, LadderStep

HUB = Actor("hub")
STEPS = (LadderStep(0, text="Hello?"), LadderStep(3, "call"), LadderStep(4, text="Goodbye"))


def follow(log: Any, draw: st.DrawFn) -> None:
    """Something happens with a ladder, or with a run of one of three deals."""
    log.add(draw(st.sampled_from(_ALL))(log, draw), HUB)


def _key(draw: st.DrawFn) -> tuple[str, str]:
    deal = draw(st.integers(0, 2))
    return f"deal{deal}", f"run{deal}{draw(st.sampled_from(['', '', 'b']))}"


def _step(draw: st.DrawFn) -> tuple[str, str, int]:
    return (*_key(draw), draw(st.sampled_from([1, 1, 2, 3])))


def _saved(_log: Any, draw: st.DrawFn) -> EventBody:
    return ladders.LadderSaved(
        Ladder("main", STEPS, 3, draw(st.booleans()), draw(st.integers(1, 3))), MemberId("lea")
    )


def _started(log: Any, draw: st.DrawFn) -> EventBody:
    return ladders.FollowUpStarted(*_key(draw), STEPS, log.now, 3, "timing", "quote", MemberId("lea"))


def _sent(log: Any, draw: st.DrawFn) -> EventBody:
    due_at = draw(st.sampled_from([None, log.now + timedelta(days=3)]))
    message_id = MessageId(f"out{draw(st.integers(0, 2))}")
    return ladders.FollowUpSent(
        *_step(draw), message_id, ConversationId(f"c{draw(st.integers(0, 3))}"), due_at
    )


def _told(log: Any, draw: st.DrawFn) -> EventBody:
    deal_id, run_id, step = _step(draw)
    bodies: list[EventBody] = [
        ladders.FollowUpDelayed(deal_id, run_id, step, log.now + timedelta(hours=9), "quiet_hours"),
        ladders.FollowUpHeld(deal_id, run_id, step, "no_template"),
        ladders.FollowUpCallAsked(deal_id, run_id, step, "fu-task"),
        ladders.FollowUpSkipped(deal_id, run_id, step, None, MemberId("lea")),
        ladders.FollowUpEnded(deal_id, run_id, "answered"),
    ]
    return draw(st.sampled_from(bodies))


_ALL = (_saved, _started, _started, _sent, _sent, _told, _told)
