"""Comptoir beside its window: in the tray, the task bar, notifications, and at login. Made once a start is over."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.desk.at_login import set_start_at_login, this_command
from app.desk.menu_entry import keep_menu_entry
from app.desk.own_program import is_bundle, window_command
from app.domain.clock import Clock
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId
from app.domain.rows import Changes
from app.domain.telling import task_of
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.main_window import MainWindow
from ui.notify.focus_mode import FocusMode
from ui.notify.notifier import Notifier
from ui.notify.telling import Telling
from ui.notify.tray import Tray, TrayNotifier
from ui.panes import Panes

log = logging.getLogger(__name__)
TRAY_TRIES, TRAY_AGAIN_S = 20, 0.5
SAID_TRAY = "said_tray"  # where the desk keeps that it was said
SetLogin = Callable[[bool], None]


class Presence(QObject):
    """Follows a window with its panes. `tray`: None where there is none; `notifier`: the system's, or a silent one.

    `set_login` puts the setting "start at login" into effect.
    """

    def __init__(
        self,
        window: MainWindow,
        kit: Kit,
        panes: Panes,
        tray: Tray | None,
        notifier: Notifier,
        set_login: SetLogin | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._kit, self.tray = window, kit, tray
        self._set_login = set_login or _set_login
        self.telling = Telling(kit, panes.focus, notifier, self._in_view)
        self.telling.open_asked.connect(self._open)
        notifier.raised.connect(_take_token)
        window.stays_in_tray = lambda: self.tray is not None and bool(self._kit.desk.setting("close_to_tray"))
        window.hidden.connect(self._say_where_it_went)
        kit.bridge.changed.connect(self._changed)
        if tray is not None:
            tray.open_asked.connect(window.come_forward)
            tray.quit_asked.connect(window.quit)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self._follow(panes)

    def go_on(self, kit: Kit, panes: Panes) -> None:
        """The window's panes were made anew."""
        self._kit = kit
        self.telling.go_on(kit, panes.focus)
        self._follow(panes)

    def close(self) -> None:
        """Leave nothing behind: no icon, no bubble, no timer."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
        self._window.stays_in_tray = lambda: False
        self.telling.close()
        _show_badge(0)
        if self.tray is not None:
            self.tray.close()

    def _follow(self, panes: Panes) -> None:
        self._show_count()
        self._show_menu(panes.focus)
        panes.focus.changed.connect(lambda: self._show_menu(panes.focus))

    def _show_menu(self, focus: FocusMode) -> None:
        if self.tray is not None:
            self.tray.set_menu(focus)

    def _show_count(self) -> None:
        count = self._kit.desk.counts().waiting
        self._window.setWindowTitle(f"({count}) Comptoir" if count else "Comptoir")
        _show_badge(count)
        if self.tray is not None:
            self.tray.show_count(count)

    def _changed(self, changes: Changes) -> None:
        if changes.reordered or changes.is_everything:
            self._show_count()
        if "start_at_login" in changes.settings:
            self._kit.tasks.spawn(self._put_login_into_effect(), "start at login")

    async def _put_login_into_effect(self) -> None:
        desk = self._kit.desk
        is_on = bool(desk.setting("start_at_login"))
        try:
            self._set_login(is_on)
        except ComptoirError as error:
            self._window.say_trouble(sentences.refusal(error.code, error.facts))
            if is_on:
                await desk.change_setting("start_at_login", False)

    def _in_view(self) -> ConversationId | None:
        """The conversation that the person has before their eyes."""
        panes = self._window.panes
        is_looked_at = self._window.isActiveWindow() and panes is not None and panes.has_conversation
        is_looked_at = is_looked_at and not self._window.guard.is_covering()
        if not is_looked_at or panes is None or panes.screen_id != "inbox":
            return None
        return panes.conversation.conversation_id

    def _focus_moved(self) -> None:
        self.telling.look()

    def _open(self, slot: str) -> None:
        self._window.come_forward()
        panes, task_id = self._window.panes, task_of(slot)
        if panes is None or not slot or self._window.guard.is_covering():
            return
        if task_id is None:
            panes.open_to_write(slot)
        elif task_id:
            panes.screens.task_asked.emit(task_id)
        else:
            panes.show_screen("tasks")

    def _say_where_it_went(self) -> None:
        """Once: who closes a window for the first time believes that the program has ended."""
        desk = self._kit.desk
        if not desk.last_place().get(SAID_TRAY):
            desk.remember_place(**{SAID_TRAY: "1"})
            self.telling.say(
                _("Comptoir goes on in the tray"), _("Messages are still told. To end it, choose Quit.")
            )


async def tray_comes(clock: Clock) -> None:
    """At login the tray may come after us: wait a while for it."""
    for _attempt in range(TRAY_TRIES):
        if QSystemTrayIcon.isSystemTrayAvailable():
            return
        await clock.sleep(TRAY_AGAIN_S)


async def find_presence(window: MainWindow, kit: Kit, panes: Panes) -> Presence:
    """With what this computer has: a tray or none, the desktop's notifications or the tray's bubbles or none."""
    notifier = await _bus_notifier(kit, window)
    tray = (
        Tray(kit.theme, window) if QSystemTrayIcon.isSystemTrayAvailable() else None
    )  # whole at once with the rest
    if notifier is None:
        notifier = TrayNotifier(tray, window) if tray is not None else Notifier(window)
    presence = Presence(window, kit, panes, tray, notifier)
    if kit.desk.setting("start_at_login"):
        _renew_login()
    if is_bundle() and sys.platform == "linux":
        await asyncio.to_thread(_renew_menu)
    return presence


async def _bus_notifier(kit: Kit, window: MainWindow) -> Notifier | None:
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    try:
        from ui.notify.bus import BusNotifier
    except ImportError:  # not Linux: the library of its bus is not installed
        return None
    notifier = BusNotifier(window)
    kit.tasks.spawn(notifier.run(), "notifications")
    return notifier if await notifier.is_found() else None


def _set_login(is_on: bool) -> None:
    set_start_at_login(is_on=is_on, command=this_command() if is_on else ())


def _renew_login() -> None:
    """Where the program was moved since, the entry follows; what cannot be written now was written before."""
    try:
        _set_login(True)
    except ComptoirError as error:
        log.info("start at login not renewed code=%s", error.code)


def _renew_menu() -> None:
    """A bundle has no installer here: it puts itself into the menu, and follows where its folder was moved."""
    try:
        keep_menu_entry(window_command())
    except ComptoirError as error:
        log.info("menu entry not renewed code=%s", error.code)


def _show_badge(count: int) -> None:
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        app.setBadgeNumber(count)


def _take_token(token: str) -> None:
    """Wayland lets a window come forward only with the leave that the click on the notification gave."""
    os.environ["XDG_ACTIVATION_TOKEN"] = token
