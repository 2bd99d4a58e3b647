"""The rule of age: how many months people are kept of whom nothing is heard, with what it would erase now."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.erasure import Retained
from app.domain.errors import ComptoirError
from app.domain.settings import BY_NAME
from app.words import gettext as _
from app.words import ngettext, sentences
from ui.contacts.page import SIDE
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Surface

SETTING: Final = "keep_months"
WAIT_MS: Final = 300
NUMBER_PX: Final = 88


class RetentionBar(Surface):
    """A number of months, 0 for ever; the sentence below says what it would erase."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", edges=("bottom",), parent=parent)
        self._kit, theme = kit, kit.theme
        self._told: Retained | None = None
        self.dialog: ConfirmDialog | None = None
        label = Paragraph(
            theme, _("Months that people are kept, counted from the last message"), weight="medium"
        )
        self.months = Input(theme, _("Months, 0 for ever"))
        self.months.setValidator(QIntValidator(0, BY_NAME[SETTING].high, self.months))
        self.months.setFixedWidth(theme.px(NUMBER_PX))
        self.save = Button(theme, _("Keep this rule"))
        self.says = Paragraph(theme, role="small", ink="text_muted")
        row = QHBoxLayout()
        row.setSpacing(theme.tokens.space.x3)
        row.addWidget(self.months)
        row.addWidget(self.save)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 12, SIDE, 12)
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(label)
        column.addLayout(row)
        column.addWidget(self.says)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(lambda: kit.tasks.spawn(self._preview(), "retention preview"))
        self.months.textChanged.connect(self._typed)
        self.save.clicked.connect(self._ask)
        self.save.setEnabled(False)

    def look(self) -> None:
        """As the team agreed."""
        self.months.setText(str(self._kit.desk.setting(SETTING)))
        self._typed()

    def say(self, sentence: str) -> None:
        """Something else than what it would erase."""
        self.says.set_text(sentence)

    @property
    def _chosen(self) -> int:
        text = self.months.text()
        return int(text) if text.isascii() and text.isdigit() else 0

    def _typed(self) -> None:
        self.save.setEnabled(False)
        self._timer.start()

    async def _preview(self) -> None:
        months = self._chosen
        try:
            told = await self._kit.desk.retained(months)
        except ComptoirError as error:
            if isValid(self):
                self.say(sentences.refusal(error.code, error.facts))
            return
        if not isValid(self) or months != self._chosen:
            return
        self._told = told
        self.say(_rule_words(told))
        self.save.setEnabled(months != int(self._kit.desk.setting(SETTING)))

    def _ask(self) -> None:
        told = self._told
        if told is None:
            return
        if not told.people:
            self._keep()
            return
        self.dialog = ConfirmDialog(
            self._kit.theme, _("Erase by age?"), _rule_words(told), confirm=_("Keep this rule"), keep=_("Cancel"),
            parent=self.window(),
        )  # fmt: skip
        self.dialog.confirmed.connect(self._keep)
        self.dialog.open()

    def _keep(self) -> None:
        self._kit.tasks.spawn(self._change(self._chosen), "retention rule")

    async def _change(self, months: int) -> None:
        try:
            await self._kit.desk.change_setting(SETTING, months)
        except ComptoirError as error:
            said = sentences.refusal(error.code, error.facts)
        else:
            said = _("The rule is kept.") if months else _("People are kept for ever.")
        if isValid(self):
            self.save.setEnabled(False)
            self.say(said)


def _rule_words(told: Retained) -> str:
    if not told.months:
        return _("0: nobody is erased by age.")
    people = ngettext("{n} person", "{n} people", told.people).format(n=told.people)
    messages = ngettext("{n} message", "{n} messages", told.messages).format(n=told.messages)
    return _(
        "Now this erases {people} with {messages}, at night and with a certificate each; later whoever becomes as old. "
        "People who never wrote are not touched."
    ).format(people=people, messages=messages)
