"""Who may talk to the hub: one-time invites and devices. Codes and tokens are kept as hashes alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from app.domain.ids import DeviceId, MemberId
from app.domain.members import Role
from storage.hub.tables import Connection
from storage.instants import from_us, to_us

_DEVICE = "SELECT device_id, member_id, member_name, role, name, last_seen_us, revoked_us FROM device"
_INVITE = (
    "SELECT i.invite_id, i.role, i.member_name, i.expires_us, i.used_us, i.member_id, i.made_us, i.made_by,"
    " i.used_by, d.name, i.withdrawn_us FROM invite i LEFT JOIN device d ON d.device_id = i.used_by"
)
_WITHDRAW = "UPDATE invite SET withdrawn_us = ? WHERE used_us IS NULL AND withdrawn_us IS NULL AND "


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made an invite, from which computer; nobody of the team when it was made on the hub's own."""

    member_id: MemberId | None = None
    device_id: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation to join; `member_name` None takes the name of the computer that uses it.

    `member_id`: whose one more computer it is for. `used_on`: the name of the computer that used it.
    """

    role: Role
    member_name: str | None
    expires_at: datetime
    is_used: bool = False
    invite_id: str = ""
    member_id: MemberId | None = None
    made_at: datetime | None = None
    made_by: MemberId | None = None
    used_by: DeviceId | None = None
    used_on: str | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Device:
    """A computer of a member."""

    device_id: DeviceId
    member_id: MemberId
    member_name: str
    role: Role
    name: str
    last_seen_at: datetime | None
    is_revoked: bool


def add_invite(conn: Connection, code_hash: bytes, invite: Invite, maker: Maker) -> None:
    """Keep an invite."""
    conn.execute(
        "INSERT INTO invite (code_hash, role, member_name, expires_us, invite_id, member_id, made_us, made_by,"
        " made_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            code_hash, invite.role, invite.member_name, to_us(invite.expires_at), invite.invite_id, invite.member_id,
            None if invite.made_at is None else to_us(invite.made_at), maker.member_id, maker.device_id,
        ),
    )  # fmt: skip


def find_invite(conn: Connection, code_hash: bytes) -> Invite | None:
    """The invite of a code."""
    row = conn.execute(f"{_INVITE} WHERE i.code_hash = ?", (code_hash,)).fetchone()
    return _invite(row) if row else None


def invite(conn: Connection, invite_id: str) -> Invite | None:
    """One invite by its id."""
    row = conn.execute(f"{_INVITE} WHERE i.invite_id = ?", (invite_id,)).fetchone()
    return _invite(row) if row else None


def invites(conn: Connection, made_since: datetime) -> list[Invite]:
    """The invites that were made since then, the newest first."""
    rows = conn.execute(
        f"{_INVITE} WHERE i.made_us >= ? ORDER BY i.made_us DESC, i.invite_id DESC", (to_us(made_since),)
    )
    return [_invite(row) for row in rows]


def use_invite(conn: Connection, code_hash: bytes, device_id: DeviceId, at: datetime) -> None:
    """Mark an invite as used, for good."""
    conn.execute(
        "UPDATE invite SET used_us = ?, used_by = ? WHERE code_hash = ?", (to_us(at), device_id, code_hash)
    )


def withdraw(conn: Connection, invite_id: str, at: datetime) -> bool:
    """Let a code that nobody used work no more; whether there was one."""
    done = conn.execute(_WITHDRAW + "invite_id = ?", (to_us(at), invite_id))
    return bool(done.rowcount)


def withdraw_of_device(conn: Connection, device_id: DeviceId, at: datetime) -> None:
    """The same for all that were made on a computer."""
    conn.execute(_WITHDRAW + "made_on = ?", (to_us(at), device_id))


def withdraw_of_member(conn: Connection, member_id: MemberId, at: datetime) -> None:
    """The same for all that a member made, and for those that were to bring the member one more computer."""
    conn.execute(
        _WITHDRAW + "(made_by = ? OR member_id = ?)",
        (to_us(at), member_id, member_id),
    )


def add_device(conn: Connection, device: Device, token_hash: bytes) -> None:
    """Keep a newly enrolled device."""
    conn.execute(
        "INSERT INTO device (device_id, member_id, member_name, role, name, token_hash) VALUES (?, ?, ?, ?, ?, ?)",
        (device.device_id, device.member_id, device.member_name, device.role, device.name, token_hash),
    )


def device_of_token(conn: Connection, token_hash: bytes) -> Device | None:
    """The device that holds a token, revoked or not."""
    row = conn.execute(f"{_DEVICE} WHERE token_hash = ?", (token_hash,)).fetchone()
    return _device(row) if row else None


def device(conn: Connection, device_id: str) -> Device | None:
    """One device."""
    row = conn.execute(f"{_DEVICE} WHERE device_id = ?", (device_id,)).fetchone()
    return _device(row) if row else None


def devices(conn: Connection) -> list[Device]:
    """Every device that was ever enrolled, oldest first (ids sort by time)."""
    return [_device(row) for row in conn.execute(f"{_DEVICE} ORDER BY device_id")]


def devices_of(conn: Connection, member_id: str) -> list[Device]:
    """Those of one member, oldest first."""
    return [
        _device(row)
        for row in conn.execute(f"{_DEVICE} WHERE member_id = ? ORDER BY device_id", (member_id,))
    ]


def revoke(conn: Connection, device_id: DeviceId, at: datetime) -> None:
    """Shut a device out."""
    conn.execute("UPDATE device SET revoked_us = ? WHERE device_id = ?", (to_us(at), device_id))


def change_member(conn: Connection, member_id: MemberId, name: str, role: Role) -> None:
    """A member's name and role at each of their devices."""
    conn.execute("UPDATE device SET member_name = ?, role = ? WHERE member_id = ?", (name, role, member_id))


def seen(conn: Connection, device_id: DeviceId, at: datetime) -> None:
    """Note when a device last asked for something."""
    conn.execute("UPDATE device SET last_seen_us = ? WHERE device_id = ?", (to_us(at), device_id))


def _device(row: tuple[str, str, str, str, str, int | None, int | None]) -> Device:
    return Device(
        device_id=DeviceId(row[0]),
        member_id=MemberId(row[1]),
        member_name=row[2],
        role=cast("Role", row[3]),
        name=row[4],
        last_seen_at=None if row[5] is None else from_us(row[5]),
        is_revoked=row[6] is not None,
    )


def _invite(row: tuple[Any, ...]) -> Invite:
    return Invite(
        role=row[1],
        member_name=row[2],
        expires_at=from_us(row[3]),
        is_used=row[4] is not None,
        invite_id=row[0] or "",
        member_id=row[5],
        made_at=None if row[6] is None else from_us(row[6]),
        made_by=row[7],
        used_by=row[8],
        used_on=row[9],
        is_withdrawn=row[10] is not None,
    )
