"""The rule of age: people of whom nothing was heard for so many months are erased like one who asked for it.

Months count from the newest message of either side, in any of a person's conversations. It works at night by the
team's clock, some people at a time, and never while an import is under way or an answer to them is planned.
"""

import calendar
import logging
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.clock import Clock
from app.domain.erasure import EraseReason, Retained
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ContactId
from app.hub.core import Core
from app.hub.erasing import Erasures
from storage import view
from storage.hub import erasures
from storage.hub.erasures import Erasure
from storage.hub.tables import Connection
from storage.instants import to_us
from storage.writer import Priority

SETTING = "keep_months"
NIGHT_HOURS = range(1, 5)  # by the team's clock
PEOPLE_AT_ONCE = 20
PAUSE_S = 5.0  # between those
LOOK_EVERY_S = 1_800.0
REASON: EraseReason = "retention"

_LOG = logging.getLogger(__name__)
_SILENT = (
    "SELECT c.contact_id FROM view_conversation c"
    " WHERE NOT EXISTS (SELECT 1 FROM view_scheduled s WHERE s.no = c.no)"
    " GROUP BY c.contact_id HAVING max(ifnull(c.last_us, ?1)) < ?1 LIMIT ?2"
)
_MESSAGES_OF = (
    "SELECT count(*) FROM view_message m WHERE m.conversation_no IN"
    " (SELECT no FROM view_conversation v WHERE v.contact_id = s.contact_id)"
)
_COUNT = f"SELECT count(*), ifnull(sum(({_MESSAGES_OF})), 0) FROM ({_SILENT}) s"  # noqa: S608 - no input
_ALL = 1 << 31


class Retention:
    """`run` is a supervised task."""

    def __init__(self, core: Core, work: Erasures, clock: Clock) -> None:
        self._core, self._work, self._clock = core, work, clock

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                count = await self.step()
            except EnvironmentFailure as failure:
                _LOG.info("retention waits code=%s", failure.code)
                count = 0
            await self._clock.sleep(PAUSE_S if count else LOOK_EVERY_S)

    async def preview(self, months: int) -> Retained:
        """How much a rule of so many months would erase now."""
        if not months:
            return Retained(0, 0, 0)
        before = to_us(months_before(self._clock.now(), months))
        people, messages = await self._core.readers.run(
            lambda conn: conn.execute(_COUNT, (before, _ALL)).fetchone()
        )
        return Retained(months, int(people), int(messages))

    async def step(self) -> int:
        """Erase some people whose time has come, if this is the time for it; gives their number."""
        now = self._clock.now()
        people = await self._core.readers.run(lambda conn: due(conn, now, PEOPLE_AT_ONCE))
        if not people:
            return 0
        await self._core.writer.run(lambda conn: self._ask(conn, people, now), priority=Priority.BULK)
        await self._work.resume()
        _LOG.info("retention people=%d", len(people))
        return len(people)

    def _ask(self, conn: Connection, people: Sequence[ContactId], now: datetime) -> None:
        asked = {one.contact_id for one in erasures.unfinished(conn)}
        for contact_id in people:
            if contact_id in asked or view.load_contact(conn, contact_id) is None:
                continue  # somebody else was faster
            erasures.save(conn, Erasure(self._core.new_id(), contact_id, REASON, None, "asked", now))


def due(conn: Connection, now: datetime, limit: int) -> list[ContactId]:
    """Whose time has come, by the team's rule; nobody by day, or without a rule."""
    settings = view.settings(conn)
    months = settings.get(SETTING, 0)
    if (
        not isinstance(months, int)
        or months <= 0
        or not _is_night(now, str(settings.get("time_zone", "Europe/Paris")))
    ):
        return []
    if conn.execute("SELECT 1 FROM view_import WHERE state = 0 LIMIT 1").fetchone() is not None:
        return []
    rows = conn.execute(_SILENT, (to_us(months_before(now, months)), limit))
    asked = {one.contact_id for one in erasures.unfinished(conn)}
    return [ContactId(row[0]) for row in rows if row[0] not in asked]


def months_before(now: datetime, months: int) -> datetime:
    """The same day so many months ago, or the last one of a shorter month."""
    years, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, calendar.monthrange(years, month + 1)[1])
    return now.replace(year=years, month=month + 1, day=day)


def _is_night(now: datetime, zone: str) -> bool:
    try:
        return now.astimezone(ZoneInfo(zone)).hour in NIGHT_HOURS
    except (ZoneInfoNotFoundError, ValueError):
        return now.hour in NIGHT_HOURS
