"""A calendar file (.ics) of any program becomes rows of appointments; nothing is left out unsaid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeVar

from app.desk.appointment_imports.bookings import (
    HORIZON,
    NOTE_MAX_CHARS,
    BookingRow,
    Business,
    ReadBookings,
    is_nobody,
    note_of,
    one_line,
)
from app.desk.appointment_imports.calendar_blocks import boxes_of
from app.desk.appointment_imports.calendar_events import CalendarEvent, ReadEvents, events_of
from app.desk.appointment_imports.calendar_series import SeriesOdd, read_rule
from app.desk.appointment_imports.calendar_zones import wall_of
from app.desk.appointment_imports.headings import labelled
from app.desk.appointment_imports.in_words import (
    in_order,
    number_in,
    parts_of,
    person_of_pair,
    plain,
    usual_side,
    which_is_person,
    without_calls,
)
from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.watching import UNWATCHED, Watch

_LOOK_EVERY: Final = 50
_K = TypeVar("_K")
_TIMES_MAX: Final = 1_000  # of one series within the horizon


def read_calendar(data: bytes, business: Business, watch: Watch = UNWATCHED) -> ReadBookings:
    """All appointments of a file. Raises BookingsRefused where it is no calendar, or too large a one."""
    boxes = boxes_of(data)
    watch.look_up(0, 1)
    read = events_of(boxes, business)
    names = {event.calendar_name for event in read.events if event.calendar_name}
    people = _People(business, read.events, is_split=len(names) > 1)
    rows: list[BookingRow] = []
    past = 0
    for event, at, uid in _times(read, business, watch):
        if business.since is not None and at + timedelta(minutes=event.length_min or 0) < business.since:
            past += 1
        elif (row := people.row(event, at, uid, read)) is not None:
            rows.append(row)
    rows.sort(key=lambda row: (row.row_no, row.starts_at))
    # A series is told once, however many times it has.
    each = {(one.row_no, one.code, *sorted(one.facts.items())): one for one in read.problems}
    problems = sorted(each.values(), key=lambda one: one.row_no)
    return ReadBookings(
        "calendar",
        tuple(rows),
        tuple(problems),
        days=frozenset(_days(rows, business)),
        has_resources=any(row.resource for row in rows),
        past=past,
    )


def _days(rows: list[BookingRow], business: Business) -> Iterator[date]:
    for row in rows:
        yield row.starts_at.astimezone(business.zone).date()


def _times(
    read: ReadEvents, business: Business, watch: Watch
) -> Iterator[tuple[CalendarEvent, datetime, str]]:
    """Each time that an appointment is: of the newest of events with the same name, and of each time of a series."""
    instead: dict[str, dict[datetime, CalendarEvent]] = defaultdict(dict)
    single: dict[str, CalendarEvent] = {}
    unnamed: list[CalendarEvent] = []
    for event in read.events:
        if not event.uid:
            unnamed.append(event)
        elif event.instead_of is not None:
            _keep_newest(instead[event.uid], event.instead_of, event, read)
        else:
            _keep_newest(single, event.uid, event, read)
    for event in unnamed:
        yield from ((event, at, "") for at in _series(event, business, read))
    for done, (uid, event) in enumerate(single.items()):
        if done % _LOOK_EVERY == 0:
            watch.look_up(done, len(read.events))
        is_series = bool(event.text("RRULE") or event.more)
        for at in _series(event, business, read):
            if at not in instead[uid]:
                yield event, at, _time_uid(uid, at) if is_series else uid
    for uid, others in instead.items():
        yield from ((event, event.at, _time_uid(uid, at)) for at, event in others.items())


def _time_uid(uid: str, at: datetime) -> str:
    """One time of a series has its name from the time that it had in the series, also where it was moved."""
    return f"{uid}#{at:%Y%m%dT%H%M%SZ}"


def _keep_newest(kept: dict[_K, CalendarEvent], key: _K, event: CalendarEvent, read: ReadEvents) -> None:
    before = kept.get(key)
    if before is None:
        kept[key] = event
        return
    newer, older = (event, before) if event.age > before.age else (before, event)
    kept[key] = newer
    read.tell(older.number, "event_twice", older.text("SUMMARY"), other=str(newer.number))


def _series(event: CalendarEvent, business: Business, read: ReadEvents) -> list[datetime]:
    """When an event is: once, or each time until the horizon."""
    rule = event.text("RRULE")
    if not rule and not event.more:
        return [event.at]
    since, last = business.since or business.now - HORIZON, business.now + HORIZON
    found = {event.at, *event.more} if event.at not in event.without else set(event.more)
    if rule:
        try:
            found |= set(_by_rule(event, rule, since, last))
        except SeriesOdd:
            read.tell(event.number, "series_odd", event.text("SUMMARY"), is_left_out=False)
    return sorted(at for at in found if since <= at <= last and at not in event.without)[:_TIMES_MAX]


def _by_rule(event: CalendarEvent, text: str, since: datetime, last: datetime) -> Iterator[datetime]:
    rule = read_rule(text)
    until = _until(rule.until, event)
    first = event.wall.date()
    for day in rule.days(first, (last + timedelta(days=2)).date(), (since - timedelta(days=2)).date()):
        at, _told = event.zones.utc_of(datetime.combine(day, event.wall.time()), event.zone_name)
        if until is not None and at > until:
            return
        yield at


def _until(text: str, event: CalendarEvent) -> datetime | None:
    """The last time that may be: a day alone is meant to its end, a wall time by the event's clock."""
    wall = wall_of(text)
    if wall is None:
        return None
    if text.endswith("Z"):
        return wall.replace(tzinfo=UTC)
    if "T" not in text:
        wall = wall.replace(year=min(wall.year, 9000)) + timedelta(hours=23, minutes=59)
    return event.zones.utc_of(wall, event.zone_name)[0]


@dataclass(slots=True)
class _Said:
    """What an event says of its person and its service, before both are told apart."""

    who: str = ""
    service: str = ""
    phone: str = ""
    resource: str = ""


class _People:
    """Finds out who comes, for what and to whom, from everything that an event says."""

    def __init__(self, business: Business, events: list[CalendarEvent], *, is_split: bool) -> None:
        """`is_split`: the file has several calendars, so each is somebody's or something's."""
        self._business = business
        self._is_split = is_split
        self._services = frozenset(map(folded, business.services))
        self._resources = frozenset(map(folded, business.resources))
        self._own = frozenset(map(folded, business.own)) | self._resources
        self._parts = {event.number: self._parts_of(event) for event in events}
        pairs = [(first, second) for first, second, _order in self._parts.values() if second]
        self._usual = usual_side(pairs)

    def _parts_of(self, event: CalendarEvent) -> tuple[str, str, str]:
        found = number_in(one_line(event.text("SUMMARY"), 400), self._business.home)
        return parts_of(found.rest if found else event.text("SUMMARY"))

    def row(self, event: CalendarEvent, at: datetime, uid: str, read: ReadEvents) -> BookingRow | None:
        """The row of one time of an event; None where it is nobody's, which is told."""
        note = without_calls(plain(event.text("DESCRIPTION") or event.text("X-ALT-DESC")))
        labels, rest = labelled(note)
        said = self._said(event, note, labels)
        if is_nobody(event.text("SUMMARY")) or is_nobody(said.who) or not (said.who or said.phone):
            read.tell(event.number, "event_nobody", event.text("SUMMARY") or note)
            return None
        return BookingRow(
            event.number,
            at,
            event.length_min,
            one_line(said.who),
            one_line(said.phone, 60),
            one_line(said.resource),
            one_line(said.service),
            self._note(event, rest, said),
            uid,
            one_line(labels.get("price", ""), 60),
            "cancelled" if event.is_cancelled else "",
        )

    def _said(self, event: CalendarEvent, note: str, labels: dict[str, str]) -> _Said:
        first, second, order = self._parts[event.number]
        guest, guest_phone, room = self._guest(event)
        said = _Said(resource=self._resource(event, labels, room))
        said.phone = self._phone(event, note, labels) or guest_phone
        labelled_who = labels.get("who", "") or " ".join(
            one for one in (labels.get("first_name", ""), labels.get("last_name", "")) if one
        )
        if labelled_who or guest:
            said.who = labelled_who or in_order(guest)
            said.service = labels.get("service", "") or self._without(said.who, first, second)
            return said
        if not second:
            said.who, said.service = person_of_pair(first, self._own) or first, labels.get("service", "")
            return said
        place = which_is_person(first, second, order, self._services, frozenset())
        place = self._usual if place is None else place
        said.who, said.service = (first, second) if place == 0 else (second, first)
        said.service = labels.get("service", "") or said.service
        return said

    def _without(self, who: str, first: str, second: str) -> str:
        """What of a title is not the person."""
        name = set(folded(who).split())
        rest = [part for part in (first, second) if part and not name & set(folded(part).split())]
        return " - ".join(part for part in rest if folded(part) not in self._own)

    def _guest(self, event: CalendarEvent) -> tuple[str, str, str]:
        """Name and number of who was invited, and a room among the invited ones."""
        organizer = event.text("ORGANIZER").lower()
        name = phone = room = ""
        for one in event.guests:
            called = one_line(one.parameters.get("CN", "").strip("'\""))
            kind = one.parameters.get("CUTYPE", "").upper()
            if kind in ("RESOURCE", "ROOM") or self._business.resource(called):
                room = room or self._business.resource(called) or called
            elif one.value.lower() == organizer or folded(called) in self._own:
                continue
            elif one.value.lower().startswith("tel:"):
                phone = phone or one.value[4:]
                name = name or called
            elif called and "@" not in called:
                name = name or called
        return name, phone, room

    def _resource(self, event: CalendarEvent, labels: dict[str, str], room: str) -> str:
        business = self._business
        known = (
            business.resource(text)
            for text in (labels.get("resource", ""), event.text("LOCATION"), *event.text("CATEGORIES").split(","),
                         event.text("RESOURCES"), event.calendar_name)
        )  # fmt: skip
        found = next((one for one in known if one), "") or labels.get("resource", "") or room
        return found or event.text("RESOURCES") or (event.calendar_name if self._is_split else "")

    def _phone(self, event: CalendarEvent, note: str, labels: dict[str, str]) -> str:
        home = self._business.home
        for text in (labels.get("phone", ""), event.text("SUMMARY"), note[:NOTE_MAX_CHARS], event.text("LOCATION"),
                     event.text("CONTACT"), event.text("URL")):  # fmt: skip
            if text and (found := number_in(text, home)) is not None:
                return found.written
        return labels.get("phone", "")

    def _note(self, event: CalendarEvent, note: str, said: _Said) -> str:
        where = one_line(event.text("LOCATION"))
        is_told = not where or where.casefold() in (said.resource.casefold(), said.phone.casefold())
        return note_of(note if is_told or where in note else f"{note}\n{where}")
