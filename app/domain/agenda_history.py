"""What happened to an appointment, as rows that a screen shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain import appointments as happened
from app.domain.agenda_rows import AppointmentHistoryRow
from app.domain.copies import changed
from app.domain.ids import MemberId, MessageId

_FIELDS: dict[type, dict[str, str]] = {  # of the row, and where the event has them
    happened.AppointmentBooked: {"to_at": "starts_at", "how": "source", "answer": "answer"},
    happened.AppointmentMoved: {"to_at": "starts_at", "from_at": "from_at", "how": "how"},
    happened.AppointmentNotAsked: {"code": "code"},
    happened.AppointmentAnswered: {"answer": "answer", "how": "how", "text": "wish"},
    happened.AppointmentOutcome: {"code": "outcome"},
}


def history_row(
    body: happened.AppointmentEvent, at: datetime, who: str, member_id: MemberId | None
) -> AppointmentHistoryRow:
    """A row without the customer's words, which `said_in` adds. `who`: the member's name, "" without one."""
    values: dict[str, Any] = {key: getattr(body, name) for key, name in _FIELDS.get(type(body), {}).items()}
    if isinstance(body, happened.AppointmentAsked):
        values["how"] = "ask" if body.is_ask else "reminder"
    if isinstance(body, happened.AppointmentChanged):
        values["text"] = " ".join(change.key for change in body.changes)
    return AppointmentHistoryRow(
        body.KIND, at, who, message_id=message_of(body), member_id=member_id, **values
    )


def is_bookkeeping(body: happened.AppointmentEvent) -> bool:
    """Whether it only notes how a list knows the appointment, of which nobody wants to hear."""
    if not isinstance(body, happened.AppointmentChanged):
        return False
    return happened.CHANGEABLE.isdisjoint(change.key for change in body.changes)


def message_of(body: happened.AppointmentEvent) -> MessageId | None:
    """The message that it came of, or went out with."""
    found: MessageId | None = getattr(body, "message_id", None)
    return found


def said_in(row: AppointmentHistoryRow, words: str, message_state: str) -> AppointmentHistoryRow:
    """With the customer's words, or with what became of the request."""
    if row.kind == happened.AppointmentAsked.KIND:
        return changed(row, code=message_state)
    return changed(row, text=row.text or words)
