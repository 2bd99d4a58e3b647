"""A joined profile that holds a long history, as a desk would have left it."""

import asyncio
import itertools
from collections.abc import Iterable
from pathlib import Path

from app.desk.config import Joined, Profile, practice_profile
from app.desk.precious import Precious
from app.desk.session import unlock
from app.domain.clock import SystemClock
from app.domain.ids import DeviceId, LogId, MemberId
from app.domain.members import Role
from storage import desk as desk_file
from storage import view
from storage.codec import StoredEvent
from storage.engine import Connection, connect
from tests.perf.history import Shape, events

PAGE = 20_000
NOWHERE = "http://127.0.0.1:9"  # no hub is needed to read what was synced


def make_profile(
    folder: Path, count: int, shape: Shape, conversations: int = 50_000, role: Role = "rep"
) -> Profile:
    """A profile with `count` events in its log and its view. Practice has a fixed key, so none is asked for."""
    profile = practice_profile(folder)
    enrol(profile, role)
    unlocked = unlock(profile, {})
    log = connect(profile.log_path, unlocked.key)
    target = connect(profile.view_path, unlocked.key, durability="NORMAL")
    view.create(target)
    view.rebuild(target, _kept(log, events(count, shape, conversations)))
    target.close()
    log.close()
    unlocked.lock.close()
    return profile


def enrol(profile: Profile, role: Role) -> None:
    """Whose profile it is: a rep's begins with the inbox, an owner's with Today."""
    unlocked = unlock(profile, {})
    precious = Precious(profile.log_path, unlocked.key, SystemClock())
    joined = Joined(NOWHERE, "token", LogId("bench"), DeviceId("d"), MemberId("lea"), "Léa Fontaine", role)
    asyncio.run(precious.save_joined(joined))
    precious.close()
    unlocked.lock.close()


def _kept(log: Connection, history: Iterable[StoredEvent]) -> Iterable[StoredEvent]:
    """The same events, each page stored in the log as it goes by."""
    rest = iter(history)
    while page := list(itertools.islice(rest, PAGE)):
        log.execute("BEGIN IMMEDIATE")
        desk_file.append(log, page)
        log.execute("COMMIT")
        yield from page
