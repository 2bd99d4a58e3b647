"""The list's lines in order: heads and the appointments below each, by whom they are with or by time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from app.domain.agenda import Resource
from app.domain.agenda_rows import AgendaDays, AgendaFilter, AppointmentRow, fits
from app.domain.appointments import State
from app.domain.records import record
from app.words import gettext as _
from app.words import ngettext
from app.words.appointment_lines import state_name
from ui.appointments import when
from ui.appointments.list.face import Look, day_of
from ui.appointments.words import name_of, resource_name
from ui.widgets.paint_avatar import Portrait

Sort = Literal["person", "time"]


@record
class Block:
    """One visit in the strip of a head, as shares of its width."""

    start: float
    end: float
    state: State
    spoken: str


@record
class HeadEntry:
    """A head. `portrait` None: of an hour or a day. `parts`: the strip is divided so, one part for each day."""

    id: str
    name: str
    says: str
    count: int
    is_open: bool = True
    portrait: Portrait | None = None
    blocks: tuple[Block, ...] = ()
    parts: int = 0
    begins: str = ""
    ends: str = ""

    @property
    def is_tall(self) -> bool:
        """Those of people and rooms have a strip."""
        return self.parts > 0

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        counted = ngettext("{n} appointment", "{n} appointments", self.count).format(n=self.count)
        folded = "" if self.is_open else _("folded")
        return ", ".join(part for part in (self.name, self.says, counted, folded) if part)


@record
class RowEntry:
    """An appointment below a head."""

    head_id: str
    row: AppointmentRow


Entry = HeadEntry | RowEntry


def key_of(entry: Entry) -> str:
    """By which a line is known again when everything was read anew."""
    return f"head:{entry.id}" if isinstance(entry, HeadEntry) else entry.row.appointment_id


def entries_of(look: Look, narrowed: AgendaFilter, sort: Sort, folded: Collection[str]) -> list[Entry]:
    """All lines that are shown."""
    days = look.days
    rows = [row for row in days.rows if fits(row, narrowed)]
    groups = _by_resource(look, rows, narrowed) if sort == "person" else _by_time(look, rows)
    found: list[Entry] = []
    for head, below in groups:
        is_open = head.id not in folded
        found.append(head if is_open else _folded(head))
        if is_open:
            found += [RowEntry(head.id, row) for row in below]
    return found


def _folded(head: HeadEntry) -> HeadEntry:
    return HeadEntry(
        head.id,
        head.name,
        head.says,
        head.count,
        False,
        head.portrait,
        head.blocks,
        head.parts,
        head.begins,
        head.ends,
    )


# --- by whom ---


def _by_resource(
    look: Look, rows: Sequence[AppointmentRow], narrowed: AgendaFilter
) -> Iterable[tuple[HeadEntry, list[AppointmentRow]]]:
    days = look.days
    below: dict[str, list[AppointmentRow]] = {one.resource_id: [] for one in days.resources}
    for row in rows:
        below.setdefault(row.appointment.resource_id, []).append(row)
    whole: dict[str, list[AppointmentRow]] = {}
    for row in days.rows:
        whole.setdefault(row.appointment.resource_id, []).append(row)
    among = [days.from_day + timedelta(days=n) for n in range(days.days)]
    hours = when.hours_between(days, among, list(below))
    known = {one.resource_id: one for one in days.resources}
    for resource_id, there in below.items():
        if there or narrowed == "all":
            resource = known.get(resource_id, Resource(resource_id, ""))
            yield _resource_head(look, resource, whole.get(resource_id, []), len(there), hours), there


def _resource_head(
    look: Look, resource: Resource, rows: Sequence[AppointmentRow], count: int, hours: tuple[int, int]
) -> HeadEntry:
    days, language = look.days, look.formats.language
    blocks = [_block(look, row, hours) for row in rows]
    blocks.sort(key=lambda one: one.state != "cancelled")  # what stands is painted over what was freed
    name = resource_name(resource)
    is_person = resource.kind == "person" and bool(resource.resource_id)
    portrait = Portrait(str(resource.member_id or resource.resource_id), name if is_person else "")
    if days.days == 1:
        begins, ends = when.hour_words(hours[0], language), when.hour_words(hours[1], language)
    else:
        last = days.from_day + timedelta(days=days.days - 1)
        begins, ends = when.weekday_short(days.from_day, language), when.weekday_short(last, language)
    says = room_words(days, resource.resource_id)
    return HeadEntry(
        resource.resource_id, name, says, count, True, portrait, tuple(blocks), days.days, begins, ends
    )


def room_words(days: AgendaDays, resource_id: str) -> str:
    """5 h 30 booked, 2 h 30 free."""
    columns = [one for one in days.columns if one.resource_id == resource_id]
    booked = sum(one.booked_s for one in columns) // 60
    free = sum(one.free_s for one in columns) // 60
    if columns and not any(one.open_at for one in columns):
        return _("closed")
    said = []
    if booked:
        said.append(_("{length} booked").format(length=when.length_words(booked)))
    if free and any(one.is_open_known for one in columns):
        said.append(_("{length} free").format(length=when.length_words(free)))
    return ", ".join(said)


def _block(look: Look, row: AppointmentRow, hours: tuple[int, int]) -> Block:
    days, day = (
        look.days,
        max(day_of(row, look.days), look.days.from_day),
    )  # of the night before: what is left of it
    first, wide = hours[0] * 60, (hours[1] - hours[0]) * 60
    begin = when.minute_of(row.appointment.starts_at, day, days.zone) - first
    end = min(wide, begin + row.appointment.length_min)
    begin = max(0, begin)
    place, part = (day - days.from_day).days, 1 / days.days
    clock = look.formats.time_of_day(row.appointment.starts_at)
    spoken = f"{clock}, {name_of(row)}, {state_name(row.state)}"
    return Block(part * (place + begin / wide), part * (place + end / wide), row.state, spoken)


# --- by time ---


def _by_time(look: Look, rows: Sequence[AppointmentRow]) -> Iterable[tuple[HeadEntry, list[AppointmentRow]]]:
    days, language = look.days, look.formats.language
    below: dict[tuple[date, int], list[AppointmentRow]] = {}
    zone = when.zone_of(days.zone)
    for row in rows:
        local = row.appointment.starts_at.astimezone(zone)
        below.setdefault((local.date(), local.hour if days.days == 1 else 0), []).append(row)
    for (day, hour), there in sorted(below.items(), key=lambda one: one[0]):
        if days.days == 1:
            head_id, name = f"hour:{hour}", when.hour_words(hour, language)
        else:
            head_id, name = f"day:{day.isoformat()}", when.day_name(day, language, days.today)
        says = ngettext("{n} appointment", "{n} appointments", len(there)).format(n=len(there))
        yield HeadEntry(head_id, name, says, len(there)), there
