"""Ending a conversation: how it ended and what was done. Enter alone ends it as the last one was ended."""

from collections.abc import Sequence
from typing import Final, cast, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.domain.assignment import SUMMARY_MAX_CHARS
from app.domain.ids import ConversationId
from app.domain.rows import Outcome
from app.words import gettext as _
from app.words import ngettext
from ui.conversation.forms.fields import LimitedField
from ui.inbox.team_face import outcome_words
from ui.kit import Kit
from ui.teamwork import acts
from ui.teamwork.kept import keep_texts, kept_texts, too_long
from ui.teamwork.undoing import Show
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label

SHEET: Final = "close"
USUAL: Final = "usual_outcome"  # where the last one is remembered


class CloseSheet(Dialog):
    """Outcome, what was done, one button. What was written is kept when the sheet is left."""

    def __init__(self, kit: Kit, ids: Sequence[ConversationId], show: Show, parent: QWidget) -> None:
        count = len(ids)
        title = _("How did it end?")
        if count > 1:
            words = ngettext(
                "{n} conversation: how did it end?", "{n} conversations: how did they end?", count
            )
            title = words.format(n=count)
        super().__init__(kit.theme, title, parent)
        self._kit, self._ids, self._show_toast = kit, list(ids), show
        outcomes = [Option(outcome, outcome_words(outcome)) for outcome in get_args(Outcome)]
        self.outcome = Segmented(kit.theme, _("Outcome"), outcomes)
        self.note = LimitedField(
            kit.theme,
            _("What was done (you may leave it empty)"),
            SUMMARY_MAX_CHARS,
            lines=3,
            too_long=too_long(),
        )
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Mark as done"), kind="primary", key_hint="⏎")
        self._lay_out()
        usual = kit.desk.last_place().get(USUAL, "")
        self.outcome.choose(usual)
        if texts := kept_texts(kit, SHEET, ids):
            self.note.set_text(texts[0])
        self.note.changed.connect(self._settle)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._end)
        self.rejected.connect(lambda: keep_texts(kit, SHEET, ids, self.note.text))
        next(cell for cell in self.outcome.findChildren(QAbstractButton) if cell.isChecked()).setFocus()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.body.addSpacing(theme.tokens.space.x1)
        self.body.addWidget(Label(theme, _("Outcome"), weight="medium"))
        self.body.addWidget(self.outcome)
        self.body.addSpacing(theme.tokens.space.x1)
        self.body.addWidget(self.note)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter ends it from the text too."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirm.click()
        else:
            super().keyPressEvent(event)

    def _settle(self) -> None:
        self.confirm.setEnabled(not self.note.is_over)

    def _end(self) -> None:
        outcome = cast("Outcome", self.outcome.chosen_id)
        self._kit.desk.remember_place(**{USUAL: outcome})
        keep_texts(self._kit, SHEET, self._ids)
        acts.close(self._kit, self._ids, outcome, self.note.text, self._show_toast)
        self.accept()


def open_close(
    kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show, at: object = None
) -> CloseSheet:
    """The sheet over the window of a widget."""
    sheet = CloseSheet(kit, ids, show, anchor.window())
    sheet.open()
    return sheet
