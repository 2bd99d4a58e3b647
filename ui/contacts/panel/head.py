"""Who it is: picture, name (changed in place), and what they call themselves."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.contact_rows import ContactCard
from app.domain.ids import ContactId
from app.words import gettext as _
from ui.contacts.panel.field_rows import _Line
from ui.contacts.panel.parts import SIDE, PanelKit, ValueButton
from ui.plain import isolated, shown_name
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.small_parts import AvatarView
from ui.widgets.surfaces import Surface

AVATAR: Final = 40
KEY: Final = "name"


class PanelHead(Surface):
    """`close_asked`: away with the panel."""

    close_asked = Signal()

    def __init__(self, panel: PanelKit) -> None:
        super().__init__(panel.theme, "surface", edges=("bottom",))
        self._panel = panel
        self._card: ContactCard | None = None
        self._edited_id: ContactId | None = None
        theme = panel.theme
        self.avatar = AvatarView(theme, Portrait("", ""), AVATAR)
        self.name = ValueButton(theme, _("Name"), _("Give a name"))
        self.line = _Line(panel, _("Name"), self.leave)
        self.under = ElidedLabel(theme, role="small", ink="text_muted")
        self.error = Paragraph(theme, role="small", ink="danger")
        self.close_button = IconButton(theme, "x", _("Close the card"), height="small")
        self._stack = QStackedWidget()
        self._lay_out()
        self.name.clicked.connect(self.edit)
        self.line.editingFinished.connect(self._keep)
        self.close_button.clicked.connect(self.close_asked)

    def _lay_out(self) -> None:
        theme = self._panel.theme
        self._stack.addWidget(self.name)
        self._stack.addWidget(self.line)
        self._stack.setFixedHeight(theme.px(theme.tokens.size.input))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._stack)
        inset = QHBoxLayout()
        inset.setContentsMargins(6, 0, 0, 0)
        inset.addWidget(self.under)
        words.addLayout(inset)
        words.addWidget(self.error)
        self.error.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 12, 8, 13)
        row.setSpacing(theme.tokens.space.x2)
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_card(self, card: ContactCard) -> None:
        """Somebody else, or another name."""
        if self._edited_id is not None and self._edited_id != card.contact_id:
            self.put_aside()
        self._card = card
        name = shown_name(card.name)
        self.avatar.set_portrait(Portrait(card.contact_id, name if card.is_named else ""))
        self.name.show_value(name)
        own, profile = card.own_name, card.profile_name
        differs = own is not None and profile is not None and own != profile
        calls = (
            _("calls themselves {name}").format(name=isolated(shown_name(profile or ""))) if differs else ""
        )
        self.under.set_text(calls)
        self.under.setVisible(bool(calls))
        begun = self._panel.begun.pop((card.contact_id, KEY), None)
        if begun is not None:
            self._open(begun)

    def put_aside(self) -> None:
        """What is being typed waits for its person."""
        if self._edited_id is not None:
            if self.line.text().strip():
                self._panel.begun[self._edited_id, KEY] = self.line.text()
            self.leave()

    def edit(self) -> None:
        """The name in a line; empty, the person is called as they call themselves."""
        if self._card is not None:
            self._open(self._card.own_name or self._card.profile_name or "")
            self.line.selectAll()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """As it was."""
        had_focus = self.line.hasFocus()
        self._edited_id = None
        self._say("")
        self._stack.setCurrentIndex(0)
        if had_focus:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, text: str) -> None:
        assert self._card is not None
        self._edited_id = self._card.contact_id
        self.line.setText(text)
        self._stack.setCurrentIndex(1)

    def _keep(self) -> None:
        card, contact_id = self._card, self._edited_id
        if card is None or contact_id is None or not self.window().isVisible():
            return
        name = " ".join(self.line.text().split())
        if name in (card.own_name or "", card.profile_name if card.own_name is None else None):
            self.leave()
            return
        own = None if not name or name == card.profile_name else name
        change = partial(self._panel.kit.desk.change_contact, contact_id, {KEY: own})
        self._panel.ask(change, self._say, lambda: self._kept(contact_id))

    def _kept(self, contact_id: ContactId) -> None:
        if self._edited_id == contact_id:
            self.leave()

    def _say(self, sentence: str) -> None:
        self.line.set_error(sentence)
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))


def first_of(head: PanelHead) -> QWidget:
    """Where the keyboard enters."""
    return head.name
