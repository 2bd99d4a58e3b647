"""The ways to a public address: each tunnel program with what it means, and an address of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.public_address import TUNNEL_KINDS, PublicAddress, TunnelKind
from app.words import gettext as _
from app.words.outside import tunnel_about, tunnel_name, tunnel_sees, tunnel_site
from ui.settings.address.state_card import say
from ui.widgets.button import Button
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card, Line

if TYPE_CHECKING:
    from ui.kit import Kit
    from ui.theme.theme import Theme


class TunnelLine(QWidget):
    """One program: what it means, and a button that starts it, or leads to its maker where it is not installed."""

    start_asked = Signal(str)

    def __init__(self, theme: Theme, kind: TunnelKind) -> None:
        super().__init__()
        self.kind = kind
        space = theme.tokens.space
        self.start = Button(
            theme,
            _("Start"),
            height="small",
            name=_("Start {program}").format(program=tunnel_name(kind)),
        )
        self.start.clicked.connect(lambda: self.start_asked.emit(self.kind))
        page = QUrl(tunnel_site(kind))
        words = _("Open {page}").format(page=page.host())
        self.site = Button(theme, words, kind="link", height="tiny", name=f"{words}, {tunnel_name(kind)}")
        self.site.clicked.connect(lambda: QDesktopServices.openUrl(page))
        self.here = Label(theme, role="small", ink="text_muted")
        head = QHBoxLayout()
        head.setSpacing(space.x3)
        head.addWidget(Label(theme, tunnel_name(kind), weight="semibold"))
        head.addWidget(self.here)
        head.addStretch(1)
        head.addWidget(self.site)
        head.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space.x2, 0, space.x2)
        column.setSpacing(space.x1)
        column.addLayout(head)
        column.addWidget(Paragraph(theme, tunnel_about(kind), role="small", ink="text_muted"))
        column.addWidget(Paragraph(theme, tunnel_sees(kind), role="small", ink="text_muted"))

    def show_state(self, way: PublicAddress) -> None:
        """Whether it is here, and whether it is the one that was chosen."""
        is_here = any(one.kind == self.kind for one in way.found)
        is_chosen = way.kind == self.kind
        self.start.setVisible(is_here and not is_chosen)
        self.site.setVisible(not is_here and not is_chosen)
        if is_chosen:
            self.here.setText(_("Chosen"))
        else:
            self.here.setText("" if is_here else _("Not on this computer"))


class TunnelsCard(Card):
    """`start_asked(kind)`; `look_asked`: something was installed meanwhile."""

    start_asked = Signal(str)
    look_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        theme, space = kit.theme, kit.theme.tokens.space
        super().__init__(theme)
        self.lines = [TunnelLine(theme, kind) for kind in TUNNEL_KINDS]
        self.found = Paragraph(theme)
        self.notice = Paragraph(theme, role="small", ink="danger")
        self.again = Button(theme, _("Look again"), height="small")
        self.again.clicked.connect(self.look_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 17)
        column.setSpacing(space.x2)
        column.addWidget(Label(theme, _("A tunnel from this computer"), weight="semibold"))
        column.addWidget(
            Paragraph(
                theme,
                _(
                    "A tunnel is a small program of another company. It gives this computer an address on the internet "
                    "and leads what arrives there to Comptoir, as long as the computer is on. Behind the address there "
                    "is nothing but what Meta delivers and the calendars that you shared: nobody gets to your "
                    "conversations or your settings through it."
                ),
            )
        )
        column.addWidget(self.found)
        for line in self.lines:
            line.start_asked.connect(self.start_asked)
            column.addWidget(Line(theme))
            column.addWidget(line)
        column.addWidget(self.notice)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        say(self.notice, "")

    def show_state(self, way: PublicAddress) -> None:
        """Which programs are here."""
        for line in self.lines:
            line.show_state(way)
        words = (
            ""
            if way.found
            else _(
                "None of these programs was found on this computer. Install one from its maker, then look again."
            )
        )
        say(self.found, words)

    def show_error(self, sentence: str) -> None:
        """Why nothing was started."""
        say(self.notice, sentence)


class OwnAddressCard(Card):
    """`use_asked(address)`."""

    use_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        theme, space = kit.theme, kit.theme.tokens.space
        super().__init__(theme)
        self.help = Paragraph(theme, role="small", ink="text_muted")
        self.field = Field(theme, _("Public address"), placeholder="https://hub.example.org")
        self.use = Button(theme, _("Use and check this address"), height="small")
        self.use.clicked.connect(self._use)
        self.field.input.returnPressed.connect(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 17)
        column.setSpacing(space.x2)
        column.addWidget(Label(theme, _("An address of your own"), weight="semibold"))
        column.addWidget(self.help)
        column.addWidget(self.field)
        column.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeading)

    def lend(self) -> Field:
        """The line for a screen that checks it by itself: no button beside it, and Enter is that screen's."""
        self.use.hide()
        self.field.input.returnPressed.disconnect(self._use)
        return self.field

    def show_state(self, way: PublicAddress) -> None:
        """Where it must lead on this computer."""
        port = way.outside.public_port if way.outside is not None else None
        words = _("For a tunnel with a fixed name that you set up yourself, or a server of yours in front.")
        if port is not None:
            lead = _("Lead it to http://127.0.0.1:{port} on this computer, and to nothing else.")
            words += " " + lead.format(port=port)
        say(self.help, words)
        if way.own_url and not self.field.input.text():
            self.field.input.setText(way.own_url)

    def show_error(self, sentence: str) -> None:
        """Why it was not taken; "" for nothing."""
        self.field.set_error(sentence)

    def _use(self) -> None:
        self.use_asked.emit(self.field.input.text())
