"""The ways from this window's profile to another: through the doors of the first run, into a team, into one's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.records import record
from ui.main_window import MainWindow
from ui.tasks import Tasks
from ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.desk.desk import Desk
    from app.desk.hub_move import HubMove
    from app.domain.safety import CopyFound
    from ui.doors.beginning import Begin
    from ui.doors.entrance import Passed
    from ui.joining import Join


Look = Callable[[Path, str], Awaitable["CopyFound"]]  # the copy and its key
TakeUp = Callable[[Path, str, str, "str | None"], Awaitable[None]]  # … which owner sits here, a passphrase


@record
class Copies:
    """What can be done with a copy of a hub, for somebody whose computer broke."""

    look: Look
    take_up: TakeUp


@record
class Doors:
    """What is behind the doors that lead to a profile of one's own; practice is what the window was begun with.

    `open_own` with the passphrase that was chosen, if any; `own_folder` is where that profile lies. `language`: the one
    that was chosen here before, "" for none.
    """

    begin: Begin
    join: Join
    open_own: Callable[[str | None], Awaitable[Desk]]
    own_folder: Path
    copies: Copies
    language: str = ""


@record
class Move:
    """How the hub gets to a server. `is_due`: its guide comes before the desk. `begin` starts the program there."""

    hub: HubMove
    is_due: bool
    begin: Callable[[], None]


class Ways(QObject):
    """`begin` and `join` are None where they lead nowhere; `is_reopening`: it ends for the window of another profile.

    `practise` opens a window of practice, for whoever has begun with an inbox of their own.

    `doors` only at the first run. `desk` gives the desk that is open, if any. `move`: the hub's way to a server;
    `is_moving`: it ends for the window of that guide.
    """

    def __init__(
        self, window: MainWindow, theme: Theme, tasks: Tasks, desk: Callable[[], Desk | None]
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._tasks, self._desk = window, theme, tasks, desk
        self.begin: Begin | None = None
        self.join: Join | None = None
        self.doors: Doors | None = None
        self.move: Move | None = None
        self.practise: Callable[[], None] | None = None
        self.copies: Copies | None = None
        self.is_reopening = self.is_moving = False
        window.join_asked.connect(self._ask_to_join)
        window.connect_asked.connect(self._ask_to_begin)
        window.move_asked.connect(self._ask_to_move)
        window.doors_asked.connect(self._show_doors)
        window.panes_made.connect(self._offer)

    async def passed(self, doors: Doors) -> Passed | None:
        """The first run, until a door was taken; None when the window was closed instead."""
        from ui.doors.entrance import Entrance

        self._theme.show_icon()
        return await Entrance(self._window, self._theme, self._tasks, doors).passed()

    async def passed_move(self) -> str | None:
        """The guide of a hub that is on its way, until it is left: the passphrase that was typed, None at its end."""
        if self.move is None or not self.move.is_due:
            return ""
        from ui.moving.entrance import MoveEntrance

        self._theme.show_icon()
        return await MoveEntrance(self._window, self._theme, self._tasks, self.move.hub).passed()

    def _ask_to_move(self) -> None:
        if self.move is not None:
            self.is_moving = True
            self._window.quit()

    def _offer(self) -> None:
        panes = self._window.panes
        if panes is not None and panes.banner is not None:
            panes.banner.offer_to_connect(is_offered=self.begin is not None)

    def _ask_to_join(self) -> None:
        from ui.joining import JoinDialog

        dialog = JoinDialog(self._theme, self._tasks, self._joined, self._window)
        dialog.joined.connect(self._reopen)
        dialog.open()

    async def _joined(self, address: str, code: str, passphrase: str | None) -> None:
        """A computer that was shut out lets go of its files first: the same folder joins again."""
        if self.join is None:
            return
        desk = self._desk()
        if desk is not None and desk.lock_code() is not None:
            await desk.stop()
        await self.join(address, code, passphrase)

    def _ask_to_begin(self) -> None:
        from ui.doors.beginning import Beginning

        if self.begin is not None:
            beginning = Beginning(self._theme, self._tasks, self.begin, self._window)
            beginning.begun.connect(lambda _phrase: self._reopen())
            beginning.failed.connect(self._say)
            beginning.start()

    def _show_doors(self) -> None:
        from ui.doors.anew import DoorsAnew

        desk = self._desk()
        if desk is not None and self.join is not None and desk.can_begin_again:
            doors = DoorsAnew(self._window, self._theme, self._tasks, desk, self.join, self.copies)
            doors.joined.connect(self._reopen)
            doors.practice_asked.connect(self._practise)

    def _practise(self) -> None:
        """Beside what was begun here, which stays."""
        if self.practise is not None:
            self.practise()
            self._window.quit()

    def _say(self, sentence: str) -> None:
        if sentence:
            self._window.say_trouble(sentence)

    def _reopen(self) -> None:
        self.is_reopening = True
        self._window.quit()
