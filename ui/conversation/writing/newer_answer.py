"""A colleague answered while one was writing: it is shown before one's own answer goes out."""

from collections.abc import Sequence

from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words.formats import Formats, in_brief
from ui.plain import isolated, shown_line, shown_name

SILENT = frozenset({"note", "notice", "reaction", "blocked", "unblocked"})


class NewerAnswer:
    """Knows which answers of others its person has been shown. `mine`: what their own messages are signed with."""

    def __init__(self, mine: str) -> None:
        self._mine = mine
        self._told_pos = 0

    def begin(self, rows: Sequence[MessageRow]) -> None:
        """Another conversation is open, or what is there was read before anything was written."""
        self._told_pos = max((row.pos for row in rows if self._is_answer(row)), default=0)

    def newer(self, rows: Sequence[MessageRow]) -> MessageRow | None:
        """The newest answer of somebody else that came since, until `told`."""
        found = [row for row in rows if self._is_answer(row) and row.pos > self._told_pos]
        return max(found, key=lambda row: row.pos, default=None)

    def told(self, row: MessageRow) -> None:
        """It was shown: the next Enter sends."""
        self._told_pos = max(self._told_pos, row.pos)

    def _is_answer(self, row: MessageRow) -> bool:
        if row.direction != "out" or row.kind in SILENT or row.is_pending:
            return False
        return row.author == "phone" or (row.author == "member" and row.author_name != self._mine)


def newer_words(row: MessageRow, formats: Formats) -> str:
    """Who answered, when, and what."""
    text = in_brief(row.kind, shown_line(row.text or ""))
    time = formats.time_of_day(row.sort_at)
    if row.author == "phone" or not row.author_name:
        words = _("Not sent yet. Somebody answered from the phone at {time}: “{text}”")
        return words.format(time=time, text=isolated(text))
    name = isolated(shown_name(row.author_name).split()[0])
    words = _("Not sent yet. {name} answered at {time}: “{text}”")
    return words.format(name=name, time=time, text=isolated(text))
