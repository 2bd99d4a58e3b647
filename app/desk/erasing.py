"""This computer's part of an erasure: its log, its view, drafts, what waits to be sent, files; then it tells the hub.

The log's own entry says what is to go, and is noted with it: a desk that is killed half-way goes on at its next start.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TYPE_CHECKING

from app.domain.commands import Command, Outcome
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, DeviceId
from storage.codec import to_json
from storage.desk import erasing as stored
from storage.desk import save_notes
from storage.files_named import files_in

if TYPE_CHECKING:
    from app.desk.drafts import Drafts
    from app.desk.hub_client import HubClient
    from app.desk.media import DeskMedia
    from app.desk.outbox import Outbox
    from app.desk.precious import Precious
    from app.desk.view_file import ViewFile
    from storage.desk.erasing import Pending

log = logging.getLogger(__name__)
ERASED = "contact_erased"  # why what was still to be done about somebody is not done


class Eraser:
    """`seats`: whose devices tell the hub, `client_of` how. `on_erased` hears which people and conversations went."""

    def __init__(
        self,
        precious: Precious,
        view: ViewFile,
        drafts: Drafts,
        outbox: Outbox,
        files: Callable[[], DeskMedia],
        seats: Callable[[], Sequence[DeviceId]],
        client_of: Callable[[DeviceId], HubClient],
        on_erased: Callable[[frozenset[str]], None],
        crash: Callable[[str], None],
        scrub_search: Callable[[], Awaitable[bool]],
    ) -> None:
        self._precious, self._view, self._drafts, self._outbox = precious, view, drafts, outbox
        self._files, self._seats, self._client_of = files, seats, client_of
        self._on_erased, self._crash = on_erased, crash
        self._scrub_search = scrub_search

    async def step(self) -> bool:
        """Do what can be done now. False: something must wait, for the view or for somebody who reads."""
        for one in await self._precious.run(stored.pending):
            if not self._view.is_whole or self._view.position() < one.pos or not await self._erase(one):
                return False
        return True

    async def confirm(self) -> bool:
        """Tell the hub, each seat by its own device. False: somebody could not be told yet."""
        done_pos = await self._precious.run(lambda conn: stored.number(conn, stored.DONE_POS))
        is_told = True
        for seat in self._seats() if done_pos else ():
            name = stored.CONFIRMED + seat
            if await self._precious.run(lambda conn, name=name: stored.number(conn, name)) >= done_pos:  # type: ignore[misc]
                continue
            try:
                await self._client_of(seat).post("/api/v1/erasures/confirm", to_json({"pos": done_pos}))
            except ComptoirError as error:
                log.info("erasures not confirmed code=%s", error.code)
                is_told = False
            else:
                told = {name: str(done_pos).encode()}
                await self._precious.run(lambda conn, told=told: save_notes(conn, told))  # type: ignore[misc]
        return is_told

    async def _erase(self, one: Pending) -> bool:
        files = await self._precious.run(lambda conn: stored.files_of(conn, one))
        files |= await self._unsent(one)
        self._on_erased(frozenset({*one.contact_ids, *one.conversation_ids}))
        await self._files().erase(files)
        self._crash("desk_erasure_files")
        while await self._precious.run(lambda conn: stored.erase_some(conn, one)):
            self._crash("desk_erasure_half_way")
        if not (await self._precious.scrub() and await self._view.scrub() and await self._scrub_search()):
            return False
        self._crash("desk_erasure_scrubbed")
        await self._precious.run(lambda conn: stored.end(conn, one))
        log.info("erased at pos=%d files=%d", one.pos, len(files))
        return True

    async def _unsent(self, one: Pending) -> set[str]:
        """What was still to be sent to them, and what is being written; gives the files of it."""
        places = {*one.conversation_ids, *one.contact_ids, *one.deal_ids}
        files: set[str] = set()
        for command in [command for command in self._outbox.waiting() if _is_about(command, places)]:
            entry = self._outbox.find(command.command_id)
            files |= files_in(to_json(command.body))
            if entry is not None:
                outcome = Outcome(command.command_id, "rejected", code=ERASED)
                await self._outbox.reject(entry, outcome)
        for where in map(ConversationId, one.conversation_ids):
            for seat in self._drafts.seats():
                files |= files_in(self._drafts.attached(where, seat).encode())
                self._drafts.put(where, "", seat)
                self._drafts.put_attached(where, "", seat)
        await self._drafts.flush()
        return files


def _is_about(command: Command, places: Collection[str]) -> bool:
    """Whether it would do something about these, also in a lane of its own, as a new task does."""
    body = command.body
    things = (body, getattr(body, "new", None))
    names = ("contact_id", "conversation_id", "deal_id")
    named = {getattr(thing, name, None) for thing in things for name in names}
    return command.lane in places or any(one in places for one in named if one is not None)
