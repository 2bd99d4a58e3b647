"""The team: members, their roles, their devices."""

from typing import ClassVar, Literal

from app.domain.ids import DeviceId, MemberId
from app.domain.records import record

Role = Literal["owner", "manager", "rep"]
ROLES: tuple[Role, ...] = ("owner", "manager", "rep")


@record
class MemberAdded:
    """member.added: someone joined the team."""

    KIND: ClassVar[str] = "member.added"
    VERSION: ClassVar[int] = 1
    member_id: MemberId
    name: str
    role: Role


@record
class DeviceEnrolled:
    """device.enrolled: a computer of a member may now read the log and send commands."""

    KIND: ClassVar[str] = "device.enrolled"
    VERSION: ClassVar[int] = 1
    device_id: DeviceId
    member_id: MemberId
    name: str


@record
class DeviceRevoked:
    """device.revoked: that computer is out from its next request on."""

    KIND: ClassVar[str] = "device.revoked"
    VERSION: ClassVar[int] = 1
    device_id: DeviceId


@record
class MemberChanged:
    """member.changed: another name or another role; both as they are from now on."""

    KIND: ClassVar[str] = "member.changed"
    VERSION: ClassVar[int] = 1
    member_id: MemberId
    name: str
    role: Role


@record
class MemberRemoved:
    """member.removed: someone left the team. `heir_id`: who got what was theirs to do; None: it is nobody's."""

    KIND: ClassVar[str] = "member.removed"
    VERSION: ClassVar[int] = 1
    member_id: MemberId
    heir_id: MemberId | None = None


@record
class Member:
    """A member as known now; one who left keeps the name, for old messages."""

    member_id: MemberId
    name: str
    role: Role
    is_removed: bool = False
