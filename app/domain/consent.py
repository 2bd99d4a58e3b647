"""What a person agreed to: by purpose and channel, with its source, its words, its time and its proof.

The ledger is all entries, of which none is ever changed. How things stand for a purpose follows from them: the newest
by the time at which it was said, whenever it was recorded; at the same moment a withdrawal beats a grant. That a person
wrote is the ground for answering them: it follows from their messages and needs no entry of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final, Literal

from app.domain.errors import Refused
from app.domain.ids import ContactId, LineId, MemberId, MessageId
from app.domain.records import record

Purpose = Literal["service", "reminders", "marketing"]
"""service: answers, and what a customer asked for; reminders: appointments, orders, news of a service; marketing."""
Source = Literal["own_message", "form", "import", "spoken", "channel", "rep", "stop_word"]
"""Their own message; a form; an imported row; said by voice; the channel's own switch; our decision; a stop word."""
PURPOSES: Final[tuple[Purpose, ...]] = ("service", "reminders", "marketing")
UNASKED: Final[tuple[Purpose, ...]] = ("reminders", "marketing")  # what a stop word ends
GIVING: Final[tuple[Source, ...]] = (
    "own_message",
    "form",
    "spoken",
)  # what a person may name as the source …
WITHDRAWING: Final[tuple[Source, ...]] = ("own_message", "form", "spoken", "rep")  # … and here
WORDING_MAX_CHARS: Final = 2_000
PROOF_MAX_CHARS: Final = 500
State = Literal["unknown", "given", "withdrawn"]


@record
class RecordConsent:
    """consent.record: somebody agreed. `at`: when they did, perhaps long before this is recorded.

    Refused: "consent_empty", "consent_source" for a source that no person can name, "consent_future", "text_too_long".
    """

    KIND: ClassVar[str] = "consent.record"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    purposes: tuple[Purpose, ...]
    source: Source
    at: datetime
    wording: str = ""  # what they agreed to, or said
    proof: str = ""  # where it can be found
    message_id: MessageId | None = None
    channel: str = "whatsapp"

    @property
    def lane(self) -> str:
        """Of two words about one person the later one must come later."""
        return self.contact_id


@record
class WithdrawConsent:
    """consent.withdraw: somebody wants no more, or never did. Ends it at once. Refused as `RecordConsent`."""

    KIND: ClassVar[str] = "consent.withdraw"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    purposes: tuple[Purpose, ...]
    source: Source
    at: datetime
    wording: str = ""
    proof: str = ""
    message_id: MessageId | None = None
    channel: str = "whatsapp"

    @property
    def lane(self) -> str:
        """As for `RecordConsent`."""
        return self.contact_id


@record
class ClearDoubt:
    """consent.clear: a person read what might have been a stop, and it was none."""

    KIND: ClassVar[str] = "consent.clear"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    message_id: MessageId

    @property
    def lane(self) -> str:
        """As for `RecordConsent`."""
        return self.contact_id


@record
class ConsentGiven:
    """consent.given. `member_id`: who recorded it; `import_id`: the import whose row it is."""

    KIND: ClassVar[str] = "consent.given"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    channel: str
    purposes: tuple[Purpose, ...]
    source: Source
    wording: str
    at: datetime
    proof: str = ""
    message_id: MessageId | None = None
    import_id: str | None = None
    member_id: MemberId | None = None
    line_id: LineId | None = None


@record
class ConsentWithdrawn:
    """consent.withdrawn. Without `member_id` the hub wrote it: of a stop word, or of the channel's own switch."""

    KIND: ClassVar[str] = "consent.withdrawn"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    channel: str
    purposes: tuple[Purpose, ...]
    source: Source
    wording: str
    at: datetime
    proof: str = ""
    message_id: MessageId | None = None
    import_id: str | None = None
    member_id: MemberId | None = None
    line_id: LineId | None = None


@record
class ConsentDoubted:
    """consent.doubted: a message that may ask for no more, and may not: a person must read it."""

    KIND: ClassVar[str] = "consent.doubted"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    message_id: MessageId
    at: datetime
    line_id: LineId | None = None


@record
class ConsentCleared:
    """consent.cleared: a person read it; it was no stop."""

    KIND: ClassVar[str] = "consent.cleared"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    message_id: MessageId
    member_id: MemberId | None = None


CONSENT_COMMANDS = (RecordConsent, WithdrawConsent, ClearDoubt)
CONSENT_EVENTS = (ConsentGiven, ConsentWithdrawn, ConsentDoubted, ConsentCleared)
LedgerEvent = ConsentGiven | ConsentWithdrawn


@record
class Entry:
    """One line of the ledger: what was said of one purpose. `pos` 0: it follows from a message, or waits for the hub.

    `contact_id`: whom it was recorded of, also where two proved to be one person.
    """

    pos: int
    contact_id: ContactId
    purpose: Purpose
    channel: str
    is_given: bool
    source: Source
    at: datetime
    recorded_at: datetime
    wording: str = ""
    proof: str = ""
    message_id: MessageId | None = None
    import_id: str | None = None
    member_id: MemberId | None = None
    member_name: str | None = None
    line_id: LineId | None = None
    is_pending: bool = False


@record
class Standing:
    """How things stand for one purpose. `since_at` None: nothing is known."""

    purpose: Purpose
    state: State = "unknown"
    since_at: datetime | None = None
    source: Source | None = None


@record
class Doubt:
    """A message that a person must read."""

    message_id: MessageId
    at: datetime


@record
class ConsentCard:
    """All that is known of one person: how things stand, the ledger (newest first), what must be read."""

    contact_id: ContactId
    standings: tuple[Standing, ...]
    entries: tuple[Entry, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def of(self, purpose: Purpose) -> Standing:
        """How things stand for one purpose."""
        return next((one for one in self.standings if one.purpose == purpose), Standing(purpose))


def entries_of(
    body: LedgerEvent, pos: int, recorded_at: datetime, *, is_pending: bool = False
) -> list[Entry]:
    """The lines that an event adds to the ledger, one for each purpose."""
    return [
        Entry(
            pos, body.contact_id, purpose, body.channel, isinstance(body, ConsentGiven), body.source, body.at,
            recorded_at, body.wording, body.proof, body.message_id, body.import_id, body.member_id,
            line_id=body.line_id, is_pending=is_pending,
        )
        for purpose in dict.fromkeys(body.purposes)
    ]  # fmt: skip


def weight(entry: Entry) -> tuple[datetime, bool, int]:
    """Of two lines the heavier one holds: the later said, then the withdrawal, then the later recorded."""
    return entry.at, not entry.is_given, entry.pos


def standing_of(purpose: Purpose, entries: Iterable[Entry]) -> Standing:
    """How things stand, whatever the order in which the lines came."""
    heaviest = max((one for one in entries if one.purpose == purpose), key=weight, default=None)
    if heaviest is None:
        return Standing(purpose)
    state: State = "given" if heaviest.is_given else "withdrawn"
    return Standing(purpose, state, heaviest.at, heaviest.source)


def standings_of(entries: Sequence[Entry]) -> tuple[Standing, ...]:
    """The same for every purpose."""
    return tuple(standing_of(purpose, entries) for purpose in PURPOSES)


def purpose_of(category: str) -> Purpose:
    """What a template is for, by its category at the channel; one that nobody knows is held to be marketing."""
    known: dict[str, Purpose] = {"utility": "reminders", "authentication": "service"}
    return known.get(category, "marketing")


def check_purpose(
    purpose: Purpose, standings: Mapping[Purpose, Standing], *, is_asked_first: bool, is_doubted: bool
) -> Refused | None:
    """Why nothing may be sent for a purpose now. `is_asked_first`: marketing needs a consent that was recorded.

    `consent_withdrawn` {where: purpose, since, source}, `consent_doubted`, `consent_missing` {where}.
    """
    for one in dict.fromkeys(
        (purpose, "service")
    ):  # who wants nothing at all wants none of the others either
        standing = standings.get(one, Standing(one))
        if standing.state == "withdrawn":
            since = standing.since_at.isoformat() if standing.since_at else ""
            return Refused(
                "consent_withdrawn", {"where": one, "since": since, "source": standing.source or ""}
            )
    if purpose != "marketing":
        return None
    if is_doubted:
        return Refused("consent_doubted", {"where": purpose})
    is_missing = is_asked_first and standings.get(purpose, Standing(purpose)).state != "given"
    return Refused("consent_missing", {"where": purpose}) if is_missing else None


def check_words(body: RecordConsent | WithdrawConsent, now: datetime) -> Refused | None:
    """Why this is no entry that a person may make."""
    sources = GIVING if isinstance(body, RecordConsent) else WITHDRAWING
    if not body.purposes or any(one not in PURPOSES for one in body.purposes):
        return Refused("consent_empty")
    if body.source not in sources:
        return Refused("consent_source", {"source": body.source[:20]})
    if isinstance(body, RecordConsent) and not (body.wording or body.proof or body.message_id):
        return Refused("consent_unproved")
    if body.at > now:
        return Refused("consent_future")
    for text, limit in ((body.wording, WORDING_MAX_CHARS), (body.proof, PROOF_MAX_CHARS)):
        if len(text) > limit:
            return Refused(
                "text_too_long", {"length": str(len(text)), "limit": str(limit), "where": "consent"}
            )
    return None
