"""Connecting a number from the desk: what is kept, what is forgotten, and that the hub goes on with it by itself."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import pytest

from app.desk.config import Profile
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.sealing import seal
from app.desk.seams import OwnHub
from app.desk.session import PRACTICE_KEY, unlock
from app.desk.set_up_kept import NOTE, KeptSetUp, from_note, to_note
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.members import Member
from app.domain.setup import Answers, Credentials, Step
from app.hub.config import from_environment
from app.net import Http
from app.sandbox.run import SandboxSettings, run_sandbox
from app.terminal.copies import look
from app.terminal.opening import begin_own, open_known, open_profile, take_up
from storage import desk as stored
from storage.codec import to_json
from storage.engine import connect
from tests.flow.desk_world import Computer
from tests.flow.hub_world import SECRET
from tests.flow.setup_world import APP_ID, PUBLIC, TYPED, SetupWorld, setup_world
from tests.unit.sandbox_rig import BUSINESS

SECRETS = (SECRET, TYPED.token)
NOTHING = Credentials()
ALL: tuple[tuple[Step, Credentials], ...] = (
    ("app", Credentials(app_id=APP_ID, app_secret=SECRET)),
    ("token", Credentials(token=f" {TYPED.token}\n")),
    ("account", NOTHING),
    ("number", NOTHING),
    ("address", Credentials(public_url=f"{PUBLIC}/")),
    ("webhook", NOTHING),
)


@dataclass
class Owner:
    """The owner's computer with the hub of its own. `breaks`: how often the hub does not start again."""

    it: SetupWorld
    computer: Computer
    desk: LiveDesk
    told: list[Mapping[str, str]]
    breaks: int = 0

    async def again(self) -> LiveDesk:
        """The window is closed and opened."""
        await self.desk.stop()
        self.desk = await opened(self)
        return self.desk


async def opened(owner: Owner) -> LiveDesk:
    loop, world = asyncio.get_running_loop(), owner.it.hub

    def restart(settings: Mapping[str, str]) -> str:
        owner.told.append(dict(settings))
        if owner.breaks:
            owner.breaks -= 1
            raise EnvironmentFailure("hub_not_started", reason="port")
        given = from_environment(settings, world.config.data_dir)
        names = ("lines", "app_secrets", "verify_token", "waba_id", "public_url")
        changes = {name: getattr(given, name) for name in names}
        asyncio.run_coroutine_threadsafe(world.anew(**changes), loop).result(30)
        return "http://localhost"

    def start(settings: Mapping[str, str]) -> str:
        owner.told.append(dict(settings))
        return "http://localhost"

    own = OwnHub(start, lambda: None, restart)
    desk = await open_desk(unlock(owner.computer.profile, {}), owner.computer.seams, own)
    await desk.start()
    await owner.it.until(lambda: desk.connection().is_hub_reachable)
    return desk


@asynccontextmanager
async def owner_of(folder: Path) -> AsyncIterator[Owner]:
    async with setup_world(folder / "hub") as it:
        machine = Computer(it.hub, folder / "desk")
        await machine.join()
        owner = Owner(it, machine, desk=None, told=[])  # type: ignore[arg-type]
        owner.desk = await opened(owner)
        try:
            yield owner
        finally:
            await owner.desk.stop()


async def all_steps(desk: LiveDesk) -> None:
    for step, typed in ALL:
        report = await desk.check_step(step, typed)
        assert report.is_done, report


async def test_a_number_is_connected_and_a_customer_is_there(tmp_path: Path) -> None:
    async with owner_of(tmp_path) as owner:
        desk = owner.desk
        assert (desk.can_set_up, desk.can_begin_again, owner.told) == (True, True, [{}])
        await all_steps(desk)
        await desk.change_setting("business_name", "Salon Camille")
        await owner.it.until(
            lambda: desk.setting("business_name") == "Salon Camille" and not desk.is_waiting_for_hub
        )
        assert desk.can_begin_again
        shown = desk.set_up()
        assert (shown.credentials.account_id, shown.credentials.number_id) == (
            BUSINESS.waba_id,
            BUSINESS.phone_number_id,
        )
        assert shown.changed == (("webhook", "app_address_set"), ("webhook", "account_subscribed"))
        await desk.connect_number()
        assert owner.told[-1]["COMPTOIR_ACCESS_TOKEN"] == TYPED.token
        assert desk.set_up().is_connected
        assert not (await desk.check_step("trial", NOTHING)).is_done
        await owner.it.control("inbound", person="ana", text="Bonjour")
        await owner.it.until(lambda: len(desk.inbox("all")) == 1, within_s=90)  # the link went on by itself
        report = await desk.check_step("trial", NOTHING)
        assert [one.code for one in report.findings] == ["trial_received", "trial_unanswered"]
        before = len(owner.told)
        await desk.connect_number()  # it is: nothing is begun anew
        assert len(owner.told) == before


async def test_it_can_be_left_and_taken_up_again(tmp_path: Path) -> None:
    async with owner_of(tmp_path) as owner:
        answers = Answers("business_app", "https://salon.example", ("phone_chats", "agenda"), "second_number")
        await owner.desk.keep_answers("token", answers)
        await owner.desk.check_step(*ALL[0])
        desk = await owner.again()
        shown = desk.set_up()
        assert (shown.step, shown.answers) == ("token", answers)
        assert shown.has == {"app_secret"}
        assert (shown.credentials.app_id, shown.credentials.app_secret, shown.is_finished) == (
            APP_ID,
            "",
            False,
        )
        verify = shown.credentials.verify_token
        assert owner.told[-1] == {"COMPTOIR_VERIFY_TOKEN": verify} != {"COMPTOIR_VERIFY_TOKEN": ""}
        await desk.check_step("app", NOTHING)  # what is kept stands for what is empty
        assert desk.set_up().credentials.verify_token == verify


async def test_what_was_not_good_is_not_kept(tmp_path: Path) -> None:
    async with owner_of(tmp_path) as owner:
        await owner.desk.check_step(*ALL[0])
        assert not (await owner.desk.check_step("token", Credentials(token="refused-x"))).is_done
        assert owner.desk.set_up().has == {"app_secret"}
        owner.it.is_graph_up = False
        with pytest.raises(EnvironmentFailure, match="channel_unreachable"):
            await owner.desk.check_step("token", Credentials(token=TYPED.token))
        assert owner.desk.set_up().has == {"app_secret"}
        with pytest.raises(ComptoirError, match="setup_incomplete"):
            await owner.desk.connect_number()


async def test_a_hub_that_does_not_start_again_goes_on_as_it_was(tmp_path: Path) -> None:
    async with owner_of(tmp_path) as owner:
        await all_steps(owner.desk)
        owner.breaks = 1
        with pytest.raises(EnvironmentFailure, match="hub_not_started"):
            await owner.desk.connect_number()
        assert (owner.told[-1], owner.desk.set_up().is_connected) == ({}, False)
        await owner.desk.connect_number()
        assert owner.desk.set_up().is_connected


async def test_everything_is_forgotten_until_the_number_is_connected(tmp_path: Path) -> None:
    async with owner_of(tmp_path) as owner:
        await all_steps(owner.desk)
        await owner.desk.forget_set_up()
        desk = await owner.again()
        assert (desk.set_up().has, owner.told[-1], desk.can_begin_again) == (frozenset(), {}, True)
        await desk.add_contact(Identity(number="33639980077"))
        assert not desk.can_begin_again  # it waits for the hub
        await owner.it.until(lambda: not desk.is_waiting_for_hub)
        assert not desk.can_begin_again
        await all_steps(desk)
        await desk.connect_number()
        with pytest.raises(ComptoirError, match="setup_connected"):
            await desk.forget_set_up()
        assert not desk.can_begin_again
        await desk.keep_answers("done", Answers("new"))
        assert desk.set_up().is_finished


async def test_where_the_hub_is_elsewhere_nothing_is_connected_from_here(tmp_path: Path) -> None:
    async with setup_world(tmp_path / "hub", is_own=False) as it:
        machine = Computer(it.hub, tmp_path / "desk")
        await machine.join()
        desk = await machine.start()
        try:
            await it.until(lambda: desk.connection().is_hub_reachable)
            assert not desk.can_set_up
            for act in (desk.check_step(*ALL[0]), desk.connect_number()):
                with pytest.raises(ComptoirError, match="setup_elsewhere"):
                    await act
            assert it.asked == []
        finally:
            await machine.stop()


async def test_no_secret_leaves_the_encrypted_file_nor_outlives_the_profile(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with owner_of(tmp_path) as owner:
        await all_steps(owner.desk)
        await owner.desk.connect_number()
        desk = await owner.it.hub.join()
        assert (await owner.it.hub.call("POST", "/api/v1/safety/backup", desk, b"{}")).status == 200
        profile = owner.computer.profile
    assert list((tmp_path / "hub" / "backups").rglob("hub-*.db"))
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for secret in (*SECRETS, TYPED.verify_token):
        assert [path for path, data in files.items() if secret.encode() in data] == []
        assert secret not in caplog.text
    assert all(secret in note_in(profile) for secret in SECRETS)
    seal(profile, PRACTICE_KEY, "device_revoked")
    assert note_in(profile) == ""


def note_in(profile: Profile) -> str:
    with closing(connect(profile.log_path, PRACTICE_KEY, is_read_only=True)) as conn:
        return stored.notes(conn).get(NOTE, b"").decode()


def test_what_is_kept_reads_back_and_what_is_odd_is_nothing() -> None:
    kept = KeptSetUp(
        "number", Answers("api", bring_from=("deals",)), TYPED, (("webhook", "x"),), True, True, None
    )
    assert from_note(to_note(kept)) == kept
    for odd in (None, b"", b"[]", b"{", b'{"step": "levitation", "credentials": {"wings": "2"}}'):
        assert from_note(odd) == KeptSetUp()
    assert SECRET not in repr(kept) and TYPED.token not in repr(kept)
    assert all(from_note(to_note(replace(kept, step=step))).step == step for step in get_args(Step))


@pytest.mark.timeout(120)
async def test_from_nothing_to_a_customer_with_a_hub_of_ones_own(tmp_path: Path) -> None:
    """Real processes: no environment, no number; the values go in by the hub's standard input and nowhere else."""
    ready, stop = asyncio.get_running_loop().create_future(), asyncio.Event()
    meta = SandboxSettings(0, None, SECRET, "", BUSINESS.phone_number_id, BUSINESS.waba_id)
    running = asyncio.ensure_future(run_sandbox(meta, on_ready=ready.set_result, stop=stop))
    graph = f"http://127.0.0.1:{await ready}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
    environ |= {"COMPTOIR_GRAPH_URL": graph, "COMPTOIR_PASSPHRASE": "four plain words here"}
    profile = Profile(tmp_path / "main")
    await begin_own("four plain words here", profile, environ)
    with pytest.raises(EnvironmentFailure, match="already_joined"):
        await begin_own("four plain words here", profile, environ)
    desk = await open_profile(profile, environ)
    await desk.start()
    try:
        async with asyncio.timeout(60), Http() as http:
            await until(lambda: desk.connection().is_hub_reachable)
            assert (desk.can_set_up, desk.me().role) == (True, "owner")
            port = int((profile.hub_folder / "ports.json").read_text().partition('"hub": ')[2].split(",")[0])
            for step, typed in ALL[:4]:
                assert (await desk.check_step(step, typed)).is_done
            for step, typed in (("address", Credentials(public_url=f"http://127.0.0.1:{port}")), ALL[5]):
                assert (await desk.check_step(step, typed)).is_done
            await desk.connect_number()
            assert seen_outside(profile) == []
            said = to_json({"person": {"phone": "+44 7700 900777", "name": "Bo"}, "text": "Bonjour"})
            assert (await http.request("POST", f"{graph}/_sandbox/inbound", content=said)).status == 200
            await until(lambda: len(desk.inbox("all")) == 1)
            await desk.back_up()
    finally:
        await desk.stop()
        stop.set()
        await running
    again = await asyncio.to_thread(open_known, profile, environ)
    assert again is not None and again.hub_settings()["COMPTOIR_ACCESS_TOKEN"] == TYPED.token
    key, me = again.copies_key(), again.me()
    assert key is not None
    await again.stop()
    [copy] = (profile.hub_folder / "backups").glob("hub-*.db")
    await goes_on_from_a_copy(tmp_path / "new", copy, " ".join((key[:32], key[32:].upper())), me, environ)


async def goes_on_from_a_copy(
    folder: Path, copy: Path, key: str, me: Member, environ: Mapping[str, str]
) -> None:
    """On another computer, with another passphrase: the same person, the same customer, the hub's key."""
    with pytest.raises(EnvironmentFailure, match="backup_wrong_key"):
        await look(copy, "0a" * 32)
    with pytest.raises(EnvironmentFailure, match="data_key_malformed"):
        await look(copy, key[:-1])
    found = await look(copy, key)
    assert found.owners == ((me.member_id, me.name),)
    phrase = "another four plain words"
    there = {**environ, "COMPTOIR_PASSPHRASE": phrase}
    with pytest.raises(EnvironmentFailure):
        await take_up(Profile(folder), copy, "0a" * 32, me.member_id, phrase, there)
    assert not list(folder.parent.glob("new*/[!p]*"))  # but for the lock, nothing of it is left
    taken = await take_up(Profile(folder), copy, key, me.member_id, phrase, there)
    desk = await open_profile(taken, there)
    await desk.start()
    try:
        async with asyncio.timeout(60):
            await until(lambda: len(desk.inbox("all")) == 1)
        assert desk.me() == me and desk.copies_key() == key.replace(" ", "").lower()
        assert desk.can_set_up and not desk.can_begin_again
    finally:
        await desk.stop()


def seen_outside(profile: Profile) -> list[str]:
    """Where another program of this computer could read a secret: command lines, environments, files."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            try:
                text = (process / name).read_bytes()
            except OSError:
                continue
            if TYPED.token.encode() in text:
                found.append(str(process / name))
    files = (path for path in profile.folder.rglob("*") if path.is_file())
    return found + [str(path) for path in files if TYPED.token.encode() in path.read_bytes()]


async def until(is_so) -> None:  # type: ignore[no-untyped-def]
    while not is_so():  # noqa: ASYNC110 - other processes tell nobody
        await asyncio.sleep(0.05)
