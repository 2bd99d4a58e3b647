"""Lines of the table of contacts, and what is asked about many contacts at once: always by their numbers or ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection

from app.domain.contact_table import ContactNo, Facets, TableRow
from app.domain.contacts import shown_name
from app.domain.folding import folded
from app.domain.ids import ContactId, ConversationId, MemberId
from app.domain.phone_numbers import variants
from storage.instants import from_us
from storage.json_list import json_list

BEGINNING_MOST: Final = 500
_AMONG: Final = "IN (SELECT value FROM json_each(?))"
_LINES: Final = (
    "SELECT p.no, p.contact_id, p.name, p.number, p.username, p.user_id, p.phone, p.email, p.company, p.language,"
    " p.country, p.owner_id, p.created_us, p.last_us, m.name FROM view_contact p"
    " LEFT JOIN view_member m ON m.member_id = p.owner_id WHERE p.no "
)
_TALKS: Final = (
    "SELECT contact_id, conversation_id, MAX(coalesce(last_us, 0)) FROM view_conversation"
    f" WHERE contact_id {_AMONG} GROUP BY contact_id"
)
_BEGINNING: Final = (
    "SELECT no FROM view_contact WHERE sort_key >= ? AND sort_key < ? ORDER BY sort_key LIMIT ?"
)
_WITH_TAG: Final = "SELECT 1 FROM view_contact_tag t WHERE t.no = p.no AND t.tag = ?"


# --- lines ---


def table_rows(conn: Connection, nos: Sequence[ContactNo]) -> list[TableRow]:
    """These lines, without those that are gone."""
    asked = json_list(nos)
    lines = conn.execute(_LINES + _AMONG, (asked,)).fetchall()
    tags, values, consents = _tags(conn, asked), _values(conn, asked), _consents(conn, lines)
    ids = json_list(line[1] for line in lines)
    talks = {contact_id: talk for contact_id, talk, _last in conn.execute(_TALKS, (ids,))}
    return [
        _row(
            line,
            tags.get(line[0], ()),
            values.get(line[0], {}),
            consents.get(line[1], {}),
            talks.get(line[1]),
        )
        for line in lines
    ]


def _row(
    line: Any, tags: Sequence[str], values: dict[str, str], consents: dict[str, str], talk: str | None
) -> TableRow:
    no, contact_id, name, number, username, user_id, *built_in, owner_id, created_us, last_us, owner_name = (
        line
    )
    keys = ("phone", "email", "company", "language", "country")
    known = {key: value for key, value in zip(keys, built_in, strict=True) if value is not None}
    return TableRow(
        no=no,
        contact_id=contact_id,
        name=shown_name(name, number or known.get("phone"), username, user_id),
        is_named=bool(name),
        number=number,
        username=username,
        user_id=user_id,
        last_at=from_us(last_us),
        created_at=from_us(created_us),
        conversation_id=ConversationId(talk) if talk is not None else None,
        values={**known, **values},
        tags=tuple(tags),
        owner_id=owner_id,
        owner_name=owner_name,
        consents=consents,
    )


def _tags(conn: Connection, asked: str) -> dict[ContactNo, list[str]]:
    found: dict[ContactNo, list[str]] = {}
    sql = f"SELECT no, tag FROM view_contact_tag WHERE no {_AMONG} ORDER BY no, tag"
    for no, tag in conn.execute(sql, (asked,)):
        found.setdefault(no, []).append(tag)
    return found


def _values(conn: Connection, asked: str) -> dict[ContactNo, dict[str, str]]:
    found: dict[ContactNo, dict[str, str]] = {}
    for no, field_id, value in conn.execute(
        f"SELECT no, field_id, value FROM view_contact_field WHERE no {_AMONG}", (asked,)
    ):
        found.setdefault(no, {})[field_id] = value
    return found


def _has_consents(conn: Connection) -> bool:
    return conn.execute("SELECT 1 FROM view_consent_state LIMIT 1").fetchone() is not None


def _consents(conn: Connection, lines: Sequence[Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    sql = (
        "SELECT contact_id, purpose, is_given FROM view_consent_state"
        f" WHERE contact_id {_AMONG} AND channel = 'whatsapp'"
    )
    for contact_id, purpose, is_given in conn.execute(sql, (json_list(line[1] for line in lines),)):
        found.setdefault(contact_id, {})[purpose] = "given" if is_given else "withdrawn"
    return found


# --- looking for somebody ---


def beginning(conn: Connection, text: str) -> list[ContactNo]:
    """Whose shown name begins so."""
    begin = folded(text).strip()
    if not begin:
        return []
    return [row[0] for row in conn.execute(_BEGINNING, (begin, begin + "\U0010ffff", BEGINNING_MOST))]


def numbers_of(conn: Connection, ids: Sequence[ContactId]) -> list[ContactNo]:
    """The numbers of these contacts."""
    rows = conn.execute(f"SELECT no FROM view_contact WHERE contact_id {_AMONG}", (json_list(ids),))
    return [row[0] for row in rows]


def known_by(conn: Connection, digits: str, email: str) -> ContactNo | None:
    """Who has this number, in any way of writing it, or this address."""
    numbers = json_list(variants(digits)) if digits else "[]"
    row = conn.execute(
        "SELECT p.no FROM view_alias a JOIN view_contact p USING (contact_id)"
        f" WHERE a.kind = 'number' AND a.value {_AMONG}"
        f" UNION ALL SELECT no FROM view_contact WHERE phone {_AMONG}"
        " UNION ALL SELECT no FROM view_contact WHERE email = ? LIMIT 1",
        (numbers, numbers, email or "\0"),
    ).fetchone()
    return row[0] if row is not None else None


def partners(conn: Connection, conversations: Iterable[ConversationId]) -> set[ContactId]:
    """Whose conversations these are."""
    rows = conn.execute(
        f"SELECT contact_id FROM view_conversation WHERE conversation_id {_AMONG}",
        (json_list(conversations),),
    )
    return {row[0] for row in rows}


# --- many at once ---


def ids_of(conn: Connection, nos: Sequence[ContactNo]) -> list[ContactId]:
    """Who these are, in the same order."""
    rows = conn.execute(f"SELECT no, contact_id FROM view_contact WHERE no {_AMONG}", (json_list(nos),))
    by_no = {row[0]: ContactId(row[1]) for row in rows}
    return [by_no[no] for no in nos if no in by_no]


def to_tag(conn: Connection, ids: Sequence[ContactId], tag: str, *, is_on: bool) -> list[ContactId]:
    """Those of them who have not got the tag, or (`is_on` False) who have."""
    rows = conn.execute(
        f"SELECT p.contact_id FROM view_contact p WHERE p.contact_id {_AMONG}"
        f" AND {'NOT ' if is_on else ''}EXISTS ({_WITH_TAG})",
        (json_list(ids), tag),
    )
    return _in_order(ids, (row[0] for row in rows))


def not_owned_by(conn: Connection, ids: Sequence[ContactId], owner_id: MemberId | None) -> list[ContactId]:
    """Those of them whom somebody else looks after."""
    rows = conn.execute(
        f"SELECT contact_id FROM view_contact WHERE contact_id {_AMONG} AND owner_id IS NOT ?",
        (json_list(ids), owner_id),
    )
    return _in_order(ids, (row[0] for row in rows))


def by_owner(conn: Connection, nos: Sequence[ContactNo]) -> dict[MemberId | None, list[ContactId]]:
    """Those of them who are looked after by each member."""
    found: dict[MemberId | None, list[ContactId]] = {}
    sql = f"SELECT contact_id, owner_id FROM view_contact WHERE no {_AMONG} ORDER BY no"
    for contact_id, owner_id in conn.execute(sql, (json_list(nos),)):
        found.setdefault(owner_id, []).append(contact_id)
    return found


def is_active_member(conn: Connection, member_id: MemberId | None) -> bool:
    """Whether somebody of the team, or nobody, is meant."""
    if member_id is None:
        return True
    sql = "SELECT 1 FROM view_member WHERE member_id = ? AND is_removed = 0"
    return conn.execute(sql, (member_id,)).fetchone() is not None


def facets(conn: Connection) -> Facets:
    """What contacts have; narrow indexes are walked, not the contacts."""
    tags = conn.execute(
        "SELECT tag, count(*) AS many FROM view_contact_tag GROUP BY tag ORDER BY many DESC, tag"
    )
    return Facets(
        total=int(conn.execute("SELECT count(*) FROM view_contact").fetchone()[0]),
        tags=tuple((tag, count) for tag, count in tags),
        languages=_distinct(conn, "language"),
        countries=_distinct(conn, "country"),
        has_consents=_has_consents(conn),
    )


def _distinct(conn: Connection, column: str) -> tuple[str, ...]:
    rows = conn.execute(
        f"SELECT {column} FROM view_contact WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY count(*) DESC"
    )
    return tuple(row[0] for row in rows)


def _in_order(ids: Sequence[ContactId], found: Any) -> list[ContactId]:
    there = set(found)
    return [one for one in dict.fromkeys(ids) if one in there]
