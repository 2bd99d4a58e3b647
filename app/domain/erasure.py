"""Erasing one person for good: the event, what it counted, and how an erasure stands.

Nothing in here says who it was: ids alone, which mean nothing once all that they named is gone.
"""

from datetime import datetime
from typing import ClassVar, Literal

from app.domain.erased_appointments import ErasedAppointment
from app.domain.erased_deals import ErasedDeal
from app.domain.folding import folded
from app.domain.ids import ContactId, ConversationId, DeviceId, LineId, MemberId
from app.domain.records import record

EraseReason = Literal["request", "retention", "mistake"]
REASONS: tuple[EraseReason, ...] = ("request", "retention", "mistake")
ErasureState = Literal["asked", "erasing", "done"]
BACKUPS_UNTIL_DAYS = 35  # no copy of the hub is older, see decision 130
Span = tuple[int, int]  # first and last position of the log


@record
class ErasureCounts:
    """What there was of somebody. `events`: entries of the log, messages and notes among them; `posts`: webhooks."""

    messages: int = 0
    notes: int = 0
    files: int = 0
    events: int = 0
    posts: int = 0
    conversations: int = 0


@record
class LineSeen:
    """A business number as it was known: a message that told so may be among what was erased."""

    line_id: LineId
    channel: str
    display_number: str | None
    is_known: bool


@record
class BilledGone:
    """So many messages to them had a price, on a day (since 1970) and in a country; see `storage.view.billing`."""

    day: int
    line_id: str
    category: str
    type: str
    code: str
    count: int


@record
class Remaining:
    """What counters and numbers said, which nobody could read off the log any more. Nothing of the person is in it."""

    newest_received_us: int = 0
    lines: tuple[LineSeen, ...] = ()
    troubles: tuple[tuple[LineId, str, int], ...] = ()
    billed: tuple[BilledGone, ...] = ()


@record
class ContactErased:
    """contact.erased: whoever this was, nothing of them is left but this.

    `contact_ids`, `conversation_ids`: theirs, also those that had become part of others. `spans`: where their entries
    stand in the log, whose words are gone. `deals`, `appointments`: figures of nobody that are left of theirs.
    """

    KIND: ClassVar[str] = "contact.erased"
    VERSION: ClassVar[int] = 1
    contact_id: ContactId
    erasure_id: str
    reason: EraseReason
    member_id: MemberId | None
    counts: ErasureCounts
    contact_ids: tuple[ContactId, ...]
    conversation_ids: tuple[ConversationId, ...]
    spans: tuple[Span, ...]
    remaining: Remaining
    deals: tuple[ErasedDeal, ...] = ()
    appointments: tuple[ErasedAppointment, ...] = ()


@record
class EraseWish:
    """What a leader asks the hub for. `confirm`: the person's name as the screen shows it, typed again.

    `is_kept_off`: nobody is to write to this number of our own accord again; it is remembered in no readable form.
    """

    contact_id: ContactId
    confirm: str
    reason: EraseReason = "request"
    is_kept_off: bool = False


@record
class ErasurePlan:
    """What would go. `name`: as it must be typed."""

    contact_id: ContactId
    name: str
    counts: ErasureCounts


@record
class ErasureDevice:
    """A computer that had the log when it happened. `confirmed_at`: when it said that it has erased its own copy."""

    device_id: DeviceId
    name: str
    member: str
    confirmed_at: datetime | None
    is_revoked: bool


@record
class ErasureRow:
    """How an erasure stands. `pos`, `chain`: its place in the log, which proves that it was not written later."""

    erasure_id: str
    contact_id: ContactId
    reason: EraseReason
    state: ErasureState
    asked_at: datetime
    done_at: datetime | None
    asked_by: str | None
    counts: ErasureCounts
    pos: int
    chain: str
    is_kept_off: bool
    devices: tuple[ErasureDevice, ...] = ()
    backups_until_at: datetime | None = None


@record
class Retained:
    """What the rule of age would erase now: people, and their messages."""

    months: int
    people: int
    messages: int


def spans_of(positions: list[int]) -> tuple[Span, ...]:
    """Ascending positions as stretches."""
    found: list[list[int]] = []
    for pos in positions:
        if found and found[-1][1] == pos - 1:
            found[-1][1] = pos
        else:
            found.append([pos, pos])
    return tuple((first, last) for first, last in found)


def positions_of(spans: tuple[Span, ...]) -> list[int]:
    """The same the other way."""
    return [pos for first, last in spans for pos in range(first, last + 1)]


def is_confirmed(typed: str, name: str) -> bool:
    """Whether somebody typed this name; blanks, capitals and accents do not count."""
    if not name:
        return False
    is_same = " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()
    return is_same or folded(typed) == folded(name) != ""
