"""Copies, restore and salvage killed at each named point: the old hub or the new one, whole, and nothing twice.

Promises G9 and G15. A kill here stands for a power cut too: what is renamed was synced before.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import shutil
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.ids import DeviceId
from app.hub import backup_files, presence
from storage import codec, view
from storage.hub import backup, epochs, log, store
from storage.hub.log import Head
from tests.fault.hub_process import HubProcess, Poster
from tests.fault.nursery import born
from tests.flow.hub_world import escaped, text_item, webhook

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = "7b" * 32
BACKUP_POINTS = ("backup_half_way", "backup_copied", "backup_proved")
OLD_POINTS = ("restore_copied", "restore_staged")
NEW_POINTS = ("restore_noted", "restore_set_aside", "restore_swapped")
BEFORE, AFTER = 30, 120  # messages


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    """A hub with a copy, and messages since."""
    shutil.copytree(made, tmp_path / "hub")
    return tmp_path / "hub"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all tests; killed, so that the newest messages lie in its WAL."""
    folder = tmp_path_factory.mktemp("killed") / "hub"
    with HubProcess(folder, COMPTOIR_DATA_KEY=KEY) as hub:
        post(hub, range(BEFORE))
        assert run("backup", folder) == 0
        post(hub, range(BEFORE, BEFORE + AFTER))
        hub.kill()
    return folder


def post(hub: HubProcess, numbers: range) -> None:
    """Messages of many people, taken and in the log."""

    async def posting() -> None:
        poster = Poster()
        for number in numbers:
            item = text_item("x", str(33639980000 + number), wamid=f"wamid.{number}", sent_at=NOW)
            assert await poster.post(hub.port, escaped(webhook({"messages": [item]}))) == 200
        await poster.close()
        async with asyncio.timeout(60):
            while len(received(hub.folder)) < numbers.stop:  # noqa: ASYNC110 - another process's file
                await asyncio.sleep(0.05)

    asyncio.run(posting())


def run(name: str, folder: Path, *arguments: str, crash_at: str = "", key: str | None = KEY) -> int:
    """A command as a process; -9 when it was killed."""
    environment = {"PATH": os.environ["PATH"], "COMPTOIR_CRASH_AT": crash_at, "LANG": "C.UTF-8"}
    done = born(
        ["-m", "tests.fault.run_safety", name, "--data", str(folder), *arguments],
        env=environment | ({"COMPTOIR_DATA_KEY": key} if key else {}),
    )
    assert "Traceback" not in done.stderr, done.stderr
    said.clear()
    said.append(done.stderr)
    return done.returncode


said: list[str] = []


def received(folder: Path, name: str = "hub.db") -> Counter[str]:
    """How often each message stands in the log."""
    with closing(store.open_reading(folder / name, KEY)) as conn:
        events = [codec.decode_event(one) for one in log.page(conn, 0, 1 << 40)]
    return Counter(
        getattr(event.body, "external_id", "") for event in events if event.kind == "message.received"
    )


def head(folder: Path) -> Head:
    with closing(store.open_reading(folder / "hub.db", KEY)) as conn:
        return log.head(conn)


def copy_in(folder: Path) -> Path:
    return backup_files.copies(folder / "backups")[0][1]


def wanted(count: int) -> Counter[str]:
    return Counter(f"wamid.{number}" for number in range(count))


@pytest.mark.parametrize("point", BACKUP_POINTS)
def test_a_hub_killed_during_a_copy_loses_nothing_and_leaves_no_half_copy(tmp_path: Path, point: str) -> None:
    folder = tmp_path / "hub"
    with HubProcess(folder, COMPTOIR_DATA_KEY=KEY, COMPTOIR_CRASH_AT=point) as hub:
        post(hub, range(BEFORE))
        with pytest.raises((OSError, http.client.HTTPException)):
            back_up_now(hub)
        assert hub.process is not None
        assert hub.process.wait(60) == -9
    assert backup_files.copies(folder / "backups") == []
    with HubProcess(folder, COMPTOIR_DATA_KEY=KEY) as hub:
        assert back_up_now(hub)["events"] >= BEFORE
        hub.stop()
    assert received(folder) == wanted(BEFORE)
    assert [path.name for path in (folder / "backups").iterdir() if path.suffix != ".db"] == []
    backup.verify(copy_in(folder), KEY, is_thorough=True)


def back_up_now(hub: HubProcess) -> dict[str, int]:
    token = presence.admin_token(hub.folder)
    with closing(http.client.HTTPConnection("127.0.0.1", hub.port, timeout=60)) as connection:
        connection.request("POST", "/admin/v1/backup", b"{}", {"authorization": f"Bearer {token}"})
        return dict(json.loads(connection.getresponse().read()))


@pytest.mark.parametrize("point", [*OLD_POINTS, *NEW_POINTS])
def test_a_restore_killed_anywhere_leaves_the_old_hub_or_the_new_one(folder: Path, point: str) -> None:
    """Without its note nothing has changed; with it whoever opens the folder next finishes."""
    before = head(folder)
    copy = copy_in(folder)
    assert run("restore", folder, "--from", str(copy), "--yes", crash_at=point) == -9
    with HubProcess(folder, COMPTOIR_DATA_KEY=KEY) as hub:
        hub.stop()
    now = head(folder)
    is_new = point in NEW_POINTS
    assert (now.log_id != before.log_id) == is_new
    assert received(folder) == wanted(BEFORE if is_new else BEFORE + AFTER)
    assert not list(folder.glob("hub.restore.json*"))
    assert not list(folder.glob("*restoring*"))
    asides = list(folder.glob("hub-set-aside-*.db"))
    assert len(asides) == is_new
    for aside in asides:
        assert received(folder, aside.name) == wanted(BEFORE + AFTER)  # its last writes too


def test_a_restore_that_is_begun_again_is_one(folder: Path) -> None:
    copy = copy_in(folder)
    assert run("restore", folder, "--from", str(copy), "--yes", crash_at="restore_staged") == -9
    assert run("restore", folder, "--from", str(copy), "--yes", crash_at="restore_noted") == -9
    assert run("restore", folder, "--from", str(copy), "--yes") == 0
    assert received(folder) == wanted(BEFORE)
    with closing(store.open_reading(folder / "hub.db", KEY)) as conn:
        assert epochs.newest(conn) is not None


@pytest.mark.parametrize(
    ("point", "left"),
    [("before_salvage_commit:2", 0), ("after_salvage_commit:2", 0), ("after_salvage_commit:3", 1)],
)
def test_a_salvage_killed_anywhere_gives_everything_back_once(folder: Path, point: str, left: int) -> None:
    """`left`: how the same command ends afterwards; 1 when everything was done already."""
    copy = copy_in(folder)
    assert run("restore", folder, "--from", str(copy), "--yes") == 0
    offer_the_lost(folder)
    with HubProcess(folder, COMPTOIR_DATA_KEY=KEY) as hub:  # WhatsApp brings one of them again
        post(hub, range(BEFORE, BEFORE + 1))
        hub.stop()
    assert run("salvage", folder, "--yes", crash_at=point) == -9
    assert run("salvage", folder, "--yes") == left
    assert received(folder) == wanted(BEFORE + AFTER)
    assert run("salvage", folder, "--yes") == 1
    with closing(store.open_reading(folder / "hub.db", KEY)) as conn:
        assert view.cursor(conn)[0] == log.head_pos(conn)


def offer_the_lost(folder: Path) -> None:
    """As a desk that had followed the lost hub to its end."""
    [aside] = folder.glob("hub-set-aside-*.db")
    with closing(store.open_reading(aside, KEY)) as lost:
        log_id = log.head(lost).log_id
        with closing(store.open_writing(folder / "hub.db", KEY, lambda: (log_id, b""))) as conn:
            epoch = epochs.newest(conn)
            assert epoch is not None
            assert epoch.parent_log_id == log_id
            conn.execute("BEGIN IMMEDIATE")
            stored = log.page(lost, epoch.parent_pos, 1 << 40)
            epochs.offer(conn, log_id, epoch.parent_pos, stored, DeviceId("d"))
            conn.execute("COMMIT")


def test_what_is_not_a_copy_of_this_hub_gets_a_sentence_and_changes_nothing(
    folder: Path, tmp_path: Path
) -> None:
    """Key missing, wrong key, a file copied from elsewhere, a damaged or a missing one, a newer one."""
    before = head(folder)
    copy = copy_in(folder)
    foreign, damaged, newer = (
        tmp_path / "notes.db",
        tmp_path / "hub-20261126T120000Z.db",
        tmp_path / "newer.db",
    )
    foreign.write_bytes(b"no database at all" * 500)
    whole = copy.read_bytes()
    damaged.write_bytes(whole[: 4096 * 9] + bytes(4096) + whole[4096 * 10 :])
    newer.write_bytes(whole)
    with closing(store.open_writing(newer, KEY, lambda: (before.log_id, b""))) as conn:
        conn.execute("UPDATE file_meta SET value = '99'")
    for source, key, words in (
        (copy, None, "Give the hub’s key by COMPTOIR_DATA_KEY"),
        (copy, "11" * 32, "does not open with this key"),
        (foreign, KEY, "does not open with this key, or is no copy of a hub"),
        (damaged, KEY, "is damaged, so it was not used"),
        (tmp_path / "nothing.db", KEY, "There is no file"),
        (newer, KEY, "newer Comptoir"),
    ):
        assert run("restore", folder, "--from", str(source), "--yes", key=key) == 1
        assert words in said[0], (words, said)
    assert run("restore", folder, "--from", str(copy)) == 1  # nobody can be asked
    assert "nobody said yes" in said[0]
    assert head(folder) == before
    with HubProcess(folder, COMPTOIR_DATA_KEY=KEY) as hub:
        assert run("restore", folder, "--from", str(copy), "--yes") == 1
        assert "A hub already works on the folder" in said[0]
        hub.stop()


def test_a_copy_goes_to_another_computer_with_its_key_and_media(folder: Path, tmp_path: Path) -> None:
    """A new computer: an empty folder, the copies beside their media, the key."""
    (folder / "media" / "ab").mkdir(parents=True)
    (folder / "media" / "ab" / ("ab" * 32)).write_bytes(b"sealed")
    stick = tmp_path / "stick"
    assert run("backup", folder, "--to", str(stick)) == 1
    assert "folder for copies is not there" in said[0]
    stick.mkdir()
    assert run("backup", folder, "--to", str(stick)) == 0
    there = tmp_path / "other" / "hub"
    [(_, copy)] = backup_files.copies(stick)
    assert run("restore", there, "--from", str(copy), "--yes") == 0
    assert received(there) == wanted(BEFORE + AFTER)
    assert (there / "media" / "ab" / ("ab" * 32)).read_bytes() == b"sealed"
    with HubProcess(there, COMPTOIR_DATA_KEY=KEY) as hub:
        post(hub, range(BEFORE + AFTER, BEFORE + AFTER + 1))
        hub.stop()


@pytest.mark.parametrize("name", ["backup", "salvage"])
def test_a_mistyped_folder_does_not_become_a_hub(tmp_path: Path, name: str) -> None:
    assert run(name, tmp_path / "hbu", *(["--yes"] if name == "salvage" else [])) == 1
    assert "There is no hub in the folder" in said[0]
    assert not (tmp_path / "hbu").exists()
