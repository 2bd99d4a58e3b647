"""Measures the conversation pane on a profile and prints JSON: `python -m tests.perf.conversation_figures DIR`."""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.desk.config import practice_profile
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.session import unlock
from app.domain.clock import SystemClock
from app.domain.ids import ConversationId
from app.domain.rows import Changes
from app.words.formats import Formats
from ui import loop
from ui.bridge import Bridge
from ui.conversation.pane import ConversationPane
from ui.conversation.thread_model import MOST
from ui.kit import Kit
from ui.tasks import Tasks
from ui.theme.theme import Theme

LONGEST = ConversationId("c000000")
OPENED, FRAMES, APPENDED, LETTERS = 200, 2_000, 100, 300
STEP_PX = 40


def main(folder: Path) -> int:
    """Run all measurements in one window of 980 x 800 px."""
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
    pane = ConversationPane(kit)
    pane.resize(980, 800)
    pane.show()
    await asyncio.sleep(0.1)
    figures = _opening(pane) | _scrolling(pane) | await _appending(pane, bridge) | _typing(pane)
    pane.close_down()
    bridge.close()
    await tasks.close()
    pane.deleteLater()
    return figures


def _opening(pane: ConversationPane) -> dict[str, float]:
    """From the wish to the painted bubbles; each of the others for the first time."""
    pane.open(ConversationId("c000001"))  # fonts and icons are there from here on
    others: list[float] = []
    longest: list[float] = []
    for number in range(2, 2 + OPENED):  # in turn, so that a busy computer is unkind to both
        others.append(_opened_ms(pane, f"c{number:06d}"))
        longest.append(_opened_ms(pane, LONGEST))
    return {
        "open_median_ms": statistics.median(others),
        "open_p95_ms": statistics.quantiles(others, n=20)[-1],
        "open_longest_ms": statistics.median(longest),
    }


def _opened_ms(pane: ConversationPane, conversation_id: str) -> float:
    def act() -> None:
        pane.open(ConversationId(conversation_id))
        pane.view.viewport().repaint()

    return _timed_ms(act)


def _scrolling(pane: ConversationPane) -> dict[str, float]:
    """Upwards through the longest; a frame that brings older messages counts with them."""
    pane.open(LONGEST)
    bar = pane.view.verticalScrollBar()

    def frame() -> None:
        bar.setValue(bar.value() - STEP_PX)
        pane.view._load_more()
        pane.view.viewport().repaint()

    frames = [_timed_ms(frame) for _ in range(FRAMES)]
    return {
        "frame_median_ms": statistics.median(frames),
        "frame_p99_ms": statistics.quantiles(frames, n=100)[-1],
    }


async def _appending(pane: ConversationPane, bridge: Bridge) -> dict[str, float]:
    """A message more while the window is full and the newest is in view."""
    pane.open(LONGEST)
    while pane.model.rowCount() < MOST:
        pane.model.load_older()
    pane.view.show_opened()
    bridge.changed.disconnect(pane._changed)
    took = [_appended_ms(pane) for _ in range(APPENDED)]
    return {"append_median_ms": statistics.median(took)}


def _appended_ms(pane: ConversationPane) -> float:
    """The newest message goes from the window and comes again, as one that the desk tells of."""
    last = pane.model.rowCount() - 1
    newest = pane.model.row(last).message_id
    pane.model._remove(last, last + 1)
    pane.view.show_opened()
    changes = Changes(conversations=frozenset({LONGEST}), messages=frozenset({newest}))
    took_ms = _timed_ms(lambda: _append(pane, changes))
    if pane.model.rowCount() != last + 1:
        raise RuntimeError("nothing was appended")
    return took_ms


def _append(pane: ConversationPane, changes: Changes) -> None:
    pane._changed(changes)
    pane.view.viewport().repaint()


def _typing(pane: ConversationPane) -> dict[str, float]:
    """Each letter is kept as a draft; the disk is never waited for."""
    pane.composer.set_lock(None)  # the invented customers wrote long ago
    pane.offers.offer.hide()
    pane.composer.show()
    pane.composer.set_text("")
    pane.focus_composer()

    def letter() -> None:
        event = QInputMethodEvent()
        event.setCommitString("é")
        QApplication.sendEvent(pane.composer.box, event)
        pane.composer.repaint()

    took = [_timed_ms(letter) for _ in range(LETTERS)]
    assert pane.composer.box.isVisible() and len(pane.composer.text) == LETTERS  # else nothing was measured
    return {"letter_p99_ms": statistics.quantiles(took, n=100)[-1]}


def _timed_ms(act: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    act()
    return (time.perf_counter() - began_s) * 1000


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
