"""The parts of a window that one key steps through."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget


def next_area(areas: Sequence[QWidget], focused: QWidget | None, step: int) -> QWidget:
    """The area `step` after the one that holds the focus; from nowhere, the first (1) or the last but one (-1)."""
    holding = (n for n, area in enumerate(areas) if focused is not None and _holds(area, focused))
    return areas[(next(holding, -1) + step) % len(areas)]


def _holds(area: QWidget, focused: QWidget) -> bool:
    return area is focused or area.isAncestorOf(focused)
