"""What becomes of the team's own work that a restored hub lost: who holds what, notes, tags, lists, plans, members.

Of what only the last word counts for, ours stands where our log has one since. An offer gives nobody a right: what a
computer offers could be forged, so roles that came by one are never higher than what our log says.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.assignment import ConversationAssigned
from app.domain.conversations import (
    ConversationClosed,
    ConversationMarkedUnread,
    ConversationRead,
    ConversationReopened,
)
from app.domain.deals import INCOMING_EVENTS
from app.domain.measure_events import ConversationUnwaived, ConversationWaived
from app.domain.members import DeviceRevoked, Member, MemberAdded, MemberChanged, MemberRemoved
from app.domain.notes import NoteAdded
from app.domain.saved_views import ViewRemoved, ViewSaved
from app.domain.scheduled import ScheduleAsked, ScheduleCancelled, ScheduleSent, ScheduleSet
from app.domain.segments import SegmentRemoved, SegmentSaved
from app.domain.snoozing import ConversationSnoozed, ConversationWoken
from app.domain.tags import ConversationTagged, ConversationUntagged
from app.domain.team_rules import is_last_owner, rank
from app.hub.salvage_since import NOTES, TAGS, Meanwhile, thing_of
from storage import view
from storage.hub import access, epochs
from storage.hub.tables import Connection
from storage.view.segments import segment

_SLEEP = (ConversationSnoozed.KIND, ConversationWoken.KIND)
_WAIVE = (ConversationWaived.KIND, ConversationUnwaived.KIND)
_END = (ConversationClosed.KIND, ConversationReopened.KIND)
# After which of ours an act of the lost log is no longer the last word.
OVERTAKEN_BY: Mapping[type, tuple[str, ...]] = {
    ConversationClosed: _END,
    ConversationReopened: _END,
    ConversationAssigned: (ConversationAssigned.KIND,),
    ConversationSnoozed: (*_SLEEP, *_END),
    ConversationWoken: (*_SLEEP, *_END),
    ConversationMarkedUnread: (ConversationMarkedUnread.KIND, ConversationRead.KIND),
    ConversationRead: (ConversationMarkedUnread.KIND,),
    ConversationWaived: (*_WAIVE, *_END),
    ConversationUnwaived: (*_WAIVE, *_END),
    **dict.fromkeys(INCOMING_EVENTS, tuple(one.KIND for one in INCOMING_EVENTS)),
}
_BY_CUSTOMER = (
    ConversationClosed
    | ConversationReopened
    | ConversationSnoozed
    | ConversationWoken
    | ConversationWaived
    | ConversationUnwaived
)


class TeamRules:
    """`judged` gives "known", "left_out", or "" for what comes back; `now` is when that happens."""

    def __init__(self, conn: Connection, since: Meanwhile, now: datetime) -> None:
        self._conn = conn
        self._since = since
        self._now = now
        self._judges: Mapping[type, Callable[[Any, bool], str]] = {
            NoteAdded: self._note,
            ScheduleSet: self._planned,
            ScheduleAsked: self._asked,
            ScheduleCancelled: self._no_longer_planned,
            ScheduleSent: self._no_longer_planned,
            ViewSaved: self._saved,
            SegmentSaved: self._segment,
            SegmentRemoved: self._segment,
            ViewRemoved: self._list_gone,
            MemberAdded: self._added,
            MemberChanged: self._changed,
            MemberRemoved: self._removed,
            DeviceRevoked: self._shut_out,
        }

    def without_rights(self, body: Any, *, is_leader: bool) -> Any:
        """The body with no role that only the offer gives."""
        if isinstance(body, MemberAdded) and not is_leader:
            return replace(body, role="rep")
        ours = view.member(self._conn, body.member_id) if isinstance(body, MemberChanged) else None
        return replace(body, role=min(ours.role, body.role, key=rank)) if ours is not None else body

    def judged(self, body: Any, *, is_leader: bool) -> str | None:
        """None for what is none of the team's own."""
        if type(body) in OVERTAKEN_BY:
            return self._conversation(body)
        if isinstance(body, TAGS):
            return self._tag(body)
        if isinstance(body, NOTES):
            return self._of_note(body)
        judge = self._judges.get(type(body))
        return judge(body, is_leader) if judge is not None else None

    def _is_overtaken(self, body: Any) -> bool:
        return thing_of(body) in self._since.things

    def _is_there(self, body: Any) -> bool:
        return view.load_conversation(self._conn, body.conversation_id) is not None

    # --- conversations ---

    def _conversation(self, body: Any) -> str:
        if not self._is_there(body):
            return "left_out"
        if isinstance(body, ConversationAssigned) and body.assignee_id is not None:
            holder = view.member(self._conn, body.assignee_id)
            if holder is None or holder.is_removed:
                return "left_out"
        has_moved_on = isinstance(body, _BY_CUSTOMER) and body.conversation_id in self._since.written_in
        acts = ((kind, body.conversation_id) for kind in OVERTAKEN_BY[type(body)])
        return "left_out" if has_moved_on or any(act in self._since.acts for act in acts) else ""

    def _tag(self, body: ConversationTagged | ConversationUntagged) -> str:
        if not self._is_there(body) or self._is_overtaken(body):
            return "left_out"
        is_filed = body.tag in view.tags_of(self._conn, body.conversation_id)
        return "known" if is_filed is isinstance(body, ConversationTagged) else ""

    def _note(self, body: NoteAdded, _is_leader: bool) -> str:
        if view.load_message(self._conn, body.note_id) is not None:
            return "known"
        return "" if self._is_there(body) else "left_out"

    def _of_note(self, body: Any) -> str:
        is_there = view.load_message(self._conn, body.note_id) is not None
        return "" if is_there and not self._is_overtaken(body) else "left_out"

    # --- planned answers ---

    def _planned(self, body: ScheduleSet, _is_leader: bool) -> str:
        if view.load_message(self._conn, body.message_id) is not None:
            return "known"  # it went out
        if not self._is_there(body) or self._is_overtaken(body):
            return "left_out"
        epochs.doubt_planned(self._conn, body.message_id)
        return ""

    def _asked(self, body: ScheduleAsked, _is_leader: bool) -> str:
        planned = view.scheduled(self._conn, body.message_id)
        if planned is None or self._is_overtaken_plan(body):
            return "left_out"
        return "known" if planned.state == "asked" else ""

    def _no_longer_planned(self, body: ScheduleCancelled | ScheduleSent, _is_leader: bool) -> str:
        is_there = view.scheduled(self._conn, body.message_id) is not None
        return "" if is_there and not self._is_overtaken(body) else "left_out"

    def _is_overtaken_plan(self, body: ScheduleAsked) -> bool:
        return self._is_overtaken(ScheduleSent(body.message_id, body.conversation_id))

    # --- saved lists ---

    def _saved(self, body: ViewSaved, is_leader: bool) -> str:
        ours = view.saved_view(self._conn, body.view.view_id)
        is_shared = body.view.owner_id is None or (ours is not None and ours.owner_id is None)
        if self._is_overtaken(body) or (is_shared and not is_leader):
            return "left_out"
        return "known" if ours == body.view else ""

    def _list_gone(self, body: ViewRemoved, is_leader: bool) -> str:
        ours = view.saved_view(self._conn, body.view_id)
        if ours is None:
            return "known"
        return "left_out" if self._is_overtaken(body) or (ours.owner_id is None and not is_leader) else ""

    def _segment(self, body: SegmentSaved | SegmentRemoved, is_leader: bool) -> str:
        segment_id = body.segment.segment_id if isinstance(body, SegmentSaved) else body.segment_id
        ours = segment(self._conn, segment_id)
        meant = body.segment if isinstance(body, SegmentSaved) else None
        is_shared = any(one is not None and one.owner_id is None for one in (ours, meant))
        if self._is_overtaken(body) or (is_shared and not is_leader):
            return "left_out"
        return "known" if ours == meant else ""

    # --- members ---

    def _added(self, body: MemberAdded, _is_leader: bool) -> str:
        return "known" if view.member(self._conn, body.member_id) is not None else ""

    def _changed(self, body: MemberChanged, is_leader: bool) -> str:
        ours = view.member(self._conn, body.member_id)
        if ours is None or ours.is_removed or not is_leader or self._is_overtaken(body):
            return "left_out"
        if (ours.name, ours.role) == (body.name, body.role):
            return "known"
        if ours.role != body.role:
            if self._is_last_owner(ours):
                return "left_out"
            access.withdraw_of_member(self._conn, body.member_id, self._now)
        access.change_member(self._conn, body.member_id, body.name, body.role)
        return ""

    def _removed(self, body: MemberRemoved, is_leader: bool) -> str:
        """Their computers were shut out just before; one that joined since says that they are back."""
        ours = view.member(self._conn, body.member_id)
        if ours is None or ours.is_removed:
            return "left_out" if ours is None else "known"
        is_in = any(not one.is_revoked for one in access.devices_of(self._conn, body.member_id))
        is_theirs_to_say = is_leader or ours.role != "owner"
        if is_in or not is_theirs_to_say or self._is_overtaken(body) or self._is_last_owner(ours):
            return "left_out"
        access.withdraw_of_member(self._conn, body.member_id, self._now)
        return ""

    def _shut_out(self, body: DeviceRevoked, is_leader: bool) -> str:
        """A computer erases what is the team's when it hears of it, so an owner's needs more than a rep's word."""
        device = access.device(self._conn, body.device_id)
        if device is None or (device.role == "owner" and not is_leader and not device.is_revoked):
            return "left_out"
        if device.is_revoked:
            return "known"
        access.revoke(self._conn, body.device_id, self._now)
        access.withdraw_of_device(self._conn, body.device_id, self._now)
        return ""

    def _is_last_owner(self, member: Member) -> bool:
        return is_last_owner(member, view.members(self._conn).values())
