"""The transitions of the send state machine (protocol, section 9), each inside one transaction with its event.

Everything here runs on the writing thread. `sending` is committed before the post; what the post proved is committed
after it; a status that came meanwhile wins over whatever we believed.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.domain.contacts import Identity
from app.domain.events import Actor
from app.domain.failures import TOKEN_INVALID, WINDOW_CLOSED, failure_of
from app.domain.ids import LineId, MessageId
from app.domain.messages import Rank
from app.domain.sends import SendAccepted, SendEvent, SendExpired, SendFailed, SendRefused, SendUnknown
from app.hub.appender import Appender, Draft
from app.hub.ask_stops import category_of, is_outdated
from app.hub.consent_look import consent_ended
from app.hub.consent_signs import switched_off
from app.hub.people import People
from app.hub.send_rules import ANY_TIME_KINDS
from app.hub.template_stops import stopped
from app.whatsapp.client import Accepted, NotSent, Outcome, Refusal, SaidFailed, Unclear
from storage import view
from storage.hub import raw, sends
from storage.hub.sends import Send
from storage.hub.tables import Connection

LEASE = timedelta(seconds=120)  # longer than the 45 s that a whole post may take
SAID_FAILED_WAIT = timedelta(seconds=60)
SAID_FAILED_TRIES = 2  # more tries after the channel said that it failed
REFUSED_TRIES = {"backoff": 10, "pair_backoff": 6}
LONGEST_WAIT_S = 300.0
LONGEST_UNSENT_WAIT_S = 60.0
BACKLOG_WAIT = timedelta(seconds=5)
LOOK_AT = 500
HUB = Actor("hub")

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What may go now, and when to look again (None: when something happens)."""

    due: Sequence[Send]
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Access:
    """What a line may do now. `token` None: none was ever given; `is_denied`: the channel refused it just now."""

    token: str | None
    is_denied: bool = False


class SendSteps:
    """The transactional half of the sender.

    `was_intake_up(since)` tells whether webhooks could come in all the time since a moment: only then does "no status
    came" say anything. `is_said_failed_retried`: the owner may forbid tries after the channel's own failures.
    """

    def __init__(
        self,
        appender: Appender,
        now: Callable[[], datetime],
        was_intake_up: Callable[[datetime], bool],
        is_said_failed_retried: bool = True,
    ) -> None:
        self._appender = appender
        self._now = now
        self._was_intake_up = was_intake_up
        self._is_said_failed_retried = is_said_failed_retried

    def inherit(self, conn: Connection) -> int:
        """What an earlier process left in `sending`: nobody knows whether it went out. Gives their number."""
        return self._lose(conn, sends.orphans(conn, None), "hub_restart")

    def look(
        self,
        conn: Connection,
        in_flight: Collection[MessageId],
        waiting_lines: Collection[LineId],
        proved: Collection[MessageId],
    ) -> Look:
        """End what is proved, too late or lost, and see what may go now."""
        now = self._now()
        sends.prove(conn, proved)
        self._lose(conn, sends.orphans(conn, now - LEASE, in_flight), "lease_lost")
        drafts = [
            _draft(send, SendExpired(send.message_id, send.conversation_id), now)
            for send in sends.overdue(conn, now)
            if self._leave(conn, send, "expired")
        ]
        self._appender.append(conn, drafts)
        return Look(sends.due(conn, now, LOOK_AT, waiting_lines), sends.next_at(conn, now, LEASE))

    def begin(
        self, conn: Connection, message_ids: Sequence[MessageId], access: Callable[[LineId], Access | None]
    ) -> list[Send]:
        """Commit to one attempt for each that may still go; the others get the event that says why not."""
        now = self._now()
        begun: list[Send] = []
        drafts: list[Draft] = []
        for message_id in message_ids:
            send = sends.find(conn, message_id)
            if send is None or send.state != "queued" or self._is_put_off(conn, send, now):
                continue
            stopped = self._stopped(conn, send, now, access(send.line_id))
            if stopped is None:
                taken = sends.begin(conn, message_id, now)
                begun += [taken] if taken else []
            else:
                drafts.append(_draft(send, stopped, now))
        self._appender.append(conn, drafts)
        return begun

    def finish(self, conn: Connection, send: Send, outcome: Outcome) -> None:
        """What the post of an attempt proved."""
        now = self._now()
        if isinstance(outcome, Accepted):
            self._appender.append(conn, self._accepted(conn, send, outcome, now))
        elif self._is_proved(conn, send):
            sends.prove(conn, [send.message_id])
        else:
            body = self._ended(conn, send, outcome, now)
            said = None if isinstance(outcome, NotSent) else outcome.said
            drafts = [] if body is None else [_draft(send, body, now, said)]
            drafts += _switched_off(send, body, now)
            self._appender.append(conn, drafts + stopped(conn, send, body, now))

    def refuse(self, conn: Connection, send: Send, code: str, provider_code: int | None) -> None:
        """A waiting message that can never go out, whatever is tried."""
        if self._leave(conn, send, "refused", code):
            body = SendRefused(send.message_id, send.conversation_id, code, provider_code=provider_code)
            self._appender.append(conn, [_draft(send, body, self._now())])

    def put_off(self, conn: Connection, send: Send) -> None:
        """A waiting message that could not be made ready this time."""
        sends.put_off(conn, send, self._now() + _unsent_wait(send))

    def _is_put_off(self, conn: Connection, send: Send, now: datetime) -> bool:
        """A try after the channel's own failure waits until every stored webhook was read."""
        if self._is_proved(conn, send):
            sends.prove(conn, [send.message_id])
            return True
        if send.said_failed and raw.count_waiting(conn):
            sends.wait_until(conn, send.message_id, now + BACKLOG_WAIT)
            return True
        return False

    def _stopped(
        self, conn: Connection, send: Send, now: datetime, access: Access | None
    ) -> SendEvent | None:
        """The event of a message that must not go out (any more); None: it may go."""
        if send.not_after_at is not None and now > send.not_after_at:
            self._leave(conn, send, "expired")
            return SendExpired(send.message_id, send.conversation_id)
        if send.said_failed and not (send.first_try_at and self._was_intake_up(send.first_try_at)):
            code = failure_of(send.code or "").code
            self._leave(conn, send, "failed", code)
            return SendFailed(send.message_id, send.conversation_id, code, send.provider_code)
        refused = (
            _refused_by_line(send, access)
            or _refused_by_window(conn, send, now)
            or _refused_by_person(conn, send)
            or _refused_by_appointment(conn, send)
        )
        if refused is not None:
            self._leave(conn, send, "refused", refused.code)
        return refused

    def _accepted(self, conn: Connection, send: Send, outcome: Accepted, now: datetime) -> list[Draft]:
        if not sends.accept(conn, send.message_id, outcome.external_id):
            return []
        accepted = SendAccepted(send.message_id, send.conversation_id, outcome.external_id, send.attempt)
        return [_draft(send, accepted, now), *_learned(conn, send, outcome.identity, now)]

    def _ended(self, conn: Connection, send: Send, outcome: Outcome, now: datetime) -> SendEvent | None:
        """The event of an attempt without acceptance; None when it goes back into its lane, or was settled."""
        if isinstance(outcome, NotSent):
            sends.postpone(conn, send, now + _unsent_wait(send), column="unsent")
            return None
        if isinstance(outcome, Refusal):
            return self._refused(conn, send, outcome, now)
        if isinstance(outcome, SaidFailed):
            return self._said_failed(conn, send, outcome, now)
        assert isinstance(outcome, Unclear)
        if not sends.end_attempt(conn, send, "unknown", outcome.reason):
            return None
        return SendUnknown(send.message_id, send.conversation_id, outcome.reason)

    def _refused(self, conn: Connection, send: Send, outcome: Refusal, now: datetime) -> SendEvent | None:
        retry = failure_of(outcome.code).retry
        if send.refused < REFUSED_TRIES.get(retry, 0):
            wait = timedelta(seconds=refusal_wait_s(outcome, send.refused))
            sends.postpone(conn, send, now + wait, "refused", outcome.code, outcome.provider_code)
            return None
        if not sends.end_attempt(conn, send, "refused", outcome.code):
            return None
        return SendRefused(
            send.message_id, send.conversation_id, outcome.code, provider_code=outcome.provider_code
        )

    def _said_failed(
        self, conn: Connection, send: Send, outcome: SaidFailed, now: datetime
    ) -> SendEvent | None:
        if self._is_said_failed_retried and send.said_failed < SAID_FAILED_TRIES:
            at = now + SAID_FAILED_WAIT
            sends.postpone(conn, send, at, "said_failed", outcome.code, outcome.provider_code)
            return None
        if not sends.end_attempt(conn, send, "failed", outcome.code):
            return None
        return SendFailed(send.message_id, send.conversation_id, outcome.code, outcome.provider_code)

    def _is_proved(self, conn: Connection, send: Send) -> bool:
        """Whether a status already told that it went out, before we knew."""
        message = view.load_message(conn, send.message_id)
        return message is not None and (message.rank > Rank.NONE or message.failure_code is not None)

    def _lose(self, conn: Connection, lost: Sequence[Send], reason: str) -> int:
        now = self._now()
        drafts: list[Draft] = []
        for send in lost:
            if self._is_proved(conn, send):
                sends.prove(conn, [send.message_id])
            elif sends.end_attempt(conn, send, "unknown", reason):
                drafts.append(_draft(send, SendUnknown(send.message_id, send.conversation_id, reason), now))
        self._appender.append(conn, drafts)
        if drafts:
            _LOG.info("sends unconfirmed count=%d reason=%s", len(drafts), reason)
        return len(lost)

    def _leave(
        self,
        conn: Connection,
        send: Send,
        state: Literal["refused", "failed", "expired"],
        code: str | None = None,
    ) -> bool:
        return sends.end_queued(conn, send.message_id, state, code)


def _unsent_wait(send: Send) -> timedelta:
    """How long a message waits of which nothing left, longer each time."""
    return timedelta(seconds=min(LONGEST_UNSENT_WAIT_S, 2.0 ** min(send.unsent, 10)))


def refusal_wait_s(refusal: Refusal, refused_before: int) -> float:
    """Seconds until the next try after a refusal that allows one; n-th time to one person: 4^n."""
    if failure_of(refusal.code).retry == "pair_backoff":
        return 4.0**refused_before
    return refusal.retry_after_s or min(LONGEST_WAIT_S, 2.0**refused_before)


def _refused_by_line(send: Send, access: Access | None) -> SendRefused | None:
    if access is None:
        return SendRefused(send.message_id, send.conversation_id, "line_not_ours", {"line_id": send.line_id})
    if access.token is None or access.is_denied:
        return SendRefused(send.message_id, send.conversation_id, TOKEN_INVALID)
    return None


def _refused_by_window(conn: Connection, send: Send, now: datetime) -> SendRefused | None:
    if send.outgoing.kind in ANY_TIME_KINDS:
        return None
    conversation = view.load_conversation(conn, send.conversation_id)
    if conversation is not None and conversation.is_window_open(now):
        return None
    closed_at = conversation.window_closes_at() if conversation else None
    facts = {"closed_at": closed_at.isoformat()} if closed_at else {}
    return SendRefused(send.message_id, send.conversation_id, WINDOW_CLOSED, facts)


def _refused_by_person(conn: Connection, send: Send) -> SendRefused | None:
    """They wrote "stop" while it waited here."""
    there = view.load_conversation(conn, send.conversation_id)
    refused = consent_ended(conn, there, send.outgoing.content, category_of(conn, send.message_id))
    if refused is None:
        return None
    return SendRefused(send.message_id, send.conversation_id, refused.code, refused.facts)


def _refused_by_appointment(conn: Connection, send: Send) -> SendRefused | None:
    """What it tells of an appointment is so no more."""
    is_so = not is_outdated(conn, send.message_id)
    return None if is_so else SendRefused(send.message_id, send.conversation_id, "appointment_changed")


def _switched_off(send: Send, body: SendEvent | None, now: datetime) -> list[Draft]:
    """The channel refused it since the customer wants no more of the kind."""
    code = body.code if isinstance(body, SendRefused | SendFailed) else None
    return switched_off(code, send.contact_id, send.message_id, send.line_id, now)


def _learned(conn: Connection, send: Send, identity: Identity, now: datetime) -> list[Draft]:
    """The channel answered with another id of the same person: what comes under that id must find them."""
    people = People(conn)
    merges = people.named_together(identity, now, is_only_source=True)
    return merges + people.learned(send.contact_id, identity, now)


def _draft(send: Send, body: SendEvent, now: datetime, said: bytes | None = None) -> Draft:
    """`said`: the channel's own answer, kept with the event for who wants the details."""
    return Draft(body, send.conversation_id, HUB, now, original=said)
