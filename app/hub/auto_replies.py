"""Answers by itself: the greeting to somebody new, and when somebody will be there outside the opening hours.

It listens to what customers write and decides in a transaction of its own, right after theirs: webhooks and the log
never wait for it. Nothing goes out twice: each answer has one id for good, and what a crash left undecided is looked
at anew, as long as it is fresh.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.appointments import AppointmentAnswered
from app.domain.arrivals import MessageReceived
from app.domain.auto_replies import (
    AUTO_EVENTS,
    FRESH,
    AutoReply,
    AutoReplyRemoved,
    AutoReplySaved,
    Wait,
    due,
    needs_opening,
    reply_for,
)
from app.domain.clock import Clock
from app.domain.commands import Command
from app.domain.conversations import Conversation
from app.domain.events import Actor, Event
from app.domain.groups import GROUP_EVENTS, GroupBook
from app.domain.hours import HOURS_EVENTS, HoursBook
from app.domain.hours_ahead import HoursAhead
from app.domain.ids import CommandId, ConversationId, DeviceId, LineId, MemberId
from app.domain.measure_events import MessageHandled
from app.domain.messages import SILENT_KINDS
from app.domain.sends import SendText
from app.hub.appender import Appender, Draft
from app.hub.auto_reply_look import hours_of, is_any_on, own_id, wait_of
from app.hub.colleagues import Colleagues
from app.hub.intake import Crash
from app.hub.send_rules import check_send
from app.hub.send_wishes import enqueue, requested
from app.hub.situation import Asker, Situation
from app.words.auto_texts import said
from storage import view
from storage.hub import sends
from storage.hub.tables import Connection
from storage.view.auto_replies import load_replies, waiting_since
from storage.view.opening_hours import load_groups, load_hours
from storage.writer import Priority, Writer

AT_ONCE = 50  # conversations in one transaction
_NOBODY = Asker(DeviceId(""), MemberId(""), "", "rep")
_HUB = Actor("hub")
_KNOWN = (AutoReplySaved, AutoReplyRemoved, *HOURS_EVENTS, *GROUP_EVENTS)

_LOG = logging.getLogger(__name__)


class AutoReplies:
    """Call `run` as a supervised task. `lines`: the business numbers that are ours."""

    def __init__(
        self,
        writer: Writer,
        appender: Appender,
        lines: Collection[LineId],
        colleagues: Colleagues,
        clock: Clock,
        crash: Crash,
    ) -> None:
        self._writer = writer
        self._appender = appender
        self._lines = lines
        self._colleagues = colleagues
        self._clock = clock
        self._crash = crash
        self._waiting: dict[ConversationId, None] = {}
        self._is_on = False  # as long as nobody wants any, what comes in costs nothing
        self._known: _Known | None = None
        self._stirred = asyncio.Event()
        appender.subscribe(self._hear)

    async def run(self) -> None:
        """Work until cancelled."""
        self._known = None
        for conversation_id in await self._writer.run(self._begin, priority=Priority.REPLY):
            self._waiting[conversation_id] = None
        while True:
            if not self._waiting:
                self._stirred.clear()
                await self._stirred.wait()
                continue
            some = list(self._waiting)[:AT_ONCE]
            for one in some:
                del self._waiting[one]
            typing = {one.conversation_id for one in self._colleagues.now().presence if one.what == "typing"}
            await self._writer.run(
                lambda conn, some=some, typing=typing: self._answer(conn, some, typing),  # type: ignore[misc]
                priority=Priority.REPLY,
            )
            self._crash("after_auto_reply_commit")

    def _hear(self, events: Sequence[Event]) -> None:
        handled = {one.body.message_id for one in events if isinstance(one.body, MessageHandled)}
        # who wants another time gets a list of free ones, or `look_at` is called
        wishes = (one.body for one in events if isinstance(one.body, AppointmentAnswered))
        handled |= {one.message_id for one in wishes if one.answer == "move" and one.message_id is not None}
        for event in events:
            body = event.body
            if isinstance(body, MessageReceived):
                if self._is_on and _asks(body) and body.message_id not in handled:
                    assert body.conversation_id is not None
                    self._waiting[body.conversation_id] = None
                    self._stirred.set()
            elif isinstance(body, _KNOWN):
                self._known = None
                self._is_on = self._is_on or isinstance(body, AUTO_EVENTS)

    def look_at(self, conversation_id: ConversationId) -> None:
        """What somebody wrote there is left to a person, who may not be there."""
        if self._is_on:
            self._waiting[conversation_id] = None
            self._stirred.set()

    def _begin(self, conn: Connection) -> list[ConversationId]:
        """Who wrote while nobody listened."""
        self._is_on = is_any_on(load_replies(conn))
        return waiting_since(conn, self._clock.now() - FRESH) if self._is_on else []

    def _answer(self, conn: Connection, some: Sequence[ConversationId], typing: Collection[str]) -> None:
        known = self._known
        if known is None:
            known = self._known = _Known(load_replies(conn), load_hours(conn), load_groups(conn))
            self._is_on = is_any_on(known.replies)
        now, count = self._clock.now(), 0
        for conversation_id in some:
            conversation = view.load_conversation(conn, conversation_id)
            if conversation is None or conversation.line_id not in self._lines:
                continue
            draft = _decided(conn, known, conversation, now, is_typing=conversation_id in typing)
            if draft is not None:
                count += len(self._appender.append(conn, [draft]))
        if count:
            _LOG.info("automatic answers count=%d", count)
        self._crash("before_auto_reply_commit")


class _Known:
    """What seldom changes, read once."""

    def __init__(self, replies: dict[str, AutoReply], book: HoursBook, groups: GroupBook) -> None:
        self.replies = replies
        self.book = book
        self.groups = groups


def _asks(body: MessageReceived) -> bool:
    """Whether it is a customer's own word, come now."""
    is_theirs = body.direction == "in" and body.conversation_id is not None
    return is_theirs and not body.is_history and body.import_id is None and body.kind not in SILENT_KINDS


def _decided(
    conn: Connection, known: _Known, conversation: Conversation, now: datetime, *, is_typing: bool
) -> Draft | None:
    """The answer, put into its conversation's lane; None where none is due."""
    reply = reply_for(known.replies, conversation.line_id)
    if reply is None:
        return None
    now_s = int(now.timestamp())
    hours = hours_of(conversation, known.book, known.groups, now_s) if reply.is_away else None
    wait = wait_of(conn, conversation, hours, now, is_typing=is_typing)
    if wait is None:
        return None
    is_greeting, is_away = due(reply, wait, now_s)
    if not (is_greeting or is_away):
        return None
    return _sent(conn, reply, conversation, wait, hours, now, is_greeting=is_greeting, is_away=is_away)


def _sent(
    conn: Connection,
    reply: AutoReply,
    conversation: Conversation,
    wait: Wait,
    hours: HoursAhead | None,
    now: datetime,
    *,
    is_greeting: bool,
    is_away: bool,
) -> Draft | None:
    contact = view.load_contact(conn, conversation.contact_id)
    text = said(
        reply, is_greeting=is_greeting, is_away=is_away, name=(contact.name or "") if contact else "",
        business=str(view.settings(conn).get("business_name", "")), hours=hours, now_s=int(now.timestamp()),
    )  # fmt: skip
    there, what = conversation.conversation_id, "away" if is_away else "greeting"
    message_id = own_id(there, what, (wait.closed_since_s or 0) if is_away else 0)
    body = SendText(message_id, there, text)
    opens_at = _moment(wait.next_opening_s) if is_away else None
    last_at = now + FRESH if opens_at is None else min(now + FRESH, opens_at)
    command = Command(CommandId(""), 0, conversation.newest_inbound_pos, now, body, not_after_at=last_at)
    known = view.load_message(conn, message_id)
    situation = Situation(command, _NOBODY, now, conversation, known, contact=contact)
    refused = check_send(situation, body)
    if refused is not None or sends.find(conn, message_id) is not None:
        _LOG.info("no automatic answer conversation=%s code=%s", there, refused.code if refused else "")
        return None
    enqueue(conn, situation, body)
    asked = requested(situation, body)
    promised_at = opens_at if needs_opening(reply.away) else None
    event = replace(asked, member_id=None, automation=what, promised_at=promised_at)
    return Draft(event, there, _HUB, now, f"auto:{message_id}")


def _moment(second: int | None) -> datetime | None:
    return None if second is None else datetime.fromtimestamp(second, UTC)
