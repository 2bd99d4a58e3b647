"""The hub's copies and what a restore left out, as screens ask for them. A part of `Desk`.

Nothing here imports a library: a first paint passes through it. What was told last is in `ConnectionState.safety`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.safety import SafetyState, Salvaged


class SafetyDesk(Protocol):
    """All raise ComptoirError: "role_missing", the codes of a copy that came to nothing ("backup_…"), and
    "hub_unreachable" as EnvironmentFailure."""

    def copies_key(self) -> str | None:
        """The key that opens the copies of this computer's own hub, for its owner to write down; None for others, and
        where the hub is elsewhere or holds invented people."""

    async def look_at_safety(self) -> SafetyState:
        """How things stand now."""

    async def back_up(self) -> SafetyState:
        """Make a copy now; returns when it is made and proved."""

    async def decide_salvage(self, *, is_taken: bool) -> Salvaged:
        """Take what the team's computers offer back into the log, or let it go for good."""
