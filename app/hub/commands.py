"""Takes commands: each is applied at most once, with its events and its outcome in one transaction."""

import asyncio
import logging
from collections.abc import Callable

from app.domain.clock import Clock
from app.domain.commands import Command, Outcome
from app.domain.errors import EnvironmentFailure, Refused
from app.domain.events import Actor, EventBody
from app.domain.ladders import SendHeldFollowUp
from app.domain.scheduled import SendScheduled
from app.domain.sends import CancelSend, SendMessage, SendText, SettleSend
from app.domain.slot_offers import WaiterSaved
from app.hub.access import Access, asker_of
from app.hub.appender import Appender, Draft
from app.hub.ask_rules import enqueue_asks
from app.hub.config import HubConfig
from app.hub.decided import events_of
from app.hub.http import Call, HttpRefusal, Reply
from app.hub.intake import Crash
from app.hub.kept_off import is_kept_off
from app.hub.limits import COMMANDS_BURST, COMMANDS_PER_S, Bucket
from app.hub.look import situation_of
from app.hub.readers import Readers
from app.hub.rules import Asker, Situation, check
from app.hub.sanity import is_sane
from app.hub.schedule_rules import due
from app.hub.send_wishes import enqueue
from app.hub.waiting_rules import enqueue_invitations
from storage import codec
from storage.hub import access, commands, epochs, log, sends
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

COMMANDS_AT_ONCE = 500
RETRY_S = 2.0
OFFER_RETRY_S = 30.0
NOT_HERE = (  # perhaps among what a restore lost and desks offer
    "conversation_unknown", "message_unknown", "schedule_unknown", "member_unknown", "contact_unknown",
    "deal_unknown", "pipeline_unknown", "stage_unknown", "appointment_unknown", "resource_unknown", "service_unknown",
)  # fmt: skip

_SUBJECTS = ("task_id", "deal_id", "waiter_id", "offer_id", "appointment_id", "conversation_id", "contact_id")
_LOG = logging.getLogger(__name__)


class Commands:
    """The route /commands."""

    def __init__(
        self,
        config: HubConfig,
        writer: Writer,
        appender: Appender,
        access_: Access,
        clock: Clock,
        crash: Crash,
        readers: Readers,
    ) -> None:
        self._readers = readers
        self._line_ids = frozenset(line.line_id for line in config.lines)
        self._writer = writer
        self._appender = appender
        self._access = access_
        self._clock = clock
        self._bucket = Bucket(clock, COMMANDS_PER_S, COMMANDS_BURST)
        self._crash = crash

    async def take(self, call: Call) -> Reply:
        """POST /commands: a JSON list of commands in, an outcome for each out, in the same order.

        Raises HttpRefusal: 401, 409 log_changed (they were made for another log), 422 command_unreadable,
        too_many_commands or id_reuse (fact command_id), 429.
        """
        asker = self._access.asker(call.bearer)
        self._check_log(call)
        listed = _split(call.body)
        if len(listed) > COMMANDS_AT_ONCE:
            raise HttpRefusal(422, "too_many_commands", limit=str(COMMANDS_AT_ONCE))
        self._bucket.take(asker.device_id, len(listed))
        read = [_read(data) for data in listed]
        jobs = [self._writer.run(self._job(asker, *one), priority=Priority.REPLY) for one in read]
        outcomes = await asyncio.gather(*jobs, return_exceptions=True)
        self._crash("after_command_commit")
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return Reply(codec.encode_outcomes([one for one in outcomes if isinstance(one, Outcome)]))

    def _check_log(self, call: Call) -> None:
        """What was made before a restore must first be looked at by its desk: the lost hub may have done it."""
        meant_for = call.query.get("log")
        if meant_for is not None and meant_for != self._readers.quick(log.head).log_id:
            raise HttpRefusal(409, "log_changed")

    def _job(self, asker: Asker, command: Command, payload_hash: str) -> Callable[[Connection], Outcome]:
        return lambda conn: self._answer(conn, asker, command, payload_hash)

    def _answer(self, conn: Connection, asker: Asker, command: Command, payload_hash: str) -> Outcome:
        """Runs on the writing thread: the stored outcome, or what the rules say now."""
        device = access.device(conn, asker.device_id)
        if device is None or device.is_revoked:
            raise HttpRefusal(401, "device_revoked")
        asker = asker_of(device)  # the role of this moment, not of the one in which the request came
        known = commands.find(conn, command.command_id)
        if known is not None:
            is_same = known.payload_hash in (commands.ANY_PAYLOAD, payload_hash)
            if known.device_id != asker.device_id or not is_same:
                raise HttpRefusal(422, "id_reuse", command_id=command.command_id)
            return known.outcome
        outcome = self._needs_of(conn, command) or self._decide(conn, asker, command)
        if outcome.code in NOT_HERE and epochs.is_offered(conn):
            outcome = Outcome(command.command_id, "retry", after_s=OFFER_RETRY_S)
        if outcome.result != "retry":
            now = self._appender.moment(conn)
            commands.store(conn, outcome, asker.device_id, command.device_seq, payload_hash, now)
        self._crash("before_command_commit")
        return outcome

    def _needs_of(self, conn: Connection, command: Command) -> Outcome | None:
        """What the commands that must come first mean for this one; None: go on."""
        for needed, outcome in commands.results(conn, command.needs).items():
            if outcome is None:
                return Outcome(command.command_id, "retry", after_s=RETRY_S)
            if outcome.result == "rejected":
                return Outcome(
                    command.command_id, "rejected", code="needs_rejected", facts={"command_id": needed}
                )
        return None

    def _decide(self, conn: Connection, asker: Asker, command: Command) -> Outcome:
        # As the sender counts; the log's own time stays ahead after a clock that was wrong.
        situation = situation_of(conn, command, asker, self._clock.now(), self._line_ids)
        refused = check(situation) or _side_effects(conn, situation)
        if refused is not None:
            _LOG.info("command rejected kind=%s code=%s", command.body.KIND, refused.code)
            return Outcome(command.command_id, "rejected", code=refused.code, facts=refused.facts)
        actor = Actor("member", asker.member_id, asker.device_id)
        drafts = [
            Draft(body, subject_of(body), actor, situation.made_at, command_id=command.command_id, n=n)
            for n, body in enumerate(events_of(situation))
        ]
        events = self._appender.append(conn, drafts)
        pos = events[-1].pos if events else log.head_pos(conn)
        return Outcome(command.command_id, "accepted", pos=pos)


def _split(data: bytes) -> list[bytes]:
    try:
        return codec.split_commands(data)
    except RecursionError as error:
        raise EnvironmentFailure("command_unreadable") from error


def _read(data: bytes) -> tuple[Command, str]:
    """A command and its hash. Raises EnvironmentFailure("command_unreadable")."""
    try:
        command = codec.decode_command(data)
        if is_sane(command):
            return command, codec.command_hash(data)
    except (RecursionError, OverflowError) as error:
        raise EnvironmentFailure("command_unreadable") from error
    raise EnvironmentFailure("command_unreadable")


def subject_of(body: EventBody) -> str:
    """What an event of a member is about: a task, a deal, an appointment, a conversation …, or nothing with a name."""
    if isinstance(body, WaiterSaved) and body.waiter.contact_id is not None:
        return body.waiter.contact_id  # with whom it is erased
    names = (getattr(body, name, None) for name in _SUBJECTS)
    return str(next(filter(None, names), ""))


def _side_effects(conn: Connection, situation: Situation) -> Refused | None:
    """What happens beside the log, in the same transaction; a refusal when the sender was faster."""
    body = situation.command.body
    if is_kept_off(conn, body):
        return Refused("do_not_contact")
    if isinstance(body, SendText | SendMessage):
        enqueue(conn, situation, body)
    enqueue_asks(conn, situation)
    enqueue_invitations(conn, situation)
    if isinstance(body, SendScheduled):
        enqueue(conn, situation, due(situation))
    if (
        isinstance(body, SendHeldFollowUp)
        and situation.ladders is not None
        and situation.ladders.message is not None
    ):
        enqueue(conn, situation, situation.ladders.message)
    if isinstance(body, CancelSend) and not sends.end_queued(conn, body.message_id, "cancelled"):
        return Refused("too_late", {"state": "sending"})
    if isinstance(body, SettleSend) and not sends.settle(conn, body.message_id):
        return Refused("not_unconfirmed")
    return None
