"""Data requests as screens ask for them: what is held of one person, erasing them, and how erasures stand.

A part of `Desk`. Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ContactId

if TYPE_CHECKING:
    from app.domain.erasure import EraseWish, ErasurePlan, ErasureRow, Retained


class RequestsDesk(Protocol):
    """All wait for the hub and raise ComptoirError: "role_missing" for who is neither owner nor manager,
    "contact_unknown", and "hub_unreachable" as EnvironmentFailure."""

    async def erasure_plan(self, contact_id: ContactId) -> ErasurePlan:
        """What would go of a person, and the name that must be typed."""

    async def erase_person(self, wish: EraseWish) -> ErasureRow:
        """Erase a person everywhere; returns when the hub is done, or has begun. Raises "name_not_typed" too."""

    async def erasures(self) -> list[ErasureRow]:
        """Every erasure, the newest first, with the computers that have not confirmed yet."""

    async def retained(self, months: int) -> Retained:
        """How much the rule of age would erase now."""

    async def export_person(
        self,
        contact_id: ContactId,
        target: Path,
        *,
        with_notes: bool,
        on_progress: Callable[[int, int], None],
    ) -> int:
        """One zip with everything that is held of a person, to read and for programs; gives the number of messages.

        Owner and manager alone ("export_role"), and the journal knows of it.

        Files that lie only at the hub are fetched; `on_progress` hears (done, total). Raises "export_failed".
        """
