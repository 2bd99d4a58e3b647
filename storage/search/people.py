"""People in the index: by beginnings of every word about them, and by any part of their numbers."""

from collections.abc import Iterable, Sequence

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.search_marks import marks, piece
from app.domain.search_query import Term
from app.domain.search_rows import PersonHit
from app.domain.search_text import holds, words_of
from storage.json_list import json_list
from storage.search import schema
from storage.search.documents import BREAK

CANDIDATES = 400  # of so many who fit, the newest, those heard of last come first
FEWEST_DIGITS = 3
_COLUMNS = "no, own_name, profile_name, username, company, email, number, phone, user_id, name, contact_id"
_THESE = f"SELECT {_COLUMNS} FROM view_contact WHERE no IN (SELECT value FROM json_each(?))"
_BACKWARDS = f"SELECT {_COLUMNS} FROM view_contact WHERE no < ? ORDER BY no DESC LIMIT ?"
_MORE = (
    "SELECT no, tag FROM view_contact_tag WHERE no IN (SELECT value FROM json_each(?1))"
    " UNION ALL SELECT no, value FROM view_contact_field WHERE no IN (SELECT value FROM json_each(?1))"
    " UNION ALL SELECT no, text FROM view_contact_note WHERE no IN (SELECT value FROM json_each(?1))"
)
_KNOWN = "SELECT no, words FROM search_person WHERE no IN (SELECT value FROM json_each(?))"
_TAKE_OUT = "INSERT INTO search_people (search_people, rowid, words) VALUES ('delete', ?, ?)"
_BY_WORDS = "SELECT rowid FROM search_people WHERE search_people MATCH ? ORDER BY rowid DESC LIMIT ?"
_BY_DIGITS = "SELECT no FROM search_person WHERE instr(digits, ?) ORDER BY no DESC LIMIT ?"
_FOUND = (
    f"SELECT {_COLUMNS}, (SELECT c.conversation_id FROM view_conversation c WHERE c.contact_id = p.contact_id"
    " ORDER BY c.lifted_pos DESC LIMIT 1) FROM view_contact p WHERE p.no IN (SELECT value FROM json_each(?))"
    " ORDER BY p.last_us IS NULL, p.last_us DESC, p.no DESC LIMIT ?"
)


def is_filled(conn: Connection) -> bool:
    """Whether everybody is in it."""
    return schema.get(conn, "people_below") == 0


def fill_people(conn: Connection, view: Connection, limit: int) -> None:
    """The next older ones."""
    rows = view.execute(_BACKWARDS, (schema.get(conn, "people_below"), limit)).fetchall()
    _put_in(conn, view, rows)
    schema.put(conn, "people_below", rows[-1][0] if len(rows) == limit else 0)


def refresh_people(conn: Connection, view: Connection, nos: Sequence[int]) -> None:
    """These as the view has them now, also when it has them no more. Who is still to be reached is left to `fill`."""
    below = schema.get(conn, "people_below")
    reached = json_list(no for no in nos if no >= below)
    known = conn.execute(_KNOWN, (reached,)).fetchall()
    if known:
        conn.executemany(_TAKE_OUT, known)
        conn.executemany("DELETE FROM search_person WHERE no = ?", [(row[0],) for row in known])
        schema.put(conn, "untidy", 1)
    _put_in(conn, view, view.execute(_THESE, (reached,)).fetchall())


def _put_in(conn: Connection, view: Connection, rows: Sequence[tuple]) -> None:  # type: ignore[type-arg]
    if not rows:
        return
    more: dict[int, list[str]] = {}
    for no, text in view.execute(_MORE, (json_list(row[0] for row in rows),)):
        more.setdefault(no, []).append(text)
    written = sorted((row[0], _words(row, more.get(row[0], ())), _digits(row)) for row in rows)
    conn.executemany("INSERT INTO search_person VALUES (?, ?, ?)", written)
    conn.executemany("INSERT INTO search_people (rowid, words) VALUES (?, ?)", [one[:2] for one in written])


def _words(row: tuple, more: Iterable[str]) -> str:  # type: ignore[type-arg]
    texts = [*filter(None, (*row[1:6], row[8])), *sorted(more)]
    return f" {BREAK} ".join(" ".join(words_of(text)) for text in texts)


def _digits(row: tuple) -> str:  # type: ignore[type-arg]
    return " ".join(filter(None, (row[6], row[7])))


def find_people(conn: Connection, view: Connection, terms: Sequence[Term], limit: int) -> list[PersonHit]:
    """Who fits all that was typed, those heard of last first."""
    typed = " ".join(term.text for term in terms)
    digits = (
        "" if any(char.isalpha() for char in typed) else "".join(filter(str.isdecimal, typed)).lstrip("0")
    )
    nos: set[int] = set()
    if len(digits) >= FEWEST_DIGITS:
        nos.update(row[0] for row in conn.execute(_BY_DIGITS, (digits, CANDIDATES)))
    asked = " AND ".join(f'"{" ".join(term.words)}"' + (" *" if term.is_prefix else "") for term in terms)
    if asked:
        nos.update(row[0] for row in conn.execute(_BY_WORDS, (asked, CANDIDATES)))
    return [_hit(view, row, terms) for row in view.execute(_FOUND, (json_list(nos), limit)).fetchall()]


def nos_about(conn: Connection, words: Sequence[str], digits: str) -> list[int]:
    """Everybody who may fit a name or a part of a number: their contacts' numbers."""
    if len(digits) >= FEWEST_DIGITS:
        return [row[0] for row in conn.execute(_BY_DIGITS, (digits, -1))]
    asked = " AND ".join(f'"{word}" *' for word in words)
    return [row[0] for row in conn.execute(_BY_WORDS, (asked, -1))] if asked else []


def _hit(view: Connection, row: tuple, terms: Sequence[Term]) -> PersonHit:  # type: ignore[type-arg]
    no, own, profile, username, company, email, number, phone, user_id, name, contact_id, conversation_id = (
        row
    )
    shown = shown_name(name, number or phone, username, user_id)
    text, found = "", list[tuple[int, int]]()
    if not marks(shown, terms):
        more = [text for _, text in view.execute(_MORE, (json_list((no,)),))]
        for told in filter(None, (company, email, own, profile, *more)):
            if any(holds(words_of(told), term.words, is_prefix=term.is_prefix) for term in terms):
                text, found = piece(told, terms)
                break
    return PersonHit(
        contact_id, shown, bool(name), number or phone, username, user_id, conversation_id, text, tuple(found)
    )
