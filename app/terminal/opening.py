"""From a profile to an open desk: lock, key, and where the profile has a hub of its own, that hub.

Shared by the window (main.py) and the commands that use the desk without one. What starts a hub, or joins one, is
imported when it is used: the first paint waits for this module.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.desk.config import Profile
from app.desk.live import LiveDesk
from app.desk.opening import open_desk, opened_desk
from app.desk.own_program import child_command, window_command
from app.desk.seams import OwnHub, Seams
from app.desk.session import Ask, Unlocked, unlock
from app.domain.errors import EnvironmentFailure
from app.domain.later import asyncio, secrets

if TYPE_CHECKING:
    from app.desk.config import Joined
    from app.desk.practice_team import Invited
    from app.domain.members import Role
    from app.solo import Solo

OWN_NUMBER = (
    "COMPTOIR_PHONE_NUMBER_ID",
    "COMPTOIR_ACCESS_TOKEN",
)  # with these set, this computer can be the hub
PRACTICE_BUSINESS = "Salon Camille"  # of the story that the pretend WhatsApp tells
PRACTICE_MEMBER = "Camille Roy"


async def open_profile(
    profile: Profile, environ: Mapping[str, str] = os.environ, ask: Ask | None = None
) -> LiveDesk:
    """A desk that is open, not yet following. Its `stop` ends everything that was begun here.

    A practice profile, and one that was never joined while this computer's environment names a business number, has a
    hub of its own; the first time this computer hands itself an invitation over. Raises EnvironmentFailure.
    """
    unlocked = await asyncio.to_thread(unlock, profile, environ, ask)
    solo = _solo_of(unlocked, environ)
    is_new = solo is not None and not profile.exists()
    invited = await _join_own(unlocked, solo) if solo is not None and is_new else None
    desk = await open_desk(unlocked, Seams(), _own_hub(solo, profile, environ))
    if invited is not None:
        from app.desk.practice_team import work

        await desk.change_setting("business_name", PRACTICE_BUSINESS)
        await desk.change_setting("quiet_hours", False)  # whoever practises at night sees everything go out
        desk.accompany(work(invited, Seams()))
    return desk


def open_known(profile: Profile, environ: Mapping[str, str] = os.environ) -> LiveDesk | None:
    """The same for a profile that has joined, without an event loop; None for another. Blocks."""
    if not profile.exists():
        return None
    unlocked = unlock(profile, environ)
    return opened_desk(unlocked, Seams(), _own_hub(_solo_of(unlocked, environ), profile, environ))


def leave_practice(profile: Profile) -> None:
    """Erase the practice business. Only after its desk has stopped."""
    if profile.is_practice:
        erase_practice(profile.folder)


def erase_practice(folder: Path) -> None:
    """Leave practice: its invented people, messages and settings go. Only after `stop`, and only when asked for.

    Refuses a folder that does not look like ours: ValueError.
    """
    import shutil

    if not folder.exists():
        return
    if not (folder / "hub" / "ports.json").exists() and not (folder / "profile.lock").exists():
        raise ValueError(f"{folder} is not a practice profile")
    doomed = folder.with_name(f"{folder.name}-leaving-{secrets.token_hex(4)}")
    folder.rename(doomed)  # from here on nobody opens it, even if some file of it cannot be removed at once
    shutil.rmtree(doomed, ignore_errors=True)


def _own_hub(solo: Solo | None, profile: Profile, environ: Mapping[str, str]) -> OwnHub | None:
    if solo is None:
        return None
    restart = partial(_restarted, solo) if solo.is_own else None
    if profile.is_practice:  # its pretend WhatsApp is on this computer too
        return OwnHub(partial(_started, solo), solo.stop, restart=restart)
    from app.terminal.tunnels import OwnTunnels

    tunnels = OwnTunnels(profile.hub_folder, environ)

    def stop() -> None:
        tunnels.close()
        solo.stop()

    return OwnHub(partial(_started, solo), stop, restart=restart, tunnels=tunnels)


def _solo_of(unlocked: Unlocked, environ: Mapping[str, str], *, begins: bool = False) -> Solo | None:
    """The profile's own hub, None where it belongs to a team elsewhere. `begins`: one is begun now, numberless."""
    profile, is_named = unlocked.profile, all(environ.get(name) for name in OWN_NUMBER)
    is_new_owner = not profile.exists() and (is_named or begins)
    if not (profile.is_practice or profile.has_own_hub or is_new_owner):
        return None
    from app.solo import Solo

    return Solo(
        profile.hub_folder,
        command=child_command(),
        environ=environ,
        key=unlocked.hub_key(),
        is_practice=profile.is_practice,
        is_own=not (profile.is_practice or is_named),
    )


async def _join_own(unlocked: Unlocked, solo: Solo, member_id: str | None = None) -> Invited | None:
    """The local hand-over: this computer's first device token, without a port that is open to anybody.

    In practice there are invitations for the colleagues as well. `member_id`: who this is, in a hub that was put back.
    """
    from app.desk.joining import device_name, join, person_name

    try:
        url = await asyncio.to_thread(_started, solo)
        name = PRACTICE_MEMBER if unlocked.profile.is_practice else person_name()
        code = await asyncio.to_thread(_code, solo, url, name, member_id=member_id)
        joined = await join(unlocked, url, code, device_name(), Seams())
        return await _invite_colleagues(solo, url, joined) if unlocked.profile.is_practice else None
    except BaseException:
        await asyncio.to_thread(solo.stop)
        unlocked.lock.close()
        raise


async def begin_own(
    passphrase: str | None, profile: Profile | None = None, environ: Mapping[str, str] = os.environ
) -> None:
    """A profile with a hub of its own, whose owner this person is; no number yet. Afterwards it is opened as any other.

    The key lies in the keyring, else it comes from the passphrase. Raises EnvironmentFailure: "passphrase_needed" where
    there must be one, "already_joined", what a hub's start and `unlock` raise; then nothing was begun.
    """
    from app.desk.config import main_profile

    await _begin(profile or main_profile(), passphrase, environ)


async def take_up(
    profile: Profile,
    copy: Path,
    key: str,
    member_id: str,
    passphrase: str | None,
    environ: Mapping[str, str] = os.environ,
) -> Profile:
    """The same with a copy of a hub, that `app.terminal.copies.look_at_copy` proved, as this computer's own; its owner
    `member_id` sits here. The usual profile, or one beside an inbox that was begun, whose place it is to take.

    Raises what `begin_own` and `put_back` raise; then nothing is left of it.
    """
    from app.desk.config import main_profile
    from app.desk.session import keep_hub_key
    from app.terminal.copies import put_back

    own = main_profile() if profile.is_practice else await _beside(profile)

    def prepare(unlocked: Unlocked) -> None:
        hub_key = put_back(own.hub_folder, copy, key)
        keep_hub_key(own, unlocked.key, hub_key)

    await _begin(own, passphrase, environ, prepare, member_id)
    return own


async def _begin(
    own: Profile,
    passphrase: str | None,
    environ: Mapping[str, str],
    prepare: Callable[[Unlocked], None] = lambda _unlocked: None,
    member_id: str | None = None,
) -> None:
    import shutil

    from app.desk.joining import undo_first_steps

    if own.exists():
        raise EnvironmentFailure("already_joined", folder=str(own.folder))
    unlocked = await asyncio.to_thread(unlock, own, environ, lambda: passphrase)
    try:
        await asyncio.to_thread(prepare, unlocked)
        solo = _solo_of(unlocked, environ, begins=True)
        assert solo is not None
        await _join_own(unlocked, solo, member_id)
    except BaseException:
        unlocked.lock.close()
        undo_first_steps(own)
        shutil.rmtree(own.hub_folder, ignore_errors=True)  # it is locked with a key that nobody has any more
        raise
    await asyncio.to_thread(solo.stop)
    unlocked.lock.close()


def _started(solo: Solo, settings: Mapping[str, str] = MappingProxyType({})) -> str:
    return _done(lambda: solo.start(settings))


def _restarted(solo: Solo, settings: Mapping[str, str]) -> str:
    return _done(lambda: solo.restart(settings))


def _done(act: Callable[[], str]) -> str:
    from app.solo import SoloFailure

    try:
        return act()
    except SoloFailure as failure:
        raise EnvironmentFailure(failure.code, **failure.facts) from failure


async def _invite_colleagues(solo: Solo, url: str, owner: Joined) -> Invited:
    from app.desk.practice_team import COLLEAGUES, Invited

    codes = [await asyncio.to_thread(_code, solo, url, name, role) for role, name in COLLEAGUES]
    return Invited(url, tuple(codes), owner.member_id)


def _code(solo: Solo, url: str, name: str | None, role: Role = "owner", member_id: str | None = None) -> str:
    from app.solo import SoloFailure

    try:
        return solo.code(url, name, role, member_id)
    except SoloFailure as failure:
        raise EnvironmentFailure(failure.code, **failure.facts) from failure


async def join_team(profile: Profile, address: str, code: str, passphrase: str | None) -> Profile:
    """The team's profile: beside practice, beside an inbox of one's own whose place it is to take (see `reopen`), or
    the same one again where its computer was shut out."""
    from app.desk.config import main_profile
    from app.desk.joining import join_profile

    team = main_profile() if profile.is_practice else profile
    if profile.has_own_hub and not profile.is_practice:
        team = await _beside(profile)
    await join_profile(team, address, code, os.environ, lambda: passphrase)
    return team


async def _beside(profile: Profile) -> Profile:
    """Where what is to take its place is made, empty."""
    import shutil

    beside = Profile(profile.folder.with_name(f"{profile.folder.name}-joining"))
    await asyncio.to_thread(shutil.rmtree, beside.folder, ignore_errors=True)  # of a try that died on the way
    return beside


def take_place(own: Profile, team: Profile) -> None:
    """The inbox of one's own goes, the team's is where it was. Only after the desk of the first has stopped, and only
    for one in which nothing was done, see `app.desk.setup_desk.SetupDesk.can_begin_again`. Raises OSError."""
    import shutil

    from app.desk.session import forget_key

    left = own.folder.with_name(f"{own.folder.name}-left-{secrets.token_hex(4)}")
    own.folder.rename(left)
    team.folder.rename(own.folder)
    forget_key(Profile(left))
    shutil.rmtree(left, ignore_errors=True)


def reopen(profile: Profile, *more: str, joined: Profile | None = None) -> None:
    """The window anew, as a person would start it: with the profile that has just joined, or at the doors.

    They speak the language that was chosen, which went with practice. `joined`: by this window.
    """
    import subprocess

    if joined is not None and joined.folder != profile.folder and not profile.is_practice:
        take_place(profile, joined)
    where = _in_language() if profile.is_practice else ["--profile", str(profile.folder), *more]
    subprocess.Popen([*window_command(), *where])


def practise() -> None:
    """A window of practice, beside the inbox of one's own that is left as it is."""
    import subprocess

    subprocess.Popen([*window_command(), "demo", *_in_language()])


def _in_language() -> list[str]:
    from app.words import language
    from app.words.catalogue import system_language

    return [] if language() == system_language() else ["--language", language()]
