"""What the hub tells of the team: members with their computers, invitations, and what somebody who leaves holds."""

from datetime import datetime
from typing import Literal

from app.domain.ids import ConversationId, DeviceId, MemberId
from app.domain.members import Role
from app.domain.records import record

InviteState = Literal["open", "used", "expired", "withdrawn"]
LeaveKind = Literal["open", "snoozed", "scheduled", "promise", "device", "file", "task"]


@record
class TeamDevice:
    """A computer of a member. `is_this`: the one that asks."""

    device_id: DeviceId
    name: str
    last_seen_at: datetime | None
    is_revoked: bool
    is_this: bool = False


@record
class TeamMember:
    """A member, or one who left; `devices` are empty where they are none of the asking member's business."""

    member_id: MemberId
    name: str
    role: Role
    is_removed: bool
    devices: tuple[TeamDevice, ...] = ()


@record
class TeamInvite:
    """An invitation without its code, which exists nowhere any more.

    `made_by` None: on the hub's own computer. `used_on`: the name of the computer that used it. `member_id`: whose one
    more computer it is for.
    """

    invite_id: str
    role: Role
    name: str | None
    state: InviteState
    made_at: datetime
    expires_at: datetime
    made_by: MemberId | None
    used_on: str | None
    member_id: MemberId | None


@record
class Team:
    """All of it, as far as the asking member may see it."""

    members: tuple[TeamMember, ...]
    invites: tuple[TeamInvite, ...] = ()


@record
class NewInvite:
    """An invitation just made: the only time that its code is told."""

    code: str
    invite_id: str
    role: Role
    name: str | None
    expires_at: datetime


@record
class LeaveItem:
    """One thing that stays behind when somebody leaves."""

    item_id: str
    title: str
    at: datetime | None = None
    conversation_id: ConversationId | None = None


@record
class LeavePart:
    """Everything of one kind: how many, and the first of them."""

    kind: LeaveKind
    count: int
    items: tuple[LeaveItem, ...]


@record
class LeavePlan:
    """What a member holds now; kinds of which there is nothing are left out."""

    member_id: MemberId
    name: str
    parts: tuple[LeavePart, ...]


@record
class RemoveMember:
    """Take a member off the team in one step: hand over what is theirs to do, shut their computers out.

    `heir_id` None: what they held is nobody's and waits to be taken.
    """

    member_id: MemberId
    heir_id: MemberId | None = None
