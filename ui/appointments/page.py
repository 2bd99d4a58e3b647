"""A page of the agenda's screen beside the list and the grid, and the lines by which parts are added to the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.members import Role
from app.domain.records import record
from app.words import gettext as _
from ui.kit import Kit
from ui.screen_page import SIDE as SIDE
from ui.screen_page import ScreenPage
from ui.theme.icons import IconName

EVERYBODY: Final[tuple[Role, ...]] = ("owner", "manager", "rep")
LEADERS: Final[tuple[Role, ...]] = ("owner", "manager")


class Page(ScreenPage):
    """A page of the screen; `back_asked` to the agenda, `appointment_asked(id)` to one in it, `page_asked(id)`,
    `day_asked(date)`: the agenda on that day.

    `undo_offered(words, undo)`: what it did is said in the agenda, where a press or Ctrl+Z takes it back.
    """

    appointment_asked = Signal(str)
    page_asked = Signal(str)
    day_asked = Signal(object)
    undo_offered = Signal(str, object)

    def __init__(self, kit: Kit, title: str, parent: QWidget | None = None) -> None:
        super().__init__(kit, title, _("Back to the agenda"), parent)

    def take(self, paths: list[Path]) -> None:
        """Files were dropped on the screen; the page with the id "import" reads them."""

    def paste(self) -> None:
        """A list was pasted on the screen; the same page reads it."""


@record
class PageLine:
    """A page by its id; `make` ("module:name") makes it when it is first asked for, for those in `roles`."""

    id: str
    make: str
    roles: tuple[Role, ...] = EVERYBODY


@record
class Tool:
    """Something to do with the agenda, in the menu of the head: `page` is the id of one of PAGES, or `act` does it.

    `act`: "module:function", called with the page of the agenda. `needs`: the action of the desk without which it is
    not there. `place`: a button in the head ("bar"), or a line of its menu ("menu").
    `letter`: does the same by key, wherever the agenda is.
    """

    id: str
    name: str  # a message id
    icon: IconName
    page: str = ""
    act: str = ""
    place: str = "menu"
    roles: tuple[Role, ...] = EVERYBODY
    needs: str = ""
    letter: str = ""


@record
class PanelLine:
    """A box of the panel beside the agenda, from the top: `make` ("module:class") is called with the kit and the page.

    It is a QWidget with `show_days(days)`, hides itself while it has nothing to say, and is made when the screen is.
    """

    id: str
    make: str
    needs: str = ""
