"""What surrounds an appointment that a message is about: who comes and who is written to, when, where, with whom."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.agenda import Resource, Service
from app.domain.appointments import Appointment
from app.domain.contents import Content, Media
from app.domain.ids import ContactId
from app.domain.records import record
from app.domain.search_text import plain
from app.words.appointment_phrases import joined, phrases, whole_day
from app.words.appointment_times import spoken_time
from app.words.hours_of import is_french

NAME_MAX: Final = 60
SECTION_MAX: Final = 24
TITLES: Final = frozenset("m mme mlle mr mrs ms miss dr pr prof me".split())


@record
class Said:
    """One message. `kind`: "text", "buttons", "list", "template", "image", "document"."""

    kind: str
    text: str
    content: Content | None = None


@record
class Around:
    """`zone`: of the place. `language`: the customer's ("fr", "en_US"). `names`: of contacts, as known.

    `services`, `resources`: by id, also those that were removed.
    """

    now: datetime
    zone: ZoneInfo
    language: str
    business: str
    names: Mapping[ContactId, str]
    services: Mapping[str, Service]
    resources: Mapping[str, Resource]

    @property
    def today(self) -> date:
        """The wall's date."""
        return self.now.astimezone(self.zone).date()

    def day(self, one: Appointment) -> date:
        """On which day it is, there."""
        return one.starts_at.astimezone(self.zone).date()

    def time(self, one: Appointment) -> str:
        """At what time of the wall: "14 h 30", "14:30"."""
        local = one.starts_at.astimezone(self.zone)
        return spoken_time(local.hour * 60 + local.minute, self.language)

    def times(self, appointments: Sequence[Appointment]) -> str:
        """All of them, with who comes where that is not plain: "9 h (vous) et 9 h 30 (Tom)"."""
        named = zip(appointments, self.comers(appointments), strict=True)
        parts = (f"{self.time(one)} ({who})" if who else self.time(one) for one, who in named)
        return joined(dict.fromkeys(parts), self.language)

    def comers(self, appointments: Sequence[Appointment]) -> list[str]:
        """Who comes to each, where one of them is somebody else's: "Tom", "you"; else nobody is named."""
        others = [self.other(one) for one in appointments]
        return [one or phrases(self.language).you for one in others] if any(others) else others

    def who(self, one: Appointment) -> str:
        """Who comes."""
        return cut(one.person or self._name(one.contact_id) or self._name(one.booker_id), NAME_MAX)

    def addressee(self, one: Appointment) -> str:
        """Who is written to."""
        named = self._name(one.writes_to)
        return cut(named or ("" if one.booker_id else _tidy(one.person)), NAME_MAX)

    def first_name(self, one: Appointment) -> str:
        """How they are called: "Élodie", "Mme Dupont"; "" where nobody knows."""
        return first_name(self.addressee(one))

    def other(self, one: Appointment) -> str:
        """Who comes, when that is somebody else than is written to; "" else."""
        who, addressee = self.who(one), self.addressee(one)
        is_booked_for = one.booker_id is not None and one.booker_id != one.contact_id
        if not who or not (addressee or is_booked_for):
            return ""
        is_same = plain(who) == plain(addressee) if is_booked_for else is_one_person(who, addressee)
        return "" if is_same else who

    def hello(self, one: Appointment) -> str:
        """How a message begins."""
        said, name = phrases(self.language), self.first_name(one)
        return said.hello.format(name=name) if name else said.hello_nobody

    def comma_name(self, one: Appointment) -> str:
        """Their name after thanks."""
        name = self.first_name(one)
        return (f" {name}" if is_french(self.language) else f", {name}") if name else ""

    def service(self, one: Appointment) -> Service | None:
        """What it is for."""
        return self.services.get(one.service_id)

    def told_name(self, one: Appointment) -> str:
        """What it may be called; "" for nothing."""
        service = self.service(one)
        return _tidy(service.told_name) if service is not None else ""

    def preparation(self, one: Appointment) -> str:
        """What to prepare."""
        service = self.service(one)
        return service.preparation.strip() if service is not None else ""

    def documents(self, one: Appointment) -> tuple[Media, ...]:
        """What goes with the confirmation."""
        service = self.service(one)
        return service.documents if service is not None else ()

    def resource_name(self, resource_id: str) -> str:
        """Of a person; chairs and rooms are the house's own business."""
        found = self.resources.get(resource_id)
        return _tidy(found.name) if found is not None and found.kind == "person" else ""

    def with_whom(self, one: Appointment) -> str:
        """With whom, behind a time: "avec Kim" after a blank; "" where nobody is named."""
        name = self.resource_name(one.resource_id)
        return phrases(self.language).with_whom.format(name=name) if name else ""

    def section(self, day: date) -> str:
        """A day as the head of a list's part."""
        said = whole_day(day, self.today, self.language)
        return cut(said[:1].upper() + said[1:], SECTION_MAX)

    def _name(self, contact_id: ContactId | None) -> str:
        return _tidy(self.names.get(contact_id, "")) if contact_id is not None else ""


def first_name(name: str) -> str:
    """The first word of a name, all of it where that is a title; "" for one without a letter.

    "DUMAS Clara", as other software writes names, is Clara.
    """
    words = _tidy(name).split()
    if not words or not any(char.isalpha() for char in name):
        return ""
    if words[0].casefold().rstrip(".") in TITLES:
        return " ".join(words)
    is_name_first = len(words[0]) > 1 and words[0].isupper()
    return next((word for word in words if word.istitle()), words[0]) if is_name_first else words[0]


def cut(text: str, limit: int = NAME_MAX) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _tidy(text: str) -> str:
    return " ".join(text.split())


def is_one_person(one: str, other: str) -> bool:
    """Whether two names may well be one person's: the same first name, or all words of one in the other."""
    mine, theirs = plain(one).split(), plain(other).split()
    return mine[:1] == theirs[:1] or set(mine) <= set(theirs) or set(theirs) <= set(mine)
