"""Files by the hash of their content: written aside, on disk, then named; nothing of a sender's name touches the disk.

With a key the files are sealed (`storage.sealed`) and even their names say nothing about their content. Everything
here blocks; call it from a worker thread. One object may be used from several threads.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import hmac
import os
import re
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from app.domain.errors import EnvironmentFailure
from storage.sealed import PlainReading, PlainWriting, Reading, SealedReading, SealedWriting, Writing

TEMPORARY = "incoming"
PIECE_BYTES = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_USED_EVERY_S = 600.0  # how exact "used last" is; each note of it is a write


def is_sha256(text: str) -> bool:
    """Whether a text is a hash as we write it: 64 hex digits, small letters."""
    return _SHA256.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store now."""

    sha256: str
    size_bytes: int


class WrongContent(Exception):
    """The bytes that came are not those that were announced; nothing was kept."""


class Incoming:
    """A file on its way in. Without `keep` nothing stays of it: use it as a context manager, or `drop` it."""

    def __init__(self, store: MediaStore, path: Path, file: IO[bytes], key: bytes | None) -> None:
        self._store = store
        self._path = path
        self._file = file
        self._key = key
        self._writing = self._begun()
        self._hash = hashlib.sha256()
        self._is_over = False
        self.size_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def restart(self) -> None:
        """Forget what came: the first byte comes next."""
        with _told(self._path):
            self._file.seek(0)
            self._file.truncate()
            self._writing = self._begun()
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    def _begun(self) -> Writing:
        return PlainWriting(self._file) if self._key is None else SealedWriting(self._file, self._key)

    def write(self, data: bytes) -> None:
        """Add bytes. Raises EnvironmentFailure("disk_full")."""
        with _told(self._path):
            self._writing.write(data)
        self._hash.update(data)
        self.size_bytes += len(data)

    def keep(self, expected: str | None = None) -> Kept:
        """Put it into the store, safe from a power cut. Raises WrongContent when its hash is not `expected`."""
        digest = self._hash.digest()
        if expected is not None and digest.hex() != expected:
            self.drop()
            raise WrongContent
        with _told(self._path):
            self._writing.finish(digest, self.size_bytes)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._store.take_in(self._path, digest.hex())
        self._is_over = True
        return Kept(digest.hex(), self.size_bytes)

    def drop(self) -> None:
        """Throw away what came. Safe to call twice, and after `keep`."""
        if not self._is_over:
            self._is_over = True
            with contextlib.suppress(OSError):
                self._file.close()
            _removed(self._path)


class MediaStore:
    """Files below `folder`. `key`: the database's, 64 hex characters; None leaves the files plain.

    `crash` is called with the name of each crash point.
    """

    def __init__(
        self, folder: Path, key: str | None, crash: Callable[[str], None] = lambda point: None
    ) -> None:
        self._folder = folder
        self._crash = crash
        self._key = None if key is None else hmac.digest(bytes.fromhex(key), b"media", hashlib.sha256)
        self._count = 0
        self._lock = threading.Lock()

    def sweep(self) -> int:
        """Throw away what earlier runs left half-written; gives the number of files. Not while another run writes."""
        left = list((self._folder / TEMPORARY).glob("*"))
        return sum(_removed(path) for path in left)

    def begin(self) -> Incoming:
        """A new file. Raises EnvironmentFailure: disk_full, folder_unwritable."""
        with self._lock:
            self._count += 1
            name = f"{os.getpid()}-{self._count}"
        path = self._folder / TEMPORARY / name
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600), "w+b")
        try:
            return Incoming(self, path, file, self._key)
        except BaseException:
            file.close()
            path.unlink(missing_ok=True)
            raise

    def put(self, data: bytes) -> Kept:
        """Keep bytes that are all there."""
        with self.begin() as incoming:
            incoming.write(data)
            return incoming.keep()

    def take_in(self, path: Path, sha256: str) -> None:
        """Give a finished temporary file its name."""
        target = self._path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._crash("before_media_rename")
        try:
            path.replace(target)
        except PermissionError:  # Windows: somebody reads the one that is there, which has the same content
            if not target.exists():
                raise
            path.unlink()
        _sync_folder(target.parent)
        self._crash("after_media_rename")

    def hand_over(self, sha256: str, other: MediaStore) -> bool:
        """Move a file to another store with the same key; False when it is not here.

        Raises EnvironmentFailure: disk_full, folder_unwritable.
        """
        if self._key != other._key:
            raise ValueError("a sealed file opens with its own key alone")
        path = self._path(sha256)
        try:
            with _told(path):
                other.take_in(path, sha256)
        except FileNotFoundError:
            return False
        return True

    def size(self, sha256: str) -> int | None:
        """Bytes of a file's content, None when it is not here (or damaged: then it may be fetched again)."""
        try:
            with self._opened(sha256) as reading:
                return reading.size
        except EnvironmentFailure:
            return None

    def has(self, sha256: str) -> bool:
        """Whether a file is here, by a look at the folder alone."""
        return is_sha256(sha256) and self._path(sha256).exists()

    def read(self, sha256: str, start: int = 0, length: int | None = None) -> bytes:
        """Part of a file, all of it without `length`. Raises EnvironmentFailure: file_missing, file_damaged."""
        with self._opened(sha256) as reading:
            return reading.read(start, reading.size if length is None else length)

    def pieces(self, sha256: str, start: int = 0, end: int | None = None) -> Generator[bytes, None, None]:
        """The bytes from `start` to before `end`, in pieces of at most 1 MiB. Raises as `read`."""
        with self._opened(sha256) as reading:
            last = reading.size if end is None else min(end, reading.size)
            while start < last:
                piece = reading.read(start, min(PIECE_BYTES, last - start))
                if not piece:
                    raise EnvironmentFailure("file_damaged", file=sha256[:12])
                yield piece
                start += len(piece)

    def remove(self, sha256: str) -> None:
        """Take a file away; one that is not here is passed over."""
        self._path(sha256).unlink(missing_ok=True)

    def name_of(self, sha256: str) -> str:
        """What the file is called in its folder: its hash, or with a key something that only the key leads to."""
        return self._path(sha256).name

    def names(self) -> list[str]:
        """What the files are called."""
        return [path.name for _, _, path in self._all()]

    def remove_named(self, name: str) -> None:
        """Take a file away by what it is called."""
        (self._folder / name[:2] / name).unlink(missing_ok=True)

    def total_bytes(self) -> int:
        """What all files take on the disk."""
        return sum(size for _, size, _ in self._all())

    def evict(self, max_bytes: int, spared: Collection[str] = ()) -> int:
        """Remove files, those unused for longest first, until `max_bytes` are not exceeded; never the spared ones."""
        keep = {self._path(sha256) for sha256 in spared}
        files = sorted(self._all())
        total = sum(size for _, size, _ in files)
        count = 0
        for _, size, path in files:
            if total <= max_bytes:
                break
            if path not in keep and _removed(path):
                total -= size
                count += 1
        return count

    def remove_older(self, age_s: float, spared: Collection[str] = ()) -> int:
        """Remove files that nobody used for so long, but not the spared ones."""
        keep = {self._path(sha256) for sha256 in spared}
        before_s = time.time() - age_s
        old = [path for used_s, _, path in self._all() if used_s < before_s and path not in keep]
        return sum(_removed(path) for path in old)

    def _all(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was used last, its size, its path."""
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            with contextlib.suppress(FileNotFoundError):
                known = path.stat()
                yield known.st_mtime, known.st_size, path

    @contextlib.contextmanager
    def _opened(self, sha256: str) -> Iterator[Reading]:
        path = self._path(sha256)
        try:
            with _told(path):
                file = path.open("rb")
        except FileNotFoundError as error:
            raise EnvironmentFailure("file_missing", file=sha256[:12]) from error
        with file, _told(path):
            _note_use(file, path)
            yield (
                PlainReading(file)
                if self._key is None
                else SealedReading(file, self._key, bytes.fromhex(sha256))
            )

    def _path(self, sha256: str) -> Path:
        if not is_sha256(sha256):
            raise ValueError("a file is named by 64 hex digits")
        name = sha256
        if self._key is not None:  # a well-known picture must not be recognised by its hash
            name = hmac.digest(self._key, b"name" + bytes.fromhex(sha256), hashlib.sha256).hex()
        return self._folder / name[:2] / name


_BINARY = getattr(os, "O_BINARY", 0)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns what the operating system says into our own words."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EnvironmentFailure("disk_full", file=path.name) from error
        reason = error.strerror or str(error)
        raise EnvironmentFailure("folder_unwritable", folder=str(path.parent), reason=reason) from error


def _removed(path: Path) -> bool:
    """Whether it is gone. On Windows a file that somebody reads stays, until the next time."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _note_use(file: IO[bytes], path: Path) -> None:
    """Remember that it was used, for the choice of what goes first."""
    if time.time() - os.fstat(file.fileno()).st_mtime > _USED_EVERY_S:
        with contextlib.suppress(OSError):
            os.utime(path)


def _sync_folder(folder: Path) -> None:
    """A new name is on disk only when its folder is; Windows does that by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
