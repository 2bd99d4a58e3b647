"""A page of the contacts' screen beside the table: its head with the way back, and what stands below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from app.domain.ids import ContactId
from app.domain.members import Role
from app.domain.records import record
from app.words import gettext as _
from ui.kit import Kit
from ui.screen_page import SIDE as SIDE
from ui.screen_page import ScreenPage
from ui.theme.icons import IconName

EVERYBODY: Final[tuple[Role, ...]] = ("owner", "manager", "rep")


class Page(ScreenPage):
    """A page of the contacts' screen; `back_asked` to the table."""

    def __init__(self, kit: Kit, title: str, parent: QWidget | None = None) -> None:
        super().__init__(kit, title, _("Back to the contacts"), parent)


@record
class Tool:
    """Something to do with contacts; either `page` or `act` is given.

    `page` makes what opens in place of the table, once. `act(kit, window, ids)` is done with the contacts that are
    chosen (`place` "selection": its button is in the bar of the selection), else with none.
    `place`: a button in the head ("bar"), a line of the head's menu ("menu"), or "selection".
    """

    id: str
    name: str  # a message id
    icon: IconName
    page: Callable[[Kit], Page] | None = None
    act: Callable[[Kit, QWidget, Sequence[ContactId]], object] | None = None
    place: str = "menu"
    roles: tuple[Role, ...] = EVERYBODY
    is_on: Callable[[Kit], bool] = lambda _kit: True  # whether it is shown here
