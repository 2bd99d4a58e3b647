"""Measures the board of 2,000 open deals in a window and prints JSON: `python -m tests.perf.deal_figures`."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.deal_rows import Quiet
from app.domain.money import Money
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from ui import loop
from ui.bridge import Bridge
from ui.deals import looking
from ui.deals.board.lanes import Spot
from ui.deals.board.view import BoardView
from ui.deals.columns_of import lanes_of
from ui.deals.deals_page import DealsPage
from ui.kit import Kit
from ui.tasks import Tasks
from ui.theme.theme import Theme

CARDS, FRAMES, WIDTH, HEIGHT = 2_000, 600, 1440, 900
STAGES = ("enquiry", "quote", "decision", "deposit")
LEFT = Qt.MouseButton.LeftButton


def main() -> int:
    """Run all measurements in one window of 1440 x 900 px."""
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme = Theme(choice="light")
    theme.apply(app)

    async def measured() -> int:
        sys.stdout.write(json.dumps(await _figures(theme)) + "\n")
        return 0

    return loop.run(app, measured, _raise)


async def _figures(theme: Theme) -> dict[str, float]:
    desk = FakeDesk()
    _fill(desk)
    bridge, tasks = Bridge(desk), Tasks(_raise)
    kit = Kit(desk, bridge, theme, desk.clock, Formats("fr", "Europe/Paris"), tasks, is_practice=True)
    figures: dict[str, float] = {}
    looking.FIRST = CARDS  # type: ignore[misc] # every card is read and laid out, not only the first ones
    page, first_ms, read_ms = _opened(kit)
    await asyncio.sleep(0.1)
    figures |= {"cards": float(sum(len(lane.rows) for lane in page.board.lanes.all)), "first_ms": first_ms}
    figures["read_ms"] = read_ms
    figures |= _spread("again", [_again_ms(page, kit) for _turn in range(20)])
    figures |= _spread("drag", list(_drags(page.board)))
    figures |= _spread("column", list(_columns(page.board)))
    figures |= _spread("sideways", list(_sideways(page)))
    page.close_down()
    bridge.close()
    await tasks.close()
    page.deleteLater()
    return figures


def _fill(desk: FakeDesk) -> None:
    """Half of them with a talk of the salon, every fifth quiet, every third overdue."""
    talks, now = list(desk.talks), desk.clock.now()
    for number in range(CARDS):
        card = desk.deal_of(
            talks[number % len(talks)] if number % 2 else None,
            STAGES[number % 4],
            days=number % 20,
            title=f"Mariage {number} Chloé & Julien",
            amount=Money(1_000 * number + number % 100, "EUR" if number % 7 else "USD"),
            person=f"Personne {number}",
        )
        if number % 5 == 0:
            quiet = Quiet(now - timedelta(days=9), 7)
            desk.deal_cards[card.deal_id] = replace(card, awaits="them", quiet=quiet)


def _opened(kit: Kit) -> tuple[DealsPage, float, float]:
    """The screen is gone to: until its cards are painted. Beside it, what the reading alone took."""
    begun = time.perf_counter()
    kit.desk.board("", None, "need", CARDS)
    read_ms = (time.perf_counter() - begun) * 1000
    begun = time.perf_counter()
    page = DealsPage(kit, (), frozenset())
    page.resize(WIDTH, HEIGHT)
    page.show()
    page.repaint()
    _paint(page)
    return page, (time.perf_counter() - begun) * 1000, read_ms


def _again_ms(page: DealsPage, kit: Kit) -> float:
    """A colleague moved a card: the columns are put anew and painted."""
    board = page.looking.board
    assert board is not None
    begun = time.perf_counter()
    page.board.show_lanes(lanes_of(kit, board, None), "x")
    _paint(page)
    return (time.perf_counter() - begun) * 1000


def _drags(view: BoardView) -> list[float]:
    """A card carried over the whole board, up and down."""
    start = view.lanes.card_rect(Spot(0, 1)).center().toPoint()
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    times = []
    for number in range(FRAMES):
        at = QPoint(60 + number * 2 % (WIDTH - 120), 120 + number * 3 % (HEIGHT - 260))
        times.append(_timed(lambda at=at: _move(view, at), view))  # type: ignore[misc]
    view.hands.let_go()
    return times


def _columns(view: BoardView) -> list[float]:
    """One column after the other, a step of the wheel at a time, to its end."""
    lanes, times = view.lanes, []
    for number in range(4):
        for step in range(FRAMES // 4):
            offset = step * 60.0
            times.append(_timed(lambda n=number, o=offset: view.scroll_lane(n, o), view))  # type: ignore[misc]
        lanes.scroll_to(number, 0)
    return times


def _sideways(page: DealsPage) -> list[float]:
    """The whole board, in a window that shows three columns."""
    page.resize(800, HEIGHT)
    _paint(page)
    bar = page.board.horizontalScrollBar()
    steps = [number * 4 % max(1, bar.maximum()) for number in range(1, FRAMES // 2)]
    return [_timed(lambda value=value: bar.setValue(value), page.board) for value in steps]  # type: ignore[misc]


def _move(view: BoardView, at: QPoint) -> None:
    place = QPointF(view.viewport().mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), place, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def _timed(act: Callable[[], object], widget: QWidget) -> float:
    begun = time.perf_counter()
    act()
    _paint(widget)
    return (time.perf_counter() - begun) * 1000


def _paint(widget: QWidget) -> None:
    """What a turn of the loop does; a whole turn would wake tasks inside of this one."""
    QCoreApplication.sendPostedEvents(widget.window(), QEvent.Type.UpdateRequest.value)


def _spread(name: str, times_ms: Sequence[float]) -> dict[str, float]:
    return {
        f"{name}_median_ms": statistics.median(times_ms),
        f"{name}_p95_ms": statistics.quantiles(times_ms, n=20)[-1],
    }


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    sys.exit(main())
