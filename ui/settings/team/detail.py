"""One member whole: the role, the computers, and what may be done about them."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.members import ROLES, Member
from app.domain.team_rows import TeamDevice, TeamInvite, TeamMember
from app.domain.team_rules import (
    is_last_owner,
    may_add_computer,
    may_change_role,
    may_invite,
    may_remove,
    may_revoke,
)
from app.words import gettext as _
from app.words.team import invite_state_words, role_help, role_words
from ui.kit import Kit
from ui.plain import shown_name
from ui.settings.team.words import seen_words, used_words
from ui.settings.templates.parts import Picker
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.labels import ElidedLabel, Label, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.small_parts import AvatarView
from ui.widgets.surfaces import Card, Line

MOST_WIDE: Final = 720
AVATAR: Final = 48
MOST_COMPUTERS: Final = 20


class MemberDetail(QWidget):
    """`acted(what)`: "rename", "computer", "remove", "withdraw"; `role_chosen(role)`; `revoke_asked(device_id)`."""

    acted = Signal(str)
    role_chosen = Signal(str)
    revoke_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        self.avatar = AvatarView(theme, Portrait("", ""), AVATAR)
        self.title = ElidedLabel(theme, "", role="title", weight="semibold")
        self.facts = Paragraph(theme, ink="text_muted")
        self.notice = Paragraph(theme, role="small", ink="danger")
        self.rename = Button(theme, _("Rename…"))
        self.computer = Button(theme, _("Add a computer…"), icon="plus")
        self.remove = Button(theme, _("Leaves the team…"), ink="danger")
        self.withdraw = Button(theme, _("Withdraw this code"))
        self.role = Picker(theme, _("Role"), [Option(one, role_words(one)) for one in ROLES])
        self.role_help = Paragraph(theme, role="small", ink="text_muted")
        self.revokers: dict[str, Button] = {}
        self._rows: list[QWidget] = []
        self._is_showing = False
        self._lay_out()
        for name in ("rename", "computer", "remove", "withdraw"):
            getattr(self, name).clicked.connect(partial(self.acted.emit, name))
        self.role.chosen.connect(self._role_chosen)

    def _lay_out(self) -> None:
        theme = self._kit.theme
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        head.addWidget(self.avatar)
        head.addLayout(words, 1)
        self._role_card, self._computers = Card(theme), Card(theme)
        role = QVBoxLayout(self._role_card)
        role.setContentsMargins(16, 12, 16, 12)
        role.setSpacing(6)
        role.addWidget(Label(theme, _("Role"), weight="medium"))
        role.addWidget(self.role)
        role.addWidget(self.role_help)
        self._list = QVBoxLayout(self._computers)
        self._list.setContentsMargins(1, 5, 1, 5)
        self._list.setSpacing(0)
        row = QWidget()
        row.setMaximumWidth(MOST_WIDE)
        acts = QHBoxLayout(row)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(8)
        for button in (self.computer, self.rename, self.withdraw):
            acts.addWidget(button)
        acts.addStretch(1)
        acts.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._role_card)
        column.addWidget(self._computers)
        column.addWidget(row)
        column.addWidget(self.notice)
        column.addStretch(1)
        for card in (self._role_card, self._computers):
            card.setMaximumWidth(MOST_WIDE)

    def show_member(self, member: TeamMember, me: Member, team: list[Member]) -> None:
        """A member, with what `me` may do about them."""
        target = Member(member.member_id, member.name, member.role, member.is_removed)
        name = shown_name(member.name)
        self._head(name, Portrait(member.member_id, name), self._facts_of(member, me))
        self._role_card.setVisible(not member.is_removed)
        self._is_showing = True
        self.role.choose(member.role)
        self._is_showing = False
        may_change = any(
            may_change_role(me, target, role, team) is None for role in ROLES if role != member.role
        )
        self.role.setEnabled(may_change)
        is_only = is_last_owner(target, team)
        self.role_help.set_text(
            _("The only owner: make somebody else an owner first, to change this.")
            if is_only
            else role_help(member.role)
        )
        self._show_computers(member.devices, may_shut_out=may_revoke(me, target) is None)
        self.computer.setVisible(may_add_computer(me, target) is None)
        self.rename.setVisible(may_add_computer(me, target) is None)
        self.remove.setVisible(may_remove(me, target, None, team) is None)
        self.withdraw.hide()

    def show_invite(self, invite: TeamInvite, me: Member, made_by: str) -> None:
        """An invitation."""
        title = shown_name(invite.name) if invite.name else _("Invitation")
        until = self._kit.formats.moment(invite.expires_at, self._kit.clock.now())
        said = [invite_state_words(invite.state), role_words(invite.role)]
        said.append(_("made by {name}").format(name=made_by))
        if invite.used_on:
            said.append(used_words(invite.used_on))
        if invite.state == "open":
            said.append(_("until {moment}").format(moment=until))
        self._head(title, Portrait("", ""), " · ".join(said))
        for part in (self._role_card, self._computers, self.computer, self.rename, self.remove):
            part.hide()
        may = invite.made_by == me.member_id or may_invite(me, invite.role) is None
        self.withdraw.setVisible(invite.state == "open" and may)

    def say(self, sentence: str) -> None:
        """What did not happen, or ""."""
        self.notice.set_text(sentence)

    def _head(self, title: str, portrait: Portrait, facts: str) -> None:
        self.avatar.set_portrait(portrait)
        self.title.set_text(title)
        self.facts.set_text(facts)
        self.notice.set_text("")

    def _facts_of(self, member: TeamMember, me: Member) -> str:
        if member.is_removed:
            return _("Left the team. The name stays on old messages.")
        return _("You") if member.member_id == me.member_id else role_words(member.role)

    def _show_computers(self, devices: tuple[TeamDevice, ...], *, may_shut_out: bool) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self.revokers = [], {}
        ordered = sorted(devices, key=lambda one: (one.is_revoked, one.device_id))[:MOST_COMPUTERS]
        for number, device in enumerate(ordered):
            if number:
                self._keep(Line(self._kit.theme))
            self._keep(self._computer_row(device, may_shut_out=may_shut_out))
        self._computers.setVisible(bool(devices))

    def _keep(self, row: QWidget) -> None:
        self._rows.append(row)
        self._list.addWidget(row)

    def _computer_row(self, device: TeamDevice, *, may_shut_out: bool) -> QWidget:
        theme, row = self._kit.theme, QWidget()
        name = shown_name(device.name)
        seen = seen_words(device.last_seen_at, self._kit.formats, self._kit.clock.now())
        facts = _("shut out") if device.is_revoked else seen
        if device.is_this:
            facts = _("this computer, {facts}").format(facts=facts)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(theme, name, weight="medium"))
        words.addWidget(Label(theme, facts, role="small", ink="text_muted"))
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 8, 12, 8)
        line.addLayout(words, 1)
        if may_shut_out and not device.is_revoked:
            label = _("Shut out {name}").format(name=name)
            button = Button(theme, _("Shut out…"), height="small", name=label)
            button.clicked.connect(partial(self.revoke_asked.emit, device.device_id))
            self.revokers[device.device_id] = button
            line.addWidget(button)
        return row

    def _role_chosen(self, role: str) -> None:
        if not self._is_showing:
            self.role_chosen.emit(role)
