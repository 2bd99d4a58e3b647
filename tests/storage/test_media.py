"""Files by content: what is kept, what is never kept, and what a stolen disk shows."""

import hashlib
import os
import threading
import time
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailure
from storage.media import Incoming, MediaStore, WrongContent
from storage.sealed import CHUNK_BYTES

KEY = "5a" * 32
SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 17]


def content(size: int) -> bytes:
    return bytes((index * 7 + index // 251) & 255 for index in range(size))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(params=[None, KEY], ids=["plain", "sealed"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media", request.param)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_put_comes_back_whole_and_in_parts(store: MediaStore, size: int) -> None:
    data = content(size)
    kept = store.put(data)
    assert (kept.sha256, kept.size_bytes) == (sha256(data), size)
    assert store.size(kept.sha256) == size
    assert store.read(kept.sha256) == data
    assert b"".join(store.pieces(kept.sha256)) == data
    for start in (0, 1, size // 2, CHUNK_BYTES - 1, CHUNK_BYTES, size - 1, size, size + 5):
        for length in (0, 1, 5, CHUNK_BYTES, 2 * CHUNK_BYTES):
            if start >= 0:
                assert store.read(kept.sha256, start, length) == data[start : start + length]


def test_a_part_is_given_from_anywhere(store: MediaStore) -> None:
    data = content(5 * CHUNK_BYTES + 3)
    kept = store.put(data)
    assert b"".join(store.pieces(kept.sha256, 100, 4 * CHUNK_BYTES)) == data[100 : 4 * CHUNK_BYTES]


def test_the_same_content_is_one_file(store: MediaStore, tmp_path: Path) -> None:
    store.put(b"twice")
    store.put(b"twice")
    assert len(files(tmp_path)) == 1


def test_a_wrong_content_is_not_kept(store: MediaStore, tmp_path: Path) -> None:
    incoming = store.begin()
    incoming.write(b"not what was said")
    with pytest.raises(WrongContent):
        incoming.keep(sha256(b"what was said"))
    assert files(tmp_path) == []


def test_what_was_not_kept_leaves_nothing(store: MediaStore, tmp_path: Path) -> None:
    with store.begin() as incoming:
        incoming.write(b"half of it")
    assert files(tmp_path) == []


def test_what_a_crash_left_is_swept_and_never_taken_for_a_file(tmp_path: Path) -> None:
    class Died(BaseException):
        pass

    def die(point: str) -> None:
        if point == "before_media_rename":
            raise Died

    dying = MediaStore(tmp_path / "media", KEY, die)
    incoming = dying.begin()
    incoming.write(b"on its way")
    with pytest.raises(Died):
        incoming.keep()
    after = MediaStore(tmp_path / "media", KEY)
    assert not after.has(sha256(b"on its way"))
    assert after.sweep() == 1
    assert files(tmp_path) == []
    assert after.put(b"on its way").sha256 == sha256(b"on its way")


def test_a_stolen_disk_shows_neither_content_nor_what_it_is(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", KEY)
    data = b"a secret worth reading" * 9_000
    store.put(data)
    [path] = files(tmp_path)
    assert b"secret" not in path.read_bytes()
    assert sha256(data) not in str(path)
    assert path.stat().st_mode & 0o077 == 0


def test_another_key_finds_nothing(tmp_path: Path) -> None:
    kept = MediaStore(tmp_path / "media", KEY).put(b"mine")
    assert not MediaStore(tmp_path / "media", "00" * 32).has(kept.sha256)


@pytest.mark.parametrize("what", ["flip", "cut", "cut_chunk", "swap", "head"])
def test_a_file_that_somebody_changed_is_refused(tmp_path: Path, what: str) -> None:
    store = MediaStore(tmp_path / "media", KEY)
    one = store.put(content(3 * CHUNK_BYTES))
    before = files(tmp_path)[0]
    raw = bytearray(before.read_bytes())
    if what == "flip":
        raw[-40] ^= 1
    elif what == "cut":
        del raw[-1:]
    elif what == "cut_chunk":
        del raw[-(CHUNK_BYTES + 16) :]
    elif what == "head":
        raw[3] ^= 1
    else:
        store.put(b"another one")
        [other] = [path for path in files(tmp_path) if path != before]
        raw = bytearray(other.read_bytes())
    before.write_bytes(raw)
    with pytest.raises(EnvironmentFailure) as caught:
        store.read(one.sha256)
    assert caught.value.code == "file_damaged"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "A" * 64, "ab/" + "0" * 61, "0" * 63, "0" * 65, "0" * 64 + "\n"]
)
def test_only_a_hash_names_a_file(store: MediaStore, name: str) -> None:
    assert not store.has(name)
    with pytest.raises(ValueError, match="64 hex"):
        store.read(name)


def test_a_file_that_is_not_here(store: MediaStore) -> None:
    assert store.size("0" * 64) is None
    with pytest.raises(EnvironmentFailure) as caught:
        store.read("0" * 64)
    assert caught.value.code == "file_missing"


def test_the_longest_unused_go_first_and_the_unsent_never(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", None)
    kept = [store.put(bytes([index]) * 1000).sha256 for index in range(5)]
    now_s = time.time()
    for age, name in enumerate(reversed(kept)):
        path = tmp_path / "media" / name[:2] / name
        os.utime(path, (now_s - 1000 * (age + 1),) * 2)
    store.read(kept[1])  # used again: as fresh as can be
    assert store.total_bytes() == 5000
    assert store.evict(2000, spared={kept[0]}) == 3
    assert [name for name in kept if store.has(name)] == [kept[0], kept[1]]


def test_a_file_that_does_not_let_itself_be_removed_stops_nobody(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", None)
    kept = store.put(b"x" * 1000).sha256
    (tmp_path / "media" / "ab" / "in use").mkdir(parents=True)  # nothing unlinks a folder
    os.utime(tmp_path / "media" / "ab" / "in use", (1, 1))
    (tmp_path / "media" / "incoming" / "in use").mkdir()
    assert store.sweep() == 0
    assert store.remove_older(3600) == 0
    assert store.evict(500) == 1
    assert not store.has(kept)


def test_old_ones_go_but_not_the_spared(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", None)
    kept = [store.put(bytes([index])).sha256 for index in range(3)]
    for name in kept[:2]:
        os.utime(tmp_path / "media" / name[:2] / name, (1, 1))
    assert store.remove_older(3600, spared={kept[0]}) == 1
    assert [store.has(name) for name in kept] == [True, False, True]


def test_a_file_changes_stores_with_its_key_alone(tmp_path: Path) -> None:
    outgoing, cache = MediaStore(tmp_path / "out", KEY), MediaStore(tmp_path / "media", KEY)
    kept = outgoing.put(b"sent")
    assert outgoing.hand_over(kept.sha256, cache)
    assert not outgoing.hand_over(kept.sha256, cache)
    assert cache.read(kept.sha256) == b"sent"
    with pytest.raises(ValueError, match="key"):
        cache.hand_over(kept.sha256, MediaStore(tmp_path / "other", None))


def test_several_threads_write_at_once(store: MediaStore) -> None:
    datas = [content(50_000 + index) for index in range(8)]
    threads = [threading.Thread(target=store.put, args=(data,)) for data in datas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(store.read(sha256(data)) == data for data in datas)


def test_a_full_disk_says_so(store: MediaStore, tmp_path: Path) -> None:
    with (
        open("/dev/full", "r+b", buffering=0) as full,
        Incoming(store, tmp_path / "x", full, None) as incoming,
        pytest.raises(EnvironmentFailure) as caught,
    ):
        incoming.write(b"more")
    assert caught.value.code == "disk_full"
