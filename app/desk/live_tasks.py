"""The part of the running desk that is about tasks; what reads and asks is made when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.members import Member

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.task_actions import TaskActions
    from app.desk.task_reading import TaskReader
    from app.domain.contact_rows import ContactCard
    from app.domain.task_rows import TaskRow, Who
    from app.domain.tasks import NewTask, Whose


class LiveTasks:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.tasks_desk.TasksDesk`."""

    _reader: Reader
    _outbox: Outbox
    _clock: Clock
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]
    me: Callable[[], Member]
    contact: Callable[[ContactId], ContactCard | None]

    @cached_property
    def _task_rows(self) -> TaskReader:
        from app.desk.task_reading import TaskReader

        return TaskReader(self._reader, self._outbox, self._clock, self.contact)

    @cached_property
    def _task_acts(self) -> TaskActions:
        from app.desk.task_actions import TaskActions

        return TaskActions(self._task_rows, self._outbox, self._clock, self.me, self._standing)

    def tasks_due(self, who: Who, until: datetime, limit: int = 100) -> list[TaskRow]:
        rows: list[TaskRow] = self._read(lambda: self._task_rows.due(who, until, limit), [])
        return rows

    def tasks_open(self, who: Who, limit: int = 500) -> list[TaskRow]:
        rows: list[TaskRow] = self._read(lambda: self._task_rows.open(who, limit), [])
        return rows

    def tasks_done(self, who: Who, limit: int = 100) -> list[TaskRow]:
        rows: list[TaskRow] = self._read(lambda: self._task_rows.done(who, limit), [])
        return rows

    def tasks_of(
        self,
        *,
        deal_id: str | None = None,
        contact_id: ContactId | None = None,
        conversation_id: ConversationId | None = None,
        limit: int = 100,
    ) -> list[TaskRow]:
        from app.domain.tasks import TaskAbout

        about = TaskAbout(deal_id, contact_id, conversation_id)
        rows: list[TaskRow] = self._read(lambda: self._task_rows.of(about, limit), [])
        return rows

    def task(self, task_id: str) -> TaskRow | None:
        row: TaskRow | None = self._read(lambda: self._task_rows.one(task_id), None)
        return None if row is None or row.is_removed else row

    async def add_task(self, new: NewTask) -> str:
        return await self._task_acts.add(new)

    async def change_task(self, task_id: str, title: str, whose: Whose, due_at: datetime | None) -> None:
        await self._task_acts.change(task_id, title, whose, due_at)

    async def finish_task(self, task_id: str) -> None:
        await self._task_acts.finish(task_id)

    async def reopen_task(self, task_id: str) -> None:
        await self._task_acts.reopen(task_id)

    async def snooze_task(self, task_id: str, until_at: datetime | None) -> None:
        await self._task_acts.snooze(task_id, until_at)

    async def hand_over_task(self, task_id: str, to_id: MemberId | None, reason: str = "") -> None:
        await self._task_acts.hand_over(task_id, to_id, reason)

    async def remove_task(self, task_id: str) -> None:
        await self._task_acts.remove(task_id)

    async def restore_task(self, task_id: str) -> None:
        await self._task_acts.restore(task_id)
