"""Joining a team: a one-time code becomes this computer's token, kept in the encrypted file."""

import asyncio
import platform

from app.desk.config import Joined
from app.desk.hub_client import PROTOCOL, HubClient, checked_address
from app.desk.precious import Precious
from app.desk.seams import Seams
from app.desk.session import Unlocked
from app.domain.errors import EnvironmentFailure


async def join(unlocked: Unlocked, hub_url: str, code: str, device_name: str, seams: Seams) -> Joined:
    """Enrol an unlocked profile; the lock stays with the caller.

    Raises EnvironmentFailure (hub_address_bad, hub_address_insecure, already_joined, update_needed, …) or HubRefused
    ("invite_unknown", "invite_used", "invite_expired").
    """
    checked_address(hub_url)
    profile = unlocked.profile
    precious = await asyncio.to_thread(Precious, profile.log_path, unlocked.key, seams.clock)
    try:
        async with await asyncio.to_thread(seams.make_http) as http:
            client = HubClient(http, hub_url)
            hello = await client.hello()
            if not hello.oldest <= PROTOCOL <= hello.newest:
                raise EnvironmentFailure("update_needed")
            before = precious.kept.joined
            if before is not None and before.log_id != hello.log_id:
                raise EnvironmentFailure("already_joined", folder=str(profile.folder))
            joined = await client.enrol(code, device_name)
        await precious.save_joined(joined)
    finally:
        await asyncio.to_thread(precious.close)
    return joined


def device_name() -> str:
    """What the owner sees in the list of computers."""
    return platform.node() or platform.system()
