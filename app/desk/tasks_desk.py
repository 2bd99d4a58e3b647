"""Tasks and next steps: read, made, done, put aside, handed over. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. Reads have what waits on this computer drawn over.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.ids import ContactId, ConversationId, MemberId
    from app.domain.task_rows import TaskRow, Who
    from app.domain.tasks import NewTask, Whose


class TasksDesk(Protocol):
    """Changes come as `Changes.is_tasks`. "mine": held by whose desk this is; who leads sees nobody's there too.

    Every method that names a task raises "task_unknown" where there is none.
    """

    def tasks_due(self, who: Who, until: datetime, limit: int = 100) -> list[TaskRow]:
        """Open tasks whose turn comes until then, the longest due first."""

    def tasks_open(self, who: Who, limit: int = 500) -> list[TaskRow]:
        """Open tasks, the next turn first; those without a time follow."""

    def tasks_done(self, who: Who, limit: int = 100) -> list[TaskRow]:
        """What was done last, the newest first."""

    def tasks_of(
        self,
        *,
        deal_id: str | None = None,
        contact_id: ContactId | None = None,
        conversation_id: ConversationId | None = None,
        limit: int = 100,
    ) -> list[TaskRow]:
        """Of one place: open ones first, then what was done last. A person's are those of their conversations too."""

    def task(self, task_id: str) -> TaskRow | None:
        """One; None for a removed one too."""

    async def add_task(self, new: NewTask) -> str:
        """Make a task; gives its id. Returns when the wish is on disk.

        Raises ComptoirError: "task_wordless", "task_long" {limit}, "task_far", "member_unknown". The hub may still
        refuse later (a Refusal follows).
        """

    async def change_task(self, task_id: str, title: str, whose: Whose, due_at: datetime | None) -> None:
        """Other words, another turn, another time. Raises as `add_task`; of two the slower hears "task_changed"."""

    async def finish_task(self, task_id: str) -> None:
        """Done."""

    async def reopen_task(self, task_id: str) -> None:
        """Not done after all."""

    async def snooze_task(self, task_id: str, until_at: datetime | None) -> None:
        """Put aside until a time (UTC); None: no more. Raises "task_done", "time_past", "task_far"."""

    async def hand_over_task(self, task_id: str, to_id: MemberId | None, reason: str = "") -> None:
        """To a colleague with a word, or to nobody. Raises "task_done", "member_unknown", "text_too_long" {limit}."""

    async def remove_task(self, task_id: str) -> None:
        """One's own (made or held), or anybody's for who leads. Raises "not_yours"."""

    async def restore_task(self, task_id: str) -> None:
        """It was removed by mistake."""
