"""The team's hub has another address: this computer follows it there, with its log, its drafts and all that waits.

The computer whose own hub was packed hands it over on the way: once, and to one address for good, so that there are
never two hubs that send.
"""

import asyncio
from dataclasses import replace
from pathlib import Path

from app.desk.config import Joined
from app.desk.hub_client import PROTOCOL, HubClient, HubRefused, HubUnreachable, checked_address
from app.desk.kept import Kept, joined_of, seat_of
from app.desk.precious import Precious
from app.desk.seams import Seams
from app.desk.session import Unlocked
from app.domain.errors import EnvironmentFailure
from storage import desk as stored
from storage import moved
from storage.codec import to_json
from storage.engine import Connection
from storage.moved import Moved


async def follow(unlocked: Unlocked, address: str, seams: Seams) -> Joined:
    """Belong to the hub at `address` from now on; the profile's lock stays with the caller. Safe to repeat.

    Raises EnvironmentFailure: hub_address_bad, hub_address_insecure, hub_not_there, hub_not_answering, update_needed,
    not_joined, hub_not_packed, hub_moved (to another address), other_hub, move_unfinished; or HubRefused.
    """
    url = checked_address(address)
    profile = unlocked.profile
    if not profile.log_path.exists():
        raise EnvironmentFailure("not_joined", folder=str(profile.folder))
    note = moved.read(profile.hub_folder)
    if note is None and profile.has_own_hub:
        raise EnvironmentFailure("hub_not_packed", folder=str(profile.folder))
    is_other = note is not None and note.address not in ("", url)
    if note is not None and is_other and note.is_unfinished:
        raise EnvironmentFailure("hub_moved", address=note.address)
    precious = await asyncio.to_thread(Precious, profile.log_path, unlocked.key, seams.clock)
    try:
        joined = precious.kept.joined
        if joined is None:
            raise EnvironmentFailure("not_joined", folder=str(profile.folder))
        async with await asyncio.to_thread(seams.make_http) as http:
            await _look(HubClient(http, url), joined, url)
            if note is not None and is_other:
                await _check_taken(HubClient(http, url), note)
            elif note is not None:
                hub = HubClient(http, url, _owner(precious.kept, joined).token)
                await _hand_over(hub, profile.hub_folder, note, url)

        def job(conn: Connection) -> None:
            for seat in stored.seats(conn):
                stored.set_joined(conn, seat.device_id, seat_of(replace(joined_of(seat), hub_url=url)).joined)

        await precious.change_seats(job)
        if note is not None:
            moved.write(profile.hub_folder, replace(note, address=url, is_unfinished=False))
    finally:
        await asyncio.to_thread(precious.close)
    return replace(joined, hub_url=url)


def kept_of(unlocked: Unlocked) -> Kept:
    """What the profile's precious file holds, closed again. Blocks. Raises EnvironmentFailure: wrong_key and others."""
    from app.domain.clock import SystemClock

    precious = Precious(unlocked.profile.log_path, unlocked.key, SystemClock())
    precious.close()
    return precious.kept


async def _look(client: HubClient, joined: Joined, url: str) -> None:
    """Only the same hub gets to see this computer's token: who answers must know the log's id."""
    try:
        hello = await client.hello()
    except HubUnreachable as error:
        raise EnvironmentFailure("hub_not_answering", address=url) from error
    if hello.log_id != joined.log_id:
        raise EnvironmentFailure("other_hub", address=url)
    if not hello.oldest <= PROTOCOL <= hello.newest:
        raise EnvironmentFailure("update_needed")


async def _check_taken(client: HubClient, note: Moved) -> None:
    """A hub that was handed over may move on from server to server: one that still waits for us is another one."""
    try:
        await client.get("/health")
    except HubRefused as refused:
        raise EnvironmentFailure("hub_moved", address=note.address) from refused


def _owner(kept: Kept, joined: Joined) -> Joined:
    """Only an owner hands a hub over, whoever of this computer's people was here last."""
    known = (joined_of(seat) for seat in kept.seats)
    return next((one for one in known if one.role == "owner"), joined)


async def _hand_over(client: HubClient, folder: Path, note: Moved, url: str) -> None:
    """To this address or to none: that is written first. A server that says no has not taken it."""
    await asyncio.to_thread(moved.write, folder, replace(note, address=url, is_unfinished=True))
    try:
        await client.post("/api/v1/arrival", to_json({"move_id": note.move_id}))
    except HubUnreachable as error:
        raise EnvironmentFailure("move_unfinished") from error
    except HubRefused as refused:
        if not (note.address or refused.is_passing):
            await asyncio.to_thread(moved.write, folder, note)
        raise
