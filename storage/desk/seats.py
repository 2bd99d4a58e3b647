"""The people who use this computer: who may take over, with what PIN, and whose each thing in the file is."""

from collections.abc import Iterable
from typing import Any

from app.domain.ids import DeviceId
from app.domain.records import record
from storage.engine import Connection

PLACE = "place@"  # the names of notes that say where a seat was: place@DEVICE:NAME
NOBODY = DeviceId("")  # whose things are before the first seat is there


@record
class StoredSeat:
    """A seat as it is kept. `joined`: what enrolling gave, as JSON. Times are microseconds of UTC, 0 for never."""

    device_id: DeviceId
    joined: bytes
    next_seq: int = 1
    pin: str = ""
    wrong_tries: int = 0
    wait_until_us: int = 0
    used_us: int = 0


_COLUMNS = "device_id, joined, next_seq, pin, wrong_tries, wait_until_us, used_us"


def seats(conn: Connection) -> list[StoredSeat]:
    """All of them, in the order in which they came."""
    rows = conn.execute(f"SELECT {_COLUMNS} FROM seat ORDER BY number")  # noqa: S608 - names of ours
    return [seat_of_row(row) for row in rows]


def seat_of_row(row: tuple[Any, ...]) -> StoredSeat:
    """The object of a row."""
    device_id, joined, *rest = row
    return StoredSeat(device_id, bytes(joined), *rest)


def add_seats(conn: Connection, added: Iterable[StoredSeat]) -> None:
    """Store seats, each after those that are there."""
    conn.executemany(
        f"INSERT INTO seat ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        [
            (s.device_id, s.joined, s.next_seq, s.pin, s.wrong_tries, s.wait_until_us, s.used_us)
            for s in added
        ],
    )


def take_seat(conn: Connection, seat: StoredSeat, in_place_of: DeviceId) -> None:
    """Store a seat for somebody who is enrolled anew: all that was another seat's is theirs, also its place."""
    conn.execute(
        "UPDATE seat SET device_id = ?, joined = ?, pin = ?, wrong_tries = 0, wait_until_us = 0 WHERE device_id = ?",
        (seat.device_id, seat.joined, seat.pin, in_place_of),
    )
    move_belongings(conn, in_place_of, seat.device_id)


def move_belongings(conn: Connection, before: DeviceId, after: DeviceId) -> None:
    """Waiting commands, drafts and the place become another seat's."""
    conn.execute("UPDATE OR IGNORE command SET device_id = ? WHERE device_id = ?", (after, before))
    conn.execute("UPDATE draft SET device_id = ? WHERE device_id = ?", (after, before))
    conn.execute(
        "UPDATE note SET name = ? || substr(name, ?) WHERE substr(name, 1, ?) = ?",
        (f"{PLACE}{after}:", *_prefix(before)),
    )


def remove_seat(conn: Connection, device_id: DeviceId) -> None:
    """The seat goes, with its waiting commands, drafts and place."""
    conn.execute("DELETE FROM seat WHERE device_id = ?", (device_id,))
    conn.execute("DELETE FROM command WHERE device_id = ?", (device_id,))
    conn.execute("DELETE FROM draft WHERE device_id = ?", (device_id,))
    conn.execute("DELETE FROM note WHERE substr(name, 1, ?) = ?", _prefix(device_id)[1:])


def set_joined(conn: Connection, device_id: DeviceId, joined: bytes) -> None:
    """What the seat has joined, where that changed."""
    conn.execute("UPDATE seat SET joined = ? WHERE device_id = ?", (joined, device_id))


def set_next_seq(conn: Connection, device_id: DeviceId, next_seq: int) -> None:
    """The number of the seat's next command."""
    conn.execute("UPDATE seat SET next_seq = ? WHERE device_id = ?", (next_seq, device_id))


def set_pin(conn: Connection, device_id: DeviceId, pin: str) -> None:
    """Another PIN, as argon2 writes it; wrong tries are forgotten."""
    conn.execute(
        "UPDATE seat SET pin = ?, wrong_tries = 0, wait_until_us = 0 WHERE device_id = ?", (pin, device_id)
    )


def set_tries(conn: Connection, device_id: DeviceId, wrong_tries: int, wait_until_us: int) -> None:
    """How often a wrong PIN was typed since the last right one, and until when nobody may try."""
    conn.execute(
        "UPDATE seat SET wrong_tries = ?, wait_until_us = ? WHERE device_id = ?",
        (wrong_tries, wait_until_us, device_id),
    )


def set_used(conn: Connection, device_id: DeviceId, used_us: int) -> None:
    """They took over."""
    conn.execute("UPDATE seat SET used_us = ? WHERE device_id = ?", (used_us, device_id))


def _prefix(device_id: DeviceId) -> tuple[int, int, str]:
    """Where the rest of a name of a place begins (counted from 1), its prefix's length, and that prefix."""
    prefix = f"{PLACE}{device_id}:"
    return len(prefix) + 1, len(prefix), prefix
