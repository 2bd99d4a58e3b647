"""What the doctor looks at on the hub's own computer: what came in, what is shown, what waits, disk, copies."""

import platform
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.clock import Clock
from app.domain.findings import Check, Finding, State
from app.domain.safety import BackupState
from app.hub import HUB_VERSION
from app.hub.config import HubConfig
from app.hub.followers import Followers
from app.hub.reconciling import UNREAD, Standing
from app.hub.shelf import is_disk_low
from storage import view
from storage.hub import access, log, reconciling, standing
from storage.hub.access import Device
from storage.hub.tables import Connection
from storage.instants import to_us

MB, GB = 1_000_000, 1_000_000_000
DISK_TIGHT = 2_000 * MB
UNSENT_LATE = timedelta(minutes=10)
DESK_AWAY = timedelta(days=14)
COPY_OLD = timedelta(hours=3)
BEHIND = 500  # entries, from which on a computer that was just there is told to be behind


def received(conn: Connection) -> Finding:
    """The newest webhook."""
    count, at = reconciling.received(conn)
    if at is None:
        return Finding("received", "notice", "received_nothing")
    return Finding("received", "good", "received_last", {"n": str(count), "received_at": at.isoformat()})


def stored(conn: Connection, now: datetime, found: Standing | None) -> Finding:
    """Whether everything that was acknowledged is in the log."""
    late = reconciling.waiting(conn, now - UNREAD)
    if late.count and late.oldest_at is not None:
        facts = {"n": str(late.count), "since_at": late.oldest_at.isoformat()}
        return Finding("stored", "bad", "stored_unread", facts, "again")
    facts = {"n": str(log.head_pos(conn))}
    missing = (len(found.missing.lost) + len(found.missing.gaps)) if found is not None else 0
    if missing:
        return Finding("stored", "bad", "stored_lost", {"n": str(missing)}, "safety")
    return Finding("stored", "good", "stored_all", facts)


def shown(conn: Connection, found: Standing | None) -> Finding:
    """Whether everything in the log is shown."""
    head, pos = log.head_pos(conn), view.cursor(conn)[0]
    if view.version(conn) != view.VIEW_VERSION or pos < head:
        return Finding("shown", "warning", "shown_behind", {"n": str(head - pos)}, "again")
    if found is None:
        return Finding("shown", "unknown", "shown_unknown")
    if found.missing.hidden:
        return Finding("shown", "bad", "shown_hidden", {"n": str(len(found.missing.hidden))}, "again")
    if found.rounds == 0 and found.entries < head:
        facts = {"n": str(found.entries), "of": str(head)}
        return Finding("shown", "notice", "shown_looking", facts)
    if found.messages == 0:
        return Finding("shown", "good", "shown_nothing")
    return Finding("shown", "good", "shown_all", {"n": str(found.messages)})


def going_out(conn: Connection, now: datetime) -> list[Finding]:
    """What waits to go out, and what nobody can tell of."""
    told = standing.outgoing(conn, to_us(now))
    unsent = Finding("unsent", "good", "unsent_none")
    if told.unsent and told.unsent_since is not None:
        is_late = now - told.unsent_since > UNSENT_LATE
        facts = {"n": str(told.unsent), "since_at": told.unsent_since.isoformat()}
        unsent = Finding("unsent", "warning" if is_late else "notice", "unsent_some", facts, "unsent")
    unconfirmed = Finding("unconfirmed", "good", "unconfirmed_none")
    if told.unconfirmed and told.unconfirmed_since is not None:
        facts = {"n": str(told.unconfirmed), "since_at": told.unconfirmed_since.isoformat()}
        unconfirmed = Finding("unconfirmed", "warning", "unconfirmed_some", facts, "unconfirmed")
    return [unsent, unconfirmed]


def desks(conn: Connection, now: datetime, followers: Followers | None) -> list[Finding]:
    """Each computer that was not shut out: when it was last here and how far it is."""
    there = [one for one in access.devices(conn) if not one.is_revoked]
    if not there:
        return [Finding("desks", "notice", "desks_none")]
    head = log.head_pos(conn)
    return [_desk(one, head, now, followers) for one in there]


def _desk(device: Device, head: int, now: datetime, followers: Followers | None) -> Finding:
    about = f"{device.name} ({device.member_name})"
    place = followers.place(device.device_id) if followers is not None else None
    seen_at = max(filter(None, (device.last_seen_at, place.at if place else None)), default=None)
    if seen_at is None:
        return Finding("desks", "notice", "desk_never", {}, "devices", about)
    facts = {"seen_at": seen_at.isoformat()}
    if now - seen_at > DESK_AWAY:
        return Finding("desks", "notice", "desk_away", facts, "devices", about)
    if place is None:
        return Finding("desks", "good", "desk_seen", facts, None, about)
    behind = head - place.pos
    is_here = now - seen_at < timedelta(minutes=2)
    facts |= {"n": str(max(0, behind))}
    if behind <= 0:
        return Finding("desks", "good", "desk_level", facts, None, about)
    state: State = "warning" if is_here and behind > BEHIND else "good"
    return Finding("desks", state, "desk_behind", facts, None, about)


def disk(config: HubConfig) -> list[Finding]:
    """Room for the data, and for the copies where they lie on another disk. Blocks."""
    found = [_room(config.data_dir, "disk")]
    if config.backup_dir is not None and config.backup_dir.exists():
        found.append(_room(config.backup_dir, "disk_copies"))
    return found


def _room(folder: Path, code: str) -> Finding:
    free = shutil.disk_usage(folder).free
    facts = {"n": str(free // MB)}
    if is_disk_low(folder):
        return Finding("disk", "bad", f"{code}_full", facts, "again")
    if free < DISK_TIGHT:
        return Finding("disk", "warning", f"{code}_tight", facts, "again")
    return Finding("disk", "good", f"{code}_good", {**facts, "gb": str(free // GB)})


def copies(state: BackupState, now: datetime) -> Finding:
    """The newest copy: one that is there was proved entry by entry before it got its name."""
    if state.failed_code is not None:
        return Finding("copies", "bad", "copies_failed", {}, "safety")
    if state.last_at is None:
        return Finding("copies", "notice", "copies_none", {}, "safety")
    facts = {"n": str(state.count), "made_at": state.last_at.isoformat()}
    if now - state.last_at > COPY_OLD:
        return Finding("copies", "warning", "copies_old", facts, "safety")
    return Finding("copies", "good", "copies_good", facts, "safety")


def encryption(config: HubConfig) -> Finding:
    """Whether the hub's file is encrypted."""
    if config.data_key is not None:
        return Finding("encryption", "good", "encrypted")
    return Finding("encryption", "warning", "not_encrypted")


def versions(conn: Connection) -> Finding:
    """What runs here."""
    sqlite, cipher = standing.engines(conn)
    facts = {
        "program": HUB_VERSION, "python": platform.python_version(), "sqlite": sqlite, "cipher": cipher or "-",
        "file": str(standing.revision()), "view": str(view.VIEW_VERSION),
    }  # fmt: skip
    return Finding("versions", "good", "versions_are", facts)


Reading = Callable[[Connection], Sequence[Finding]]


class FileLooks:
    """What can be read from the hub's file, beside a running hub or without one."""

    def __init__(
        self, clock: Clock, reconciled: Callable[[], Standing | None], followers: Followers | None
    ) -> None:
        self._clock, self._reconciled, self._followers = clock, reconciled, followers

    def readings(self) -> list[tuple[tuple[Check, ...], Reading]]:
        """Each with what it is about."""
        now, told = self._clock.now, self._reconciled
        return [
            (("received",), lambda conn: [received(conn)]),
            (("stored",), lambda conn: [stored(conn, now(), told())]),
            (("shown",), lambda conn: [shown(conn, told())]),
            (("unsent", "unconfirmed"), lambda conn: going_out(conn, now())),
            (("desks",), lambda conn: desks(conn, now(), self._followers)),
            (("versions",), lambda conn: [versions(conn)]),
        ]
