"""The columns of the grid: a resource on a day, or a day of the week, with the appointments in it side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.domain.agenda_rows import AgendaDays, AgendaFilter, AppointmentRow, fits
from app.domain.records import record
from ui.appointments import when
from ui.appointments.list.entries import room_words
from ui.appointments.list.face import Look, RowFace, day_of, row_face
from ui.appointments.words import resource_name
from ui.widgets.paint_avatar import Portrait

Minutes = tuple[int, int]


@record
class Placed:
    """An appointment in its column: minutes of the wall's day, and which of how many that overlap."""

    row: AppointmentRow
    face: RowFace
    begin: int
    end: int
    lane: int = 0
    lanes: int = 1
    is_dim: bool = False


@record
class GridColumn:
    """`resource_id` "" with `is_any`: everybody's day. `spans`: when it is open, in order."""

    resource_id: str
    day: date
    name: str
    says: str = ""
    portrait: Portrait | None = None
    spans: tuple[Minutes, ...] = ()
    placed: tuple[Placed, ...] = ()
    is_today: bool = False
    is_any: bool = False

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return ", ".join(part for part in (self.name, self.says) if part)


def grid_columns(look: Look, narrowed: AgendaFilter, resource_id: str) -> list[GridColumn]:
    """A column for each resource, or for each day of the week of one resource, or of all ("")."""
    days = look.days
    if days.days == 1:
        return [_of_resource(look, narrowed, one.resource_id) for one in days.resources]
    known = {one.resource_id for one in days.resources}
    wanted = resource_id if resource_id in known else None
    return [_of_day(look, narrowed, days.from_day + timedelta(days=n), wanted) for n in range(days.days)]


def _of_resource(look: Look, narrowed: AgendaFilter, resource_id: str) -> GridColumn:
    days = look.days
    resource = next(one for one in days.resources if one.resource_id == resource_id)
    rows = [row for row in days.rows if row.appointment.resource_id == resource_id]
    name = resource_name(resource)
    is_person = resource.kind == "person" and bool(resource_id)
    portrait = Portrait(str(resource.member_id or resource_id), name if is_person else "")
    placed = _placed(look, narrowed, rows, days.from_day)
    spans = _spans(days, [resource_id], days.from_day)
    is_today = days.from_day == days.today
    return GridColumn(
        resource_id, days.from_day, name, room_words(days, resource_id), portrait, spans, placed, is_today
    )


def _of_day(look: Look, narrowed: AgendaFilter, day: date, resource_id: str | None) -> GridColumn:
    days = look.days
    rows = [
        row
        for row in days.rows
        if day_of(row, days) == day and resource_id in (None, row.appointment.resource_id)
    ]
    wanted = [one.resource_id for one in days.resources if resource_id in (None, one.resource_id)]
    name = when.weekday_short(day, look.formats.language)
    return GridColumn(
        resource_id or "", day, name[:1].upper() + name[1:], "", None, _spans(days, wanted, day),
        _placed(look, narrowed, rows, day), day == days.today, resource_id is None,
    )  # fmt: skip


def _spans(days: AgendaDays, resource_ids: Sequence[str], day: date) -> tuple[Minutes, ...]:
    """When one of them is open."""
    found: list[Minutes] = []
    wanted = set(resource_ids)
    for one in days.columns:
        if one.day == day and one.resource_id in wanted:
            found += [
                (when.minute_of(opens, day, days.zone), when.minute_of(closes, day, days.zone))
                for opens, closes in one.open_at
            ]
    return tuple(_joined(sorted(found)))


def _joined(spans: Iterable[Minutes]) -> list[Minutes]:
    found: list[Minutes] = []
    for begin, end in spans:
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _placed(
    look: Look, narrowed: AgendaFilter, rows: Sequence[AppointmentRow], day: date
) -> tuple[Placed, ...]:
    """Side by side where they overlap: each group that hangs together shares the width."""
    found: list[Placed] = []
    group: list[tuple[AppointmentRow, int, int, int]] = []
    ends: list[int] = []

    def close() -> None:
        lanes = len(ends)
        for row, begin, end, lane in group:
            is_dim = not fits(row, narrowed)
            found.append(Placed(row, row_face(row, look), begin, end, lane, lanes, is_dim))
        group.clear()
        ends.clear()

    for row in sorted(rows, key=lambda one: (one.appointment.starts_at, one.appointment_id)):
        begin = when.minute_of(row.appointment.starts_at, day, look.days.zone)
        end = min(when.DAY_MIN, begin + row.appointment.length_min)
        if ends and begin >= max(ends):
            close()
        lane = next((n for n, taken in enumerate(ends) if taken <= begin), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        group.append((row, begin, end, lane))
    close()
    return tuple(found)
