"""Takes commands: each is applied at most once, with its events and its outcome in one transaction."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.clock import Clock
from app.domain.commands import Command, Outcome
from app.domain.contacts import Identity
from app.domain.conversations import (
    CloseConversation,
    Conversation,
    ConversationClosed,
    ConversationRead,
    ConversationReopened,
    ReadConversation,
    ReopenConversation,
)
from app.domain.errors import EnvironmentFailure, Refused
from app.domain.events import Actor, EventBody
from app.domain.sends import CancelSend, SendCancelled, SendRequested, SendSettled, SendText, SettleSend
from app.domain.settings import ChangeSetting, SettingChanged
from app.hub.access import Access
from app.hub.appender import Appender, Draft
from app.hub.config import HubConfig
from app.hub.http import Call, HttpRefusal, Reply
from app.hub.intake import Crash
from app.hub.limits import COMMANDS_BURST, COMMANDS_PER_S, Bucket
from app.hub.rules import Asker, Situation, check, sendable
from app.hub.sanity import is_sane
from storage import codec, view
from storage.hub import access, answers, commands, sends
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

COMMANDS_AT_ONCE = 500
RETRY_S = 2.0
GRACE_MAX_MS = 60_000

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
    ) -> None:
        self._config = config
        self._writer = writer
        self._appender = appender
        self._access = access_
        self._clock = clock
        self._bucket = Bucket(clock, COMMANDS_PER_S, COMMANDS_BURST)
        self._crash = crash

    async def take(self, call: Call) -> Reply:
        """POST /commands: a JSON list of commands in, an outcome for each out, in the same order.

        Raises HttpRefusal: 401, 422 command_unreadable, too_many_commands or id_reuse (fact command_id), 429.
        """
        asker = self._access.asker(call.bearer)
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

    def _job(self, asker: Asker, command: Command, payload_hash: str) -> Callable[[Connection], Outcome]:
        return lambda conn: self._answer(conn, asker, command, payload_hash)

    def _answer(self, conn: Connection, asker: Asker, command: Command, payload_hash: str) -> Outcome:
        """Runs on the writing thread: the stored outcome, or what the rules say now."""
        device = access.device(conn, asker.device_id)
        if device is None or device.is_revoked:
            raise HttpRefusal(401, "device_revoked")
        known = commands.find(conn, command.command_id)
        if known is not None:
            if (known.device_id, known.payload_hash) != (asker.device_id, payload_hash):
                raise HttpRefusal(422, "id_reuse", command_id=command.command_id)
            return known.outcome
        outcome = self._needs_of(conn, command) or self._decide(conn, asker, command)
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
        situation = self._situation(conn, asker, command)
        refused = check(situation) or self._side_effects(conn, situation)
        if refused is not None:
            _LOG.info("command rejected kind=%s code=%s", command.body.KIND, refused.code)
            return Outcome(command.command_id, "rejected", code=refused.code, facts=refused.facts)
        actor = Actor("member", asker.member_id, asker.device_id)
        body = event_of(situation)
        subject = getattr(body, "conversation_id", "")
        draft = Draft(body, subject, actor, situation.made_at, command_id=command.command_id)
        events = self._appender.append(conn, [draft])
        return Outcome(command.command_id, "accepted", pos=events[-1].pos)

    def _situation(self, conn: Connection, asker: Asker, command: Command) -> Situation:
        body = command.body
        now = (
            self._clock.now()
        )  # as the sender counts; the log's own time stays ahead after a clock that was wrong
        if isinstance(body, ChangeSetting):
            return Situation(command, asker, now)
        conversation = view.load_conversation(conn, body.conversation_id)
        message = None
        if isinstance(body, SendText | CancelSend | SettleSend):
            message = view.load_message(conn, body.message_id)
        by = _answered_by(conn, conversation, command, asker) if isinstance(body, SendText) else None
        is_ours = conversation is not None and self._is_ours(conversation)
        return Situation(command, asker, now, conversation, message, by, is_ours)

    def _is_ours(self, conversation: Conversation) -> bool:
        return any(line.line_id == conversation.line_id for line in self._config.lines)

    def _side_effects(self, conn: Connection, situation: Situation) -> Refused | None:
        """What happens beside the log, in the same transaction; a refusal when the sender was faster."""
        body = situation.command.body
        if isinstance(body, SendText):
            return self._enqueue(conn, situation, body)
        if isinstance(body, CancelSend) and not sends.end_queued(conn, body.message_id, "cancelled"):
            return Refused("too_late", {"state": "sending"})
        if isinstance(body, SettleSend) and not sends.settle(conn, body.message_id):
            return Refused("not_unconfirmed")
        return None

    def _enqueue(self, conn: Connection, situation: Situation, body: SendText) -> Refused | None:
        conversation = situation.conversation
        assert conversation is not None
        contact = view.load_contact(conn, conversation.contact_id)
        if contact is None or not (contact.number or contact.user_id):
            return Refused("recipient_unknown")
        new = sends.NewSend(
            message_id=body.message_id,
            conversation_id=conversation.conversation_id,
            contact_id=conversation.contact_id,
            line_id=conversation.line_id,
            to=Identity(number=contact.number, user_id=contact.user_id),
            text=sendable(body.text),
            requested_at=situation.now,
            hold_until_at=_hold_until(situation, body),
            not_after_at=situation.not_after_at,
        )
        sends.add(conn, new)
        return None


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


def event_of(situation: Situation) -> EventBody:
    """The one event of an accepted command."""
    body = situation.command.body
    member_id = situation.asker.member_id
    if isinstance(body, SendText):
        return _requested(situation, body)
    if isinstance(body, CancelSend):
        return SendCancelled(body.message_id, body.conversation_id)
    if isinstance(body, SettleSend):
        return SendSettled(body.message_id, body.conversation_id, body.how, member_id)
    if isinstance(body, CloseConversation):
        return ConversationClosed(body.conversation_id, member_id)
    if isinstance(body, ReopenConversation):
        return ConversationReopened(body.conversation_id, member_id)
    if isinstance(body, ReadConversation):
        return ConversationRead(body.conversation_id, body.up_to_pos, member_id)
    assert isinstance(body, ChangeSetting)
    return SettingChanged(body.name, body.value)


def _requested(situation: Situation, body: SendText) -> SendRequested:
    conversation = situation.conversation
    assert conversation is not None
    return SendRequested(
        message_id=body.message_id,
        conversation_id=body.conversation_id,
        contact_id=conversation.contact_id,
        line_id=conversation.line_id,
        member_id=situation.asker.member_id,
        kind="text",
        text=sendable(body.text),
        hold_until_at=_hold_until(situation, body),
        not_after_at=situation.not_after_at,
        retry_of=body.retry_of,
    )


def _hold_until(situation: Situation, body: SendText) -> datetime | None:
    """The undo grace counts from the press: what of it had passed when the command came is not waited again."""
    left_ms = min(body.grace_ms, GRACE_MAX_MS) - max(0, situation.command.age_ms)
    return situation.now + timedelta(milliseconds=left_ms) if left_ms > 0 else None


def _answered_by(
    conn: Connection, conversation: Conversation | None, command: Command, asker: Asker
) -> str | None:
    """Who else answered there after what the author had seen: a name, "" for the team's phone."""
    if conversation is None or conversation.newest_outbound_pos <= command.base_pos:
        return None
    return answers.newer_than(conn, conversation.conversation_id, command.base_pos, asker.member_id)
