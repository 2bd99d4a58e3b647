"""The words that mean stop, yes, no or another time: one phrase a line, changed for the whole team."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.consent_words import (
    CHANGE_MAX_CHARS,
    MEANINGS,
    SETTINGS,
    ConsentWords,
    Meaning,
    change_of,
    phrases,
)
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import ngettext, sentences
from ui.conversation.forms.fields import Area
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph

LINES: Final = 9


class WordsDialog(Dialog):
    """Four lists behind four buttons; below, a message to try. Nothing changes until it is kept."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(kit.theme, _("Words that customers answer with"), parent)
        self._kit = kit
        theme = kit.theme
        self._texts: dict[Meaning, str] = {one: self._kept(one) for one in MEANINGS}
        self._shown: Meaning = "stop"
        options = [Option(one, _meaning_words(one)) for one in MEANINGS]
        self.meaning = Segmented(theme, _("Which words"), options)
        self.help = Paragraph(theme, role="small", ink="text_muted")
        self.area = Area(theme, _("One phrase a line"), LINES, "")
        self.count = Label(theme, role="small", ink="text_muted")
        self.trial = Field(theme, _("Try a message"))
        self.verdict = Paragraph(theme, role="small", ink="text_muted")
        self.error = Paragraph(theme, role="small", ink="danger")
        self.error.hide()
        self.reset = Button(theme, _("As it came"), kind="link", is_flush=True)
        self.cancel = Button(theme, _("Cancel"))
        self.confirm = Button(theme, _("Keep for the team"), kind="primary")
        for part in (self.help, self.meaning, self.area, self.count, self.trial, self.verdict, self.error):
            self.body.addWidget(part)
        self.buttons.addWidget(self.reset)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.meaning.chosen.connect(self._turn)
        self.area.textChanged.connect(self._written)
        self.trial.input.textChanged.connect(self._try)
        self.reset.clicked.connect(self._as_it_came)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._keep)
        self._show()
        self.area.setFocus()

    @property
    def changes(self) -> dict[Meaning, str]:
        """What each setting would say."""
        return {one: change_of(one, self._texts[one].splitlines()) for one in MEANINGS}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirm.click()
        else:
            super().keyPressEvent(event)

    def _kept(self, meaning: Meaning) -> str:
        return "\n".join(phrases(meaning, str(self._kit.desk.setting(SETTINGS[meaning]))))

    def _turn(self, chosen: str) -> None:
        self._shown = next(one for one in MEANINGS if one == chosen)
        self._show()

    def _show(self) -> None:
        self.help.set_text(_meaning_help(self._shown))
        self.area.blockSignals(True)
        self.area.setPlainText(self._texts[self._shown])
        self.area.blockSignals(False)
        self._settle()

    def _written(self) -> None:
        self._texts[self._shown] = self.area.toPlainText()
        self._settle()

    def _as_it_came(self) -> None:
        self._texts[self._shown] = "\n".join(phrases(self._shown, ""))
        self._show()

    def _settle(self) -> None:
        changes = self.changes
        count = len([line for line in self._texts[self._shown].splitlines() if line.strip()])
        words = ngettext("{n} phrase, in seven languages", "{n} phrases, in seven languages", count)
        self.count.setText(words.format(n=count))
        is_long = any(len(change) > CHANGE_MAX_CHARS for change in changes.values())
        self._say(_("These are more changes than can be kept: take some out.") if is_long else "")
        self.reset.setVisible(bool(changes[self._shown]))
        self.confirm.setEnabled(not is_long)
        self._try()

    def _say(self, sentence: str) -> None:
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    def _try(self) -> None:
        text = self.trial.input.text()
        words = ConsentWords(self.changes) if text.strip() else None
        meaning = words.meaning(text) if words is not None else None
        if words is None:
            said = ""
        elif meaning is not None:
            said = _("Means: {meaning}").format(meaning=_meaning_words(meaning))
        elif words.may_be_stop(text):
            said = _("May be a stop: a person is asked to read it.")
        else:
            said = _("Means none of these.")
        self.verdict.set_text(said)
        self.verdict.setVisible(bool(said))

    def _keep(self) -> None:
        if self.confirm.isEnabled():
            self._kit.tasks.spawn(self._keep_now(), "keep words")

    async def _keep_now(self) -> None:
        desk = self._kit.desk
        try:
            for meaning, change in self.changes.items():
                if change != desk.setting(SETTINGS[meaning]):
                    await desk.change_setting(SETTINGS[meaning], change)
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            return
        self.accept()


def _meaning_words(meaning: Meaning) -> str:
    return {"stop": "Stop", "yes": _("Yes"), "no": _("No"), "move": _("Another time")}[meaning]


def _meaning_help(meaning: Meaning) -> str:
    return {
        "stop": _("A message that says this and nothing else ends promotions and reminders at once."),
        "yes": _("A message that says this and nothing else is a yes."),
        "no": _("A message that says this and nothing else is a no."),
        "move": _("A message that says this and nothing else asks for another time."),
    }[meaning]
