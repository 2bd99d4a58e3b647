"""What is brought of a list of appointments, and what one row does to which appointment.

The hub decides what a row does when it takes it: two desks may bring the same list, and what was done here meanwhile
wins over a list that does not know of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal

from app.domain.appointments import CHANGEABLE, Appointment
from app.domain.contact_cards import FieldChange
from app.domain.folding import folded
from app.domain.ids import ContactId, ImportId, MemberId
from app.domain.money import Money, money_text
from app.domain.records import record

Does = Literal["keep", "cancel"]
AppointmentsImportState = Literal["open", "ended", "undone"]

BATCH_MAX: Final = 250  # rows that the hub takes at once
ROWS_MAX: Final = 200_000
DAYS_MAX: Final = 800
# What an import alone changes: under which key a source has it, and when the source last said that it begins.
OF_IMPORTS: Final = frozenset({"import_key", "imported_at"})


@record
class NewPlace:
    """Somebody or something of the list that can be booked from now on, under an id made of the name."""

    resource_id: str
    name: str


@record
class AppointmentsImportRequest:
    """What a desktop asks for to begin. The id is its own, so that asking twice begins one import.

    `days`: those that the list covers, as 2026-11-27. `places`: resources that are made first; owner and manager.
    """

    import_id: ImportId
    file_name: str
    fingerprint: str
    total: int
    days: tuple[str, ...] = ()
    places: tuple[NewPlace, ...] = ()


@record
class ImportedAppointment:
    """One row. `appointment_id`: of one that is known, or made of the key, so the same row is the same one again.

    Nothing is said by what is empty. `number`: who is written to; without one `contact_id` says who it is, where the
    name was theirs alone, and `phone` is as it was written. `seen_at`: where it stood when the list was looked at;
    None: it was new. "cancel": it is cancelled if it still stands there.
    """

    row: int
    appointment_id: str
    starts_at: datetime
    import_key: str = ""
    does: Does = "keep"
    length_min: int = 0
    resource_id: str = ""
    service_id: str = ""
    title: str = ""
    person: str = ""
    number: str | None = None
    phone: str = ""
    contact_id: ContactId | None = None
    price: Money | None = None
    note: str = ""
    seen_at: datetime | None = None
    is_other_person: bool = False


@record
class AppointmentsBatch:
    """Rows in the order of the list; `first`: how many stand before them."""

    first: int
    rows: tuple[ImportedAppointment, ...]


@record
class AppointmentsImportProgress:
    """How far the hub is: of `done` rows so many made an appointment, changed one, changed nothing, cancelled one.

    `refused`: rows of people who were erased and asked never to be written to again. `removed`, `kept`, `restored` and
    `left` are of an undo.
    """

    import_id: ImportId
    state: AppointmentsImportState
    total: int
    done: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0
    refused: int = 0


@record
class AppointmentsImportRow:
    """One line of the list of past imports."""

    import_id: ImportId
    file_name: str
    fingerprint: str
    began_at: datetime
    state: AppointmentsImportState
    total: int
    added: int
    changed: int
    same: int
    gone: int
    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0
    member_id: MemberId | None = None
    member_name: str | None = None


@record
class Who:
    """Who a row is about, once it is known: `contact_id` comes, or `booker_id` booked for `person`."""

    contact_id: ContactId | None = None
    booker_id: ContactId | None = None
    person: str = ""
    phone: str = ""


@record
class AppointmentDecision:
    """What a row does to one that is known. `changes` and the rest are empty where it does nothing."""

    is_restored: bool = False
    is_revived: bool = False
    is_cancelled: bool = False
    place: tuple[datetime, int, str] | None = None  # start, length, resource
    changes: tuple[FieldChange, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the appointment stays what it is."""
        return self == NOTHING


NOTHING: Final = AppointmentDecision()


def imported_id(import_key: str) -> str:
    """The id of the appointment that a list has under this key."""
    digest = sha256(import_key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"import-{digest[:32]}"


def place_id(name: str) -> str:
    """The id of a resource that a list names and that was not there: two desks make the same one."""
    digest = sha256(folded(name).encode("utf-8", "surrogatepass")).hexdigest()
    return f"place-{digest[:32]}"


def decide(
    one: Appointment, row: ImportedAppointment, who: Who | None, *, is_undone: bool = False
) -> AppointmentDecision:
    """What a row does to an appointment that is known. `is_undone`: an undone import took it away, nobody else did.

    What was removed or cancelled here stays so unless the source has it at another time; what was moved here stays
    where it is until the source says something new. `who`: None where the row is of the person that it has.
    """
    if one.is_removed and not is_undone:
        return NOTHING
    if row.does == "cancel":
        is_there = one.is_standing and not one.outcome and one.starts_at == row.seen_at
        return AppointmentDecision(is_cancelled=True) if is_there else NOTHING
    is_news = row.starts_at not in (one.starts_at, one.imported_at) and (
        is_undone or one.starts_at == (row.seen_at or one.imported_at)
    )
    if one.answer == "cancelled" and not is_news:
        return NOTHING
    place = (
        row.starts_at if is_news or is_undone else one.starts_at,
        row.length_min or one.length_min,
        row.resource_id or one.resource_id,
    )
    return AppointmentDecision(
        is_restored=is_undone and one.is_removed,
        is_revived=one.answer == "cancelled",
        place=place if place != (one.starts_at, one.length_min, one.resource_id) else None,
        changes=_changes(one, row, who),
    )


def _changes(one: Appointment, row: ImportedAppointment, who: Who | None) -> tuple[FieldChange, ...]:
    wanted: dict[str, str] = {
        "note": row.note, "price": money_text(row.price), "import_key": row.import_key,
        "imported_at": row.starts_at.isoformat(),
    }  # fmt: skip
    if row.service_id:
        wanted |= {"service_id": row.service_id}
        if one.title and not one.service_id:
            wanted |= {"title": ""}
    elif row.title:
        wanted |= {"title": row.title, "service_id": ""}
    told = {key: value for key, value in wanted.items() if value or key in ("title", "service_id")}
    if who is not None:
        told |= {
            "contact_id": who.contact_id or "", "booker_id": who.booker_id or "", "person": who.person,
            "phone": who.phone,
        }  # fmt: skip
    return tuple(FieldChange(key, value or None) for key, value in told.items() if text_of(one, key) != value)


def text_of(one: Appointment, key: str) -> str:
    """A value as `AppointmentChanged` has it, "" for none."""
    value = getattr(one, key)
    if key == "price":
        return money_text(value)
    return value.isoformat() if isinstance(value, datetime) else str(value or "")


def differences(now: Appointment, before: Appointment) -> tuple[FieldChange, ...]:
    """What makes one again what it was, but for its place and its answer."""
    keys = sorted((CHANGEABLE - {"length_min"}) | OF_IMPORTS)
    pairs = {key: (text_of(now, key), text_of(before, key)) for key in keys}
    return tuple(FieldChange(key, old or None) for key, (new, old) in pairs.items() if new != old)


_TITLES: Final = frozenset("m mr mme mlle mrs ms miss dr monsieur madame mademoiselle".split())


def is_same_name(one: str, other: str) -> bool:
    """Clara Dumas, DUMAS Clara, Mme Dumas."""
    ours, theirs = (frozenset(folded(name).replace(".", " ").split()) - _TITLES for name in (one, other))
    return ours <= theirs or theirs <= ours


def facts_of(progress: AppointmentsImportProgress | AppointmentsImportRow) -> Mapping[str, Any]:
    """The counts of an undo, as its words want them."""
    return {name: getattr(progress, name) for name in ("removed", "kept", "restored", "left")}
