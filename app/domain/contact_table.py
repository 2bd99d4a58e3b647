"""The table of contacts: what is asked for, and one line of it."""

from __future__ import annotations

from datetime import datetime

from app.domain.ids import ContactId, ConversationId
from app.domain.records import record

ContactNo = int  # the number of a contact in one view: short, and kept in order by the thousands


@record
class TableAsk:
    """Which contacts, in which order. `sort`: a column; equal ones follow each other by name.

    `words`: each must begin a word of a contact's, or be part of its number; accents and capitals make no difference.
    """

    sort: str = "name"
    is_descending: bool = False
    words: str = ""


@record
class TableRow:
    """One line. `conversation_id`: where they wrote last, None when they never did."""

    no: ContactNo
    contact_id: ContactId
    name: str  # shown name, see contacts.shown_name
    is_named: bool
    number: str | None
    username: str | None
    last_at: datetime | None
    conversation_id: ConversationId | None
