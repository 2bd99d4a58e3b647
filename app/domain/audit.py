"""Who did what and when, as the log tells it: the rows of the team's journal."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from app.domain.events import Event
from app.domain.ids import ConversationId, MemberId
from app.domain.records import record

# What everybody does all day without deciding anything, and what follows from another entry.
LEFT_OUT = frozenset({"conversation.read", "send.accepted", "schedule.sent", "message.status"})
_BROUGHT = ("booked", "changed", "moved", "answered", "removed", "restored")
ROW_BY_ROW = frozenset(
    {"contact.added", "contact.withdrawn", "consent.given", "deal.added"}
    | {f"appointment.{what}" for what in _BROUGHT}
)
_PRIVATE = ("quick_reply.", "view.")  # what somebody may have for themselves alone
# What the hub did by a rule of the team's, or in its owner's name.
OF_THE_HUB = frozenset(
    {
        "conversation.assigned",
        "conversation.woken",
        "schedule.asked",
        "device.enrolled",
        "device.revoked",
        "member.added",
        "member.changed",
        "member.removed",
        "setting.changed",
        "line.added",
    }
)


@record
class AuditRow:
    """One entry. `member_id` None: the hub. `facts`: what the event says of itself, as texts."""

    pos: int
    at: datetime
    kind: str
    member_id: MemberId | None
    member_name: str | None
    conversation_id: ConversationId | None = None
    person: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@record
class AuditPage:
    """Entries, the newest first. `next_pos`: look on below it; None at the beginning of the log."""

    rows: tuple[AuditRow, ...]
    next_pos: int | None


_FACTS = (
    "text", "tag", "reason", "summary", "note", "outcome", "how", "name", "role", "value", "kind", "code",
    "assignee_id", "member_id", "device_id", "until_at", "due_at", "what", "count",
)  # fmt: skip


def is_told(event: Event) -> bool:
    """Whether the journal has an entry for it; what somebody keeps for themselves is nobody else's business."""
    if event.kind in ROW_BY_ROW and getattr(event.body, "import_id", None) is not None:
        return False  # the import itself is told, not each of its 50,000 rows
    is_private = event.kind.startswith(_PRIVATE) and getattr(event.body, "owner_id", None) is not None
    if event.kind in LEFT_OUT or is_private:
        return False
    return event.actor.kind == "member" or (event.actor.kind == "hub" and event.kind in OF_THE_HUB)


def facts_of(event: Event) -> dict[str, str]:
    """What may be told of it in words."""
    found = ((name, getattr(event.body, name, None)) for name in _FACTS)
    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in found
        if value not in (None, "")
    }
