"""The address of the set-up where this computer holds its own way to the outside: a tunnel, or one that is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.settings.address.page import AddressPart as Ways
from ui.setup.address import AddressPart, OwnAddress, as_kept

if TYPE_CHECKING:
    from ui.kit import Kit
    from ui.setup.session import SetupSession


class FoundAddress(AddressPart):
    """The page of the settings, put into the step; an address that is typed goes before a tunnel's."""

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.ways = Ways(kit, kit.desk)
        self.field = self.ways.own.lend()
        known = session.state.credentials.public_url
        if not self.field.input.text() and known != kit.desk.public_address().url:
            self.field.input.setText(known)
        self.field.input.textEdited.connect(lambda _text: self.edited.emit())
        self.field.input.returnPressed.connect(self.entered)
        self.ways.address_known.connect(lambda _address: self.edited.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.ways)

    @property
    def first_control(self) -> QWidget | None:
        """None: what the ways are is read first."""
        return None

    @property
    def address(self) -> str:
        """What was typed, else the tunnel's."""
        return as_kept(self.field.input.text()) or self._kit.desk.public_address().url


def address_part(kit: Kit, session: SetupSession) -> AddressPart:
    """The part that fits this computer."""
    return (FoundAddress if kit.desk.can_hold_address else OwnAddress)(kit, session)
