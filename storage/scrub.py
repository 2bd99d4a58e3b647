"""Overwriting what a file still holds of deleted rows: the pages that nothing uses, and the log that runs before it.

Every connection zeroes what it frees inside a page (`secure_delete = FAST`, see `storage.engine`); whole pages that
were freed keep their bytes until they are used again. `pages` uses and frees them all, zeroing; `wal` empties the WAL.
"""

from storage.engine import Connection

_PIECE_PAGES = 2_000  # of a blob; a larger one would need that much memory
_QUICK_MS = 200  # a reader that holds the WAL for longer makes us come again


def thoroughly(conn: Connection) -> None:
    """From here on whole pages that are freed are zeroed too."""
    conn.execute("PRAGMA secure_delete = ON")


def pages(conn: Connection) -> int:
    """Overwrite every free page, in the caller's transaction; gives their number."""
    free = int(conn.execute("PRAGMA freelist_count").fetchone()[0])
    if not free:
        return 0
    size = int(conn.execute("PRAGMA page_size").fetchone()[0])
    thoroughly(conn)
    conn.execute("CREATE TABLE scrub (n INTEGER PRIMARY KEY, zeros BLOB)")
    left = free
    while left > 0:
        some = min(left, _PIECE_PAGES)
        conn.execute("INSERT INTO scrub (zeros) VALUES (zeroblob(?))", (some * size,))
        left -= some
    conn.execute("DROP TABLE scrub")
    return free


def usual(conn: Connection) -> None:
    """Back to what costs nothing."""
    conn.execute("PRAGMA secure_delete = FAST")


def wal(conn: Connection) -> bool:
    """Bring the WAL into the file and cut it to nothing, outside any transaction. False while a reader holds it."""
    conn.execute(f"PRAGMA busy_timeout = {_QUICK_MS}")
    try:
        return bool(conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    finally:
        conn.execute("PRAGMA busy_timeout = 5000")
