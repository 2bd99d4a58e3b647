"""The part of the running desk that writes appointments into files; see `app.desk.agenda_files_desk`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.desk.hub_link import HubLink
from app.desk.live_agenda import LiveAgenda
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.later import asyncio

if TYPE_CHECKING:
    from app.desk.agenda_files_desk import AgendaFormat
    from app.desk.transfer_desk import ExportOutcome
    from app.domain.agenda_rows import AppointmentRow
    from app.domain.calendar_feeds import CalendarFeed, Shows

T = TypeVar("T")


class LiveAgendaFiles(LiveAgenda):
    """A mixin of `LiveDesk` over that of the agenda."""

    _link: HubLink

    async def export_agenda(
        self, path: Path, kind: AgendaFormat, rows: Sequence[AppointmentRow], *, separator: str = ","
    ) -> ExportOutcome:
        from zoneinfo import ZoneInfo

        from app.desk.exports.agenda import items_of, write_agenda_table, write_calendar
        from app.domain.exports import RecordExport
        from app.domain.ids import IdMaker

        role = self.me().role
        if role == "rep":
            raise ComptoirError("agenda_export_role", role=role)
        if not rows:
            raise ComptoirError("agenda_export_nothing")
        standing = self._standing()
        body = RecordExport(IdMaker(self._clock).new(), "appointments", kind, len(rows))
        await self._outbox.add([body], standing.base_pos, is_online=standing.is_online)
        if kind == "csv":
            zone = ZoneInfo(self._agenda_reader.zone())
            return await asyncio.to_thread(write_agenda_table, path, rows, zone, separator)
        items = items_of(rows, {one.service_id: one for one in self.services()})
        name = str(self._reader.setting("business_name"))
        return await asyncio.to_thread(write_calendar, path, items, name)

    async def calendar_feeds(self) -> list[CalendarFeed]:
        from app.domain.calendar_feeds import CalendarFeed

        return await self._feeds_told("", list[CalendarFeed])

    async def make_calendar_feed(self, resource_id: str, shows: Shows) -> str:
        from app.domain.calendar_feeds import MadeFeed, NewFeed
        from app.words import language

        made = await self._feeds_told("", MadeFeed, NewFeed(resource_id, shows, language()))
        return self._link.address.rstrip("/") + made.path

    async def revoke_calendar_feed(self, feed_id: str) -> None:
        from app.domain.calendar_feeds import FeedNamed

        await self._feeds_told("/revoke", dict, FeedNamed(feed_id))

    async def _feeds_told(self, path: str, shape: type[T], body: object = None) -> T:
        """What the hub answered; a question where there is no body."""
        from app.domain.calendar_feeds import FEEDS_PATH
        from storage.codec import read_json, to_json

        hub = self._link.hub
        if hub is None:
            raise EnvironmentFailure("hub_unreachable", reason="")
        answer = hub.get(FEEDS_PATH + path) if body is None else hub.post(FEEDS_PATH + path, to_json(body))
        return read_json(await answer, shape)
