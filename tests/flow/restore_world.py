"""A hub that is put back from a copy under the desks that follow it."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from app.hub import backup_files, restoring
from app.hub.backups import make_copy
from app.hub.hub import no_crash
from app.hub.restoring import Restored
from storage import codec, view
from storage.engine import connect
from storage.hub import log
from storage.hub.log import Head
from tests.flow.hub_world import SOON_S, HubWorld


def copy_of(world: HubWorld) -> Path:
    """A copy of the running hub, as the hourly one, and never beside that one: each clears up behind the other."""
    now = world.clock.now()
    thread = world.hub._running.backups._executor
    thread.submit(make_copy, world.config, now, no_crash).result(SOON_S)
    return world.config.backup_folder / backup_files.name_of(now)


async def put_back(world: HubWorld, copy: Path, *, away_s: float = 0.0) -> Restored:
    """Stop the hub, put the copy in its place as `main.py restore` does, start it again."""
    async with world.away(away_s):
        restoring.look(world.config, copy)
        return restoring.restore(world.config, copy, world.clock, os.urandom, no_crash)


def head_of(world: HubWorld) -> Head:
    """Where the hub's log stands."""
    with world.reading() as conn:
        return log.head(conn)


def is_as_rebuilt(world: HubWorld, folder: Path) -> bool:
    """Whether the hub's projection is the one that its whole log gives from nothing."""
    with world.reading() as conn:
        conn.execute("BEGIN")  # one moment of both: the hub may just be writing that it accepted something
        now = view.view_hash(conn)
        stored = log.page(conn, 0, 1 << 30)
    with closing(connect(folder / "rebuilt.db", None)) as fresh:
        view.create(fresh)
        view.Projector().project(fresh, [codec.decode_event(one) for one in stored], stored[-1].chain)
        return view.view_hash(fresh) == now
