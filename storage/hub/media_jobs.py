"""Files that the hub must fetch from the channel, and files that it gave to the channel.

A job is made in the transaction of the message that names the file, and ends in the one of media.stored or media.lost:
a crash between loses nothing. All functions run inside a Writer job.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint, text

from app.domain.ids import ConversationId, LineId, MessageId
from storage.hub.tables import METADATA, Connection
from storage.instants import from_us, to_us

JobState = Literal["waiting", "stored", "lost"]

MEDIA_JOB = Table(
    "media_job", METADATA,
    Column("job_id", Integer, primary_key=True),
    Column("message_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("sha256", Text),  # as the channel announced it
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    Column("received_us", Integer, nullable=False),  # the channel's id lives from here on
    Column("next_us", Integer, nullable=False),  # next try …
    Column("may_us", Integer, nullable=False),  # … and how early one is allowed
    Column("failures", Integer, nullable=False, server_default=text("0")),  # that the channel counts
    Column("unreached", Integer, nullable=False, server_default=text("0")),  # tries in a row that never got there
    Column("streak", Integer, nullable=False, server_default=text("0")),  # failures in a row for the same reason
    Column("failed_us", Text, nullable=False, server_default=text("'[]'")),  # moments of the newest failures
    Column("code", Text),  # why the newest try failed, or why it is lost
    UniqueConstraint("message_id", "external_id"),
)  # fmt: skip
Index("media_job_waiting", MEDIA_JOB.c.next_us, sqlite_where=MEDIA_JOB.c.state == "waiting")

MEDIA_UPLOAD = Table(
    "media_upload", METADATA,
    Column("line_id", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("mime", Text, primary_key=True),
    Column("external_id", Text, nullable=False),
    Column("uploaded_us", Integer, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

_COLUMNS = (
    "job_id, message_id, conversation_id, line_id, external_id, sha256, state, received_us, next_us, may_us,"
    " failures, unreached, streak, failed_us, code"
)


@dataclass(frozen=True, slots=True)
class NewJob:
    """A file that a message names by the channel's id."""

    message_id: MessageId
    conversation_id: ConversationId
    line_id: LineId
    external_id: str
    sha256: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A file on its way from the channel. `failed_at`: its newest failures, oldest first."""

    job_id: int
    message_id: MessageId
    conversation_id: ConversationId
    line_id: LineId
    external_id: str
    sha256: str | None
    state: JobState
    received_at: datetime
    next_at: datetime
    may_at: datetime
    failures: int
    unreached: int
    streak: int
    failed_at: tuple[datetime, ...]
    code: str | None


@dataclass(frozen=True, slots=True)
class Retry:
    """When a waiting job is tried again, and what is remembered of its failures."""

    next_at: datetime
    may_at: datetime
    failures: int
    unreached: int
    streak: int
    failed_at: tuple[datetime, ...]
    code: str


def add(conn: Connection, new: NewJob) -> bool:
    """Put a file in line; False when it is there already, since an element may name it again."""
    moment = to_us(new.received_at)
    return bool(
        conn.execute(
            "INSERT INTO media_job (message_id, conversation_id, line_id, external_id, sha256, received_us, next_us,"
            " may_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id, external_id) DO NOTHING",
            (
                new.message_id, new.conversation_id, new.line_id, new.external_id, new.sha256, moment, moment, moment,
            ),
        ).rowcount
    )  # fmt: skip


def of_message(conn: Connection, message_id: MessageId) -> Job | None:
    """The newest job of a message: an edit may have brought another file."""
    row = conn.execute(
        f"SELECT {_COLUMNS} FROM media_job WHERE message_id = ? ORDER BY job_id DESC LIMIT 1",  # noqa: S608
        (message_id,),
    ).fetchone()
    return _job(row) if row else None


def has_stored(conn: Connection, message_id: MessageId) -> bool:
    """Whether a file of a message is here."""
    found = conn.execute(
        "SELECT 1 FROM media_job WHERE message_id = ? AND state = 'stored' LIMIT 1", (message_id,)
    )
    return found.fetchone() is not None


def due(
    conn: Connection,
    now: datetime,
    limit: int,
    in_flight: Collection[int],
    received_before: datetime | None = None,
) -> list[Job]:
    """Jobs whose turn has come, the newest message first: it is what somebody waits for.

    `received_before`: only those of messages that came until then.
    """
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM media_job WHERE state = 'waiting' AND next_us <= ?"  # noqa: S608
        " AND received_us <= coalesce(?, received_us)"
        " AND job_id NOT IN (SELECT value FROM json_each(?)) ORDER BY job_id DESC LIMIT ?",
        (to_us(now), to_us(received_before), json.dumps(list(in_flight)), limit),
    )
    return [_job(row) for row in rows]


def next_at(conn: Connection, now: datetime) -> datetime | None:
    """When the next job's turn comes."""
    row = conn.execute(
        "SELECT min(next_us) FROM media_job WHERE state = 'waiting' AND next_us > ?", (to_us(now),)
    ).fetchone()
    return None if row[0] is None else from_us(row[0])


def wait(conn: Connection, job_id: int, retry: Retry) -> None:
    """A try failed, another one comes."""
    conn.execute(
        "UPDATE media_job SET next_us = ?, may_us = ?, failures = ?, unreached = ?, streak = ?, failed_us = ?, code = ?"
        " WHERE job_id = ? AND state = 'waiting'",
        (
            to_us(retry.next_at), to_us(retry.may_at), retry.failures, retry.unreached, retry.streak,
            json.dumps([to_us(moment) for moment in retry.failed_at]), retry.code, job_id,
        ),
    )  # fmt: skip


def end(conn: Connection, job_id: int, state: Literal["stored", "lost"], code: str | None = None) -> bool:
    """It is decided. False when it was before."""
    return bool(
        conn.execute(
            "UPDATE media_job SET state = ?, code = ? WHERE job_id = ? AND state = 'waiting'",
            (state, code, job_id),
        ).rowcount
    )


def hasten(conn: Connection, now: datetime) -> int:
    """The channel works again: what waits goes as early as it may. Gives the number of jobs."""
    return conn.execute(
        "UPDATE media_job SET next_us = max(may_us, ?) WHERE state = 'waiting' AND next_us > max(may_us, ?)",
        (to_us(now), to_us(now)),
    ).rowcount


def revive(conn: Connection, job_id: int, now: datetime) -> None:
    """A person wants it tried again, lost or not: as early as it may."""
    conn.execute(
        "UPDATE media_job SET state = 'waiting', next_us = max(may_us, ?) WHERE job_id = ? AND state != 'stored'",
        (to_us(now), job_id),
    )


def uploaded(conn: Connection, line_id: LineId, sha256: str, mime: str, since: datetime) -> str | None:
    """The channel's id of a file that it got from us since a moment."""
    row = conn.execute(
        "SELECT external_id FROM media_upload WHERE line_id = ? AND sha256 = ? AND mime = ? AND uploaded_us >= ?",
        (line_id, sha256, mime, to_us(since)),
    ).fetchone()
    return row[0] if row else None


def note_upload(
    conn: Connection, line_id: LineId, sha256: str, mime: str, external_id: str, now: datetime
) -> None:
    """The channel has a file of ours."""
    conn.execute(
        "INSERT INTO media_upload (line_id, sha256, mime, external_id, uploaded_us) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET external_id = excluded.external_id, uploaded_us = excluded.uploaded_us",
        (line_id, sha256, mime, external_id, to_us(now)),
    )


def forget_upload(conn: Connection, line_id: LineId, sha256: str, mime: str) -> None:
    """The channel does not know a file of ours any more."""
    conn.execute(
        "DELETE FROM media_upload WHERE line_id = ? AND sha256 = ? AND mime = ?", (line_id, sha256, mime)
    )


def _job(row: tuple[Any, ...]) -> Job:
    (
        job_id, message_id, conversation_id, line_id, external_id, sha256, state, received_us, next_us, may_us,
        failures, unreached, streak, failed_us, code,
    ) = row  # fmt: skip
    failed_at = tuple(from_us(moment) for moment in json.loads(failed_us))
    return Job(
        job_id, MessageId(message_id), ConversationId(conversation_id), LineId(line_id), external_id, sha256, state,
        from_us(received_us), from_us(next_us), from_us(may_us), failures, unreached, streak, failed_at, code,
    )  # fmt: skip
