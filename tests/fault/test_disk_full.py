"""G1: a full disk. The channel gets 503 and keeps its webhooks; nothing acknowledged is lost; space brings all back."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from storage.hub import raw, store
from tests.fault.hub_process import HubProcess, Poster
from tests.flow.hub_world import SOON_S, escaped, message_webhook
from tests.world import NOON

DISK_KIB = 12 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few MiB, in memory."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_KIB}k", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("this system does not allow a mount")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(ballast: Path) -> None:
    """Leave not one block free."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12):
            with suppress(OSError):  # no space left
                while True:
                    file.write(bytes(size))
    assert os.statvfs(ballast.parent).f_bfree == 0


async def test_a_full_disk_costs_time_and_no_message(small_disk: Path) -> None:
    data, ballast = small_disk / "data", small_disk / "ballast"
    bodies = [escaped(message_webhook(f"{index} " + "x" * 3000, sent_at=NOON)) for index in range(300)]
    acknowledged: list[bytes] = []
    statuses: list[int | None] = []
    with HubProcess(data) as hub:
        poster = Poster()
        for index, body in enumerate(bodies):
            if index == 100:
                fill(ballast)
            if index == 200:
                ballast.unlink()
                await _until_taken(poster, hub.port, body)
            statuses.append(await poster.post(hub.port, body))
            if statuses[-1] == 200:
                acknowledged.append(body)
        await poster.close()
        assert set(statuses[:100]) == {200}
        assert set(statuses[100:200]) <= {200, 503}
        assert statuses[100:200].count(503) > 10
        assert set(statuses[200:]) == {200}
        async with asyncio.timeout(SOON_S):
            while _waiting(data):  # noqa: ASYNC110 - another process's file
                await asyncio.sleep(0.02)
        code, said = await asyncio.to_thread(hub.stop)
    assert code == 0
    assert "Traceback" not in said
    with closing(store.open_reading(data / "hub.db", None)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        kept = {row[0] for row in conn.execute("SELECT body FROM raw_inbox")}
        logged = conn.execute("SELECT count(*) FROM log WHERE raw_id IS NOT NULL").fetchone()[0]
    assert set(acknowledged) <= kept
    assert logged == len(kept)


def test_a_hub_that_finds_no_room_at_its_start_says_so_in_one_sentence(small_disk: Path) -> None:
    fill(small_disk / "ballast")
    hub = HubProcess(small_disk / "data")
    with pytest.raises(AssertionError) as ended:
        hub.start()
    hub.kill()
    code, said = ended.value.args[0]
    assert code == 1
    assert said.count("\n") == 1
    assert "Traceback" not in said


async def _until_taken(poster: Poster, port: int, body: bytes) -> None:
    async with asyncio.timeout(SOON_S):
        while await poster.post(port, body) != 200:  # noqa: ASYNC110 - only the next post can tell
            await asyncio.sleep(0.05)


def _waiting(folder: Path) -> int:
    with closing(store.open_reading(folder / "hub.db", None)) as conn:
        return raw.count_waiting(conn)
