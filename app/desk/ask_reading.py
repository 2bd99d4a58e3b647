"""What this computer knows of the people whom it would ask: where they are written to, and in which language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.desk.ask_planning import Reach, new_talk, settle
from app.desk.outbox import Outbox
from app.desk.permitting import SETTINGS, permission_of
from app.desk.reading import Reader
from app.domain.agenda import Resource, Service
from app.domain.agenda_rows import AppointmentRow
from app.domain.appointments import Appointment
from app.domain.auto_replies import AutoReply, reply_for
from app.domain.consent_check import Permission
from app.domain.contacts import Contact, Identity
from app.domain.conversations import Conversation
from app.domain.errors import Refused
from app.domain.ids import ContactId, IdMaker, LineId
from app.domain.lines import channel_of
from app.domain.phone_numbers import digits_of, is_number, variants
from app.domain.templates import Template
from app.words.appointment_around import Around, Said
from app.words.number_zones import quiet_hours
from app.words.typed_numbers import country_of, country_of_zone, is_dialable, readings
from storage import view
from storage.view import appointment_reading as kept
from storage.view.auto_replies import load_replies

TOLD_IN = ("fr", "en")
NOT_THERE = frozenset({"undeliverable", "recipient_unknown", "own_number"})


class AskReader:
    """Reads what `reader` reads, of one plan: what is the same for everybody is read once. `lines`: ours, in order."""

    def __init__(
        self,
        reader: Reader,
        outbox: Outbox,
        ids: IdMaker,
        rows: Sequence[AppointmentRow],
        lines: Sequence[LineId],
        now: datetime,
        zone: str,
        shared: tuple[Iterable[Resource], Iterable[Service]],
    ) -> None:
        self._reader, self._outbox, self._ids = reader, outbox, ids
        self._lines, self._now = lines, now
        self._conn = conn = reader.view_connection()
        self._contacts = {one.contact_id: one for one in self._load(rows)}
        self._replies: Mapping[str, AutoReply] = load_replies(conn)
        self._home = self._country()
        self._templates: dict[LineId, list[Template]] = {}
        self._around = self._whole(rows, zone, shared)
        self._begun: dict[str, Conversation] = {}

    # --- who ---

    def reach(self, row: AppointmentRow) -> Reach:
        """See `AskKnower`."""
        contact = self._contact(row)
        number = self._number(contact, row)
        if contact is None and isinstance(number, Refused):
            return Reach(row.appointment_id, refused=number)
        digits = number if isinstance(number, str) else ""
        key = digits or (contact.contact_id if contact is not None else row.appointment_id)
        name = contact.name or "" if contact is not None else ""
        reach = Reach(key, name, digits, contact_id=contact.contact_id if contact is not None else None)
        talk = self._talk(contact) if contact is not None else None
        if talk is not None:
            refused = self._not_there(talk)
            reach = replace(reach, talk=talk, refused=refused, language=self._language(contact, talk.line_id))
            return settle(reach, row)
        if isinstance(number, Refused):
            return replace(reach, refused=number)
        return settle(self._new(reach, contact), row)

    def _new(self, reach: Reach, contact: Contact | None) -> Reach:
        """Nobody has written there yet."""
        if not self._lines:
            return replace(reach, refused=Refused("line_missing"))
        line_id = self._lines[0]
        talk = self._begun.get(reach.key)
        if talk is None:
            contact_id = reach.contact_id or ContactId(self._ids.new())
            talk = new_talk(self._ids.new(), contact_id, line_id, channel_of(line_id))
            self._begun[reach.key] = talk
        language = self._language(contact, line_id)
        return replace(reach, talk=talk, is_new=True, contact_id=talk.contact_id, language=language)

    def _contact(self, row: AppointmentRow) -> Contact | None:
        whose = row.appointment.writes_to
        if whose is not None:
            return self._contacts.get(whose) or view.load_contact(
                self._conn, ContactId(view.kept_id(self._conn, whose))
            )
        number = self._typed(row.appointment.phone)
        if isinstance(number, Refused):
            return None
        for one in variants(number):
            found = view.contact_by_alias(self._conn, Identity(number=one))
            if found is not None:
                return view.load_contact(self._conn, found)
        noted = view.contact_by_phone(self._conn, number)
        return view.load_contact(self._conn, noted) if noted is not None else None

    def _number(self, contact: Contact | None, row: AppointmentRow) -> str | Refused:
        """Digits, or why nobody can be written to there."""
        if contact is not None and contact.number:
            return contact.number
        written = (contact.phone if contact is not None else "") or row.appointment.phone
        if contact is not None and contact.user_id and not written:
            return ""
        return self._typed(written) if written.strip() else Refused("number_missing")

    def _typed(self, written: str) -> str | Refused:
        plain = f"+{written}" if is_number(written) and len(written) > 10 else written
        return _typed(plain.strip(), self._home) if plain.strip() else Refused("number_missing")

    def _talk(self, contact: Contact) -> Conversation | None:
        """Where they wrote last; only on a number that is ours."""
        conn, ours = self._conn, set(self._lines)
        found = [view.load_conversation(conn, one) for one in view.conversations_of(conn, contact.contact_id)]
        there = [one for one in found if one is not None and one.line_id in ours]
        return max(there, key=self._place, default=None)

    def _place(self, talk: Conversation) -> tuple[bool, float]:
        at = talk.last_inbound_at or talk.last_at
        return talk.is_window_open(self._now), at.timestamp() if at is not None else 0.0

    def _not_there(self, talk: Conversation) -> Refused | None:
        if view.is_blocked(self._conn, talk.contact_id, talk.line_id):
            return Refused("blocked")
        is_lost = talk.last_state in ("failed", "refused") and talk.last_message_id is not None
        message = (
            view.load_message(self._conn, talk.last_message_id) if is_lost and talk.last_message_id else None
        )
        if message is not None and message.failure_code in NOT_THERE:
            return Refused("recipient_unknown")
        return None

    # --- what ---

    def around(self, appointments: Sequence[Appointment], language: str) -> Around:
        """See `AskKnower`; of whom a plan is about everybody is known."""
        return replace(self._around, language=language)

    def templates(self, line_id: LineId) -> list[Template]:
        """See `AskKnower`."""
        if line_id not in self._templates:
            self._templates[line_id] = view.templates(self._conn, line_id)
        return self._templates[line_id]

    def permission(self, reach: Reach, said: Said) -> Permission | None:
        """See `AskKnower`."""
        assert reach.talk is not None
        found = permission_of(self._reader, self._outbox, reach.talk, said.content, category="utility")
        if found is None or not reach.is_new:
            return found
        settings = {name: self._reader.setting(name) for name in SETTINGS}
        contact = self._contacts.get(reach.talk.contact_id)
        country = contact.country if contact is not None else None
        return replace(found, quiet=quiet_hours(settings, reach.number, country))

    # --- inside ---

    def _load(self, rows: Sequence[AppointmentRow]) -> list[Contact]:
        from storage.view.contacts import load_many

        wanted = {
            key for row in rows for key in (row.appointment.writes_to, row.appointment.contact_id) if key
        }
        return load_many(self._conn, wanted)

    def _whole(
        self,
        rows: Sequence[AppointmentRow],
        zone: str,
        shared: tuple[Iterable[Resource], Iterable[Service]],
    ) -> Around:
        """Of everybody at once. What was removed is still called by its name."""
        resources = {one.resource_id: one for one in shared[0]}
        services = {one.service_id: one for one in shared[1]}
        for row in rows:
            one = row.appointment
            if one.resource_id and one.resource_id not in resources:
                gone = kept.resource_named(self._conn, one.resource_id)
                resources |= {one.resource_id: gone[0]} if gone is not None else {}
            if one.service_id and one.service_id not in services:
                old = kept.service_named(self._conn, one.service_id)
                services |= {one.service_id: old[0]} if old is not None else {}
        names = {key: one.name for key, one in self._contacts.items() if one.name}
        for row in rows:  # people that became others, and those who wait to be added
            one = row.appointment
            for key, name in ((one.contact_id, row.name), (one.booker_id, row.booker_name)):
                if key is not None and key not in names and name and not one.person:
                    names[key] = name
        business = str(self._reader.setting("business_name"))
        return Around(self._now, ZoneInfo(zone), TOLD_IN[0], business, names, services, resources)

    def _language(self, contact: Contact | None, line_id: LineId) -> str:
        theirs = contact.language if contact is not None else None
        if theirs and theirs[:2].lower() in TOLD_IN:
            return theirs
        reply = reply_for(self._replies, line_id)
        return reply.language if reply is not None else TOLD_IN[0]

    def _country(self) -> str:
        """Of the business: of its first number, else of its zone."""
        known = view.lines(self._conn)
        for line_id in self._lines:
            digits = digits_of((known[line_id].display_number if line_id in known else None) or "")
            country = country_of(digits) if is_number(digits) else None
            if country is not None:
                return country
        return country_of_zone(str(self._reader.setting("time_zone"))) or "FR"


@lru_cache(maxsize=4_096)
def _typed(written: str, home: str) -> str | Refused:
    """Digits of a number as somebody wrote it, or why it is none that can be written to."""
    found = readings(written, home, "en")
    if not found or not found[0].is_usable:
        return Refused("number_malformed", {"number": written})
    first = found[0]
    if is_landline(first.digits):
        return Refused("number_landline", {"number": first.shown})
    return first.digits if is_dialable(first.digits) else Refused("number_malformed", {"number": written})


def is_landline(digits: str) -> bool:
    """Whether a number belongs to a telephone that stands somewhere."""
    import phonenumbers as p

    try:
        return p.number_type(p.parse(f"+{digits}")) == p.PhoneNumberType.FIXED_LINE
    except p.NumberParseException:
        return False
