"""The doctor's routes, and how a hub's doctor is put together."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from app.domain.clock import Clock
from app.domain.errors import EnvironmentFailure
from app.domain.findings import Finding
from app.domain.settings import BY_NAME
from app.hub.access import Access
from app.hub.backups import Backups
from app.hub.config import HubConfig
from app.hub.doctor import Doctor, Look
from app.hub.doctor_address import Reached, address
from app.hub.doctor_channel import ChannelLooks
from app.hub.doctor_inside import FileLooks, Reading, copies, disk, encryption
from app.hub.followers import Followers
from app.hub.http import Call, Handler, HttpRefusal, Reply, json_reply
from app.hub.limits import ACCOUNT_BURST, ACCOUNT_PER_S, DOCTOR_BURST, DOCTOR_PER_S, Bucket
from app.hub.mailing import Mailing
from app.hub.readers import Readers
from app.hub.reconciling import Reconciler
from app.hub.situation import Asker
from app.whatsapp.checking import Checking
from storage import view


def looks_of(
    config: HubConfig,
    readers: Readers,
    checking: Checking | None,
    reconciler: Reconciler,
    followers: Followers,
    backups: Backups,
    mailing: Mailing,
    reached: Callable[[], Reached | None],
    clock: Clock,
) -> list[Look]:
    """Everything that a running hub can look at."""

    async def read(reading: Reading) -> Sequence[Finding]:
        return await readers.run(reading)

    async def said(finding: Callable[[], Finding]) -> Sequence[Finding]:
        return [finding()]

    async def off_loop(finding: Callable[[], Sequence[Finding]]) -> Sequence[Finding]:
        return await asyncio.to_thread(finding)

    def public_url() -> str:
        known = reached()
        return known.url if known is not None else ""

    file = FileLooks(clock, lambda: reconciler.standing, followers)
    return [
        *ChannelLooks(config, readers, checking, clock, public_url).looks(),
        Look(("address",), partial(said, lambda: address(reached(), is_practice=config.is_practice))),
        *(Look(checks, partial(read, reading)) for checks, reading in file.readings()),
        Look(("disk",), partial(off_loop, lambda: disk(config))),
        Look(("copies",), partial(off_loop, lambda: [copies(backups.state(), clock.now())])),
        Look(("encryption",), partial(said, lambda: encryption(config))),
        Look(("mail",), partial(said, mailing.finding)),
    ]


@dataclass(frozen=True, slots=True)
class ToldHere:
    """The answer of /admin/v1/doctor. `zone`: the business's."""

    at: datetime
    findings: tuple[Finding, ...]
    zone: str


class DoctorApi:
    """GET /doctor for owners and managers, POST /mail/trial for owners, /admin/v1/doctor for this computer's owner."""

    def __init__(
        self, access: Access, readers: Readers, doctor: Doctor, mailing: Mailing, clock: Clock
    ) -> None:
        self._access, self._readers, self._doctor, self._mailing = access, readers, doctor, mailing
        self._looks = Bucket(clock, DOCTOR_PER_S, DOCTOR_BURST)
        self._trials = Bucket(clock, ACCOUNT_PER_S, ACCOUNT_BURST)

    def routes(self) -> Mapping[tuple[str, str], Handler]:
        """What is served here."""
        return {
            ("GET", "/api/v1/doctor"): self._examine,
            ("POST", "/api/v1/mail/trial"): self._try_mail,
            ("POST", "/admin/v1/doctor"): self._admin_examine,
        }

    async def _examine(self, call: Call) -> Reply:
        asker = self._asker(call, "owner", "manager")
        self._looks.take(asker.device_id)
        return json_reply(await self._doctor.examine())

    async def _admin_examine(self, call: Call) -> Reply:
        """With the zone in which a person counts days: the command may not open the file."""
        found = await self._doctor.examine()
        zone = self._readers.quick(view.settings).get("time_zone", BY_NAME["time_zone"].default)
        return json_reply(ToldHere(found.at, found.findings, str(zone)))

    async def _try_mail(self, call: Call) -> Reply:
        """Write to the owner's addresses now."""
        asker = self._asker(call, "owner")
        self._trials.take(asker.device_id)
        try:
            count = await self._mailing.trial()
        except EnvironmentFailure as failure:
            raise HttpRefusal(409, failure.code, **failure.facts) from failure
        finally:
            self._doctor.forget()
        return json_reply({"count": count})

    def _asker(self, call: Call, *roles: str) -> Asker:
        asker = self._access.asker(call.bearer)
        if asker.role not in roles:
            raise HttpRefusal(403, "role_missing", role=asker.role)
        return asker
