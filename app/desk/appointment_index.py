"""What figures know of all appointments, kept in memory: what did not change since is not read again.

Everything here runs on one thread at a time, with a connection of its own.
"""

from __future__ import annotations

from app.domain.appointment_tracks import AppointmentFacts, AppointmentTrack, track_of
from app.domain.settings import BY_NAME
from storage import view
from storage.engine import Connection
from storage.view.appointment_figures import members_of_resources, told, versions

CALL_MIN = "appointment_call_min"


class AppointmentIndex:
    """`facts` answers, up to date with what the connection sees."""

    def __init__(self) -> None:
        self._versions: dict[int, tuple[int, int]] = {}
        self._tracks: dict[int, AppointmentTrack] = {}

    def facts(self, conn: Connection) -> AppointmentFacts:
        """All that are there, in the order in which they were booked."""
        there = versions(conn)
        for no in self._tracks.keys() - there.keys():
            del self._tracks[no]
        stale = [no for no, version in there.items() if self._versions.get(no) != version]
        if stale:
            self._tracks.update((one.no, track_of(one.one, one.happened)) for one in told(conn, stale))
        self._versions = there
        call_min = int(view.settings(conn).get(CALL_MIN, BY_NAME[CALL_MIN].default))
        tracks = tuple(self._tracks[no] for no in sorted(self._tracks))
        return AppointmentFacts(tracks, members_of_resources(conn), call_min)
