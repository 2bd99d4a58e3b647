"""Focus mode as the window knows it: begun, shown, kept over a restart, and ended by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.clock import Clock
from app.domain.focus import FOCUS_CHOICES, Focus, FocusChoice, begin_focus, read_focus
from app.words import gettext as _
from app.words.formats import Formats
from ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.desk.desk import Desk

KEPT = "focus_until"  # where the desk keeps it


class FocusMode(QObject):
    """`changed` when it begins or ends, `ended` when it was on and is over."""

    changed = Signal()
    ended = Signal()

    def __init__(self, desk: Desk, clock: Clock, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._clock, self._formats = desk, clock, formats
        self._focus: Focus | None = read_focus(desk.last_place().get(KEPT, ""))

    @property
    def is_on(self) -> bool:
        """Whether it is quiet now."""
        return self._focus is not None and not self._focus.is_over(self._clock.now())

    @property
    def words(self) -> str:
        """For the status bar; "" while it is off."""
        if self._focus is None or not self.is_on:
            return ""
        if self._focus.until_at is None:
            return _("Focus mode")
        moment = self._formats.moment(self._focus.until_at, self._clock.now())
        return _("Focus mode until {moment}").format(moment=moment)

    def begin(self, choice: FocusChoice) -> None:
        """Quiet from now on; a time that was chosen before is replaced."""
        self._focus = begin_focus(choice, self._clock.now(), ZoneInfo(self._formats.zone))
        self._keep()
        self.changed.emit()

    def end(self) -> None:
        """Enough."""
        if self._focus is not None:
            self._focus = None
            self._keep()
            self.ended.emit()
            self.changed.emit()

    def check(self) -> None:
        """Call it now and then: it ends when its time is over."""
        if self._focus is not None and self._focus.is_over(self._clock.now()):
            self.end()

    def _keep(self) -> None:
        self._desk.remember_place(**{KEPT: "" if self._focus is None else self._focus.kept()})


def open_focus_menu(theme: Theme, focus: FocusMode, above: QWidget) -> None:
    """How long, or the end of it."""
    from app.words.notices import focus_choice
    from ui.widgets.menu import Menu

    menu = Menu(theme, _("Focus mode"), above)
    for choice in FOCUS_CHOICES:
        menu.add(focus_choice(choice), partial(focus.begin, choice))
    if focus.is_on:
        menu.addSeparator()
        menu.add(_("End focus mode"), focus.end)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.open_above(above)
    menu.setActiveAction(menu.actions()[0])
