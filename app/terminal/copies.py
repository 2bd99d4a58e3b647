"""A copy of a hub on another computer: looked at, and put back as that computer's own."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import closing
from pathlib import Path

from app.domain.clock import SystemClock
from app.domain.errors import EnvironmentFailure
from app.domain.safety import CopyFound
from app.hub import backup_files, presence, restoring
from app.hub.config import HubConfig, checked_key
from app.hub.hub import no_crash
from storage import view
from storage.engine import SqlError, connect

ROOM = 2  # times the copy: itself, and what the hub writes at its first start
MEGABYTE = 1_000_000


async def look(copy: Path, key: str) -> CopyFound:
    """The same as `look_at_copy`, beside the event loop."""
    return await asyncio.to_thread(look_at_copy, copy, key)


def look_at_copy(copy: Path, key: str) -> CopyFound:
    """Prove every entry of a copy. Blocks. Raises EnvironmentFailure: as `restoring.look`, data_key_malformed, and
    backup_without_owner for one in which nobody could be let in."""
    config = HubConfig(copy.parent, data_key=_typed(key))
    facts = restoring.look(config, copy)
    try:
        with closing(connect(copy, config.data_key, is_read_only=True)) as conn:
            members = view.members(conn).values()
    except SqlError as error:
        raise EnvironmentFailure("backup_without_owner", file=copy.name) from error
    owners = tuple((one.member_id, one.name) for one in members if one.role == "owner" and not one.is_removed)
    if not owners:
        raise EnvironmentFailure("backup_without_owner", file=copy.name)
    return CopyFound(backup_files.made_at(copy), facts.pos, owners)


def put_back(folder: Path, copy: Path, key: str) -> str:
    """Make the copy the hub of an empty folder; its key as the hub wants it. Blocks.

    Raises EnvironmentFailure: take_up_no_room, restore_failed, …; then nothing of it is there.
    """
    hub_key = _typed(key)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    needed = ROOM * copy.stat().st_size
    if shutil.disk_usage(folder).free < needed:
        raise EnvironmentFailure("take_up_no_room", megabytes=str(needed // MEGABYTE + 1))
    with presence.locked(folder):
        restoring.restore(HubConfig(folder, data_key=hub_key), copy, SystemClock(), os.urandom, no_crash)
    return hub_key


def _typed(key: str) -> str:
    """As somebody wrote it down: with blanks, in capitals."""
    checked = checked_key("".join(key.split()))
    assert checked is not None
    return checked
