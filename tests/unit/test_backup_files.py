"""Which copies stay and for how long, and the media beside them. Promise G14: nothing is kept beyond 35 days."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.hub import backup_files as files

NOW = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
SHA = "ab" * 32
OTHER = "cd" * 32


def hourly(hours: int) -> list[datetime]:
    return [NOW - timedelta(hours=n) for n in range(hours)]


def test_two_days_by_the_hour_then_one_a_day_for_five_weeks() -> None:
    kept = sorted(files.kept(hourly(24 * 60), NOW), reverse=True)
    assert kept[:49] == hourly(49)
    older = [at for at in kept if NOW - at > timedelta(hours=48)]
    assert len({at.date() for at in older}) == len(older)
    assert NOW - kept[-1] < timedelta(days=35)
    assert {at.date() for at in kept} == {(NOW - timedelta(days=n)).date() for n in range(35)}


@given(st.lists(st.integers(0, 24 * 60 * 60), max_size=200))
def test_the_newest_stays_and_nothing_older_than_35_days(minutes: list[int]) -> None:
    times = [NOW - timedelta(minutes=n) for n in minutes]
    kept = files.kept(times, NOW)
    assert all(NOW - at < files.OLDEST for at in kept)
    young = [at for at in times if NOW - at < files.OLDEST]
    assert not young or max(young) in kept


def test_rotation_removes_files_and_what_was_left_unfinished(tmp_path: Path) -> None:
    old, new = files.name_of(NOW - timedelta(days=36)), files.name_of(NOW)
    for name in (old, new, new + files.UNFINISHED, "notes.txt", "hub-nonsense.db"):
        (tmp_path / name).write_bytes(b"x")
    assert files.rotate(tmp_path, NOW) == 1
    assert {path.name for path in tmp_path.iterdir()} == {new, "notes.txt", "hub-nonsense.db"}
    assert files.copies(tmp_path) == [(NOW, tmp_path / new)]


def test_a_name_tells_its_time_wherever_the_hub_is() -> None:
    assert files.made_at(Path(files.name_of(NOW))) == NOW
    assert files.made_at(Path("hub-20261399T000000Z.db")) is None


def media(folder: Path, sha: str, data: bytes) -> Path:
    path = folder / sha[:2] / sha
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_media_lie_once_beside_the_copies_and_come_back(tmp_path: Path) -> None:
    hub, backups = tmp_path / "media", tmp_path / "backups"
    original = media(hub, SHA, b"picture")
    (hub / "incoming").mkdir()
    (hub / "incoming" / "half").write_bytes(b"x")
    assert files.take_media(hub, backups) == 1
    assert files.take_media(hub, backups) == 0
    assert (backups / "media" / "ab" / SHA).stat().st_ino == original.stat().st_ino  # one file, two names
    original.unlink()
    assert files.give_media(backups, hub) == 1
    assert original.read_bytes() == b"picture"


def test_media_go_to_another_disk_as_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other_disk(_source: object, _target: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", other_disk)
    media(tmp_path / "media", SHA, b"picture")
    assert files.take_media(tmp_path / "media", tmp_path / "backups") == 1
    assert (tmp_path / "backups" / "media" / "ab" / SHA).read_bytes() == b"picture"


def test_what_the_hub_erased_is_gone_from_the_copies_after_35_days(tmp_path: Path) -> None:
    hub, backups = tmp_path / "media", tmp_path / "backups"
    media(hub, OTHER, b"stays")
    erased = media(hub, SHA, b"erased")
    files.take_media(hub, backups)
    erased.unlink()
    files.take_media(hub, backups)
    aside = backups / "gone" / SHA
    assert aside.read_bytes() == b"erased"
    long_ago = aside.stat().st_mtime - 36 * 24 * 3600
    os.utime(aside, (long_ago, long_ago))
    files.take_media(hub, backups)
    assert not aside.exists()
    assert (backups / "media" / "cd" / OTHER).exists()


def test_what_a_restore_set_aside_ages_like_a_copy(tmp_path: Path) -> None:
    for days in (36, 34):
        stamp = (NOW - timedelta(days=days)).strftime("%Y%m%dT%H%M%S")
        for end in ("", "-wal"):
            (tmp_path / f"hub-set-aside-{stamp}.db{end}").write_bytes(b"x")
    (tmp_path / "hub.db").write_bytes(b"x")
    files.forget_set_aside(tmp_path, NOW)
    assert len(list(tmp_path.iterdir())) == 3
