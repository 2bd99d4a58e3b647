"""What was acknowledged beside what is in the log, and the log beside the view. Reads alone, one stretch at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import codec
from storage.hub import erasures, log
from storage.hub.raw import RawBody
from storage.hub.tables import Connection
from storage.instants import from_us, to_us
from storage.view.comparing import messages_of, not_shown

Keys = Callable[
    [RawBody], Sequence[str]
]  # the keys of the elements of a webhook, as the sequencer makes them
Seal = Callable[[bytes, str], bytes]
ANY = 1 << 62
FAILED = "u:"  # before the key of an element that the sequencer could not take apart


@dataclass(frozen=True, slots=True)
class Waiting:
    """Webhooks that were acknowledged and that nobody read yet; of the oldest and the newest the number, or 0."""

    count: int
    oldest_at: datetime | None
    oldest: int = 0
    newest: int = 0


@dataclass(frozen=True, slots=True)
class Webhooks:
    """A stretch of webhooks: up to which it goes, how many elements it has, and the webhooks that miss some."""

    upto: int
    elements: int
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A stretch of the log: up to where it goes, how many messages it has, what is missing in it and in the view."""

    upto: int
    messages: int
    gaps: tuple[int, ...]
    hidden: tuple[int, ...]


def waiting(conn: Connection, before: datetime | None = None, *, upto: int = ANY) -> Waiting:
    """Webhooks that nobody read, received before a moment, up to a number. Costs only those."""
    row = conn.execute(
        "SELECT count(*), min(received_us), min(raw_id), max(raw_id) FROM raw_inbox"
        " WHERE state = 0 AND received_us < ? AND raw_id <= ?",
        (ANY if before is None else to_us(before), upto),
    ).fetchone()
    return Waiting(row[0], from_us(row[1]), row[2] or 0, row[3] or 0)


def received(conn: Connection) -> tuple[int, datetime | None]:
    """How many webhooks were ever stored, and when the newest came."""
    row = conn.execute("SELECT raw_id, received_us FROM raw_inbox ORDER BY raw_id DESC LIMIT 1").fetchone()
    return (row[0], from_us(row[1])) if row else (0, None)


def newest_read(conn: Connection) -> int:
    """The newest webhook before the first one that nobody read; 0 when there is none."""
    row = conn.execute("SELECT min(raw_id) FROM raw_inbox WHERE state = 0").fetchone()
    return int(row[0]) - 1 if row[0] is not None else received(conn)[0]


def webhooks(
    conn: Connection, after: int, upto: int, limit: int, version: int, keys: Keys, seal: Seal
) -> Webhooks:
    """The next webhooks that this parser read, each element looked up in the log."""
    rows = conn.execute(
        "SELECT raw_id, body, received_us, parser_version, state FROM raw_inbox WHERE raw_id > ? AND raw_id <= ?"
        " ORDER BY raw_id LIMIT ?",
        (after, upto, limit),
    ).fetchall()
    secret = log.head(conn).log_secret
    wanted: dict[int, list[str]] = {}
    for raw_id, body, received_us, parser_version, state in rows:
        if body is not None and parser_version == version and state:
            wanted[raw_id] = list(keys(RawBody(raw_id, body, from_us(received_us), parser_version)))
    sealed = {key: seal(secret, key) for each in wanted.values() for key in each}
    known = log.known_keys(conn, list(sealed.values()))
    missing = [key for key, digest in sealed.items() if digest not in known]
    failed = {key: seal(secret, FAILED + key) for key in missing}
    known_failed = log.known_keys(conn, list(failed.values()))
    gone = {key for key in missing if failed[key] not in known_failed}
    lost = tuple(raw_id for raw_id, each in wanted.items() if gone.intersection(each))
    last = rows[-1][0] if len(rows) == limit else upto
    return Webhooks(max(last, after), sum(map(len, wanted.values())), lost)


def entries(conn: Connection, after: int, upto: int, limit: int) -> Entries:
    """The next entries of the log: none may be missing, and each message must be in the view. In one snapshot."""
    conn.execute("BEGIN")
    try:
        last = min(after + limit, upto)
        stored = _stored(conn, after, last)
        there = {one.pos for one in stored}
        gaps = tuple(pos for pos in range(after + 1, last + 1) if pos not in there)
        messages = messages_of(stored)
        hidden = not_shown(conn, messages, lambda one: erasures.is_erased(conn, one))
        return Entries(last, len(messages), gaps, tuple(hidden))
    finally:
        conn.execute("ROLLBACK")


def put_back(conn: Connection, raw_ids: Sequence[int]) -> None:
    """Let webhooks be read once more, in a Writer job: what is in the log already stays as it is."""
    conn.executemany(
        "UPDATE raw_inbox SET state = 0 WHERE raw_id = ? AND body IS NOT NULL", [(one,) for one in raw_ids]
    )


def _stored(conn: Connection, after: int, upto: int) -> list[codec.StoredEvent]:
    rows = conn.execute(
        "SELECT l.pos, l.envelope, l.chain, b.salt, b.fields FROM log l JOIN body b ON b.pos = l.pos"
        " WHERE l.pos > ? AND l.pos <= ? ORDER BY l.pos",
        (after, upto),
    )
    return [codec.StoredEvent(*row) for row in rows]
