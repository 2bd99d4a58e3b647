"""Replies to customers' answers about appointments, by itself: free times to choose from, the new time, thanks.

It listens to what such answers changed and decides in a transaction of its own, right after theirs: webhooks and the
log never wait for it. Nothing goes out twice: each reply has one id for good, made of the customer's message, and what
a crash left undecided is looked at anew, as long as it is fresh.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Final

from app.domain.appointments import AppointmentAnswered, AppointmentMoved
from app.domain.auto_replies import FRESH
from app.domain.clock import Clock
from app.domain.events import Event
from app.domain.ids import ConversationId, LineId, MessageId
from app.domain.slot_offers import SlotDeclined, SlotTaken
from app.hub.appender import Appender
from app.hub.appointment_reply_rules import Reply
from app.hub.intake import Crash
from storage import view
from storage.hub.tables import Connection
from storage.view.appointment_words import told_since
from storage.writer import Priority, Writer

AT_ONCE: Final = 20  # messages in one transaction
_OF_APPOINTMENTS: Final = (AppointmentAnswered, AppointmentMoved)
_OF_OFFERS: Final = (SlotTaken, SlotDeclined)
Jobs = Mapping[MessageId, Collection[str]]  # with the appointments that each changed

_LOG = logging.getLogger(__name__)


class AppointmentReplies:
    """Call `run` as a supervised task. `lines`: the business numbers that are ours.

    `left`: is told of conversations where a wish for another time is left to a person.
    """

    def __init__(
        self,
        writer: Writer,
        appender: Appender,
        lines: Collection[LineId],
        clock: Clock,
        crash: Crash,
        left: Callable[[ConversationId], None],
    ) -> None:
        self._writer = writer
        self._appender = appender
        self._lines = lines
        self._clock = clock
        self._crash = crash
        self._left = left
        self._waiting: dict[MessageId, list[str]] = {}
        self._stirred = asyncio.Event()
        appender.subscribe(self._hear)

    async def run(self) -> None:
        """Work until cancelled."""
        for message_id, appointment_id in await self._writer.run(self._begin, priority=Priority.REPLY):
            self._wait(message_id, appointment_id)
        while True:
            if not self._waiting:
                self._stirred.clear()
                await self._stirred.wait()
                continue
            some = {key: self._waiting.pop(key) for key in list(self._waiting)[:AT_ONCE]}
            job = partial(self._answer, some)
            for conversation_id in await self._writer.run(job, priority=Priority.REPLY):
                self._left(conversation_id)
            self._crash("after_appointment_reply_commit")

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            body = event.body
            if isinstance(body, _OF_APPOINTMENTS):
                if body.member_id is None and body.import_id is None and body.message_id is not None:
                    self._wait(body.message_id, body.appointment_id)
            elif isinstance(body, _OF_OFFERS) and body.message_id is not None:
                self._wait(body.message_id, "")

    def _wait(self, message_id: MessageId, appointment_id: str) -> None:
        theirs = self._waiting.setdefault(message_id, [])
        if appointment_id and appointment_id not in theirs:
            theirs.append(appointment_id)
        self._stirred.set()

    def _begin(self, conn: Connection) -> list[tuple[MessageId, str]]:
        """What was answered while nobody listened."""
        return told_since(conn, self._clock.now() - FRESH)

    def _answer(self, some: Jobs, conn: Connection) -> list[ConversationId]:
        """Where they are left to a person."""
        left: list[ConversationId] = []
        count = 0
        for message_id, appointment_ids in some.items():
            drafts = Reply(conn, message_id, appointment_ids, self._lines, self._clock.now()).drafts()
            if drafts:
                count += len(self._appender.append(conn, drafts))
            elif appointment_ids and (message := view.load_message(conn, message_id)) is not None:
                left.append(message.conversation_id)
        if count:
            _LOG.info("replies about appointments events=%d", count)
        self._crash("before_appointment_reply_commit")
        return left
