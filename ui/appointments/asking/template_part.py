"""The approved text that is still missing: what it is for, how far it is, and one press that submits it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.asking import template_sentence
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph

LEADERS = frozenset({"owner", "manager"})


class TemplatePart(QWidget):
    """Only while somebody cannot be asked without it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.language = ""
        theme = kit.theme
        self.words = Paragraph(theme, role="small")
        self.error = Paragraph(theme, role="small", ink="danger")
        self.submit = Button(theme, _("Submit the reminder"), kind="soft", icon="send")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.words, self.error, self.submit):
            column.addWidget(part)
        self.error.hide()
        self.submit.clicked.connect(self._submit)

    def show_for(self, count: int, language: str) -> None:
        """So many cannot be asked without it, most of whom read `language`."""
        self.language = language
        self.setVisible(bool(count))
        if not count:
            return
        state = self._kit.desk.reminder_template_state(language)
        can_submit = state == "none" and self._kit.desk.me().role in LEADERS
        said = template_sentence(state) or template_sentence("none")
        told = ngettext("{n} person waits for it.", "{n} people wait for it.", count).format(n=count)
        if state == "none" and not can_submit:
            said = f"{said} {_('Ask the owner or a manager to do it.')}"
        self.words.set_text(f"{said} {told}")
        self.submit.setVisible(can_submit)
        self.submit.setEnabled(True)
        if state != "none":
            self._say("")

    def _submit(self) -> None:
        self.submit.setEnabled(False)
        self._say("")
        self._kit.tasks.spawn(self._submitted(), "submit reminder")

    async def _submitted(self) -> None:
        try:
            await self._kit.desk.submit_reminder_template(self.language)
        except ComptoirError as error:
            self.submit.setEnabled(True)
            self._say(sentences.refusal(error.code, error.facts))

    def _say(self, sentence: str) -> None:
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))
