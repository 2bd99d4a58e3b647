"""The whole program by ear, by keyboard alone and with large letters: nothing nameless, out of reach or cut.

In French, whose words are the longer ones, at the largest size of the letters. What is cut is looked for in a window of
720 x 450, which is what a screen of 1440 x 900 leaves at 200 %.
"""

from __future__ import annotations

from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.access_hands import (
    Windows,
    cut,
    in_front,
    mouse_only,
    mute_rows,
    nameless,
    settled,
    unreached,
    walked,
    words,
)
from tests.gui.access_places import GROUPS, fill
from tests.gui.look import in_window, theme
from tests.gui.rig import Rig, a_window
from ui.theme.theme import Theme
from ui.widgets.controls import CheckBox

__all__ = ["theme"]

WHOLE, LOW = (1440, 900), (720, 450)
# What answers the mouse alone, and by what key or other part the same is done.
OTHERWISE: Final = {
    "StatusBar/IconButton": "F1, which leaves the keyboard at what the manual is asked about",
    "ThreadHead/StateLine": "Ctrl+Shift+C copies the number, Ctrl+G changes the tags",
    "QWidget/DoorCard": "the button in it, which does the same",
    "Surface/CountRows": "the filters above the agenda, which Tab reaches",
}
# Sheets that keep Tab for themselves, and what it does there.
OWN_TAB: Final = {"search": "steps through the sections, whose tabs are of one choice"}


def known(found: list[str]) -> list[str]:
    """Without what is done otherwise."""
    return [one for one in found if one.split(" ")[0] not in OTHERWISE]


async def faults_of(rig: Rig, name: str) -> list[str]:
    """What is wrong for ear and keyboard with what is in front."""
    window = await settled(rig)
    found = [f"no name or kind: {one}" for one in nameless(window)]
    found += [f"rows say nothing: {one}" for one in mute_rows(window)]
    found += [f"for the mouse alone: {one}" for one in known(mouse_only(window))]
    now = QApplication.focusWidget()
    if now is None or now.window() is not window:
        return [*found, "the keyboard is nowhere"]
    if name not in OWN_TAB:
        path, is_round = walked(window)
        found += [] if is_round else [f"Tab stays at {words(path[-1])}"]
        found += [f"Tab never reaches {one}" for one in unreached(window, path)]
    return found


@pytest.mark.parametrize("group", GROUPS)
async def test_every_place_by_ear_by_key_and_with_large_letters(
    qapp: QApplication, qtbot: QtBot, group: str
) -> None:
    found: list[str] = []
    async with a_window(qapp, "fr", 1.3) as rig:
        fill(rig)
        for name, go in GROUPS[group].items():
            rig.window.resize(*WHOLE)
            windows = Windows()
            qapp.installEventFilter(windows)
            go(rig)
            found += [f"{name}: {one}" for one in await faults_of(rig, name)]
            for window in (rig.window, in_front(rig)):
                window.resize(*LOW)  # a sheet keeps the size that it has
            found += [f"{name}: cut: {one}" for one in cut(await settled(rig))]
            qapp.removeEventFilter(windows)
            expected = [type(in_front(rig)).__name__] if in_front(rig) is not rig.window else []
            if windows.shown != expected:
                found.append(f"{name}: windows that come and go: {windows.shown}")
            while in_front(rig) is not rig.window:
                in_front(rig).close()
            rig.window.activateWindow()
    assert not found, "\n".join(found)


def test_the_looks_themselves_find_what_is_wrong(theme: Theme) -> None:
    nobody, away, large = QPushButton(), QPushButton("Away"), QLabel("Far too much for so little room")
    away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    long = CheckBox(theme, "Cut")
    window = in_window(nobody, away, large, long)
    large.setFixedWidth(20)
    long.setFixedHeight(5)
    nobody.setFocus()
    assert len(nameless(window)) == 1 and len(mouse_only(window)) == 1
    assert len(cut(window)) == 2
    path, is_round = walked(window)
    assert path == [nobody, long] and is_round and unreached(window, [nobody]) == [words(long)]
    column = window.layout()
    assert column is not None
    column.removeWidget(large)
    large.setGeometry(-5, 0, 400, 60)
    assert len([one for one in cut(window) if "QLabel" in one]) > 1
    window.close()
