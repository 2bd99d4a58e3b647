"""Which places of the agenda are taken at this very moment, also by what the same transaction has just decided."""

from datetime import datetime, timedelta

from app.domain.agenda import Resource
from app.domain.agenda_bench import conflict
from app.domain.appointments import Appointment
from storage.hub.tables import Connection
from storage.instants import to_us
from storage.view import appointment_reading as reading
from storage.view.appointment_benches import benches


class SlotsNow:
    """What several customers bring about in one transaction is seen by each that comes after."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._known: dict[str, Appointment] = {}

    def note(self, one: Appointment) -> None:
        """It is like this from now on."""
        self._known[one.appointment_id] = one

    def now(self, one: Appointment) -> Appointment:
        """An appointment of the view as it is by now."""
        return self._known.get(one.appointment_id, one)

    def load(self, appointment_id: str) -> Appointment | None:
        """The same by its id."""
        return self._known.get(appointment_id) or reading.load(self._conn, appointment_id)

    def is_taken(self, resource_id: str, starts_at: datetime, length_min: int, own_id: str = "") -> bool:
        """Whether another appointment stands there. What is nobody's can be any number at once, beside people who are
        known by name."""
        if not resource_id and reading.resources(self._conn):
            return False
        ends_at = starts_at + timedelta(minutes=length_min)
        seen = reading.standing_at(self._conn, resource_id, to_us(starts_at), to_us(ends_at))
        there = {one.appointment_id: one for one in seen} | self._known
        return any(
            one.is_standing
            and one.appointment_id != own_id
            and one.resource_id == resource_id
            and one.starts_at < ends_at
            and one.ends_at > starts_at
            for one in there.values()
        )

    def is_free(
        self, resource_id: str, starts_at: datetime, length_min: int, now: datetime, own_id: str = ""
    ) -> bool:
        """Whether it can still be booked: to come, while it is open, by somebody who is there, and nobody else's."""
        if starts_at <= now or self.is_taken(resource_id, starts_at, length_min, own_id):
            return False
        named = reading.resource_named(self._conn, resource_id) if resource_id else (Resource("", ""), True)
        if named is None or not named[1]:
            return False
        start_s, length_s = int(starts_at.timestamp()), length_min * 60
        bench = benches(self._conn, start_s, start_s + length_s, int(now.timestamp()), [named[0]])[0]
        found = conflict(bench, start_s, length_s, (own_id,))
        return found is None or found.kind == "taken"
