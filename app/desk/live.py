"""The desk as it runs: what stands behind `app.desk.desk.Desk` in the program."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from app.desk.account import Asking
from app.desk.actions import Actions, Standing
from app.desk.changing import changes_of, joined_changes
from app.desk.composed import Refusal, Unsubscribe
from app.desk.details import details
from app.desk.doing import Doing
from app.desk.drafts import Drafts
from app.desk.hub_link import HubLink, report_failure
from app.desk.hub_time import HubTime
from app.desk.kept import maker_of, member_of
from app.desk.knowing import Knowing
from app.desk.live_parts import LiveParts
from app.desk.locking import Locking
from app.desk.outbox import Entry, Outbox, OutboxEars
from app.desk.precious import HearingKeeper, Precious
from app.desk.reading import Reader
from app.desk.seams import OwnHub, Seams
from app.desk.seats import SeatBook
from app.desk.session import Unlocked
from app.desk.view_file import ViewFile
from app.desk.watchers import Watchers
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import ConversationId, IdMaker, LineId, MessageId
from app.domain.later import asyncio, commands
from app.domain.lines import Line
from app.domain.members import Member
from app.domain.rows import (
    Changes,
    InboxCounts,
    InboxRow,
    MessageRow,
    Shelf,
    ThreadHeader,
    ViewKey,
)
from app.domain.settings import BY_NAME, SettingValue, check_value
from storage import view

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from app.domain.events import Event
    from app.domain.lines import LineProfile
    from app.domain.templates import Template

T = TypeVar("T")
NO_COUNTS = InboxCounts(0, 0, 0, 0)


class LiveDesk(Locking, Doing, Asking, Knowing, LiveParts):
    """An opened profile, made by `open_desk`. What the methods do is said in `app.desk.desk.Desk`."""

    def __init__(
        self,
        unlocked: Unlocked,
        precious: Precious,
        executor: ThreadPoolExecutor,
        seams: Seams,
        own_hub: OwnHub | None,
    ) -> None:
        joined = precious.kept.joined
        if joined is None:
            raise EnvironmentFailure("not_joined", folder=str(unlocked.profile.folder))
        self._unlocked = unlocked
        self._precious = precious
        self._executor = executor
        self._own_hub = own_hub
        self._clock = seams.clock
        self._crash = seams.crash
        self._watchers = Watchers()
        self.hear_of_quick_replies()
        self.hear_of_ledger()
        self.hear_of_hours()
        self.hear_of_standards()
        self._monotonic_s = seams.clock.monotonic_s
        self._hub_time = HubTime(seams.clock)
        self._view_pos = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._mending: asyncio.Task[None] | None = None
        self._is_started = self._is_stopped = False
        kept, ids = precious.kept, IdMaker(seams.clock)
        self._device_settings = kept.device_settings
        self._book = SeatBook(precious, seams.clock, kept.seats, joined.device_id)
        self._is_asking = self._book.has_pin(joined.device_id)
        self._drafts = drafts = Drafts(precious, seams.clock, kept.books(), joined.device_id)
        ears = OutboxEars(
            self._commands_changed,
            self._rejected,
            lambda seat, where, words: drafts.joined_with(where, words, seat),
        )
        self._outbox = Outbox(precious, seams.clock, ids, ears)
        self._outbox.load(kept.entries(), kept.next_seqs, maker_of(joined))
        self._view = ViewFile(
            unlocked.profile.view_path,
            unlocked.key,
            precious.read_after,
            executor,
            on_projected=self._projected,
            on_progress=lambda pos, head: self._link.show_progress(pos, head),
            crash=seams.crash,
        )
        self._reader = Reader(
            self._readable,
            self._outbox,
            self._drafts,
            member_of(joined),
            self._hub_time,
            self._device_settings,
        )
        self._reader.wait_rules = self.wait_rules
        self._actions = Actions(self._reader, self._outbox, self._drafts, ids, seams.clock, self._standing)
        self._link = HubLink(
            joined,
            precious,
            HearingKeeper(precious, self._hub_time),
            self._view,
            self._outbox,
            clock=seams.clock,
            executor=executor,
            chance=seams.chance,
            make_http=seams.make_http,
            on_change=self._connection_changed,
            on_presence=self._presence_changed,
            files=lambda: self.files,
            joined_of=self._book.joined,
            on_shut_out=self.shut_out,
            on_renewed=self._book.follow,
            on_heard=self._heard,
        )
        self._begin_lease()

    def open_view(self) -> None:
        """Open the disposable file. Blocks."""
        self._view.open()
        self._view_pos = self._view.position()

    def inbox(
        self, view: ViewKey, limit: int = 200, after: ConversationId | None = None
    ) -> list[ConversationId]:
        return self._read(lambda: self._reader.inbox(view, limit, after), [])

    def inbox_row(self, conversation_id: ConversationId) -> InboxRow | None:
        return self._read(lambda: self._reader.inbox_row(conversation_id), None)

    def counts(self) -> InboxCounts:
        return self._read(self._reader.counts, NO_COUNTS)

    def header(self, conversation_id: ConversationId) -> ThreadHeader | None:
        return self._read(lambda: self._reader.header(conversation_id), None)

    def page(
        self,
        conversation_id: ConversationId,
        *,
        before: MessageRow | None = None,
        after: MessageRow | None = None,
        limit: int = 60,
    ) -> list[MessageRow]:
        return self._read(lambda: self._reader.page(conversation_id, before, after, limit), [])

    def message(self, message_id: MessageId) -> MessageRow | None:
        return self._read(lambda: self._reader.message(message_id), None)

    def media_page(
        self,
        conversation_id: ConversationId,
        shelf: Shelf,
        *,
        before: MessageRow | None = None,
        limit: int = 60,
    ) -> list[MessageRow]:
        return self._read(lambda: self._reader.shelf(conversation_id, shelf, before, limit), [])

    def templates(self, line_id: LineId) -> list[Template]:
        return self._read(lambda: view.templates(self._view.connection(), line_id), [])

    def templates_checked_at(self, line_id: LineId) -> datetime | None:
        check = self._read(lambda: view.template_check(self._view.connection(), line_id), None)
        return check.at if check else None

    def line_profile(self, line_id: LineId) -> LineProfile | None:
        return self._read(lambda: view.line_profile(self._view.connection(), line_id), None)

    def find_people(self, text: str) -> list[ConversationId]:
        """Conversations that a PERSON argument of the terminal means, see interface.md."""
        return self._read(lambda: view.find_people(self._view.connection(), text), [])

    def lines(self) -> dict[LineId, Line]:  # the team's business numbers
        return self._read(lambda: view.lines(self._view.connection()), {})

    @property
    def is_waiting_for_hub(self) -> bool:
        """Whether anything that was asked for is not in the log yet."""
        return self._outbox.is_waiting()

    @property
    def position(self) -> int:
        """The newest event that is shown."""
        return self._view_pos

    def setting(self, name: str) -> SettingValue:
        schema = BY_NAME[name]
        if schema.scope == "device":  # kept beside the log: known also while the view is made anew
            return self._device_settings.get(name, schema.default)
        return self._read(lambda: self._reader.setting(name), schema.default)

    def me(self) -> Member:
        return self._read(self._reader.me, self._reader.enrolled_me)

    async def change_setting(self, name: str, value: SettingValue) -> None:
        code = check_value(name, value)
        if code is not None:
            raise ComptoirError(code, name=name)
        if BY_NAME[name].scope == "team":
            await self._actions.change_team_setting(name, value)
            return
        await self._precious.save_setting(name, value)
        self._device_settings[name] = value
        self._watchers.tell(Changes(settings=frozenset({name})))

    async def original(self, message_id: MessageId) -> str:
        row = self.message(message_id)
        if row is None:
            raise ComptoirError("message_unknown")
        message = self._read(lambda: view.load_message(self._view.connection(), message_id), None)
        has_original = not row.is_pending and row.author != "member"
        original = await self._link.original(row.pos) if has_original else None
        return details(row, message, original)

    def subscribe(self, callback: Callable[[Changes], None]) -> Unsubscribe:
        return self._watchers.add(callback)

    def subscribe_refusals(self, callback: Callable[[Refusal], None]) -> Unsubscribe:
        return self._watchers.add_for_refusals(callback)

    async def start(self) -> None:
        if not self._is_started:
            self._is_started = True
            if not self._unlocked.profile.is_practice:
                self._precious.hold_ballast()
            self._spawn(self._drafts.run(), "drafts")
            self._spawn(self._watch_lease(), "lease")
            self._spawn(self._connect(), "connect")
            self._spawn(self._erase_run(), "erase")
            self.begin_indexing()
            self.begin_address()
            self.begin_checking()

    async def connect(self) -> None:
        """Be able to talk to the hub without following it: for programs that `sync` once. Raises EnvironmentFailure."""
        hub_url = None
        if self._own_hub is not None:
            hub_url = await asyncio.to_thread(self._own_hub.start, self.hub_settings())
        await self._link.open(hub_url)

    async def sync(self) -> None:
        """After `connect`: once up to the hub's newest event. Raises Stopped, HubRefused or EnvironmentFailure."""
        await self._link.sync()
        await self.erase_now()

    async def replay(self) -> None:
        """Bring the view up to what this computer holds, where the hub cannot be asked."""
        await self._view.catch_up(await self._precious.cursor())

    def follow(self) -> None:
        """After `connect`: follow the log and send commands until `stop`."""
        self._link.start()

    async def _connect(self) -> None:
        try:
            await asyncio.to_thread(self._precious.examine)
            await self.connect()
        except EnvironmentFailure as failure:
            self._link.stop_for_good(failure.code)
        else:
            if self._mending is not None and not self._mending.done():  # the first look met a broken view
                await asyncio.wait({self._mending})
                await self._link.close()
                await self._link.open()
            self._link.start()

    async def stop(self) -> None:
        if self._is_stopped:
            return
        self._is_stopped = True
        is_sealed = await self._sealed()
        tasks = [*self._tasks, *filter(None, [self._mending])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._link.close()
        await self.close_files()
        try:
            if not is_sealed:
                await self._drafts.flush()
        finally:
            self._view.end_reading()
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._executor, self._close_files)
            if self._own_hub is not None:
                await loop.run_in_executor(self._executor, self._own_hub.stop)
            self._executor.shutdown()
            self._unlocked.lock.close()

    def abandon(self) -> None:
        """The event loop is gone and nobody called `stop`: save what is unsaved and let go of everything. Blocks."""
        if self._is_stopped:
            return
        self._is_stopped = True
        if self._sealing is None:
            self._precious.save_last(self._drafts.unsaved())
        self._close_files()
        if self._own_hub is not None:
            self._own_hub.stop()
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._unlocked.lock.close()

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=f"desk-{name}")
        task.add_done_callback(report_failure)
        self._tasks.append(task)
        task.add_done_callback(self._tasks.remove)

    # --- what the parts tell ---

    def _projected(self, changes: Changes, events: Sequence[Event], pos: int) -> None:
        if self._is_stopped:
            return
        self._view_pos, changes = pos, self.with_asked(changes)
        self.note_for_search(is_everything=changes.is_everything)
        self._note_days(changes)
        self._hear_of_erasures(events)
        if changes.is_everything:
            self._read(self._move_drafts, None)
        shown = [event.command_id for event in events if event.command_id is not None]
        left = self._outbox.shown_by_log(shown, pos)
        self._forget([entry for entry in left if entry.command.command_id not in shown])
        joined = joined_changes(changes, changes_of([entry.command for entry in left]))
        self._watchers.tell(joined_changes(joined, Changes(is_connection=True)))

    def _forget(self, left: Sequence[Entry]) -> None:
        """Off the disk, unless the log that holds them is still to come there: it takes them along."""
        if left and not self._view.recent.is_open:
            self._precious.forget([entry.command.command_id for entry in left])

    def _commands_changed(self, commands: Sequence[commands.Command]) -> None:
        self._forget(self._outbox.shown_by_log((), self._view_pos))
        self._watchers.tell(joined_changes(changes_of(commands), Changes(is_connection=True)))

    def _move_drafts(self) -> None:
        """Drafts of conversations that became part of others go with them."""
        for conversation_id in self._drafts.conversations():
            kept = ConversationId(view.kept_id(self._view.connection(), conversation_id))
            if kept != conversation_id:
                self._drafts.move(conversation_id, kept)

    def _standing(self) -> Standing:
        self._check_unlocked()
        return Standing(self._view_pos, self._link.is_reachable)

    def _mend(self) -> None:
        if self._is_stopped:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # the first paint comes before the loop: the next read mends
            return
        if self._mending is None or self._mending.done():
            self._mending = loop.create_task(self._mend_view(), name="desk-mend")

    async def _mend_view(self) -> None:
        was_following = self._link.is_following
        await self._link.close()
        await self._view.throw_away()
        self._watchers.tell(Changes(is_everything=True))
        if was_following:  # else who connects begins to follow
            await self._link.open()
            self._link.start()

    def _close_files(self) -> None:
        self.close_search()
        self.close_measures()
        self._view.close()
        self._precious.close()
