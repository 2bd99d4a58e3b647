"""Whom a business number has blocked."""

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import ContactId, LineId
from storage.view.merges import Statement


def is_blocked(conn: Connection, contact_id: ContactId, line_id: LineId) -> bool:
    """Whether the channel holds back what this person writes to this number."""
    row = conn.execute(
        "SELECT 1 FROM view_block WHERE contact_id = ? AND line_id = ?", (contact_id, line_id)
    ).fetchone()
    return row is not None


def blocked(contact_id: ContactId, line_id: LineId) -> Statement:
    """Held back from now on."""
    return "INSERT OR IGNORE INTO view_block (contact_id, line_id) VALUES (?, ?)", (contact_id, line_id)


def aside(side_no: int) -> ContactId:
    """Under which id a block stands of what a contact would be without a merge."""
    return ContactId(f"~{-side_no}")


def unblocked(contact_id: ContactId, line_id: LineId) -> Statement:
    """Heard again."""
    return "DELETE FROM view_block WHERE contact_id = ? AND line_id = ?", (contact_id, line_id)
