"""The same section in a dialog of its own, from the menu of a conversation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.ids import MessageId
from app.domain.rows import ThreadHeader
from app.words import gettext as _
from ui.contacts.consent.section import ConsentSection
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog


class ConsentSheet(Dialog):
    """`jump_to(message_id)`: to a message that proves something."""

    def __init__(
        self, kit: Kit, header: ThreadHeader, jump_to: Callable[[MessageId], object], parent: QWidget
    ) -> None:
        name = isolated(shown_name(header.name))
        super().__init__(kit.theme, _("Consent of {name}").format(name=name), parent)
        self._jump_to = jump_to
        self.section = ConsentSection(kit)
        self.done_button = Button(kit.theme, _("Close"), kind="primary")
        self.body.addSpacing(kit.theme.tokens.space.x1)
        self.body.addWidget(self.section)
        self.buttons.addStretch()
        self.buttons.addWidget(self.done_button)
        self.done_button.setDefault(True)
        self.done_button.clicked.connect(self.accept)
        self.section.open_asked.connect(self._show_message)
        self.section.show_contact(header.contact_id, header.name)
        self.section.record_button.setFocus()

    def _show_message(self, message_id: str) -> None:
        self.accept()
        self._jump_to(MessageId(message_id))
