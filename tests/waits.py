"""How a wait stands where everybody is to be answered within half an hour, for tests of rows."""

from datetime import datetime

from app.domain.rows import InboxRow
from app.domain.standards import StandardBook
from app.domain.waits import Wait, WaitRules


def half_hour(row: InboxRow, now: datetime) -> Wait | None:
    """None for who does not wait."""
    if row.waiting_since_at is None or row.is_snoozed:
        return None
    return WaitRules(StandardBook()).wait(row.waiting_since_at, now, row.line_id, None, is_first=True)
