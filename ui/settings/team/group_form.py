"""The form of one group: what it is called and who is in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.groups import NAME_MAX_CHARS, Group
from app.domain.ids import MemberId
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.widgets.button import Button
from ui.widgets.controls import CheckBox
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph

NEW: Final = Group("", "")
MOST_WIDE: Final = 560
MOST_PEOPLE: Final = 200
SIDE: Final = 24


class GroupForm(QWidget):
    """`saved(group_id)`, `remove_asked(group_id)`, `hours_asked(group_id)`."""

    saved = Signal(str)
    remove_asked = Signal(str)
    hours_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._group = NEW
        self.name = Field(theme, _("Name of the group"), placeholder=_("For example: Salon"))
        self.name.input.setMaxLength(NAME_MAX_CHARS + 1)
        self.people: dict[MemberId, CheckBox] = {}
        self.error = Paragraph(theme, role="small", ink="danger")
        self.save = Button(theme, _("Save the group"), kind="primary")
        self.hours = Button(theme, _("Opening hours of this group…"), icon="clock")
        self.remove = Button(theme, _("Remove the group"), kind="quiet", icon="trash-2")
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._lay_out()
        self.name.input.returnPressed.connect(self.ask)
        self.save.clicked.connect(self.ask)
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self._group.group_id))
        self.hours.clicked.connect(lambda: self.hours_asked.emit(self._group.group_id))

    def _lay_out(self) -> None:
        theme, inside = self._kit.theme, QWidget()
        inside.setMaximumWidth(theme.px(MOST_WIDE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(self.name)
        column.addSpacing(theme.tokens.space.x3)
        column.addWidget(Label(theme, _("Who is in it"), weight="medium"))
        once = _("Everybody is in one group at most: who comes into this one leaves the other.")
        column.addWidget(Paragraph(theme, once, role="small", ink="text_muted"))
        column.addLayout(self._list)
        column.addWidget(self.error)
        column.addSpacing(theme.tokens.space.x3)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.hours, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside, 1)
        row.addStretch(0)

    @property
    def group(self) -> Group:
        """What is written now; who left the team stays in it."""
        ticked = [member_id for member_id, tick in self.people.items() if tick.isChecked()]
        others = [one for one in self._group.member_ids if one not in self.people]
        return Group(self._group.group_id, " ".join(self.name.input.text().split()), (*ticked, *others))

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        now = self.group
        return (now.name, set(now.member_ids)) != (self._group.name, set(self._group.member_ids))

    def show_group(self, group: Group) -> None:
        """Another one; without an id a new one."""
        self._group = group
        self.name.input.setText(group.name)
        for tick in self.people.values():
            self._list.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        active = [one for one in self._kit.desk.members() if one.is_active][:MOST_PEOPLE]
        places = {
            member_id: one.name
            for one in self._kit.desk.groups()
            for member_id in one.member_ids
            if one.group_id != group.group_id
        }
        self.people = {one.member_id: self._tick(one.name, places.get(one.member_id)) for one in active}
        for member_id, tick in self.people.items():
            tick.setChecked(member_id in group.member_ids)
            self._list.addWidget(tick)
        self.remove.setVisible(bool(group.group_id))
        self.hours.setVisible(bool(group.group_id))
        self._say("")

    def ask(self) -> None:
        """Keep it; what stands against it is said below, and what was typed stays."""
        self._kit.tasks.spawn(self._save(self.group), "save a group")

    async def _save(self, group: Group) -> None:
        try:
            group_id = await self._kit.desk.save_group(group)
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            return
        self._say("")
        self._group = Group(group_id, group.name, group.member_ids)
        self.saved.emit(group_id)

    def _tick(self, name: str, elsewhere: str | None) -> CheckBox:
        words = shown_name(name)
        if elsewhere is not None:
            words = _("{name}, now in {group}").format(name=words, group=shown_line(elsewhere))
        return CheckBox(self._kit.theme, words)

    def _say(self, sentence: str) -> None:
        self.name.input.set_error(sentence)
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))
