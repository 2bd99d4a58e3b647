"""Putting a hub back from a copy: proved first, then in one step: a power cut leaves the old hub or the new one.

The note hub.restore.json is that step: without it nothing has changed; with it whoever opens the folder next finishes.
The file that was there is set aside, never thrown away.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.domain.clock import Clock
from app.domain.errors import ComptoirError, EnvironmentFailure
from app.domain.ids import IdMaker, LogId
from app.domain.team_rules import rank
from app.hub import backup_files, erasing_again
from app.hub.config import HubConfig
from app.hub.intake import Crash
from app.hub.rebuilding import Source, build
from storage.engine import SqlError, connect
from storage.hub import access, backup, epochs, store
from storage.hub.backup import CopyFacts
from storage.hub.epochs import Epoch
from storage.hub.tables import Connection

STAGED = "hub.db.restoring"
NOTE = "hub.restore.json"
_ENDS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `set_aside`: the file that was there, None where there was none.

    `revoked`: devices that had been shut out since the copy and stay out.
    """

    epoch: Epoch
    set_aside: Path | None
    revoked: int
    media: int


def look(config: HubConfig, source: Path) -> CopyFacts:
    """What a copy holds, every event proved. Raises EnvironmentFailure as `storage.hub.backup.verify`, and
    backup_key_missing for a sealed copy that no key was given for."""
    try:
        return backup.verify(source, config.data_key, is_thorough=True)
    except EnvironmentFailure as failure:
        if failure.code == "wrong_key" and config.data_key is None:
            raise EnvironmentFailure("backup_key_missing", file=source.name) from failure
        if failure.code == "wrong_key":
            raise EnvironmentFailure("backup_wrong_key", file=source.name) from failure
        raise


def restore(
    config: HubConfig, source: Path, clock: Clock, random: Callable[[int], bytes], crash: Crash
) -> Restored:
    """Put a copy that `look` proved in the place of the hub's file. Nothing may run on the folder. Blocks.

    Raises EnvironmentFailure; then nothing has changed.
    """

    def stage(staged: Path) -> tuple[Epoch, int, int]:
        shutil.copyfile(source, staged)
        os.chmod(staged, 0o600)
        crash("restore_copied")
        epoch, revoked = _begin_epoch(config, staged, clock, random)
        media = backup_files.give_media(source.parent, config.media_folder)
        _obey(config, staged, clock, random)
        crash("restore_erased_again")
        return epoch, revoked, media

    return _swapped(config, stage, clock, crash)


def rebuild(
    config: HubConfig, source: Source, clock: Clock, random: Callable[[int], bytes], crash: Crash
) -> Restored:
    """The same with the log that a desk holds."""

    def stage(staged: Path) -> tuple[Epoch, int, int]:
        epoch = build(config, staged, source, clock, random)
        _obey(config, staged, clock, random)
        return epoch, 0, 0

    return _swapped(config, stage, clock, crash)


def _swapped(
    config: HubConfig, stage: Callable[[Path], tuple[Epoch, int, int]], clock: Clock, crash: Crash
) -> Restored:
    """Make the new hub beside the old one, then take the one step."""
    folder, staged = config.data_dir, config.data_dir / STAGED
    try:
        _drop(staged)
        epoch, revoked, media = stage(staged)
        backup.sync(staged)
        _fold(config)
        aside = _aside(config.database, clock)
        crash("restore_staged")
        _write_note(folder / NOTE, aside)
    except OSError as error:
        _drop(staged)
        raise EnvironmentFailure("restore_failed", reason=error.strerror or "", folder=str(folder)) from error
    except ComptoirError:
        _drop(staged)
        raise
    crash("restore_noted")
    finish(folder, crash)
    return Restored(epoch, aside if aside is not None and aside.exists() else None, revoked, media)


def finish(folder: Path, crash: Crash = lambda _point: None) -> None:
    """Do what is left of a restore that was noted; nothing where none was. Only with the folder's lock held."""
    note = folder / NOTE
    if not note.exists():
        _drop(folder / STAGED)  # one that was cut off before its note
        return
    staged, database = folder / STAGED, folder / "hub.db"
    try:
        name = json.loads(note.read_text("ascii"))["set_aside"]
        if staged.exists():
            _set_aside(database, folder / name if name else None, crash)
            staged.replace(database)
            crash("restore_swapped")
        backup.sync(database)
        note.unlink()
        backup.sync(database)
    except OSError as error:
        raise EnvironmentFailure(
            "restore_unfinished", reason=error.strerror or "", folder=str(folder)
        ) from error


def _begin_epoch(
    config: HubConfig, staged: Path, clock: Clock, random: Callable[[int], bytes]
) -> tuple[Epoch, int]:
    """Make the copy a hub of its own: a new log id, nothing that is sent by itself, and who was shut out stays out."""
    log_id = LogId(IdMaker(clock, random).new())
    with closing(store.open_writing(staged, config.data_key, lambda: (log_id, random(32)))) as conn:
        conn.execute("BEGIN IMMEDIATE")
        epoch = epochs.begin(conn, log_id, clock.now())
        epochs.distrust(conn)
        revoked = _shut_out(conn, config)
        conn.execute("COMMIT")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return epoch, revoked


def _obey(config: HubConfig, staged: Path, clock: Clock, random: Callable[[int], bytes]) -> None:
    """Whoever was erased since stays erased."""
    with closing(store.open_writing(staged, config.data_key, lambda: (LogId(""), b""))) as conn:
        erasing_again.obey(conn, config, clock, random)
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    erasing_again.forget_files(config)


def _shut_out(conn: Connection, config: HubConfig) -> int:
    """Who was shut out or got a lesser role since the copy stays so, as far as the hub's file can still be read."""
    try:
        with closing(store.open_reading(config.database, config.data_key)) as old:
            gone = [(one.device_id, at) for one, at in access.revoked(old)]
            then = access.devices(old)
    except (EnvironmentFailure, SqlError):
        return 0
    known = [(device_id, at) for device_id, at in gone if _is_in(conn, device_id)]
    for device_id, at in known:
        access.revoke(conn, device_id, at)
    for one in then:
        ours = access.device(conn, one.device_id)
        if ours is not None and rank(one.role) < rank(ours.role):  # the right was taken away since
            access.change_member(conn, ours.member_id, ours.member_name, one.role)
    return len(known)


def _is_in(conn: Connection, device_id: str) -> bool:
    found = access.device(conn, device_id)
    return found is not None and not found.is_revoked


def _fold(config: HubConfig) -> None:
    """Bring the old file's last writes from its WAL into it, where that can be."""
    if not config.database.exists():
        return
    with (
        contextlib.suppress(EnvironmentFailure, SqlError),
        closing(connect(config.database, config.data_key)) as conn,
    ):
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _aside(database: Path, clock: Clock) -> Path | None:
    """A free name for the file that is there."""
    if not any(database.with_name(database.name + end).exists() for end in _ENDS):
        return None
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    names = (f"hub-set-aside-{stamp}{more}.db" for more in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(path for path in map(database.with_name, names) if not path.exists())


def _set_aside(database: Path, aside: Path | None, crash: Crash) -> None:
    """The old file under its new name; the last part first, so that a repeat finds what is left to do."""
    if aside is None:
        return
    for end in reversed(_ENDS):
        part = database.with_name(database.name + end)
        if part.exists():
            part.replace(aside.with_name(aside.name + end))
            crash("restore_set_aside")


def _write_note(note: Path, aside: Path | None) -> None:
    fresh = note.with_name(note.name + ".new")
    fresh.write_text(json.dumps({"set_aside": aside.name if aside else None}), "ascii")
    backup.sync(fresh)
    fresh.replace(note)
    backup.sync(note)


def _drop(staged: Path) -> None:
    for end in _ENDS:
        staged.with_name(staged.name + end).unlink(missing_ok=True)
