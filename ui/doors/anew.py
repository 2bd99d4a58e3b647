"""The doors once more, for somebody who began to connect a number and would rather begin otherwise.

They lie over the window that was begun: nothing is left, and nothing lost, before a team was joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.words import gettext as _
from ui.doors.page import DoorsPage
from ui.joining import Join, JoinDialog
from ui.main_window import MainWindow
from ui.tasks import Tasks
from ui.theme.theme import Theme
from ui.widgets.dialog import ConfirmDialog

if TYPE_CHECKING:
    from app.desk.desk import Desk
    from ui.doors.ways import Copies


class DoorsAnew(QObject):
    """`joined` once there is another inbox, a team's or one from a copy, in this one's place; `practice_asked`."""

    joined = Signal()
    practice_asked = Signal()

    def __init__(
        self, window: MainWindow, theme: Theme, tasks: Tasks, desk: Desk, join: Join, copies: Copies | None
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._tasks, self._desk, self._join = window, theme, tasks, desk, join
        self._copies = copies
        self.page = DoorsPage(theme, is_begun=True)
        self.page.chosen.connect(self._choose)
        self.page.copy_asked.connect(self._take_up)
        self.page.copy.setVisible(copies is not None)
        window.cover(self.page)
        self.page.focus_first()

    def _choose(self, door: str) -> None:
        if door == "practice":
            self.practice_asked.emit()
        elif door == "join":
            self._ask()
        else:
            self._go_back()

    def _go_back(self) -> None:
        self._window.uncover()
        if self._window.panes is not None:
            self._window.panes.show_screen("setup")
        self.deleteLater()

    def _ask(self) -> None:
        """What was typed goes with the inbox that was begun: that is said first."""
        says = _(
            "The team’s inbox takes the place of the one that you began on this computer. Nobody has written there "
            "yet. What you typed to connect your number is erased once you have joined, and not before."
        )
        if self._desk.set_up().changed:
            says += " " + _("What was changed at Meta stays as it is there.")
        dialog = ConfirmDialog(
            self._theme,
            _("Join a team instead?"),
            says,
            confirm=_("Enter my code"),
            keep=_("Stay here"),
            is_danger=False,  # nothing goes before the code was taken
            parent=self._window,
        )
        dialog.confirmed.connect(self._open_join)
        dialog.open()

    def _open_join(self) -> None:
        dialog = JoinDialog(self._theme, self._tasks, self._join, self._window)
        dialog.joined.connect(self.joined)
        dialog.open()

    def _take_up(self) -> None:
        from ui.doors.copy_dialog import CopyDialog

        if self._copies is not None:
            dialog = CopyDialog(self._theme, self._tasks, self._copies, self._window, is_replacing=True)
            dialog.taken_up.connect(lambda _phrase: self.joined.emit())
            dialog.manual_asked.connect(self._window.manual.open)
            dialog.open()
