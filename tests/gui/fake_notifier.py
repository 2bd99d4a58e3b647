"""Notifications and a tray without a system: what a person would see, and what they would do with it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.notify.notifier import Notifier, Shown


class FakeNotifier(Notifier):
    """`all` that was shown, in order; `open` by slot, as they stand there now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: list[Shown] = []
        self.open: dict[str, Shown] = {}
        self.is_closed = False

    @property
    def is_there(self) -> bool:
        """A system that shows them."""
        return True

    @property
    def has_own_sound(self) -> bool:
        """No beep in tests."""
        return True

    def show(self, shown: Shown) -> None:
        """It stands there until it is withdrawn."""
        self.all.append(shown)
        self.open[shown.slot] = shown

    def withdraw(self, slot: str) -> None:
        """Gone."""
        self.open.pop(slot, None)

    def close(self) -> None:
        """No more."""
        self.is_closed = True
