"""Who may talk to the hub: one-time invites and devices. Codes and tokens are kept as hashes alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from app.domain.ids import DeviceId, MemberId
from app.domain.members import Role
from storage.hub.tables import Connection
from storage.instants import from_us, to_us

_DEVICE = "SELECT device_id, member_id, member_name, role, name, last_seen_us, revoked_us FROM device"


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation to join; `member_name` None takes the name of the computer that uses it."""

    role: Role
    member_name: str | None
    expires_at: datetime
    is_used: bool


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


def add_invite(
    conn: Connection, code_hash: bytes, role: Role, member_name: str | None, expires_at: datetime
) -> None:
    """Keep an invite."""
    conn.execute(
        "INSERT INTO invite (code_hash, role, member_name, expires_us) VALUES (?, ?, ?, ?)",
        (code_hash, role, member_name, to_us(expires_at)),
    )


def find_invite(conn: Connection, code_hash: bytes) -> Invite | None:
    """The invite of a code."""
    row = conn.execute(
        "SELECT role, member_name, expires_us, used_us FROM invite WHERE code_hash = ?", (code_hash,)
    ).fetchone()
    return Invite(cast("Role", row[0]), row[1], from_us(row[2]), row[3] is not None) if row else None


def use_invite(conn: Connection, code_hash: bytes, at: datetime) -> None:
    """Mark an invite as used, for good."""
    conn.execute("UPDATE invite SET used_us = ? WHERE code_hash = ?", (to_us(at), code_hash))


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


def revoke(conn: Connection, device_id: DeviceId, at: datetime) -> None:
    """Shut a device out."""
    conn.execute("UPDATE device SET revoked_us = ? WHERE device_id = ?", (to_us(at), device_id))


def revoked(conn: Connection) -> list[tuple[Device, datetime]]:
    """Every device that was shut out, and when."""
    rows = conn.execute("SELECT device_id, revoked_us FROM device WHERE revoked_us IS NOT NULL").fetchall()
    found = [(device(conn, device_id), from_us(at_us)) for device_id, at_us in rows]
    return [(one, at) for one, at in found if one is not None]


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
