"""What a person agreed to, in the panel."""

from __future__ import annotations

from app.domain.contact_rows import ContactCard
from app.domain.ids import MessageId
from app.domain.rows import Changes
from app.words import gettext as _
from ui.contacts.consent.section import ConsentSection
from ui.contacts.panel.parts import PanelKit, SectionBox


class ConsentPart:
    """The section of consent below a title; a message that proves something is shown in its place."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Consent")
        self.widget = SectionBox(panel.theme, self.title)
        self.section = ConsentSection(panel.kit)
        self.widget.column.addWidget(self.section)
        self.section.open_asked.connect(self._open)

    def show(self, card: ContactCard) -> None:
        """Theirs."""
        self.section.show_contact(card.contact_id, card.name)

    def changed(self, changes: Changes) -> None:
        """The section hears of everything itself."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _open(self, message_id: str) -> None:
        row = self._panel.kit.desk.message(MessageId(message_id))
        if row is not None:
            self._panel.show_message(row.conversation_id, row.message_id)
