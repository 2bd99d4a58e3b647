"""Addresses under which phones read the agenda: kept as hashes alone. One that is revoked is gone."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BLOB, Column, Integer, Table, Text

from app.domain.calendar_feeds import CalendarFeed
from app.domain.ids import MemberId
from storage.hub.tables import METADATA, Connection
from storage.instants import from_us, to_us

FEED = Table(
    "calendar_feed", METADATA,
    Column("feed_id", Text, primary_key=True),
    Column("secret_hash", BLOB, nullable=False, unique=True),
    Column("resource_id", Text, nullable=False),
    Column("shows", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("made_us", Integer, nullable=False),
    Column("made_by", Text),
    Column("read_us", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip
_ALL: Final = "SELECT feed_id, resource_id, shows, language, made_us, made_by, read_us"


def add(conn: Connection, feed: CalendarFeed, secret_hash: bytes, now: datetime) -> None:
    """Keep a new one."""
    conn.execute(
        "INSERT INTO calendar_feed (feed_id, secret_hash, resource_id, shows, language, made_us, made_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (feed.feed_id, secret_hash, feed.resource_id, feed.shows, feed.language, to_us(now), feed.made_by),
    )


def feeds(conn: Connection) -> list[CalendarFeed]:
    """All that are there, the newest first."""
    return [_feed(row) for row in conn.execute(f"{_ALL} FROM calendar_feed ORDER BY made_us DESC, feed_id")]


def of_secret(conn: Connection, secret_hash: bytes) -> CalendarFeed | None:
    """The one with this address. What is looked up is a hash, and found ones are compared in constant time."""
    row = conn.execute(
        f"{_ALL}, secret_hash FROM calendar_feed WHERE secret_hash = ?", (secret_hash,)
    ).fetchone()
    if row is None or not hmac.compare_digest(bytes(row[7]), secret_hash):
        return None
    return _feed(row)


def remove(conn: Connection, feed_id: str) -> bool:
    """Nobody reads under it any more; whether it was there."""
    return bool(conn.execute("DELETE FROM calendar_feed WHERE feed_id = ?", (feed_id,)).rowcount)


def note_read(conn: Connection, feed_id: str, now: datetime) -> None:
    """A phone read it."""
    conn.execute("UPDATE calendar_feed SET read_us = ? WHERE feed_id = ?", (to_us(now), feed_id))


def _feed(row: Sequence[Any]) -> CalendarFeed:
    made_by = MemberId(row[5]) if row[5] is not None else None
    read_at = from_us(row[6]) if row[6] is not None else None
    return CalendarFeed(row[0], row[1], row[2], row[3], from_us(row[4]), made_by, read_at)
