"""A hub that moves to another computer: one file with all of it, made once the hub has stopped for good, and unpacked.

It stays the same hub: its log keeps its id, every desk its token. The file is a tar of a small note, the database, the
list of erasures and the files of messages. Database and files of messages are sealed with the hub's key, which is not
in it. Everything here blocks, and wants the folder's lock to be held.
"""

import json
import os
import re
import secrets
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from typing import IO, Any

from app.domain.errors import EnvironmentFailure
from app.hub import backup_files, erasure_ledger, restoring
from app.hub.arrival import WAITING_NOTE
from app.hub.config import HubConfig
from storage import moved
from storage.hub import backup
from storage.hub.backup import CopyFacts
from storage.moved import Moved

VERSION = 1
NOTE, DATABASE = "comptoir-move.json", "hub.db"
NOTE_MAX_BYTES = 4096
STAGED = "hub.db.arriving"
SPARE_BYTES = 64 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024
_MOVE_ID_BYTES = 16
_MEDIA = re.compile(r"media/([0-9a-f]{64})")
OnProgress = Callable[[int, int], None]  # bytes done, bytes in all


class PackingStopped(Exception):
    """Whoever asked for the file thought better of it: nothing has changed."""


def pack(
    config: HubConfig,
    target: Path,
    on_progress: OnProgress = lambda _done, _total: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> CopyFacts:
    """Write the file, prove it, and only then end this hub for good. Until then nothing has changed.

    Raises EnvironmentFailure: hub_moved, no_hub_here, move_disk_full, move_file_failed, move_file_there and others; and
    PackingStopped.
    """
    note = moved.read(config.data_dir)
    if note is not None and note.address:
        raise EnvironmentFailure("hub_moved", address=note.address)
    if not config.database.exists():
        raise EnvironmentFailure("no_hub_here", folder=str(config.data_dir))
    if target.exists():
        raise EnvironmentFailure("move_file_there", file=str(target))
    part, copied = (target.with_name(target.name + end) for end in (".part", ".part.db"))
    with _told(target), _removed(part, copied):
        media = sorted(backup_files.files(config.media_folder))
        size = config.database.stat().st_size
        total = size + sum(path.stat().st_size for _, path in media)
        if shutil.disk_usage(target.parent).free < size + total + SPARE_BYTES:
            raise EnvironmentFailure("move_disk_full", folder=str(target.parent))
        for left in (part, copied):
            left.unlink(missing_ok=True)

        def told(done: int) -> None:
            if is_stopped():
                raise PackingStopped
            on_progress(done, total)

        half = size // 2  # the database is read twice: copied, and put into the file
        backup.copy(
            config.database, config.data_key, copied, lambda done, pages: told(half * done // (pages or 1))
        )
        facts = _verified(config, copied, is_stopped)
        fresh = Moved(secrets.token_hex(_MOVE_ID_BYTES), facts.log_id, str(target))
        _write(config, part, copied, media, fresh, half, told)
        _prove(part, len(media))
        told(total)
        moved.write(config.data_dir, fresh)
        part.replace(target)
        backup.sync(target)
    return facts


def take_back(folder: Path) -> Moved:
    """The hub stays here after all; its file is worth nothing any more. Raises EnvironmentFailure."""
    note = moved.read(folder)
    if note is None:
        raise EnvironmentFailure("hub_at_home", folder=str(folder))
    if note.address:
        raise EnvironmentFailure("hub_moved", address=note.address)
    (folder / moved.NAME).unlink()
    return note


def unpack(config: HubConfig, source: Path) -> CopyFacts:
    """Make the file the hub of an empty folder, which waits there until it is handed over. Else no hub is there.

    Raises EnvironmentFailure: hub_here_already, move_file_missing, move_file_foreign, move_file_newer,
    move_file_damaged, move_disk_full, backup_wrong_key, backup_key_missing and others.
    """
    if config.database.exists():
        raise EnvironmentFailure("hub_here_already", folder=str(config.data_dir))
    if not source.is_file():
        raise EnvironmentFailure("move_file_missing", file=str(source))
    if shutil.disk_usage(config.data_dir).free < source.stat().st_size + SPARE_BYTES:
        raise EnvironmentFailure("move_disk_full", folder=str(config.data_dir))
    staged = config.data_dir / STAGED
    with _told(config.data_dir), _removed(staged):
        with _opened(source) as tar:
            note = _note_of(tar, source)
            _take_all(tar, config, staged, source, int(note["files"]))
        facts = restoring.look(config, staged)
        moved.write_json(config.data_dir / WAITING_NOTE, {"move_id": str(note["move_id"])})
        staged.replace(config.database)
        backup.sync(config.database)
    return facts


def _verified(config: HubConfig, copied: Path, is_stopped: Callable[[], bool]) -> CopyFacts:
    try:
        return backup.verify(copied, config.data_key, is_thorough=True, is_stopped=is_stopped)
    except EnvironmentFailure:
        if is_stopped():  # which also ends the proof, as if it had failed
            raise PackingStopped from None
        raise


def _write(
    config: HubConfig,
    part: Path,
    copied: Path,
    media: list[tuple[str, Path]],
    note: Moved,
    done: int,
    on_progress: Callable[[int], None],
) -> None:
    told = {"version": VERSION, "move_id": note.move_id, "log_id": note.log_id, "files": len(media)}
    with part.open("xb") as file:
        os.chmod(part, 0o600)
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            _add_bytes(tar, NOTE, json.dumps(told).encode())
            _add(tar, DATABASE, copied, lambda read: on_progress(done + read // 2))
            done += copied.stat().st_size // 2
            for name, media_path in media:
                _add(tar, f"media/{name}", media_path)
                done += media_path.stat().st_size
                on_progress(done)
            ledger = config.data_dir / erasure_ledger.NAME
            if ledger.exists():
                _add(tar, erasure_ledger.NAME, ledger)
        file.flush()
        os.fsync(file.fileno())


def _add(
    tar: tarfile.TarFile, name: str, path: Path, on_read: Callable[[int], None] = lambda _read: None
) -> None:
    with _Told(path.open("rb", buffering=0), on_read) as file:
        tar.addfile(_entry(name, path.stat().st_size), file)


class _Told(BufferedReader):
    """A file that says how much of it was read."""

    def __init__(self, file: FileIO, on_read: Callable[[int], None]) -> None:
        super().__init__(file)
        self._on_read = on_read

    def read(self, size: int | None = -1, /) -> bytes:
        """The next part, after a word about those before."""
        self._on_read(self.tell())
        return super().read(size)


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    tar.addfile(_entry(name, len(data)), BytesIO(data))


def _entry(name: str, size: int) -> tarfile.TarInfo:
    """Nothing of this computer: no owner, no times."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _prove(part: Path, files: int) -> None:
    """It reads back to its end."""
    with _opened(part) as tar:
        _note_of(tar, part)
        found = [entry.name for entry in tar]
    if sum(name.startswith("media/") for name in found) != files or DATABASE not in found:
        raise EnvironmentFailure("move_file_damaged", file=part.name)


def _note_of(tar: tarfile.TarFile, source: Path) -> dict[str, Any]:
    first = tar.next()
    if first is None or first.name != NOTE or not first.isfile() or first.size > NOTE_MAX_BYTES:
        raise EnvironmentFailure("move_file_foreign", file=source.name)
    try:
        note: dict[str, Any] = json.loads(_stream(tar, first).read())
        version, _ = int(note["version"]), (int(note["files"]), note["move_id"])
    except (ValueError, KeyError, TypeError) as error:
        raise EnvironmentFailure("move_file_damaged", file=source.name) from error
    if version > VERSION:
        raise EnvironmentFailure("move_file_newer", file=source.name)
    return note


def _take_all(tar: tarfile.TarFile, config: HubConfig, staged: Path, source: Path, files: int) -> None:
    """Only what a hub is made of; every other name is passed over."""
    taken = 0
    has_database = False
    for entry in tar:
        found = _MEDIA.fullmatch(entry.name)
        if not entry.isfile():
            continue
        if entry.name == DATABASE:
            _save(tar, entry, staged)
            has_database = True
        elif entry.name == erasure_ledger.NAME:
            _save(tar, entry, config.data_dir / erasure_ledger.NAME)
        elif found is not None:
            folder = config.media_folder / found[1][:2]
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _save(tar, entry, folder / found[1])
            taken += 1
    if not has_database or taken != files:
        raise EnvironmentFailure("move_file_damaged", file=source.name)


def _save(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(target, flags, 0o600), "wb") as file:
        shutil.copyfileobj(_stream(tar, entry), file, CHUNK_BYTES)
        file.flush()
        os.fsync(file.fileno())


def _stream(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    stream = tar.extractfile(entry)
    assert stream is not None, "a plain file has one"
    return stream


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        tar = tarfile.open(source, "r:")  # noqa: SIM115 - closed below; only here does an error mean: no such file
    except tarfile.TarError as error:
        raise EnvironmentFailure("move_file_foreign", file=source.name) from error
    with tar:
        try:
            yield tar
        except tarfile.TarError as error:
            raise EnvironmentFailure("move_file_damaged", file=source.name) from error


@contextmanager
def _removed(*paths: Path) -> Iterator[None]:
    """Whatever happens, these are not left behind."""
    try:
        yield
    finally:
        for path in paths:
            for left in (path, *path.parent.glob(f"{path.name}-*")):
                with suppress(OSError):
                    left.unlink(missing_ok=True)


@contextmanager
def _told(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFailure("move_file_failed", file=str(where), reason=error.strerror or "") from error
