"""What one task says in a list: words, when, who, ready to paint."""

from datetime import datetime

from app.domain.records import record
from app.domain.task_rows import TaskRow
from app.words import gettext as _
from app.words.formats import Formats
from app.words.tasks import line_words, turn_words
from ui.plain import isolated, shown_line, shown_name
from ui.widgets.paint_avatar import Portrait
from ui.widgets.paint_chip import Chip


@record
class TaskFace:
    """`portrait`: who has it, where that is somebody else. `spoken`: as a screen reader says it."""

    title: str
    line: str
    chip: Chip | None
    portrait: Portrait | None
    is_done: bool
    spoken: str


def task_face(row: TaskRow, now: datetime, formats: Formats, *, has_about: bool = True) -> TaskFace:
    """What the row says at `now` (UTC). `has_about` False: it stands at whom it is about."""
    about = isolated(shown_name(row.about)) if has_about and row.about else ""
    holder = isolated(shown_name(row.holder_name)) if row.holder_name else ""
    word_by = isolated(shown_name(row.word_name)) if row.word_name else ""
    title, is_done = shown_line(row.title), row.done_at is not None
    line = line_words(row, about, holder, word_by, formats, now)
    chip = None if is_done else _chip(row, now, formats)
    portrait = None
    if row.holder_id is not None and not row.is_mine:
        portrait = Portrait(row.holder_id, shown_name(row.holder_name or "?"))
    state = _("done") if is_done else _("overdue") if row.is_overdue else ""
    parts = [title, state, chip.text if chip is not None else "", line]
    return TaskFace(title, line, chip, portrait, is_done, ", ".join(part for part in parts if part))


def _chip(row: TaskRow, now: datetime, formats: Formats) -> Chip | None:
    words = turn_words(row, formats, now)
    if not words or row.turn_at is None:
        return None
    if row.is_overdue:
        return Chip(words, "danger", "circle-alert")
    if row.remind_at is not None:
        return Chip(words, "neutral", "alarm-clock")
    return Chip(words, "warning" if formats.is_same_day(row.turn_at, now) else "neutral", "clock")
