"""Which tasks a person is to be reminded of now: each turn of a task once, also over restarts of this computer.

What several turns have in common (it was closed, it slept, nine o'clock) is that they are told together. Before the
first look the desk may become level with the hub: what a colleague did meanwhile needs no reminder.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.desk.desk import Desk
from app.domain.clock import Clock
from app.domain.telling import Happening, task_slot, tasks_slot

if TYPE_CHECKING:
    from app.domain.task_rows import TaskRow

TOLD: Final = "tasks_told"  # where the desk keeps which turns were told
MOST_KEPT: Final = 400
MOST: Final = 200
MOST_NAMED: Final = 5
SETTLES_S: Final = 5.0  # so long after the hub answered first
ALONE_S: Final = 20.0  # so long it is waited for, where it does not answer


class TaskReminders:
    """One person's at one desk. Call `of_time` some times a minute, and when a task changed."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock
        self._began_s = clock.monotonic_s()
        self._reached_s: float | None = None
        self._is_ready = False
        self._told = dict.fromkeys(_read(desk.last_place().get(TOLD, "")))

    def of_time(self) -> list[Happening]:
        """One's own tasks whose turn came and was not told: one of them, or all of them as one."""
        if not self._may_look():
            return []
        rows = self._desk.tasks_due("mine", self._clock.now(), MOST)
        new = [row for row in rows if row.is_mine and _turn(row) not in self._told]
        if not new:
            return []
        self._told |= dict.fromkeys(map(_turn, new))
        self._told = dict.fromkeys(list(self._told)[-MOST_KEPT:])
        self._desk.remember_place(**{TOLD: json.dumps(list(self._told), separators=(",", ":"))})
        return [_one(new[0]) if len(new) == 1 else _together(new)]

    def _may_look(self) -> bool:
        state, now_s = self._desk.connection(), self._clock.monotonic_s()
        if state.catching_up is not None:
            self._began_s, self._reached_s = now_s, None
            return False
        if state.is_hub_reachable and self._reached_s is None:
            self._reached_s = now_s
        is_level = self._reached_s is not None and now_s - self._reached_s >= SETTLES_S
        self._is_ready = self._is_ready or is_level or now_s - self._began_s >= ALONE_S
        return self._is_ready


def _one(row: TaskRow) -> Happening:
    return Happening(f"task {_turn(row)}", "task", task_slot(row.task_id), row.title, row.about)


def _together(rows: Sequence[TaskRow]) -> Happening:
    titles = [row.title for row in rows[:MOST_NAMED]] + (["…"] if len(rows) > MOST_NAMED else [])
    key = f"tasks {_turn(rows[0])} {len(rows)}"
    return Happening(key, "task", tasks_slot(), "", " · ".join(titles), count=len(rows))


def _turn(row: TaskRow) -> str:
    """A task and its turn: put aside or given another time, it is another."""
    minute = int(row.turn_at.timestamp() // 60) if row.turn_at is not None else 0
    return f"{row.task_id[-16:]}@{minute:x}"


def _read(kept: str) -> list[str]:
    """What was kept; whatever cannot be read is as if nothing had been told."""
    try:
        found = json.loads(kept) if kept else []
    except ValueError:
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
