"""Statuses that came before their message is known: they wait here and join it when it appears."""

from collections.abc import Iterable
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.arrivals import MessageStatus
from app.domain.ids import MessageId
from storage.instants import from_us, to_us
from storage.json_list import json_list

_COLUMNS = (
    "pos, line_id, external_id, message_id, status, at_us, failure_code, provider_code,"
    " price_type, price_category"
)
_SELECT = f"SELECT {_COLUMNS} FROM view_waiting_status"
Waiting = tuple[int, MessageStatus]  # position of its event, and what it said


def is_empty(conn: Connection) -> bool:
    """Whether no status waits, which is the usual case."""
    return conn.execute("SELECT 1 FROM view_waiting_status LIMIT 1").fetchone() is None


def load(conn: Connection, message_ids: Iterable[MessageId], external_ids: Iterable[str]) -> list[Waiting]:
    """All that wait for one of these messages, by our id or by the channel's."""
    by_message = conn.execute(
        f"{_SELECT} WHERE message_id IN (SELECT value FROM json_each(?))", (json_list(message_ids),)
    ).fetchall()
    names = {*external_ids, *(row[2] for row in by_message)}  # the first kind tells the channel's id too
    by_external = conn.execute(
        f"{_SELECT} WHERE external_id IN (SELECT value FROM json_each(?)) AND message_id IS NULL",
        (json_list(names),),
    ).fetchall()
    return [_waiting(row) for row in by_message + by_external]


def insert(conn: Connection, waiting: Iterable[Waiting]) -> None:
    """Let them wait."""
    conn.executemany(
        f"INSERT INTO view_waiting_status ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                pos,
                s.line_id,
                s.external_id,
                s.message_id,
                s.status,
                to_us(s.at),
                s.failure_code,
                s.provider_code,
                s.price_type,
                s.price_category,
            )
            for pos, s in waiting
        ],
    )


def delete(conn: Connection, positions: Iterable[int]) -> None:
    """They joined their message."""
    conn.executemany("DELETE FROM view_waiting_status WHERE pos = ?", [(pos,) for pos in positions])


def _waiting(row: tuple[Any, ...]) -> Waiting:
    return row[0], MessageStatus(
        line_id=row[1],
        external_id=row[2],
        message_id=row[3],
        status=row[4],
        at=from_us(row[5]),
        failure_code=row[6],
        provider_code=row[7],
        price_type=row[8],
        price_category=row[9],
    )
