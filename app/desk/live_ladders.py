"""The part of the running desk about quiet deals and ladders; what reads and asks is made when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.desk.hub_time import HubTime
from app.desk.outbox import Outbox
from app.desk.reading import Reader
from app.domain.clock import Clock
from app.domain.ids import IdMaker
from app.domain.members import Member
from app.domain.rows import Changes
from app.domain.settings import SettingValue

if TYPE_CHECKING:
    from app.desk.actions import Standing
    from app.desk.calendars import Calendars
    from app.desk.deal_reading import DealReader
    from app.desk.ladder_actions import LadderActions
    from app.desk.ladder_reading import LadderReader
    from app.desk.watchers import Watchers
    from app.domain.deal_rows import DealRow
    from app.domain.ladder_rows import FollowUpCard, Preview, QuietList, WhatWorked
    from app.domain.ladders import Ladder
    from app.domain.quiet_deals import QuietOrder


class LiveLadders:
    """A mixin of `LiveDesk`; what the methods do is said in `app.desk.ladders_desk.LaddersDesk`."""

    _reader: Reader
    _outbox: Outbox
    _clock: Clock
    _hub_time: HubTime
    _executor: ThreadPoolExecutor
    _watchers: Watchers
    _deal_reader: DealReader
    _standing: Callable[[], Standing]
    _read: Callable[..., Any]
    me: Callable[[], Member]
    setting: Callable[[str], SettingValue]

    @cached_property
    def _calendars(self) -> Calendars:
        from app.desk.calendars import Calendars
        from app.words.holidays_of import NAMES

        def settings() -> dict[str, SettingValue]:
            return {name: self.setting(name) for name in NAMES}

        return Calendars(settings, self._executor, self._days_counted_anew)

    def _days_counted_anew(self) -> None:
        self._watchers.tell(Changes(is_pipelines=True))

    @cached_property
    def _ladder_reader(self) -> LadderReader:
        from app.desk.ladder_reading import LadderReader

        return LadderReader(
            self._reader, self._outbox, self._deal_reader, lambda at: self._calendars.now(at), self._hub_time.now,
            lambda: str(self.setting("currency")),
        )  # fmt: skip

    def _dressed(self, rows: Iterable[DealRow]) -> list[DealRow]:
        return self._ladder_reader.dressed(rows)

    @cached_property
    def _ladder_actions(self) -> LadderActions:
        from app.desk.ladder_actions import LadderActions

        return LadderActions(self._ladder_reader, self._outbox, IdMaker(self._clock), self.me, self._standing)

    def quiet_deals(self, limit: int = 500) -> list[DealRow]:
        return list(self.quiet_list("days", "", limit).rows)

    def quiet_list(self, order: QuietOrder = "days", pipeline_id: str = "", limit: int = 500) -> QuietList:
        from app.domain.ladder_rows import QuietList

        found: QuietList = self._read(
            lambda: self._ladder_reader.quiet_list(order, pipeline_id, limit), QuietList()
        )
        return found

    def quiet_today(self, limit: int = 6) -> tuple[list[DealRow], int]:
        found: tuple[list[DealRow], int] = self._read(lambda: self._ladder_reader.quiet_today(limit), ([], 0))
        return found

    def followed_up(self, limit: int = 500) -> list[DealRow]:
        found: list[DealRow] = self._read(lambda: self._ladder_reader.followed_up(limit), [])
        return found

    def ladders(self) -> list[Ladder]:
        found: list[Ladder] = self._read(lambda: self._ladder_reader.ladders(), [])
        return found

    def follow_up(self, deal_id: str) -> FollowUpCard | None:
        card: FollowUpCard | None = self._read(lambda: self._ladder_reader.follow_up(deal_id), None)
        return card

    def follow_up_previews(self, deal_ids: Sequence[str]) -> list[Preview]:
        found: list[Preview] = self._read(lambda: self._ladder_reader.previews(deal_ids), [])
        return found

    def what_worked(self, pipeline_id: str = "") -> WhatWorked:
        from app.domain.ladder_rows import WhatWorked

        found: WhatWorked = self._read(lambda: self._ladder_reader.what_worked(pipeline_id), WhatWorked())
        return found

    async def save_ladder(self, ladder: Ladder) -> None:
        await self._ladder_actions.save(ladder)

    async def start_follow_ups(self, deal_ids: Sequence[str]) -> None:
        await self._ladder_actions.start(deal_ids)

    async def stop_follow_up(self, deal_id: str) -> None:
        await self._ladder_actions.stop(deal_id)

    async def send_follow_up(self, deal_id: str) -> None:
        await self._ladder_actions.send(deal_id)

    async def skip_follow_up(self, deal_id: str) -> None:
        await self._ladder_actions.skip(deal_id)
