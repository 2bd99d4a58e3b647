"""Who may be the same person, read from the rows: one contact by a few look-ups, or everybody in one pass."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.ids import ContactId
from app.domain.merge_suggestions import Facts, Suggestion, numbers_of, suggestions, suggestions_for
from app.domain.merging import MergedPart, in_order
from app.domain.phone_numbers import variants
from storage.instants import from_us
from storage.json_list import json_list

_FACTS = (
    "SELECT p.no, p.contact_id, p.name, p.number, p.phone, p.email, p.company, p.last_us FROM view_contact p"
)
# Numbers that were theirs once and are not any more: what a change of number leaves.
_EARLIER = (
    "SELECT no, value FROM view_contact_identity WHERE kind IN ('wa_id', 'phone') AND retired_us IS NOT NULL"
)
_ONCE = (
    "SELECT p.contact_id FROM view_contact_identity i JOIN view_contact p ON p.no = i.no"
    " WHERE i.kind IN ('wa_id', 'phone') AND i.retired_us IS NOT NULL"
    " AND i.value IN (SELECT value FROM json_each(?))"
)
_BY_NUMBER = (
    "SELECT contact_id FROM view_alias WHERE kind = 'number' AND value IN (SELECT value FROM json_each(?1))"
    " UNION SELECT contact_id FROM view_contact WHERE phone IN (SELECT value FROM json_each(?1))"
)
_BY_EMAIL = "SELECT contact_id FROM view_contact WHERE email = ? LIMIT 20"
_BY_NAME = "SELECT contact_id FROM view_contact WHERE sort_key = ? AND company IS NOT NULL LIMIT 20"
_PARTS = (
    "SELECT g.gone_id, g.kept_id, g.at_us, g.reason, m.name, a.state FROM view_merge g"
    " LEFT JOIN view_member m ON m.member_id = g.member_id"
    " LEFT JOIN view_aside a ON a.pos = g.pos AND a.kind = 'contact' AND a.id = g.gone_id"
    " WHERE g.gone_id IN (SELECT gone_id FROM view_merged WHERE kept_id = ?) ORDER BY g.pos DESC"
)


def apart_pairs(conn: Connection) -> set[tuple[ContactId, ContactId]]:
    """Pairs of whom somebody said that they are two, as they are shown now."""
    kept: dict[str, str] = dict(conn.execute("SELECT gone_id, kept_id FROM view_merged").fetchall())
    rows = conn.execute("SELECT first_id, second_id FROM view_apart").fetchall()
    return {in_order(*(ContactId(kept.get(one, one)) for one in row)) for row in rows}


def all_suggestions(conn: Connection, calling_code: str | None) -> list[Suggestion]:
    """Everybody, in one pass: not on a thread that paints."""
    earlier: dict[int, list[str]] = {}
    for no, value in conn.execute(_EARLIER):
        earlier.setdefault(no, []).append(value)
    people = [_facts(row, earlier.get(row[0], ())) for row in conn.execute(_FACTS)]
    return suggestions(people, calling_code, apart_pairs(conn))


def suggestions_of(conn: Connection, contact_id: ContactId, calling_code: str | None) -> list[Suggestion]:
    """Who may be the same as one contact: a few look-ups."""
    [*found] = _facts_of(conn, [contact_id])
    if not found:
        return []
    me = found[0]
    others = _sharing(conn, me, calling_code) - {contact_id}
    return suggestions_for(me, _facts_of(conn, others), calling_code, apart_pairs(conn)) if others else []


def merged_parts(conn: Connection, contact_id: ContactId) -> list[MergedPart]:
    """The contacts that became this one and can be taken out again, the newest merge first."""
    return [_part(row) for row in conn.execute(_PARTS, (contact_id,)).fetchall()]


def _sharing(conn: Connection, me: Facts, calling_code: str | None) -> set[ContactId]:
    numbers = {way for number in numbers_of(me, calling_code) | set(me.earlier) for way in variants(number)}
    if calling_code:  # others may have been typed without the country
        numbers |= {
            number.removeprefix(calling_code) for number in numbers if number.startswith(calling_code)
        }
    listed = json_list(sorted(numbers))
    rows = [*conn.execute(_BY_NUMBER, (listed,)), *conn.execute(_ONCE, (listed,))] if numbers else []
    if me.email:
        rows += conn.execute(_BY_EMAIL, (me.email.strip(),)).fetchall()
    if me.name and me.company:
        from app.domain.folding import folded

        rows += conn.execute(_BY_NAME, (folded(me.name).strip(),)).fetchall()
    return {ContactId(row[0]) for row in rows}


def _facts_of(conn: Connection, ids: Iterable[ContactId]) -> list[Facts]:
    rows = conn.execute(
        f"{_FACTS} WHERE p.contact_id IN (SELECT value FROM json_each(?))", (json_list(ids),)
    ).fetchall()
    earlier: dict[int, list[str]] = {}
    for no, value in conn.execute(
        f"{_EARLIER} AND no IN (SELECT value FROM json_each(?))", (json_list(row[0] for row in rows),)
    ):
        earlier.setdefault(no, []).append(value)
    return [_facts(row, earlier.get(row[0], ())) for row in rows]


def _facts(row: tuple[Any, ...], earlier: Sequence[str]) -> Facts:
    _, contact_id, name, number, phone, email, company, last_us = row
    return Facts(contact_id, name, number, phone, email, company, tuple(earlier), from_us(last_us))


def _part(row: tuple[Any, ...]) -> MergedPart:
    from app.domain.contacts import Contact
    from storage.packing import unpacked

    gone_id, kept_id, at_us, reason, member, state = row
    gone = Contact(gone_id) if state is None else unpacked(state, Contact)
    name = shown_name(gone.name, gone.number, gone.username, gone.user_id)
    return MergedPart(gone_id, kept_id, name, gone.number, from_us(at_us), reason, member)
