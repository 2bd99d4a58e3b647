"""Which log this is after a restore, and events of an earlier one that desks offer to give back.

A restore begins an epoch: a new log id whose parent is the log of the backup, up to where that went. Events that a desk
holds beyond there are kept here until an owner or manager decides; afterwards only their chain stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import BLOB, Column, Integer, Table, Text, text

from app.domain.ids import DeviceId, LogId, MessageId
from storage.codec import GENESIS_CHAIN, StoredEvent
from storage.hub.log_keys import subject_of
from storage.hub.tables import METADATA, Connection
from storage.instants import from_us, to_us

OfferState = Literal["offered", "taken", "declined"]

EPOCH = Table(
    "epoch", METADATA,
    Column("n", Integer, primary_key=True),
    Column("log_id", Text, nullable=False, unique=True),
    Column("parent_log_id", Text, nullable=False),
    Column("parent_pos", Integer, nullable=False),
    Column("parent_chain", BLOB, nullable=False),
    Column("made_us", Integer, nullable=False),
    Column("has_asked", Integer, nullable=False, server_default=text("0")),  # about what was planned before it
)  # fmt: skip

# A branch: what a log had beyond `fork_pos`, where it and ours are still the same.
SALVAGE = Table(
    "salvage", METADATA,
    Column("log_id", Text, primary_key=True),
    Column("fork_pos", Integer, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'offered'")),
    sqlite_with_rowid=False,
)  # fmt: skip

# `new_pos`: where it stands in our log now; 0 for one that was left out; NULL until somebody decided. The bytes are
# emptied then.
SALVAGE_EVENT = Table(
    "salvage_event", METADATA,
    Column("log_id", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("chain", BLOB, nullable=False),
    Column("envelope", BLOB, nullable=False),
    Column("salt", BLOB, nullable=False),
    Column("fields", BLOB, nullable=False),
    Column("device_id", Text, nullable=False),  # whose offer it was
    Column("new_pos", Integer),
    sqlite_with_rowid=False,
)  # fmt: skip

# People, conversations and messages that our log has come to know under another id meanwhile.
SALVAGE_ID = Table(
    "salvage_id", METADATA,
    Column("log_id", Text, primary_key=True),
    Column("old_id", Text, primary_key=True),
    Column("new_id", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# Planned answers that came back by a salvage and that nobody was asked about yet.
PLANNED_DOUBT = Table(
    "planned_doubt", METADATA,
    Column("message_id", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Epoch:
    """The log that a restore began, and where it left its parent."""

    log_id: LogId
    parent_log_id: LogId
    parent_pos: int
    parent_chain: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Branch:
    """What is known of a branch. `have_pos`, `have_chain`: the newest of its events that lies here."""

    log_id: LogId
    fork_pos: int
    state: OfferState
    have_pos: int
    have_chain: bytes


def begin(conn: Connection, log_id: LogId, at: datetime) -> Epoch:
    """The log goes on under another id from here; what it was is its parent."""
    parent_log_id, pos, chain = conn.execute("SELECT log_id, pos, chain FROM head").fetchone()
    conn.execute(
        "INSERT INTO epoch (log_id, parent_log_id, parent_pos, parent_chain, made_us) VALUES (?, ?, ?, ?, ?)",
        (log_id, parent_log_id, pos, chain, to_us(at)),
    )
    conn.execute("UPDATE head SET log_id = ?, term = term + 1, is_running = 0", (log_id,))
    return Epoch(log_id, LogId(parent_log_id), pos, chain, at)


def newest(conn: Connection) -> Epoch | None:
    """The newest restore; None when there never was one."""
    row = conn.execute(
        "SELECT log_id, parent_log_id, parent_pos, parent_chain, made_us FROM epoch ORDER BY n DESC LIMIT 1"
    ).fetchone()
    return Epoch(LogId(row[0]), LogId(row[1]), row[2], row[3], from_us(row[4])) if row else None


def distrust(conn: Connection) -> None:
    """What the backup says waits to be sent may have gone out since: the hub will say that nobody knows (G5).

    Codes that were not used yet may have been used since, so they work no more.
    """
    conn.execute("UPDATE send SET state = 'sending', taken_us = 0 WHERE state = 'queued'")
    conn.execute("DELETE FROM invite WHERE used_us IS NULL")


def chain_at(conn: Connection, pos: int) -> bytes | None:
    """The chain of the log at a position; the genesis chain at 0."""
    if pos == 0:
        return GENESIS_CHAIN
    row = conn.execute("SELECT chain FROM log WHERE pos = ?", (pos,)).fetchone()
    return row[0] if row else None


def highest_common(conn: Connection, points: Sequence[tuple[int, bytes]]) -> int:
    """The highest of these (position, chain) that our log has too: up to there both are the same, byte for byte."""
    for pos, chain in sorted(points, reverse=True):
        if chain_at(conn, pos) == chain:
            return pos
    return 0


def branch(conn: Connection, log_id: LogId) -> Branch | None:
    """What was offered of a log."""
    row = conn.execute("SELECT fork_pos, state FROM salvage WHERE log_id = ?", (log_id,)).fetchone()
    if row is None:
        return None
    last = conn.execute(
        "SELECT pos, chain FROM salvage_event WHERE log_id = ? ORDER BY pos DESC LIMIT 1", (log_id,)
    ).fetchone()
    pos, chain = last or (row[0], chain_at(conn, row[0]) or b"")
    return Branch(log_id, row[0], row[1], pos, chain)


def branches(conn: Connection) -> list[Branch]:
    """Every branch that was ever offered."""
    ids = [LogId(row[0]) for row in conn.execute("SELECT log_id FROM salvage ORDER BY log_id")]
    return [one for one in (branch(conn, log_id) for log_id in ids) if one is not None]


def offer(
    conn: Connection, log_id: LogId, fork_pos: int, events: Sequence[StoredEvent], device_id: DeviceId
) -> None:
    """Keep checked events that go on where the branch ends."""
    conn.execute(
        "INSERT INTO salvage (log_id, fork_pos) VALUES (?, ?)"
        " ON CONFLICT (log_id) DO UPDATE SET state = 'offered'",
        (log_id, fork_pos),
    )
    conn.executemany(
        "INSERT INTO salvage_event (log_id, pos, chain, envelope, salt, fields, device_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(log_id, e.pos, e.chain, e.envelope, e.salt, e.fields, device_id) for e in events],
    )


def undecided(conn: Connection, log_id: LogId, after: int, limit: int) -> list[StoredEvent]:
    """Events of a branch that nobody decided about, in order."""
    rows = conn.execute(
        "SELECT pos, envelope, chain, salt, fields FROM salvage_event"
        " WHERE log_id = ? AND pos > ? AND new_pos IS NULL ORDER BY pos LIMIT ?",
        (log_id, after, limit),
    )
    return [StoredEvent(*row) for row in rows]


def marks(conn: Connection) -> tuple[int, int]:
    """What is different as soon as anything was offered or decided: events that wait, and events in all."""
    row = conn.execute("SELECT count(*) - count(new_pos), count(*) FROM salvage_event").fetchone()
    return int(row[0]), int(row[1])


def is_offered(conn: Connection) -> bool:
    """Whether something waits for a decision."""
    return conn.execute("SELECT 1 FROM salvage WHERE state = 'offered' LIMIT 1").fetchone() is not None


def offerers(conn: Connection) -> list[DeviceId]:
    """Whose computers offered something that is not decided yet."""
    rows = conn.execute(
        "SELECT DISTINCT device_id FROM salvage_event WHERE new_pos IS NULL ORDER BY device_id"
    )
    return [DeviceId(row[0]) for row in rows]


def offerers_of(conn: Connection, log_id: LogId, first: int, last: int) -> dict[int, DeviceId]:
    """Whose computer offered each event of a stretch."""
    rows = conn.execute(
        "SELECT pos, device_id FROM salvage_event WHERE log_id = ? AND pos BETWEEN ? AND ?",
        (log_id, first, last),
    )
    return {row[0]: DeviceId(row[1]) for row in rows}


def decide(conn: Connection, log_id: LogId, places: Sequence[tuple[int, int]]) -> None:
    """(position, new position or 0) of events that were decided; what they said is not kept a second time."""
    conn.executemany(
        "UPDATE salvage_event SET new_pos = ?, envelope = x'', salt = x'', fields = x'' WHERE log_id = ? AND pos = ?",
        [(new_pos, log_id, pos) for pos, new_pos in places],
    )


def end(conn: Connection, log_id: LogId, state: OfferState) -> None:
    """A branch was decided."""
    conn.execute("UPDATE salvage SET state = ? WHERE log_id = ?", (state, log_id))


def place_of(conn: Connection, log_id: LogId, pos: int) -> int | None:
    """Where what stood at or before `pos` of a branch stands now; None when nothing of it was taken."""
    row = conn.execute(
        "SELECT new_pos FROM salvage_event WHERE log_id = ? AND pos <= ? AND new_pos > 0 ORDER BY pos DESC LIMIT 1",
        (log_id, pos),
    ).fetchone()
    return int(row[0]) if row else None


def ids_of(conn: Connection, log_id: LogId) -> dict[str, str]:
    """What ids of a branch are called in our log, where that is not the same."""
    return dict(conn.execute("SELECT old_id, new_id FROM salvage_id WHERE log_id = ?", (log_id,)).fetchall())


def note_id(conn: Connection, log_id: LogId, old_id: str, new_id: str) -> None:
    """An id of a branch is called otherwise in our log."""
    conn.execute(
        "INSERT INTO salvage_id (log_id, old_id, new_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (log_id, old_id, new_id),
    )


def taken_places(conn: Connection) -> set[int]:
    """Positions of our log whose events a salvage gave back."""
    return {row[0] for row in conn.execute("SELECT new_pos FROM salvage_event WHERE new_pos > 0")}


def settle_send(conn: Connection, message_id: MessageId, state: str) -> None:
    """What became of a message that this hub did not know to be on its way."""
    conn.execute(
        "UPDATE send SET state = ?, text = NULL, content = NULL"
        " WHERE message_id = ? AND state IN ('queued', 'sending', 'unknown')",
        (state, message_id),
    )


def doubt_send(conn: Connection, message_id: MessageId, at: datetime) -> None:
    """A message that another hub took: it is never sent by us, and unless its outcome is known nobody knows it."""
    conn.execute(
        "UPDATE send SET state = 'sending', attempt = 1, taken_us = ? WHERE message_id = ? AND state = 'queued'",
        (to_us(at), message_id),
    )


def doubt_planned(conn: Connection, message_id: MessageId) -> None:
    """A planned answer came back that the lost hub may have sent: its author is to be asked."""
    conn.execute("INSERT INTO planned_doubt (message_id) VALUES (?) ON CONFLICT DO NOTHING", (message_id,))


def planned_in_doubt(conn: Connection) -> set[MessageId]:
    """Those that came back."""
    return {MessageId(row[0]) for row in conn.execute("SELECT message_id FROM planned_doubt")}


def has_asked(conn: Connection) -> bool:
    """Whether, since the newest restore, all were asked about what was planned before it."""
    return conn.execute("SELECT 1 FROM epoch WHERE has_asked = 0 LIMIT 1").fetchone() is None


def note_asked(conn: Connection) -> None:
    """In the transaction that asks about all of them."""
    conn.execute("UPDATE epoch SET has_asked = 1 WHERE has_asked = 0")
    conn.execute("DELETE FROM planned_doubt")


def forget_words(conn: Connection, subjects: frozenset[str]) -> None:
    """What is offered about people who were erased loses its words; its place in the chain stays."""
    rows = conn.execute("SELECT log_id, pos, envelope FROM salvage_event WHERE new_pos IS NULL").fetchall()
    gone = [(log_id, pos) for log_id, pos, envelope in rows if subject_of(envelope) in subjects]
    conn.executemany("UPDATE salvage_event SET salt = x'', fields = x'' WHERE log_id = ? AND pos = ?", gone)
