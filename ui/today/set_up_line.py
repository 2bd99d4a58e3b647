"""The line above all else on Today while no number is connected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from ui.kit import Kit

if TYPE_CHECKING:
    from ui.setup.offer import SetupLine


def set_up_line(kit: Kit, column: QVBoxLayout, asked: Callable[[], None]) -> SetupLine | None:
    """Put it under what is in `column`; None where no number is to be connected, which costs no start anything."""
    if not getattr(kit.desk, "can_set_up", False):
        return None
    from ui.setup.offer import SetupLine

    line = SetupLine(kit)
    line.asked.connect(asked)
    column.addWidget(line)
    return line
