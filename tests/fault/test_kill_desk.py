"""The desktop or its hub is killed in mid-sentence: nothing typed more than a second ago is gone, nothing is doubled.

Promises G8 (drafts), G3 and G9 (a replica that was killed while it fetched), G4 (commands when the hub dies).
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from app.desk.config import Joined, Profile
from app.desk.joining import join
from app.desk.live import LiveDesk
from app.desk.opening import open_desk
from app.desk.precious import Precious
from app.desk.seams import Seams
from app.desk.session import PRACTICE_KEY, unlock
from app.domain.clock import SystemClock
from app.domain.ids import ConversationId, DeviceId, LogId, MemberId
from storage import desk as stored
from storage import view
from storage.engine import connect
from tests.fault.hub_process import HubProcess, signed_request
from tests.fault.nursery import ROOT, Born, born
from tests.fault.typing_desk import CONVERSATION
from tests.flow.hub_world import escaped, text_item, webhook

NOWHERE = "http://127.0.0.1:9"


def python(*arguments: str) -> subprocess.Popen[str]:
    pipe, env = subprocess.PIPE, dict(os.environ)
    return Born([*arguments], cwd=ROOT, env=env, stdout=pipe, stderr=subprocess.DEVNULL)


def kill(process: subprocess.Popen[str]) -> str:
    """Kill it and give what it had printed."""
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return said


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """A joined profile whose hub is out of reach."""
    profile = Profile(tmp_path / "profile", is_practice=True)
    profile.folder.mkdir()
    precious = Precious(profile.log_path, PRACTICE_KEY, SystemClock())
    joined = Joined(NOWHERE, "token", LogId("log"), DeviceId("device"), MemberId("member"), "Léa", "owner")
    asyncio.run(precious.save_joined(joined))
    precious.close()
    return profile


def test_a_draft_is_at_most_a_second_old_after_a_kill(profile: Profile, is_long: bool) -> None:
    """A second, and what the computer let nobody work meanwhile: every key is to come 20 ms after the one before."""
    chance = random.Random(20261126)
    for _ in range(40 if is_long else 4):
        typing = python("-m", "tests.fault.typing_desk", str(profile.folder))
        assert typing.stdout is not None
        lines = [typing.stdout.readline() for _ in range(12)]  # it types
        time.sleep(chance.uniform(0.6, 1.6))  # a moment like any other
        killed_s = time.monotonic()
        lines += kill(typing).splitlines()
        typed = [(int(number), float(at_s)) for number, at_s in map(str.split, lines) if at_s]
        lost_s = sum(max(0.0, later - at_s - 0.05) for (_, at_s), (_, later) in pairwise(typed))
        must_be_there = max((number for number, at_s in typed if at_s < killed_s - 1.0 - lost_s), default=0)
        with closing(connect(profile.log_path, PRACTICE_KEY)) as conn:
            draft = stored.drafts(conn, DeviceId("device")).get(CONVERSATION, "0")
            stored.save_drafts(conn, {CONVERSATION: ""}, DeviceId("device"))
        assert must_be_there <= int(draft.split()[0]) <= typed[-1][0] + 1
        assert len(typed) > 10


def messages(count: int, people: int = 7) -> bytes:
    """One webhook with many messages."""
    now = SystemClock().now()
    people_ids = [f"3363998{number:04d}" for number in range(people)]
    items = [text_item(f"Message {n}", people_ids[n % people], sent_at=now) for n in range(count)]
    contacts = [{"profile": {"name": f"Person {one}"}, "wa_id": one} for one in people_ids]
    return escaped(webhook({"contacts": contacts, "messages": items}))


async def posted(hub: HubProcess, *bodies: bytes) -> None:
    """Hand webhooks over; each must be taken."""
    for body in bodies:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(signed_request(body))
        await writer.drain()
        assert b"200" in await reader.readline()
        writer.close()
        await writer.wait_closed()


def invited(hub: HubProcess) -> str:
    """A code for the owner, as a person gets it."""
    words = ["main.py", "invite", "--data", str(hub.folder), "--role", "owner"]
    done = born(words, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["code"])


async def joined(hub: HubProcess, folder: Path) -> Profile:
    """A profile that has joined this hub."""
    code = invited(hub)
    profile = Profile(folder, is_practice=True)
    unlocked = unlock(profile, {})
    try:
        await join(unlocked, f"http://127.0.0.1:{hub.port}", code, "computer", Seams())
    finally:
        unlocked.lock.close()
    return profile


FETCH = """
import asyncio, sys
from pathlib import Path
from app.desk.config import Profile
from app.desk.opening import open_desk
from app.desk.session import unlock

async def fetch():
    desk = await open_desk(unlock(Profile(Path(sys.argv[1]), is_practice=True), {}))
    await desk.connect()
    print("begun", flush=True)
    await desk.sync()
    await desk.stop()

asyncio.run(fetch())
"""


async def test_a_desk_killed_while_it_fetches_ends_with_every_event_once(
    tmp_path: Path, is_long: bool
) -> None:
    """G3, G9: whatever is cut in the middle, the view equals one made from the log at once."""
    chance = random.Random(7)
    with HubProcess(tmp_path / "hub") as hub:
        profile = await joined(hub, tmp_path / "profile")
        for _ in range(12 if is_long else 4):
            await posted(hub, *[messages(150) for _ in range(4)])
            fetching = python("-c", FETCH, str(profile.folder))
            assert fetching.stdout is not None
            fetching.stdout.readline()
            await asyncio.sleep(chance.uniform(0, 0.25))
            kill(fetching)
        desk = await open_desk(unlock(profile, {}))
        await desk.connect()
        await desk.sync()
        await desk.stop()
    with (
        closing(connect(profile.log_path, PRACTICE_KEY)) as log,
        closing(connect(tmp_path / "again.db", None)) as again,
    ):
        events = stored.page(log, 0, 1_000_000)
        assert [event.pos for event in events] == list(range(1, len(events) + 1))
        assert log.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        view.rebuild(again, events)
        with closing(connect(profile.view_path, PRACTICE_KEY, is_read_only=True)) as grown:
            assert view.view_hash(grown) == view.view_hash(again)
            assert view.cursor(grown) == view.cursor(again)


async def until(is_so: Callable[[], bool], within_s: float = 60.0) -> None:
    """Look again until it is so; a real process brings it about."""
    async with asyncio.timeout(within_s):
        while not is_so():  # noqa: ASYNC110 - a process tells nobody
            await asyncio.sleep(0.02)


class DyingHub:
    """A hub that is killed and started again on the same folder and port."""

    def __init__(self, folder: Path) -> None:
        self.now = HubProcess(folder).start()

    def die_and_come_back(self) -> None:
        self.now.kill()
        self.now = HubProcess(self.now.folder, port=self.now.port).start()


async def test_answers_sent_while_the_hub_dies_again_and_again_are_in_the_log_once(
    tmp_path: Path, is_long: bool
) -> None:
    """G4 with a real hub, killed between and under its answers."""
    hub = DyingHub(tmp_path / "hub")
    try:
        profile = await joined(hub.now, tmp_path / "profile")
        await posted(hub.now, messages(7))
        desk = await open_desk(unlock(profile, {}))
        await desk.start()
        try:
            await until(lambda: len(desk.inbox("all")) == 7)
            texts = await answered_under_kills(desk, hub, rounds=10 if is_long else 3)
            await until(lambda: not desk.is_waiting_for_hub)
        finally:
            await desk.stop()
    finally:
        hub.now.kill()
    with closing(connect(tmp_path / "hub" / "hub.db", None, is_read_only=True)) as conn:
        rows = conn.execute(
            "SELECT text FROM view_message WHERE member_id IS NOT NULL AND kind = 'text'"
        ).fetchall()
    assert Counter(row[0] for row in rows) == Counter(texts)


async def answered_under_kills(desk: LiveDesk, hub: DyingHub, rounds: int) -> list[str]:
    """Answer everybody in each round while the hub dies in the middle of it; the texts that were written."""
    chance = random.Random(11)
    there: list[ConversationId] = desk.inbox("all")
    texts: list[str] = []
    for number in range(rounds):
        for place, conversation_id in enumerate(there):
            texts.append(f"Answer {number}.{place}")
            await desk.send_text(conversation_id, texts[-1], grace_s=0)
            if place == 3:
                await asyncio.sleep(chance.uniform(0, 0.05))
                await asyncio.to_thread(hub.die_and_come_back)
    return texts
