"""People to choose from: found by beginnings of names, any part of a number, username or user id."""

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.folding import folded
from app.domain.phone_numbers import variants
from app.domain.rows import PersonRow
from storage.json_list import json_list

CANDIDATES = 40  # of so many who fit, the newest, those with the newest conversations are shown
FEWEST_DIGITS = 3
_BY_WORDS = "SELECT contact_id FROM view_contact WHERE {words} ORDER BY contact_id DESC LIMIT ?"
_BY_DIGITS = "SELECT contact_id FROM view_contact WHERE instr(number, ?) ORDER BY contact_id DESC LIMIT ?"
_ROWS = (
    "SELECT p.contact_id, p.name, p.number, p.username, p.user_id, c.line_id, MAX(COALESCE(c.lifted_pos, 0)) AS last"
    " FROM view_contact p LEFT JOIN view_conversation c USING (contact_id)"
    " WHERE p.contact_id IN (SELECT value FROM json_each(?)) GROUP BY p.contact_id ORDER BY last DESC LIMIT ?"
)
_BY_ID = "SELECT contact_id FROM view_alias WHERE kind IN ('user', 'parent_user') AND value = ?"
_BY_NUMBER = (
    "SELECT contact_id FROM view_alias WHERE kind = 'number' AND value IN (SELECT value FROM json_each(?))"
)


def people(conn: Connection, text: str, limit: int) -> list[PersonRow]:
    """Who fits what was typed so far, those heard of last first."""
    words, digits = folded(text).split(), _digits(text)
    ids = {row[0] for row in conn.execute(_BY_ID, (text.strip(),))}
    if len(digits) >= FEWEST_DIGITS:
        ids |= {row[0] for row in conn.execute(_BY_DIGITS, (digits, CANDIDATES))}
    if words and not digits:
        where = " AND ".join("sought LIKE ?" for _ in words)
        likes = [f"% {word}%" for word in words]
        ids |= {row[0] for row in conn.execute(_BY_WORDS.format(words=where), (*likes, CANDIDATES))}
    return _rows(conn, ids, limit)


def people_with_number(conn: Connection, digits: str) -> list[PersonRow]:
    """Who has this number, in any way of writing it; more than one only where two are mixed up."""
    return _rows(conn, {row[0] for row in conn.execute(_BY_NUMBER, (json_list(variants(digits)),))}, 10)


def _rows(conn: Connection, ids: set[str], limit: int) -> list[PersonRow]:
    if not ids:
        return []
    return [
        PersonRow(
            contact_id,
            shown_name(name, number, username, user_id),
            bool(name),
            number,
            username,
            user_id,
            line,
        )
        for contact_id, name, number, username, user_id, line, _ in conn.execute(
            _ROWS, (json_list(ids), limit)
        )
    ]


def _digits(text: str) -> str:
    """As a channel's number would hold them: without the zeros that are dialled before a country or inside one."""
    if any(char.isalpha() for char in text):
        return ""
    return "".join(str(int(char)) for char in text if char.isdecimal()).lstrip("0")
