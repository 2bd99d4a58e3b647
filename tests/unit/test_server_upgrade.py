"""comptoir-server upgrade, rollback, backup and status, on a machine that is a folder."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from server_main import main

from tests.unit.fake_server import FakeMachine, release
from tests.unit.test_server_install import install


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    """A server with version 1.0 and one entry."""
    machine = FakeMachine(tmp_path)
    assert install(machine, release(tmp_path, "1.0")) == 0, machine.told
    machine.write_entries("hello")
    machine.said.clear()
    return machine


def packed(tree: Path) -> Path:
    file = tree.parent / f"{tree.name}.tar.xz"
    with tarfile.open(file, "w:xz") as tar:
        tar.add(tree, tree.name, filter=lambda entry: None if entry.issym() else entry)
        for source in sorted((tree / "packaging" / "server").iterdir()):
            if source.is_file():
                tar.add(source, f"{tree.name}/packaging/server/{source.name}")
    return file


def version(machine: FakeMachine) -> str:
    return machine.path("/opt/comptoir/current").resolve().name


def test_a_new_version_is_tried_on_a_copy_and_takes_over(machine: FakeMachine, tmp_path: Path) -> None:
    file = packed(release(tmp_path, "1.1", schema=2))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_name(file.name + ".sha256").write_text(f"{digest}  {file.name}\n")
    assert main(["upgrade", str(file)], machine) == 0, machine.told
    assert version(machine) == "1.1"
    assert machine.hub() == {"schema": 2, "entries": ["hello"]}
    [copy] = machine.path("/var/lib/comptoir-server/before/1.0").glob("hub-*.db")
    assert json.loads(copy.read_text()) == {"schema": 1, "entries": ["hello"]}
    left = {path.name for path in machine.path("/var/lib/comptoir-server").iterdir()}
    assert left == {"before"}  # nothing of the trial
    stop = machine.calls.index("systemctl stop comptoir-hub.service")
    assert "systemctl restart comptoir-hub.service" in machine.calls[stop:]


def test_a_version_that_does_not_open_the_data_never_begins(machine: FakeMachine, tmp_path: Path) -> None:
    assert main(["upgrade", str(packed(release(tmp_path, "1.1", opens=False)))], machine) == 1
    assert "does not open" in machine.said[-1] and "Nothing was changed" in machine.said[-1]
    assert version(machine) == "1.0"
    assert "systemctl stop comptoir-hub.service" not in machine.calls
    assert [path.name for path in machine.path("/opt/comptoir/releases").iterdir()] == ["1.0"]


@pytest.mark.parametrize("schema", [1, 2], ids=["data as before", "data changed"])
def test_a_version_that_is_not_well_goes_back_by_itself(
    machine: FakeMachine, tmp_path: Path, schema: int
) -> None:
    assert main(["upgrade", str(release(tmp_path, "1.1", schema=schema, word="not_storing"))], machine) == 1
    assert "version 1.0 is back" in machine.said[-1] and "not_storing" in machine.said[-1]
    assert version(machine) == "1.0"
    assert machine.health() == "ok"
    assert machine.hub() == {"schema": 1, "entries": ["hello"]}
    has_aside = machine.path("/var/lib/comptoir/hub-set-aside-1.db").exists()
    assert (has_aside, "hub-set-aside-1.db" in machine.said[-1]) == (schema == 2, schema == 2)
    assert machine.path("/opt/comptoir/previous").resolve().name != "1.1"


def test_what_is_no_release_changes_nothing(machine: FakeMachine, tmp_path: Path) -> None:
    noise = tmp_path / "noise.tar.xz"
    noise.write_bytes(b"x" * 2000)
    other = packed(release(tmp_path, "2.0"))
    other.with_name(other.name + ".sha256").write_text("ab" * 32)
    wicked = tmp_path / "wicked.tar"
    with tarfile.open(wicked, "w") as tar:
        entry = tarfile.TarInfo("comptoir/../../../evil")
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b"x"))
    linked = tmp_path / "linked.tar"
    with tarfile.open(linked, "w") as tar:
        entry = tarfile.TarInfo("comptoir/etc")
        entry.type, entry.linkname = tarfile.SYMTYPE, "../../etc"
        tar.addfile(entry)
    empty = tmp_path / "empty"
    empty.mkdir()
    same = release(tmp_path / "same", "1.0")
    for file in (noise, other, wicked, linked, empty, tmp_path / "nowhere", same):
        machine.said.clear()
        assert main(["upgrade", str(file)], machine) == 1, file
        assert "Nothing was changed" in machine.said[-1], machine.told
        assert version(machine) == "1.0"
        assert [path.name for path in machine.path("/opt/comptoir/releases").iterdir()] == ["1.0"]
    assert "systemctl stop comptoir-hub.service" not in machine.calls


def test_the_version_before_comes_back_and_keeps_what_came_since(
    machine: FakeMachine, tmp_path: Path
) -> None:
    assert main(["upgrade", str(release(tmp_path, "1.1"))], machine) == 0
    machine.write_entries("hello", "newer")
    assert main(["rollback"], machine) == 0, machine.told
    assert (version(machine), machine.hub()["entries"]) == ("1.0", ["hello", "newer"])
    assert main(["rollback"], machine) == 0  # and forth
    assert version(machine) == "1.1"


def test_newer_messages_are_never_lost_without_a_word(machine: FakeMachine, tmp_path: Path) -> None:
    assert main(["upgrade", str(release(tmp_path, "1.1", schema=2))], machine) == 0
    machine.write_entries("hello", "newer")
    machine.answers = ["no"]
    assert main(["rollback"], machine) == 1
    assert "What came since is set aside" in machine.told and "2026-11-26 01:30 UTC" in machine.told
    assert (version(machine), machine.hub()["entries"], machine.health()) == ("1.1", ["hello", "newer"], "ok")
    machine.answers = ["yes"]
    assert main(["rollback"], machine) == 0, machine.told
    assert (version(machine), machine.hub()) == ("1.0", {"schema": 1, "entries": ["hello"]})
    aside = json.loads(machine.text("/var/lib/comptoir/hub-set-aside-1.db"))
    assert aside["entries"] == ["hello", "newer"]


def test_there_is_no_way_back_without_a_version_before(machine: FakeMachine) -> None:
    assert main(["rollback"], machine) == 1
    assert "no version before" in machine.said[-1]


def test_nothing_is_upgraded_where_nothing_is_installed(tmp_path: Path) -> None:
    bare = FakeMachine(tmp_path)
    for command in (["upgrade", "x"], ["rollback"], ["backup"], ["status"], ["restore", "x"], ["webhook"]):
        assert main(command, bare) == 1
        assert "not installed" in bare.said[-1]


def test_a_copy_is_proved_and_taken_to_another_disk(machine: FakeMachine, tmp_path: Path) -> None:
    disk = machine.path("/mnt/copies")
    assert main(["backup", "--to", "/mnt/copies"], machine) == 1
    assert "plugged in" in machine.said[-1] and not disk.exists()
    disk.mkdir(parents=True)
    (disk / "holiday.jpg").write_text("mine")
    assert main(["backup"], machine) == 0, machine.told
    ours = disk / "comptoir-copies"
    (ours / "media" / "gone-since").write_text("erased at the hub")
    assert main(["backup"], machine) == 0
    names = {path.name for path in ours.rglob("*") if path.is_file()}
    assert {"ab" * 32} < names and "gone-since" not in names
    assert (disk / "holiday.jpg").exists()
    assert not machine.path("/var/lib/comptoir-server/drill").exists()
    machine.said.clear()
    assert main(["status"], machine) == 0
    assert "/mnt/copies" in machine.told and "1 entries" in machine.told and "1.0" in machine.told


def test_a_copy_goes_to_another_machine_by_the_owners_program(machine: FakeMachine) -> None:
    assert main(["backup", "--to", "rclone:safe:salon"], machine) == 0, machine.told
    folder = machine.path("/var/lib/comptoir/backups")
    assert f"rclone sync {folder} safe:salon/comptoir-copies" in machine.calls
    assert main(["backup", "--to", "rsync:me@nas.example:/backup"], machine) == 0
    assert f"rsync -rt --delete {folder}/ me@nas.example:/backup/comptoir-copies/" in machine.calls
    machine.says("rsync", "echo 'no route' >&2; exit 1\n")
    assert main(["backup"], machine) == 1
    assert "no route" in machine.said[-1]
    assert main(["status"], machine) == 1
    assert "The last copy came to nothing." in machine.told
    for place in ("somewhere", ""):
        assert main(["backup", "--to", place], machine) == 1
        assert "Nothing was changed" in machine.said[-1]


def test_a_copy_that_does_not_open_is_no_copy(machine: FakeMachine) -> None:
    rules = machine.path("/opt/comptoir/current/rules.json")
    rules.write_text(json.dumps({"schema": 1, "opens": False, "word": "ok"}))
    assert main(["backup"], machine) == 1
    assert "could not be opened" in machine.said[-1] and "does not open" in machine.said[-1]
    assert json.loads(machine.text("/var/lib/comptoir-server/last-backup.json"))["is_good"] is False


def test_a_copy_is_put_back_and_what_was_there_set_aside(machine: FakeMachine, tmp_path: Path) -> None:
    copy = tmp_path / "hub-20261126T013000Z.db"
    copy.write_text(json.dumps({"schema": 1, "entries": ["older"]}))
    machine.answers = ["no"]
    assert main(["restore", str(copy)], machine) == 1
    assert machine.hub()["entries"] == ["hello"]
    assert main(["restore", "--yes", str(copy)], machine) == 0, machine.told
    assert (machine.hub()["entries"], machine.health()) == (["older"], "ok")
    assert any(call.startswith("chown -R comptoir:comptoir") for call in machine.calls)
    assert "hub-set-aside-1.db" in machine.told
    copy.write_text(json.dumps({"schema": 9, "entries": []}))
    assert main(["restore", "--yes", str(copy)], machine) == 1
    assert (machine.hub()["entries"], machine.health()) == (["older"], "ok")
