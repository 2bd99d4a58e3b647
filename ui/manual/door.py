"""F1 in any window of the program opens the manual at the page for what one is doing.

Keys are seen where they enter a window, once each, also in a dialog that keeps shortcuts from the window below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.theme.theme import Theme

if TYPE_CHECKING:
    from ui.manual.window import ManualWindow


class ManualDoor(QObject):
    """One manual at a time; `window` is the program's own, whose end is the manual's."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._program = window
        self._window: ManualWindow | None = None
        QGuiApplication.instance().focusWindowChanged.connect(self._follow)  # type: ignore[union-attr]

    @property
    def window(self) -> ManualWindow | None:
        """The manual, while it is open."""
        return self._window

    def open_here(self) -> None:
        """At the page for where the keyboard is."""
        from ui.manual.where import place_of

        popup = QApplication.activePopupWidget()
        self.open(place_of(popup or QApplication.focusWidget(), self._program))
        while (popup := QApplication.activePopupWidget()) is not None:  # it would keep every key to itself
            popup.close()

    def open(self, target: str = "") -> None:
        """At a page, or at a heading of one ("deals#by-key"); "" is the contents."""
        page, _hash, anchor = target.partition("#")
        if self._window is None:
            self._window = self._made()
        self._window.show()  # before it goes anywhere: only what has its size knows where a heading stands
        self._window.go(page, anchor)
        self._window.raise_()
        self._window.activateWindow()
        self._window.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def speak_anew(self) -> None:
        """Another language: an open manual stays where it is, in that one, and takes no keyboard from the program."""
        from app.words import language

        if self._window is not None and self._window.language != language():
            stop = self._window.stop
            old, self._window = self._window, self._made()
            self._window.setGeometry(old.geometry())
            self._window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self._window.show()
            self._window.go_to_heading(stop.page, stop.number)
            old.close()

    def close_down(self) -> None:
        """The program ends."""
        app = QGuiApplication.instance()
        if app is not None:
            app.focusWindowChanged.disconnect(self._follow)  # type: ignore[attr-defined]
        if self._window is not None:
            self._window.close()

    def _made(self) -> ManualWindow:
        from app.words import language
        from ui.manual.window import ManualWindow

        window = ManualWindow(self._theme, language())
        window.closed.connect(lambda: self._forget(window))
        return window

    def _forget(self, window: ManualWindow) -> None:
        if self._window is window:
            self._window = None
            if isValid(self._program) and self._program.isVisible():
                self._program.activateWindow()

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once, however often it is asked for

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F1 is ours; all else goes on."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F1
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and isinstance(watched, QWindow)
        ):
            if self._window is None or watched is not self._window.windowHandle():
                self.open_here()
            return True
        return super().eventFilter(watched, event)
