"""Joining a team: a one-time code becomes this computer's token, kept in the encrypted file."""

import asyncio
import os
import platform
from collections.abc import Mapping

from app.desk.config import Joined, Profile
from app.desk.hub_client import PROTOCOL, HubClient, HubUnreachable, checked_address
from app.desk.precious import Precious
from app.desk.sealing import welcome
from app.desk.seams import Seams
from app.desk.session import Ask, Unlocked, unlock
from app.domain.errors import EnvironmentFailure

NOBODYS = frozenset(
    {"", "root", "admin", "administrator", "user", "utilisateur"}
)  # accounts that are nobody's name


async def greet(hub_url: str, seams: Seams) -> None:
    """Look whether a hub answers there, before anything is made on this computer.

    Raises EnvironmentFailure: hub_address_bad, hub_address_insecure, hub_not_there, answer_unreadable, update_needed.
    """
    checked_address(hub_url)
    async with await asyncio.to_thread(seams.make_http) as http:
        try:
            hello = await HubClient(http, hub_url).hello()
        except HubUnreachable as error:
            raise EnvironmentFailure("hub_not_there", address=hub_url) from error
    if not hello.oldest <= PROTOCOL <= hello.newest:
        raise EnvironmentFailure("update_needed")


async def join(unlocked: Unlocked, hub_url: str, code: str, device_name: str, seams: Seams) -> Joined:
    """Enrol an unlocked profile, anew with all that waits in it; the lock stays with the caller.

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
            if len(precious.kept.seats) > 1:  # whose place would it be?
                raise EnvironmentFailure("seats_several")
            joined = await client.enrol(code, device_name)
        await precious.save_joined(joined, welcome=welcome(precious.kept.notes, joined))
    finally:
        await asyncio.to_thread(precious.close)
    profile.locked_path.unlink(missing_ok=True)
    return joined


async def join_profile(
    profile: Profile,
    hub_url: str,
    code: str,
    environ: Mapping[str, str],
    ask: Ask | None = None,
    device: str | None = None,
) -> Joined:
    """The whole way: look for the hub, lock the profile, enrol, let go. `device`: what to call this computer.

    A profile that was begun for a join that failed is undone. Raises what `greet`, `unlock` and `join` raise.
    """
    seams = Seams()
    await greet(hub_url, seams)
    is_new = not profile.exists()
    unlocked = await asyncio.to_thread(unlock, profile, environ, ask, is_joining=True)
    try:
        return await join(unlocked, hub_url, code, device or device_name(), seams)
    except BaseException:
        if is_new:
            undo_first_steps(profile)
        raise
    finally:
        unlocked.lock.close()


def undo_first_steps(profile: Profile) -> None:
    """A profile that was begun for a join that failed: nothing of it may ask for the same passphrase next time."""
    for path in (*profile.folder.glob(f"{profile.log_path.name}*"), profile.key_path):
        path.unlink(missing_ok=True)


def person_name() -> str | None:
    """The name of whoever is signed in on this computer, as the system has it; None where that is nobody's."""
    import getpass

    try:
        import pwd

        name = pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0].strip() or getpass.getuser().title()
    except ImportError:  # Windows
        name = getpass.getuser().title()
    except (KeyError, OSError):
        return None
    return None if name.lower() in NOBODYS else name


def device_name() -> str:
    """What the owner sees in the list of computers."""
    return platform.node() or platform.system()
