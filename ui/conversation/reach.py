"""In which ways a customer can be reached now: what may be offered below a message that did not arrive."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.ids import LineId
from app.domain.rows import ThreadHeader


@dataclass(frozen=True, slots=True)
class Reach:
    """`number`: the digits, None for somebody who shares none. `is_free`: one may write whatever one wants."""

    number: str | None = None
    is_blocked: bool = False
    is_free: bool = True
    has_templates: bool = False


def reach_of(header: ThreadHeader, has_templates: Callable[[LineId], bool]) -> Reach:
    """What the head of a conversation tells of it; templates count only where they are the one way on."""
    is_free = header.is_window_open and not header.is_blocked
    is_closed_only = not header.is_window_open and not header.is_blocked
    return Reach(header.number, header.is_blocked, is_free, is_closed_only and has_templates(header.line_id))
