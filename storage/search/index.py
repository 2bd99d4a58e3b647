"""Filling the index: in steps that are short, from the newest message backwards, and whatever changed first.

Everything here comes from rows of the view as they stand, so that it does not matter in which order they changed: the
index of a log that came event by event equals that of one that came at once.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlcipher3.dbapi2 import Connection

from app.domain.search_text import words_of
from storage.json_list import json_list
from storage.search import schema
from storage.search.documents import bag_of, is_searched, words_in
from storage.view.messages import COLUMNS, message_of_row

WORD_LETTERS = 4
_ROWS = f"SELECT {COLUMNS}, m.conversation_no FROM view_message m JOIN view_conversation c ON c.no = m.conversation_no"
_THESE = f"{_ROWS} WHERE m.pos IN (SELECT value FROM json_each(?))"
_BACKWARDS = f"{_ROWS} WHERE m.pos < ? ORDER BY m.pos DESC LIMIT ?"
_TAKE_OUT = "INSERT INTO search_text (search_text, rowid, words, bag) VALUES ('delete', ?, ?, ?)"
_ANY = "SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT 1"
_PUT_IN = "INSERT INTO search_text (rowid, words, bag) VALUES (?, ?, ?)"
_AT = "SELECT place, words, bag FROM search_row WHERE pos IN (SELECT value FROM json_each(?))"
_TAKEN = "SELECT place FROM search_row WHERE place IN (SELECT value FROM json_each(?))"
_AFTER = "SELECT place FROM search_row WHERE place >= ? ORDER BY place LIMIT 4096"


class Document(NamedTuple):
    """One message as it goes in."""

    place: int
    pos: int
    no: int
    words: str
    bag: str


def begin(conn: Connection, watch: int, newest_pos: int) -> None:
    """An empty index for the view of this watch, to be filled from `newest_pos` down."""
    schema.create(conn)
    schema.put(conn, "watch", watch)
    schema.put(conn, "below", newest_pos + 1)
    schema.put(conn, "newest", newest_pos)
    schema.put(conn, "people_below", 1 << 62)


def below(conn: Connection) -> int:
    """Messages from this position on are indexed; 0 when all are."""
    return schema.get(conn, "below")


def fill(conn: Connection, view: Connection, limit: int) -> bool:
    """Index the next older messages; whether there are more."""
    rows = view.execute(_BACKWARDS, (below(conn), limit)).fetchall()
    _put_in(conn, _documents(rows))
    is_more = len(rows) == limit
    schema.put(conn, "below", rows[-1][2] if is_more else 0)
    if not is_more:
        schema.put(conn, "untidy", 1)  # many small pieces become one, in which a word is found faster
    return is_more


def refresh(conn: Connection, view: Connection, changed: Sequence[int]) -> None:
    """Index messages (by position) as the view has them now, also when it has them no more.

    Those that `fill` is still to reach are left to it.
    """
    reached = json_list(pos for pos in changed if pos >= below(conn))
    _remove(conn, conn.execute(_AT, (reached,)).fetchall())
    _put_in(conn, _documents(view.execute(_THESE, (reached,)).fetchall()))


def _documents(rows: Iterable[tuple]) -> list[Document]:  # type: ignore[type-arg]
    """In order of their places, since FTS5 takes them faster so."""
    found = []
    for row in rows:
        if row[20] is None and row[19] is None and row[8] != "cancelled":  # as most are: words alone
            words, bag = _plain_document(row)
        else:
            message = message_of_row(row)
            if not is_searched(message):
                continue
            spoken = words_in(message)
            words, bag = spoken, bag_of(message, row[-1], spoken)
        found.append(Document(schema.place_of(row[7], row[2]), row[2], row[-1], " ".join(words), bag))
    return sorted(found)


def _plain_document(row: tuple) -> tuple[list[str], str]:  # type: ignore[type-arg]
    message = message_of_row(row)
    words = words_of(message.text or "")
    return words, bag_of(message, row[-1], words)


def _put_in(conn: Connection, documents: Sequence[Document]) -> None:
    documents = _apart(conn, documents)
    conn.executemany("INSERT INTO search_row VALUES (?, ?, ?, ?, ?)", documents)
    conn.executemany(_PUT_IN, [(one.place, one.words, one.bag) for one in documents])
    words = {word for one in documents for word in one.words.split() if len(word) >= WORD_LETTERS}
    conn.execute(
        "INSERT OR IGNORE INTO search_word SELECT value FROM json_each(?)", (json_list(sorted(words)),)
    )


def _apart(conn: Connection, documents: Sequence[Document]) -> list[Document]:
    """Each at a place of its own: where two of one second fall together, the later one takes the next that is free."""
    taken = {row[0] for row in conn.execute(_TAKEN, (json_list(one.place for one in documents),))}
    found = []
    for one in documents:
        place = one.place
        if place in taken:
            taken.update(row[0] for row in conn.execute(_AFTER, (place,)))
            while place in taken:
                place += 1
        taken.add(place)
        found.append(one._replace(place=place))
    return sorted(found)


def _remove(conn: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    if not rows:
        return
    conn.executemany(_TAKE_OUT, sorted(rows))
    conn.executemany("DELETE FROM search_row WHERE place = ?", [(row[0],) for row in rows])
    schema.put(conn, "untidy", 1)
    words = {word for _, text, _ in rows for word in text.split() if len(word) >= WORD_LETTERS}
    _forget_words(conn, words)


def _forget_words(conn: Connection, words: Iterable[str]) -> None:
    """Those that no message holds any more."""
    for word in words:
        if conn.execute(_ANY, (f'words : "{word}"',)).fetchone() is None:
            conn.execute("DELETE FROM search_word WHERE word = ?", (word,))


def tidy(conn: Connection, pages: int = 60) -> bool:
    """A step of writing the index anew without what was taken out, of which pieces are left; whether more is to do."""
    state = schema.get(conn, "untidy")
    if state == 0:
        return False
    before = conn.total_changes
    conn.execute(
        "INSERT INTO search_text (search_text, rank) VALUES ('merge', ?)", (-pages if state == 1 else pages,)
    )
    is_more = conn.total_changes - before >= 2
    if not is_more:
        conn.execute(
            "INSERT INTO search_people (search_people) VALUES ('optimize')"
        )  # small enough for one step
    schema.put(conn, "untidy", 2 if is_more else 0)
    return is_more
