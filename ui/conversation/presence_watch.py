"""Tells the desk which conversation this person looks at, and shows who else does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.ids import ConversationId
from app.domain.rows import Changes
from ui.kit import Kit

if TYPE_CHECKING:
    from ui.conversation.pane import ConversationPane

_ITS_OWN: Final = frozenset({QEvent.Type.Show, QEvent.Type.Hide})
_OF_WINDOW: Final = frozenset({QEvent.Type.ActivationChange, QEvent.Type.WindowStateChange})


class PresenceWatch(QObject):
    """Somebody looks at a conversation that is open, in view, in an active window that is not minimised."""

    def __init__(self, kit: Kit, pane: ConversationPane) -> None:
        super().__init__(pane)
        self._kit = kit
        self._pane = pane
        self._window: QWidget | None = None
        self._is_over = False
        pane.installEventFilter(self)
        kit.bridge.changed.connect(self._changed)

    def refresh(self) -> None:
        """Another conversation is open, or time has passed."""
        if self._is_over:
            return
        self._kit.desk.note_viewing(self._looked_at())
        self._show()

    def close_down(self) -> None:
        """The window goes."""
        self._is_over = True
        self._kit.desk.note_viewing(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pane or its window came into view or went."""
        kind = event.type()
        if watched is self._pane and kind in _ITS_OWN:
            self._watch_window()
            self.refresh()
        elif watched is self._window and kind in _OF_WINDOW:
            self.refresh()
        return False

    def _watch_window(self) -> None:
        window = self._pane.window()
        if window is not self._window:
            if self._window is not None:
                self._window.removeEventFilter(self)
            self._window = window
            window.installEventFilter(self)

    def _looked_at(self) -> ConversationId | None:
        window = self._pane.window()
        is_seen = self._pane.isVisible() and _is_in_front(window) and not window.isMinimized()
        return self._pane.conversation_id if is_seen else None

    def _changed(self, changes: Changes) -> None:
        if self._pane.conversation_id in changes.presence or (changes.is_everything and not self._is_over):
            self._show()

    def _show(self) -> None:
        there = self._pane.conversation_id
        self._pane.head.show_presence(self._kit.desk.presence(there) if there else ())


def _is_in_front(window: QWidget) -> bool:
    """Whether it is the active window, or a dialog of its own is."""
    active = QApplication.activeWindow()
    while active is not None and active is not window:
        active = active.parentWidget()
    return active is not None
