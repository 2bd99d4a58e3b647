"""Findings about contacts, read from rows: counts that walk an index, and the people behind each."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.hygiene import Finding, FoundPerson
from app.domain.ids import ContactId
from storage.json_list import json_list
from storage.view import incoming

# Who has nobody. A partial index holds those who have somebody: the others are the difference.
_OWNED = "SELECT count(*) FROM view_contact WHERE owner_id IS NOT NULL"
_NAMELESS = "SELECT count(*) FROM view_contact INDEXED BY view_contact_name WHERE name IS NULL"
# First words ever that nobody has answered, of whom the team knows nothing older (marks 1 and 3).
_FRESH = (
    "view_conversation INDEXED BY view_conversation_fresh WHERE waiting_since_us IS NOT NULL AND snoozed_us IS NULL"
    " AND marks IN (1, 2, 3, 6, 7) AND marks IN (1, 3) AND is_closed = 0"
)
# Of these nothing was recorded, neither a yes nor a no, and they never wrote: nothing allows to write to them.
_SAID = "EXISTS (SELECT 1 FROM view_consent_state s WHERE s.contact_id = p.contact_id)"
_GROUNDLESS = f"p.last_in_us IS NULL AND NOT {_SAID}"
_NO_CONSENT = f"SELECT count(*) FROM view_contact p INDEXED BY view_contact_unheard WHERE {_GROUNDLESS}"
_UNANSWERED = f"SELECT count(DISTINCT contact_id) FROM {_FRESH}"
_WHERE: dict[Finding, str] = {
    "no_owner": "p.owner_id IS NULL",
    "no_name": "p.name IS NULL",
    "no_consent": _GROUNDLESS,
    "unanswered": f"p.contact_id IN (SELECT contact_id FROM {_FRESH})",
}
_PEOPLE = (
    "SELECT p.contact_id, p.name, p.number, p.username, p.user_id, p.phone,"
    " (SELECT c.conversation_id FROM view_conversation c WHERE c.contact_id = p.contact_id"
    " ORDER BY c.last_us DESC LIMIT 1) FROM view_contact p"
)
# Who wrote and has no deal, in each conversation of theirs: see `storage.view.incoming`.
_TALKS = (
    "SELECT p.contact_id, p.name, p.number, p.username, p.user_id, p.phone, c.conversation_id"
    " FROM view_conversation c INDEXED BY view_conversation_incoming JOIN view_contact p ON p.contact_id = c.contact_id"
    f" WHERE {incoming.OPEN} ORDER BY c.newest_inbound_pos DESC LIMIT ?"
)
# A number that the channel knows is somebody's, whatever the tables of numbers say.
_TYPED = (
    "SELECT contact_id, phone FROM view_contact INDEXED BY view_contact_phone WHERE phone IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM view_alias WHERE kind = 'number' AND value = phone)"
)
_ALL_WITH = (
    f"SELECT count(*) FROM view_contact p WHERE p.owner_id IS NULL OR p.name IS NULL OR ({_GROUNDLESS})"
    f" OR p.contact_id IN (SELECT contact_id FROM {_FRESH})"
    " OR p.contact_id IN (SELECT value FROM json_each(?))"
)


def people_count(conn: Connection) -> int:
    """How many contacts there are."""
    return int(conn.execute("SELECT count(*) FROM view_contact").fetchone()[0])


def quick_counts(conn: Connection, people: int) -> list[tuple[Finding, int]]:
    """Of the findings that an index knows."""
    owned, nameless, unanswered, groundless = (
        int(conn.execute(sql).fetchone()[0]) for sql in (_OWNED, _NAMELESS, _UNANSWERED, _NO_CONSENT)
    )
    return [
        ("unanswered", unanswered), ("no_owner", people - owned), ("no_name", nameless), ("no_consent", groundless),
        ("no_deal", incoming.incoming_count(conn) if incoming.is_any_deal(conn) else 0),
    ]  # fmt: skip


def typed_numbers(conn: Connection) -> list[tuple[ContactId, str]]:
    """Numbers that somebody of the team typed and the channel does not know, and whose they are."""
    return [(ContactId(row[0]), row[1]) for row in conn.execute(_TYPED)]


def people_with(conn: Connection, finding: Finding, limit: int) -> list[FoundPerson]:
    """Whom a finding is about, the newest contacts first."""
    if finding == "no_deal":
        rows = conn.execute(_TALKS, (limit if incoming.is_any_deal(conn) else 0,))
        return [_found(row) for row in rows.fetchall()]
    rows = conn.execute(f"{_PEOPLE} WHERE {_WHERE[finding]} ORDER BY p.no DESC LIMIT ?", (limit,))
    return [_found(row) for row in rows.fetchall()]


def people_of(conn: Connection, ids: Iterable[ContactId]) -> list[FoundPerson]:
    """These, the newest first."""
    rows = conn.execute(
        f"{_PEOPLE} WHERE p.contact_id IN (SELECT value FROM json_each(?)) ORDER BY p.no DESC",
        (json_list(ids),),
    )
    return [_found(row) for row in rows.fetchall()]


def count_with_any(conn: Connection, more: Sequence[ContactId]) -> int:
    """How many have a finding: one of an index, or they are among `more`. A look at everybody."""
    return int(conn.execute(_ALL_WITH, (json_list(more),)).fetchone()[0])


def _found(row: tuple[Any, ...]) -> FoundPerson:
    contact_id, name, number, username, user_id, phone, conversation_id = row
    shown = shown_name(name, number or phone, username, user_id)
    return FoundPerson(contact_id, shown, name is not None, number or phone, phone, conversation_id)
