"""A list of one's own: what it holds, and who sees it. Removing one can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import IdMaker, LineId
from app.domain.saved_views import NAME_MAX_CHARS, Base, SavedView, ViewFilter
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.people.lines import line_words, own_lines
from ui.plain import isolated, shown_name
from ui.teamwork.acts import active_members
from ui.teamwork.finder import Choice
from ui.teamwork.several_pick import SeveralPick
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.controls import CheckBox
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label
from ui.widgets.paint_avatar import Portrait

if TYPE_CHECKING:
    from ui.teamwork.undoing import Show

NOBODY: Final = ""  # as in `ViewFilter.assignees`


class ViewSheet(Dialog):
    """`saved(key)` when it is stored."""

    saved = Signal(str)

    def __init__(self, kit: Kit, view: SavedView | None, parent: QWidget) -> None:
        super().__init__(kit.theme, _("New view") if view is None else _("Change the view"), parent)
        self._kit, self._view = kit, view
        kept = view.filter if view is not None else ViewFilter()
        self._is_team = len(active_members(kit)) > 1
        self.name = Field(kit.theme, _("Name"), placeholder=_("Quotes to send"))
        self.name.input.setMaxLength(NAME_MAX_CHARS)
        bases = [
            Option("open", _("Still open")),
            Option("waiting", _("To answer")),
            Option("closed", _("Closed")),
        ]
        self.base = Segmented(kit.theme, _("Which conversations"), bases)
        self.tags = SeveralPick(kit.theme, _("Tags"), _("Any"), self._tag_choices, kept.tags)
        self.who = SeveralPick(kit.theme, _("Held by"), _("Anybody"), self._people, kept.assignees)
        self.lines = SeveralPick(kit.theme, _("Number"), _("All numbers"), self._numbers, kept.line_ids)
        self.is_unread = CheckBox(kit.theme, _("Only unread ones"))
        self.is_new = CheckBox(kit.theme, _("Only people who write for the first time"))
        self.is_shared = CheckBox(kit.theme, _("The whole team sees this view"), self)
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Save"), kind="primary")
        self._fill(view, kept)
        self._lay_out()
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._save)
        self.name.input.textChanged.connect(lambda _text: self.name.set_error(""))
        self.name.input.setFocus()

    def _fill(self, view: SavedView | None, kept: ViewFilter) -> None:
        self.base.choose(kept.base)
        self.is_unread.setChecked(kept.is_unread)
        self.is_new.setChecked(kept.is_new)
        if view is not None:
            self.name.input.setText(view.name)
        self.is_shared.setChecked(view is not None and view.owner_id is None)
        self.is_shared.setVisible(self._is_team and self._kit.desk.me().role != "rep")

    def _lay_out(self) -> None:
        theme = self._kit.theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.tokens.space.x4)
        grid.setVerticalSpacing(theme.tokens.space.x2)
        grid.setColumnStretch(1, 1)
        parts: list[tuple[str, QWidget]] = [(_("Shows"), self.base), (_("Tags"), self.tags)]
        if self._is_team:
            parts.append((_("Held by"), self.who))
        if len(own_lines(self._kit)) > 1:
            parts.append((_("Number"), self.lines))
        for row, (words, part) in enumerate(parts):
            label = Label(theme, words, weight="medium")
            label.setBuddy(part)
            grid.addWidget(label, row, 0)
            grid.addWidget(part, row, 1, Qt.AlignmentFlag.AlignLeading)
        self.body.addSpacing(theme.tokens.space.x1)
        self.body.addWidget(self.name)
        self.body.addSpacing(theme.tokens.space.x1)
        self.body.addLayout(grid)
        for box in (self.is_unread, self.is_new, self.is_shared):
            self.body.addWidget(box)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    # -- what can be chosen

    def _tag_choices(self) -> list[Choice]:
        kept = self._view.filter.tags if self._view is not None else ()
        known = dict.fromkeys([*kept, *self._kit.desk.known_tags()])
        return [Choice(tag, shown_name(tag), icon="tag") for tag in known]

    def _people(self) -> list[Choice]:
        people = [
            Choice(
                one.member_id, shown_name(one.name), portrait=Portrait(one.member_id, shown_name(one.name))
            )
            for one in active_members(self._kit)
        ]
        return [*people, Choice(NOBODY, _("Nobody"), icon="user-x")]

    def _numbers(self) -> list[Choice]:
        lines = own_lines(self._kit)
        return [Choice(line.line_id, line_words(self._kit, line), icon="phone") for line in lines]

    # -- the end

    def _made(self) -> SavedView:
        me = self._kit.desk.me().member_id
        is_shared = self.is_shared.isChecked()
        return SavedView(
            self._view.view_id if self._view is not None else IdMaker(self._kit.clock).new(),
            " ".join(self.name.input.text().split()),
            ViewFilter(
                cast("Base", self.base.chosen_id),
                self.tags.ticked,
                self.who.ticked,
                tuple(LineId(one) for one in self.lines.ticked),
                self.is_unread.isChecked(),
                self.is_new.isChecked(),
            ),
            None if is_shared else me,
        )

    def _save(self) -> None:
        made = self._made()
        if not made.name:
            self.name.set_error(_("A view needs a name."))
            self.name.input.setFocus()
            return
        self.confirm.setEnabled(False)
        self._kit.tasks.spawn(self._store(made), "save view")

    async def _store(self, made: SavedView) -> None:
        try:
            await self._kit.desk.save_view(made)
        except ComptoirError as error:
            self.confirm.setEnabled(True)
            self.name.set_error(sentences.refusal(error.code, error.facts))
            return
        self.accept()
        self.saved.emit(made.key)


def open_view_sheet(kit: Kit, view: SavedView | None, parent: QWidget) -> ViewSheet:
    """The sheet, for a new one or to change one."""
    sheet = ViewSheet(kit, view, parent)
    sheet.open()
    return sheet


def remove_view(kit: Kit, view: SavedView, show: Show) -> None:
    """Forget a list; the conversations in it stay as they are."""
    kit.tasks.spawn(_remove(kit, view, show), "remove view")


async def _remove(kit: Kit, view: SavedView, show: Show) -> None:
    try:
        await kit.desk.remove_view(view.view_id)
    except ComptoirError as error:
        show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
        return
    words = _("View “{name}” removed").format(name=isolated(shown_name(view.name)))
    toast = show(words, icon="trash-2", action=_("Undo"))
    toast.acted.connect(lambda: kit.tasks.spawn(kit.desk.save_view(view), "bring view back"))
