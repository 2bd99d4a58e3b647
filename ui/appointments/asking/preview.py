"""What one person gets, as a bubble; or why they get nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.ask_plans import AskEntry
from app.domain.contents import Content
from app.words import gettext as _
from app.words.asking import why_left_out
from app.words.templates import language_words
from ui.appointments.asking import words
from ui.conversation.template_offer.preview import BubblePreview
from ui.kit import Kit
from ui.plain import isolated
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Surface


class AskPreview(QWidget):
    """On the ground of a conversation."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        theme = kit.theme
        self.head = Paragraph(theme, role="small", weight="semibold", ink="text_muted")
        self.bubble = BubblePreview(theme, kit.formats)
        self.how = Paragraph(theme, role="small", ink="text_muted")
        self.ground = Surface(theme, "surface_sunken")
        inside = QVBoxLayout(self.ground)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.addWidget(self.bubble)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.head, self.ground, self.how):
            column.addWidget(part)
        self.hide()

    def show_entry(self, entry: AskEntry | None) -> None:
        """Of somebody who is asked; of anybody else, why they are not."""
        self.setVisible(entry is not None)
        if entry is None:
            return
        message = entry.asking.message if entry.asking is not None else None
        name = isolated(words.entry_name(entry))
        self.ground.setVisible(message is not None)
        if message is None:
            self.head.set_text(_("{name} is not asked").format(name=name))
            self.how.set_text(why_left_out(entry, self._kit.formats, self._kit.clock.now()))
            return
        self.head.set_text(_("What {name} gets").format(name=name))
        self.bubble.show_message(entry.text, message.content or Content(), entry.kind)
        if entry.is_open:
            said = _("Free text: they wrote within the last 24 hours, so it costs nothing.")
        else:
            language = language_words(entry.language[:2], self._kit.formats.language)
            said = _("The approved template ({language}).").format(language=language)
        if entry.conversation_id is None:
            said = f"{said} {_('A new conversation begins with it.')}"
        self.how.set_text(said)
