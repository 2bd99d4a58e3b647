"""Whom to give a conversation to: oneself first, then the others, then nobody. By name, with the keyboard alone."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from app.domain.ids import ConversationId, MemberId
from app.domain.rows import MemberRow
from app.words import gettext as _
from ui.kit import Kit
from ui.plain import shown_name
from ui.teamwork import acts
from ui.teamwork.finder import Choice, fits
from ui.teamwork.popover import Popover
from ui.teamwork.undoing import Show
from ui.widgets.paint_avatar import Portrait

NOBODY: Final = "nobody"
HAND_OVER: Final = "hand_over"


class AssignPicker(Popover):
    """The team. Choosing acts at once; "Hand over…" asks for a reason first."""

    def __init__(self, kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show) -> None:
        self._kit, self._ids, self._anchor, self._show_toast = kit, list(ids), anchor, show
        rows = acts.looked_at(kit, ids)
        self._holders = {row.assignee_id for row in rows}
        super().__init__(kit.theme, _("Assign to"), self._offer, anchor.window())
        self.finder.taken.connect(self._take)

    def _offer(self, words: str) -> list[Choice]:
        members = acts.active_members(self._kit)
        offered = [member_choice(member, self._mark(member.member_id)) for member in members]
        offered = [choice for choice in offered if fits(words, f"{choice.name} {choice.detail}")]
        rest = []
        if self._holders != {None}:
            rest.append(Choice(NOBODY, _("Nobody: give back to the team"), icon="user-x"))
        if any(not member.is_me for member in members):
            rest.append(Choice(HAND_OVER, _("Hand over with a reason…"), icon="arrow-right-left"))
        return offered + [choice for choice in rest if fits(words, choice.name)]

    def _mark(self, member_id: MemberId) -> bool:
        return self._holders == {member_id}

    def _take(self, choice_id: str) -> None:
        self.close()
        if choice_id == HAND_OVER:
            from ui.teamwork.hand_over import open_hand_over

            open_hand_over(self._kit, self._ids, self._anchor, self._show_toast)
            return
        member_id = None if choice_id == NOBODY else MemberId(choice_id)
        acts.assign(self._kit, self._ids, member_id, self._show_toast)


def open_assign(
    kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show, at: QRect | None = None
) -> AssignPicker:
    """The picker at a widget, or at a place of it."""
    picker = AssignPicker(kit, ids, anchor, show)
    picker.open_at(anchor, at)
    return picker


def member_choice(member: MemberRow, is_holder: bool) -> Choice:
    """A member as a row, marked when they hold it."""
    name = shown_name(member.name)
    detail = _("you") if member.is_me else ""
    spoken = ", ".join(part for part in (name, detail, _("has it now") if is_holder else "") if part)
    portrait = Portrait(member.member_id, name)
    return Choice(
        member.member_id,
        name,
        detail,
        portrait=portrait,
        mark="check" if is_holder else None,
        spoken=spoken,
    )
