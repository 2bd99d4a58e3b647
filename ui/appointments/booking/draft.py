"""An appointment on its way: what is known of it when the dialog opens, and what one line of words says."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.agenda_rows import AgendaDays, AppointmentRow
from app.domain.clock import Clock
from app.domain.records import record
from app.words.typed_slots import ResourceName, ServiceName, TypedSlot, read_slot
from ui.appointments import when
from ui.deals.new_deal import ForWhom


@record
class Draft:
    """`person`: who comes, where it is not whoever books. `whom`: who books.

    `is_pressed`: a free place was pressed, so that when and with whom are said and who comes is not.
    """

    starts_at: datetime | None = None
    length_min: int = 0
    resource_id: str = ""
    service_id: str = ""
    title: str = ""
    whom: ForWhom | None = None
    person: str = ""
    phone: str = ""
    note: str = ""
    is_pressed: bool = False


def draft_of(row: AppointmentRow) -> Draft:
    """One that is there already."""
    one = row.appointment
    is_other = bool(one.booker_id and one.booker_id != one.contact_id)
    booker = row.booker_name if is_other else row.name
    whom = ForWhom(booker or one.person, bool(booker), one.booker_id or one.contact_id)
    return Draft(
        one.starts_at, one.length_min, one.resource_id, one.service_id, one.title, whom,
        row.name if is_other else "", one.phone, one.note,
    )  # fmt: skip


class Reader:
    """Reads what is typed, on the clock of the agenda."""

    def __init__(self, days: AgendaDays, clock: Clock, shown_day: date | None) -> None:
        self._clock, self._zone, self._shown_day = clock, when.zone_of(days.zone), shown_day
        self._services = [
            ServiceName(one.service_id, (one.name, *one.shortcuts), one.length_min) for one in days.services
        ]
        self._resources = [
            ResourceName(one.resource_id, one.name) for one in days.resources if one.resource_id
        ]

    def read(self, text: str) -> TypedSlot:
        """What, when, how long, with whom."""
        return read_slot(
            text, self._clock.now(), self._zone, self._services, self._resources, shown_day=self._shown_day
        )

    def read_when(self, text: str) -> TypedSlot:
        """A day and a time alone."""
        return read_slot(text, self._clock.now(), self._zone, (), (), shown_day=self._shown_day)
