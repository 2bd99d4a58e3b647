"""The window: there at once with its empty shapes, then with the panes of an opened desk, or why there is none."""

import base64

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.kit import Kit
from ui.panes import Panes
from ui.place import Place
from ui.theme.theme import Theme
from ui.widgets.small_parts import EmptyState, SkeletonRows
from ui.widgets.surfaces import Surface

FIRST_SIZE = (1440, 900)
LEAST_SIZE = (640, 400)
TITLE_BAR_PX = 40  # what a window manager may put around it: the foot must stay on the screen
SHAPES_AFTER_MS = 150  # most desks are open by then, and go without
KEEP_AFTER_MS = 500  # a window that is being dragged is not written down at each pixel


class MainWindow(QWidget):
    """`closed` by the person; `leave_confirmed` when they end practice; `filled` once all panes are there."""

    closed = Signal()
    leave_confirmed = Signal()
    filled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kit: Kit | None = None
        self.panes: Panes | None = None
        self._keep = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep.timeout.connect(self._keep_geometry)
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
        """The panes of an opened desk, in place of whatever was there (the language may have changed)."""
        self._kit = kit
        panes = Panes(kit, place)
        panes.leave_asked.connect(self.ask_to_leave)
        panes.filled.connect(self.filled)
        if place.geometry and self.panes is None:
            self.restoreGeometry(QByteArray.fromBase64(place.geometry.encode("ascii", "ignore")))
        changed = self.panes.settings.last_changed if self.panes and place.screen == "settings" else ""
        self._put(panes)
        self.panes = panes
        QWidget.setTabOrder(panes.rail, panes.inbox)
        if place.screen == "settings":
            panes.settings.focus_setting(changed)
        elif place.screen == "inbox":
            panes.inbox.list.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def _put(self, content: QWidget) -> None:
        self._patience.stop()
        if self.panes is not None:
            self.panes.close_down()
            self.panes = None
        old = self._stack.currentWidget()
        self._stack.addWidget(content)
        self._stack.setCurrentWidget(content)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    # -- its place on the screen

    def _fit_screen(self) -> None:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen is not None else None
        width, height = FIRST_SIZE
        if room is not None:
            width, height = min(width, room.width()), min(height, room.height() - TITLE_BAR_PX)
        self.resize(width, height)

    def _keep_geometry(self) -> None:
        if self._kit is not None:
            geometry = base64.b64encode(self.saveGeometry().data()).decode("ascii")
            self._kit.desk.remember_place(geometry=geometry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Kept a little later."""
        super().resizeEvent(event)
        self._keep.start()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Kept a little later."""
        super().moveEvent(event)
        self._keep.start()

    def changeEvent(self, event: QEvent) -> None:
        """Looking at the window again is reading what it shows."""
        super().changeEvent(event)
        is_back = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if is_back and self.panes is not None:
            self.panes.window_activated()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the place; whoever runs the window ends the rest."""
        self._keep.stop()
        self._patience.stop()
        if self.panes is not None:
            self._keep_geometry()
            self.panes.close_down()
        event.accept()
        self.closed.emit()


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
