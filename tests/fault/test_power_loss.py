"""G1: power is cut at any moment; what was acknowledged is in what the disk had been told to keep.

The disk is tests/fault/durable_image.c: a file's durable image is its content at its last fsync.
"""

import asyncio
import os
import random
import shutil
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from storage.engine import connect
from tests.fault.hub_process import HubProcess, Poster

ROUNDS, ROUNDS_LONG = 4, 200
CANARY_ROUNDS = 3
CONNECTIONS = 8
CUT_AFTER_POSTS = (30, 900)


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled disk."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or os.name != "posix" or not Path("/proc/self/fd").exists():
        pytest.skip("needs a C compiler, LD_PRELOAD and /proc")
    library = tmp_path_factory.mktemp("shim") / "durable_image.so"
    source = Path(__file__).with_name("durable_image.c")
    subprocess.run(
        [compiler, "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True
    )
    return library


class Cuts:
    """A hub on a disk that forgets what was not synced; `once` is one power cut."""

    def __init__(self, folder: Path, shim: Path, durability: str) -> None:
        self._data, self._image = folder / "data", folder / "image"
        self._shim = shim
        self._durability = durability
        self._dice = random.Random(5)
        self._enough = 0
        self._is_enough = asyncio.Event()
        self.acknowledged: set[bytes] = set()

    async def once(self) -> int:
        """Start on what the disk kept, post, cut; how many acknowledged bodies are gone now."""
        self._image.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._data, ignore_errors=True)
        shutil.copytree(self._image, self._data)
        hub = HubProcess(
            self._data,
            LD_PRELOAD=str(self._shim),
            DURABLE_WATCH=str(self._data),
            DURABLE_IMAGE=str(self._image),
            COMPTOIR_DURABILITY=self._durability,
        ).start()
        posters = asyncio.gather(*(self._post(hub.port) for _ in range(CONNECTIONS)))
        try:
            await self._acknowledged_more(self._dice.randint(*CUT_AFTER_POSTS))
        finally:
            await asyncio.to_thread(hub.kill)
            await posters
        return self._lost()

    async def _post(self, port: int) -> None:
        poster = Poster()
        while True:
            body = self._dice.randbytes(self._dice.randint(50, 3000)).hex().encode()
            status = await poster.post(port, body)
            if status is None:
                return  # the power is off
            if status == 503:
                continue  # a slow disk; the channel would come again
            assert status == 200
            self.acknowledged.add(sha256(body).digest())
            if len(self.acknowledged) >= self._enough:
                self._is_enough.set()

    async def _acknowledged_more(self, count: int) -> None:
        self._enough = len(self.acknowledged) + count
        self._is_enough.clear()
        async with asyncio.timeout(60):
            await self._is_enough.wait()

    def _lost(self) -> int:
        """What is missing in a copy of the image; the copy, since opening a database changes it."""
        copy = self._image.with_name("copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._image, copy)
        with closing(connect(copy / "hub.db", None)) as conn:
            assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            has_table = conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'raw_inbox'").fetchone()
            rows = conn.execute("SELECT sha256, body FROM raw_inbox").fetchall() if has_table else []
        assert all(sha256(body).digest() == key for key, body in rows)
        return len(self.acknowledged - {key for key, _ in rows})


async def test_a_power_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path, shim: Path, is_long: bool
) -> None:
    cuts = Cuts(tmp_path, shim, "FULL")
    rounds = ROUNDS_LONG if is_long else ROUNDS
    lost = [await cuts.once() for _ in range(rounds)]
    assert lost == [0] * rounds
    assert len(cuts.acknowledged) > 20 * rounds
    sys.stdout.write(f"rounds {rounds}, acknowledged {len(cuts.acknowledged)}, lost {sum(lost)}\n")


async def test_the_same_cuts_on_a_hub_that_syncs_less_are_seen_to_lose(tmp_path: Path, shim: Path) -> None:
    """The broken variant: if this one kept everything, the test above would prove nothing."""
    lost = [await Cuts(tmp_path / str(index), shim, "NORMAL").once() for index in range(CANARY_ROUNDS)]
    assert sum(lost) > 0, lost
