"""What people agreed to, as screens read and record it. A part of `Desk`.

Nothing here imports a library: a first paint passes through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ContactId, ConversationId, MessageId

if TYPE_CHECKING:
    from app.domain.consent import ConsentCard, Purpose, Source
    from app.domain.errors import Refused


class ConsentDesk(Protocol):
    """The ledger of each person, and what follows from it for what is sent to them."""

    def consent(self, contact_id: ContactId) -> ConsentCard:
        """How things stand for each purpose, and the ledger, with what waits for the hub."""

    def check_template(
        self, conversation_id: ConversationId, category: str, at: datetime | None = None
    ) -> Refused | None:
        """Why a template of this category may not go out (now, or at a time), as far as this computer knows.

        "consent_missing", "consent_withdrawn" {since, source}, "consent_doubted", "quiet_hours" {until, time, end}.
        """

    async def record_consent(
        self,
        contact_id: ContactId,
        purposes: Sequence[Purpose],
        *,
        source: Source,
        at: datetime,
        wording: str = "",
        proof: str = "",
        message_id: MessageId | None = None,
    ) -> None:
        """They agreed.

        Raises ComptoirError: "consent_empty", "consent_source", "consent_unproved", "consent_future", "text_too_long".
        """

    async def withdraw_consent(
        self,
        contact_id: ContactId,
        purposes: Sequence[Purpose],
        *,
        source: Source,
        at: datetime,
        wording: str = "",
        proof: str = "",
        message_id: MessageId | None = None,
    ) -> None:
        """They want no more of it. Raises as `record_consent`."""

    async def clear_doubt(self, contact_id: ContactId, message_id: MessageId) -> None:
        """A person read what may have been a stop, and it was none."""
