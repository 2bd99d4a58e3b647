"""What screens read of tasks, with what waits on this computer drawn over. Everything under 5 ms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.desk.task_overlay import by_turn, marked, overlaid_tasks
from app.domain import tasks
from app.domain.clock import Clock
from app.domain.contact_rows import ContactCard
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.task_rows import TaskRow, Who
from storage import view
from storage.engine import Connection
from storage.view import deal_reading, task_rows

LEADERS = ("owner", "manager")
Fits = Callable[[tasks.Task], bool]


class TaskReader:
    """Reads what `reader` reads; `contact` knows also who waits to be added."""

    def __init__(
        self,
        reader: Reader,
        outbox: Outbox,
        clock: Clock,
        contact: Callable[[ContactId], ContactCard | None],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._clock = clock
        self._contact = contact

    def due(self, who: Who, until: datetime, limit: int) -> list[TaskRow]:
        """See `TasksDesk.tasks_due`."""
        return self._open(who, limit, until)

    def open(self, who: Who, limit: int) -> list[TaskRow]:
        """See `TasksDesk.tasks_open`."""
        return self._open(who, limit, None)

    def done(self, who: Who, limit: int) -> list[TaskRow]:
        """See `TasksDesk.tasks_done`."""
        me = self._reader.enrolled_me.member_id
        found = task_rows.done_tasks(self._conn(), limit, me if who == "mine" else None)

        def fits(task: tasks.Task) -> bool:
            is_about_me = who == "everybody" or me in (task.holder_id, task.done_by)
            return task.done_at is not None and not task.is_removed and is_about_me

        rows = self._overlaid(found, fits)
        return sorted(rows, key=lambda row: row.done_at or row.made_at or self._clock.now(), reverse=True)[
            :limit
        ]

    def of(self, about: tasks.TaskAbout, limit: int) -> list[TaskRow]:
        """See `TasksDesk.tasks_of`."""
        found = task_rows.tasks_about(self._conn(), about, limit)
        rows = self._overlaid(found, lambda task: not task.is_removed and self._is_of(task, about))
        done = [row for row in rows if row.done_at is not None]
        done.sort(key=lambda row: row.done_at or self._clock.now(), reverse=True)
        return [*by_turn(row for row in rows if row.done_at is None), *done][:limit]

    def on_deals(self, deal_ids: Collection[str]) -> dict[str, tuple[TaskRow, ...]]:
        """Open tasks on deals, the next turn first, by the deal."""
        rows = self._overlaid(
            task_rows.tasks_on_deals(self._conn(), deal_ids),
            lambda task: task.is_open and task.deal_id in deal_ids,
        )
        found: dict[str, list[TaskRow]] = {}
        for row in by_turn(rows):
            found.setdefault(row.deal_id or "", []).append(row)
        return {deal_id: tuple(some) for deal_id, some in found.items()}

    def deals_of_pending(self) -> set[str]:
        """Deals on which a task is about to change."""
        pending = self._outbox.pending_of(*tasks.TASK_ASKS)
        found = (
            task_rows.load_tasks(self._conn(), {entry.command.lane for entry in pending}) if pending else []
        )
        made = (getattr(entry.command.body, "deal_id", None) for entry in pending)
        return {one for one in (*(row.deal_id for row in found), *made) if one is not None}

    def one(self, task_id: str) -> TaskRow | None:
        """See `TasksDesk.task`; a removed one too."""
        row = task_rows.load_task(self._conn(), task_id)
        rows = self._overlaid([row] if row is not None else [], lambda task: task.task_id == task_id)
        return rows[0] if rows else None

    @property
    def me(self) -> MemberId:
        """Who is at the desk."""
        return self._reader.enrolled_me.member_id

    def team(self) -> set[MemberId]:
        """Who is in it now."""
        return {key for key, one in view.members(self._conn()).items() if not one.is_removed} | {self.me}

    # -- inside

    def _conn(self) -> Connection:
        return self._reader.view_connection()

    def _open(self, who: Who, limit: int, until: datetime | None) -> list[TaskRow]:
        conn, me = self._conn(), self.me
        if who == "everybody":
            found = task_rows.open_tasks(conn, limit, until)
            return self._fitting(found, until, lambda _task: True)[:limit]
        holders = {me, None} if self._reader.me().role in LEADERS else {me}
        found = [row for holder in holders for row in task_rows.held_tasks(conn, holder, limit, until)]
        return self._fitting(found, until, lambda task: task.holder_id in holders)[:limit]

    def _fitting(self, found: list[TaskRow], until: datetime | None, is_theirs: Fits) -> list[TaskRow]:
        def fits(task: tasks.Task) -> bool:
            is_in_time = until is None or (task.turn_at is not None and task.turn_at <= until)
            return task.is_open and is_in_time and is_theirs(task)

        return by_turn(self._overlaid(found, fits))

    def _overlaid(self, found: list[TaskRow], fits: Fits) -> list[TaskRow]:
        """What was found as it will be, with what comes in by what waits; only what still fits."""
        me, now = self.me, self._clock.now()
        rows: Iterable[TaskRow] = found
        pending = self._outbox.pending_of(*tasks.TASK_ASKS)
        if pending:
            missing = {entry.command.lane for entry in pending} - {row.task_id for row in found}
            base = [*found, *task_rows.load_tasks(self._conn(), missing)]
            name_of = self._reader.team.name
            shown = overlaid_tasks(base, pending, me, self.team(), name_of, self._about)
            rows = [row for row in shown.values() if fits(row)]
        return [marked(row, me, now) for row in rows]

    def _about(self, about: tasks.TaskAbout) -> str:
        """Whom a new task is about."""
        if about.conversation_id is not None:
            header = self._reader.header(about.conversation_id)
            return header.name if header is not None else ""
        if about.deal_id is not None:
            deal = deal_reading.deal_card(self._conn(), about.deal_id, self.me)
            return deal.title or deal.person if deal is not None else ""
        card = self._contact(about.contact_id) if about.contact_id is not None else None
        return card.name if card is not None else ""

    def _is_of(self, task: tasks.Task, about: tasks.TaskAbout) -> bool:
        if about.deal_id is not None:
            return task.deal_id == about.deal_id
        place = tasks.place_of(task)
        if about.conversation_id is not None:
            return self._kept(place.conversation_id) == self._kept(about.conversation_id)
        if place.conversation_id is not None and about.contact_id is not None:
            talk = view.load_conversation(
                self._conn(), ConversationId(self._kept(place.conversation_id) or "")
            )
            return talk is not None and talk.contact_id == self._kept(about.contact_id)
        return about.contact_id is not None and self._kept(place.contact_id) == self._kept(about.contact_id)

    def _kept(self, one: ContactId | ConversationId | None) -> str | None:
        return view.kept_id(self._conn(), one) if one is not None else None
