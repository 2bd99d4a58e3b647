"""Who may talk to the hub: invites made by its owner, devices enrolled with them, tokens checked at every request."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.events import Actor
from app.domain.ids import DeviceId, LogId, MemberId
from app.domain.members import ROLES, DeviceEnrolled, DeviceRevoked, MemberAdded, Role
from app.domain.team_rows import NewInvite
from app.hub.appender import Appender, Draft
from app.hub.http import HttpRefusal
from app.hub.limits import ENROLS_BURST, ENROLS_PER_S, Bucket
from app.hub.readers import Readers
from app.hub.rules import Asker
from storage import view
from storage.hub import access, log
from storage.hub.access import Device, Invite, Maker
from storage.hub.tables import Connection
from storage.writer import Priority, Writer

INVITE_LIFE = timedelta(hours=24)
SEEN_EVERY_S = 60.0
NAME_MAX_CHARS = 80
_CODE_BYTES = 16
_TOKEN_BYTES = 32
HUB = Actor("hub")
NOBODY = Maker()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a new device is told, once: its token exists nowhere else."""

    device_id: DeviceId
    token: str
    member_id: MemberId
    member_name: str
    role: Role
    log_id: LogId


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """The body of /enrol."""

    code: str
    device_name: str


def secret_hash(secret: str) -> bytes:
    """What is kept of a code or token. They are random and long, so one plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


class Access:
    """Invites, enrolments, revocations, and the check of tokens."""

    def __init__(
        self, writer: Writer, readers: Readers, appender: Appender, clock: Clock, new_id: Callable[[], str]
    ) -> None:
        self._writer = writer
        self._readers = readers
        self._appender = appender
        self._clock = clock
        self._new_id = new_id
        self._enrols = Bucket(clock, ENROLS_PER_S, ENROLS_BURST)
        self._seen_s: dict[DeviceId, float] = {}

    def asker(self, token: str | None) -> Asker:
        """Who holds this token. Raises HttpRefusal 401: token_missing, token_unknown, device_revoked."""
        if token is None:
            raise HttpRefusal(401, "token_missing")
        hashed = secret_hash(token)
        device = self._readers.quick(lambda conn: access.device_of_token(conn, hashed))
        if device is None:
            raise HttpRefusal(401, "token_unknown")
        if device.is_revoked:
            raise HttpRefusal(401, "device_revoked")
        self._note_seen(device)
        return asker_of(device)

    async def invite(self, role: Role, member_name: str | None = None) -> str:
        """A one-time code for one more member, made on the hub's own computer."""
        made = await self._writer.run(
            lambda conn: self.new_invite(conn, role, member_name), priority=Priority.REPLY
        )
        return made.code

    async def invite_again(self, member_id: MemberId) -> NewInvite:
        """A code for one more computer of a member, made on the hub's own computer.

        Raises HttpRefusal: 404 member_unknown, 409 member_gone.
        """

        def job(conn: Connection) -> NewInvite:
            known = view.member(conn, member_id)
            if known is None:
                raise HttpRefusal(404, "member_unknown", member=member_id[:64])
            if known.is_removed:
                raise HttpRefusal(409, "member_gone", name=known.name)
            return self.new_invite(conn, known.role, known.name, member_id)

        return await self._writer.run(job, priority=Priority.REPLY)

    def new_invite(
        self,
        conn: Connection,
        role: Role,
        member_name: str | None,
        member_id: MemberId | None = None,
        maker: Maker = NOBODY,
    ) -> NewInvite:
        """A one-time code that lives 24 hours, for somebody new or for one more computer of a member.

        Runs on the writing thread.
        """
        code, now = secrets.token_hex(_CODE_BYTES), self._clock.now()
        name = (cleaned(member_name) if member_name else "") or None
        expires_at, invite_id = now + INVITE_LIFE, self._new_id()
        invite = Invite(role, name, expires_at, invite_id=invite_id, member_id=member_id, made_at=now)
        access.add_invite(conn, secret_hash(code), invite, maker)
        return NewInvite(code, invite_id, role, name, expires_at)

    async def enrol(self, request: EnrolRequest) -> Enrolled:
        """Use a code. Raises HttpRefusal: 404 invite_unknown, 410 invite_used, _expired or _withdrawn, 422, 429."""
        self._enrols.take("enrol")
        name = cleaned(request.device_name)
        if not name:
            raise HttpRefusal(422, "device_name_missing")
        code_hash = secret_hash(request.code.strip().lower())
        return await self._writer.run(
            lambda conn: self._enrol(conn, code_hash, name), priority=Priority.REPLY
        )

    async def revoke(self, device_id: DeviceId) -> None:
        """Shut a device out from its next request on. Raises ComptoirError("device_unknown")."""
        await self._writer.run(lambda conn: self._revoke(conn, device_id), priority=Priority.REPLY)

    def _enrol(self, conn: Connection, code_hash: bytes, device_name: str) -> Enrolled:
        invite = access.find_invite(conn, code_hash)
        now = self._clock.now()
        if invite is None:
            raise HttpRefusal(404, "invite_unknown")
        if invite.is_used:
            raise HttpRefusal(410, "invite_used")
        if invite.is_withdrawn:
            raise HttpRefusal(410, "invite_withdrawn")
        if now >= invite.expires_at:
            raise HttpRefusal(410, "invite_expired")
        device = self._device_for(conn, invite, device_name)
        access.use_invite(conn, code_hash, device.device_id, now)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        access.add_device(conn, device, secret_hash(token))
        enrolled = DeviceEnrolled(device.device_id, device.member_id, device.name)
        drafts = [Draft(enrolled, device.device_id, HUB, now)]
        if invite.member_id is None:
            added = MemberAdded(device.member_id, device.member_name, device.role)
            drafts.insert(0, Draft(added, device.member_id, HUB, now))
        self._appender.append(conn, drafts)
        log_id = log.head(conn).log_id
        return Enrolled(device.device_id, token, device.member_id, device.member_name, device.role, log_id)

    def _device_for(self, conn: Connection, invite: Invite, device_name: str) -> Device:
        """The new computer: of somebody new, or of a member as they are now."""
        member_id, name, role = MemberId(self._new_id()), invite.member_name or device_name, invite.role
        if invite.member_id is not None:
            known = view.member(conn, invite.member_id)
            if known is None or known.is_removed:
                raise HttpRefusal(410, "invite_withdrawn")
            member_id, name, role = known.member_id, known.name, known.role
        device_id = DeviceId(self._new_id())
        return Device(device_id, member_id, name, role, device_name, last_seen_at=None, is_revoked=False)

    def _revoke(self, conn: Connection, device_id: DeviceId) -> None:
        device = access.device(conn, device_id)
        if device is None:
            raise EnvironmentFailure("device_unknown", device=device_id)
        self._appender.append(conn, shut_out(conn, [device], HUB, self._clock.now()))

    def _note_seen(self, device: Device) -> None:
        """At most once a minute, and nobody waits for it."""
        now_s = self._clock.monotonic_s()
        if now_s - self._seen_s.get(device.device_id, float("-inf")) < SEEN_EVERY_S:
            return
        self._seen_s[device.device_id] = now_s
        now = self._clock.now()
        self._writer.submit(lambda conn: access.seen(conn, device.device_id, now), priority=Priority.BULK)


def asker_of(device: Device) -> Asker:
    """The member behind a device."""
    return Asker(device.device_id, device.member_id, device.member_name, device.role)


def shut_out(conn: Connection, devices: Iterable[Device], actor: Actor, now: datetime) -> list[Draft]:
    """Devices out from now on, and the invitations that were made on them; the events that tell it.

    Runs on the writing thread. What is committed wakes every waiting poll, and the poll looks at its token again.
    """
    drafts = []
    for device in devices:
        if not device.is_revoked:
            access.revoke(conn, device.device_id, now)
            access.withdraw_of_device(conn, device.device_id, now)
            drafts.append(Draft(DeviceRevoked(device.device_id), device.device_id, actor, now))
    return drafts


def checked_role(text: str) -> Role:
    """A role's name. Raises ComptoirError("role_unknown")."""
    for role in ROLES:
        if role == text:
            return role
    raise ComptoirError("role_unknown", role=text)


def device_lines(devices: list[Device]) -> list[Mapping[str, str | bool | None]]:
    """Devices as the terminal prints them."""
    return [
        {
            "device_id": device.device_id,
            "name": device.name,
            "member": device.member_name,
            "role": device.role,
            "last_seen_at": device.last_seen_at.isoformat() if device.last_seen_at else None,
            "is_revoked": device.is_revoked,
        }
        for device in devices
    ]


def cleaned(name: str) -> str:
    """A name that can be kept and shown: no control characters, no lone surrogates, not too long."""
    return "".join(char for char in name if char.isprintable()).strip()[:NAME_MAX_CHARS]
