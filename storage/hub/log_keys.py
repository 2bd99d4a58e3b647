"""Which entries of the log are about whom: an index that follows the log in idle moments (decision 173).

A key is a short keyed hash: of the subject of an entry, of a file that it names, or LOOSE for what has no subject of
its own but may speak of somebody: what came for an unknown number, a status without its message, what nobody could
read. The intake pays nothing for it: nothing is written here in the transaction that appends. Who asks brings it up to
the log's end first.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import msgspec
from sqlalchemy import BLOB, CheckConstraint, Column, Integer, Table

from storage.files_named import files_in
from storage.hub.tables import METADATA, Connection

LOOSE = "loose"
KEY_BYTES = 6  # one in 2^48: what it finds is looked at anyway
AT_ONCE = 2_000

LOG_KEY = Table(
    "log_key", METADATA,
    Column("key", BLOB, primary_key=True),
    Column("pos", Integer, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
LOG_KEY_HEAD = Table(
    "log_key_head", METADATA,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("pos", Integer, nullable=False),
)  # fmt: skip

# A webhook's element that was in the log already came once more in another post: its bytes lie there too.
RAW_REPEAT = Table(
    "raw_repeat", METADATA,
    Column("pos", Integer, primary_key=True),
    Column("raw_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip

_WITHOUT_SUBJECT = frozenset({"webhook.unparsed", "webhook.account"})
_OF_A_LINE = frozenset({"message.received", "message.status"})


class _Head(msgspec.Struct):
    """What is read of an envelope."""

    kind: str
    subject: str


_read_head = msgspec.json.Decoder(_Head).decode
Keyed = tuple[bytes, int]


def key_of(secret: bytes, text: str) -> bytes:
    """The key of a subject, or of the hash of a file."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES, key=secret).digest()


def subject_of(envelope: bytes) -> str:
    """What an entry is about."""
    return _read_head(envelope).subject


def kind_of(envelope: bytes) -> str:
    """What kind of entry it is."""
    return _read_head(envelope).kind


def followed(conn: Connection) -> int:
    """Up to where the index goes."""
    row = conn.execute("SELECT pos FROM log_key_head").fetchone()
    return int(row[0]) if row else 0


def keyed_after(conn: Connection, secret: bytes, pos: int, limit: int = AT_ONCE) -> tuple[list[Keyed], int]:
    """Keys of the next entries, sorted, and up to where they go. Only reads."""
    rows = conn.execute(
        "SELECT l.pos, l.envelope, b.fields FROM log l JOIN body b ON b.pos = l.pos WHERE l.pos > ? ORDER BY l.pos"
        " LIMIT ?",
        (pos, limit),
    )
    found: list[Keyed] = []
    last = pos
    for last, envelope, fields in rows:
        head = _read_head(envelope)
        if head.subject and ":" not in head.subject:
            found.append((key_of(secret, head.subject), last))
        elif head.kind in _OF_A_LINE or head.kind in _WITHOUT_SUBJECT:
            found.append((key_of(secret, LOOSE), last))
        found += [(key_of(secret, one), last) for one in files_in(fields)]
    return sorted(found), last


def note(conn: Connection, keyed: Sequence[Keyed], upto: int) -> None:
    """Put keys into the index, in a Writer job."""
    conn.executemany("INSERT INTO log_key (key, pos) VALUES (?, ?) ON CONFLICT DO NOTHING", keyed)
    conn.execute(
        "INSERT INTO log_key_head (id, pos) VALUES (1, ?)"
        " ON CONFLICT (id) DO UPDATE SET pos = max(pos, excluded.pos)",
        (upto,),
    )


def follow(conn: Connection, secret: bytes) -> None:
    """Bring it up to the end, in one Writer job: for the few entries since the last time."""
    pos = followed(conn)
    while True:
        keyed, upto = keyed_after(conn, secret, pos)
        if upto == pos:
            return
        note(conn, keyed, upto)
        pos = upto


def places(conn: Connection, secret: bytes, texts: Iterable[str], after: int = 0) -> list[int]:
    """Where entries with these keys stand behind a place, ascending; a few may be of others."""
    found: set[int] = set()
    for text in texts:
        rows = conn.execute(
            "SELECT pos FROM log_key WHERE key = ? AND pos > ?", (key_of(secret, text), after)
        )
        found.update(row[0] for row in rows)
    return sorted(found)


def note_repeats(conn: Connection, repeats: Iterable[tuple[bytes, int]]) -> set[int]:
    """Elements (by dedupe key) that came again in a post (by its number); gives the posts that repeat erased ones."""
    erased: set[int] = set()
    for digest, raw_id in repeats:
        row = conn.execute(
            "SELECT l.pos, l.raw_id, length(b.fields) FROM log l JOIN body b ON b.pos = l.pos WHERE l.dedupe_key = ?",
            (digest,),
        ).fetchone()
        if row is None or row[1] == raw_id:
            continue
        if row[2] == 0:
            erased.add(raw_id)
        else:
            conn.execute(
                "INSERT INTO raw_repeat (pos, raw_id) VALUES (?, ?) ON CONFLICT DO NOTHING", (row[0], raw_id)
            )
    return erased
