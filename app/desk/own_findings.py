"""What a computer of the team knows of its connection by itself, without asking the hub: facts into findings."""

from __future__ import annotations

from typing import Final, Literal

from app.domain.findings import Act, Check, Finding, State
from app.domain.records import record

KeySource = Literal["keyring", "passphrase", "practice"]
CLOCK_FINE_S: Final = 60.0  # a wait is told in minutes
CLOCK_BAD_S: Final = 3_600.0  # somebody set another zone, or a battery is empty
MB: Final = 1_000_000
GB: Final = 1_000 * MB
DISK_LOW: Final = 2 * GB
DISK_FULL: Final = 500 * MB
OWN_TROUBLES: Final = frozenset({"disk_full", "file_unreadable", "file_damaged"})


@record
class OwnFacts:
    """None where it is not known. `behind`: events of the hub that are not shown here.

    `ahead_s`: how far the hub's clock is ahead of this computer's.
    """

    is_hub_reachable: bool
    stopped_code: str | None
    is_view_held: bool  # the hub tells what this program is too old to show
    behind: int | None
    ahead_s: float | None
    free_bytes: int | None
    waiting: int  # what was asked for here and has not reached the hub
    key_source: KeySource
    version: str
    hub_version: str | None


def own_findings(facts: OwnFacts) -> tuple[Finding, ...]:
    """In the order in which they are read."""
    return (_hub(facts), _stored(facts), _shown(facts), _waiting(facts), _clock(facts), _disk(facts), _key(facts),
            _version(facts))  # fmt: skip


def _found(check: Check, state: State, code: str, act: Act | None = None, **facts: str) -> Finding:
    return Finding(check, state, f"here_{code}", facts, act)


def _hub(facts: OwnFacts) -> Finding:
    if facts.stopped_code not in (None, "update_needed", *OWN_TROUBLES):
        return _found("desks", "bad", "stopped")
    if not facts.is_hub_reachable:
        return _found("desks", "bad", "hub_away", "again")
    return _found("desks", "good", "hub_reached")


def _stored(facts: OwnFacts) -> Finding:
    if facts.stopped_code in OWN_TROUBLES:
        return _found("stored", "bad", "file_trouble")
    return _found("stored", "good", "files_good")


def _shown(facts: OwnFacts) -> Finding:
    if facts.is_view_held or facts.stopped_code == "update_needed":
        return _found("shown", "bad", "update_needed")
    if facts.behind is None:
        return _found("shown", "unknown", "position_unknown")
    if facts.behind > 0:
        return _found("shown", "notice", "behind", n=str(facts.behind))
    return _found("shown", "good", "up_to_date")


def _waiting(facts: OwnFacts) -> Finding:
    if not facts.waiting:
        return _found("unsent", "good", "outbox_empty")
    state: State = "notice" if facts.is_hub_reachable else "warning"
    return _found("unsent", state, "outbox_waits", "unsent", n=str(facts.waiting))


def _clock(facts: OwnFacts) -> Finding:
    ahead_s = facts.ahead_s
    if ahead_s is None:
        return _found("clock", "unknown", "clock_unknown")
    if abs(ahead_s) < CLOCK_FINE_S:
        return _found("clock", "good", "clock_good")
    state: State = "warning" if abs(ahead_s) < CLOCK_BAD_S else "bad"
    minutes = str(round(abs(ahead_s) / 60))
    return _found("clock", state, "clock_slow" if ahead_s > 0 else "clock_fast", n=minutes)


def _disk(facts: OwnFacts) -> Finding:
    free = facts.free_bytes
    if free is None:
        return _found("disk", "unknown", "disk_unknown")
    if free < DISK_FULL:
        return _found("disk", "bad", "disk_full", n=str(free // MB))
    if free < DISK_LOW:
        return _found("disk", "warning", "disk_low", n=str(free // MB))
    return _found("disk", "good", "disk_good", n=str(free // GB))


def _key(facts: OwnFacts) -> Finding:
    if facts.key_source == "practice":
        return _found("encryption", "notice", "key_practice")
    return _found("encryption", "good", f"key_{facts.key_source}")


def _version(facts: OwnFacts) -> Finding:
    hub = facts.hub_version
    if hub is None or hub == facts.version:
        return _found("versions", "good", "version", version=facts.version)
    return _found("versions", "notice", "versions_differ", version=facts.version, hub=hub)
