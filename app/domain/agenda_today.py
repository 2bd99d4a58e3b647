"""Appointments of today and tomorrow about which somebody of the team has to do something."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from typing import Final

from app.domain.agenda_rows import FILTER_OF, AgendaDays, AppointmentRow
from app.domain.ids import ConversationId

OURS: Final = frozenset({"to_ask", "to_settle", "to_call"})


def needing(
    days: AgendaDays, now: datetime, elsewhere: Container[ConversationId] = ()
) -> list[AppointmentRow]:
    """Those to come, by the states that the agenda counts; `elsewhere`: whose conversation stands in a list before."""
    return [
        row
        for row in days.rows
        if FILTER_OF[row.state] in OURS
        and row.appointment.starts_at > now
        and (row.conversation_id is None or row.conversation_id not in elsewhere)
    ]
