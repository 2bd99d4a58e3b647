"""Round corners of floating windows, where windows are blended and where they are not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.gui.look import drawn, theme
from ui.theme.theme import Choice, Theme
from ui.widgets.menu import Menu

__all__ = ["theme"]


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_menu_has_no_black_corners_where_windows_are_not_blended(
    theme: Theme, qtbot: QtBot, choice: Choice
) -> None:
    theme.set_choice(choice)
    menu = Menu(theme, "Message", blended=lambda: False)
    qtbot.addWidget(menu)
    menu.add("Copy", lambda: None)
    menu.resize(menu.sizeHint())
    menu.popup(QPoint(50, 50))
    image, shape = drawn(menu), menu.mask()
    assert not menu.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    last_x, last_y = menu.width() - 1, menu.height() - 1
    for corner in (QPoint(0, 0), QPoint(last_x, 0), QPoint(0, last_y), QPoint(last_x, last_y)):
        assert not shape.contains(corner)
    assert shape.contains(QPoint(menu.width() // 2, 0)) and shape.contains(QPoint(0, menu.height() // 2))
    within = [QPoint(x, y) for x in range(12) for y in range(12) if shape.contains(QPoint(x, y))]
    least = min(theme.colors.surface_raised.lightness(), theme.colors.border_strong.lightness())
    assert all(image.pixelColor(at).alpha() == 255 for at in within)
    assert all(image.pixelColor(at).lightness() >= least - 1 for at in within)
    menu.close()
