"""Entries of the ledger by kind and id: what a wish or an event is about, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Literal

from app.domain import ledger as book
from app.domain.ids import MemberId
from app.domain.records import record

Kind = Literal["cost", "gain", "goal", "budget", "rates"]
Key = tuple[Kind, str]
SHAPES: Final[dict[str, type]] = {
    "cost": book.Cost,
    "gain": book.Gain,
    "goal": book.Goal,
    "budget": book.Budget,
    "rates": book.Rates,
}
_SAVES: Final[dict[type, Kind]] = {
    book.SaveCost: "cost", book.SaveGain: "gain", book.SaveGoal: "goal", book.SaveBudget: "budget",
    book.SaveRates: "rates", book.CostSaved: "cost", book.GainSaved: "gain", book.GoalSaved: "goal",
    book.BudgetSaved: "budget", book.RatesSaved: "rates",
}  # fmt: skip
_REMOVALS: Final[dict[type, Kind]] = {
    book.RemoveCost: "cost", book.RemoveGain: "gain", book.RemoveGoal: "goal", book.CostRemoved: "cost",
    book.GainRemoved: "gain", book.GoalRemoved: "goal",
}  # fmt: skip
_SAVED: Final[dict[str, Any]] = {
    "cost": book.CostSaved, "gain": book.GainSaved, "goal": book.GoalSaved, "budget": book.BudgetSaved,
    "rates": book.RatesSaved,
}  # fmt: skip
_REMOVED: Final[dict[str, Any]] = {
    "cost": book.CostRemoved,
    "gain": book.GainRemoved,
    "goal": book.GoalRemoved,
}


@record
class Standing:
    """An entry as known now. `is_pending`: only this computer knows this form of it yet."""

    key: Key
    entry: book.Entry
    is_removed: bool = False
    is_pending: bool = False


def entry_in(body: Any) -> book.Entry | None:
    """What a wish or an event saves; None of a removal."""
    kind = _SAVES.get(type(body))
    return getattr(body, kind) if kind is not None else None


def key_of_entry(entry: book.Entry) -> Key:
    """How it is told apart."""
    if isinstance(entry, book.Cost):
        return "cost", entry.cost_id
    if isinstance(entry, book.Gain):
        return "gain", entry.gain_id
    if isinstance(entry, book.Goal):
        return "goal", entry.goal_id
    if isinstance(entry, book.Budget):
        return "budget", book.BUDGET_ID
    return "rates", entry.from_day.isoformat()


def key_in(body: Any) -> Key:
    """Of what a wish or an event is about."""
    entry = entry_in(body)
    if entry is not None:
        return key_of_entry(entry)
    kind = _REMOVALS[type(body)]
    return kind, getattr(body, f"{kind}_id")


def seen_version(ask: book.LedgerAsk) -> int:
    """The form that the person saw."""
    entry = entry_in(ask)
    return entry.version if entry is not None else ask.seen_version  # type: ignore[union-attr]


def is_known(ask: book.LedgerAsk, now: Standing | None) -> bool:
    """Whether everything is so already: the same words again, or a removal of what is gone."""
    entry = entry_in(ask)
    if entry is None:
        return now is None or now.is_removed
    return (
        now is not None and not now.is_removed and replace(now.entry, version=0) == replace(entry, version=0)
    )


def told(ask: book.LedgerAsk, member_id: MemberId) -> book.LedgerEvent:
    """What is said once the wish is granted."""
    entry = entry_in(ask)
    version = seen_version(ask) + 1
    kind, entry_id = key_in(ask)
    if entry is not None:
        made: book.LedgerEvent = _SAVED[kind](replace(tidied(entry), version=version), member_id)
        return made
    gone: book.LedgerEvent = _REMOVED[kind](entry_id, version, member_id)
    return gone


def standing_after(event: book.LedgerEvent, now: Standing | None) -> Standing | None:
    """The entry once this happened; None when something unknown was removed."""
    entry = entry_in(event)
    if entry is not None:
        return Standing(key_in(event), entry)
    if now is None:
        return None
    version = event.version  # type: ignore[union-attr]
    return replace(now, entry=replace(now.entry, version=version), is_removed=True)


def tidied(entry: book.Entry) -> book.Entry:
    """Without blanks around its name."""
    if isinstance(entry, book.Budget):
        return entry
    return replace(entry, name=" ".join(entry.name.split()))
