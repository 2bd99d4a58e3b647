"""Measures switching between two people on a profile and prints JSON: `python -m tests.perf.seat_figures DIR`.

From the Enter after the PIN to the painted window of whoever is at the desk now, their conversation in it.
"""

import asyncio
import json
import statistics
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.desk.config import practice_profile
from app.desk.kept import joined_of, seat_of
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.pins import sealed_pin
from app.desk.session import PRACTICE_KEY, unlock
from app.domain.clock import SystemClock
from app.domain.ids import ConversationId, DeviceId, MemberId
from app.words.formats import Formats
from storage import desk as stored
from storage.engine import connect
from ui import loop
from ui.bridge import Bridge
from ui.kit import Kit
from ui.main_window import MainWindow
from ui.place import read_place
from ui.tasks import Tasks
from ui.theme.theme import Theme

PINS = {DeviceId("d"): "2580", DeviceId("d2"): "7394"}
ROUNDS = 20


def main(folder: Path) -> int:
    """Run the measurements in a window of 1440 x 900 px."""
    _share(folder)
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


def _share(folder: Path) -> None:
    """Nora sits down at Léa's computer; no hub is needed for it here."""
    with closing(connect(practice_profile(folder).log_path, PRACTICE_KEY)) as conn:
        stored.create(conn)
        [lea] = stored.seats(conn)
        nora = replace(
            joined_of(lea), device_id=DeviceId("d2"), member_id=MemberId("nora"), member_name="Nora"
        )
        stored.set_pin(conn, lea.device_id, sealed_pin(PINS[lea.device_id]))
        stored.add_seats(conn, [seat_of(nora, sealed_pin(PINS[nora.device_id]))])


async def _figures(desk: LiveDesk, theme: Theme) -> dict[str, float]:
    bridge, tasks = Bridge(desk), Tasks(_raise)
    kit = Kit(desk, bridge, theme, SystemClock(), Formats("fr", "Europe/Paris"), tasks, is_practice=True)
    window = MainWindow(theme)
    window.resize(1440, 900)
    window.show()
    window.show_panes(kit, read_place(desk.last_place()))
    for number, device_id in enumerate(PINS):  # each has a conversation of theirs open
        await _entered_s(window, desk, device_id)
        assert window.panes is not None
        window.panes.open(ConversationId(f"c{number:06d}"))
        window.guard.ask()
    same, others = [], []
    for _ in range(ROUNDS):
        for device_id in PINS:
            others.append(await _entered_s(window, desk, device_id))
            window.guard.ask()
            same.append(await _entered_s(window, desk, device_id))
            window.guard.ask()
    window.close()
    bridge.close()
    await tasks.close()
    window.deleteLater()
    return {
        "another_median_ms": statistics.median(others) * 1_000,
        "another_most_ms": max(others) * 1_000,
        "same_median_ms": statistics.median(same) * 1_000,
        "same_most_ms": max(same) * 1_000,
    }


async def _entered_s(window: MainWindow, desk: LiveDesk, device_id: DeviceId) -> float:
    """Choose a person, type their PIN, press Enter; seconds from there to their painted window."""
    sheet = window.guard.sheet
    assert sheet is not None
    sheet.faces.chosen.emit(device_id)
    for digit in PINS[device_id]:
        sheet.pad.dots.type_digit(digit)
    await asyncio.sleep(0.05)  # what was asked for before is done
    began_s = time.perf_counter()
    sheet.pad.dots.enter()
    while window.guard.sheet is not None or window.panes is None:  # noqa: ASYNC110 - as a person looks
        await asyncio.sleep(0)
    place = desk.last_place().get("conversation_id")
    while place and window.panes.conversation.conversation_id != place:  # noqa: ASYNC110
        await asyncio.sleep(0)
    window.repaint()
    window.panes.inbox.list.viewport().repaint()
    window.panes.conversation.view.viewport().repaint()
    return time.perf_counter() - began_s


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
