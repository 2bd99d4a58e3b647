"""A hub that moves from this computer to a server, as a person is led through it: the steps, and where one is.

Where it stands is known from the files alone, so that whoever closed the program on the way goes on at the right step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

MoveStep = Literal["about", "pack", "server", "address", "done"]
ALL_STEPS: Final[tuple[MoveStep, ...]] = ("about", "pack", "server", "address", "done")
FOLLOWING: Final[tuple[MoveStep, ...]] = ("address",)  # a computer that only belongs to a hub elsewhere


@dataclass(frozen=True, slots=True)
class MoveStanding:
    """`has_hub`: the hub is this computer's own, or was. `file`: into which it was packed, "" while it is at home.

    `address`: the server that it is handed over to, "" for none yet; it never changes again. `is_over`: it is there.
    """

    has_hub: bool
    file: str = ""
    address: str = ""
    is_over: bool = False

    @property
    def is_packed(self) -> bool:
        """Whether no hub starts on this computer any more."""
        return bool(self.file)

    @property
    def may_stay(self) -> bool:
        """Whether the hub may still be taken back."""
        return self.is_packed and not self.address


@dataclass(frozen=True, slots=True)
class Guide:
    """What is in view, and where it leads."""

    standing: MoveStanding
    shown: MoveStep

    @property
    def steps(self) -> tuple[MoveStep, ...]:
        """All of them, in their order."""
        return ALL_STEPS if self.standing.has_hub else FOLLOWING

    @property
    def before(self) -> MoveStep | None:
        """Where Back leads."""
        place = self.steps.index(self.shown)
        return self.steps[place - 1] if place and self.can_show(self.steps[place - 1]) else None

    @property
    def after(self) -> MoveStep | None:
        """Where one goes on to, None where something must be done first, or nothing follows."""
        place = self.steps.index(self.shown) + 1
        return self.steps[place] if place < len(self.steps) and self.can_show(self.steps[place]) else None

    def can_show(self, step: MoveStep) -> bool:
        """Whether a step may be looked at: those before what is to be done next, and that one."""
        standing = self.standing
        if standing.is_over or not standing.has_hub:
            return step == self.steps[-1]
        last: MoveStep = "address" if standing.is_packed else "pack"
        return self.steps.index(step) <= self.steps.index(last)

    def at(self, step: MoveStep) -> Guide:
        """The same with another step in view; one that cannot be shown changes nothing."""
        return replace(self, shown=step) if step in self.steps and self.can_show(step) else self

    def told(self, standing: MoveStanding) -> Guide:
        """Something was done: what is in view stays where it may."""
        fresh = replace(self, standing=standing)
        return fresh if fresh.can_show(self.shown) else begun(standing)


def begun(standing: MoveStanding) -> Guide:
    """Where a person is led to who opens the guide, for the first time or again."""
    if not standing.has_hub:
        return Guide(standing, "address")
    if standing.is_over:
        return Guide(standing, "done")
    if standing.address:
        return Guide(standing, "address")
    return Guide(standing, "server" if standing.is_packed else "about")


def address_of(typed: str) -> str:
    """The address that somebody means who types a name or an address: a server is reached by https."""
    bare = typed.strip().rstrip("/")
    return bare if not bare or "://" in bare else f"https://{bare}"


def domain_of(typed: str) -> str:
    """The bare name of a server, of a name or an address."""
    return typed.strip().rpartition("://")[2].partition("/")[0]
