"""A page of the screen of deals beside the board: its head with the way back, and what stands below."""

from __future__ import annotations

from collections.abc import Callable
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
    """A page of the deals' screen; `back_asked` to the board, `deal_asked(deal_id)` to a deal on it.

    `page_asked(page id)` for another page of the screen.
    """

    deal_asked = Signal(str)
    page_asked = Signal(str)

    def __init__(self, kit: Kit, title: str, parent: QWidget | None = None) -> None:
        super().__init__(kit, title, _("Back to the deals"), parent)


@record
class PageLine:
    """A page by its id; `make` makes it when it is first asked for, for those in `roles`."""

    id: str
    make: Callable[[Kit], Page]
    roles: tuple[Role, ...] = EVERYBODY


@record
class Tool:
    """Something to do with deals, in the menu of the head: `page` is the id of one of PAGES, or `act` does it at once.

    `place`: a button in the head ("bar"), or a line of its menu ("menu").
    """

    id: str
    name: str  # a message id
    icon: IconName
    page: str = ""
    act: Callable[[Kit, QWidget], object] | None = None
    place: str = "menu"
    roles: tuple[Role, ...] = EVERYBODY
