"""Turns and episodes of a hub's whole log, read beside a running hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlcipher3.dbapi2 import Connection

from storage.json_list import json_list
from storage.measures.book import Book
from storage.measures.lean import Row

_SELECT = "SELECT l.pos, l.envelope, b.fields FROM log l JOIN body b ON b.pos = l.pos"


def rows(conn: Connection, places: Sequence[int]) -> Iterable[Row]:
    """Events at these places, in order."""
    among = f"{_SELECT} WHERE l.pos IN (SELECT value FROM json_each(?)) ORDER BY l.pos"  # noqa: S608 - no input
    return conn.execute(among, (json_list(places),)).fetchall()


def every(conn: Connection, after: int = 0) -> Iterator[Row]:
    """All events after a place."""
    since = f"{_SELECT} WHERE l.pos > ? ORDER BY l.pos"
    yield from conn.execute(since, (after,))


def book_of(conn: Connection) -> Book:
    """Of the log as it stands. A rule that was changed on the way holds for all of it."""
    book = Book(lambda places: rows(conn, places))
    book.take_all(every(conn))
    if book.is_stale:
        again = Book(lambda places: rows(conn, places), book.wanted)
        again.take_all(every(conn))
        book = again
    book.settle()
    return book
