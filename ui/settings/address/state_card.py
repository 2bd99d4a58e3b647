"""How the public address stands now: where it leads, whether Meta gets through, and since when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.public_address import PublicAddress
from app.words import gettext as _
from app.words import sentences
from app.words.outside import reach_words, telling_words, tunnel_name, tunnel_trouble
from ui.widgets.button import Button
from ui.widgets.labels import Ink, Label, Paragraph
from ui.widgets.surfaces import Card

if TYPE_CHECKING:
    from ui.kit import Kit


class StateCard(Card):
    """`end_asked`: the tunnel is to end; `again_asked(program)`: it is to start once more."""

    end_asked = Signal()
    again_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        theme, space = kit.theme, kit.theme.tokens.space
        super().__init__(theme)
        self._kit = kit
        self._url = ""
        self._kind = ""
        self.state = Paragraph(theme, weight="medium")
        self.trouble = Paragraph(theme, ink="danger")
        self.address = Paragraph(theme)
        self.told = Paragraph(theme, role="small", ink="text_muted")
        self.copy = Button(theme, _("Copy the address"), height="small")
        self.copy.clicked.connect(self._copy)
        self.again = Button(theme, _("Start again"), height="small", name=_("Start the tunnel again"))
        self.again.clicked.connect(lambda: self.again_asked.emit(self._kind))
        self.end = Button(theme, _("End"), height="small", name=_("End the tunnel"))
        self.end.clicked.connect(self.end_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 17)
        column.setSpacing(space.x2)
        column.addWidget(Label(theme, _("Your address now"), weight="semibold"))
        for line in (self.state, self.trouble, self.address, self.told):
            column.addWidget(line)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.x2)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.again)
        buttons.addWidget(self.end)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def show_state(self, way: PublicAddress) -> None:
        """As it stands now."""
        self._url, self._kind = way.url, way.kind or ""
        words, ink = self._words(way)
        self.state.set_ink(ink)
        say(self.state, words)
        say(self.trouble, self._trouble(way))
        say(self.address, way.url)
        told = telling_words(way.telling)
        if way.telling == "failed" and way.telling_code in sentences.known_codes() - {"hub_unreachable"}:
            told += " " + sentences.refusal(way.telling_code, {})
        say(self.told, told)
        self.copy.setVisible(bool(way.url))
        is_lost = way.outside is not None and way.outside.loss is not None
        self.end.setVisible(way.kind is not None)
        self.again.setVisible(way.kind is not None and (is_lost or way.tunnel.status == "waiting"))

    def _words(self, way: PublicAddress) -> tuple[str, Ink]:
        kit, outside = self._kit, way.outside
        now = kit.clock.now()
        if way.kind is not None and way.tunnel.status != "running":
            if way.tunnel.status == "waiting":
                return _("The tunnel does not run. It is started again by itself."), "warning"
            return _("{program} is starting…").format(program=tunnel_name(way.kind)), "text_muted"
        if not way.url:
            return _("No public address yet: Meta cannot deliver messages to this computer."), "text"
        reached_at = outside.reached_at if outside is not None else None
        if outside is not None and outside.loss is not None:
            return _("Nobody gets through from outside."), "danger"
        if reached_at is None:
            return _("It is being tried whether somebody gets through from outside…"), "text_muted"
        said = _("Reached from outside, last {ago}.").format(ago=kit.formats.ago(reached_at, now))
        if way.since_at is not None:
            running = _("The tunnel runs since {moment}.")
            said += " " + running.format(moment=kit.formats.moment(way.since_at, now))
        return said, "success"

    def _trouble(self, way: PublicAddress) -> str:
        lines = []
        if way.kind is not None and way.tunnel.status != "running":
            lines.append(tunnel_trouble(way.tunnel, way.kind))
        if way.outside is not None and way.outside.loss is not None:
            lines.append(reach_words(way.outside.loss, self._kit.clock.now(), self._kit.formats))
        return "\n".join(filter(None, lines))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        say(self.told, _("Copied."))
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)


def say(line: Paragraph, words: str) -> None:
    """The words, and no empty line where there are none."""
    line.set_text(words)
    line.setVisible(bool(words))
