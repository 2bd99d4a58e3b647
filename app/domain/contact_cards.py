"""What the team knows of a person beside the names that channels use: fields, tags, an owner, notes.

Values are canonical text, whatever the type of their field, and the last one written counts. What a person typed
becomes canonical in `app.words`; `value_problem` says what is none.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Final, Literal

from app.domain.calling_codes import BY_COUNTRY
from app.domain.contacts import Identity
from app.domain.errors import Refused
from app.domain.folding import folded
from app.domain.ids import ContactId, MemberId
from app.domain.phone_numbers import is_number
from app.domain.records import record

FieldType = Literal["text", "number", "money", "date", "choice", "yes_no"]
FIELD_TYPES: tuple[FieldType, ...] = ("text", "number", "money", "date", "choice", "yes_no")
# What every contact has without a definition: key and type. `phone`: digits as channels write them, typed by the team.
BUILT_IN: Final[tuple[str, ...]] = ("name", "phone", "email", "company", "language", "country")
VALUE_MAX_CHARS = 500
EMAIL_MAX_CHARS = 254
TITLE_MAX_CHARS = 60
CHOICES_MAX = 100
CHOICE_MAX_CHARS = 80
FIELDS_MAX = 100
CHANGES_MAX = 150  # of one command
NOTE_MAX_CHARS = 10_000
FIELDS_LANE = "contact_fields"
_EMAIL = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@,;<>\".]{2,}")
_MONEY = re.compile(r"-?\d{1,15} [A-Z]{3}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_NUMBER_MAX_CHARS = 40
_RANKED = re.compile(r"(-?\d{1,30}(?:\.\d{1,30})?)(?: [A-Z]{3})?", re.ASCII)


@record
class ContactField:
    """A field that the owner made. `choices`: of a "choice"; `position`: its place among the others, from 0."""

    field_id: str
    title: str
    type: FieldType
    choices: tuple[str, ...] = ()
    position: int = 0


@record
class FieldChange:
    """Another value of one field. `key`: a built-in one or a field's id; `value` None takes the value away."""

    key: str
    value: str | None


# --- events ---


@record
class ContactAdded:
    """contact.added: somebody of the team, or an import of theirs, made a contact before the person wrote."""

    KIND: ClassVar[str] = "contact.added"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    identity: Identity
    changes: tuple[FieldChange, ...] = ()
    tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None
    member_id: MemberId | None = None
    import_id: str | None = None


@record
class ContactChanged:
    """contact.changed."""

    KIND: ClassVar[str] = "contact.changed"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    changes: tuple[FieldChange, ...]
    member_id: MemberId | None = None


@record
class ContactTagged:
    """contact.tagged."""

    KIND: ClassVar[str] = "contact.tagged"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    tag: str
    member_id: MemberId | None = None


@record
class ContactUntagged:
    """contact.untagged."""

    KIND: ClassVar[str] = "contact.untagged"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    tag: str
    member_id: MemberId | None = None


@record
class ContactOwned:
    """contact.owned: who looks after this person from now on; None: nobody in particular."""

    KIND: ClassVar[str] = "contact.owned"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    owner_id: MemberId | None
    member_id: MemberId | None = None


@record
class ContactNoteAdded:
    """contact.note_added: about the person, not about a conversation."""

    KIND: ClassVar[str] = "contact.note_added"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    note_id: str
    text: str
    member_id: MemberId


@record
class ContactNoteEdited:
    """contact.note_edited."""

    KIND: ClassVar[str] = "contact.note_edited"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    note_id: str
    text: str
    member_id: MemberId


@record
class ContactNoteRemoved:
    """contact.note_removed."""

    KIND: ClassVar[str] = "contact.note_removed"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    note_id: str
    member_id: MemberId


@record
class ContactFieldDefined:
    """contact_field.defined: a field is there, or is called differently."""

    KIND: ClassVar[str] = "contact_field.defined"
    VERSION: ClassVar[int] = 1
    field_id: str
    title: str
    type: FieldType
    choices: tuple[str, ...] = ()
    position: int = 0
    member_id: MemberId | None = None


@record
class ContactFieldRemoved:
    """contact_field.removed: the field and what was in it are shown no more."""

    KIND: ClassVar[str] = "contact_field.removed"
    VERSION: ClassVar[int] = 1
    field_id: str
    member_id: MemberId | None = None


NOTE_EVENTS = (ContactNoteAdded, ContactNoteEdited, ContactNoteRemoved)
CARD_EVENTS = (ContactAdded, ContactChanged, ContactTagged, ContactUntagged, ContactOwned, *NOTE_EVENTS)
FIELD_EVENTS = (ContactFieldDefined, ContactFieldRemoved)
CardEvent = (
    ContactAdded | ContactChanged | ContactTagged | ContactUntagged | ContactOwned
    | ContactNoteAdded | ContactNoteEdited | ContactNoteRemoved | ContactFieldDefined | ContactFieldRemoved
)  # fmt: skip


# --- rules ---


def value_problem(key: str, value: str, field: ContactField | None = None) -> str | None:
    """Why this is no canonical value of a built-in field, or of `field`: a code; None when it is one."""
    if len(value) > VALUE_MAX_CHARS:
        return "field_long"
    if not value or value != value.strip() or not value.replace("\n", "").isprintable():
        return "field_text"
    checks = {"phone": is_phone, "email": is_email, "language": is_language, "country": is_country}
    if field is None:
        check = checks.get(key)
        return None if check is None or check(value) else f"field_{key}"
    if field.type == "text":
        return None
    if field.type == "choice":
        return None if value in field.choices else "field_choice"
    return None if _IS_OF_TYPE[field.type](value) else f"field_{field.type}"


def is_phone(value: str) -> bool:
    """Whether these are the digits of a whole international number."""
    return is_number(value)


def is_email(value: str) -> bool:
    """Whether it looks like an address of one person."""
    return len(value) <= EMAIL_MAX_CHARS and _EMAIL.fullmatch(value) is not None


def is_language(value: str) -> bool:
    """Two small letters (ISO 639-1)."""
    return _LANGUAGE.fullmatch(value) is not None


def is_country(value: str) -> bool:
    """Two capitals (ISO 3166) of a country that has telephones."""
    return value in BY_COUNTRY


def is_decimal(value: str) -> bool:
    """A number as 12 or -3.50, without groups and exponents."""
    if len(value) > _NUMBER_MAX_CHARS or not set(value) <= set("-.0123456789"):
        return False
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def is_money(value: str) -> bool:
    """Minor units and currency: "4200 EUR"."""
    return _MONEY.fullmatch(value) is not None


def is_day(value: str) -> bool:
    """A date as 2026-11-30."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_yes_no(value: str) -> bool:
    """One of the two words."""
    return value in ("yes", "no")


_IS_OF_TYPE = {"number": is_decimal, "money": is_money, "date": is_day, "yes_no": is_yes_no}


def rank_of(value: str) -> float | None:
    """What a number or an amount is sorted by; None for anything else."""
    found = _RANKED.fullmatch(value)
    return float(found[1]) if found else None


def definition_problem(field: ContactField, known: Sequence[ContactField]) -> Refused | None:
    """Why a field cannot be like this beside the others: it has a title of its own, its type, and choices to choose."""
    title = field.title.strip()
    others = [one for one in known if one.field_id != field.field_id]
    before = next((one for one in known if one.field_id == field.field_id), None)
    if not title or not title.isprintable():
        return Refused("field_nameless")
    if len(title) > TITLE_MAX_CHARS:
        return Refused("field_title_long", {"limit": str(TITLE_MAX_CHARS)})
    if any(folded(one.title) == folded(title) for one in others):
        return Refused("field_title_taken", {"title": title})
    if before is None and len(others) >= FIELDS_MAX:
        return Refused("fields_full", {"limit": str(FIELDS_MAX)})
    if field.type not in FIELD_TYPES or (before is not None and before.type != field.type):
        return Refused("field_type_fixed", {"title": title})
    choices = [one for one in field.choices if one.strip() == one and one.isprintable() and one]
    is_choosable = bool(choices) and len(choices) == len(field.choices) == len(set(choices)) <= CHOICES_MAX
    if field.type == "choice" and not (is_choosable and max(map(len, choices)) <= CHOICE_MAX_CHARS):
        return Refused("field_choices", {"title": title})
    return None if 0 <= field.position <= FIELDS_MAX * 10 else Refused("field_nameless")
