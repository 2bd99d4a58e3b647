"""What leaves the team's hands: the trace of each export, and the people that one writes down."""

from datetime import datetime
from typing import ClassVar, Literal

from app.domain.ids import ContactId, MemberId
from app.domain.records import record

ExportWhat = Literal["contacts", "conversations", "deals", "appointments"]
ExportFormat = Literal["csv", "jsonl", "vcard"]
FORMATS: tuple[ExportFormat, ...] = ("csv", "jsonl", "vcard")
EXPORTS_LANE = "exports"


@record
class ExportMade:
    """export.made: a member wrote so many people or conversations into a file of this computer."""

    KIND: ClassVar[str] = "export.made"
    VERSION: ClassVar[int] = 1
    export_id: str
    what: ExportWhat
    format: str
    count: int
    member_id: MemberId | None = None


@record
class RecordExport:
    """export.record: asked for before the first byte is written, so that no export is without a trace."""

    KIND: ClassVar[str] = "export.record"
    VERSION: ClassVar[int] = 1
    export_id: str
    what: ExportWhat
    format: str
    count: int

    @property
    def lane(self) -> str:
        """Exports wait for nothing but each other."""
        return EXPORTS_LANE


@record
class ExportedPerson:
    """One person as a file tells of them. `fields`: values of the owner's own fields by their id."""

    contact_id: ContactId
    own_name: str | None = None
    profile_name: str | None = None
    number: str | None = None
    phone: str | None = None
    email: str | None = None
    company: str | None = None
    language: str | None = None
    country: str | None = None
    user_id: str | None = None
    username: str | None = None
    owner_name: str | None = None
    tags: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    created_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def name(self) -> str:
        """As the team calls them, else as they call themselves."""
        return self.own_name or self.profile_name or ""


def readable(value: str, field_type: str) -> str:
    """A canonical value as a file shows it: amounts in whole units with a point, "4200 EUR" is "42.00 EUR"."""
    amount, _, currency = value.partition(" ")
    if field_type != "money" or not currency:
        return value
    places = minor_places(currency)
    sign = "-" if amount.startswith("-") else ""
    digits = amount.lstrip("-").rjust(places + 1, "0")
    whole, rest = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{sign}{whole}{'.' + rest if rest else ''} {currency}"


_NO_MINOR = frozenset("JPY KRW XOF XAF XPF CLP ISK VND PYG UGX RWF GNF KMF".split())
_THREE_MINOR = frozenset("TND KWD BHD JOD OMR IQD LYD".split())


def minor_places(currency: str) -> int:
    """How many digits of an amount are of the smaller unit."""
    return 0 if currency in _NO_MINOR else 3 if currency in _THREE_MINOR else 2


@record
class ExportedDeal:
    """One deal as a file tells of it. `amount`: in whole units with a point, without its currency."""

    deal_id: str
    title: str = ""
    amount: str = ""
    currency: str = ""
    pipeline: str = ""
    stage: str = ""
    state: str = "open"
    person: str = ""
    number: str = ""
    email: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    made_at: datetime | None = None
    close_on: str = ""
    ended_at: datetime | None = None
    reason: str = ""
    note: str = ""
    next_step: str = ""
    next_at: datetime | None = None
