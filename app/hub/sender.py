"""Sends what waits: takes lanes in turn, keeps to the rates, posts once for each committed attempt.

The order of every send is: give the channel its files (safe to repeat), commit `sending`, post once, commit what the
post proved. A crash between the two commits leaves `sending`, which the next start turns into "not confirmed"; nothing
is ever posted again without proof that the first post did not go out (promise G5).
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from app.domain.arrivals import MessageStatus
from app.domain.channels import CHANNELS, WHATSAPP
from app.domain.clock import Clock
from app.domain.contents import Media
from app.domain.errors import EnvironmentFailure
from app.domain.events import Event
from app.domain.failures import RATE_LIMITED, REQUEST_INVALID, TOKEN_INVALID
from app.domain.ids import LineId, MessageId
from app.domain.sends import SendCancelled, SendRequested
from app.hub.appender import Appender
from app.hub.config import LineConfig
from app.hub.intake import Crash
from app.hub.send_files import SendFiles
from app.hub.send_rates import SendRates
from app.hub.send_steps import LEASE, Access, Look, SendSteps, refusal_wait_s
from app.hub.uploading import Uploader, UploadFailed, UploadRefused
from app.hub.waiting import until_stirred
from app.whatsapp import opaque
from app.whatsapp.client import DEADLINE_S, GraphClient, NotSent, Outcome, Refusal, Unclear
from app.whatsapp.wire import Unwritable
from storage.hub.sends import Send
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

T = TypeVar("T")
MOST_AT_ONCE = 50  # posts under way
FILES_AT_ONCE = 4  # messages whose files are being given to the channel
# Refusals that may be about a file's id which the channel forgot before its time.
DOUBTING = frozenset({REQUEST_INVALID, "value_invalid", "media_refused", "media_unreadable"})
LONGEST_REST_S = 30.0  # while something waits, since a corrected wall clock moves its moment
STORAGE_RETRY_S = 5.0
DENIED_S = 60.0  # a refused token is not tried again for so long
STOP_GRACE_S = 5.0  # posts under way may end before the hub does

_LOG = logging.getLogger(__name__)


class Sender:
    """The hub's only way out. Call `run` as a supervised task; cancelling it ends it cleanly.

    `was_intake_up(since)`: whether webhooks could come in and be stored all the time since a moment. `crash` is called
    with the name of each crash point. `uploader` gives files to the channel; without one they are refused.
    """

    def __init__(
        self,
        writer: Writer,
        appender: Appender,
        client: GraphClient,
        lines: Sequence[LineConfig],
        clock: Clock,
        was_intake_up: Callable[[datetime], bool],
        crash: Crash,
        is_said_failed_retried: bool = True,
        uploader: Uploader | None = None,
    ) -> None:
        self._writer = writer
        self._client = client
        self._lines = {line.line_id: line for line in lines}
        self._clock = clock
        self._crash = crash
        self._steps = SendSteps(appender, clock.now, self._was_up, is_said_failed_retried)
        self._was_intake_up = was_intake_up
        self._up_since: datetime | None = None
        self._rates = SendRates(CHANNELS[WHATSAPP], clock)
        self._denied_until_s: dict[LineId, float] = {}
        self._files = SendFiles(uploader)
        self._preparing: set[MessageId] = set()
        self._in_flight: dict[MessageId, Send] = {}
        self._proved: set[MessageId] = set()  # a status came for these
        self._tasks: set[asyncio.Task[None]] = set()
        self._stirred = asyncio.Event()
        appender.subscribe(self._hear)

    def wake(self) -> None:
        """Something may be ready: look again."""
        self._stirred.set()

    async def run(self) -> None:
        """Work until cancelled; posts under way then get a few seconds to end. Storage that fails is tried again."""
        self._up_since = self._clock.now()
        try:
            await self._stored(self._steps.inherit)
            while True:
                self._stirred.clear()
                await until_stirred(self._stirred, self._clock, await self._round())
        finally:
            await self._let_posts_end()

    async def _round(self) -> float | None:
        """Start what may go now. Gives the seconds until something else may; None: when something happens."""
        if len(self._in_flight) >= MOST_AT_ONCE:
            return None
        paused, in_flight = self._rates.paused(), frozenset(self._in_flight)
        proved, self._proved = self._proved, set()
        look = await self._stored(lambda conn: self._steps.look(conn, in_flight, list(paused), proved))
        chosen, waits = self._choose(look)
        waits += paused.values()
        if chosen:
            await asyncio.shield(self._spawn(self._start(chosen)))
        if look.next_at is not None:
            waits.append((look.next_at - self._clock.now()) / timedelta(seconds=1))
        return max(0.0, min([*waits, LONGEST_REST_S])) if waits else None

    def _choose(self, look: Look) -> tuple[list[MessageId], list[float]]:
        """Which of the due messages go now, and how long the others wait. One message to one person at a time."""
        busy = {(send.line_id, send.recipient) for send in self._in_flight.values()}
        chosen: list[MessageId] = []
        waits: list[float] = []
        for send in look.due:
            pair = send.line_id, send.recipient
            if pair in busy or len(self._in_flight) + len(chosen) >= MOST_AT_ONCE:
                continue
            if self._must_wait_for_files(send):
                continue
            wait_s = self._rates.take(*pair)
            if wait_s > 0.0:
                waits.append(wait_s)
                continue
            busy.add(pair)
            chosen.append(send.message_id)
        return chosen, waits

    def _must_wait_for_files(self, send: Send) -> bool:
        """Whether the channel lacks files of it; then they are on their way. A line that may not send needs none."""
        access = self._access(send.line_id)
        is_stopped = access is None or access.token is None or access.is_denied
        if is_stopped or self._files.is_ready(send):
            return False
        if send.message_id not in self._preparing and len(self._preparing) < FILES_AT_ONCE:
            self._preparing.add(send.message_id)
            _ = self._spawn(self._prepare(send))
        return True

    async def _prepare(self, send: Send) -> None:
        """Give the channel the files of a message that still waits in its lane."""
        try:
            await self._files.prepare(send)
        except UploadRefused as refused:
            code, number = refused.code, refused.provider_code
            await self._stored(lambda conn: self._steps.refuse(conn, send, code, number))
        except UploadFailed:
            await self._stored(lambda conn: self._steps.put_off(conn, send))
        finally:
            self._preparing.discard(send.message_id)
            self.wake()

    async def _start(self, chosen: Sequence[MessageId]) -> None:
        """Commit the attempts, then let each post run by itself."""
        began_s = self._clock.monotonic_s()
        ids = {message_id: self._files.take(message_id) for message_id in chosen}
        try:
            begun = await self._writer.run(
                lambda conn: self._steps.begin(conn, chosen, self._access), priority=Priority.REPLY
            )
        except EnvironmentFailure as error:  # nothing was committed, so nothing goes out
            _LOG.warning("no attempt begun code=%s", error.code)
            await self._clock.sleep(STORAGE_RETRY_S)
            self.wake()
            return
        self._crash("after_attempt_commit")
        for send in begun:
            self._in_flight[send.message_id] = send
            _ = self._spawn(self._deliver(send, ids[send.message_id], began_s))
        if len(begun) < len(chosen):
            self.wake()  # what could not go has left its lane to the next one

    async def _deliver(self, send: Send, ids: Mapping[Media, str], began_s: float) -> None:
        try:
            outcome = await self._post(send, ids, began_s)
            self._crash("before_result_commit")
            _LOG.info(
                "post message=%s attempt=%d outcome=%s", send.message_id, send.attempt, type(outcome).__name__
            )
            self._heed(send, outcome)
            if isinstance(outcome, Refusal) and outcome.code in DOUBTING:
                await self._files.doubt(send)
            await self._stored(lambda conn: self._steps.finish(conn, send, outcome))
        finally:
            del self._in_flight[send.message_id]
            self.wake()

    async def _post(self, send: Send, ids: Mapping[Media, str], began_s: float) -> Outcome:
        line = self._lines[send.line_id]
        if self._clock.monotonic_s() - began_s > LEASE.total_seconds() - DEADLINE_S:
            return NotSent("late")  # the attempt's lease could end before the post does
        self._crash("before_post")
        try:
            mark = opaque.of_message(send.message_id)
            return await self._client.send(
                line.external_id, line.token or "", send.to, send.outgoing, mark, ids
            )
        except Unwritable:
            _LOG.error("message could not be written down kind=%s", send.outgoing.kind)
            return Refusal(REQUEST_INVALID)
        except Exception as error:  # noqa: BLE001 - it may have left, so it must end as unconfirmed
            _LOG.error("post failed by a fault of ours error=%s", type(error).__name__)
            return Unclear("connection_lost")

    def _heed(self, send: Send, outcome: Outcome) -> None:
        """What one refusal means for the whole line."""
        if not isinstance(outcome, Refusal):
            return
        if outcome.code == RATE_LIMITED:
            self._rates.pause(send.line_id, refusal_wait_s(outcome, send.refused))
        elif outcome.code == TOKEN_INVALID:
            self._denied_until_s[send.line_id] = self._clock.monotonic_s() + DENIED_S

    def _access(self, line_id: LineId) -> Access | None:
        line = self._lines.get(line_id)
        if line is None:
            return None
        return Access(line.token, self._clock.monotonic_s() < self._denied_until_s.get(line_id, 0.0))

    def _was_up(self, since: datetime) -> bool:
        return self._up_since is not None and self._up_since <= since and self._was_intake_up(since)

    def _hear(self, events: Sequence[Event]) -> None:
        """Committed events: a new message wakes us, a status settles its message for good."""
        bodies = [event.body for event in events]
        if any(isinstance(body, SendRequested | SendCancelled | MessageStatus) for body in bodies):
            self.wake()
        self._proved.update(
            body.message_id for body in bodies if isinstance(body, MessageStatus) and body.message_id
        )

    async def _stored(self, job: Callable[[Connection], T]) -> T:
        """Run a job until the storage takes it: what a post proved must not be forgotten while the disk is full."""
        while True:
            try:
                return await self._writer.run(job, priority=Priority.REPLY)
            except EnvironmentFailure as error:
                if error.code == "writer_closed":
                    raise
                _LOG.warning("sender waits for storage code=%s", error.code)
                await self._clock.sleep(STORAGE_RETRY_S)

    async def _let_posts_end(self) -> None:
        loop = asyncio.get_running_loop()
        end_s = loop.time() + STOP_GRACE_S
        while self._tasks and loop.time() < end_s:  # an attempt that was being committed becomes a post
            await asyncio.wait(set(self._tasks), timeout=end_s - loop.time())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name="sender")
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _LOG.error("send left open error=%s", type(error).__name__)
