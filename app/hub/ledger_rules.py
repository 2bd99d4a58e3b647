"""Who may keep the ledger, and what may stand in it: owner and managers, in the form that they saw."""

from dataclasses import dataclass, replace

from app.domain.errors import Refused
from app.domain.ledger import LedgerAsk, LedgerEvent
from app.domain.ledger_checks import ENTRIES_MAX, entry_problem
from app.domain.ledger_entries import Standing, entry_in, is_known, key_in, seen_version, told
from app.hub.roles import needs
from app.hub.situation import Situation
from storage.hub.tables import Connection
from storage.view import ledger


@dataclass(frozen=True, slots=True)
class LedgerLook:
    """The entry as it is, also a removed one, and how many of its kind there are."""

    now: Standing | None
    count: int


def of_ledger(conn: Connection, seen: Situation) -> Situation:
    """All that the rules look at for a wish about the ledger."""
    key = key_in(seen.command.body)
    return replace(seen, ledger=LedgerLook(ledger.entry(conn, key), ledger.count_of(conn, key[0])))


def check_ledger(situation: Situation, body: LedgerAsk) -> Refused | None:
    """Why it must not happen."""
    look = situation.ledger
    assert look is not None
    not_allowed = needs(situation, "keep_ledger")
    if not_allowed is not None or is_known(body, look.now):
        return not_allowed
    entry, now = entry_in(body), look.now
    if now is not None and now.is_removed and seen_version(body) != now.entry.version:
        return Refused("ledger_gone")
    if seen_version(body) != (now.entry.version if now is not None else 0):
        return Refused("ledger_changed" if now is not None else "ledger_gone")
    if entry is not None and now is None and look.count >= ENTRIES_MAX:
        return Refused("ledger_full", {"limit": str(ENTRIES_MAX)})
    return entry_problem(entry) if entry is not None else None


def ledger_event(situation: Situation, body: LedgerAsk) -> LedgerEvent | None:
    """What is said once the wish is granted; nothing where everything is so already."""
    look = situation.ledger
    assert look is not None
    return None if is_known(body, look.now) else told(body, situation.asker.member_id)
