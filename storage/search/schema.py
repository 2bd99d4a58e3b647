"""The tables of search.db, and marking how far they have come."""

from sqlcipher3.dbapi2 import Connection

SEARCH_VERSION = 1  # raise it when what is indexed changes: the file is then made again
# search_row: one row for each message that says something, by time (see `place_of`); `words` and `bag` are as they are
# indexed, since only with them can an entry be taken out of the index without a trace.
# search_person: names, addresses, tags, notes and fields of a contact, and the digits of its numbers.
# search_word: every word of four letters and more; beginnings of them are looked up here, shorter ones in the index.
_TABLES = """
CREATE TABLE search_meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE search_row (
    place INTEGER PRIMARY KEY, pos INTEGER NOT NULL, no INTEGER NOT NULL, words TEXT NOT NULL, bag TEXT NOT NULL
);
CREATE UNIQUE INDEX search_row_pos ON search_row (pos);
CREATE TABLE search_word (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE search_text USING fts5 (
    words, bag, content='', prefix='2 3', columnsize=0, tokenize="ascii tokenchars '_'"
);
INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1);
CREATE TABLE search_person (no INTEGER PRIMARY KEY, words TEXT NOT NULL, digits TEXT NOT NULL);
CREATE VIRTUAL TABLE search_people USING fts5 (
    words, content='', prefix='1 2 3', columnsize=0, tokenize="ascii tokenchars '_'"
);
INSERT INTO search_people (search_people, rank) VALUES ('secure-delete', 1)
"""
_SLOT_BITS = 8  # messages of one second are told apart by their positions
_FIRST_S = 1_230_768_000  # 2009: older than the channel
_MOST = (1 << 62) >> _SLOT_BITS


def create(conn: Connection) -> None:
    """An empty index, in place of whatever is there."""
    for name in ("search_text", "search_meta", "search_row", "search_word", "search_people", "search_person"):
        conn.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in _TABLES.split(";"):
        conn.execute(statement)
    put(conn, "version", SEARCH_VERSION)


def is_current(conn: Connection) -> bool:
    """Whether this program made the tables."""
    is_there = conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_meta'").fetchone()
    return bool(is_there) and get(conn, "version") == SEARCH_VERSION


def get(conn: Connection, name: str) -> int:
    """A number that was kept; 0 for none."""
    row = conn.execute("SELECT value FROM search_meta WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def put(conn: Connection, name: str, value: int) -> None:
    """Keep a number, in the transaction that it describes."""
    conn.execute("INSERT OR REPLACE INTO search_meta VALUES (?, ?)", (name, value))


def place_of(sort_us: int, pos: int) -> int:
    """Where a message stands in the index, the newest last: FTS5 gives its rows in this order without sorting."""
    second = min(max(0, sort_us // 1_000_000 - _FIRST_S), _MOST)
    return second << _SLOT_BITS | pos & ((1 << _SLOT_BITS) - 1)


def time_of(place: int) -> int:
    """The second of a place, in microseconds."""
    return min((place >> _SLOT_BITS) + _FIRST_S, 1 << 40) * 1_000_000
