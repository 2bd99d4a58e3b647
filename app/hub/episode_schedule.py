"""Matters that silence ends, for reports: our words were the last, nobody waits, and so many hours went by.

It goes through the open conversations once, from the one that was lifted longest ago, and stays where the next one is
still too young; so it costs nothing while messages come in. A restart begins anew, and writes nothing twice.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from app.domain.events import Actor
from app.domain.ids import ConversationId
from app.domain.measure_events import EpisodeEnded
from app.domain.settings import BY_NAME, SettingChanged
from app.hub.appender import Draft
from storage import view
from storage.hub.tables import Connection
from storage.view.episode_ends import Quiet, has_ended, is_last_ours, quiet_after

SETTING: Final = "episode_silence_h"
_LOOKED_AT: Final = 200  # in one step, also of those that are not over
_HUB: Final = Actor("hub")


class Silence:
    """A task of the scheduler."""

    listens_to: tuple[type, ...] = (SettingChanged,)
    talks: Collection[ConversationId] = ()

    def __init__(self) -> None:
        self._pos = 0  # conversations lifted up to here were looked at
        self._silence_h: int | None = None
        self._next_at: datetime | None = None
        self._last: Quiet | None = None  # where it ended one in its last step

    def due(self, conn: Connection, now: datetime, limit: int) -> list[Draft]:
        """Those that are over."""
        silence_h = int(view.settings(conn).get(SETTING, BY_NAME[SETTING].default))
        is_lost = self._last is not None and not has_ended(conn, self._last)  # the step came to nothing
        if silence_h != self._silence_h or is_lost:
            self._pos, self._silence_h = 0, silence_h
        self._next_at = self._last = None
        if silence_h == 0:
            return []
        silence = timedelta(hours=silence_h)
        drafts: list[Draft] = []
        for quiet in quiet_after(conn, self._pos, _LOOKED_AT):
            over_at = quiet.last_at + silence
            if over_at > now:
                self._next_at = over_at
                return drafts
            self._pos = quiet.lifted_pos
            self._next_at = now  # there may be more
            if quiet.is_quiet and is_last_ours(conn, quiet.no):
                self._last = quiet
                body = EpisodeEnded(quiet.conversation_id)
                drafts.append(Draft(body, quiet.conversation_id, _HUB, over_at))
        return drafts

    def next_at(self, conn: Connection, now: datetime) -> datetime | None:
        """When the next one may be over."""
        return self._next_at
