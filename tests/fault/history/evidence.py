"""What was seen in a run: what was asked and answered, what each replica held and when, and what was there at the end.

Every time is CLOCK_MONOTONIC of the one computer on which all processes run, so that times of several can be compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["accepted", "rejected", "unknown"]


@dataclass(slots=True)
class Asked:
    """A command: when it first left a desk, and what came of it as far as the desk heard."""

    command_id: str
    desk: str
    kind: str
    message_id: str | None  # of an answer or a note
    began_s: float
    ended_s: float | None = None
    outcome: Outcome = "unknown"
    pos: int | None = None


@dataclass(slots=True)
class Webhook:
    """One that was posted: the channel's ids of its elements, and whether it was ever answered 200."""

    elements: tuple[str, ...]
    is_acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What one file of one desk held at a moment: everything up to `pos`, whose chain says what everything was."""

    desk: str
    file: str  # "log" or "view"
    at_s: float
    pos: int
    chain: str


@dataclass(frozen=True, slots=True)
class Logged:
    """One event of the hub's log."""

    pos: int
    chain: str
    kind: str
    subject: str
    command_id: str | None = None
    element: str | None = None  # the channel's id of the message that it is
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A projection at the end beside one made from nothing at the same place."""

    whose: str
    pos: int
    grown: str
    rebuilt: str


@dataclass(slots=True)
class Evidence:
    """All of a run. `wished`: message ids that a desk had stored before it told its person so."""

    log: Sequence[Logged] = ()
    asked: list[Asked] = field(default_factory=list)
    webhooks: list[Webhook] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    replicas: dict[str, list[tuple[int, str]]] = field(
        default_factory=dict
    )  # (pos, chain) of each event kept
    shown: list[Shown] = field(default_factory=list)
    wished: list[tuple[str, str]] = field(default_factory=list)  # (desk, message id)
    accepts: Counter[str] = field(default_factory=Counter)  # how often Meta took each message
