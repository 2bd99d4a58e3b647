"""The part of `tests.fake_desk.FakeDesk` about tasks: changed at once, as if the hub agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.desk.task_overlay import by_turn, event_of_new, marked
from app.domain import tasks
from app.domain.clock import Clock
from app.domain.contact_rows import ContactCard
from app.domain.deal_rows import DealCard
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.members import Member
from app.domain.rows import Changes, MemberRow, ThreadHeader
from app.domain.task_rows import TaskRow, Who, row_of

LEADERS = ("owner", "manager")


class FakeTasks:
    """`todo` by id; `done_with_tasks` tells what was asked for: ("finish", task id) …"""

    clock: Clock
    me: Callable[[], Member]
    members: Callable[[], list[MemberRow]]
    header: Callable[[ConversationId], ThreadHeader | None]
    contact: Callable[[ContactId], ContactCard | None]
    deal: Callable[[str], DealCard | None]
    _tell: Callable[[Changes], None]

    def __init__(self) -> None:
        super().__init__()
        self.todo: dict[str, tasks.Task] = {}
        self.done_with_tasks: list[tuple[str, str]] = []

    def tasks_due(self, who: Who, until: datetime, limit: int = 100) -> list[TaskRow]:
        """Whose turn comes until then."""
        rows = self.tasks_open(who)
        return [row for row in rows if row.turn_at is not None and row.turn_at <= until][:limit]

    def tasks_open(self, who: Who, limit: int = 500) -> list[TaskRow]:
        """The next turn first."""
        me = self.me()
        holders = {me.member_id, None} if me.role in LEADERS else {me.member_id}
        found = [
            one
            for one in self.todo.values()
            if one.is_open and (who == "everybody" or one.holder_id in holders)
        ]
        return by_turn(map(self._task_row, found))[:limit]

    def tasks_done(self, who: Who, limit: int = 100) -> list[TaskRow]:
        """The newest first."""
        me = self.me().member_id
        done = [one for one in self.todo.values() if one.done_at is not None and not one.is_removed]
        mine = [one for one in done if who == "everybody" or me in (one.holder_id, one.done_by)]
        return sorted(
            map(self._task_row, mine), key=lambda row: row.done_at or self.clock.now(), reverse=True
        )[:limit]

    def tasks_of(
        self,
        *,
        deal_id: str | None = None,
        contact_id: ContactId | None = None,
        conversation_id: ConversationId | None = None,
        limit: int = 100,
    ) -> list[TaskRow]:
        """Of one place; a person's are those of their conversations too."""
        there = [one for one in self.todo.values() if not one.is_removed]
        if deal_id is not None:
            found = [one for one in there if one.deal_id == deal_id]
        elif conversation_id is not None:
            found = [one for one in there if one.conversation_id == conversation_id]
        else:
            found = [one for one in there if contact_id is not None and contact_id in self._people_of(one)]
        rows = by_turn(map(self._task_row, found))
        return [*(row for row in rows if row.is_open), *(row for row in rows if not row.is_open)][:limit]

    def task(self, task_id: str) -> TaskRow | None:
        """One."""
        task = self.todo.get(task_id)
        return None if task is None or task.is_removed else self._task_row(task)

    async def add_task(self, new: tasks.NewTask) -> str:
        """At once."""
        self._check_task(tasks.words_problem(new.title, new.whose, new.due_at, self.clock.now()))
        task_id, about = f"task-{len(self.todo) + 1}", new.about
        body = tasks.AddTask(
            task_id, new.title, new.whose, new.due_at, new.holder_id,
            about.deal_id, about.contact_id, about.conversation_id,
        )  # fmt: skip
        self.todo[task_id] = tasks.added(event_of_new(body, self.me().member_id), self.clock.now())
        self._note_task("add", task_id)
        return task_id

    async def change_task(
        self, task_id: str, title: str, whose: tasks.Whose, due_at: datetime | None
    ) -> None:
        """At once."""
        self._check_task(tasks.words_problem(title, whose, due_at, self.clock.now()))
        self._do_task("change", tasks.ChangeTask(task_id, title, whose, due_at, self._task(task_id).version))

    async def finish_task(self, task_id: str) -> None:
        """Done."""
        self._do_task("finish", tasks.FinishTask(task_id))

    async def reopen_task(self, task_id: str) -> None:
        """Not done."""
        self._do_task("reopen", tasks.ReopenTask(task_id))

    async def snooze_task(self, task_id: str, until_at: datetime | None) -> None:
        """Aside."""
        if until_at is not None and until_at <= self.clock.now():
            raise ComptoirError("time_past")
        self._do_task("snooze", tasks.SnoozeTask(task_id, until_at))

    async def hand_over_task(self, task_id: str, to_id: MemberId | None, reason: str = "") -> None:
        """To a colleague."""
        held = self._task(task_id).holder_id
        self._do_task("hand_over", tasks.HandOverTask(task_id, to_id, held, reason))

    async def remove_task(self, task_id: str) -> None:
        """Away."""
        self._do_task("remove", tasks.RemoveTask(task_id))

    async def restore_task(self, task_id: str) -> None:
        """There again."""
        self._do_task("restore", tasks.RestoreTask(task_id))

    # -- inside

    def _do_task(self, name: str, body: tasks.TaskAsk) -> None:
        task = self.todo.get(body.task_id)
        if task is None:
            raise ComptoirError("task_unknown")
        team = {row.member_id for row in self.members() if row.is_active}
        event = tasks.event_of(task, body, self.me().member_id, team)
        if event is not None:
            self.todo[body.task_id] = tasks.applied(task, event, self.clock.now())
        self._note_task(name, body.task_id)

    def _task(self, task_id: str) -> tasks.Task:
        task = self.todo.get(task_id)
        if task is None or task.is_removed:
            raise ComptoirError("task_unknown")
        return task

    def _note_task(self, name: str, task_id: str) -> None:
        self.done_with_tasks.append((name, task_id))
        self._tell(Changes(is_tasks=True))

    def _check_task(self, refused: object) -> None:
        code = getattr(refused, "code", None)
        if code is not None:
            raise ComptoirError(code, **refused.facts)  # type: ignore[attr-defined]

    def _task_row(self, task: tasks.Task) -> TaskRow:
        names = {row.member_id: row.name for row in self.members()}
        holder = names.get(task.holder_id) if task.holder_id is not None else None
        word_name = names.get(task.word_by) if task.word_by is not None else None
        row = row_of(task, self._about(task), holder, word_name)
        return marked(row, self.me().member_id, self.clock.now())

    def _about(self, task: tasks.Task) -> str:
        if task.deal_id is not None:
            deal = self.deal(task.deal_id)
            return deal.title or deal.person if deal is not None else ""
        if task.conversation_id is not None:
            header = self.header(task.conversation_id)
            return header.name if header is not None else ""
        card = self.contact(task.contact_id) if task.contact_id is not None else None
        return card.name if card is not None else ""

    def _people_of(self, task: tasks.Task) -> set[ContactId]:
        people = {task.contact_id} if task.contact_id is not None else set()
        header = self.header(task.conversation_id) if task.conversation_id is not None else None
        return people | ({header.contact_id} if header is not None else set())
