"""Whom a filter names: conversations of people, members of the team, tags."""

from sqlcipher3.dbapi2 import Connection

from app.domain.folding import folded
from app.domain.ids import ConversationId
from app.domain.search_text import words_of
from storage.json_list import json_list
from storage.search.people import is_filled as people_are_filled
from storage.search.people import nos_about

MOST = 20_000  # conversations of people who fit a name
FEWEST_DIGITS = 3
_OF_PEOPLE = (  # the people first: there are fewer of them, and no index tells who is called so
    "SELECT c.no FROM view_contact p CROSS JOIN view_conversation c ON c.contact_id = p.contact_id"
    " WHERE {where} LIMIT ?"
)


_TAGS = "SELECT tag FROM view_tag_count WHERE count > 0 UNION SELECT DISTINCT tag FROM view_contact_tag"
_UNDER_TAG = (
    "SELECT no FROM view_tag WHERE tag = ?1 UNION SELECT c.no FROM view_contact_tag t"
    " JOIN view_contact p ON p.no = t.no JOIN view_conversation c ON c.contact_id = p.contact_id WHERE t.tag = ?1"
)


def with_people(index: Connection, view: Connection, text: str) -> frozenset[int]:
    """Numbers of the conversations with whoever is called so: beginnings of names, or any part of a number."""
    words = folded(text).split()
    digits = "" if any(char.isalpha() for char in text) else "".join(filter(str.isdecimal, text)).lstrip("0")
    if len(digits) < FEWEST_DIGITS and not words:
        return frozenset()
    known = nos_about(index, words_of(text), digits) if people_are_filled(index) else None
    if len(digits) >= FEWEST_DIGITS:
        where, values = "(instr(p.number, ?) OR instr(p.phone, ?))", [digits, digits]
    else:
        where = " AND ".join("instr(p.sought, ?)" for _ in words)
        values = [f" {word}" for word in words]
    among = "p.no IN (SELECT value FROM json_each(?)) AND " if known is not None else ""
    rows = view.execute(
        _OF_PEOPLE.format(where=among + where),
        (*([json_list(known)] if known is not None else ()), *values, MOST),
    )
    return frozenset(row[0] for row in rows)


def the_conversation(conn: Connection, conversation_id: ConversationId) -> frozenset[int]:
    """The number of one conversation, also of one that became part of another."""
    row = conn.execute(
        "SELECT no FROM view_conversation WHERE conversation_id ="
        " ifnull((SELECT kept_id FROM view_merged WHERE gone_id = ?1), ?1)",
        (conversation_id,),
    ).fetchone()
    return frozenset(row[:1] if row else ())


def members_called(conn: Connection, text: str) -> tuple[str, ...]:
    """Who of the team is called so, also those who left."""
    words = folded(text).split()
    rows = conn.execute("SELECT member_id, name FROM view_member")
    return tuple(
        member_id for member_id, name in rows if words and all(f" {word}" in folded(name) for word in words)
    )


def tagged(conn: Connection, tag: str) -> frozenset[int]:
    """Numbers of the conversations under a tag, or of people who have it: the one that is called so, else all that
    begin so.
    """
    wanted = folded(tag)
    known = [row[0] for row in conn.execute(_TAGS)] if wanted else []
    tags = [one for one in known if folded(one) == wanted]
    tags = tags or [one for one in known if folded(one).startswith(wanted)]
    return frozenset(row[0] for one in tags for row in conn.execute(_UNDER_TAG, (one,)))
