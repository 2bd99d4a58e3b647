"""Erasures of people: which there were, how far each is, and who confirmed. Ids and keyed hashes, nothing of anybody.

All functions run inside a Writer job but for the ones that only read.
"""

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BLOB, Column, Index, Integer, Table, Text, text

from app.domain.arrivals import MessageStatus
from app.domain.erasure import ContactErased, EraseReason, ErasureCounts, ErasureState
from app.domain.events import Event
from app.domain.ids import ContactId, ConversationId, DeviceId, MemberId
from storage import codec
from storage.hub.tables import METADATA, Connection
from storage.instants import from_us, to_us
from storage.json_list import json_list

# `left`: positions of the log that are still to be erased, as JSON, as are the others. `files`: hashes of files that
# nothing else names, until they are gone. `devices`: who had the log when it happened.
ERASURE = Table(
    "erasure", METADATA,
    Column("erasure_id", Text, primary_key=True),
    Column("contact_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("member_id", Text),
    Column("state", Text, nullable=False),
    Column("asked_us", Integer, nullable=False),
    Column("done_us", Integer),
    Column("pos", Integer, nullable=False),  # of its event; 0 while it is only asked for
    Column("counts", BLOB, nullable=False),
    Column("contact_ids", Text, nullable=False),
    Column("conversation_ids", Text, nullable=False),
    Column("left", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("devices", Text, nullable=False),
    Column("is_kept_off", Integer, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
)  # fmt: skip
Index("erasure_pos", ERASURE.c.pos)

# Ids of erased people and conversations: what still comes about them is erased as it comes.
ERASED_ID = Table(
    "erased_id", METADATA,
    Column("id", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

# Posts that hold something of theirs and are not erased yet.
ERASURE_POST = Table(
    "erasure_post", METADATA,
    Column("raw_id", Integer, primary_key=True),
)  # fmt: skip

# Keyed hashes. `kind` 0: the channel's name of an erased message, as it holds a number; 1: who is not to be written to.
ERASED_NAME = Table(
    "erased_name", METADATA,
    Column("digest", BLOB, primary_key=True),
    Column("kind", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Up to where in the log each device has erased its own copy.
DEVICE_ERASED = Table(
    "device_erased", METADATA,
    Column("device_id", Text, primary_key=True),
    Column("pos", Integer, nullable=False),
    Column("at_us", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

NameKind = Literal[0, 1]
MESSAGE_NAME: NameKind = 0
KEPT_OFF: NameKind = 1
_COLUMNS = (
    "erasure_id, contact_id, reason, member_id, state, asked_us, done_us, pos, counts, contact_ids, conversation_ids,"
    " left, files, devices, is_kept_off"
)
_SELECT = f"SELECT {_COLUMNS} FROM erasure"  # noqa: S608 - names of columns


@dataclass(frozen=True, slots=True)
class Erasure:
    """A row as it is now."""

    erasure_id: str
    contact_id: ContactId
    reason: EraseReason
    member_id: MemberId | None
    state: ErasureState
    asked_at: datetime
    done_at: datetime | None = None
    pos: int = 0
    counts: ErasureCounts = field(default_factory=ErasureCounts)
    contact_ids: tuple[ContactId, ...] = ()
    conversation_ids: tuple[ConversationId, ...] = ()
    left: tuple[int, ...] = ()
    files: tuple[str, ...] = ()
    devices: tuple[DeviceId, ...] = ()
    is_kept_off: bool = False


def save(conn: Connection, one: Erasure) -> None:
    """It is like this from now on."""
    conn.execute(
        f"INSERT INTO erasure ({_COLUMNS}) VALUES ({', '.join('?' * 15)}) ON CONFLICT (erasure_id)"  # noqa: S608
        " DO UPDATE SET state = excluded.state, done_us = excluded.done_us, pos = excluded.pos,"
        " counts = excluded.counts, contact_ids = excluded.contact_ids,"
        " conversation_ids = excluded.conversation_ids, left = excluded.left, files = excluded.files,"
        " devices = excluded.devices, is_kept_off = excluded.is_kept_off",
        (
            one.erasure_id, one.contact_id, one.reason, one.member_id, one.state, to_us(one.asked_at),
            None if one.done_at is None else to_us(one.done_at), one.pos, codec.to_json(one.counts),
            json.dumps(one.contact_ids), json.dumps(one.conversation_ids), json.dumps(one.left),
            json.dumps(one.files), json.dumps(one.devices), int(one.is_kept_off),
        ),
    )  # fmt: skip


def find(conn: Connection, erasure_id: str) -> Erasure | None:
    """One of them."""
    row = conn.execute(f"{_SELECT} WHERE erasure_id = ?", (erasure_id,)).fetchone()
    return _erasure(row) if row else None


def of_contact(conn: Connection, contact_id: ContactId) -> Erasure | None:
    """The one of a person."""
    row = conn.execute(f"{_SELECT} WHERE contact_id = ? LIMIT 1", (contact_id,)).fetchone()
    return _erasure(row) if row else None


def every(conn: Connection, limit: int = 1_000) -> list[Erasure]:
    """All, the newest first."""
    rows = conn.execute(f"{_SELECT} ORDER BY asked_us DESC, erasure_id LIMIT ?", (limit,))
    return [_erasure(row) for row in rows]


def unfinished(conn: Connection) -> list[Erasure]:
    """What is not done yet, the oldest first."""
    rows = conn.execute(f"{_SELECT} WHERE state != 'done' ORDER BY asked_us, erasure_id")
    return [_erasure(row) for row in rows]


def note_ids(conn: Connection, ids: Iterable[str]) -> None:
    """What comes about these is erased as it comes."""
    conn.executemany("INSERT INTO erased_id (id) VALUES (?) ON CONFLICT DO NOTHING", [(one,) for one in ids])


def is_erased(conn: Connection, subject: str) -> bool:
    """Whether this person or conversation was erased."""
    return conn.execute("SELECT 1 FROM erased_id WHERE id = ?", (subject,)).fetchone() is not None


def late(conn: Connection, secret: bytes, events: Sequence[Event]) -> set[int]:
    """Which of these new entries are about somebody who was erased: by what they are about, or, for a status whose
    message nobody knows, by the channel's name of it."""
    if conn.execute("SELECT 1 FROM erased_id LIMIT 1").fetchone() is None:
        return set()
    return {one.pos for one in events if _is_late(conn, secret, one)}


def _is_late(conn: Connection, secret: bytes, event: Event) -> bool:
    body = event.body
    if isinstance(body, ContactErased):
        return False
    if isinstance(body, MessageStatus) and body.conversation_id is None:
        return knows_name(conn, secret, [body.external_id], MESSAGE_NAME)
    return is_erased(conn, event.subject)


# --- names, as keyed hashes ---


def digest_of(secret: bytes, name: str, kind: NameKind) -> bytes:
    """What is kept of a name: without the log's secret nobody can guess it."""
    return hmac.digest(secret, f"erased:{kind}:{name}".encode("utf-8", "surrogatepass"), "sha256")


def note_names(conn: Connection, digests: Iterable[bytes], kind: NameKind) -> None:
    """Know these again."""
    rows = [(digest, kind) for digest in digests]
    conn.executemany("INSERT INTO erased_name (digest, kind) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def knows_name(conn: Connection, secret: bytes, names: Iterable[str], kind: NameKind) -> bool:
    """Whether one of these names is among them."""
    digests = (digest_of(secret, name, kind) for name in names)
    found = (conn.execute("SELECT 1 FROM erased_name WHERE digest = ?", (one,)).fetchone() for one in digests)
    return any(row is not None for row in found)


def is_anybody(conn: Connection, kind: NameKind) -> bool:
    """Whether there is any such name."""
    return conn.execute("SELECT 1 FROM erased_name WHERE kind = ? LIMIT 1", (kind,)).fetchone() is not None


def kept_off(conn: Connection) -> list[bytes]:
    """Hashes of all who are not to be written to."""
    return [row[0] for row in conn.execute("SELECT digest FROM erased_name WHERE kind = 1")]


# --- erasing ---


def erase_bodies(conn: Connection, positions: Sequence[int]) -> None:
    """The words of these entries, the channel's element, and the salt, so that no short text can be guessed."""
    conn.execute(
        "UPDATE body SET salt = x'', fields = x'', original = NULL WHERE pos IN (SELECT value FROM json_each(?))",
        (json_list(positions),),
    )


def note_posts(conn: Connection, raw_ids: Iterable[int]) -> None:
    """These posts are to be erased."""
    conn.executemany(
        "INSERT INTO erasure_post (raw_id) VALUES (?) ON CONFLICT DO NOTHING", [(one,) for one in raw_ids]
    )


def posts_of(conn: Connection, positions: Sequence[int]) -> set[int]:
    """The posts that brought these entries, or brought them again, and that still lie here."""
    rows = conn.execute(
        "SELECT l.raw_id FROM log l JOIN raw_inbox r ON r.raw_id = l.raw_id"
        " WHERE l.pos IN (SELECT value FROM json_each(?1)) AND r.body IS NOT NULL"
        " UNION SELECT p.raw_id FROM raw_repeat p WHERE p.pos IN (SELECT value FROM json_each(?1))",
        (json_list(positions),),
    )
    return {row[0] for row in rows}


def erase_posts(conn: Connection) -> tuple[int, int]:
    """Erase the posts that were walked; those that still are to be read wait. Gives how many went and wait."""
    before = _posts_left(conn)
    if not before:
        return 0, 0
    walked = "SELECT p.raw_id FROM erasure_post p JOIN raw_inbox r ON r.raw_id = p.raw_id WHERE r.state != 0"
    conn.execute(f"UPDATE raw_inbox SET body = NULL WHERE raw_id IN ({walked})")  # noqa: S608 - no input
    conn.execute(f"DELETE FROM raw_repeat WHERE raw_id IN ({walked})")  # noqa: S608
    conn.execute(f"DELETE FROM erasure_post WHERE raw_id IN ({walked})")  # noqa: S608
    conn.execute("DELETE FROM erasure_post WHERE raw_id NOT IN (SELECT raw_id FROM raw_inbox)")
    waiting = _posts_left(conn)
    return before - waiting, waiting


def _posts_left(conn: Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM erasure_post").fetchone()[0])


def erase_sends(conn: Connection, message_ids: Sequence[str]) -> None:
    """What was to go to them does not; what is on its way is not asked about again. Nothing says to whom it went."""
    conn.execute(
        "UPDATE send SET recipient = '', number = NULL, user_id = NULL, text = NULL, content = NULL, reply_to = NULL,"
        " external_id = NULL, state = CASE state WHEN 'queued' THEN 'cancelled' WHEN 'sending' THEN 'settled'"
        " ELSE state END WHERE message_id IN (SELECT value FROM json_each(?))",
        (json_list(message_ids),),
    )
    conn.execute(
        "DELETE FROM media_job WHERE message_id IN (SELECT value FROM json_each(?))",
        (json_list(message_ids),),
    )


def erase_user_ids(conn: Connection, user_ids: Sequence[str]) -> None:
    """Nor does an answer to somebody else who was held to be them."""
    conn.execute(
        "UPDATE send SET user_id = NULL WHERE user_id IN (SELECT value FROM json_each(?))",
        (json_list(user_ids),),
    )


def erase_uploads(conn: Connection, files: Sequence[str]) -> None:
    """What the channel has of their files."""
    conn.execute(
        "DELETE FROM media_upload WHERE sha256 IN (SELECT value FROM json_each(?))", (json_list(files),)
    )


# --- devices ---


def note_device(conn: Connection, device_id: DeviceId, pos: int, at: datetime) -> None:
    """A device has erased everything up to this place."""
    conn.execute(
        "INSERT INTO device_erased (device_id, pos, at_us) VALUES (?, ?, ?) ON CONFLICT (device_id)"
        " DO UPDATE SET pos = excluded.pos, at_us = excluded.at_us WHERE excluded.pos > device_erased.pos",
        (device_id, pos, to_us(at)),
    )


def devices(conn: Connection) -> dict[DeviceId, tuple[int, datetime]]:
    """Up to where each device is, and since when."""
    rows = conn.execute("SELECT device_id, pos, at_us FROM device_erased")
    return {DeviceId(row[0]): (row[1], from_us(row[2])) for row in rows}


def _erasure(row: tuple[Any, ...]) -> Erasure:
    (
        erasure_id, contact_id, reason, member_id, state, asked_us, done_us, pos, counts, contact_ids,
        conversation_ids, left, files, devices_, is_kept_off,
    ) = row  # fmt: skip
    return Erasure(
        erasure_id, ContactId(contact_id), reason, member_id, state, from_us(asked_us), from_us(done_us), pos,
        codec.read_json(counts, ErasureCounts), tuple(json.loads(contact_ids)), tuple(json.loads(conversation_ids)),
        tuple(json.loads(left)), tuple(json.loads(files)), tuple(json.loads(devices_)), bool(is_kept_off),
    )  # fmt: skip
