"""Writing many rows with few statements.

`executemany` lets go of the interpreter at every row and must wait to get it back: beside a thread that computes, a row
costs three times as much. One statement with hundreds of rows lets go once (decision 061).
"""

import itertools
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlcipher3.dbapi2 import Connection

SIZES = (500, 100, 20)  # rows of one statement; what is left over goes row by row
VARIABLES_MAX = 32_000  # SQLite takes 32,766


def write_rows(conn: Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement whose `{rows}` stands after the word VALUES, so often that all rows have had their turn.

    All rows are of one length, in the order of the statement's columns (column1, column2 … where they are read).
    """
    start = 0
    for size in SIZES:
        while len(rows) - start >= size and size * len(rows[0]) <= VARIABLES_MAX:
            part = rows[start : start + size]
            conn.execute(_statement(sql, len(rows[0]), size), list(itertools.chain.from_iterable(part)))
            start += size
    if start < len(rows):
        conn.executemany(_statement(sql, len(rows[0]), 1), rows[start:])


@cache
def _statement(sql: str, columns: int, rows: int) -> str:
    bracket = f"({', '.join('?' * columns)})"
    return sql.replace("{rows}", ", ".join([bracket] * rows))
