"""What a state of an appointment is called and how it looks: its chip, its pattern, the filter that gathers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from app.domain.appointments import STATES, State
from app.domain.records import record
from app.words.appointment_lines import state_name
from ui.theme.icons import IconName
from ui.widgets.paint_chip import Chip, Tone

Pattern = Literal["full", "rising", "dots", "upright", "crossed", "empty"]
Fill = Literal["success", "info", "neutral", "warning", "danger"]


@record
class Looks:
    """`fill`: the colour of its blocks, on which `pattern` is drawn."""

    tone: Tone
    icon: IconName
    pattern: Pattern
    fill: Fill


LOOKS: Final[Mapping[State, Looks]] = {
    "to_ask": Looks("neutral", "circle-dashed", "dots", "neutral"),
    "asked": Looks("info", "send", "rising", "info"),
    "delivered": Looks("info", "check-check", "rising", "info"),
    "read": Looks("info", "eye", "rising", "info"),
    "confirmed": Looks("success", "circle-check", "full", "success"),
    "wants_move": Looks("warning", "arrow-right-left", "upright", "warning"),
    "unclear": Looks("warning", "message-square", "upright", "warning"),
    "no_answer": Looks("warning", "circle-help", "upright", "warning"),
    "to_call": Looks("danger", "phone", "crossed", "danger"),
    "cancelled": Looks("danger", "circle-x", "empty", "danger"),
    "came": Looks("neutral", "check", "full", "success"),
    "no_show": Looks("danger", "user-x", "crossed", "danger"),
}


# The panel's counts, in their order: all those who are asked and have not answered are one.
COUNTED: Final[tuple[tuple[State, tuple[State, ...]], ...]] = (
    ("confirmed", ("confirmed",)),
    ("asked", ("asked", "delivered", "read")),
    ("to_ask", ("to_ask",)),
    ("no_answer", ("no_answer",)),
    ("wants_move", ("wants_move",)),
    ("unclear", ("unclear",)),
    ("to_call", ("to_call",)),
    ("cancelled", ("cancelled",)),
    ("came", ("came",)),
    ("no_show", ("no_show",)),
)


def state_chip(state: State) -> Chip:
    """The chip of a line."""
    looks = LOOKS[state]
    return Chip(state_name(state), looks.tone, looks.icon)


def counts_of(states: Iterable[State]) -> dict[State, int]:
    """How many stand in each state."""
    found: dict[State, int] = dict.fromkeys(STATES, 0)
    for state in states:
        found[state] += 1
    return found
