"""The consent ledger as rows, and how things stand for each person: what writes them, and what reads them.

A line keeps the contact that it was recorded of. How things stand is kept for the contact that stayed, so that
thousands of people can be asked for at once; where two become one, or are parted again, it is counted anew.
"""

from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from app.domain.consent import PURPOSES, ConsentCard, Doubt, Entry, Purpose, Standing, standing_of
from app.domain.ids import ContactId, MessageId
from storage.instants import from_us, to_us
from storage.view.merges import Statement

MOST_ENTRIES = 500  # of one person on one screen
_COLUMNS = (
    "contact_id, pos, purpose, channel, is_given, source, at_us, recorded_us, wording, proof, message_id, import_id,"
    " member_id, line_id"
)
_ADD = f"INSERT OR IGNORE INTO view_consent ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_STAND = (
    "INSERT INTO view_consent_state (contact_id, purpose, channel, is_given, at_us, pos, source)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (contact_id, purpose, channel) DO UPDATE SET"
    " is_given = excluded.is_given, at_us = excluded.at_us, pos = excluded.pos, source = excluded.source"
    " WHERE (excluded.at_us, 1 - excluded.is_given, excluded.pos) > (at_us, 1 - is_given, pos)"
)
_THEIRS = "(contact_id = ?1 OR contact_id IN (SELECT gone_id FROM view_merged WHERE kept_id = ?1))"
_COUNT_ANEW = (
    "INSERT INTO view_consent_state (contact_id, purpose, channel, is_given, at_us, pos, source)"
    " SELECT ?1, purpose, channel, is_given, at_us, pos, source FROM (SELECT *, row_number() OVER"
    " (PARTITION BY purpose, channel ORDER BY at_us DESC, is_given, pos DESC) AS place"
    f" FROM view_consent WHERE {_THEIRS}) WHERE place = 1"
)
_LEDGER = (
    f"SELECT {', '.join(f'e.{name}' for name in _COLUMNS.split(', '))}, m.name FROM view_consent e"
    " LEFT JOIN view_member m ON m.member_id = e.member_id"
    f" WHERE {_THEIRS.replace('contact_id = ?1', 'e.contact_id = ?1').replace('OR contact_id', 'OR e.contact_id')}"
    " ORDER BY e.at_us DESC, e.is_given, e.pos DESC LIMIT ?2"
)
# The newest message that a person wrote while we listened: the ground for answering them.
_WROTE = (
    "SELECT m.message_id, m.sort_us, c.channel, c.line_id FROM view_conversation c JOIN view_message m"
    " ON m.conversation_no = c.no WHERE c.contact_id = ? AND c.last_inbound_us IS NOT NULL AND m.direction = 'in'"
    " AND m.import_no IS NULL ORDER BY m.sort_us DESC, m.pos DESC LIMIT 1"
)


# --- writing ---


def added(entry: Entry, kept_id: ContactId) -> list[Statement]:
    """One more line, of a person who is now `kept_id`."""
    given = int(entry.is_given)
    at_us = to_us(entry.at)
    line = (
        entry.contact_id, entry.pos, entry.purpose, entry.channel, given, entry.source, at_us,
        to_us(entry.recorded_at), entry.wording, entry.proof, entry.message_id, entry.import_id, entry.member_id,
        entry.line_id,
    )  # fmt: skip
    stands = (kept_id, entry.purpose, entry.channel, given, at_us, entry.pos, entry.source)
    return [(_ADD, line), (_STAND, stands)]


def counted_anew(contact_id: ContactId) -> list[Statement]:
    """How things stand, from the lines of this contact and of those that became it by now."""
    return [
        ("DELETE FROM view_consent_state WHERE contact_id = ?", (contact_id,)),
        (_COUNT_ANEW, (contact_id,)),
    ]


def became(gone_id: ContactId, kept_id: ContactId) -> list[Statement]:
    """Two are one from now on; `view_merged` says so already."""
    return [
        ("DELETE FROM view_consent_state WHERE contact_id = ?", (gone_id,)),
        *counted_anew(kept_id),
    ]


def import_undone(import_id: str) -> list[Statement]:
    """An import is taken back, and what its rows said of consent with it."""
    touched = "SELECT contact_id FROM view_consent WHERE import_id = ?1"
    kept = (
        f"SELECT coalesce(m.kept_id, t.contact_id) FROM ({touched}) t"
        " LEFT JOIN view_merged m ON m.gone_id = t.contact_id"
    )
    anew = (
        "INSERT INTO view_consent_state (contact_id, purpose, channel, is_given, at_us, pos, source)"
        " SELECT who, purpose, channel, is_given, at_us, pos, source FROM (SELECT *, row_number() OVER"
        " (PARTITION BY who, purpose, channel ORDER BY at_us DESC, is_given, pos DESC) AS place FROM"
        " (SELECT e.*, coalesce(m.kept_id, e.contact_id) AS who FROM view_consent e"
        " LEFT JOIN view_merged m ON m.gone_id = e.contact_id WHERE e.import_id IS NOT ?1"
        f" AND coalesce(m.kept_id, e.contact_id) IN ({kept}))) WHERE place = 1"
    )
    return [
        (f"DELETE FROM view_consent_state WHERE contact_id IN ({kept})", (import_id,)),
        (anew, (import_id,)),
        ("DELETE FROM view_consent WHERE import_id = ?", (import_id,)),
    ]


def doubted(contact_id: ContactId, message_id: MessageId, at: datetime) -> Statement:
    """A person must read this message."""
    return (
        "INSERT OR IGNORE INTO view_consent_doubt (contact_id, message_id, at_us) VALUES (?, ?, ?)",
        (contact_id, message_id, to_us(at)),
    )


def cleared(contact_id: ContactId, message_id: MessageId | None) -> Statement:
    """A person read it; None: whatever there was of somebody is decided."""
    if message_id is None:
        return f"DELETE FROM view_consent_doubt WHERE {_THEIRS}", (contact_id,)
    return "DELETE FROM view_consent_doubt WHERE message_id = ?", (message_id,)


# --- reading ---


def consent_standings(
    conn: Connection, contact_id: ContactId, channel: str = "whatsapp"
) -> dict[Purpose, Standing]:
    """How things stand for a person who is there (not one that became another); the unknown is left out."""
    rows = conn.execute(
        "SELECT purpose, is_given, at_us, source FROM view_consent_state WHERE contact_id = ? AND channel = ?",
        (contact_id, channel),
    )
    found: dict[Purpose, Standing] = {
        purpose: Standing(purpose, "given" if is_given else "withdrawn", from_us(at_us), source)
        for purpose, is_given, at_us, source in rows
    }
    service = found.get("service")
    wrote = own_message(conn, contact_id) if service is not None and service.state == "withdrawn" else None
    if wrote is not None:
        assert service is not None
        if service.since_at is not None and wrote.at > service.since_at:
            found["service"] = Standing("service", "given", wrote.at, "own_message")
    return found


def is_doubted(conn: Connection, contact_id: ContactId) -> bool:
    """Whether a person must first read what may have been a stop."""
    row = conn.execute(f"SELECT 1 FROM view_consent_doubt WHERE {_THEIRS} LIMIT 1", (contact_id,)).fetchone()
    return row is not None


def own_message(conn: Connection, contact_id: ContactId) -> Entry | None:
    """That they wrote, as a line of the ledger, with their newest message as the proof."""
    row = conn.execute(_WROTE, (contact_id,)).fetchone()
    if row is None:
        return None
    message_id, sort_us, channel, line_id = row
    at = from_us(sort_us)
    return Entry(
        0, contact_id, "service", channel, True, "own_message", at, at, message_id=message_id, line_id=line_id
    )


def consent_card(conn: Connection, contact_id: ContactId, limit: int = MOST_ENTRIES) -> ConsentCard:
    """All that is known of one person."""
    rows = conn.execute(_LEDGER, (contact_id, limit)).fetchall()
    entries = [_entry(row) for row in rows]
    wrote = own_message(conn, contact_id)
    if wrote is not None:
        entries = sorted([wrote, *entries], key=lambda one: one.at, reverse=True)
    doubts = conn.execute(
        f"SELECT message_id, at_us FROM view_consent_doubt WHERE {_THEIRS} ORDER BY at_us DESC", (contact_id,)
    )
    return ConsentCard(
        contact_id,
        tuple(standing_of(purpose, entries) for purpose in PURPOSES),
        tuple(entries),
        tuple(Doubt(message_id, from_us(at_us)) for message_id, at_us in doubts),
    )


def people_who(conn: Connection, purpose: Purpose, *, is_given: bool, limit: int = -1) -> list[ContactId]:
    """Who agreed to it (or wants it no more) now; walks an index, for segments and exports."""
    rows = conn.execute(
        "SELECT contact_id FROM view_consent_state WHERE purpose = ? AND is_given = ? ORDER BY contact_id LIMIT ?",
        (purpose, int(is_given), limit),
    )
    return [ContactId(row[0]) for row in rows]


def count_who(conn: Connection, purpose: Purpose, *, is_given: bool) -> int:
    """How many of them there are."""
    row = conn.execute(
        "SELECT count(*) FROM view_consent_state WHERE purpose = ? AND is_given = ?", (purpose, int(is_given))
    ).fetchone()
    return int(row[0])


def _entry(row: tuple[Any, ...]) -> Entry:
    (
        contact_id, pos, purpose, channel, is_given, source, at_us, recorded_us, wording, proof, message_id, import_id,
        member_id, line_id, member_name,
    ) = row  # fmt: skip
    return Entry(
        pos, contact_id, purpose, channel, is_given == 1, source, from_us(at_us), from_us(recorded_us), wording, proof,
        message_id, import_id, member_id, member_name, line_id,
    )  # fmt: skip
