"""What is checked of the agenda before something is asked for, beside what the domain checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.errors import ComptoirError


class Saved(Protocol):
    """A resource or a service, as it is saved."""

    @property
    def version(self) -> int:
        """Of the one that was seen."""

    @property
    def name(self) -> str:
        """What it is called."""


def check_saved(before: Saved | None, made: Saved, others: Sequence[Saved], limit: int, double: str) -> None:
    """That a resource or a service can be saved: as it was seen, with a name of its own, and not one too many.

    `double`: the code of a name that another has.
    """
    if before is not None and before.version != made.version:
        raise ComptoirError("agenda_changed", name=before.name)
    if before is None and len(others) >= limit:
        raise ComptoirError("agenda_long", limit=str(limit))
    if any(one.name.casefold() == made.name.casefold() for one in others):
        raise ComptoirError(double, name=made.name)
