"""What becomes of response standards that a restored hub lost: only a leader's computer gives them back."""

from collections.abc import Collection
from typing import Any

from app.domain.standards import StandardsSaved
from storage.hub.tables import Connection
from storage.view.standards import load_standards

_THING = "standards"  # all of them are one


def things_of_standards(body: Any) -> tuple[str, ...]:
    """The thing of which the last word counts."""
    return (_THING,) if isinstance(body, StandardsSaved) else ()


def judged_standards(conn: Connection, body: Any, things: Collection[str], *, is_leader: bool) -> str | None:
    """What becomes of it: "known", "left_out", or "" for what comes back; None for what is about something else."""
    if not isinstance(body, StandardsSaved):
        return None
    if not is_leader or _THING in things:
        return "left_out"
    return "known" if load_standards(conn) == tuple(sorted(body.standards, key=lambda one: one.scope)) else ""
