"""A desk's key is gone, is another one, or stayed on another computer: one sentence, and not one byte is lost."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.desk.config import Profile
from app.desk.joining import join
from app.desk.opening import open_desk
from app.desk.seams import Seams
from app.desk.session import unlock
from app.domain.errors import EnvironmentFailure
from app.domain.ids import ConversationId
from app.net import Http
from app.words.sentences import refusal
from tests.flow.desk_world import HUB_ADDRESS, Wire, reach
from tests.flow.hub_world import HubWorld

Secrets = dict[tuple[str, str], str]
THERE = ConversationId("conversation-ana")
DRAFT = "Dear Ana, the colour we used"


@asynccontextmanager
async def joined(world: HubWorld, folder: Path) -> AsyncIterator[tuple[Profile, Seams]]:
    """A profile of a real computer, with its key in the keyring, a message of Ana's and a draft."""
    wire = Wire(world)
    seams = Seams(world.clock, lambda: Http(transport=wire), lambda: 0.0)
    profile = Profile(folder)
    code = await world.core.access.invite("owner", "Léa")
    unlocked = unlock(profile, {})
    try:
        await join(unlocked, HUB_ADDRESS, code, "Léa's computer", seams)
    finally:
        unlocked.lock.close()
    await world.say("My phone number is a secret")
    desk = await open_desk(unlock(profile, {}), seams)
    await desk.start()
    desk.save_draft(THERE, DRAFT)
    await reach(world.clock, lambda: len(desk.inbox("all")) == 1)
    await desk.stop()
    yield profile, seams


def bytes_of(profile: Profile) -> dict[str, bytes]:
    names = ("log.db", "view.db", "key.json")
    return {name: (profile.folder / name).read_bytes() for name in names}


async def opens_as_before(profile: Profile, seams: Seams) -> None:
    desk = await open_desk(unlock(profile, {}), seams)
    try:
        assert desk.draft(THERE) == DRAFT
        assert len(desk.inbox("all")) == 1
    finally:
        await desk.stop()


async def test_a_key_that_left_the_keyring_opens_nothing_and_costs_nothing(
    tmp_path: Path, wallet: Secrets
) -> None:
    async with HubWorld(tmp_path / "hub") as world, joined(world, tmp_path / "profile") as (profile, seams):
        before, kept = bytes_of(profile), dict(wallet)
        wallet.clear()
        with pytest.raises(EnvironmentFailure, match="key_missing") as told:
            unlock(profile, {})
        assert "{" not in refusal(told.value.code, told.value.facts)
        assert bytes_of(profile) == before
        wallet.update(kept)
        await opens_as_before(profile, seams)


async def test_another_key_in_its_place_opens_nothing_and_costs_nothing(
    tmp_path: Path, wallet: Secrets
) -> None:
    async with HubWorld(tmp_path / "hub") as world, joined(world, tmp_path / "profile") as (profile, seams):
        before, kept = bytes_of(profile), dict(wallet)
        wallet.update(dict.fromkeys(wallet, "5b" * 32))
        with pytest.raises(EnvironmentFailure, match="wrong_key"):
            await open_desk(unlock(profile, {}), seams)
        assert bytes_of(profile) == before
        assert not list(profile.folder.glob("log-damaged*"))
        wallet.update(kept)
        await opens_as_before(profile, seams)


async def test_files_that_were_carried_to_another_computer_say_nothing_there(
    tmp_path: Path, wallet: Secrets
) -> None:
    """The key stays in the first computer's keyring; whoever has the files alone has noise."""
    async with HubWorld(tmp_path / "hub") as world, joined(world, tmp_path / "profile") as (profile, seams):
        stolen = Profile(tmp_path / "stolen")
        shutil.copytree(profile.folder, stolen.folder)
        kept = dict(wallet)
        wallet.clear()
        with pytest.raises(EnvironmentFailure, match="key_missing"):
            unlock(stolen, {})
        (stolen.folder / "key.json").unlink()  # a new key for old files would be the end of them
        with pytest.raises(EnvironmentFailure, match="key_missing"):
            unlock(stolen, {"COMPTOIR_PASSPHRASE": "a guess"})
        for path in sorted(stolen.folder.rglob("*")):
            held = path.read_bytes() if path.is_file() else b""
            for secret in (b"My phone number is a secret", DRAFT.encode(), *map(str.encode, kept.values())):
                assert secret not in held, f"{path.name} tells {secret!r}"
        wallet.update(kept)
        await opens_as_before(profile, seams)
