"""The team, for the owner and managers: who belongs to it, with which computers, who is invited; reps may look."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import DeviceId, MemberId
from app.domain.members import ROLES, Member
from app.domain.rows import Changes
from app.domain.team_rows import Team, TeamInvite, TeamMember
from app.domain.team_rules import may_invite
from app.words import gettext as _
from app.words import sentences
from app.words.team import role_words
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.settings.list_and_sheet import ListAndSheet, scrolled
from ui.settings.team.detail import MemberDetail
from ui.settings.team.dialogs import InviteDialog, LeaveDialog, RenameDialog, heir_of
from ui.settings.team.words import count_words, rows_of
from ui.settings.way import Way
from ui.widgets.button import Button
from ui.widgets.dialog import ConfirmDialog, Dialog
from ui.widgets.labels import Paragraph
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Line
from ui.widgets.two_line_list import TwoLineList

if TYPE_CHECKING:
    from ui.settings.team.groups import GroupsPage


class TeamPage(QWidget):
    """The list with one member whole, and the groups behind it.

    `join_asked`: this computer is to join a team elsewhere; `hours_asked(group_id)`: the opening hours of a group.
    """

    join_asked = Signal()
    hours_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, theme = kit, kit.theme
        self._team = Team(())
        self._chosen: str | None = None
        self._shows_detail = False  # in a narrow window one of the two is shown
        self.invite = Button(theme, _("Invite"), kind="primary", icon="user-plus")
        self.list = TwoLineList(theme, "team", _("Your team"))
        self.words = Paragraph(theme, role="small", ink="text_muted")
        self.join = Way(
            theme,
            _("Join a team on this computer"),
            _("With the address of its server and a code from its owner."),
            _("Join…"),
        )
        self.groups_way = Way(
            theme,
            _("Groups"),
            _("People with opening hours and standards of their own: salon, workshop, evening."),
            _("Groups…"),
        )
        self.stack = QStackedWidget()
        self._groups: GroupsPage | None = None
        self.detail = MemberDetail(kit)
        self.nothing = EmptyState(
            theme,
            "users-round",
            _("Nobody is chosen"),
            _("Choose somebody in the list to see their computers."),
        )
        self.both = ListAndSheet(theme, self.nothing, scrolled(self.detail))
        self.dialog: Dialog | None = None
        self._lay_out()
        self._connect()
        self._show_known()
        self.refresh()

    def _lay_out(self) -> None:
        line, groups_line = Line(self._kit.theme), Line(self._kit.theme)
        self.both.add_bar(self.words, self.invite)
        for part in (self.list, groups_line, self.groups_way, line, self.join):
            self.both.column.addWidget(part, 1 if part is self.list else 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.stack.addWidget(self.both)
        whole.addWidget(self.stack)
        is_leader = self._kit.desk.me().role != "rep"
        self.groups_way.setVisible(is_leader)
        groups_line.setVisible(is_leader)
        self.join.setVisible(self._kit.is_practice)
        line.setVisible(self._kit.is_practice)

    def _connect(self) -> None:
        self.invite.clicked.connect(lambda: self._open_invite(None))
        self.list.chosen.connect(self._choose)
        self.both.back.clicked.connect(self._show_list)
        self.join.asked.connect(self.join_asked)
        self.groups_way.asked.connect(self.show_groups)
        self.detail.acted.connect(self._act)
        self.detail.role_chosen.connect(self._change_role)
        self.detail.revoke_asked.connect(self._ask_revoke)
        self._kit.bridge.changed.connect(self._changed)

    # -- what is shown

    @property
    def groups(self) -> GroupsPage:
        """Who works to hours of their own, made when it is looked at."""
        if self._groups is None:
            from ui.settings.team.groups import GroupsPage

            self._groups = GroupsPage(self._kit)
            self._groups.left.connect(self._show_team)
            self._groups.hours_asked.connect(self.hours_asked)
            self.stack.addWidget(self._groups)
        return self._groups

    def show_groups(self) -> None:
        """In place of the team."""
        self.stack.setCurrentWidget(self.groups)
        self.groups.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_team(self) -> None:
        self.stack.setCurrentWidget(self.both)
        self.groups_way.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Ask the hub again."""
        self._kit.tasks.spawn(self._refresh(), "team")

    async def _refresh(self) -> None:
        try:
            self._team = await self._kit.desk.team()
        except ComptoirError as error:
            self.words.set_text(sentences.refusal(error.code, error.facts))
            return
        self.words.set_text(count_words(self._team))
        self._settle()

    def _show_known(self) -> None:
        """What this computer knows itself, until the hub has answered."""
        known = self._kit.desk.members()
        self._team = Team(tuple(TeamMember(m.member_id, m.name, m.role, not m.is_active) for m in known))
        self._settle()

    def _settle(self) -> None:
        kit, me = self._kit, self._kit.desk.me()
        self.invite.setVisible(any(may_invite(me, role) is None for role in ROLES))
        self.list.show_rows(rows_of(self._team, kit.formats, kit.clock.now()), self._chosen)
        member, invite = self._member, self._invite
        if member is not None:
            self.detail.show_member(member, me, self._members())
        elif invite is not None:
            self.detail.show_invite(invite, me, self._name_of(invite.made_by))
        has_row = member is not None or invite is not None
        self.both.show_sheet(has_row=has_row, is_asked=self._shows_detail)

    @property
    def _member(self) -> TeamMember | None:
        return next((one for one in self._team.members if one.member_id == self._chosen), None)

    @property
    def _invite(self) -> TeamInvite | None:
        return next((one for one in self._team.invites if one.invite_id == self._chosen), None)

    def _members(self) -> list[Member]:
        return [Member(one.member_id, one.name, one.role, one.is_removed) for one in self._team.members]

    def _name_of(self, member_id: MemberId | None) -> str:
        name = next((one.name for one in self._team.members if one.member_id == member_id), None)
        return isolated(shown_name(name)) if name else _("the hub’s own computer")

    def _changed(self, changes: Changes) -> None:
        if changes.is_team or changes.is_everything:
            self.refresh()

    # -- what the person does

    def _choose(self, key: str) -> None:
        self._chosen, self._shows_detail = key, True
        self._settle()

    def _show_list(self) -> None:
        self._shows_detail = False
        self._settle()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self, what: str) -> None:
        member = self._member
        if what == "withdraw" and self._invite is not None:
            self._do(self._kit.desk.withdraw_invite(self._invite.invite_id), "withdraw")
        elif member is None:
            return
        elif what == "rename":
            self._open_rename(_plain(member))
        elif what == "computer":
            self._open_invite(_plain(member))
        else:
            self._kit.tasks.spawn(self._open_leave(member), "leave plan")

    def _open_invite(self, target: Member | None) -> None:
        dialog = InviteDialog(self._kit, target, self.window())
        dialog.made.connect(self.refresh)
        self._open(dialog)

    def _open_rename(self, member: Member) -> None:
        dialog = RenameDialog(self._kit, member, self.window())
        rename = self._kit.desk.rename_member
        dialog.renamed.connect(lambda name: self._do(rename(member.member_id, name), "rename"))
        self._open(dialog)

    async def _open_leave(self, member: TeamMember) -> None:
        try:
            plan = await self._kit.desk.leave_plan(member.member_id)
        except ComptoirError as error:
            self.detail.say(sentences.refusal(error.code, error.facts))
            return
        heirs = [one for one in self._members() if not one.is_removed and one.member_id != member.member_id]
        dialog = LeaveDialog(self._kit, plan, heirs, self.window())
        remove = self._kit.desk.remove_member
        dialog.confirmed.connect(lambda heir: self._do(remove(member.member_id, heir_of(heir)), "remove"))
        self._open(dialog)

    def _ask_revoke(self, device_id: str) -> None:
        member = self._member
        device = next((one for one in member.devices if one.device_id == device_id), None) if member else None
        if member is None or device is None:
            return
        sentence = _(
            "It gets nothing more from its next request on, and what it holds of your inbox is erased when it is "
            "next online. {name} can join again with a new code."
        ).format(name=isolated(shown_name(member.name)))
        if device.is_this:
            sentence = (
                _("This is the computer that you are working on: it is locked at once.") + " " + sentence
            )
        dialog = ConfirmDialog(
            self._kit.theme,
            _("Shut out “{name}”?").format(name=shown_name(device.name)),
            sentence,
            confirm=_("Shut out"),
            keep=_("Keep it"),
            parent=self.window(),
        )
        revoke = self._kit.desk.revoke_device
        dialog.confirmed.connect(lambda: self._do(revoke(DeviceId(device_id)), "revoke"))
        self._open(dialog)

    def _change_role(self, text: str) -> None:
        member, role = self._member, next((one for one in ROLES if one == text), None)
        if member is not None and role is not None and role != member.role:
            self.detail.say(_("The role becomes “{role}” …").format(role=role_words(role)))
            self._do(self._kit.desk.change_role(member.member_id, role), "role")

    def _do(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._kit.tasks.spawn(self._done(work), name)

    async def _done(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except ComptoirError as error:
            self._settle()  # a picker that was turned goes back
            self.detail.say(sentences.refusal(error.code, error.facts))
            return
        await self._refresh()

    def _open(self, dialog: Dialog) -> None:
        self.dialog = dialog
        dialog.open()


def _plain(member: TeamMember) -> Member:
    return Member(member.member_id, member.name, member.role, member.is_removed)
