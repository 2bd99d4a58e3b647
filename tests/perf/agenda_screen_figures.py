"""Measures the agenda of 200 appointments in a window and prints JSON: `python -m tests.perf.agenda_screen_figures`."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.agenda import Resource
from app.words.formats import Formats
from tests.fake_desk import FakeDesk
from ui import loop
from ui.appointments.agenda_page import AgendaPage
from ui.appointments.grid.geometry import Spot
from ui.bridge import Bridge
from ui.kit import Kit
from ui.tasks import Tasks
from ui.theme.theme import Theme

COLUMNS, EACH, FRAMES, WIDTH, HEIGHT = 30, 7, 400, 1440, 900
ANSWERS = ("confirmed", "", "cancelled", "move", "")
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
    page, first_ms = _opened(kit)
    days = page.looking.days
    assert days is not None
    begun = time.perf_counter()
    desk.agenda(days.today + timedelta(days=1))
    read_ms = (time.perf_counter() - begun) * 1000
    figures: dict[str, float] = {"first_ms": first_ms, "read_ms": read_ms}
    figures["rows"] = float(len(days.rows))
    figures |= _spread("day", [_back_ms(page) for _turn in range(20)])
    await asyncio.sleep(0.05)  # Qt measures what can be scrolled in a turn of its own
    bar = page.list.verticalScrollBar()
    steps = [number * 7 % max(1, bar.maximum()) for number in range(FRAMES)]
    figures |= _spread("list", [_timed(lambda to=to: bar.setValue(to), page.list) for to in steps])  # type: ignore[misc]
    figures["grid_ms"] = _timed(lambda: page.choose_shape("grid"), page)
    await asyncio.sleep(0.05)
    across = page.grid.horizontalScrollBar()
    steps = [number * 9 % max(1, across.maximum()) for number in range(FRAMES)]
    figures |= _spread("grid", [_timed(lambda to=to: across.setValue(to), page.grid) for to in steps])  # type: ignore[misc]
    figures |= _spread("drag", list(_drags(page)))
    page.close_down()
    bridge.close()
    await tasks.close()
    await asyncio.sleep(0)
    page.deleteLater()
    return figures


def _fill(desk: FakeDesk) -> None:
    """210 appointments of tomorrow with thirty people, in all states; one of them was asked, every third."""
    desk.open_agenda()
    desk.made_resources = [
        Resource(f"r{number}", f"Personne {number + 1}", position=number, version=1)
        for number in range(COLUMNS)
    ]
    for number in range(COLUMNS):
        for turn in range(EACH):
            hour, minute = divmod(9 * 60 + turn * 75 + number % 3 * 15, 60)
            one = desk.appointment_at(
                f"{hour}:{minute:02d}", f"Cliente {number}-{turn}", f"r{number}", "cut",
                answer=ANSWERS[(number + turn) % len(ANSWERS)],
            )  # fmt: skip
            if turn % 3 == 0:
                desk.ask_of(one.appointment_id, "read", timedelta(hours=5 if number % 2 else 1))


def _opened(kit: Kit) -> tuple[AgendaPage, float]:
    """The screen is gone to for the first time, on the full day: until it is painted."""
    begun = time.perf_counter()
    page = AgendaPage(kit, (), ())
    page.looking.day = kit.clock.now().date() + timedelta(days=1)
    page.resize(WIDTH, HEIGHT)
    page.show()
    page.repaint()
    _paint(page)
    return page, (time.perf_counter() - begun) * 1000


def _back_ms(page: AgendaPage) -> float:
    """From the empty day after it back to the full one, until that is painted."""
    page.looking.step(1)
    _paint(page)
    page.list.forget()
    return _timed(lambda: page.looking.step(-1), page)


def _drags(page: AgendaPage) -> list[float]:
    """An appointment carried over the whole grid; each quarter is asked about."""
    view = page.grid
    page.grid.horizontalScrollBar().setValue(0)
    page.grid.verticalScrollBar().setValue(0)
    spot = next(Spot(0, n) for n in range(EACH) if view.can_carry(Spot(0, n)))
    start = view.geometry_.block_rect(spot).center().toPoint()
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    times = []
    for number in range(FRAMES):
        at = QPoint(120 + number * 3 % (WIDTH - 560), 160 + number * 5 % (HEIGHT - 360))
        times.append(_timed(lambda at=at: _move(view, at), view))  # type: ignore[misc]
    view.hands.let_go()
    return times


def _move(view: QWidget, at: QPoint) -> None:
    viewport = view.viewport()  # type: ignore[attr-defined]
    place = QPointF(viewport.mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), place, LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


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
