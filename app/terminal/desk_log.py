"""The whole log that a computer of the team holds, for a hub of which nothing else is left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.desk.config import main_profile
from app.desk.kept import joined_of
from app.desk.session import unlock
from app.domain.errors import EnvironmentFailure
from app.hub.rebuilding import Source
from storage import desk as stored
from storage.codec import StoredEvent
from storage.engine import Connection, connect
from storage.hub.access import Device

PAGE = 2_000
RANKS = ("owner", "manager", "rep")


@contextmanager
def desk_log(folder: Path) -> Iterator[Source]:
    """Open a profile's log; its window must be closed. Raises EnvironmentFailure, "not_joined" for no profile."""
    profile = main_profile(folder)
    if not profile.exists():
        raise EnvironmentFailure("not_joined", folder=str(folder))
    unlocked = unlock(profile, os.environ)
    with closing(unlocked.lock), closing(connect(profile.log_path, unlocked.key, is_read_only=True)) as conn:
        people = [joined_of(seat) for seat in stored.seats(conn)]
        if not people:
            raise EnvironmentFailure("not_joined", folder=str(folder))
        joined = min(
            people, key=lambda one: RANKS.index(one.role)
        )  # somebody must be able to invite the others
        device = Device(
            joined.device_id,
            joined.member_id,
            joined.member_name,
            joined.role,
            joined.member_name,
            None,
            False,
        )
        yield Source(joined.log_id, _pages(conn), device, joined.token)


def _pages(conn: Connection) -> Iterator[list[StoredEvent]]:
    after = 0
    while page := stored.page(conn, after, PAGE):
        yield page
        after = page[-1].pos
