"""What a person may ask for about tasks: checked here as far as this computer can know, stored, then sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.desk.actions import Standing, sendable
from app.desk.outbox import Entry, Outbox
from app.desk.task_reading import LEADERS, TaskReader
from app.domain import tasks
from app.domain.clock import Clock
from app.domain.errors import ComptoirError, Refused
from app.domain.ids import IdMaker, MemberId
from app.domain.members import Member


class TaskActions:
    """What the methods do is said in `app.desk.tasks_desk.TasksDesk`."""

    def __init__(
        self,
        reader: TaskReader,
        outbox: Outbox,
        clock: Clock,
        me: Callable[[], Member],
        standing: Callable[[], Standing],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._clock = clock
        self._ids = IdMaker(clock)
        self._me = me
        self._standing = standing

    async def add(self, new: tasks.NewTask) -> str:
        """On a deal, a person, a conversation, or on nothing."""
        title = self._checked(new.title, new.whose, new.due_at)
        self._check_member(new.holder_id)
        if not new.about.is_one:
            raise ComptoirError("task_malformed")
        task_id, about = self._ids.new(), new.about
        body = tasks.AddTask(
            task_id, title, new.whose, new.due_at, new.holder_id,
            about.deal_id, about.contact_id, about.conversation_id,
        )  # fmt: skip
        await self._ask(body, self._makers_of(about))
        return task_id

    async def change(self, task_id: str, title: str, whose: tasks.Whose, due_at: datetime | None) -> None:
        """The hub compares the version."""
        task = self._task(task_id)
        words = self._checked(title, whose, due_at)
        if (words, whose, due_at) != (task.title, task.whose, task.due_at):
            await self._ask(tasks.ChangeTask(task_id, words, whose, due_at, task.version))

    async def finish(self, task_id: str) -> None:
        """Where it is not done yet."""
        if self._task(task_id).done_at is None:
            await self._ask(tasks.FinishTask(task_id))

    async def reopen(self, task_id: str) -> None:
        """Where it is done."""
        if self._task(task_id).done_at is not None:
            await self._ask(tasks.ReopenTask(task_id))

    async def snooze(self, task_id: str, until_at: datetime | None) -> None:
        """Only what is still to be done, and never into the past."""
        task, now = self._open_task(task_id), self._clock.now()
        if until_at is not None and until_at <= now:
            raise ComptoirError("time_past")
        _raise(tasks.time_problem(until_at, now))
        if until_at != task.remind_at:
            await self._ask(tasks.SnoozeTask(task_id, until_at))

    async def hand_over(self, task_id: str, to_id: MemberId | None, reason: str) -> None:
        """With a word, which its new holder reads beside it."""
        task, words = self._open_task(task_id), sendable(reason)
        self._check_member(to_id)
        if len(words) > tasks.WORD_MAX_CHARS:
            limit = str(tasks.WORD_MAX_CHARS)
            raise ComptoirError("text_too_long", length=str(len(words)), limit=limit, where="team")
        if to_id != task.holder_id:
            await self._ask(tasks.HandOverTask(task_id, to_id, task.holder_id, words))

    async def remove(self, task_id: str) -> None:
        """One's own, or anybody's for who leads."""
        task, me = self._task(task_id), self._me()
        if me.member_id not in (task.made_by, task.holder_id) and me.role not in LEADERS:
            raise ComptoirError("not_yours")
        await self._ask(tasks.RemoveTask(task_id))

    async def restore(self, task_id: str) -> None:
        """There again."""
        row = self._reader.one(task_id)
        if row is None:
            raise ComptoirError("task_unknown")
        if row.is_removed:
            await self._ask(tasks.RestoreTask(task_id))

    # -- inside

    async def _ask(self, body: tasks.TaskAsk, needs: list[Entry] | None = None) -> None:
        standing = self._standing()
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online, needs=needs or ())

    def _makers_of(self, about: tasks.TaskAbout) -> list[Entry]:
        """What waits to make the place that a task is put on: it must come first."""
        place = about.deal_id or about.contact_id
        found = (self._outbox.find(one.command_id) for one in self._outbox.waiting() if one.lane == place)
        return [entry for entry in found if entry is not None][:1]

    def _task(self, task_id: str) -> tasks.Task:
        row = self._reader.one(task_id)
        if row is None or row.is_removed:
            raise ComptoirError("task_unknown")
        return row

    def _open_task(self, task_id: str) -> tasks.Task:
        task = self._task(task_id)
        if not task.is_open:
            raise ComptoirError("task_done")
        return task

    def _checked(self, title: str, whose: str, due_at: datetime | None) -> str:
        words = " ".join(sendable(title).split())
        _raise(tasks.words_problem(words, whose, due_at, self._clock.now()))
        return words

    def _check_member(self, member_id: MemberId | None) -> None:
        if member_id is not None and member_id not in self._reader.team():
            raise ComptoirError("member_unknown", where="team")


def _raise(refused: Refused | None) -> None:
    if refused is not None:
        raise ComptoirError(refused.code, **refused.facts)
