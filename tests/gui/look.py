"""Fixture and helpers of the tests of theme and parts: one theme, applied, light to begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.theme.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A theme in force for one test; the application is left undressed."""
    theme = Theme(choice="light")
    theme.apply(qapp)
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet("")


def in_window(*parts: QWidget) -> QWidget:
    """Parts one below the other in an active window, with room for rings."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(20, 20, 20, 20)
    for part in parts:
        column.addWidget(part)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window


def drawn(widget: QWidget, ratio: float = 1.0) -> QImage:
    """What the widget looks like."""
    widget.ensurePolished()
    pixmap = QPixmap(widget.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    widget.render(pixmap, QPoint())
    return pixmap.toImage()


def colors_in(image: QImage) -> set[str]:
    """Every colour that occurs in it."""
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
