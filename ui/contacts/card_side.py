"""The card of whoever the table stands on, at its side; and who is to be gone to once the table holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contact_table import ContactNo
from app.domain.ids import ContactId
from ui.kit import Kit
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from ui.contacts.table import ContactTable

BESIDE_FROM: Final = 1100  # px of the page; below, the card lies over the table's end
KEPT: Final = "contacts_card"


class CardSide(Surface):
    """`opened(conversation_id)`, `closed`. Made with the first card."""

    opened = Signal(str)
    closed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "surface", edges=("leading",))
        self._kit = kit
        self.setFixedWidth(kit.theme.px(kit.theme.tokens.size.contact_pane))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        self.panel: QWidget | None = None
        self._column = column

    def show_contact(self, contact_id: ContactId) -> None:
        """Whose card."""


class Awaited:
    """Somebody who was just made, or found elsewhere: gone to as soon as the table holds them."""

    def __init__(self, kit: Kit, table: ContactTable) -> None:
        self._kit, self._table = kit, table
        self._contact_id: ContactId | None = None

    def expect(self, contact_id: ContactId) -> None:
        """Them from now on."""
        self._contact_id = contact_id
        self.look()

    def look(self) -> None:
        """The table holds others now."""
        if self._contact_id is None:
            return
        nos: list[ContactNo] = self._kit.desk.contact_nos([self._contact_id])
        if nos and self._table.holds(nos[0]):
            self._contact_id = None
            self._table.go_to(nos[0])
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
