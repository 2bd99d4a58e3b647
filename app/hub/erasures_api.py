"""Routes under /api/v1/erasures: what an owner or manager asks for, and what every device confirms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.domain.clock import Clock
from app.domain.erasure import (
    BACKUPS_UNTIL_DAYS,
    REASONS,
    EraseWish,
    ErasureDevice,
    ErasureRow,
)
from app.domain.events import Actor
from app.domain.ids import ContactId
from app.hub.access import Access
from app.hub.erasing import Erasures, acknowledged
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.limits import TEAM_BURST, TEAM_PER_S, Bucket
from app.hub.readers import Readers
from app.hub.retention import Retention
from app.hub.situation import Asker
from storage import view
from storage.hub import access as devices_table
from storage.hub import epochs, erasures
from storage.hub.erasures import Erasure
from storage.hub.tables import Connection
from storage.writer import Writer

ERASURES_PATH = "/api/v1/erasures"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The body of /erasures/confirm: up to this place of the log the device has erased what was to be erased."""

    pos: int


@dataclass(frozen=True, slots=True)
class AdminWish:
    """The body of /admin/v1/erase: a contact id, and whether nobody may write to them again."""

    contact_id: str
    confirm: str
    is_kept_off: bool = False


class ErasuresApi:
    """`is_ready` False: 503, come again."""

    def __init__(
        self,
        access: Access,
        readers: Readers,
        writer: Writer,
        work: Erasures,
        retention: Retention,
        clock: Clock,
        is_ready: Callable[[], bool],
    ) -> None:
        self._access, self._readers, self._writer = access, readers, writer
        self._work, self._retention, self._clock, self._is_ready = work, retention, clock, is_ready
        self._calls = Bucket(clock, TEAM_PER_S, TEAM_BURST)

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here. The API lets nobody but this computer's owner through to /admin."""
        return {
            ("GET", ERASURES_PATH): self._list,
            ("GET", f"{ERASURES_PATH}/plan"): self._plan,
            ("GET", f"{ERASURES_PATH}/retained"): self._retained,
            ("POST", ERASURES_PATH): self._erase,
            ("POST", f"{ERASURES_PATH}/confirm"): self._confirm,
            ("POST", "/admin/v1/erase"): self._admin_erase,
        }

    async def _list(self, call: Call) -> Reply:
        self._leader(call)
        return json_reply(await self._readers.run(rows))

    async def _plan(self, call: Call) -> Reply:
        self._leader(call)
        contact_id = call.query.get("contact_id")
        if not contact_id:
            raise HttpRefusal(422, "query_unreadable", name="contact_id")
        return json_reply(await self._work.plan(ContactId(contact_id)))

    async def _retained(self, call: Call) -> Reply:
        """How much the rule of age would erase, for this many months."""
        self._leader(call)
        months = call.whole_number("months", 0, 1_200)
        return json_reply(await self._retention.preview(months))

    async def _erase(self, call: Call) -> Reply:
        asker, wish = self._leader(call), call.read(EraseWish)
        if wish.reason not in REASONS:
            raise HttpRefusal(422, "body_unreadable")
        actor = Actor("member", asker.member_id, asker.device_id)
        return json_reply(await self._erased(wish, actor))

    async def _confirm(self, call: Call) -> Reply:
        asker, told = self._asker(call), call.read(Confirmed)
        if not 0 <= told.pos < 1 << 62:
            raise HttpRefusal(422, "body_unreadable")
        now = self._clock.now()
        await self._writer.run(lambda conn: acknowledged(conn, asker.device_id, told.pos, now))
        return json_reply({})

    async def _admin_erase(self, call: Call) -> Reply:
        if not self._is_ready():
            raise HttpRefusal(503, "hub_not_ready", retry_after="2")
        told = call.read(AdminWish)
        wish = EraseWish(ContactId(told.contact_id), told.confirm, "request", told.is_kept_off)
        return json_reply(await self._erased(wish, Actor("hub")))

    async def _erased(self, wish: EraseWish, actor: Actor) -> ErasureRow:
        erasure_id = await self._work.erase(wish, actor)
        found = await self._readers.run(rows)
        return next(one for one in found if one.erasure_id == erasure_id)

    def _leader(self, call: Call) -> Asker:
        asker = self._asker(call)
        if not asker.is_leader:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        return asker

    def _asker(self, call: Call) -> Asker:
        if not self._is_ready():
            raise HttpRefusal(503, "hub_not_ready", retry_after="2")
        asker = self._access.asker(call.bearer)
        self._calls.take(asker.device_id)
        return asker


def rows(conn: Connection) -> list[ErasureRow]:
    """Every erasure with how it stands, the newest first."""
    known = {one.device_id: one for one in devices_table.devices(conn)}
    confirmed = erasures.devices(conn)
    members = view.members(conn)

    def row(one: Erasure) -> ErasureRow:
        devices = []
        for device_id in one.devices:
            device = known.get(device_id)
            pos, at = confirmed.get(device_id, (0, None))
            name, member = (device.name, device.member_name) if device else ("?", "?")
            is_there = one.pos > 0 and pos >= one.pos
            devices.append(
                ErasureDevice(
                    device_id, name, member, at if is_there else None, device is None or device.is_revoked
                )
            )
        asker = members.get(one.member_id) if one.member_id else None
        until = one.done_at + timedelta(days=BACKUPS_UNTIL_DAYS) if one.done_at else None
        chain = (epochs.chain_at(conn, one.pos) or b"").hex() if one.pos else ""
        return ErasureRow(
            one.erasure_id, one.contact_id, one.reason, one.state, one.asked_at, one.done_at,
            asker.name if asker else None, one.counts, one.pos, chain, one.is_kept_off, tuple(devices), until,
        )  # fmt: skip

    return [row(one) for one in erasures.every(conn)]
