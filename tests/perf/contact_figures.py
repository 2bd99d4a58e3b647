"""Measures the table of contacts on a profile and prints JSON: `python -m tests.perf.contact_figures DIR`."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QApplication, QTableView

from app.desk.config import practice_profile
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.session import unlock
from app.domain import events as events  # a desk that follows its hub has them
from app.domain.clock import SystemClock
from app.domain.segments import Condition, Rule
from app.words.formats import Formats
from ui import loop
from ui.bridge import Bridge
from ui.contacts.people import PeoplePage
from ui.kit import Kit
from ui.tasks import Tasks
from ui.theme.theme import Theme

FRAMES, STEP_PX, JUMPS = 1_500, 120, 300
WORDS = ("e", "el", "elo", "elodie", "field", "6399", "vip", "ana f", "garage", "a", "zz", "riv")
SORTS = ("last", "company", "owner", "number", "name", "email", "tags", "language", "name", "last")
RULES = (
    Rule("all", (Condition("tag", "is", ("VIP",)),)),
    Rule("all", (Condition("last", "older", ("90",)), Condition("language", "is", ("fr",)))),
    Rule("all", (Condition("tag", "is_not", ("VIP",)), Condition("owner", "is_not", ("m-1",)))),
    Rule("any", (Condition("country", "is", ("FR",)), Condition("tag", "is", ("tag 1",)))),
    Rule("all", (Condition("company", "has", ("dup",)),)),
    Rule("all", (Condition("number", "begins", ("3363",)),)),
)
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def main(folder: Path) -> int:
    """Run all measurements in one window of 1440 x 900 px."""
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(choice="light")
    theme.apply(app)

    async def measured() -> int:
        desk = await open_desk(unlock(practice_profile(folder), {}))
        try:
            sys.stdout.write(json.dumps(await _figures(desk, theme)) + "\n")
        finally:
            await desk.stop()
        return 0

    return loop.run(app, measured, _raise)


async def _figures(desk: LiveDesk, theme: Theme) -> dict[str, float]:
    bridge, tasks = Bridge(desk), Tasks(_raise)
    kit = Kit(desk, bridge, theme, SystemClock(), Formats("fr", "Europe/Paris"), tasks, is_practice=True)
    cold, cold_ms = await _opened(kit)
    cold.close_down()
    cold.deleteLater()
    vars(desk).pop("_table")  # nothing of the orders is kept in memory
    page, first_ms = await _opened(kit)
    await _until(page, lambda: page.looking.facets.total > 0)
    figures = {"contacts": float(page.model.rowCount()), "first_ms": first_ms, "cold_ms": cold_ms}
    await asyncio.sleep(1.5)  # the words of everybody come once the lines are there
    figures |= _scrolling(page.table, "scroll")
    bare = _bare(page)
    await asyncio.sleep(0.2)
    figures |= _scrolling(bare, "bare")
    bare.close()
    figures |= _spread(
        "find", [await _asked_ms(page, partial(page.looking.find, word)) for word in WORDS * 3]
    )
    await _asked_ms(page, page.show_everybody)
    for sort in SORTS:
        await _asked_ms(page, partial(page.sort_by, sort, False))
    sorted_ms = [await _asked_ms(page, partial(page.sort_by, sort, True)) for sort in SORTS]
    figures |= _spread("sort", sorted_ms)
    filters = [one.conditions for one in RULES if one.match == "all"] * 3
    figures |= _spread(
        "filter",
        [await _asked_ms(page, partial(page.looking.filter_by, these)) for these in filters],
    )
    counted = [await _timed_ms(partial(desk.count_contacts, [rule])) for rule in RULES * 3]
    figures |= _spread("count", counted)
    page.close_down()
    bridge.close()
    await tasks.close()
    page.deleteLater()
    return figures


async def _opened(kit: Kit) -> tuple[PeoplePage, float]:
    """The screen is gone to: until its lines are painted."""
    begun = time.perf_counter()
    page = PeoplePage(kit, ())
    page.resize(1440, 900)
    page.show()
    await _until(page, lambda: page.model.rowCount() > 0)
    page.table.viewport().repaint()
    return page, (time.perf_counter() - begun) * 1000


async def _until(page: PeoplePage, is_so: Callable[[], bool]) -> None:
    """Nothing turns while one waits: the other thread has the processor for itself."""
    while not is_so():
        stirred = asyncio.Event()
        told = [
            page.looking.ordered.connect(lambda *_told, stirred=stirred: stirred.set()),
            page.looking.counted.connect(lambda *_told, stirred=stirred: stirred.set()),
        ]
        if not is_so():
            await stirred.wait()
        page.looking.ordered.disconnect(told[0])
        page.looking.counted.disconnect(told[1])


async def _asked_ms(page: PeoplePage, act: Callable[[], Any]) -> float:
    """From the wish to the painted lines."""
    told = asyncio.Event()
    link = page.looking.ordered.connect(lambda *_told: told.set())
    begun = time.perf_counter()
    act()
    await told.wait()
    page.table.viewport().repaint()
    took = (time.perf_counter() - begun) * 1000
    page.looking.ordered.disconnect(link)
    return took


async def _timed_ms(act: Callable[[], Awaitable[Any]]) -> float:
    begun = time.perf_counter()
    await act()
    return (time.perf_counter() - begun) * 1000


def _scrolling(table: QTableView, name: str) -> dict[str, float]:
    """By the wheel, and by pages anywhere."""
    bar = table.verticalScrollBar()

    def frame(value: int) -> float:
        begun = time.perf_counter()
        bar.setValue(value)
        # what a turn of the loop does; a whole turn would wake tasks inside of this one
        QCoreApplication.sendPostedEvents(table.window(), QEvent.Type.UpdateRequest.value)
        return (time.perf_counter() - begun) * 1000

    steps = [frame(STEP_PX * number) for number in range(FRAMES)]
    jumps = [frame((number * 7_919_993) % max(1, bar.maximum())) for number in range(JUMPS)]
    bar.setValue(0)
    return _spread(name, steps) | _spread(f"{name}_page", jumps)


def _spread(name: str, times_ms: Sequence[float]) -> dict[str, float]:
    return {
        f"{name}_median_ms": statistics.median(times_ms),
        f"{name}_p95_ms": statistics.quantiles(times_ms, n=20)[-1],
    }


class _Bare(QAbstractTableModel):
    """The floor: the same ids, shown by Qt's own table as plain text."""

    def __init__(self, page: PeoplePage) -> None:
        super().__init__()
        self._model = page.model

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._model.order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._model.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(self._model.order[index.row()]) if role == Qt.ItemDataRole.DisplayRole else None


def _bare(page: PeoplePage) -> QTableView:
    view = QTableView()
    view.setParent(page.window(), Qt.WindowType.Window)
    view.setModel(_Bare(page))
    view.model().setParent(view)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(page.table.verticalHeader().defaultSectionSize())
    for section in range(len(page.model.columns)):
        view.setColumnWidth(section, page.table.columnWidth(section))
    view.resize(page.table.size())
    view.show()
    view.repaint()
    return view


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
