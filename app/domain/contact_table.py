"""The table of contacts: what is asked for, and one line of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Final

from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.records import record
from app.domain.segments import Rule

ContactNo = int  # the number of a contact in one view: short, and kept in order by the thousands
BULK_MAX: Final = 100  # more contacts at once need a manager


@record
class TableAsk:
    """Which contacts, in which order. `sort`: a column; those that have nothing there stand last, equal ones by name.

    `words`: each must begin a word of a contact's, or all be part of its number; accents and capitals make no
    difference.
    """

    sort: str = "name"
    is_descending: bool = False
    words: str = ""
    rules: tuple[Rule, ...] = ()  # of which all must hold


@record
class TableRow:
    """One line. `conversation_id`: where they wrote last, None when they never did. `values`: fields, also own ones.

    `consents`: "given" or "withdrawn" by purpose; what is not there was not asked.
    """

    no: ContactNo
    contact_id: ContactId
    name: str  # shown name, see contacts.shown_name
    is_named: bool
    number: str | None = None
    username: str | None = None
    user_id: str | None = None
    last_at: datetime | None = None
    created_at: datetime | None = None
    conversation_id: ConversationId | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    owner_id: MemberId | None = None
    owner_name: str | None = None
    consents: Mapping[str, str] = field(default_factory=dict)


@record
class Facets:
    """What contacts have: how many they are, their tags with how many have each, languages and countries."""

    total: int = 0
    tags: tuple[tuple[str, int], ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    has_consents: bool = False  # whether anybody was ever asked
