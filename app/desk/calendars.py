"""The calendar of working days on a desk: at once without holidays, with them as soon as they were looked up.

The library of holidays takes a while to import, so it is read beside the event loop, and what counts days looks again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import datetime

from app.domain.later import asyncio
from app.domain.settings import SettingValue
from app.domain.working_days import WorkingDays
from app.words.holidays_of import REGION, calendar_of, calendar_without_holidays


class Calendars:
    """`settings`: the team's; `told` is called when days count otherwise than before."""

    def __init__(
        self,
        settings: Callable[[], Mapping[str, SettingValue]],
        executor: Executor,
        told: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._executor = executor
        self._told = told
        self._known: tuple[str, int] | None = None  # region and year whose holidays were looked up
        self._is_looking = False

    def now(self, at: datetime) -> WorkingDays:
        """As it is known now."""
        settings = dict(self._settings())
        region = str(settings.get(REGION, ""))
        if not region or self._known == (region, at.year):
            return calendar_of(settings, at)
        self._look_up(settings, region, at)
        return calendar_without_holidays(settings, at)

    def _look_up(self, settings: Mapping[str, SettingValue], region: str, at: datetime) -> None:
        if self._is_looking:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # before the loop runs nothing is looked up: the next reading comes soon
            return
        self._is_looking = True
        work = loop.run_in_executor(self._executor, calendar_of, settings, at)

        def done(_work: object) -> None:
            self._is_looking = False
            self._known = (region, at.year)
            self._told()

        work.add_done_callback(done)
