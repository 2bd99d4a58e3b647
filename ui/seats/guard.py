"""Keeps the window to whoever is at the computer: covers it, gives it back as it was, and makes it anew for another.

The same person finds everything as they left it, since nothing was taken down. For another person the panes are made
again (decision 137): what the first one had begun must not stand in the second one's window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.words import gettext as _
from ui.kit import Kit
from ui.place import read_place

if TYPE_CHECKING:
    from app.desk.seats_desk import SeatMoment
    from app.domain.ids import DeviceId
    from ui.main_window import MainWindow
    from ui.seats.idle import IdleWatch
    from ui.seats.sheet import SwitchSheet


class SeatGuard(QObject):
    """One for a window. `sheet` is there while the window is covered."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._kit: Kit | None = None
        self._stop_hearing: Callable[[], None] = lambda: None
        self._begun: dict[DeviceId, dict[Any, Any]] = {}
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None
        self.sheet: SwitchSheet | None = None
        self.idle: IdleWatch | None = None

    # -- the window asks

    def dressed(self, kit: Kit) -> Kit:
        """The kit with what whoever is at the desk has begun; it is watched from now on."""
        if self._kit is None or kit.desk is not self._kit.desk:
            self._stop_hearing()
            self._stop_hearing = kit.desk.subscribe_seats(self._heard)
        rows = kit.desk.seats()
        active = next((row.device_id for row in rows if row.is_active), None)
        self._begun = {row.device_id: self._begun.get(row.device_id, {}) for row in rows}
        self._kit = replace(kit, begun=self._begun[active]) if active is not None else kit
        self._watch()
        return self._kit

    def is_covering(self) -> bool:
        """Whether nothing but the sheet may be shown."""
        return self._kit is not None and self._kit.desk.is_locked() and self._kit.desk.lock_code() is None

    def ask(self) -> None:
        """Somebody wants to switch: whoever is here is asked again too, if they have a PIN."""
        if self._kit is not None:
            self._kit.desk.lock_now()
            self.cover()

    def cover(self) -> None:
        """The sheet, and nothing of the window to be read behind it."""
        assert self._kit is not None
        if self._kit.desk.lock_code() is not None:
            return  # nobody may read here now, whatever their PIN
        if self.sheet is not None:
            self.sheet.refresh()
            return
        from ui.seats.sheet import SwitchSheet

        focus = QApplication.focusWidget()
        self._focus = focus if focus is not None and focus.window() is self._window else None
        self._hide_others()
        self.sheet = sheet = SwitchSheet(self._kit)
        sheet.taken.connect(self._uncover)
        sheet.left.connect(self._uncover)
        self._window.cover(sheet)
        gone = self._kit.desk.gone_seats()
        if gone:
            sheet.say(_("No longer in the team on this computer: {names}.").format(names=", ".join(gone)))

    def put_away(self) -> None:
        """The computer is locked for everybody: another page takes the sheet's place, and the dialogs behind it go."""
        self.sheet = None
        self._close_hidden()

    def close_down(self) -> None:
        """The window goes."""
        self._stop_hearing()
        self._stop_hearing = lambda: None
        if self.idle is not None:
            self.idle.end()

    # -- what the desk tells

    def _heard(self, moment: SeatMoment) -> None:
        if self._kit is None:
            return
        if moment == "leaving":
            self._close_hidden()
            self._window.drop_panes()
            return
        self._watch()
        if self._kit.desk.is_locked():
            self.cover()
        elif self.sheet is not None:
            self.sheet.refresh()
        elif self._window.panes is None:
            self._show_panes()
        self._tell_gone()

    def _tell_gone(self) -> None:
        """Who was shut out, to whoever is at the desk; the sheet says it itself."""
        if self._kit is not None and self._window.panes is not None and self.sheet is None:
            for name in self._kit.desk.gone_seats():
                said = _("{name} is no longer in the team on this computer.").format(name=name)
                self._window.panes.conversation.toasts.show(said, icon="user-x")

    def _watch(self) -> None:
        """Idle time matters where a PIN is asked for."""
        kit = self._kit
        assert kit is not None
        if any(row.is_active and row.has_pin for row in kit.desk.seats()):
            if self.idle is None:
                from ui.seats.idle import IdleWatch

                self.idle = IdleWatch(kit.clock, lambda: int(kit.desk.setting("idle_lock_min")), self)
                self.idle.idle.connect(kit.desk.lock_now)
            self.idle.begin()
        elif self.idle is not None:
            self.idle.end()

    # -- back to work

    def _uncover(self) -> None:
        if self._kit is None or self.sheet is None or self._kit.desk.is_locked():
            return
        self.sheet = None
        if self._window.panes is None:
            self._show_panes()
            return
        self._window.uncover()
        for widget in self._hidden:
            if isValid(widget):
                widget.show()
        self._hidden.clear()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_panes(self) -> None:
        assert self._kit is not None
        lock = self._kit.desk.lock_code()
        if lock is not None:
            self._window.show_locked(lock)
            return
        self._window.show_panes(self._kit, read_place(self._kit.desk.last_place()))

    # -- dialogs, menus, and what lies over the whole window

    def _hide_others(self) -> None:
        for widget in [*QApplication.topLevelWidgets(), *self._window.overlays()]:
            if widget is self._window or not widget.isVisible():
                continue
            if widget.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
                widget.close()
            else:
                widget.hide()
                self._hidden.append(widget)

    def _close_hidden(self) -> None:
        """They belong to who leaves."""
        for widget in self._hidden:
            if isValid(widget):
                widget.close()
        self._hidden.clear()
