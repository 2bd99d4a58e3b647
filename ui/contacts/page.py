"""A page of the contacts' screen beside the table: its head with the way back, and what stands below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.ids import ContactId
from app.domain.members import Role
from app.domain.records import record
from app.words import gettext as _
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel
from ui.widgets.surfaces import Surface

SIDE: Final = 24
EVERYBODY: Final[tuple[Role, ...]] = ("owner", "manager", "rep")


class Page(Surface):
    """`back_asked` to the table, `open_asked(conversation_id)`, `contact_asked(contact_id)` to the card of somebody.

    A part of the screen derives from it and puts what it shows into `column`.
    """

    back_asked = Signal()
    open_asked = Signal(str)
    contact_asked = Signal(str)

    def __init__(self, kit: Kit, title: str, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self.kit = kit
        theme = kit.theme
        self.back = IconButton(theme, "arrow-left", _("Back to the contacts"))
        self.back.clicked.connect(self.back_asked)
        head = Surface(theme, "surface", edges=("bottom",))
        head.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        self.head = QHBoxLayout(head)  # what the page adds stands at the end
        self.head.setContentsMargins(16, 0, SIDE, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self.back)
        self.head.addWidget(ElidedLabel(theme, title, role="title", weight="semibold"), 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(head)

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.back

    def focus_first(self) -> None:
        """Looked at: the keyboard enters."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing nearer wanted it, leads back to the table."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def close_down(self) -> None:
        """The window goes: no timer and no thread may outlive the page."""


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
