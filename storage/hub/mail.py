"""What the owner was told by e-mail: kept, so that no restart tells it again."""

import json
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Integer, Table, Text

from app.domain.owner_mail import Told
from storage.hub.tables import METADATA, Connection

# One row. `marks`: what was told, see `app.domain.owner_mail.marks_of`. Written before the e-mail goes: a hub that is
# killed while it goes does not send it again.
MAIL_TOLD = Table(
    "mail_told", METADATA,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("marks", Text, nullable=False),
    Column("at", Text),
)  # fmt: skip


def told(conn: Connection) -> Told:
    """What was told."""
    row = conn.execute("SELECT marks, at FROM mail_told").fetchone()
    if row is None:
        return Told()
    return Told(frozenset(json.loads(row[0])), datetime.fromisoformat(row[1]) if row[1] else None)


def save(conn: Connection, what: Told) -> None:
    """That is told from now on, in a Writer job."""
    conn.execute(
        "INSERT INTO mail_told (id, marks, at) VALUES (1, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET marks = excluded.marks, at = excluded.at",
        (json.dumps(sorted(what.marks)), what.at.isoformat() if what.at else None),
    )
