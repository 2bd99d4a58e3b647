"""What a line of the agenda says, in the person's language, made once for each form of an appointment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.records import record
from app.words import gettext as _
from app.words.appointment_lines import last_words, state_name
from app.words.formats import Formats
from ui.appointments import when
from ui.appointments.row_buttons import RowButton, button_of
from ui.appointments.states import state_chip
from ui.appointments.words import name_of, service_of
from ui.plain import shown_line
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_chip import Chip


@record
class Look:
    """With what lines are written. `formats`: on the wall of the agenda; `has_days`: a line says its day too."""

    formats: Formats
    days: AgendaDays
    buttons: Sequence[RowButton] = ()
    has_days: bool = False

    @property
    def now(self) -> datetime:
        """As of when."""
        return self.days.now


@record
class RowFace:
    """One line. `resource`: whom or what it is with. `has_answer`: `last` leads to the message that it tells of."""

    key: str
    time: str
    name: str
    portrait: Portrait
    service: str
    length: str
    chip: Chip
    last: str
    resource: str
    button: RowButton | None
    spoken: str
    is_over: bool = False
    has_answer: bool = False


def heard_words(row: AppointmentRow, formats: Formats, now: datetime) -> str:
    """What was last heard; "" where the state says it already."""
    is_said = row.last is not None and row.last.what == row.state
    return "" if is_said else last_words(row, formats, now)


def row_face(row: AppointmentRow, look: Look) -> RowFace:
    """As it is now."""
    one, formats = row.appointment, look.formats
    day = one.starts_at.astimezone(when.zone_of(formats.zone)).date()
    clock = formats.time_of_day(one.starts_at)
    time = f"{when.weekday_short(day, formats.language)} {clock}" if look.has_days else clock
    name, service, last = name_of(row), service_of(row), heard_words(row, formats, look.now)
    length, resource = when.length_words(one.length_min), shown_line(row.resource)
    button = button_of(row, look.days, look.buttons)
    booker = _("booked by {name}").format(name=shown_line(row.booker_name)) if row.booker_name else ""
    said = (time, name, booker, service, length, resource, state_name(row.state), last)
    spoken = ", ".join(part for part in said if part)
    portrait = Portrait(str(one.contact_id or name), name if row.name else "")
    is_over = one.ends_at <= look.now
    return RowFace(
        row.appointment_id, time, name, portrait, service, length, state_chip(row.state), last, resource, button,
        spoken, is_over, row.last is not None and row.last.message_id is not None,
    )  # fmt: skip


def has_night_before(days: AgendaDays) -> bool:
    """Whether one of them began before the first day that is shown, so that lines say their day."""
    return any(day_of(row, days) < days.from_day for row in days.rows[:1])  # they are in order


def day_of(row: AppointmentRow, days: AgendaDays) -> date:
    """On which day of the wall it begins."""
    return row.appointment.starts_at.astimezone(when.zone_of(days.zone)).date()
