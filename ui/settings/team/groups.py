"""Groups of members, for owners and managers: who has opening hours and standards of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.groups import Group
from app.domain.ids import MemberId
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext, sentences
from ui.kit import Kit
from ui.plain import isolated, shown_line, shown_name
from ui.settings.list_and_sheet import ListAndSheet, scrolled
from ui.settings.team.group_form import NEW, GroupForm
from ui.widgets.button import Button
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import tight
from ui.widgets.toast import ToastStack
from ui.widgets.two_line_list import TwoLineList, TwoLineRow


class GroupsPage(QWidget):
    """The list with one of them. `left`: back to the team; `hours_asked(group_id)`."""

    left = Signal()
    hours_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._chosen = ""
        self._is_new = self._is_on_form = False
        self.team = Button(theme, _("Team"), kind="quiet", icon="arrow-left", name=_("Back to the team"))
        self.new = Button(theme, _("New group"), kind="primary", icon="plus")
        self.list = TwoLineList(theme, "groups", _("Groups"))
        self.form = GroupForm(kit)
        self.nothing = EmptyState(
            theme,
            "users-round",
            _("People who work to hours of their own"),
            _(
                "Salon and workshop, morning and evening: a group can have its own opening hours and standards."
            ),
            action=_("New group"),
        )
        self.both = ListAndSheet(theme, self.nothing, scrolled(self.form))
        self.toasts = ToastStack(theme, self)
        left = QWidget()
        row = tight(QHBoxLayout(left))
        row.addWidget(self.team)
        row.addStretch(1)
        self.both.add_bar(left, self.new)
        self.both.column.addWidget(self.list, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.both)
        self.team.clicked.connect(self.left)
        self.new.clicked.connect(self.make_new)
        self.nothing.acted.connect(self.make_new)
        self.list.chosen.connect(self._choose)
        self.both.back.clicked.connect(self._show_list)
        self.form.saved.connect(self._saved)
        self.form.remove_asked.connect(self._remove)
        self.form.hours_asked.connect(self.hours_asked)
        kit.bridge.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Read again; a form in which somebody writes is left alone."""
        groups = self._kit.desk.groups()
        names = {one.member_id: shown_name(one.name) for one in self._kit.desk.members()}
        rows = [_row(group, names) for group in groups]
        ids = [row.key for row in rows]
        if self._chosen not in ids and not self._is_new:
            self._chosen = ids[0] if ids else ""
            self._show_chosen()
        elif not self._is_new and not self.form.is_changed:
            self._show_chosen()
        self.list.show_rows(rows, self._chosen or None)
        self._settle()

    def make_new(self) -> None:
        """An empty form."""
        self._is_new, self._is_on_form, self._chosen = True, True, ""
        self.form.show_group(NEW)
        self.list.show_rows(self.list.rows.rows, None)
        self._settle()
        self.form.name.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chosen(self) -> None:
        group = next((one for one in self._kit.desk.groups() if one.group_id == self._chosen), None)
        if group is not None:
            self.form.show_group(group)

    def _settle(self) -> None:
        has_row = self._is_new or bool(self._chosen)
        self.both.show_sheet(has_row=has_row, is_asked=self._is_on_form)

    def _choose(self, group_id: str) -> None:
        self._is_new, self._is_on_form = False, True
        if group_id != self._chosen:
            self._chosen = group_id
            self._show_chosen()
        self._settle()

    def _show_list(self) -> None:
        self._is_new = self._is_on_form = False
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, group_id: str) -> None:
        self._is_new, self._chosen = False, group_id
        self.refresh()
        self.toasts.show(_("Group saved"), is_passing=True)

    def _remove(self, group_id: str) -> None:
        self._kit.tasks.spawn(self._remove_now(group_id), "remove a group")

    async def _remove_now(self, group_id: str) -> None:
        try:
            gone = await self._kit.desk.remove_group(group_id)
        except ComptoirError as error:
            self._say(error)
            return
        self._chosen = ""
        self.refresh()
        words = _("“{name}” removed").format(name=isolated(shown_line(gone.name)))
        toast = self.toasts.show(words, action=_("Undo"))
        toast.acted.connect(lambda: self._kit.tasks.spawn(self._restore(gone), "restore a group"))

    async def _restore(self, group: Group) -> None:
        try:
            self._chosen = await self._kit.desk.save_group(group)
        except ComptoirError as error:
            self._say(error)
            return
        self._is_new = False
        self._show_chosen()
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.is_hours or changes.is_team or changes.is_everything:
            self.refresh()

    def _say(self, error: ComptoirError) -> None:
        self.toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")


def _row(group: Group, names: dict[MemberId, str]) -> TwoLineRow:
    there = [names[one] for one in group.member_ids if one in names]
    count = ngettext("{n} person", "{n} people", len(there)).format(n=len(there))
    return TwoLineRow(group.group_id, shown_line(group.name), ", ".join(there), Chip(count))
