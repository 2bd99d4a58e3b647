"""Where notifications go. The base shows nothing, which is right where the system has no place for them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.records import record


@record
class Shown:
    """One notification in words. `slot`: the conversation, "" for all others; the same slot is replaced."""

    slot: str
    title: str
    body: str
    can_answer: bool = False
    has_sound: bool = False


class Notifier(QObject):
    """`opened(slot)` when the person clicks on one, `answered(slot, text)` when they answer in it.

    `raised(token)`: the system's leave to bring the window to the front, before `opened`.
    """

    opened = Signal(str)
    answered = Signal(str, str)
    raised = Signal(str)

    @property
    def is_there(self) -> bool:
        """Whether anything is shown at all."""
        return False

    @property
    def has_own_sound(self) -> bool:
        """Whether it plays the sound that `Shown.has_sound` asks for."""
        return False

    def show(self, shown: Shown) -> None:
        """Show it, in the place of the one of the same slot."""

    def withdraw(self, slot: str) -> None:
        """Take away what the person has seen elsewhere."""

    def close(self) -> None:
        """Show no more."""
