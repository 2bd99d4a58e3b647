"""Which appointment a message asked about, or answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.domain.rows import MessageRow, ThreadHeader

if TYPE_CHECKING:
    from app.desk.desk import Desk

MOST: Final = 50
KINDS: Final = frozenset({"note", "notice"})  # nobody is asked with them


def appointment_of(desk: Desk, row: MessageRow, header: ThreadHeader | None) -> str:
    """Its id; "" where it is about none of theirs."""
    if header is None or row.kind in KINDS:
        return ""
    for one in desk.appointments_of(header.contact_id, MOST):
        about = one.appointment
        if row.message_id in (about.answer_message_id, about.ask_message_id):
            return one.appointment_id
    return ""
