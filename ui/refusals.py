"""Which refusals of the hub the window says itself, whatever is in view; no screen says them once more."""

from __future__ import annotations

from app.desk.composed import Refusal
from ui.todo.opening import is_of_tasks

OF_LADDERS = ("ladder.", "follow_up.")  # how the kinds of all commands about ladders begin


def is_of_ladders(refusal: Refusal) -> bool:
    """Whether it is a command about a ladder or a follow-up that was refused."""
    return refusal.command.KIND.startswith(OF_LADDERS)


def is_said_by_window(refusal: Refusal) -> bool:
    """Tasks, ladders and follow-ups are not of one place."""
    return is_of_tasks(refusal) or is_of_ladders(refusal)
