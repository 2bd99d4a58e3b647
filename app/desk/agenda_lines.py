"""Lines of appointments: what each says beside its appointment, read for all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from app.desk.reading import Reader
from app.domain.agenda import Resource, Service
from app.domain.agenda_board import Around, row_of
from app.domain.agenda_rows import AppointmentRow
from app.domain.appointment_waits import WaitRules
from app.domain.appointments import Appointment
from app.domain.contact_rows import ContactCard
from app.domain.ids import ContactId, MemberId, MessageId
from app.domain.messages import Message
from storage.view import appointment_lines
from storage.view import appointment_reading as kept
from storage.view.messages import load_many

ASKED_MAX = 5_000  # messages of which somebody is told when they arrive
_NONE = MessageId("")


class AgendaLines:
    """Reads what `reader` reads. `contact` knows also who waits to be added.

    `asked`: messages that asked about what was shown.
    """

    def __init__(
        self,
        reader: Reader,
        contact: Callable[[ContactId], ContactCard | None],
        resources: Callable[[], list[Resource]],
        services: Callable[[], list[Service]],
    ) -> None:
        self._reader = reader
        self._contact = contact
        self._resources = resources
        self._services = services
        self.asked: set[MessageId] = set()

    def rows(
        self, there: Sequence[Appointment], pending: Container[str], now: datetime, zone: str
    ) -> list[AppointmentRow]:
        """Those of appointments. `pending`: of which only this computer knows the newest form."""
        around = self._around_of(there)
        rules, place = self._rules(), ZoneInfo(zone)
        return [
            row_of(one, around(one), rules, place, now, is_pending=one.appointment_id in pending)
            for one in there
        ]

    def _around_of(self, there: Sequence[Appointment]) -> Callable[[Appointment], Around]:
        """What all these lines say beside their appointments, read at once."""
        conn = self._reader.view_connection()
        people = self._people({key for one in there for key in (one.contact_id, one.booker_id) if key})
        asked = {one.ask_message_id for one in there if one.ask_message_id}
        told = self.told({*asked, *(one.answer_message_id for one in there)})
        self._remember(asked)
        names = self.names(_teller(one) for one in there)
        resources = {one.resource_id: one.name for one in self._resources()}
        if any(one.resource_id not in resources for one in there):
            resources = kept.resource_names(conn) | resources
        services = {one.service_id: one for one in self._services()}
        gone = {one.service_id for one in there} - services.keys() - {""}
        for key in gone:
            found = kept.service_named(conn, key)
            if found is not None:
                services[key] = found[0]
        nobody = appointment_lines.Person("", "", None)

        def around(one: Appointment) -> Around:
            whose = people.get(one.writes_to or ContactId(""), nobody)
            service = services.get(one.service_id)
            ask, answer = told.get(one.ask_message_id or _NONE), told.get(one.answer_message_id or _NONE)
            return Around(
                people.get(one.contact_id or ContactId(""), nobody).name,
                people.get(one.booker_id or ContactId(""), nobody).name,
                whose.number,
                whose.conversation_id,
                resources.get(one.resource_id, ""),
                service.name if service is not None else "",
                service.price if service is not None else None,
                ask.state if ask is not None else "",
                (answer.text or "") if answer is not None else "",
                names.get(_teller(one), ""),
                (ask.failure_code or "") if ask is not None else "",
            )

        return around

    def _people(self, wanted: set[ContactId]) -> dict[ContactId, appointment_lines.Person]:
        if not wanted:
            return {}
        found = appointment_lines.people(self._reader.view_connection(), wanted)
        for key in wanted - found.keys():
            card = self._contact(key)
            if card is not None:
                number = f"+{card.number}" if card.number else card.value("phone") or ""
                talk = card.talks[0].conversation_id if card.talks else None
                found[key] = appointment_lines.Person(card.name, number, talk)
        return found

    def told(self, wanted: Iterable[MessageId | None]) -> dict[MessageId, Message]:
        """What these messages say, and what became of them."""
        ids = {one for one in wanted if one is not None}
        return {one.message_id: one for one in load_many(self._reader.view_connection(), ids)} if ids else {}

    def names(self, wanted: Iterable[MemberId | None]) -> dict[MemberId | None, str]:
        """What members are called."""
        return {key: self._reader.team.name(key) or "" for key in set(wanted) if key is not None}

    def _remember(self, asked: set[MessageId]) -> None:
        if len(self.asked) + len(asked) > ASKED_MAX:
            self.asked.clear()
        self.asked |= asked

    def _rules(self) -> WaitRules:
        said = str(self._reader.setting("appointment_call_at"))
        return WaitRules(int(self._reader.setting("appointment_silent_h")), time.fromisoformat(said))


def _teller(one: Appointment) -> MemberId | None:
    return one.answer_by if one.answer else one.booked_by
