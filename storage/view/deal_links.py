"""Whose a deal may be that belongs to nobody, and which of these may be somebody's: by address, number, name."""

from functools import lru_cache

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.deal_links import LinkSuggestion, Wanted, email_key, name_key, numbers_in, reasons_for
from app.domain.ids import ContactId, ConversationId
from app.domain.merge_suggestions import one_way
from app.domain.phone_numbers import SHORTEST, variants
from storage.json_list import json_list

LOOKED_AT = 500  # people of one name, address or number; more is nobody's
FREE_MOST = 2_000  # open deals without a person that are looked at
_PERSON = "SELECT contact_id, name, number, phone, username, user_id, email FROM view_contact"
_BY_EMAIL = f"{_PERSON} WHERE email = ? LIMIT {LOOKED_AT}"
_BY_NAME = f"{_PERSON} WHERE sort_key = ? LIMIT {LOOKED_AT}"
_BY_NUMBER = (
    f"{_PERSON} WHERE contact_id IN (SELECT contact_id FROM view_alias WHERE kind = 'number'"
    " AND value IN (SELECT value FROM json_each(?1))"
    " UNION SELECT contact_id FROM view_contact WHERE phone IN (SELECT value FROM json_each(?1)))"
)
_LATEST = "SELECT conversation_id FROM view_conversation WHERE contact_id = ? ORDER BY last_us DESC LIMIT 1"
_NUMBER = "*" + "[0-9]*" * SHORTEST  # so many digits, whatever stands between them
# Folding a name costs more than reading it: those that begin with another letter of ours cannot be the same.
_MAY_FIT = (
    f"(?1 <> '' AND d.email = ?1 COLLATE NOCASE) OR d.title GLOB '{_NUMBER}' OR d.person GLOB '{_NUMBER}'"
    " OR (?2 <> '' AND (lower(substr(d.person, 1, 1)) = ?2 OR d.person NOT GLOB '[A-Za-z]*'))"
)
_FREE = (
    "SELECT deal_id, person, email, title FROM (SELECT deal_id, person, email, title FROM view_deal"
    " INDEXED BY view_deal_free WHERE contact_id IS NULL AND conversation_id IS NULL AND state = 'open'"
    f" AND is_removed = 0 AND is_erased = 0 ORDER BY no DESC LIMIT {FREE_MOST}) d WHERE {_MAY_FIT}"
)
_Person = tuple[str, str | None, str | None, str | None, str | None, str | None, str | None]


def people_for(conn: Connection, wanted: Wanted) -> list[LinkSuggestion]:
    """Everybody who fits, each with the reasons."""
    found: dict[str, _Person] = {}
    if wanted.email:
        found |= {row[0]: row for row in conn.execute(_BY_EMAIL, (wanted.email,))}
    if wanted.numbers:
        ways = [way for number in wanted.numbers for way in variants(number)]
        found |= {row[0]: row for row in conn.execute(_BY_NUMBER, (json_list(ways),))}
    if wanted.name:
        found |= {row[0]: row for row in conn.execute(_BY_NAME, (wanted.name,))}
    return [_suggestion(conn, wanted, row) for row in found.values()]


def deals_for(conn: Connection, contact_id: ContactId, calling_code: str | None) -> list[LinkSuggestion]:
    """Open deals that belong to nobody and may be this person's."""
    row: _Person | None = conn.execute(f"{_PERSON} WHERE contact_id = ?", (contact_id,)).fetchone()
    if row is None:
        return []
    name, email, numbers = name_key(row[1] or ""), email_key(row[6] or ""), set(_numbers_of(row))
    found: list[LinkSuggestion] = []
    for deal_id, person, address, title in conn.execute(_FREE, (email, name[:1])).fetchall():
        wanted = _wanted(deal_id, person, address, title, calling_code)
        is_alike = (name and wanted.name == name) or (email and wanted.email == email)
        if is_alike or numbers & set(wanted.numbers):
            found.append(_suggestion(conn, wanted, row))
    return found


@lru_cache(maxsize=2 * FREE_MOST)
def _wanted(deal_id: str, person: str, email: str, title: str, calling_code: str | None) -> Wanted:
    """As `app.domain.deal_links.wanted_of`; folding a name costs more than reading it."""
    return Wanted(deal_id, name_key(person), email_key(email), numbers_in((person, title), calling_code))


def _suggestion(conn: Connection, wanted: Wanted, row: _Person) -> LinkSuggestion:
    contact_id, name, number, phone, username, user_id, email = row
    talk = conn.execute(_LATEST, (contact_id,)).fetchone()
    reasons = reasons_for(wanted, name or "", [email] if email else [], _numbers_of(row))
    shown = shown_name(name, number or phone, username, user_id)
    there = ConversationId(talk[0]) if talk else None
    return LinkSuggestion(
        wanted.deal_id, ContactId(contact_id), shown, bool(name), number or phone, there, reasons
    )


def _numbers_of(row: _Person) -> list[str]:
    """Under which somebody is known, and which the team wrote down, as they are compared."""
    return [one_way(one) for one in (row[2], row[3]) if one]
