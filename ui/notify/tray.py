"""The tray: Comptoir's icon with the number of those who wait, and what one can do from there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.domain.focus import FOCUS_CHOICES, FocusChoice
from app.words import gettext as _
from app.words import ngettext
from app.words.notices import focus_choice
from ui.notify.focus_mode import FocusMode
from ui.notify.notifier import Notifier, Shown
from ui.theme.theme import Theme
from ui.widgets.paint_basic import draw_line, fill_round

SIZES = (16, 22, 24, 32, 48, 64)
MOST = 9
SHOWS_MS = 10_000


class Tray(QObject):
    """`open_asked`, `quit_asked`; `clicked_notice` when the system's bubble is clicked."""

    open_asked = Signal()
    quit_asked = Signal()
    clicked_notice = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = -1
        self._menu: QMenu | None = None
        self.icon = QSystemTrayIcon(self)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.clicked_notice)
        self.show_count(0)
        self.icon.show()

    def show_count(self, count: int) -> None:
        """How many wait for an answer."""
        if count != self._count:
            self._count = count
            self.icon.setIcon(count_icon(self._theme, count))
            waiting = ngettext("{n} to answer", "{n} to answer", count).format(n=count)
            self.icon.setToolTip(f"Comptoir: {waiting}" if count else "Comptoir")

    def set_menu(self, focus: FocusMode) -> None:
        """The menu in today's language, with focus mode as it is; made anew when either changes."""
        old, self._menu = self._menu, QMenu()
        menu = self._menu
        menu.addAction(_("Open Comptoir")).triggered.connect(lambda: self.open_asked.emit())
        if focus.is_on:
            menu.addAction(_("End focus mode")).triggered.connect(lambda: focus.end())
        else:
            more = menu.addMenu(_("Focus mode"))
            for choice in FOCUS_CHOICES:
                act = more.addAction(focus_choice(choice))
                act.triggered.connect(partial(_begin, focus, choice))
        menu.addSeparator()
        menu.addAction(_("Quit Comptoir")).triggered.connect(lambda: self.quit_asked.emit())
        self.icon.setContextMenu(menu)
        if old is not None:
            old.deleteLater()

    def close(self) -> None:
        """Gone from the tray."""
        self.icon.hide()
        if self._menu is not None:
            self._menu.deleteLater()
            self._menu = None

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        reasons = QSystemTrayIcon.ActivationReason
        if reason in (reasons.Trigger, reasons.DoubleClick, reasons.MiddleClick):
            self.open_asked.emit()


class TrayNotifier(Notifier):
    """The bubble that Qt shows beside the tray's icon: one at a time, clicked or not, without an answer in place."""

    def __init__(self, tray: Tray, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = tray
        self._slot = ""
        tray.clicked_notice.connect(lambda: self.opened.emit(self._slot))

    @property
    def is_there(self) -> bool:
        """Whether the system shows such bubbles."""
        return QSystemTrayIcon.supportsMessages()

    def show(self, shown: Shown) -> None:
        """In place of the one before it."""
        self._slot = shown.slot
        self._tray.icon.showMessage(shown.title, shown.body, self._tray.icon.icon(), SHOWS_MS)


def _begin(focus: FocusMode, choice: FocusChoice, _is_checked: bool = False) -> None:
    focus.begin(choice)


def count_icon(theme: Theme, count: int) -> QIcon:
    """Comptoir's icon, with a number on it where somebody waits."""
    icon = QIcon()
    for size in SIZES:
        pixmap = QPixmap(theme.artwork("icon-small" if size < 40 else "icon", size))
        if count > 0:
            _paint_count(theme, pixmap, size, count)
        icon.addPixmap(pixmap)
    return icon


def _paint_count(theme: Theme, pixmap: QPixmap, size: int, count: int) -> None:
    side = round(size * 0.62)
    box = QRectF(size - side, size - side, side, side)
    colors = theme.tokens.colors["light"]  # the tray has a colour of its own, whatever our windows have
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill_round(painter, box, colors.danger, side)
    font = QFont(theme.font("small", "semibold", tabular=True))
    font.setPixelSize(max(7, round(side * 0.74)))
    text = str(count) if count <= MOST else f"{MOST}+"
    if len(text) > 1:
        font.setPixelSize(max(6, round(side * 0.58)))
    draw_line(painter, box, font, text, colors.danger_text, Qt.AlignmentFlag.AlignHCenter)
    painter.end()
