"""Runs the window from its first paint to its last word: the one entry that main.py calls.

A desk that is already being opened when Qt is there is painted before the event loop begins, whose import takes as long
as the paint; only what takes longer is awaited.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.beginning import collect_again
from app.domain.clock import Clock, SystemClock
from app.domain.errors import ComptoirError
from app.domain.later import asyncio
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import language, set_language
from app.words.formats import Formats
from ui.bridge import Bridge
from ui.doors.ways import Ways
from ui.kit import Kit, areas_on
from ui.links import Links
from ui.looks import apply_look, begin_set_up, behind, first_screen, in_language
from ui.main_window import MainWindow
from ui.once import Once
from ui.place import read_place
from ui.tasks import Tasks
from ui.theme.theme import Theme

if TYPE_CHECKING:  # after the start, or for the type checker alone
    from app.desk.desk import Desk
    from ui.doors.beginning import Begin
    from ui.doors.ways import Copies, Doors, Move
    from ui.joining import Join
    from ui.notify.presence import Presence
    from ui.notify.summons import Summons

log = logging.getLogger(__name__)
LOCKS = frozenset({"device_revoked", "lease_over", "clock_back"})
REBUILT_BY = frozenset(
    {"language", "time_zone", "text_scale"}
)  # every word or height on screen depends on these
AT_ONCE_S = (
    0.25  # a desk that is opened within this time is waited for; then the window shows that it is opening
)
PAINTED_WITHIN_MS = 1_000
OpenDesk = Callable[[], "Awaitable[Desk]"]
Unlock = Callable[[str], "Awaitable[Desk]"]  # a passphrase
Leave = Callable[[], Awaitable[None]]


def run(
    open_desk: OpenDesk,
    *,
    is_practice: bool,
    begun: Future[Any] | None = None,
    pictures_dir: Path | None = None,
    is_for_manual: bool = False,
    leave_practice: Leave | None = None,
    join: Join | None = None,
    reopen: Callable[[], None] | None = None,
    folder: Path | None = None,
    is_in_tray: bool = False,
    unlock: Unlock | None = None,
    begin: Begin | None = None,
    practise: Callable[[], None] | None = None,
    copies: Copies | None = None,
    doors: Doors | None = None,
    link: str = "",
    move: Move | None = None,
) -> int:
    """Show the window at once, open the desk, run until it is closed; the exit code.

    `begun`: the desk of a profile that is known, already being opened elsewhere; None in it asks for `open_desk`.
    With `pictures_dir`, or without a screen, a practice desk (and no other) is played and pictured, then closed;
    `is_for_manual` takes the manual's pictures. `leave_practice` is awaited once the desk has stopped and it is left.
    `join` makes this computer one of a team's; when it did, the window closes and `reopen` is called after all.
    `folder`: the profile's; a second program on it brings this one's window forward. `is_in_tray`: no window at first.
    `unlock` opens the desk of a profile that is locked with a passphrase, which the window asks for.
    `begin` makes an inbox of this computer's own, from practice; `practise` opens practice beside that, `copies` puts a
    copy in its place. `doors`: the first run, which asks where to begin. `link`: what the program was started for; here
    or in the window that is there already, it is followed. `move`: how the hub gets to a server, its guide first.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("a window needs a QApplication")
    app.setApplicationName("Comptoir")
    app.setDesktopFileName("comptoir")
    app.setQuitOnLastWindowClosed(False)
    set_language("system")
    theme = Theme()
    theme.apply(app)
    is_offscreen = QGuiApplication.platformName() == "offscreen"
    show = Show(theme, SystemClock(), open_desk, leave_practice, is_practice=is_practice)
    show.is_seen = not is_offscreen
    show.unlock, show.ways.join, show.ways.begin = unlock, join, begin
    show.ways.practise, show.ways.copies = practise, copies
    show.ways.doors, show.ways.move = (doors, move) if show.is_seen else (None, None)
    show.folder, show.is_in_tray, show.links.due = folder, is_in_tray, link
    if is_practice and (pictures_dir is not None or is_offscreen):  # never a play with real customers
        show.plays_into, show.is_for_manual = pictures_dir or Path("pictures"), is_for_manual
    if begun is not None:
        show.paint_first(begun)
    from ui import loop

    code = loop.run(app, show.main, show.report)
    again = move.begin if show.ways.is_moving and move else reopen if show.ways.is_reopening else None
    if again is not None:
        again()
    return code if again is None else 0


class Show:
    """One run of the window. `plays_into`: play practice, save pictures there, and end.

    `is_seen`: somebody is there to read a failure and close the window.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        open_desk: OpenDesk,
        leave_practice: Leave | None,
        *,
        is_practice: bool,
    ) -> None:
        self._theme, self._clock = theme, clock
        self._open_desk, self._leave_practice = open_desk, leave_practice
        self._is_practice = is_practice
        self.plays_into: Path | None = None
        self.is_for_manual = False
        self.is_seen = True
        self.unlock: Unlock | None = None
        self.folder: Path | None = None
        self.is_in_tray = False
        self._is_presence_due = False  # there was nobody yet whom it could follow
        self._presence: Presence | None = None
        self._summons: Summons | None = None
        self._tasks = Tasks(self.report, has_loop=False)
        self._begun: Future[Any] | None = None
        self._closed = Once()
        self._filled = Once()  # the start is over: all is on the screen, or the window was closed
        self._is_leaving = False
        self._desk: Desk | None = None
        self._bridge: Bridge | None = None
        self._areas = areas_on(None)  # those that the window was made with
        self.window = MainWindow(theme)
        self.ways = Ways(self.window, theme, self._tasks, lambda: self._desk)
        self.window.closed.connect(self._closed.happen)
        self.window.closed.connect(self._filled.happen)
        self.window.filled.connect(self._filled.happen)
        self.window.leave_confirmed.connect(self._leave)
        self.window.panes_made.connect(self._panes_made)
        self.links = Links(self.window)

    def paint_first(self, begun: Future[Any]) -> None:
        """Before the event loop: the window, and the desk in it if that is quick. Whatever fails, fails in `main`."""
        self._begun = begun
        self._show_window()
        try:
            desk: Desk | None = begun.result(AT_ONCE_S)
        except (TooLong, ComptoirError):
            return
        if desk is not None:
            self._desk = desk
            self._show_desk(desk)
            self._paint()

    def _paint(self) -> None:
        deadline = QDeadlineTimer(PAINTED_WITHIN_MS)
        while not self._filled.has_happened and not deadline.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _show_window(self) -> None:
        if not self.is_in_tray:
            self.window.show()
            self.window.activateWindow()

    async def _opened(self) -> Desk:
        if self._begun is not None and (known := await asyncio.wrap_future(self._begun)) is not None:
            desk: Desk = known
            return desk
        return await self._open_desk()

    async def _opened_or_unlocked(self) -> Desk | None:
        """None when the window was closed instead of giving the passphrase."""
        try:
            return await self._opened()
        except ComptoirError as error:
            if (
                error.code != "passphrase_needed"
                or self.unlock is None
                or not self.is_seen
                or self.plays_into
            ):
                raise
        from ui.unlocking import ask_passphrase

        self._theme.show_icon()
        return await ask_passphrase(self.window, self.unlock)

    async def main(self) -> int:
        """From the first paint to the last task."""
        self._tasks.begin()
        if self._begun is None:
            self._show_window()
            await asyncio.sleep(0)  # let it be painted before anything is opened
        try:
            if self._desk is None:
                passed = await self._pass_doors() and await self._pass_move()
                self._desk = await self._opened_or_unlocked() if passed else None
                if self._desk is None:
                    await self._tasks.close()
                    return 1 if passed else 0
                self._show_desk(self._desk)
        except ComptoirError as error:
            self._theme.show_icon()
            collect_again()
            return await self._could_not_open(error)
        try:
            return await self._with_desk(self._desk)
        finally:
            await self._end(self._desk)

    async def _pass_doors(self) -> bool:
        """The first run: from here on it is the profile behind the door. False when the window was closed instead."""
        doors = self.ways.doors
        if doors is None:
            return True
        passed = await self.ways.passed(doors)
        if passed is None:
            return False
        if passed.door != "practice":
            self._open_desk = behind(doors, passed)
            self._is_practice, self._leave_practice, self.folder = False, None, doors.own_folder
        if passed.language:
            self._open_desk = in_language(self._open_desk, passed.language)
        return True

    async def _pass_move(self) -> bool:
        """Where the hub is on its way to a server. False when the window was closed instead."""
        passed = await self.ways.passed_move()
        if passed and self.unlock is not None:
            phrase, unlock = passed, self.unlock
            self._open_desk = lambda: unlock(phrase)
        return passed is not None

    def _show_desk(self, desk: Desk) -> None:
        self._bridge = Bridge(desk, self.window)
        self._bridge.changed.connect(self._changed)
        apply_look(desk, self._theme)
        self._build(desk)

    async def _with_desk(self, desk: Desk) -> int:
        await self._filled.wait()
        self._theme.show_icon()
        collect_again()
        await desk.start()
        if self.plays_into is None:
            self._tasks.spawn(self._be_present(), "presence")
            await self._closed.wait()
            return 0
        if self.is_for_manual:
            from ui.manual.pictures import play_manual as play
        else:
            from ui.pictures import play
        await play(self.window, desk, self._theme, self.plays_into)
        self.window.quit()
        return 0

    async def _be_present(self) -> None:
        """What goes on beside the window, once it is there; a start in the tray shows it where no tray comes."""
        from ui.notify.presence import find_presence, tray_comes
        from ui.notify.summons import Summons

        if self.folder is not None and self._summons is None:
            self._summons = Summons(self.folder, self.window)
            self._summons.heard.connect(self.links.follow)
        if self.is_in_tray:
            await tray_comes(self._clock)
        kit, panes = self.window.kit, self.window.panes
        if kit is None or panes is None:
            self._is_presence_due = True
            if self.is_in_tray:
                self.is_in_tray = False
                self.window.come_forward()  # something is asked first
            return
        self._presence = await find_presence(self.window, kit, panes)
        if self.is_in_tray and self._presence.tray is None:
            self.window.come_forward()

    async def _could_not_open(self, error: ComptoirError) -> int:
        from app.words import sentences

        if error.code == "profile_in_use" and self.folder is not None and self.is_seen:
            from ui.notify.summons import summon

            if summon(self.folder, self.links.due):
                return 0
        sentence = sentences.refusal(error.code, error.facts)
        log.error("not opened code=%s", error.code)
        sys.stderr.write(sentence + "\n")
        if self.plays_into is None and self.is_seen:
            if error.code in LOCKS:
                self.window.show_locked(error.code)
            else:
                self.window.show_failure(sentence)
            self.window.come_forward()
            await self._closed.wait()
            await self._tasks.close()
        return 1

    async def _end(self, desk: Desk) -> None:
        """In this order: nothing is asked of the desk any more, then it stops, then the examples may go."""
        if self._summons is not None:
            self._summons.close()
        if self._presence is not None:
            self._presence.close()
        if self._bridge is not None:
            self._bridge.close()
        self.window.quit()
        await self._tasks.close()
        await desk.stop()
        if self._is_leaving and self._leave_practice is not None:
            await self._leave_practice()
        self.window.deleteLater()

    # -- what settings change at once

    def _changed(self, changes: Changes) -> None:
        desk = self._desk
        if desk is None:
            return
        if desk.lock_code() != self.window.lock_code:
            self._build(desk)
        if not changes.settings and not changes.is_everything:
            return
        apply_look(desk, self._theme)
        if changes.settings & REBUILT_BY or self._areas != areas_on(desk):
            self._build(desk)

    def _build(self, desk: Desk) -> None:
        if self._bridge is None:
            return
        lock = desk.lock_code()
        if lock is not None:
            self.window.show_locked(lock)
            return
        if self.window.panes is not None:
            self.window.panes.remember()
        formats = Formats(language(), str(desk.setting("time_zone")))
        kit = Kit(
            desk, self._bridge, self._theme, self._clock, formats, self._tasks, is_practice=self._is_practice
        )
        self._areas = areas_on(desk)
        place = read_place(desk.last_place())
        is_first = self.window.panes is None
        if is_first:
            place = replace(place, screen=first_screen(desk, place.screen))
        self.window.show_panes(kit, place)
        if is_first:
            begin_set_up(desk, self.window.panes)

    def _panes_made(self) -> None:
        """Anew, or at last: a PIN was typed."""
        kit, panes = self.window.kit, self.window.panes
        if self._presence is not None and kit is not None and panes is not None:
            self._presence.go_on(kit, panes)
        elif self._is_presence_due:
            self._is_presence_due = False
            self._tasks.spawn(self._be_present(), "presence")

    def _leave(self) -> None:
        """Back to where one began: the doors, or the inbox that was joined meanwhile."""
        self._is_leaving = self.ways.is_reopening = True
        self.window.quit()

    def report(self, error: BaseException) -> None:
        """An exception that nobody caught: it is in the log, and one sentence says so; work goes on."""
        if isinstance(error, ComptoirError):
            from app.words import sentences

            self.window.say_trouble(sentences.refusal(error.code, error.facts))
        else:
            self.window.say_trouble(
                _("Something went wrong inside Comptoir. What you wrote is kept; the log has the details.")
            )
