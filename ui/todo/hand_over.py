"""Handing a task over: to whom, and a word to them. Enter on a name gives it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from app.domain.ids import MemberId
from app.domain.task_rows import TaskRow
from app.domain.tasks import WORD_MAX_CHARS
from app.words import gettext as _
from ui.conversation.forms.fields import LimitedField
from ui.kit import Kit
from ui.plain import isolated, shown_line
from ui.teamwork.acts import active_members
from ui.teamwork.assign_picker import member_choice
from ui.teamwork.finder import Choice, Finder, fits
from ui.teamwork.kept import too_long
from ui.todo.acts import TaskActs
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Label, Paragraph

ROWS: Final = 4
NOBODY: Final = "nobody"


class TaskHandOver(Dialog):
    """Whoever is marked in the list gets it; the word may stay empty."""

    def __init__(self, kit: Kit, row: TaskRow, acts: TaskActs, parent: QWidget) -> None:
        super().__init__(kit.theme, _("Hand over the task"), parent)
        self._kit, self._row, self._acts = kit, row, acts
        self.finder = Finder(kit.theme, _("Search by name"), self._offer, rows=ROWS)
        self.word = LimitedField(kit.theme, _("A word to them"), WORD_MAX_CHARS, lines=2, too_long=too_long())
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Hand over"), kind="primary")
        self._lay_out()
        self.finder.moved.connect(self._settle)
        self.finder.taken.connect(lambda _id: self.word.line.setFocus())
        self.word.changed.connect(self._settle)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._give)
        self._settle()
        self.finder.search.setFocus()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.body.addWidget(Paragraph(theme, shown_line(self._row.title), ink="text_muted"))
        self.body.addSpacing(theme.tokens.space.x1)
        label = Label(theme, _("To whom"), weight="medium")
        label.setBuddy(self.finder.search)
        self.body.addWidget(label)
        self.body.addWidget(self.finder)
        self.body.addWidget(self.word)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    def _offer(self, words: str) -> list[Choice]:
        others = [one for one in active_members(self._kit) if one.member_id != self._row.holder_id]
        offered = [member_choice(one, is_holder=False) for one in others if fits(words, one.name)]
        nobody = Choice(NOBODY, _("Nobody in particular"), icon="users-round")
        has_nobody = self._row.holder_id is not None and fits(words, nobody.name)
        return [*offered, nobody] if has_nobody else offered

    def _settle(self) -> None:
        choice = self.finder.current
        is_named = choice is not None and choice.id != NOBODY
        words = (
            _("Hand over to {name}").format(name=isolated(choice.name))
            if choice and is_named
            else _("Hand over")
        )
        self.confirm.setText(words)
        self.confirm.updateGeometry()
        self.confirm.setEnabled(choice is not None and not self.word.is_over)

    def _give(self) -> None:
        choice = self.finder.current
        if choice is None:
            return
        to_id = None if choice.id == NOBODY else MemberId(choice.id)
        self._acts.hand_over_to(self._row, to_id, choice.name, self.word.text)
        self.accept()
