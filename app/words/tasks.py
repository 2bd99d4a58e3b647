"""Tasks in words: when their turn comes, whose it is, and why something about one did not happen."""

from datetime import datetime

from app.domain.task_rows import TaskRow
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats


def about_tasks() -> dict[str, str]:
    """Sentences of refusals."""
    return {
        "task_unknown": _("This task is not there any more: somebody removed it, or the person was erased."),
        "task_done": _("Nothing was changed: this task is done already. Reopen it first."),
        "task_changed": _(
            "Your change was not kept: somebody changed this task meanwhile. Look at it and change it again."
        ),
        "task_held": _("Not handed over: {who} has this task now."),
        "task_free": _("Not handed over: nobody has this task any more. Look at it again."),
        "task_wordless": _("The task was not kept: write in a few words what is to be done."),
        "task_long": _(
            "The task was not kept: it has {length} characters, {limit} at most. Shorten it; a note takes the rest."
        ),
        "task_far": _("The task was not kept: choose a time within the next ten years."),
        "task_malformed": _("The task was not kept: Comptoir did not understand it. Make it again."),
    }


def turn_words(row: TaskRow, formats: Formats, now: datetime) -> str:
    """When its turn comes or came: 18:00, tomorrow 9:00, Mon 9:00; "" for whenever."""
    return formats.moment(row.turn_at, now) if row.turn_at is not None else ""


def line_words(row: TaskRow, about: str, holder: str, word_by: str, formats: Formats, now: datetime) -> str:
    """Below what is to be done: whom it is about, who does it, what was said. Names as they are shown."""
    parts = [about] if about else []
    if row.done_at is not None:
        parts.append(_("Done {moment}").format(moment=formats.ended(row.done_at, now)))
        return " · ".join(parts)
    if row.whose == "theirs":
        parts.append(_("Their turn"))
    if not row.is_mine:
        parts.append(holder or _("Nobody has it"))
    if row.remind_at is not None and not row.is_overdue:
        parts.append(_("put aside"))
    if row.word:
        said = quoted(row.word)
        parts.append(_("{name}: {words}").format(name=word_by, words=said) if word_by else said)
    if row.is_pending:
        parts.append(_("waiting"))
    return " · ".join(parts)


def due_sentence(due_at: datetime | None, holder: str | None, formats: Formats, now: datetime) -> str:
    """What a new task's time is, said while it is being typed. `holder`: "" for who reads it, None for nobody."""
    if due_at is None:
        return _("No time: it stays in the list until it is done.")
    if due_at <= now:
        return _("That time is past: it will stand among what is overdue.")
    moment = formats.moment(due_at, now)
    if holder is None:
        return _("Due {moment}. Nobody is reminded until somebody has it.").format(moment=moment)
    if holder:
        return _("{name} is reminded {moment}.").format(name=holder, moment=moment)
    return _("You are reminded {moment}.").format(moment=moment)


def quoted(words: str) -> str:
    """Words of a person inside ours."""
    return _("“{words}”").format(words=words)


def due_count(count: int) -> str:
    """How many fell due, for a notification."""
    return ngettext("{n} task is due", "{n} tasks are due", count).format(n=count)
