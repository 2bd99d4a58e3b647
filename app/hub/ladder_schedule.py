"""Ladders in the hub: steps whose time has come, runs that are over, and deals whose ladder begins by itself.

Everything is looked at and written in the scheduler's one transaction: no step goes out twice, and none after a sign
of life, whatever crashes in between. What fell due while the hub was away is held, and a person decides.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from app.domain import deals, ladders
from app.domain.consent import ConsentWithdrawn
from app.domain.contacts import ContactBlocked
from app.domain.deals import Stage
from app.domain.errors import Refused
from app.domain.events import Actor, EventBody
from app.domain.follow_ups import LATE_AFTER, FollowUp, is_late, next_due
from app.domain.ids import ConversationId, DeviceId, LineId, MemberId
from app.domain.members import Member
from app.domain.pipelines import in_order
from app.domain.quiet_deals import CutOff, cut_offs
from app.domain.sends import SendMessage, SendRequested
from app.domain.settings import SettingChanged
from app.domain.tasks import TaskAdded, TaskDone, TaskRemoved
from app.hub.appender import Draft
from app.hub.consent_look import permission_of
from app.hub.decided import events_of
from app.hub.ladder_calls import call_task, is_called
from app.hub.ladder_look import calendar_now, command_for, message_of, own_id, step_words
from app.hub.look import situation_of
from app.hub.rules import check
from app.hub.send_wishes import enqueue
from app.hub.situation import Asker, Situation
from storage import view
from storage.hub import epochs
from storage.hub.tables import Connection
from storage.instants import from_us
from storage.view import deal_reading, ladder_looks
from storage.view import ladders as rows
from storage.view.ladder_people import Talk, cannot_start, ladder_of, messages_sent, talk_of, why_over

_HUB = Actor("hub")
_OVER = frozenset({"consent_withdrawn", "blocked_by_us"})  # refusals after which nothing more is tried
_LOOKED_AT = 500  # deals of a stage that a ladder could begin for
_BEGINNING = 50  # of which it does at once


class Laddering:
    """A task of the scheduler. `lines`: the business numbers that are ours.

    Of all messages only those stir it that somebody with a ladder under way writes or gets: what they end is ended at
    once. In a conversation that is newer than the last look it takes a minute, and is done before any step is taken.
    """

    listens_to: tuple[type, ...] = (
        ladders.FollowUpStarted, ladders.FollowUpSent, ladders.FollowUpSkipped, ladders.FollowUpDelayed,
        ladders.LadderSaved, deals.DealMoved, deals.DealWon, deals.DealLost, deals.DealReopened, deals.DealRemoved,
        deals.DealLinked, deals.DealLogged, ConsentWithdrawn, ContactBlocked, TaskAdded, TaskDone, TaskRemoved,
        SettingChanged,
    )  # fmt: skip

    def __init__(self, lines: Collection[LineId]) -> None:
        self._lines = lines
        self.talks: Collection[ConversationId] = frozenset()

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """What ends, what is due, what begins."""
        drafts = list(self._over(conn, now, limit))
        ended = {one.subject for one in drafts}
        for run in _in_doubt(conn):
            if run.deal_id not in ended:
                ended.add(run.deal_id)
                why = why_over(conn, run)  # looked at one by one: a run that is held forgets what was before
                drafts.append(_ended(run, why, now) if why else _held(run, "hub_restored", {}, now))
        for run in (*_called(conn), *rows.due_follow_ups(conn, now, limit)):
            if run.deal_id not in ended:
                ended.add(run.deal_id)
                drafts += self._treat(conn, run, now)
        return drafts + list(_beginning(conn, now, ended))

    def next_at(self, conn: Connection, now: datetime) -> datetime | None:
        """When the next step is due."""
        self.talks = ladder_looks.talks(conn)
        return rows.next_follow_up(conn)

    def _over(self, conn: Connection, now: datetime, limit: int) -> Iterator[Draft]:
        for run in rows.follow_ups(conn, ladder_looks.maybe_over(conn, limit)).values():
            why = why_over(conn, run)
            if why is not None:
                yield _ended(run, why, now)

    def _treat(self, conn: Connection, run: FollowUp, now: datetime) -> list[Draft]:
        """One step, whose time has come or whose call was made."""
        why = why_over(conn, run)
        if why is not None:
            return [_ended(run, why, now)]
        if run.state == "call":
            return [_after_call(conn, run, now)]
        step, calendar = run.next_step, calendar_now(conn, now)
        if step is None:
            body = ladders.FollowUpSkipped(run.deal_id, run.run_id, run.step)
            return [_draft(body, run.deal_id, now)]
        deal = deal_reading.load_deal(conn, run.deal_id)
        assert deal is not None  # else it were over
        if step.act == "message" and messages_sent(conn, deal, talk_of(conn, deal)) >= run.most:
            return [_ended(run, "cap", now)]
        if is_late(run, now):
            due_at = run.due_at.isoformat() if run.due_at is not None else ""
            return [_held(run, "was_late", {"due_at": due_at}, now)]
        opens_at = calendar.opens(now)
        if opens_at > now:
            return [_delayed(run, opens_at, "closed_day", now)]
        member = _author(conn, run.member_id)
        if member is None:
            return [_held(run, "author_left", {}, now)]
        if step.act == "call":
            return call_task(conn, run, deal, member, now)
        return self._send(conn, run, deal, member, now)

    def _send(
        self, conn: Connection, run: FollowUp, deal: deals.Deal, member: Member, now: datetime
    ) -> list[Draft]:
        """As its author would send it now, by the same rules."""
        talk, step = talk_of(conn, deal), run.next_step
        assert step is not None
        if _has_failed(conn, run):
            return [_held(run, "last_failed", {}, now)]
        words = step_words(conn, step, talk, member.name, now)
        if isinstance(words, Refused) or talk.conversation is None:
            refused = words if isinstance(words, Refused) else Refused("deal_unlinked")
            return [_held(run, refused.code, dict(refused.facts), now)]
        body = message_of(run.run_id, run.step, talk.conversation, words)
        situation = self._situation(conn, run, body, member, now)
        refused_now = check(situation)
        if refused_now is not None:
            return [_refused(run, refused_now, now)]
        enqueue(conn, situation, body)
        due_at = next_due(run, calendar_now(conn, now), now)
        conversation_id = talk.conversation.conversation_id
        sent = ladders.FollowUpSent(
            run.deal_id, run.run_id, run.step, body.message_id, conversation_id, due_at
        )
        actor = Actor("member", member.member_id)
        bodies = (
            replace(one, automation="ladder") if isinstance(one, SendRequested) else one
            for one in events_of(situation)
        )
        asked = [Draft(one, conversation_id, actor, now) for one in bodies]
        return [*asked, _draft(sent, run.deal_id, now)]

    def _situation(
        self, conn: Connection, run: FollowUp, body: SendMessage, member: Member, now: datetime
    ) -> Situation:
        """Unasked words, also free ones, leave the customer alone at night."""
        command = command_for(body, run.pos, now, now + LATE_AFTER)
        author = Asker(DeviceId(""), member.member_id, member.name, member.role)
        situation = situation_of(conn, command, author, now, self._lines)
        if situation.permission is not None:
            return situation
        talk = Talk(situation.conversation, situation.contact)
        permission = permission_of(conn, talk.conversation, talk.contact, body.content, is_planned=True)
        return replace(situation, permission=permission)


def _called(conn: Connection) -> list[FollowUp]:
    """Runs whose call was made, or is not to be made any more."""
    waiting = ladder_looks.calling(conn)
    runs = rows.follow_ups(conn, waiting).values() if waiting else ()
    return [run for run in runs if is_called(conn, run)]


def _after_call(conn: Connection, run: FollowUp, now: datetime) -> Draft:
    """Nobody answered there either: the next step has its wait from here on."""
    due_at = next_due(run, calendar_now(conn, now), now)
    body: EventBody
    if due_at is None:
        body = ladders.FollowUpSkipped(run.deal_id, run.run_id, run.step)
    else:
        body = ladders.FollowUpDelayed(run.deal_id, run.run_id, run.step, due_at, "call_done")
    return _draft(body, run.deal_id, now)


def _in_doubt(conn: Connection) -> list[FollowUp]:
    """Runs of the log that a restore left behind: what was due may have gone out there. Once held, they are ours."""
    epoch = epochs.newest(conn)
    if epoch is None:
        return []
    given_back = epochs.taken_places(conn)
    return [
        run
        for run in rows.all_follow_ups(conn)
        if run.state == "waiting" and (run.pos <= epoch.parent_pos or run.pos in given_back)
    ]


def _has_failed(conn: Connection, run: FollowUp) -> bool:
    """Whether the message before it did not arrive: another one would not either."""
    last = view.load_message(conn, run.last_message_id) if run.last_message_id is not None else None
    return last is not None and last.state in ("failed", "refused", "expired", "unknown")


def _author(conn: Connection, member_id: MemberId | None) -> Member | None:
    member = view.members(conn).get(member_id) if member_id is not None else None
    return None if member is None or member.is_removed else member


def _refused(run: FollowUp, refused: Refused, now: datetime) -> Draft:
    """What becomes of a step that may not go out now."""
    if refused.code == "quiet_hours":
        return _delayed(run, datetime.fromisoformat(refused.facts["until"]), refused.code, now)
    if refused.code in _OVER:
        why: ladders.Why = "blocked" if refused.code == "blocked_by_us" else "consent"
        return _ended(run, why, now)
    return _held(run, refused.code, dict(refused.facts), now)


def _ended(run: FollowUp, why: ladders.Why, now: datetime) -> Draft:
    return _draft(ladders.FollowUpEnded(run.deal_id, run.run_id, why), run.deal_id, now)


def _held(run: FollowUp, code: str, facts: dict[str, str], now: datetime) -> Draft:
    body = ladders.FollowUpHeld(run.deal_id, run.run_id, run.step, code, facts)
    return _draft(body, run.deal_id, now)


def _delayed(run: FollowUp, due_at: datetime, code: str, now: datetime) -> Draft:
    body = ladders.FollowUpDelayed(run.deal_id, run.run_id, run.step, due_at, code)
    return _draft(body, run.deal_id, now)


def _draft(body: EventBody, deal_id: str, now: datetime) -> Draft:
    return Draft(body, deal_id, _HUB, now)


# --- ladders that begin by themselves ---


def _beginning(conn: Connection, now: datetime, busy: Collection[str]) -> Iterator[Draft]:
    """One for each deal that went quiet since the ladder may begin by itself, and had none since it is silent.

    Deals that were quiet before are a person's to begin: nobody wants to write to all of them in one moment.
    """
    since = rows.automatic_since(conn)
    if not since:
        return
    saved, gone = deal_reading.saved_pipelines(conn)
    calendar, begun, people = calendar_now(conn, now), set[str](), set[str]()
    for pipeline in in_order(saved, gone):
        if pipeline.pipeline_id not in since:
            continue
        before = cut_offs([pipeline], calendar, since[pipeline.pipeline_id])
        cuts = zip(pipeline.stages, cut_offs([pipeline], calendar, now), before, strict=True)
        for stage, cut, old in cuts:
            for draft in _of_stage(conn, stage, cut, old, now, {*busy, *begun}, people):
                begun.add(draft.subject)
                yield draft


def _of_stage(
    conn: Connection,
    stage: Stage,
    cut: CutOff,
    old: CutOff,
    now: datetime,
    busy: Collection[str],
    people: set[str],
) -> Iterator[Draft]:
    """`people`: for whom one begins in this moment; nobody has two.

    The first step counts from when the deal went quiet: one that the hub was not there for is late, and asked about.
    """
    ladder, calendar = ladder_of(conn, cut.pipeline_id), calendar_now(conn, now)
    room = len(people) + _BEGINNING
    for deal_id, silent_us in ladder_looks.newly_quiet(conn, cut, old.at, _LOOKED_AT):
        deal = deal_reading.load_deal(conn, deal_id)
        if deal is None or deal_id in busy or len(people) >= room:
            continue
        talk = talk_of(conn, deal)
        member = _author(conn, deal.owner_id) or _author(conn, ladder.member_id)
        if member is None or cannot_start(conn, deal, ladder, talk) is not None or talk.contact_id in people:
            continue
        people.add(str(talk.contact_id))
        quiet_at = calendar.after(from_us(silent_us), max(1, stage.quiet_days))
        due_at = calendar.after(quiet_at, ladder.steps[0].wait_days)
        body = ladders.FollowUpStarted(
            deal_id, own_id(deal_id, silent_us, "run"), ladder.steps, due_at, ladder.most, deal.cause, deal.stage_id,
            member.member_id, is_automatic=True,
        )  # fmt: skip
        yield _draft(body, deal_id, now)
