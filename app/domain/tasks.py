"""Tasks and next steps: what somebody must do, or waits for, on a deal, a person, a conversation, or on nothing.

A task belongs to the place that it was made for; it is not moved to another. Its turn comes when it is due, or later
where somebody put it aside. Whoever may read may do: a task is the team's, its holder is who is reminded of it.
"""

from collections.abc import Container
from datetime import datetime, timedelta
from typing import ClassVar

from app.domain.copies import changed
from app.domain.errors import Refused
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.records import record
from app.domain.task_asks import TASK_ASKS as TASK_ASKS
from app.domain.task_asks import AddTask as AddTask
from app.domain.task_asks import ChangeTask as ChangeTask
from app.domain.task_asks import FinishTask as FinishTask
from app.domain.task_asks import HandOverTask as HandOverTask
from app.domain.task_asks import RemoveTask as RemoveTask
from app.domain.task_asks import ReopenTask as ReopenTask
from app.domain.task_asks import RestoreTask as RestoreTask
from app.domain.task_asks import SnoozeTask as SnoozeTask
from app.domain.task_asks import TaskAsk as TaskAsk
from app.domain.task_asks import Whose as Whose

WHOSE: tuple[Whose, ...] = ("ours", "theirs")
TITLE_MAX_CHARS = 200
WORD_MAX_CHARS = 500
FARTHEST = timedelta(days=3_653)  # ten years


@record
class Task:
    """A task as known now. At most one of `deal_id`, `contact_id` and `conversation_id` is there: its place.

    `whose`: whose turn it is, the team's ("ours") or the customer's ("theirs"). `due_at`: UTC; `remind_at`: until when
    it is put aside. `holder_id` None: nobody's. `word`: what was said when it was handed over, `word_by` by whom.
    `version`: 1, then one more at each change.
    """

    task_id: str
    title: str
    whose: Whose = "ours"
    due_at: datetime | None = None
    remind_at: datetime | None = None
    holder_id: MemberId | None = None
    made_by: MemberId | None = None
    made_at: datetime | None = None
    deal_id: str | None = None
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    done_at: datetime | None = None
    done_by: MemberId | None = None
    is_removed: bool = False
    word: str = ""
    word_by: MemberId | None = None
    version: int = 1

    @property
    def turn_at(self) -> datetime | None:
        """When its holder is reminded of it and it stands among what is due; None: whenever."""
        return self.remind_at or self.due_at

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None and not self.is_removed

    def is_late(self, now: datetime) -> bool:
        """Whether its turn came and nobody did it."""
        return self.is_open and self.turn_at is not None and self.turn_at <= now


@record
class TaskAbout:
    """The place of a task; nothing at all: a task on nothing."""

    deal_id: str | None = None
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether it stands for itself."""
        return not (self.deal_id or self.contact_id or self.conversation_id)

    @property
    def is_one(self) -> bool:
        """Whether it names one place at most."""
        return sum(map(bool, (self.deal_id, self.contact_id, self.conversation_id))) <= 1


def place_of(task: Task) -> TaskAbout:
    """What it is about."""
    return TaskAbout(task.deal_id, task.contact_id, task.conversation_id)


@record
class NewTask:
    """A task that is to be made. `holder_id` None: nobody's."""

    title: str
    due_at: datetime | None = None
    holder_id: MemberId | None = None
    about: TaskAbout = TaskAbout()
    whose: Whose = "ours"


# --- events, each under the task's id ---


@record
class TaskAdded:
    """task.added."""

    KIND: ClassVar[str] = "task.added"
    VERSION: ClassVar[int] = 1
    task_id: str
    title: str
    whose: Whose
    due_at: datetime | None
    holder_id: MemberId | None
    deal_id: str | None = None
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None
    member_id: MemberId | None = None


@record
class TaskChanged:
    """task.changed: all three as they are from now on. Another due time ends its being put aside."""

    KIND: ClassVar[str] = "task.changed"
    VERSION: ClassVar[int] = 1
    task_id: str
    title: str
    whose: Whose
    due_at: datetime | None
    member_id: MemberId | None = None


@record
class TaskDone:
    """task.done."""

    KIND: ClassVar[str] = "task.done"
    VERSION: ClassVar[int] = 1
    task_id: str
    member_id: MemberId | None = None


@record
class TaskReopened:
    """task.reopened: it is to be done after all. `holder_id`: who holds it from now on."""

    KIND: ClassVar[str] = "task.reopened"
    VERSION: ClassVar[int] = 1
    task_id: str
    holder_id: MemberId | None
    member_id: MemberId | None = None


@record
class TaskSnoozed:
    """task.snoozed: put aside until a time; when it is due stays as it was. None: aside no more."""

    KIND: ClassVar[str] = "task.snoozed"
    VERSION: ClassVar[int] = 1
    task_id: str
    until_at: datetime | None
    member_id: MemberId | None = None


@record
class TaskHandedOver:
    """task.handed_over: somebody else holds it, with None nobody. `reason`: a word to them."""

    KIND: ClassVar[str] = "task.handed_over"
    VERSION: ClassVar[int] = 1
    task_id: str
    to_id: MemberId | None
    reason: str = ""
    member_id: MemberId | None = None


@record
class TaskRemoved:
    """task.removed."""

    KIND: ClassVar[str] = "task.removed"
    VERSION: ClassVar[int] = 1
    task_id: str
    member_id: MemberId | None = None


@record
class TaskRestored:
    """task.restored: it was removed by mistake. `holder_id` as in `TaskReopened`."""

    KIND: ClassVar[str] = "task.restored"
    VERSION: ClassVar[int] = 1
    task_id: str
    holder_id: MemberId | None
    member_id: MemberId | None = None


TASK_EVENTS = (
    TaskAdded, TaskChanged, TaskDone, TaskReopened, TaskSnoozed, TaskHandedOver, TaskRemoved, TaskRestored,
)  # fmt: skip
TaskEvent = (
    TaskAdded | TaskChanged | TaskDone | TaskReopened | TaskSnoozed | TaskHandedOver | TaskRemoved
    | TaskRestored
)  # fmt: skip


def added(body: TaskAdded, at: datetime) -> Task:
    """The task that the event makes."""
    return Task(
        body.task_id, body.title, body.whose, body.due_at, holder_id=body.holder_id, made_by=body.member_id, made_at=at,
        deal_id=body.deal_id, contact_id=body.contact_id, conversation_id=body.conversation_id,
    )  # fmt: skip


def applied(task: Task, body: TaskEvent, at: datetime) -> Task:
    """The task after an event; the same one where it changes nothing. `at`: when the hub took it."""
    if isinstance(body, TaskAdded):
        return task
    return changed(task, **_changes(task, body, at), version=task.version + 1)


def _changes(task: Task, body: TaskEvent, at: datetime) -> dict[str, object]:
    if isinstance(body, TaskChanged):
        aside_at = task.remind_at if body.due_at == task.due_at else None
        return {"title": body.title, "whose": body.whose, "due_at": body.due_at, "remind_at": aside_at}
    if isinstance(body, TaskDone):
        return {"done_at": at, "done_by": body.member_id}
    if isinstance(body, TaskReopened):
        return {"done_at": None, "done_by": None, "holder_id": body.holder_id}
    if isinstance(body, TaskSnoozed):
        return {"remind_at": body.until_at}
    if isinstance(body, TaskHandedOver):
        return {"holder_id": body.to_id, "word": body.reason, "word_by": body.member_id}
    if isinstance(body, TaskRestored):
        return {"is_removed": False, "holder_id": body.holder_id}
    return {"is_removed": True}


# --- rules ---


def words_problem(title: str, whose: str, due_at: datetime | None, now: datetime) -> Refused | None:
    """Why a task cannot be like this: it has words, not too many, a turn that there is, and a time within reach."""
    if not title.strip() or not title.isprintable():
        return Refused("task_wordless")
    if len(title) > TITLE_MAX_CHARS:
        return Refused("task_long", {"length": str(len(title)), "limit": str(TITLE_MAX_CHARS)})
    if whose not in WHOSE:
        return Refused("task_malformed")
    return time_problem(due_at, now)


def time_problem(at: datetime | None, now: datetime) -> Refused | None:
    """A time that nobody can mean."""
    if at is None:
        return None
    if at.tzinfo is None:
        return Refused("task_malformed")
    return Refused("task_far") if abs(at - now) > FARTHEST else None


def event_of(task: Task, body: TaskAsk, by_id: MemberId, team: Container[MemberId]) -> TaskEvent | None:
    """What an accepted command does to a task that is there; None where everything is so already."""
    if isinstance(body, ChangeTask):
        title = " ".join(body.title.split())
        is_same = (title, body.whose, body.due_at) == (task.title, task.whose, task.due_at)
        return None if is_same else TaskChanged(task.task_id, title, body.whose, body.due_at, by_id)
    if isinstance(body, SnoozeTask):
        is_same = body.until_at == task.remind_at
        return None if is_same else TaskSnoozed(task.task_id, body.until_at, by_id)
    if isinstance(body, HandOverTask):
        is_same = body.to_id == task.holder_id
        return None if is_same else TaskHandedOver(task.task_id, body.to_id, body.reason.strip(), by_id)
    return _ended_or_begun(task, body, by_id, team)


def _ended_or_begun(
    task: Task, body: TaskAsk, by_id: MemberId, team: Container[MemberId]
) -> TaskEvent | None:
    """Who takes a task up again holds it where its holder has left the team."""
    heir_id = task.holder_id if task.holder_id is None or task.holder_id in team else by_id
    if isinstance(body, FinishTask) and task.done_at is None:
        return TaskDone(task.task_id, by_id)
    if isinstance(body, ReopenTask) and task.done_at is not None:
        return TaskReopened(task.task_id, heir_id, by_id)
    if isinstance(body, RemoveTask) and not task.is_removed:
        return TaskRemoved(task.task_id, by_id)
    if isinstance(body, RestoreTask) and task.is_removed:
        return TaskRestored(task.task_id, heir_id, by_id)
    return None
