"""What screens read of appointments, with what waits on this computer drawn over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.desk.agenda_lines import AgendaLines
from app.desk.agenda_overlay import (
    KINDS,
    by_appointment,
    events_of,
    overlaid,
    overlaid_resources,
    overlaid_services,
)
from app.desk.agenda_places import Look, Wanted, days_around, free_near, refused_there, seconds
from app.desk.outbox import Outbox
from app.desk.pending import Pending
from app.desk.reading import Reader
from app.domain.agenda import AGENDA_ASKS, Resource, Service
from app.domain.agenda_bench import DAY_S, Bench, Taken
from app.domain.agenda_board import changes_at, columns_of, in_order, moment
from app.domain.agenda_history import history_row, is_bookkeeping, message_of, said_in
from app.domain.agenda_rows import AgendaDays, AppointmentHistoryRow, AppointmentRow, FreeSlot
from app.domain.appointments import Appointment, AppointmentBooked, applied, booked
from app.domain.contact_rows import ContactCard
from app.domain.errors import Refused
from app.domain.hours import BUSINESS, HoursBook, business_zone
from app.domain.ids import ContactId, MemberId, MessageId
from app.domain.settings import SettingValue
from app.domain.wall_moments import day_bounds
from storage import view
from storage.engine import Connection
from storage.instants import to_us
from storage.view import appointment_lines
from storage.view import appointment_reading as kept

LOOKS_MAX = 16
NOBODYS = Resource("", "")  # the column of what is nobody's


class AgendaReader:
    """Reads what `reader` reads. `hours`: as they are held; `contact` knows also who waits to be added."""

    def __init__(
        self,
        reader: Reader,
        outbox: Outbox,
        now: Callable[[], datetime],
        hours: Callable[[], HoursBook],
        contact: Callable[[ContactId], ContactCard | None],
    ) -> None:
        self._reader = reader
        self._outbox = outbox
        self._now = now
        self._hours = hours
        self._contact = contact
        self._lines = AgendaLines(reader, contact, self.resources, self.services)
        self._looked_at: Any = None
        self._looks: dict[tuple[int, int], Look] = {}

    # --- days ---

    def agenda(self, from_day: date | None, days: int) -> AgendaDays:
        """See `AgendaDesk.agenda`."""
        now = self._now()
        zone = self._zone(now)
        today = now.astimezone(ZoneInfo(zone)).date()
        first = from_day or today
        low, high = day_bounds(first, zone)[0], day_bounds(first + timedelta(days=days - 1), zone)[1]
        pending = by_appointment(self._pending())
        there = self._between(low, high, pending)
        resources = self.resources()
        columns = self._columns(resources, there)
        rows = in_order(self._lines.rows(there, pending, now, zone), columns)
        return AgendaDays(
            zone,
            today,
            now,
            first,
            days,
            rows,
            tuple(columns),
            tuple(self.services()),
            columns_of(self._benches(columns, _taken_by(there), zone), first, days, zone),
            bool(self._setting("agenda_elsewhere")),
            changes_at(rows, now),
        )

    def nothing(self, from_day: date | None, days: int) -> AgendaDays:
        """Before anything can be read."""
        now = self._now()
        today = now.date()
        return AgendaDays("UTC", today, now, from_day or today, days)

    def plain(self, from_day: date, days: int) -> list[Appointment]:
        """All that touches these days, as it will be, without what lines say of it."""
        zone = self.zone()
        low, high = day_bounds(from_day, zone)[0], day_bounds(from_day + timedelta(days=days - 1), zone)[1]
        return self._between(low, high, by_appointment(self._pending()))

    # --- single ones ---

    def row(self, appointment_id: str) -> AppointmentRow | None:
        """See `AgendaDesk.appointment`."""
        pending = by_appointment(self._pending())
        one = self._one(appointment_id, pending)
        if one is None:
            return None
        now = self._now()
        return self._lines.rows([one], pending, now, self._zone(now))[0]

    def find(self, appointment_id: str) -> Appointment | None:
        """One as it will be, also a removed one."""
        return self._one(appointment_id, by_appointment(self._pending()))

    def of_contact(self, contact_id: ContactId, limit: int) -> list[AppointmentRow]:
        """See `AgendaDesk.appointments_of`."""
        conn, now = self._conn(), self._now()
        pending = by_appointment(self._pending())
        there = {one.appointment_id: one for one in kept.of_contact(conn, contact_id, limit + len(pending))}
        for key in pending:
            one = self._one(key, pending)
            if one is not None and self._is_theirs(one, contact_id) and not one.is_removed:
                there[key] = one
            else:
                there.pop(key, None)
        ahead = sorted((one for one in there.values() if one.ends_at > now), key=_start)
        past = sorted((one for one in there.values() if one.ends_at <= now), key=_start, reverse=True)
        return self._lines.rows([*ahead, *past][:limit], pending, now, self._zone(now))

    def history(self, appointment_id: str) -> list[AppointmentHistoryRow]:
        """See `AgendaDesk.appointment_history`."""
        conn = self._conn()
        logged = kept.history(conn, appointment_id)
        happened = [(one.at, one.body) for one in logged if not is_bookkeeping(one.body)]
        one = kept.load(conn, appointment_id)
        for entry in by_appointment(self._pending()).get(appointment_id, ()):
            by, at = entry.by(self._me), entry.command.made_at.replace(microsecond=0)
            for body in events_of(appointment_id, entry.command.body, one, by):
                happened.append((at, body))
                if isinstance(body, AppointmentBooked):
                    one = booked(body, at)
                elif one is not None:
                    one = applied(one, body, at)
        told = self._lines.told(message_of(body) for _at, body in happened)
        names = self._lines.names(getattr(body, "member_id", None) for _at, body in happened)
        found = []
        for at, body in reversed(happened):
            by_id = getattr(body, "member_id", None)
            row = history_row(body, at, names.get(by_id, ""), by_id)
            message = told.get(message_of(body) or MessageId(""))
            found.append(said_in(row, message.text or "", message.state) if message is not None else row)
        return found

    # --- what can be booked, and where ---

    def resources(self) -> list[Resource]:
        """See `AgendaDesk.resources`."""
        return overlaid_resources(kept.resources(self._conn()), self._outbox.pending_of(*AGENDA_ASKS))

    def services(self) -> list[Service]:
        """See `AgendaDesk.services`."""
        return overlaid_services(kept.services(self._conn()), self._outbox.pending_of(*AGENDA_ASKS))

    def free_slots(
        self, length_min: int, near: datetime | None, resource_ids: Sequence[str], limit: int
    ) -> list[FreeSlot]:
        """See `AgendaDesk.free_slots`."""
        there = {one.resource_id: one for one in self.resources() or [NOBODYS]}
        wanted = [key for key in there if not resource_ids or key in resource_ids]
        found = free_near(
            lambda at, days: self._look(at, days).of(wanted), length_min, near, self._now(), limit
        )
        return [FreeSlot(one.starts_at, one.resource_id, there[one.resource_id].name) for one in found]

    def refused_at(self, wanted: Wanted) -> Refused | None:
        """Why nothing can be booked there."""
        now = self._now()
        nobodys = self._benches([NOBODYS], {}, self._zone(now))[0]
        return refused_there(self._look, wanted, nobodys, now, self._called)

    def has_contact(self, contact_id: ContactId) -> bool:
        """Whether anybody is known under it, also who waits to be added."""
        return self._contact(contact_id) is not None

    def booked_ahead(self, resource_id: str) -> int:
        """How many stand there that are to come."""
        conn, now = self._conn(), self._now()
        pending = by_appointment(self._pending())
        count = kept.booked_there(conn, resource_id, now)
        for key in pending:
            for one, sign in ((kept.load(conn, key), -1), (self._one(key, pending), 1)):
                if one is not None and one.is_standing and one.starts_at >= now:
                    count += sign * (one.resource_id == resource_id)
        return count

    def zone(self) -> str:
        """Whose wall the agenda goes by now."""
        return self._zone(self._now())

    @property
    def asked(self) -> set[MessageId]:
        """Messages that asked about what was shown, so that what becomes of them can be told."""
        return self._lines.asked

    # --- inside ---

    @property
    def _me(self) -> MemberId:
        return self._reader.enrolled_me.member_id

    def _conn(self) -> Connection:
        return self._reader.view_connection()

    def _setting(self, name: str) -> SettingValue:
        return self._reader.setting(name)

    def _zone(self, now: datetime) -> str:
        return business_zone(self._hours(), seconds(now), str(self._setting("time_zone")))

    def _pending(self) -> list[Pending]:
        return self._outbox.pending_of(*KINDS)

    def _one(self, appointment_id: str, pending: dict[str, list[Pending]]) -> Appointment | None:
        known = kept.load(self._conn(), appointment_id)
        return overlaid(appointment_id, known, pending.get(appointment_id, ()), self._me)

    def _between(self, low_s: int, high_s: int, pending: dict[str, list[Pending]]) -> list[Appointment]:
        """What touches a stretch, as it will be."""
        low, high = moment(low_s), moment(high_s)
        found = {one.appointment_id: one for one in kept.between(self._conn(), to_us(low), to_us(high))}
        for key in pending:
            one = self._one(key, pending)
            if one is not None and not one.is_removed and one.starts_at < high and one.ends_at > low:
                found[key] = one
            else:
                found.pop(key, None)
        return list(found.values())

    def _columns(self, resources: list[Resource], there: Iterable[Appointment]) -> list[Resource]:
        """With what was removed while something stands there, and what is nobody's."""
        known = {one.resource_id for one in resources}
        others = {one.resource_id for one in there} - known
        gone = [kept.resource_named(self._conn(), key) for key in sorted(others - {""})]
        found = [*resources, *(one[0] for one in gone if one is not None)]
        return [*found, NOBODYS] if "" in others or not found else found

    def _benches(
        self, resources: Iterable[Resource], taken: dict[str, list[Taken]], zone: str
    ) -> list[Bench]:
        book = self._hours()
        return [
            Bench.by_book(
                one.resource_id,
                book,
                (one.hours_scope, BUSINESS) if one.hours_scope else (BUSINESS,),
                taken.get(one.resource_id, ()),
                zone=zone,
            )
            for one in resources
        ]

    def _look(self, at: datetime, days: int) -> Look:
        """The time of all columns around a moment; made anew when something of it is another."""
        zone = self._zone(self._now())
        entries = [*self._pending(), *self._outbox.pending_of(*AGENDA_ASKS)]
        asked = tuple(one.command.command_id for one in entries)
        state = (view.cursor(self._conn()), asked, id(self._hours()), zone)
        if self._looked_at != state or len(self._looks) > LOOKS_MAX:
            self._looked_at, self._looks = state, {}
        span = days_around(at, days)
        if span not in self._looks:
            self._looks[span] = Look(self._benches_between(*span, zone), *span)
        return self._looks[span]

    def _benches_between(self, low_s: int, high_s: int, zone: str) -> list[Bench]:
        taken = appointment_lines.taken(self._conn(), low_s, high_s + DAY_S)  # a slot may reach beyond
        pending = by_appointment(self._pending())
        for key in pending:
            taken.pop(key, None)
            one = self._one(key, pending)
            if one is not None and one.is_standing:
                taken[key] = one.resource_id, _taken(one)
        by_place: dict[str, list[Taken]] = {}
        for resource_id, one_taken in taken.values():
            by_place.setdefault(resource_id, []).append(one_taken)
        return self._benches(self.resources() or [NOBODYS], by_place, zone)

    def _called(self, appointment_id: str) -> str:
        row = self.row(appointment_id)
        return row.name if row is not None else ""

    def _is_theirs(self, one: Appointment, contact_id: ContactId) -> bool:
        whose = {key for key in (one.contact_id, one.booker_id) if key is not None}
        conn = self._conn()
        return view.kept_id(conn, contact_id) in {view.kept_id(conn, key) for key in whose}


def _start(one: Appointment) -> datetime:
    return one.starts_at


def _taken(one: Appointment) -> Taken:
    return Taken(seconds(one.starts_at), seconds(one.ends_at), one.appointment_id)


def _taken_by(there: Iterable[Appointment]) -> dict[str, list[Taken]]:
    found: dict[str, list[Taken]] = {}
    for one in there:
        if one.is_standing:
            found.setdefault(one.resource_id, []).append(_taken(one))
    return found
