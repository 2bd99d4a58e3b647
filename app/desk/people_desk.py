"""Whom the team knows, and telling a customer that somebody writes. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from typing import Protocol

from app.domain.ids import ConversationId
from app.domain.rows import PersonRow


class PeopleDesk(Protocol):
    """What choosing somebody to write to needs."""

    def people(self, text: str, limit: int = 8) -> list[PersonRow]:
        """Who fits what was typed so far (a name, any part of a number, a username), those heard of last first."""

    def people_with_number(self, digits: str) -> list[PersonRow]:
        """Who has a whole number, however it is written."""

    def note_typing(self, conversation_id: ConversationId) -> None:
        """Somebody writes to a customer: call it at each key. The customer is shown it, unless the team wants that off.

        Told to the hub now and then, never waited for, never kept.
        """
