"""What members ask for about tasks; what happens then stands in `app.domain.tasks`, which passes all of this on."""

from datetime import datetime
from typing import ClassVar, Literal

from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.records import record

Whose = Literal["ours", "theirs"]


class _OfTask:
    """Each task has its lane: what is asked for about one keeps its order."""

    __slots__ = ()
    task_id: str

    @property
    def lane(self) -> str:
        """The task's."""
        return self.task_id


@record
class AddTask(_OfTask):
    """task.add: `task_id` is made by the asker. A past `due_at` is taken: it may come from a computer that was away."""

    KIND: ClassVar[str] = "task.add"
    VERSION: ClassVar[int] = 1
    task_id: str
    title: str
    whose: Whose = "ours"
    due_at: datetime | None = None
    holder_id: MemberId | None = None
    deal_id: str | None = None
    contact_id: ContactId | None = None
    conversation_id: ConversationId | None = None


@record
class ChangeTask(_OfTask):
    """task.change: other words, another turn, another time. "task_changed" when `seen_version` is old."""

    KIND: ClassVar[str] = "task.change"
    VERSION: ClassVar[int] = 1
    task_id: str
    title: str
    whose: Whose
    due_at: datetime | None
    seen_version: int


@record
class FinishTask(_OfTask):
    """task.finish: it is done. Two who finish it at once are both right."""

    KIND: ClassVar[str] = "task.finish"
    VERSION: ClassVar[int] = 1
    task_id: str


@record
class ReopenTask(_OfTask):
    """task.reopen."""

    KIND: ClassVar[str] = "task.reopen"
    VERSION: ClassVar[int] = 1
    task_id: str


@record
class SnoozeTask(_OfTask):
    """task.snooze: put aside until `until_at` (UTC); None: no more."""

    KIND: ClassVar[str] = "task.snooze"
    VERSION: ClassVar[int] = 1
    task_id: str
    until_at: datetime | None


@record
class HandOverTask(_OfTask):
    """task.hand_over: to a colleague, with None to nobody. "task_held" {who} when `seen_holder_id` holds it no more."""

    KIND: ClassVar[str] = "task.hand_over"
    VERSION: ClassVar[int] = 1
    task_id: str
    to_id: MemberId | None
    seen_holder_id: MemberId | None
    reason: str = ""


@record
class RemoveTask(_OfTask):
    """task.remove: by who made it, who holds it, an owner or a manager."""

    KIND: ClassVar[str] = "task.remove"
    VERSION: ClassVar[int] = 1
    task_id: str


@record
class RestoreTask(_OfTask):
    """task.restore: a removed one is there again."""

    KIND: ClassVar[str] = "task.restore"
    VERSION: ClassVar[int] = 1
    task_id: str


TASK_ASKS = (
    AddTask, ChangeTask, FinishTask, ReopenTask, SnoozeTask, HandOverTask, RemoveTask, RestoreTask,
)  # fmt: skip
TaskAsk = (
    AddTask | ChangeTask | FinishTask | ReopenTask | SnoozeTask | HandOverTask | RemoveTask | RestoreTask
)  # fmt: skip
