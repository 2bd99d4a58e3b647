"""The ledger as it will be once the log shows what this computer asked for, and what a person may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from app.desk.actions import Standing as Asking
from app.desk.outbox import Outbox
from app.desk.pending import Pending
from app.domain import ledger as book
from app.domain.errors import ComptoirError
from app.domain.ids import MemberId
from app.domain.ledger_checks import ENTRIES_MAX, entry_problem
from app.domain.ledger_entries import (
    Key,
    Standing,
    is_known,
    key_in,
    key_of_entry,
    seen_version,
    standing_after,
    tidied,
    told,
)
from app.domain.members import Member

LEADERS = ("owner", "manager")
_SAVES: Mapping[str, Callable[..., book.LedgerAsk]] = {
    "cost": book.SaveCost, "gain": book.SaveGain, "goal": book.SaveGoal, "budget": book.SaveBudget,
    "rates": book.SaveRates,
}  # fmt: skip
_REMOVALS: Mapping[str, Callable[..., book.LedgerAsk]] = {
    "cost": book.RemoveCost,
    "gain": book.RemoveGain,
    "goal": book.RemoveGoal,
}


def overlaid_ledger(
    base: Mapping[Key, Standing], pending: Iterable[Pending], me: MemberId
) -> dict[Key, Standing]:
    """All entries by key, removed ones too. A wish that the hub is bound to refuse changes nothing."""
    shown = dict(base)
    for waiting in pending:
        body = waiting.command.body
        if not isinstance(body, book.LEDGER_ASKS):
            continue
        now = shown.get(key_in(body))
        if is_known(body, now) or seen_version(body) != (now.entry.version if now is not None else 0):
            continue
        after = standing_after(told(body, waiting.by(me)), now)
        if after is not None:
            shown[after.key] = replace(after, is_pending=True)
    return shown


class LedgerActions:
    """What the methods do is said in `app.desk.ledger_desk.LedgerDesk`."""

    def __init__(
        self,
        entries: Callable[[], Mapping[Key, Standing]],
        outbox: Outbox,
        me: Callable[[], Member],
        standing: Callable[[], Asking],
    ) -> None:
        self._entries = entries
        self._outbox = outbox
        self._me = me
        self._standing = standing

    async def save(self, entry: book.Entry) -> None:
        """`entry.version`: of the one that was seen."""
        self._check_role()
        made, known = tidied(entry), self._entries()
        kind = key_of_entry(made)[0]
        now = known.get(key_of_entry(made))
        if made.version != (now.entry.version if now is not None else 0):
            raise ComptoirError("ledger_changed" if now is not None else "ledger_gone")
        if (
            now is None
            and sum(one.key[0] == kind and not one.is_removed for one in known.values()) >= ENTRIES_MAX
        ):
            raise ComptoirError("ledger_full", limit=str(ENTRIES_MAX))
        refused = entry_problem(made)
        if refused is not None:
            raise ComptoirError(refused.code, **refused.facts)
        await self._ask([_SAVES[kind](made)], now)

    async def remove(self, entry: book.Entry) -> book.Entry:
        """Gives what undoes it."""
        self._check_role()
        kind, entry_id = key_of_entry(entry)
        now = self._entries().get((kind, entry_id))
        if now is None or now.entry.version != entry.version:
            raise ComptoirError("ledger_changed" if now is not None else "ledger_gone")
        await self._ask([_REMOVALS[kind](entry_id, entry.version)], now)
        return replace(entry, version=entry.version + 1)

    async def _ask(self, bodies: Sequence[book.LedgerAsk], now: Standing | None) -> None:
        asked = [body for body in bodies if not is_known(body, now)]
        standing = self._standing()
        if asked:
            await self._outbox.add(asked, standing.base_pos, is_online=standing.is_online)

    def _check_role(self) -> None:
        role = self._me().role
        if role not in LEADERS:
            raise ComptoirError("role_missing", role=role)
