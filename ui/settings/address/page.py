"""The page about the public address, for the owner of a hub of one computer: in the settings, and while connecting."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import sentences
from ui.settings.address.choices import OwnAddressCard, TunnelsCard
from ui.settings.address.state_card import StateCard
from ui.settings.connection.trial_card import move_words
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import ChipView
from ui.widgets.surfaces import Card, Surface

if TYPE_CHECKING:
    from app.desk.address_desk import AddressDesk
    from app.domain.public_address import TunnelKind
    from ui.kit import Kit

MOST_WIDE: Final = 720


class AddressPart(QWidget):
    """Everything, without a frame. `address_known(address)`: there is one now; "" when there is none any more."""

    address_known = Signal(str)

    def __init__(self, kit: Kit, address: AddressDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._desk = address
        self._known = ""
        self.state = StateCard(kit)
        self.tunnels = TunnelsCard(kit)
        self.own = OwnAddressCard(kit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(kit.theme.tokens.space.x4)
        self.server = ServerCard(kit)
        for card in (_trial_card(kit), _why_card(kit), self.state, self.tunnels, self.own, self.server):
            card.setMaximumWidth(kit.theme.px(MOST_WIDE))
            column.addWidget(card)
        column.addStretch(1)
        self.state.end_asked.connect(lambda: self._do(address.close_tunnel, self.tunnels.show_error))
        self.tunnels.start_asked.connect(self._start)
        self.state.again_asked.connect(self._start)
        self.tunnels.look_asked.connect(self.look)
        self.own.use_asked.connect(
            lambda typed: self._do(lambda: address.use_address(typed), self.own.show_error)
        )
        kit.bridge.changed.connect(self._changed)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what is installed now."""
        super().showEvent(event)
        self.look()

    def look(self) -> None:
        """Which programs are here, and how the hub is reached."""
        self._do(self._desk.look_at_address, self.tunnels.show_error)

    def refresh(self) -> None:
        """As it stands now."""
        way = self._desk.public_address()
        for card in (self.state, self.tunnels, self.own):
            card.show_state(way)
        if way.url != self._known:
            self._known = way.url
            self.address_known.emit(way.url)

    def _start(self, kind: str) -> None:
        self._do(lambda: self._desk.open_tunnel(cast("TunnelKind", kind)), self.tunnels.show_error)

    def _do(self, act: Callable[[], Coroutine[Any, Any, None]], show_error: Callable[[str], None]) -> None:
        self._kit.tasks.spawn(self._done(act, show_error), "address")

    async def _done(
        self, act: Callable[[], Coroutine[Any, Any, None]], show_error: Callable[[str], None]
    ) -> None:
        said = ""
        try:
            await act()
        except ComptoirError as error:
            said = sentences.refusal(error.code, error.facts)
        if isValid(self):
            show_error(said)
            self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.is_connection or changes.is_everything:
            self.refresh()


class AddressPage(Surface):
    """The same as a page of the settings. `move_asked`: the hub is to go to a server."""

    move_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self.part = AddressPart(kit, kit.desk)
        self.part.server.button.show()
        self.part.server.button.clicked.connect(self.move_asked)
        inside = Surface(kit.theme, "surface_sunken")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(self.part)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)


def _trial_card(kit: Kit) -> Card:
    card, column = _card(kit)
    chip = Chip(_("Trial on this computer"), "warning")
    column.addWidget(ChipView(kit.theme, chip), 0, Qt.AlignmentFlag.AlignLeading)
    words = _(
        "Here this computer is the server of your business. While it sleeps, is switched off or offline, no message "
        "arrives and no reminder goes out; Meta tries again for some days. That is good for getting to know Comptoir, "
        "not for a working day with customers."
    )
    column.addWidget(Paragraph(kit.theme, words))
    return card


def _why_card(kit: Kit) -> Card:
    card, column = _card(kit)
    column.addWidget(Label(kit.theme, _("Why Meta needs an address"), weight="semibold"))
    words = _(
        "When a customer writes to your number, Meta delivers the message to an address on the internet. A computer "
        "at home or in a shop has none of its own: it must be given one, and the address must begin with https."
    )
    column.addWidget(Paragraph(kit.theme, words))
    return card


class ServerCard(Card):
    """Why a server is better; the button that leads there is for the settings, where nothing else is being done."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme)
        column = _laid_out(self, kit)
        column.addWidget(Label(kit.theme, _("A small server instead"), weight="semibold"))
        words = _(
            "A small rented server costs some euros a month, is always on and has an address that stays. Messages then "
            "arrive day and night, colleagues work from their own computers, and no tunnel is needed. Everything that "
            "is here comes along: Settings, “Connection” leads there, whenever you want."
        )
        column.addWidget(Paragraph(kit.theme, words))
        self.button = Button(kit.theme, move_words(), height="small")
        self.button.hide()
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)


def _card(kit: Kit) -> tuple[Card, QVBoxLayout]:
    card = Card(kit.theme)
    return card, _laid_out(card, kit)


def _laid_out(card: Card, kit: Kit) -> QVBoxLayout:
    column = QVBoxLayout(card)
    column.setContentsMargins(17, 13, 17, 17)
    column.setSpacing(kit.theme.tokens.space.x2)
    return column
