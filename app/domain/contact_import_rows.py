"""What is brought of a list of people, and what one row does to whom.

The decision what a row does is one pure function: the desktop previews with it, and the hub decides with it again.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Final, Literal

from app.domain.contact_cards import FieldChange
from app.domain.ids import ContactId, ImportId, MemberId
from app.domain.phone_numbers import variants
from app.domain.records import record

How = Literal["fill", "overwrite"]
RowOutcome = Literal["added", "changed", "same"]
ContactsImportState = Literal["open", "ended", "undone"]

BATCH_MAX: Final = 500  # rows that the hub takes at once
ROWS_MAX: Final = 200_000
REP_ROWS_MAX: Final = 100  # more at once need a manager
CHANGES_MAX: Final = 150
TAGS_MAX: Final = 50
SOURCE_MAX_CHARS: Final = 200
WORDING_MAX_CHARS: Final = 2_000


@record
class ContactsImportRequest:
    """What a desktop asks for to begin. The id is its own, so that asking twice begins one import."""

    import_id: ImportId
    file_name: str
    fingerprint: str
    total: int
    source: str = ""
    wording: str = ""
    agreed_at: datetime | None = None
    purpose: str = ""

    @property
    def has_agreed(self) -> bool:
        """Whether it says to what its people agreed, and when."""
        return bool(self.purpose) and self.agreed_at is not None


@record
class ImportedPerson:
    """One row. `number`: what they are written to under; a further one is the change of `phone`.

    `how`: what happens to somebody who is known: only empty fields are filled, or all of the row's are written.
    """

    row: int
    number: str | None = None
    user_id: str | None = None
    changes: tuple[FieldChange, ...] = ()
    tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None
    how: How = "fill"

    def value(self, key: str) -> str | None:
        """What the row says of a field."""
        return next((change.value for change in self.changes if change.key == key), None)

    @property
    def has_identity(self) -> bool:
        """Whether anybody could be found again by it."""
        return bool(self.number or self.user_id or self.value("email") or self.value("phone"))


@record
class PeopleBatch:
    """Rows in the order of the file; `first`: how many stand before them."""

    first: int
    people: tuple[ImportedPerson, ...]


@record
class ContactsImportProgress:
    """How far the hub is: of `done` rows so many made a contact, changed one, or changed nothing.

    `refused`: rows of people who were erased and asked never to be written to again.
    `removed`, `kept`, `restored` and `left` are of an undo.
    """

    import_id: ImportId
    state: ContactsImportState
    total: int
    done: int
    added: int
    changed: int
    same: int
    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0
    refused: int = 0


@record
class ContactsImportRow:
    """One line of the list of past imports."""

    import_id: ImportId
    file_name: str
    fingerprint: str
    began_at: datetime
    state: ContactsImportState
    total: int
    added: int
    changed: int
    same: int
    removed: int = 0
    kept: int = 0
    restored: int = 0
    left: int = 0
    member_id: MemberId | None = None
    member_name: str | None = None


@record
class KnownPerson:
    """What is known of a contact before a row comes. `numbers`: every number under which they are known."""

    contact_id: ContactId
    numbers: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    owner_id: MemberId | None = None


@record
class Decision:
    """What a row does. `taken`: what it puts in the place of which earlier values, so that it can be taken back."""

    outcome: RowOutcome
    changes: tuple[FieldChange, ...] = ()
    tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None
    before: tuple[FieldChange, ...] = ()
    owner_before: MemberId | None = None


def decide(known: KnownPerson | None, person: ImportedPerson) -> Decision:
    """What a row does to somebody who is known, or that it makes somebody new."""
    if known is None:
        return Decision("added", person.changes, person.tags, person.owner_id)
    wanted = dict(_wanted(known, person))
    may_replace = person.how == "overwrite"
    changes, before = [], []
    for key, value in wanted.items():
        old = known.values.get(key)
        if value != old and (not old or may_replace):
            changes.append(FieldChange(key, value))
            before.append(FieldChange(key, old))
    tags = tuple(tag for tag in person.tags if tag not in known.tags)
    is_owned = person.owner_id is not None and person.owner_id != known.owner_id
    owner_id = person.owner_id if is_owned and (known.owner_id is None or may_replace) else None
    outcome: RowOutcome = "changed" if changes or tags or owner_id is not None else "same"
    return Decision(
        outcome,
        tuple(changes),
        tags,
        owner_id,
        tuple(before),
        known.owner_id if owner_id is not None else None,
    )


def _wanted(known: KnownPerson, person: ImportedPerson) -> list[tuple[str, str]]:
    """The row's values; a number under which the person is not known yet becomes the one that the team noted."""
    wanted = [
        (change.key, change.value) for change in person.changes if change.value and change.key != "phone"
    ]
    if not known.values.get(
        "name"
    ):  # as they call themselves on the channel: the team says nothing new by it
        wanted = [one for one in wanted if one != ("name", known.values.get("profile_name"))]
    fresh = [
        number
        for number in (person.number, person.value("phone"))
        if number and not any(one in known.numbers for one in variants(number))
    ]
    return [*wanted, ("phone", fresh[0])] if fresh else wanted


def taken_back(
    now: Mapping[str, str], before: tuple[FieldChange, ...], after: tuple[FieldChange, ...]
) -> tuple[tuple[FieldChange, ...], int]:
    """What an undo gives back, and how many fields it leaves since somebody wrote another value there."""
    put = {change.key: change.value for change in after}
    back = tuple(change for change in before if now.get(change.key) == put.get(change.key))
    return back, len(before) - len(back)
