"""The routes about copies and salvage: for desks below /api/v1/safety, for the owner's commands below /admin/v1."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.safety import SafetyState, SalvageOffer
from app.hub.access import Access
from app.hub.backups import Backups
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.limits import ACCOUNT_BURST, ACCOUNT_PER_S, SAFETY_BURST, SAFETY_PER_S, Bucket
from app.hub.readers import Readers
from app.hub.salvage import Salvage, offer_of
from app.hub.situation import Asker
from storage import codec
from storage.hub import epochs
from storage.hub.backup import CopyFacts
from storage.hub.epochs import Branch
from storage.hub.tables import Connection

POINTS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Points:
    """The body of /safety/fork: positions of a desk's log with their chain, as [position, hex]."""

    points: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Decision:
    """The body of /safety/salvage."""

    is_taken: bool


class SafetyApi:
    """`is_ready` False: 503 for what writes."""

    def __init__(
        self,
        access: Access,
        readers: Readers,
        backups: Backups,
        salvage: Salvage,
        clock: Clock,
        is_ready: Callable[[], bool],
    ) -> None:
        self._access = access
        self._readers = readers
        self._backups = backups
        self._salvage = salvage
        self._is_ready = is_ready
        self._copies = Bucket(clock, ACCOUNT_PER_S, ACCOUNT_BURST)
        self._offers = Bucket(clock, SAFETY_PER_S, SAFETY_BURST)
        self._seen: tuple[object, SalvageOffer | None] = (None, None)

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here. The API lets nobody but this computer's owner through to /admin."""
        return {
            ("GET", "/api/v1/safety"): self._state,
            ("POST", "/api/v1/safety/backup"): self._back_up,
            ("POST", "/api/v1/safety/fork"): self._fork,
            ("POST", "/api/v1/safety/offer"): self._offer,
            ("POST", "/api/v1/safety/salvage"): self._decide,
            ("POST", "/admin/v1/backup"): self._admin_back_up,
            ("POST", "/admin/v1/salvage"): self._admin_decide,
            ("POST", "/admin/v1/safety"): self._admin_state,
        }

    async def _state(self, call: Call) -> Reply:
        """How copies and salvage stand; where the copies lie and whose computers offer, for leaders alone."""
        asker = self._access.asker(call.bearer)
        return json_reply(_for(asker, await self._now()))

    async def _back_up(self, call: Call) -> Reply:
        """Make a copy now; the answer comes when it is made and proved."""
        asker = self._leader(call)
        self._copies.take(asker.device_id)
        await self._made()
        return json_reply(await self._now())

    async def _fork(self, call: Call) -> Reply:
        """The highest of a desk's places up to which its log is ours."""
        self._offers.take(self._access.asker(call.bearer).device_id)
        points = _points(call.read(Points))
        pos = await self._readers.run(lambda conn: epochs.highest_common(conn, points))
        return json_reply({"pos": pos})

    async def _offer(self, call: Call) -> Reply:
        """Events that only a desk has: the body is a page of the lost log, `upto` where it parts from ours."""
        asker = self._access.asker(call.bearer)
        self._offers.take(asker.device_id)
        self._check_ready()
        try:
            page = codec.decode_page(call.body)
        except EnvironmentFailure as error:
            raise HttpRefusal(422, "command_unreadable") from error
        return json_reply(_told(await self._salvage.offered(asker, page)))

    async def _decide(self, call: Call) -> Reply:
        """Take everything that is offered back into the log, or let it go."""
        self._leader(call)
        return await self._decided(call)

    async def _admin_back_up(self, call: Call) -> Reply:
        facts = await self._made()
        path = self._backups.newest()
        told = {"file": str(path), "bytes": facts.size_bytes, "events": facts.pos, "log_id": facts.log_id}
        return json_reply(told)

    async def _admin_decide(self, call: Call) -> Reply:
        return await self._decided(call)

    async def _admin_state(self, call: Call) -> Reply:
        return json_reply(await self._now())

    async def _decided(self, call: Call) -> Reply:
        self._check_ready()
        return json_reply(await self._salvage.decide(is_taken=call.read(Decision).is_taken))

    async def _made(self) -> CopyFacts:
        self._check_ready()
        try:
            return await self._backups.make()
        except EnvironmentFailure as failure:
            raise HttpRefusal(409, failure.code, **failure.facts) from failure

    async def _now(self) -> SafetyState:
        offer, restored_at = await self._readers.run(self._read)
        return SafetyState(self._backups.state(), offer, restored_at)

    def _read(self, conn: Connection) -> tuple[SalvageOffer | None, datetime | None]:
        """On a reader's thread; what is offered is read anew only when it changed, since every desk asks all day."""
        marks, seen = epochs.marks(conn), self._seen
        offer = seen[1] if seen[0] == marks else offer_of(conn)
        self._seen = marks, offer
        epoch = epochs.newest(conn)
        return offer, epoch.made_at if epoch else None

    def _leader(self, call: Call) -> Asker:
        asker = self._access.asker(call.bearer)
        if not asker.is_leader:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        return asker

    def _check_ready(self) -> None:
        if not self._is_ready():
            raise HttpRefusal(503, "hub_not_ready", retry_after="2")


def _for(asker: Asker, state: SafetyState) -> SafetyState:
    if asker.is_leader:
        return state
    offer = None if state.offer is None else replace(state.offer, computers=())
    return SafetyState(replace(state.backup, folder=None), offer, state.restored_at)


def _points(asked: Points) -> list[tuple[int, bytes]]:
    try:
        points = [(pos, bytes.fromhex(chain)) for pos, chain in asked.points]
    except ValueError as error:
        raise HttpRefusal(422, "command_unreadable") from error
    if len(points) > POINTS_AT_ONCE or any(not 0 <= pos < 1 << 62 for pos, _ in points):
        raise HttpRefusal(422, "command_unreadable")
    return points


def _told(branch: Branch) -> Mapping[str, Any]:
    return {"log_id": branch.log_id, "state": branch.state, "have": branch.have_pos}
