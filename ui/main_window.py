"""The window: there at once with its empty shapes, then with the panes of an opened desk, or why there is none."""

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.kit import Kit
from ui.manual.door import ManualDoor
from ui.panes import Panes
from ui.place import Place
from ui.seats.guard import SeatGuard
from ui.theme.theme import Theme
from ui.widgets.small_parts import EmptyState, SkeletonRows
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from ui.unlocking import UnlockPage

FIRST_SIZE = (1440, 900)
LEAST_SIZE = (640, 400)
TITLE_BAR_PX = 40  # what a window manager may put around it: the foot must stay on the screen
SHAPES_AFTER_MS = 150  # most desks are open by then, and go without
SHOW_AGAIN_MS = 200  # a window manager must have seen it go before it comes
KEEP_AFTER_MS = 500  # a window that is being dragged is not written down at each pixel


class MainWindow(QWidget):
    """`closed` by the person; `leave_confirmed` when they end practice; `filled` once all panes are there.

    `panes_made`: others are in place, as for another language or person. `join_asked`: this computer is to join a team.
    `connect_asked`: a business number is to be connected; `doors_asked`: something else than that; `move_asked`: the
    hub goes elsewhere.
    `hidden`: it was closed, and Comptoir goes on in the tray.
    """

    closed = Signal()
    leave_confirmed = Signal()
    filled = Signal()
    panes_made = Signal()
    join_asked = Signal()
    connect_asked = Signal()
    move_asked = Signal()
    doors_asked = Signal()
    hidden = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.stays_in_tray: Callable[[], bool] = lambda: False  # whether closing only hides
        self._is_quitting = False
        self._theme = theme
        self._kit: Kit | None = None
        self.panes: Panes | None = None
        self.guard = SeatGuard(self)
        self.manual = ManualDoor(theme, self)
        self._keep = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep.timeout.connect(self._keep_geometry)
        self._is_filled = False
        self.filled.connect(self._keep_from_now)
        self._again = QTimer(self, singleShot=True, interval=SHOW_AGAIN_MS)
        self._again.timeout.connect(self._show_now)
        self.setWindowTitle("Comptoir")
        self.setObjectName("window")
        self.setMinimumSize(*LEAST_SIZE)
        self._stack = QStackedLayout(self)
        self._patience = QTimer(self, singleShot=True, interval=SHAPES_AFTER_MS)
        self._patience.timeout.connect(lambda: self._put(Opening(theme)))
        self._patience.start()
        self._fit_screen()

    # -- what it holds

    def show_panes(self, kit: Kit, place: Place) -> None:
        """The panes of an opened desk, in place of whatever was there (the language may have changed).

        While a PIN is asked for, they are made once it was typed.
        """
        self._kit = kit = self.guard.dressed(kit)
        if self.guard.is_covering():
            self.drop_panes()
            self.guard.cover()
            QTimer.singleShot(0, self, self.filled.emit)
            return
        panes = Panes(kit, place)
        panes.leave_asked.connect(self.ask_to_leave)
        panes.person_asked.connect(self.guard.ask)
        panes.quit_asked.connect(self.quit)
        panes.manual_asked.connect(self.manual.open_here)
        panes.filled.connect(self.filled)
        panes.screens.join_asked.connect(self.join_asked)
        panes.screens.connect_asked.connect(self.connect_asked)
        panes.screens.move_asked.connect(self.move_asked)
        panes.screens.doors_asked.connect(self.doors_asked)
        if place.geometry and self.panes is None:
            self.restoreGeometry(QByteArray.fromBase64(place.geometry.encode("ascii", "ignore")))
        changed = self.panes.settings.last_changed if self.panes and place.screen == "settings" else ""
        self._put(panes)
        self.panes = panes
        if place.screen == "settings":
            panes.settings.focus_setting(changed)
        elif place.screen == "inbox":
            panes.inbox.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif place.screen == "today":
            panes.screens.today.focus_first()
        self.manual.speak_anew()
        self.panes_made.emit()

    def show_failure(self, sentence: str) -> None:
        """The desk could not be opened: why, and the only way on."""
        state = EmptyState(
            self._theme,
            "triangle-alert",
            _("Comptoir could not be opened"),
            sentence,
            action=_("Close"),
        )
        state.acted.connect(self.close)
        ground = Surface(self._theme, "window")
        column = QVBoxLayout(ground)
        column.addWidget(state)
        self._put(ground)

    def show_page(self, page: QWidget) -> None:
        """What is asked before there is a desk."""
        self._put(page)

    def show_opening(self) -> None:
        """The shapes of the window, while a desk is opened."""
        self._put(Opening(self._theme))

    def show_unlock(self) -> "UnlockPage":
        """The files are locked with a passphrase: ask for it."""
        from ui.unlocking import UnlockPage

        page = UnlockPage(self._theme)
        self._put(page)
        page.field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def show_locked(self, code: str) -> None:
        """Nothing of the team's may be read here now."""
        from ui.locked import LockedPage

        self.guard.put_away()
        page = LockedPage(self._theme, code)
        page.join_asked.connect(self.join_asked)
        self._put(page)
        if page.state.button is not None:
            page.state.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filled.emit()

    @property
    def kit(self) -> Kit | None:
        """What the panes are made of, for whoever is at the desk."""
        return self._kit

    @property
    def lock_code(self) -> str | None:
        """Why it shows nothing."""
        return getattr(self._stack.currentWidget(), "code", None)

    def say_trouble(self, sentence: str) -> None:
        """A fault of ours, said inline."""
        if self.panes is not None:
            self.panes.say_trouble(sentence)

    def ask_to_leave(self) -> None:
        """Once, before the examples are erased."""
        from ui.widgets.dialog import ConfirmDialog

        dialog = ConfirmDialog(
            self._theme,
            _("Leave practice?"),
            _("The example customers and all that you wrote to them are erased from this computer."),
            confirm=_("Erase and leave"),
            keep=_("Go on practising"),
            parent=self,
        )
        dialog.confirmed.connect(self.leave_confirmed)
        dialog.open()

    def cover(self, sheet: QWidget) -> None:
        """The sheet alone can be seen and reached; panes that are there stay as they are."""
        if self.panes is None:
            self._put(sheet)
            return
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)

    def uncover(self) -> None:
        """The panes again."""
        sheet = self._stack.currentWidget()
        assert self.panes is not None and sheet is not None
        self._stack.setCurrentWidget(self.panes)
        self._stack.removeWidget(sheet)
        sheet.deleteLater()

    def drop_panes(self) -> None:
        """What is on the screen is put away, and what was not kept yet is kept."""
        panes, self.panes = self.panes, None
        if panes is None:
            return
        panes.close_down()
        panes.hide()
        self._stack.removeWidget(panes)
        panes.deleteLater()

    def overlays(self) -> list[QWidget]:
        """What lies over the whole window."""
        found = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [widget for widget in found if self._stack.indexOf(widget) < 0]

    def _put(self, content: QWidget) -> None:
        self._patience.stop()
        self.drop_panes()
        old = self._stack.currentWidget()
        self._stack.addWidget(content)
        self._stack.setCurrentWidget(content)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    # -- away and back

    def quit(self) -> None:
        """End for good, tray or not."""
        self._is_quitting = True
        self.close()

    def come_forward(self) -> None:
        """Shown, whole and in front. What Qt holds to be shown and no screen shows got lost on X11: asked again, it is
        hidden first and shown a little later."""
        is_lost = self.isVisible() and not self.isMinimized() and not self.windowHandle().isExposed()
        if is_lost:
            self.hide()
            self._again.start()
        else:
            self._show_now()

    def _show_now(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.activateWindow()

    # -- its place on the screen

    def _fit_screen(self) -> None:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen is not None else None
        width, height = FIRST_SIZE
        if room is not None:
            width, height = min(width, room.width()), min(height, room.height() - TITLE_BAR_PX)
        self.resize(width, height)

    def _keep_from_now(self) -> None:
        """The start is over: what is written down imports what no first paint waits for."""
        self._is_filled = True
        self._keep_soon()

    def _keep_soon(self) -> None:
        if self._is_filled:
            self._keep.start()

    def _keep_geometry(self) -> None:
        if self._kit is not None:
            geometry = base64.b64encode(self.saveGeometry().data()).decode("ascii")
            self._kit.desk.remember_place(geometry=geometry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Kept a little later."""
        super().resizeEvent(event)
        self._keep_soon()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Kept a little later."""
        super().moveEvent(event)
        self._keep_soon()

    def changeEvent(self, event: QEvent) -> None:
        """Looking at the window again is reading what it shows."""
        super().changeEvent(event)
        is_back = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if is_back and self.panes is not None:
            self.panes.window_activated()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the place; whoever runs the window ends the rest, unless it goes on in the tray."""
        self._again.stop()
        if not self._is_quitting and not _is_session_ending() and self.stays_in_tray():
            event.ignore()
            self.hide()
            self.hidden.emit()
            return
        self._keep.stop()
        self._patience.stop()
        if self.panes is not None:
            self._keep_geometry()
            self.panes.close_down()
        self.guard.close_down()
        self.manual.close_down()
        event.accept()
        self.closed.emit()


def _is_session_ending() -> bool:
    """Whether the computer is being left or turned off: nothing may stand in its way."""
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()


class Opening(QWidget):
    """The shapes of the window before anything is read: rail, rows, conversation ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        size = theme.tokens.size
        rail = Surface(theme, "window", edges=("trailing",))
        rail.setFixedWidth(size.rail)
        pane = Surface(theme, "surface", edges=("trailing",))
        pane.setFixedWidth(size.list_pane)
        self._rows = SkeletonRows(theme)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, size.header + size.view_bar, 1, 0)
        column.addWidget(self._rows)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        row.addWidget(pane)
        row.addWidget(Surface(theme, "surface_sunken"), 1)
        self.setAccessibleName(_("Comptoir is opening"))
        self._rows.start()
