"""Follows a link into the window, from the start, from a second start or from macOS: it shows, it never acts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.words import gettext as _

if TYPE_CHECKING:
    from ui.kit import Kit
    from ui.main_window import MainWindow
    from ui.panes import Panes
    from ui.widgets.toast import ToastStack


class Links(QObject):
    """The link that is to be followed next: one at a time, kept until the window can show where it leads.

    A link waits for the panes and for a PIN; while a question is open it is not followed at all, so that a page that
    calls again and again lays no second question over the first.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.due = ""  # "" for none
        self._window = window
        self._is_filled = False
        self._toasts: ToastStack | None = None
        window.filled.connect(self._filled)
        window.panes_made.connect(self._settle_soon)
        app = QApplication.instance()
        if sys.platform == "darwin" and app is not None:
            app.installEventFilter(self)

    def follow(self, link: str) -> None:
        """Bring the window forward; then go where `link` leads, or stay for ""."""
        self._window.come_forward()
        self.due = link
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A running program is told of a link by an event on macOS."""
        if isinstance(event, QFileOpenEvent):
            self.follow(event.url().toString())
            return True
        return super().eventFilter(watched, event)

    def _filled(self) -> None:
        self._is_filled = True
        self._settle_soon()

    def _settle_soon(self) -> None:
        if self.due:
            QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        kit, panes = self._window.kit, self._window.panes
        is_there = self._is_filled and not self._window.guard.is_covering()
        if not self.due or not is_there or kit is None or panes is None:
            return
        link, self.due = self.due, ""
        if QApplication.activeModalWidget() is None:
            self._go(kit, panes, link)

    def _go(self, kit: Kit, panes: Panes, link: str) -> None:
        from app.domain.links import ToConversation, ToNumber, ToScreen, read_link

        match read_link(link):
            case ToScreen(screen_id):
                panes.show_screen(screen_id)
            case ToNumber(number):
                panes.write_to(number)
            case ToConversation(conversation_id) if kit.desk.header(conversation_id) is not None:
                panes.open_to_write(conversation_id)
            case ToConversation():
                self._say(kit, panes, _("Link not followed: that conversation is not here."))
            case None:
                self._say(kit, panes, _("Link not followed: it leads nowhere in Comptoir."))

    def _say(self, kit: Kit, panes: Panes, sentence: str) -> None:
        """On whatever screen is in view."""
        from ui.widgets.toast import ToastStack

        if self._toasts is None or self._toasts.parent() is not panes.screens:
            self._toasts = ToastStack(kit.theme, panes.screens)
        self._toasts.show(sentence, icon="circle-alert", ink="warning")
