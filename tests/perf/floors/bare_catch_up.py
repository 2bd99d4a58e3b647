"""Floor of the catch-up: pages of events decoded, verified and written into two encrypted files by one plain loop.

No HTTP, no Qt, no domain: the log's rows, one row for each message, one update for each answer and status.
"""

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
from sqlcipher3.dbapi2 import Connection

from storage.codec import GENESIS_CHAIN, decode_page
from storage.engine import connect

KEY = "0b" * 32
RANKS = {"sent": 2, "delivered": 3, "read": 4, "played": 5}


class Body(msgspec.Struct):
    """The few fields that the loop needs."""

    message_id: str | None = None
    conversation_id: str | None = None
    text: str | None = None
    external_id: str | None = None
    status: str | None = None
    sent_at: str | None = None


class Head(msgspec.Struct):
    """The few parts of the envelope that the loop needs."""

    kind: str
    body_hash: str
    accepted_at: str


def bare_catch_up(pages: Iterable[bytes], folder: Path) -> float:
    """Write all pages into `folder`; gives the seconds that it took."""
    log, view = _open(folder)
    began_s = time.perf_counter()
    chain = GENESIS_CHAIN
    for data in pages:
        chain = _write(decode_page(data).events, log, view, chain)
    took_s = time.perf_counter() - began_s
    log.close()
    view.close()
    return took_s


def _open(folder: Path) -> tuple[Connection, Connection]:
    log = connect(folder / "log.db", KEY)
    view = connect(folder / "view.db", KEY, durability="NORMAL")
    log.execute(
        "CREATE TABLE event (pos INTEGER PRIMARY KEY, envelope BLOB, chain BLOB, salt BLOB, fields BLOB)"
    )
    view.execute(
        "CREATE TABLE message (message_id TEXT PRIMARY KEY, conversation_id TEXT, at TEXT, text TEXT, external_id TEXT,"
        " rank INTEGER) WITHOUT ROWID"
    )
    view.execute("CREATE INDEX message_place ON message (conversation_id, at)")
    return log, view


def _write(events: list, log: Connection, view: Connection, chain: bytes) -> bytes:  # type: ignore[type-arg]
    head_of, body_of = msgspec.json.Decoder(Head).decode, msgspec.json.Decoder(Body).decode
    rows, new, accepted, ranks = [], [], [], []
    for event in events:
        head, body = head_of(event.envelope), body_of(event.fields)
        is_chained = hashlib.sha256(chain + event.envelope).digest() == event.chain
        is_whole = hashlib.sha256(event.salt + event.fields).hexdigest() == head.body_hash
        if not (is_chained and is_whole):
            raise ValueError("the chain is broken")
        chain = event.chain
        rows.append((event.pos, event.envelope, event.chain, event.salt, event.fields))
        if head.kind in ("message.received", "send.requested"):
            new.append(
                (
                    body.message_id,
                    body.conversation_id,
                    body.sent_at or head.accepted_at,
                    body.text,
                    body.external_id,
                )
            )
        elif head.kind == "send.accepted":
            accepted.append((body.external_id, body.message_id))
        else:
            ranks.append((RANKS.get(body.status or "", 0), body.message_id))
    log.execute("BEGIN")
    log.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?)", rows)
    log.execute("COMMIT")
    view.execute("BEGIN")
    view.executemany("INSERT INTO message VALUES (?, ?, ?, ?, ?, 0)", new)
    view.executemany("UPDATE message SET external_id = ?, rank = max(rank, 1) WHERE message_id = ?", accepted)
    view.executemany("UPDATE message SET rank = max(rank, ?) WHERE message_id = ?", ranks)
    view.execute("COMMIT")
    return chain
