"""One list of appointments, looked through as often as a person decides something else about it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.desk.appointment_imports.bookings import TITLES, BookingProblem, BookingRow, Business, ReadBookings
from app.desk.appointment_imports.columns import TablePlan, first_plan
from app.desk.appointment_imports.grids import Grid
from app.desk.appointment_imports.import_plan import (
    GoneBooking,
    KnownBooking,
    MetBooking,
    NewBooking,
    scope_of,
)
from app.desk.appointment_imports.matching import plan_import
from app.desk.appointment_imports.opening import BookingSource
from app.desk.appointment_imports.preview import UNREAD, BookingPreview, BookingPreviewRow, Fate, counted
from app.desk.contact_imports.headers import folded
from app.desk.contact_imports.numbers import read_numbers
from app.desk.contact_imports.watching import UNWATCHED, Watch
from app.desk.deal_imports.amounts import AmountWays, evidence_of, read_amount
from app.domain.agenda import NAME_MAX_CHARS, Resource, Service
from app.domain.appointment_import_rows import ImportedAppointment, NewPlace, imported_id, place_id
from app.domain.appointments import FARTHEST, LENGTH_MAX, LENGTH_MIN, WORDS_MAX_CHARS, Appointment
from app.domain.ids import ContactId
from app.domain.money import Money, money_text, read_money
from app.domain.phone_numbers import is_number, variants


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands here before the list comes. `people`: everybody as (id, name, number); `merged`: what they became.

    `numbers`: every number under which somebody is a contact. `may_make`: whether resources may be made.
    """

    appointments: Sequence[Appointment]
    people: Sequence[tuple[ContactId, str, str]]
    numbers: frozenset[str]
    merged: Mapping[str, str]
    resources: Sequence[Resource]
    services: Sequence[Service]
    currency: str = "EUR"
    may_make: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided of single things. `skipped`: rows that do nothing; `cancelled` and `left_alone`: what is
    gone, ticked or not by hand; `made`: names (folded) of resources that are made."""

    skipped: frozenset[str] = frozenset()
    cancelled: frozenset[str] = frozenset()
    left_alone: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()


NOTHING_CHOSEN = Choices()


class BookingReview:
    """Reading and looking through take a second for long lists: in a thread of its own."""

    def __init__(
        self, source: BookingSource, business: Business, around: Surroundings, memory: str = ""
    ) -> None:
        """Raises BookingsRefused."""
        self.source, self.business, self.around = source, business, around
        self.grid: Grid | None = source.grid(business)
        self.plan: TablePlan | None = None
        if self.grid is not None:
            self.plan = first_plan(self.grid, business, memory)
        self._places = {folded(one.name): one for one in around.resources}
        self._services = {folded(one.name): one for one in around.services}
        self._ways = AmountWays(currency=around.currency or "EUR")
        self._names = _by_name(around.people)
        self._people = {contact_id: (name, number) for contact_id, name, number in around.people}
        self._known = [self._held(one) for one in around.appointments if not one.is_removed]
        self._standing = {one.appointment_id: one for one in around.appointments}

    @property
    def name(self) -> str:
        """Of the file, "" for a pasted text."""
        return self.source.name

    def look(
        self, plan: TablePlan | None, choices: Choices = NOTHING_CHOSEN, watch: Watch = UNWATCHED
    ) -> BookingPreview:
        """What would become of every row. Raises BookingsRefused."""
        read = self.source.read(self.business, plan, watch=watch)
        zone = self.business.zone
        unknown = Counter(
            row.resource for row in read.rows if row.resource and folded(row.resource) not in self._places
        )
        made = self._made(unknown, choices) if self.around.may_make else {}
        ways = replace(self._ways, mark=evidence_of(row.price for row in read.rows).mark)
        near = [row for row in read.rows if not self._is_far(row)]
        far = [
            BookingProblem(row.row_no, "row_far", {"title": row.who or row.phone})
            for row in read.rows
            if self._is_far(row)
        ]
        days = [plan.day] if plan is not None and plan.day is not None else []
        told = plan_import(
            [self._as_here(row, made, ways) for row in near],
            self._known,
            scope_of(read, zone, days),
            zone,
            self.business.home,
            (*read.problems, *far),
        )
        problems: dict[int, list[BookingProblem]] = defaultdict(list)
        for problem in told.problems:
            problems[problem.row_no].append(problem)
        is_doubtful = any(one.code in UNREAD for one in read.left_out)
        gone = [one for one in told.gone if self._may_be_gone(one)]
        met = [one for one in (*told.moved, *told.changed, *told.unchanged) if one.known.import_key]
        # The list of one colleague, or of other software, is no word about the rest of the day.
        is_sparse = sum(one.why == "missing" for one in gone) > len(met)
        maker = _Rows(self, choices, made, is_ticked=not is_doubtful and not is_sparse)
        rows = [maker.new(one) for one in told.new]
        for fate, rows_met in (("moved", told.moved), ("changed", told.changed), ("same", told.unchanged)):
            rows += [maker.met(one, fate) for one in rows_met]  # type: ignore[arg-type]
        rows += [maker.gone(one) for one in gone]
        rows += [_left(one) for one in told.problems if one.is_left_out]
        rows.sort(key=lambda row: (row.fate == "gone", row.row_no, row.starts_at or _FIRST))
        numbered = tuple(_numbered(row, place, problems) for place, row in enumerate(rows))
        return self._preview(read, numbered, unknown, made, is_doubtful=is_doubtful, is_sparse=is_sparse)

    def _preview(
        self,
        read: ReadBookings,
        rows: tuple[BookingPreviewRow, ...],
        unknown: Counter[str],
        made: Mapping[str, NewPlace],
        *,
        is_doubtful: bool,
        is_sparse: bool,
    ) -> BookingPreview:
        numbers = {row.imported.number for row in rows if row.makes_person and row.imported is not None}
        return BookingPreview(
            rows,
            counted(rows),
            read,
            read.questions,
            dict(unknown),
            tuple(made.values()),
            tuple(sorted(day.isoformat() for day in read.days)),
            len(numbers),
            sum(row.is_unreachable and not row.is_skipped for row in rows),
            is_doubtful,
            is_sparse,
        )

    def _made(self, unknown: Iterable[str], choices: Choices) -> dict[str, NewPlace]:
        names = [one for one in unknown if folded(one) in choices.made and len(one) <= NAME_MAX_CHARS]
        return {folded(one): NewPlace(place_id(one), one) for one in names}

    def _is_far(self, row: BookingRow) -> bool:
        return abs(row.starts_at - self.business.now) > FARTHEST

    def _may_be_gone(self, one: GoneBooking) -> bool:
        """What is over, or was seen to, is not cancelled by a list that ends before it."""
        here = self._standing[one.known.appointment_id]
        return not here.outcome and here.starts_at > self.business.now

    # -- as it is written here

    def _held(self, one: Appointment) -> KnownBooking:
        contact_id = one.writes_to
        kept = self.around.merged.get(contact_id, contact_id) if contact_id is not None else None
        name, number = self._people.get(ContactId(kept), ("", "")) if kept is not None else ("", "")
        place = next((each.name for each in self.around.resources if each.resource_id == one.resource_id), "")
        service = next((each.name for each in self.around.services if each.service_id == one.service_id), "")
        return KnownBooking(
            one.appointment_id, one.import_key, one.starts_at, one.length_min, place, service or one.title,
            one.person or name, f"+{number}" if number else one.phone, one.note, money_text(one.price),
            one.answer == "cancelled", one.imported_at,
        )  # fmt: skip

    def _as_here(self, row: BookingRow, made: Mapping[str, NewPlace], ways: AmountWays) -> BookingRow:
        """The same in the words of the business: what it has no name for says nothing."""
        key = folded(row.resource)
        place = self._places.get(key)
        service = self._services.get(folded(row.service))
        length = row.length_min
        return replace(
            row,
            resource=place.name if place is not None else row.resource if key in made else "",
            service=service.name if service is not None else row.service[:WORDS_MAX_CHARS],
            price=money_text(self._price(row, ways)),
            length_min=None if length is None else min(max(length, LENGTH_MIN), LENGTH_MAX),
            who=row.who[:WORDS_MAX_CHARS],
            phone=row.phone[:WORDS_MAX_CHARS],
        )

    @staticmethod
    def _price(row: BookingRow, ways: AmountWays) -> Money | None:
        """What a row costs, as far as that can be read."""
        found = read_amount(row.price, ways).money if row.price else None
        return found if found is not None and found.minor >= 0 else None

    def number_of(self, row: BookingRow) -> str | None:
        """Whoever is written to about a row."""
        digits = read_numbers(row.phone, self.business.home).digits if row.phone else ()
        return next((one for one in digits if is_number(one)), None)

    def place_of(self, row: BookingRow, made: Mapping[str, NewPlace]) -> str:
        """The resource's id, "" for nobody's."""
        key = folded(row.resource)
        place = self._places.get(key)
        return place.resource_id if place is not None else made[key].resource_id if key in made else ""

    def service_of(self, row: BookingRow) -> str:
        """The service's id, "" where it is none of ours."""
        found = self._services.get(folded(row.service)) if row.service else None
        return found.service_id if found is not None else ""

    def person_of(self, row: BookingRow) -> ContactId | None:
        """Who has that name alone, where the row has no number."""
        return self._names.get(_name_key(row.who)) if not row.phone else None

    def is_contact(self, digits: str) -> bool:
        """Whether somebody is known under a number."""
        return not self.around.numbers.isdisjoint(variants(digits))

    def number_known(self, contact_id: ContactId) -> bool:
        """Whether a contact can be written to by number."""
        return bool(self._people.get(contact_id, ("", ""))[1])

    def writes_to(self, appointment_id: str) -> bool:
        """Whether somebody can be written to about an appointment that is known."""
        here = self._standing[appointment_id]
        kept = self.around.merged.get(here.writes_to or "", here.writes_to or "")
        return bool(self._people.get(ContactId(kept), ("", ""))[1])


@dataclass(slots=True)
class _Rows:
    """What becomes of each row, with what is handed to the hub."""

    review: BookingReview
    choices: Choices
    made: Mapping[str, NewPlace]
    is_ticked: bool  # whether what is gone is cancelled unless somebody says no

    def new(self, one: NewBooking) -> BookingPreviewRow:
        """Booked."""
        review, row = self.review, one.row
        number, person = review.number_of(row), review.person_of(row)
        service_id = review.service_of(row)
        imported = ImportedAppointment(
            row.row_no, imported_id(one.import_key), row.starts_at.astimezone(UTC), one.import_key, "keep",
            row.length_min or 0, review.place_of(row, self.made), service_id, "" if service_id else row.service,
            row.who, number, "" if number else row.phone, person, read_money(row.price), row.note,
        )  # fmt: skip
        return replace(
            self._shown(row, "added", f"new:{one.import_key}"),
            imported=imported,
            makes_person=number is not None and not review.is_contact(number),
            is_unreachable=number is None and (person is None or not review.number_known(person)),
        )

    def met(self, one: MetBooking, fate: Fate) -> BookingPreviewRow:
        """Moved, changed, or as it is."""
        review, row, known, changes = self.review, one.row, one.known, frozenset(one.changes)
        number = review.number_of(row) if row.phone else None
        service_id = review.service_of(row)
        is_other = bool({"who", "phone"} & changes)
        imported = ImportedAppointment(
            row.row_no, known.appointment_id, row.starts_at.astimezone(UTC), one.import_key,
            length_min=(row.length_min or 0) if "length_min" in changes else 0,
            resource_id=review.place_of(row, self.made) if "resource" in changes else "",
            service_id=service_id if "service" in changes else "",
            title=row.service if "service" in changes and not service_id else "",
            person=row.who if is_other else "", number=number if is_other else None,
            phone=row.phone if is_other and number is None else "",
            contact_id=review.person_of(row) if is_other else None,
            price=read_money(row.price) if "price" in changes else None,
            note=row.note if "note" in changes else "", seen_at=known.starts_at, is_other_person=is_other,
        )  # fmt: skip
        return replace(
            self._shown(row, fate, f"met:{known.appointment_id}", known),
            imported=imported,
            known=known,
            changes=one.changes,
            is_revived=one.is_revived,
            makes_person=is_other and number is not None and not review.is_contact(number),
            is_unreachable=fate != "same" and number is None and not review.writes_to(known.appointment_id),
        )

    def gone(self, one: GoneBooking) -> BookingPreviewRow:
        """Cancelled, where it is ticked."""
        known, identity = one.known, f"gone:{one.known.appointment_id}"
        is_ticked = one.why == "cancelled" or self.is_ticked
        is_ticked = (
            is_ticked or identity in self.choices.cancelled
        ) and identity not in self.choices.left_alone
        imported = ImportedAppointment(
            one.row_no, known.appointment_id, known.starts_at, does="cancel", seen_at=known.starts_at
        )
        return BookingPreviewRow(
            0, one.row_no, "gone", identity, known.starts_at, known.who, known.phone, known.service, known.resource,
            known, (one.why,), imported=imported, is_skipped=not is_ticked,
        )  # fmt: skip

    def _shown(
        self, row: BookingRow, fate: Fate, identity: str, known: KnownBooking | None = None
    ) -> BookingPreviewRow:
        who = row.who or (known.who if known is not None else "")
        service = row.service or (known.service if known is not None else "")
        return BookingPreviewRow(
            0, row.row_no, fate, identity, row.starts_at, who, row.phone, service,
            row.resource or (known.resource if known else ""), is_skipped=identity in self.choices.skipped,
        )  # fmt: skip


_FIRST = datetime.min.replace(tzinfo=UTC)


def _left(problem: BookingProblem) -> BookingPreviewRow:
    return BookingPreviewRow(
        0, problem.row_no, "left", who=problem.facts.get("title", ""), problems=(problem,)
    )


def _numbered(
    row: BookingPreviewRow, place: int, problems: Mapping[int, Sequence[BookingProblem]]
) -> BookingPreviewRow:
    told = row.problems
    if row.fate not in ("left", "gone"):
        told = tuple(one for one in problems.get(row.row_no, ()) if not one.is_left_out)
    return replace(row, number=place, problems=told)


def _name_key(name: str) -> str:
    """Words of a name in one order; "" for one word alone, which says too little."""
    words = sorted(frozenset(folded(name).split()) - TITLES)
    return " ".join(words) if len(words) > 1 else ""


def _by_name(people: Iterable[tuple[ContactId, str, str]]) -> dict[str, ContactId]:
    """Whose name is theirs alone."""
    found: dict[str, set[ContactId]] = defaultdict(set)
    for contact_id, name, _number in people:
        if key := _name_key(name):
            found[key].add(contact_id)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}
