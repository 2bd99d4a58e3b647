"""Handing over: to whom, why, and what the next one must know. What was written is kept when the sheet is left."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from app.domain.assignment import REASON_MAX_CHARS, SUMMARY_MAX_CHARS
from app.domain.ids import ConversationId, MemberId
from app.words import gettext as _
from app.words import ngettext
from ui.conversation.forms.fields import LimitedField
from ui.kit import Kit
from ui.plain import isolated
from ui.teamwork import acts
from ui.teamwork.assign_picker import member_choice
from ui.teamwork.finder import Choice, Finder, fits
from ui.teamwork.kept import keep_texts, kept_texts, too_long
from ui.teamwork.undoing import Show
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label

SHEET: Final = "hand_over"
ROWS: Final = 3


class HandOver(Dialog):
    """Whoever is marked in the list gets it; reason and summary may stay empty."""

    def __init__(self, kit: Kit, ids: Sequence[ConversationId], show: Show, parent: QWidget) -> None:
        count = len(ids)
        title = _("Hand over the conversation")
        if count > 1:
            title = ngettext("Hand over {n} conversation", "Hand over {n} conversations", count).format(
                n=count
            )
        super().__init__(kit.theme, title, parent)
        self._kit, self._ids, self._show_toast = kit, list(ids), show
        self.finder = Finder(kit.theme, _("Search by name"), self._offer, rows=ROWS)
        self.reason = LimitedField(kit.theme, _("Why"), REASON_MAX_CHARS, too_long=too_long())
        about = _("What they must know")
        self.summary = LimitedField(kit.theme, about, SUMMARY_MAX_CHARS, lines=3, too_long=too_long())
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Hand over"), kind="primary")
        self._lay_out()
        texts = kept_texts(kit, SHEET, ids)
        if len(texts) == 2:
            self.reason.set_text(texts[0])
            self.summary.set_text(texts[1])
        self._connect()
        self._settle()
        self.finder.search.setFocus()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.body.addSpacing(theme.tokens.space.x1)
        label = Label(theme, _("To whom"), weight="medium")
        label.setBuddy(self.finder.search)
        self.body.addWidget(label)
        for part in (self.finder, self.reason, self.summary):
            self.body.addWidget(part)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    def _connect(self) -> None:
        self.finder.moved.connect(self._settle)
        self.finder.taken.connect(lambda _id: self.reason.line.setFocus())
        self.reason.changed.connect(self._settle)
        self.summary.changed.connect(self._settle)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._give)
        self.rejected.connect(self._keep)

    def _offer(self, words: str) -> list[Choice]:
        others = [member for member in acts.active_members(self._kit) if not member.is_me]
        return [member_choice(one, is_holder=False) for one in others if fits(words, one.name)]

    def _settle(self) -> None:
        is_over = self.reason.is_over or self.summary.is_over
        choice = self.finder.current
        words = _("Hand over to {name}").format(name=isolated(choice.name)) if choice else _("Hand over")
        self.confirm.setText(words)
        self.confirm.updateGeometry()
        self.confirm.setEnabled(choice is not None and not is_over)

    def _give(self) -> None:
        choice = self.finder.current
        if choice is None:
            return
        keep_texts(self._kit, SHEET, self._ids)
        reason, summary = self.reason.text, self.summary.text
        member_id = MemberId(choice.id)
        acts.assign(self._kit, self._ids, member_id, self._show_toast, reason=reason, summary=summary)
        self.accept()

    def _keep(self) -> None:
        keep_texts(self._kit, SHEET, self._ids, self.reason.text, self.summary.text)


def open_hand_over(
    kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show, at: object = None
) -> HandOver:
    """The sheet over the window of a widget."""
    sheet = HandOver(kit, ids, show, anchor.window())
    sheet.open()
    return sheet
