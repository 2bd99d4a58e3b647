"""The part of the running desk that is about data requests; what erases is made when something is to be erased."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.desk.watchers import Listeners
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.drafts import Drafts
    from app.desk.erasing import Eraser
    from app.desk.hub_link import HubLink
    from app.desk.media import DeskMedia
    from app.desk.outbox import Outbox
    from app.desk.precious import Precious
    from app.desk.seats import SeatBook
    from app.desk.view_file import ViewFile
    from app.domain.contact_rows import ContactCard
    from app.domain.erasure import EraseWish, ErasurePlan, ErasureRow, Retained
    from app.domain.events import Event
    from app.domain.exports import ExportWhat

FIRST_AFTER_S = 3.0  # what a person waits for goes first
LOOK_EVERY_S = 300.0
AGAIN_S = 10.0  # the view is not as far yet, somebody reads, or the hub could not be told
ERASE_S = 120.0  # the hub may take so long
PATH = "/api/v1/erasures"


class LiveRequests:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.requests_desk.RequestsDesk`."""

    _precious: Precious
    _view: ViewFile
    _drafts: Drafts
    _outbox: Outbox
    _book: SeatBook
    _link: HubLink
    _clock: Clock
    scrub_search: Callable[[], Coroutine[Any, Any, bool]]
    _crash: Callable[[str], None]
    _record: Callable[[ExportWhat, str, int], Coroutine[Any, Any, None]]
    _check_may_export: Callable[[], None]
    contact: Callable[[ContactId], ContactCard | None]
    if TYPE_CHECKING:

        @property
        def files(self) -> DeskMedia: ...

    async def erasure_plan(self, contact_id: ContactId) -> ErasurePlan:
        from app.domain.erasure import ErasurePlan
        from storage.codec import read_json

        return read_json(await self._link.client.get(f"{PATH}/plan?contact_id={contact_id}"), ErasurePlan)

    async def erase_person(self, wish: EraseWish) -> ErasureRow:
        from app.domain.erasure import ErasureRow
        from storage.codec import read_json, to_json

        return read_json(await self._link.client.post(PATH, to_json(wish), read_s=ERASE_S), ErasureRow)

    async def erasures(self) -> list[ErasureRow]:
        from app.domain.erasure import ErasureRow
        from storage.codec import read_json

        return read_json(await self._link.client.get(PATH), list[ErasureRow])

    async def retained(self, months: int) -> Retained:
        from app.domain.erasure import Retained
        from storage.codec import read_json

        return read_json(await self._link.client.get(f"{PATH}/retained?months={months}"), Retained)

    async def export_person(
        self,
        contact_id: ContactId,
        target: Path,
        *,
        with_notes: bool,
        on_progress: Callable[[int, int], None],
    ) -> int:
        from app.desk.data_requests.export import PersonExport

        self._check_may_export()
        if self.contact(contact_id) is None:
            raise ComptoirError("contact_unknown")
        await self._record("conversations", "zip", 1)
        export = PersonExport(self._view.connection, self.files, self._clock)
        return await export.write(contact_id, target, with_notes=with_notes, on_progress=on_progress)

    # --- this computer's own part of an erasure ---

    async def erase_now(self) -> None:
        """What is to be erased here and can be now; for programs that `sync` once."""
        await self._eraser.step()
        await self._eraser.confirm()

    async def _erase_run(self) -> None:
        """Whenever something is to be erased, until cancelled."""
        await self._clock.sleep(FIRST_AFTER_S)
        while True:
            self._erase_stirred.clear()
            is_over = await self._eraser.step() and await self._eraser.confirm()
            await self._rest(LOOK_EVERY_S if is_over else AGAIN_S)

    def _hear_of_erasures(self, events: Sequence[Event]) -> None:
        if any(event.kind == "contact.erased" for event in events):
            self._erase_stirred.set()

    async def _rest(self, seconds: float) -> None:
        tasks = [
            asyncio.ensure_future(self._clock.sleep(seconds)),
            asyncio.ensure_future(self._erase_stirred.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    @cached_property
    def _erase_stirred(self) -> asyncio.Event:
        return asyncio.Event()

    @cached_property
    def _erased_ears(self) -> Listeners[frozenset[str]]:
        """Other parts hear here which people and conversations (ids) went, to erase what they keep of them."""
        return Listeners()

    @cached_property
    def _eraser(self) -> Eraser:
        from app.desk.erasing import Eraser

        return Eraser(
            self._precious,
            self._view,
            self._drafts,
            self._outbox,
            lambda: self.files,
            self._book.ids,
            self._link.client_as,
            self._erased_ears.tell,
            self._crash,
            self.scrub_search,
        )
