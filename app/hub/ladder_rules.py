"""Ladders and follow-ups that members ask for: what the hub looks at, when it refuses, and what happens then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain import ladders
from app.domain.deals import Deal
from app.domain.errors import Refused
from app.domain.events import EventBody
from app.domain.follow_ups import FollowUp, next_due
from app.domain.ladder_words import Words, unknown_blank
from app.domain.ladders import Ladder, Why, ladder_problem
from app.domain.members import Member
from app.domain.pipelines import in_order
from app.domain.sends import SendMessage
from app.domain.tasks import TaskRemoved
from app.domain.working_days import WorkingDays
from app.hub.ladder_calls import call_events
from app.hub.ladder_look import calendar_now, message_of, step_words
from app.hub.roles import needs
from app.hub.send_rules import check_send, sendable
from app.hub.send_wishes import requested
from app.hub.situation import Situation
from app.words.going_quiet import why_words
from storage.hub.tables import Connection
from storage.view import deal_reading
from storage.view import ladders as rows
from storage.view.ladder_people import cannot_start, ladder_of, messages_sent, talk_of, why_over


@dataclass(frozen=True, slots=True)
class LadderLook:
    """What the rules look at. `run`: that of the deal; `why`: what ends it now; `start`: why none may begin.

    `message`: what the next step would send, `unsaid` why it says nothing; `call`: what it does where it is a call.
    """

    ladder: Ladder
    calendar: WorkingDays
    is_pipeline_known: bool = True
    deal: Deal | None = None
    run: FollowUp | None = None
    why: Why | None = None
    start: Refused | None = None
    message: SendMessage | None = None
    unsaid: Refused | None = None
    call: tuple[EventBody, ...] = ()


def of_ladder(conn: Connection, seen: Situation) -> Situation:
    """All that the rules look at for a command about ladders; where a step is sent now, see `look` for the rest."""
    body: Any = seen.command.body
    calendar = calendar_now(conn, seen.now)
    if isinstance(body, ladders.SaveLadder):
        saved, gone = deal_reading.saved_pipelines(conn)
        pipeline_id = body.ladder.pipeline_id
        is_known = any(one.pipeline_id == pipeline_id for one in in_order(saved, gone))
        return replace(seen, ladders=LadderLook(ladder_of(conn, pipeline_id), calendar, is_known))
    deal = deal_reading.load_deal(conn, body.deal_id)
    run = rows.follow_up(conn, body.deal_id)
    look = LadderLook(ladder_of(conn, deal.pipeline_id if deal else ""), calendar, deal=deal, run=run)
    if isinstance(body, ladders.StartFollowUp):
        talk = talk_of(conn, deal) if deal is not None else None
        refused = cannot_start(conn, deal, look.ladder, talk) if talk is not None else Refused("deal_unknown")
        return replace(seen, ladders=replace(look, start=refused))
    look = replace(look, why=why_over(conn, run) if run is not None else None)
    if isinstance(body, ladders.SendHeldFollowUp) and run is not None and deal is not None:
        return _of_step(conn, replace(seen, ladders=look), look, deal, run)
    return replace(seen, ladders=look)


def _of_step(conn: Connection, seen: Situation, look: LadderLook, deal: Deal, run: FollowUp) -> Situation:
    """What the next step does now, in the name of who asks."""
    step, asker = run.next_step, seen.asker
    if step is None:
        return seen
    if step.act == "call":
        member = Member(asker.member_id, asker.member_name, asker.role)
        return replace(seen, ladders=replace(look, call=call_events(conn, run, deal, member, seen.now)))
    talk = talk_of(conn, deal)
    if messages_sent(conn, deal, talk) >= run.most:
        full = Refused("follow_up_over", {"why": why_words("cap")})
        return replace(seen, ladders=replace(look, unsaid=full))
    words = step_words(conn, step, talk, asker.member_name, seen.now)
    if isinstance(words, Words) and talk.conversation is not None:
        message = replace(message_of(run.run_id, run.step, talk.conversation, words), quiet_anyway=True)
        return replace(
            seen,
            conversation=talk.conversation,
            ladders=replace(look, message=replace(message, send_anyway=True)),
        )
    refused = words if isinstance(words, Refused) else Refused("deal_unlinked")
    return replace(seen, ladders=replace(look, unsaid=refused))


def look_of(situation: Situation) -> LadderLook:
    """It is there for every command about ladders."""
    assert situation.ladders is not None
    return situation.ladders


# --- checks ---


def check_ladder(situation: Situation, body: Any) -> Refused | None:
    """Why a command about ladders must not happen."""
    return _CHECKS[type(body)](situation, body)


def _check_save(situation: Situation, body: ladders.SaveLadder) -> Refused | None:
    look = look_of(situation)
    not_allowed = needs(situation, "change_pipelines")
    if not_allowed is not None:
        return not_allowed
    if not look.is_pipeline_known:
        return Refused("pipeline_unknown")
    if look.ladder.version != body.seen_version:
        return Refused("ladder_changed")
    return ladder_problem(body.ladder) or unknown_blank(body.ladder)


def _check_start(situation: Situation, body: ladders.StartFollowUp) -> Refused | None:
    look = look_of(situation)
    if look.start is not None:
        return look.start
    return None if look.ladder.version == body.seen_version else Refused("ladder_changed")


def _check_run(situation: Situation, body: Any) -> Refused | None:
    look = look_of(situation)
    if look.run is None or look.run.run_id != body.run_id:
        return Refused("follow_up_over", {"why": ""})
    return None


def _check_step(situation: Situation, body: Any) -> Refused | None:
    """The run goes on, and its next step is the one that was seen."""
    look, refused = look_of(situation), _check_run(situation, body)
    if refused is not None:
        return refused
    if look.why is not None:
        return Refused("follow_up_over", {"why": why_words(look.why)})
    is_next = look.run is not None and look.run.step == body.step and look.run.state != "spent"
    return None if is_next else Refused("follow_up_changed")


def _check_send_step(situation: Situation, body: ladders.SendHeldFollowUp) -> Refused | None:
    look, refused = look_of(situation), _check_step(situation, body)
    if refused is not None:
        return refused
    if look.run is not None and look.run.state == "call":
        return Refused("follow_up_changed")
    if look.unsaid is not None:
        return look.unsaid
    return check_send(situation, look.message) if look.message is not None else None


_CHECKS: Mapping[type, Callable[[Situation, Any], Refused | None]] = {
    ladders.SaveLadder: _check_save,
    ladders.StartFollowUp: _check_start,
    ladders.StopFollowUp: _check_run,
    ladders.SendHeldFollowUp: _check_send_step,
    ladders.SkipFollowUp: _check_step,
}


# --- events ---


def ladder_events(situation: Situation, body: Any) -> list[EventBody]:
    """What happens once it was accepted."""
    return _EVENTS[type(body)](situation, body)


def _saved(situation: Situation, body: ladders.SaveLadder) -> list[EventBody]:
    me, known = situation.asker.member_id, look_of(situation).ladder
    steps = tuple(replace(step, text=sendable(step.text)) for step in body.ladder.steps)
    ladder = replace(body.ladder, steps=steps, version=known.version + 1, member_id=me)
    return [ladders.LadderSaved(ladder, me)]


def _started(situation: Situation, body: ladders.StartFollowUp) -> list[EventBody]:
    look = look_of(situation)
    ladder, deal = look.ladder, look.deal
    assert deal is not None
    due_at = look.calendar.after(situation.now, ladder.steps[0].wait_days)
    started = ladders.FollowUpStarted(
        deal.deal_id, body.run_id, ladder.steps, due_at, ladder.most, deal.cause, deal.stage_id,
        situation.asker.member_id,
    )  # fmt: skip
    return [started]


def _stopped(situation: Situation, body: ladders.StopFollowUp) -> list[EventBody]:
    me = situation.asker.member_id
    return [ladders.FollowUpEnded(body.deal_id, body.run_id, "stopped", me)]


def _next_due(situation: Situation) -> Any:
    look = look_of(situation)
    assert look.run is not None
    return next_due(look.run, look.calendar, situation.now)


def _sent(situation: Situation, body: ladders.SendHeldFollowUp) -> list[EventBody]:
    look, me = look_of(situation), situation.asker.member_id
    if look.message is None:
        return list(look.call)
    sent = ladders.FollowUpSent(
        body.deal_id, body.run_id, body.step, look.message.message_id, look.message.conversation_id,
        _next_due(situation), me,
    )  # fmt: skip
    return [requested(situation, look.message), sent]


def _skipped(situation: Situation, body: ladders.SkipFollowUp) -> list[EventBody]:
    """Also a call that nobody is to make any more: its task goes."""
    run, me = look_of(situation).run, situation.asker.member_id
    skipped = ladders.FollowUpSkipped(body.deal_id, body.run_id, body.step, _next_due(situation), me)
    if run is not None and run.state == "call" and run.task_id is not None:
        return [TaskRemoved(run.task_id, me), skipped]
    return [skipped]


_EVENTS: Mapping[type, Callable[[Situation, Any], list[EventBody]]] = {
    ladders.SaveLadder: _saved,
    ladders.StartFollowUp: _started,
    ladders.StopFollowUp: _stopped,
    ladders.SendHeldFollowUp: _sent,
    ladders.SkipFollowUp: _skipped,
}
