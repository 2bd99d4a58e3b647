"""An index beside a view, for tests: brought up to it in steps of any size."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.search_query import Term
from storage.engine import Connection, connect
from storage.search import finding, index, people, watch
from tests.storage.view_log import KEY


def new_index(folder: Path, key: str | None = KEY, name: str = "search.db") -> Connection:
    conn = connect(folder / name, key, durability="NORMAL")
    conn.execute("PRAGMA secure_delete = ON")
    return conn


def watched(view_conn: Connection) -> int:
    view_conn.execute("BEGIN")
    number = watch.watch(view_conn)
    view_conn.execute("COMMIT")
    return number


def begin(conn: Connection, view_conn: Connection) -> None:
    """An empty index for the view as it is."""
    number = watched(view_conn)
    newest = view_conn.execute("SELECT ifnull(max(pos), 0) FROM view_message").fetchone()[0]
    conn.execute("BEGIN")
    index.begin(conn, number, newest)
    conn.execute("COMMIT")


def step(conn: Connection, view_conn: Connection, limit: int = 100) -> bool:
    """What changed first, then older messages; whether there is more."""
    notes, of_people = watch.changed(view_conn, limit), watch.changed_people(view_conn, limit)
    conn.execute("BEGIN")
    index.refresh(conn, view_conn, sorted({pos for _, pos in notes}))
    people.refresh_people(conn, view_conn, sorted({no for _, no in of_people}))
    is_more = bool(notes or of_people)
    if not is_more and not people.is_filled(conn):
        people.fill_people(conn, view_conn, limit)
        is_more = True
    is_more = is_more or (index.below(conn) > 0 and index.fill(conn, view_conn, limit))
    conn.execute("COMMIT")
    view_conn.execute("BEGIN")
    watch.forget(view_conn, notes)
    watch.forget_people(view_conn, of_people)
    view_conn.execute("COMMIT")
    return is_more


def bring_up(conn: Connection, view_conn: Connection, limit: int = 100) -> None:
    while step(conn, view_conn, limit):
        pass


def tidied(conn: Connection) -> None:
    is_more = True
    while is_more:
        conn.execute("BEGIN")
        is_more = index.tidy(conn)
        conn.execute("COMMIT")


def positions(
    conn: Connection, view_conn: Connection, terms: Sequence[Term], limit: int = 50, **more: object
) -> list[int]:
    """All that fits, page by page."""
    found: list[int] = []
    before: int | None = None
    while True:
        wanted = finding.Wanted(tuple(terms), **more)  # type: ignore[arg-type]
        page = finding.find(conn, view_conn, wanted, limit, before)
        found += [one.pos for one in page.found]
        if page.next_place is None:
            return found
        before = page.next_place


def is_sound(conn: Connection) -> None:
    """FTS5's own check, and that the words kept are those of the rows."""
    conn.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
    conn.execute("INSERT INTO search_people (search_people) VALUES ('integrity-check')")
    kept = {row[0] for row in conn.execute("SELECT word FROM search_word")}
    there = {
        word
        for (words,) in conn.execute("SELECT words FROM search_row")
        for word in words.split()
        if len(word) >= index.WORD_LETTERS
    }
    assert kept == there


def everything(conn: Connection) -> list[object]:
    """What is indexed: equal for equal views."""
    return [
        *conn.execute("SELECT pos, words, bag FROM search_row ORDER BY pos").fetchall(),
        *conn.execute("SELECT * FROM search_person ORDER BY no").fetchall(),
    ]
