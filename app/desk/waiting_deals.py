"""Rows of deals that something waits about: made once, and again for those of which something changed.

An import that was made without the hub leaves thousands of wishes here, and a board is read at each change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from app.desk.deal_overlay import Lookups, overlaid_deal, settled
from app.desk.pending import Pending
from app.domain.deal_board import next_step
from app.domain.deal_rows import DealCard, DealRow
from app.domain.task_rows import TaskRow
from storage import view
from storage.engine import Connection
from storage.view import deal_reading

KEPT = 20_000  # rows; of so many, all are forgotten
Tasks = Mapping[str, tuple[TaskRow, ...]]  # open ones, by the deal
_ROW_FIELDS = tuple(one.name for one in fields(DealRow))


class WaitingRows:
    """What was shown last of each, and what it was made of."""

    def __init__(self) -> None:
        self._place: Any = None  # the view's own, and who looks
        self._made: dict[str, tuple[Any, DealRow | None]] = {}

    def rows(
        self, conn: Connection, pending: Mapping[str, Sequence[Pending]], tasks: Tasks, look: Lookups
    ) -> dict[str, DealRow]:
        """Of each deal that is there, as it will be."""
        place = (view.cursor(conn), look.me)
        if place != self._place or len(self._made) > KEPT:
            self._place, self._made = place, {}
        keys = {deal_id: _key(about, tasks.get(deal_id, ())) for deal_id, about in pending.items()}
        stale = [deal_id for deal_id, key in keys.items() if self._made.get(deal_id, (None,))[0] != key]
        known = deal_reading.known_of(conn, stale) if stale else set()
        for deal_id in stale:
            card = deal_reading.deal_card(conn, deal_id, look.me) if deal_id in known else None
            shown = _shown(card, pending[deal_id], tasks.get(deal_id, ()), look)
            self._made[deal_id] = keys[deal_id], None if shown is None else row_of(shown)
        found = ((deal_id, self._made[deal_id][1]) for deal_id in pending)
        return {deal_id: row for deal_id, row in found if row is not None}


def with_tasks(card: DealCard, tasks: tuple[TaskRow, ...]) -> DealCard:
    """With what is to be done about it; what waits here about that says who is awaited."""
    card = replace(card, tasks=tasks, task=next_step(tasks))
    return settled(card) if any(task.is_pending for task in tasks) else card


def row_of(card: DealCard) -> DealRow:
    """What a board shows of a card."""
    return DealRow(**{name: getattr(card, name) for name in _ROW_FIELDS})


def _shown(
    card: DealCard | None, pending: Sequence[Pending], tasks: tuple[TaskRow, ...], look: Lookups
) -> DealCard | None:
    base = with_tasks(card, tasks) if card is not None and tasks else card
    shown = overlaid_deal(base, pending, look) if pending else base
    if base is None and shown is not None and tasks:  # the log does not know it yet
        return with_tasks(shown, tasks)
    return shown


def _key(pending: Sequence[Pending], tasks: tuple[TaskRow, ...]) -> Any:
    """What a row is made of beside the view."""
    wishes = tuple((one.command.command_id, one.maker, one.stage) for one in pending)
    return wishes, tuple((task.task_id, task.whose, task.is_pending) for task in tasks)
