"""Whom a filter names: conversations of people, members of the team, tags."""

from sqlcipher3.dbapi2 import Connection

from app.domain.folding import folded
from app.domain.ids import ContactId, ConversationId

MOST = 20_000  # conversations of people who fit a name
FEWEST_DIGITS = 3
_OF_PEOPLE = (  # the people first: there are fewer of them, and no index tells who is called so
    "SELECT c.no FROM view_contact p CROSS JOIN view_conversation c ON c.contact_id = p.contact_id"
    " WHERE {where} LIMIT ?"
)


def with_people(conn: Connection, text: str) -> frozenset[int]:
    """Numbers of the conversations with whoever is called so: beginnings of names, or any part of a number."""
    words = folded(text).split()
    digits = "" if any(char.isalpha() for char in text) else "".join(filter(str.isdecimal, text)).lstrip("0")
    if len(digits) >= FEWEST_DIGITS:
        rows = conn.execute(_OF_PEOPLE.format(where="instr(p.number, ?)"), (digits, MOST))
    elif words:
        where = " AND ".join("instr(p.sought, ?)" for _ in words)
        rows = conn.execute(_OF_PEOPLE.format(where=where), (*(f" {word}" for word in words), MOST))
    else:
        return frozenset()
    return frozenset(row[0] for row in rows)


def the_conversation(conn: Connection, conversation_id: ConversationId) -> frozenset[int]:
    """The number of one conversation, also of one that became part of another."""
    row = conn.execute(
        "SELECT no FROM view_conversation WHERE conversation_id ="
        " ifnull((SELECT kept_id FROM view_merged WHERE gone_id = ?1), ?1)",
        (conversation_id,),
    ).fetchone()
    return frozenset(row[:1] if row else ())


def newest_conversation(conn: Connection, contact_id: ContactId) -> ConversationId | None:
    """Where somebody was last heard of."""
    row = conn.execute(
        "SELECT conversation_id FROM view_conversation WHERE contact_id = ? ORDER BY lifted_pos DESC LIMIT 1",
        (contact_id,),
    ).fetchone()
    return ConversationId(row[0]) if row else None


def members_called(conn: Connection, text: str) -> tuple[str, ...]:
    """Who of the team is called so, also those who left."""
    words = folded(text).split()
    rows = conn.execute("SELECT member_id, name FROM view_member")
    return tuple(
        member_id for member_id, name in rows if words and all(f" {word}" in folded(name) for word in words)
    )


def tagged(conn: Connection, tag: str) -> frozenset[int]:
    """Numbers of the conversations under a tag: the one that is called so, else all that begin so."""
    wanted = folded(tag)
    known = [row[0] for row in conn.execute("SELECT tag FROM view_tag_count WHERE count > 0")]
    tags = [one for one in known if folded(one) == wanted] or [
        one for one in known if folded(one).startswith(wanted)
    ]
    return frozenset(
        row[0]
        for one in tags
        if wanted
        for row in conn.execute("SELECT no FROM view_tag WHERE tag = ?", (one,))
    )
