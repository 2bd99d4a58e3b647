"""The section of the contact's panel about consent. It stands alone: give it a contact, it follows what changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.consent import PURPOSES, UNASKED, ConsentCard, Purpose
from app.domain.ids import ContactId, MessageId
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from ui.contacts.consent.dialog import ConsentDialog
from ui.contacts.consent.ledger import Ledger
from ui.contacts.consent.standing_line import StandingLine
from ui.contacts.panel.flow import Flow
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import fill_round

ORDER: Final[tuple[Purpose, ...]] = tuple(reversed(PURPOSES))  # what is asked for most stands first


class ConsentSection(QWidget):
    """`open_asked(message_id)`: a message that proves something, or must be read, is to be shown in its place."""

    open_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._contact_id: ContactId | None = None
        self._name = ""
        self._card = ConsentCard(ContactId(""), ())
        self._is_open = False
        theme = kit.theme
        self.doubt = DoubtStrip(theme)
        self.lines = {purpose: StandingLine(theme) for purpose in ORDER}
        self.hint = Paragraph(
            theme,
            _("Whoever writes to you may always be answered within 24 hours."),
            role="small",
            ink="text_muted",
        )
        self.record_button = Button(theme, _("Record consent…"), height="small", icon="plus")
        self.withdraw_button = Button(theme, _("They want no more…"), kind="quiet", height="small")
        self.more_button = Button(theme, "", kind="link", height="tiny", is_flush=True)
        self.ledger = Ledger(kit)
        self._lay_out()
        self.record_button.clicked.connect(lambda: self.ask(is_giving=True))
        self.withdraw_button.clicked.connect(lambda: self.ask(is_giving=False))
        self.more_button.clicked.connect(self._turn)
        self.ledger.open_asked.connect(self.open_asked)
        self.doubt.read_asked.connect(lambda: self._read())
        self.doubt.stop_asked.connect(self._was_stop)
        self.doubt.nothing_asked.connect(self._was_nothing)
        kit.bridge.changed.connect(self._changed)

    def _lay_out(self) -> None:
        space = self._kit.theme.tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.x1)
        column.addWidget(self.doubt)
        for line in self.lines.values():
            column.addWidget(line)
        column.addWidget(self.hint)
        buttons = Flow(space.x2)
        buttons.show_parts([self.record_button, self.withdraw_button])
        column.addSpacing(space.x1)
        column.addWidget(buttons)
        column.addWidget(self.more_button)
        column.addWidget(self.ledger)

    def show_contact(self, contact_id: ContactId | None, name: str = "") -> None:
        """Whose consent it is; None: nobody's."""
        self._name = isolated(shown_name(name)) if name else ""
        if contact_id != self._contact_id:
            self._is_open = False
        self._contact_id = contact_id
        self._show()

    def ask(
        self,
        *,
        is_giving: bool,
        purposes: Sequence[Purpose] = ("marketing",),
        message_id: MessageId | None = None,
    ) -> ConsentDialog | None:
        """Open the dialog that records one or the other."""
        if self._contact_id is None:
            return None
        name = self._name or _("this customer")
        dialog = ConsentDialog(
            self._kit, self._contact_id, name, self.window(), is_giving=is_giving, purposes=purposes,
            message_id=message_id,
        )  # fmt: skip
        dialog.open()
        return dialog

    def _changed(self, changes: Changes) -> None:
        is_mine = self._contact_id in changes.contacts or changes.conversations
        if self._contact_id is not None and (is_mine or changes.is_everything) and self.isVisible():
            self._show()

    def _show(self) -> None:
        if self._contact_id is None:
            return
        self._card = card = self._kit.desk.consent(self._contact_id)
        now = self._kit.clock.now()
        for purpose, line in self.lines.items():
            line.show_standing(card.of(purpose), self._kit.formats, now)
        self.doubt.setVisible(bool(card.doubts))
        self.ledger.setVisible(self._is_open and bool(card.entries))
        self.ledger.show_entries(card.entries)
        count = len(card.entries)
        words = ngettext("See {n} line of proof", "See {n} lines of proof", count).format(n=count)
        self.more_button.setText(_("Hide the proof") if self._is_open else words)
        self.more_button.setVisible(bool(count))
        self.more_button.updateGeometry()
        may_end = any(card.of(purpose).state != "withdrawn" for purpose in PURPOSES)
        self.withdraw_button.setEnabled(may_end)

    def _turn(self) -> None:
        self._is_open = not self._is_open
        self._show()

    def _read(self) -> None:
        if self._card.doubts:
            self.open_asked.emit(self._card.doubts[0].message_id)

    def _was_stop(self) -> None:
        if self._card.doubts:
            message_id = self._card.doubts[0].message_id
            self.ask(is_giving=False, purposes=UNASKED, message_id=message_id)

    def _was_nothing(self) -> None:
        contact_id = self._contact_id
        if contact_id is not None and self._card.doubts:
            message_id = self._card.doubts[0].message_id
            self._kit.tasks.spawn(self._kit.desk.clear_doubt(contact_id, message_id), "clear doubt")


class DoubtStrip(QWidget):
    """That a message may have been a stop. `read_asked`, `stop_asked`, `nothing_asked`."""

    read_asked = Signal()
    stop_asked = Signal()
    nothing_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words = Paragraph(
            theme,
            _("They may have asked for no more messages. Until you have read it, no promotion goes out."),
            role="small",
            ink="warning_soft_text",
        )
        self.read_button = Button(theme, _("Read the message"), height="small")
        self.stop_button = Button(theme, _("It was a stop"), height="small")
        self.nothing_button = Button(theme, _("It was none"), height="small")
        self.read_button.clicked.connect(self.read_asked)
        self.stop_button.clicked.connect(self.stop_asked)
        self.nothing_button.clicked.connect(self.nothing_asked)
        pad, space = theme.tokens.space.x2, theme.tokens.space
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(space.x1)
        column.addWidget(self.words)
        column.addWidget(self.read_button)
        both = QHBoxLayout()
        both.setSpacing(space.x2)
        both.addWidget(self.stop_button)
        both.addWidget(self.nothing_button)
        both.addStretch(1)
        column.addLayout(both)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The amber ground."""
        c, radius = self._theme.colors, self._theme.tokens.radius.normal
        fill_round(QPainter(self), QRectF(self.rect()), c.warning_soft, radius)
