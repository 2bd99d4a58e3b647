"""Segments as rows, and their rules as SQL over contacts: each condition an index, or one walk along a narrow one.

What a rule means is said once, in `app.domain.segment_fits`; a test holds both against each other.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain import segments
from app.domain.contact_cards import rank_of
from app.domain.ids import MemberId
from app.domain.segment_fits import When, plain
from storage.codec import to_json
from storage.instants import to_us
from storage.json_list import json_list
from storage.view.merges import Statement

_SAVE = (
    "INSERT INTO view_segment (segment_id, name, owner_id, rule) VALUES (?, ?, ?, ?) ON CONFLICT (segment_id)"
    " DO UPDATE SET name = excluded.name, owner_id = excluded.owner_id, rule = excluded.rule"
)
_ALL = "SELECT segment_id, name, owner_id, rule FROM view_segment"
_ANY_OF = "IN (SELECT value FROM json_each(?))"
_ASCII = "NOT GLOB '*[^ -~]*'"  # no letter that only Python can fold
_TALKS = "p.contact_id IN (SELECT contact_id FROM view_conversation)"


class Sql(NamedTuple):
    """A condition on a contact `p`, and its values in order."""

    text: str
    values: tuple[Any, ...] = ()


# --- rows ---


def saved(segment: segments.Segment) -> Statement:
    """The segment is like this from now on."""
    from storage.packing import packed

    return _SAVE, (segment.segment_id, segment.name, segment.owner_id, packed(segment.rule))


def removed(segment_id: str) -> Statement:
    """There is no such segment any more."""
    return "DELETE FROM view_segment WHERE segment_id = ?", (segment_id,)


def segment(conn: Connection, segment_id: str) -> segments.Segment | None:
    """One segment."""
    found = _segments(conn.execute(f"{_ALL} WHERE segment_id = ?", (segment_id,)).fetchall())
    return found[0] if found else None


def all_segments(conn: Connection, owner_id: MemberId | None = None) -> list[segments.Segment]:
    """Shared segments and somebody's own (None: everybody's), by name."""
    where = "WHERE ?1 IS NULL OR owner_id IS NULL OR owner_id = ?1 ORDER BY name, segment_id"
    return _segments(conn.execute(f"{_ALL} {where}", (owner_id,)).fetchall())


def _segments(rows: Sequence[tuple[str, str, str | None, bytes]]) -> list[segments.Segment]:
    if not rows:
        return []
    from storage.packing import unpacked

    return [
        segments.Segment(
            segment_id, name, unpacked(data, segments.Rule), MemberId(owner_id) if owner_id else None
        )
        for segment_id, name, owner_id, data in rows
    ]


# --- who fits ---


def fitting(conn: Connection, rule: segments.Rule, when: When) -> list[int]:
    """The numbers of all contacts that fit, in no order. A walk: not on a thread that paints."""
    where = condition(conn, rule, when)
    return [
        row[0] for row in conn.execute(f"SELECT p.no FROM view_contact p WHERE {where.text}", where.values)
    ]


def count_of(conn: Connection, rule: segments.Rule, when: When) -> int:
    """How many fit."""
    where = condition(conn, rule, when)
    row = conn.execute(f"SELECT count(*) FROM view_contact p WHERE {where.text}", where.values).fetchone()
    return int(row[0])


def condition(conn: Connection, rule: segments.Rule, when: When) -> Sql:
    """The rule as a condition on `view_contact p`. `conn` is given the comparison of words that it needs."""
    if not rule.conditions:
        return Sql("1")
    conn.create_function("words_in", 2, _words_in, deterministic=True)
    conn.create_function("words_are", 2, _words_are, deterministic=True)
    parts = [_one(each, when) for each in rule.conditions]
    joined = (" AND " if rule.match == "all" else " OR ").join(f"({part.text})" for part in parts)
    return Sql(joined, tuple(value for part in parts for value in part.values))


def _words_in(value: str | None, sought: str) -> bool:
    return value is not None and sought in plain(value)


def _words_are(value: str | None, sought: str) -> bool:
    return value is not None and sought == plain(value)


def _one(one: segments.Condition, when: When) -> Sql:
    if one.field in _SPECIAL:
        return _SPECIAL[one.field](one, when)
    if one.field.startswith(segments.CONSENT):
        return _consent(one)
    if one.field.startswith(segments.FIELD):
        return _own_field(one, when)
    if one.field in _COLUMNS:
        return _column(one, one.field, when)
    return Sql("0")  # a newer program's


def _column(one: segments.Condition, name: str, when: When) -> Sql:
    """A built-in value; what is not there fits no condition but those that say no."""
    column = f"p.{name}"
    if one.op in ("filled", "empty"):
        return Sql(f"{column} IS {'NOT ' if one.op == 'filled' else ''}NULL")
    found = _value(one, column, when)
    if one.op in ("is_not", "has_not"):
        return Sql(f"{column} IS NULL OR NOT ({found.text})", found.values)
    return found


def _own_field(one: segments.Condition, when: When) -> Sql:
    field_id = one.field.removeprefix(segments.FIELD)
    begin = "SELECT f.no FROM view_contact_field f WHERE f.field_id = ?"
    if one.op in ("filled", "empty"):
        return Sql(f"p.no {'IN' if one.op == 'filled' else 'NOT IN'} ({begin})", (field_id,))
    found = _value(one, "f.value", when)
    is_no = one.op in ("is_not", "has_not")
    return Sql(f"p.no {'NOT IN' if is_no else 'IN'} ({begin} AND ({found.text}))", (field_id, *found.values))


def _value(one: segments.Condition, column: str, when: When) -> Sql:
    """What a value that is there must be; the same for "is" and "is_not", which turns it round."""
    if one.op in ("has", "has_not"):
        return _worded(column, "instr(lower({column}), ?) > 0", "words_in", plain(one.value))
    if one.op in ("is", "is_not") and segments.kind_of(one.field, when.types) == "text":
        return _worded(column, "lower({column}) = ?", "words_are", plain(one.value))
    if one.op in ("is", "is_not"):
        return Sql(f"{column} {_ANY_OF}", (json_list(one.values),))
    if one.op in ("over", "under"):
        return _ranked(one, column)
    return _day(one, column, when)


def _worded(column: str, of_ascii: str, function: str, sought: str) -> Sql:
    """A comparison of words: most are plain letters, which SQLite folds as we do; a call from it costs 3 us."""
    text = (
        f"CASE WHEN {column} {_ASCII} THEN {of_ascii.format(column=column)} ELSE {function}({column}, ?) END"
    )
    return Sql(text, (sought, sought))


def _ranked(one: segments.Condition, column: str) -> Sql:
    """A number, or an amount of the same currency."""
    wanted, currency = rank_of(one.value), one.value.partition(" ")[2]
    if wanted is None or column != "f.value":
        return Sql("0")
    unit = Sql("f.value GLOB ?", (f"* {currency}",)) if currency else Sql("instr(f.value, ' ') = 0")
    return Sql(f"f.rank {'>' if one.op == 'over' else '<'} ? AND {unit.text}", (wanted, *unit.values))


def _day(one: segments.Condition, column: str, when: When) -> Sql:
    """Days as text compare as days do."""
    begin = "f.rank IS NULL AND " if column == "f.value" else ""
    if one.op in ("before", "since"):
        return Sql(f"{begin}{column} {'>=' if one.op == 'since' else '<'} ?", (one.value,))
    today = when.today.isoformat()
    if one.op == "ahead":
        return Sql(f"{begin}{column} BETWEEN ? AND ?", (today, when.day(-int(one.value)).isoformat()))
    first = when.day(int(one.value)).isoformat()
    if one.op == "older":
        return Sql(f"{begin}{column} < ?", (first,))
    return Sql(f"{begin}{column} BETWEEN ? AND ?", (first, today))


def _moment(column: str) -> Callable[[segments.Condition, When], Sql]:
    def of(one: segments.Condition, when: When) -> Sql:
        if one.op in ("filled", "empty"):
            return Sql(f"{column} IS {'NOT ' if one.op == 'filled' else ''}NULL")
        is_counted = one.op in ("within", "older")
        day = when.day(int(one.value)) if is_counted else date.fromisoformat(one.value)
        sign = ">=" if one.op in ("within", "since") else "<"
        return Sql(f"{column} {sign} ?", (to_us(when.start_of(day)),))

    return of


def _tag(one: segments.Condition, _when: When) -> Sql:
    if one.op in ("filled", "empty"):
        return Sql(f"p.no {'IN' if one.op == 'filled' else 'NOT IN'} (SELECT t.no FROM view_contact_tag t)")
    named = f"SELECT t.no FROM view_contact_tag t WHERE t.tag {_ANY_OF}"
    return Sql(f"p.no {'IN' if one.op == 'is' else 'NOT IN'} ({named})", (json_list(one.values),))


def _owner(one: segments.Condition, when: When) -> Sql:
    wanted = {(when.me or "") if value == segments.ME else value for value in one.values}
    named = sorted(wanted - {segments.NOBODY})
    parts = [f"p.owner_id {_ANY_OF}"] if named else []
    parts += ["p.owner_id IS NULL"] if segments.NOBODY in wanted else []
    found = " OR ".join(parts)
    values = (json_list(named),) if named else ()
    # of somebody without an owner "IN" says neither yes nor no
    return Sql(found if one.op == "is" else f"NOT ifnull(({found}), 0)", values)


def _talk(one: segments.Condition, _when: When) -> Sql:
    return Sql(_TALKS if one.value == "yes" else f"NOT ({_TALKS})")


def _number(one: segments.Condition, _when: When) -> Sql:
    if one.op in ("filled", "empty"):
        known = "p.number IS NOT NULL OR p.phone IS NOT NULL"
        return Sql(known if one.op == "filled" else f"NOT ({known})")
    pattern = (
        f"{'' if one.op == 'begins' else '*'}{one.value}*"  # digits alone: nothing in them means anything
    )
    return Sql("ifnull(p.number GLOB ?, 0) OR ifnull(p.phone GLOB ?, 0)", (pattern, pattern))


def _import(one: segments.Condition, _when: When) -> Sql:
    """Who came with it; who was known before is not counted."""
    bodies = [to_json({"import_id": value}).decode() for value in one.values]
    came = f"SELECT e.no FROM view_contact_event e WHERE e.what = 'added' AND e.body {_ANY_OF}"
    return Sql(f"p.no {'IN' if one.op == 'is' else 'NOT IN'} ({came})", (json_list(bodies),))


def _consent(one: segments.Condition) -> Sql:
    purpose = one.field.removeprefix(segments.CONSENT)
    begin = "SELECT s.contact_id FROM view_consent_state s WHERE s.purpose = ? AND s.channel = 'whatsapp'"
    parts, values = list[str](), list[Any]()
    decided = [int(state == "given") for state in one.values if state != "unknown"]
    if decided:
        parts.append(f"p.contact_id IN ({begin} AND s.is_given {_ANY_OF})")
        values += [purpose, json_list(decided)]
    if "unknown" in one.values:
        parts.append(f"p.contact_id NOT IN ({begin})")
        values.append(purpose)
    found = " OR ".join(parts)
    return Sql(found if one.op == "is" else f"NOT ({found})", tuple(values))


_COLUMNS: Final = frozenset({"name", "company", "email", "username", "language", "country"})
_SPECIAL: Final[dict[str, Callable[[segments.Condition, When], Sql]]] = {
    "tag": _tag,
    "owner": _owner,
    "talk": _talk,
    "number": _number,
    "import": _import,
    "last": _moment("p.last_us"),
    "created": _moment("p.created_us"),
}
