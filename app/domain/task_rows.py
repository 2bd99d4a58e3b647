"""A task as screens read it."""

from dataclasses import fields
from typing import Literal

from app.domain.records import record
from app.domain.tasks import Task

Who = Literal["mine", "everybody"]  # whose tasks a list holds
_OF_TASK = tuple(each.name for each in fields(Task))


@record
class TaskRow(Task):
    """A task as a screen shows it. `about`: whom it is about, as shown; "" for nothing or nobody that is known.

    `holder_name` None: nobody's. `is_pending`: only this computer knows it like this.
    """

    about: str = ""
    holder_name: str | None = None
    word_name: str | None = None
    is_overdue: bool = False
    is_mine: bool = False
    is_pending: bool = False


def row_of(
    task: Task, about: str, holder_name: str | None, word_name: str | None, *, is_pending: bool = False
) -> TaskRow:
    """The task with the names that a screen shows beside it."""
    values = {name: getattr(task, name) for name in _OF_TASK}
    return TaskRow(**values, about=about, holder_name=holder_name, word_name=word_name, is_pending=is_pending)
