"""The part of `tests.fake_desk.FakeDesk` that is about data requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.clock import Clock
from app.domain.contact_rows import ContactCard
from app.domain.erasure import (
    EraseWish,
    ErasureCounts,
    ErasureDevice,
    ErasurePlan,
    ErasureRow,
    Retained,
    is_confirmed,
)
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, DeviceId


class FakeRequests:
    """`erased` holds what was asked; `requests_refuse` is raised in the place of an answer."""

    clock: Clock
    contact: Callable[[ContactId], ContactCard | None]

    def __init__(self) -> None:
        super().__init__()
        self.erasure_rows: list[ErasureRow] = []
        self.erased: list[EraseWish] = []
        self.exported: list[tuple[ContactId, Path, bool]] = []
        self.requests_refuse: ComptoirError | None = None

    async def erasure_plan(self, contact_id: ContactId) -> ErasurePlan:
        """Of a card."""
        self._answer_requests()
        card = self.contact(contact_id)
        if card is None:
            raise ComptoirError("contact_unknown")
        return ErasurePlan(contact_id, card.name, ErasureCounts(12, 1, 2, 31, 9, 1))

    async def erase_person(self, wish: EraseWish) -> ErasureRow:
        """Noted."""
        plan = await self.erasure_plan(wish.contact_id)
        if not is_confirmed(wish.confirm, plan.name):
            raise ComptoirError("name_not_typed")
        self.erased.append(wish)
        row = self.erasure_row(reason=wish.reason, is_kept_off=wish.is_kept_off)
        self.erasure_rows.insert(0, row)
        return row

    def erasure_row(self, **changes: object) -> ErasureRow:
        """Done an hour ago; one computer has confirmed, one has not."""
        now = self.clock.now()
        devices = (
            ErasureDevice(DeviceId("d1"), "Desk of Léa", "Léa", now, is_revoked=False),
            ErasureDevice(DeviceId("d2"), "Till", "Marc", None, is_revoked=False),
        )
        fields: dict[str, object] = {
            "erasure_id": f"e{len(self.erasure_rows)}", "contact_id": ContactId("p"), "reason": "request",
            "state": "done", "asked_at": now, "done_at": now, "asked_by": "Léa",
            "counts": ErasureCounts(12, 1, 2, 31, 9, 1), "pos": 400, "chain": "ab" * 32, "is_kept_off": False,
            "devices": devices, "backups_until_at": now,
        }  # fmt: skip
        return ErasureRow(**{**fields, **changes})  # type: ignore[arg-type]

    async def erasures(self) -> list[ErasureRow]:
        """The newest first."""
        self._answer_requests()
        return list(self.erasure_rows)

    async def retained(self, months: int) -> Retained:
        """More, the shorter."""
        self._answer_requests()
        return Retained(months, 240 // months, 2_400 // months) if months else Retained(0, 0, 0)

    async def export_person(
        self,
        contact_id: ContactId,
        target: Path,
        *,
        with_notes: bool,
        on_progress: Callable[[int, int], None],
    ) -> int:
        """Noted."""
        self._answer_requests()
        on_progress(1, 1)
        self.exported.append((contact_id, target, with_notes))
        return 12

    def _answer_requests(self) -> None:
        if self.requests_refuse is not None:
            raise self.requests_refuse
