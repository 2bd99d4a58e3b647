"""What becomes of what a restored hub lost of the ledger: leaders give it back where nothing newer was said since."""

from collections.abc import Collection
from typing import Any

from app.domain.ledger import LEDGER_EVENTS
from app.domain.ledger_entries import entry_in, key_in
from storage.hub.tables import Connection
from storage.view import ledger


def things_of_ledger(body: Any) -> tuple[str, ...]:
    """Each thing of which the last word counts."""
    return (f"ledger:{':'.join(key_in(body))}",) if isinstance(body, LEDGER_EVENTS) else ()


def judged_ledger(conn: Connection, body: Any, things: Collection[str], *, is_leader: bool) -> str | None:
    """What becomes of it: "left_out", or "" for what comes back; None for what is about something else."""
    if not isinstance(body, LEDGER_EVENTS):
        return None
    if not is_leader or any(one in things for one in things_of_ledger(body)):
        return "left_out"
    now = ledger.entry(conn, key_in(body))
    if entry_in(body) is None:
        return "" if now is not None and not now.is_removed else "left_out"
    return ""
