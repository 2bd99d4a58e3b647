"""The part of the running desk that is the table of contacts; see `app.desk.contact_table_desk`."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.desk.view_file import ViewFile

if TYPE_CHECKING:
    from app.domain.contact_table import ContactNo, TableAsk, TableRow


class LiveContactTable:
    """A mixin of `LiveDesk`."""

    _view: ViewFile
    _check_unlocked: Callable[[], None]
    _contact_lines: Sequence[Any] = ()

    async def contact_order(self, asked: TableAsk) -> Sequence[ContactNo]:
        from storage.view.contact_table import contact_lines

        self._check_unlocked()
        if not self._view.is_whole:
            return array("q")
        self._contact_lines = lines = await self._view.read_apart(lambda conn: list(contact_lines(conn)))
        return array("q", _ordered(lines, asked))

    def contact_rows(self, nos: Sequence[ContactNo]) -> list[TableRow]:
        return [_row(no, self._contact_lines[no]) for no in nos if no < len(self._contact_lines)]


def _ordered(lines: Sequence[Any], asked: TableAsk) -> list[ContactNo]:
    from app.domain.folding import folded

    words = folded(asked.words).split()
    fitting = [no for no, line in enumerate(lines) if all(_has(line, word) for word in words)]
    fitting.sort(key=lambda no: folded(lines[no].name))
    keys: dict[str, Callable[[Any], Any]] = {
        "number": lambda line: line.number or "",
        "username": lambda line: line.username or "",
        "last": lambda line: line.last_us or 0,
    }
    by = keys.get(asked.sort)
    if by is not None:
        fitting.sort(key=lambda no: by(lines[no]), reverse=asked.is_descending)
    elif asked.is_descending:
        fitting.reverse()
    return fitting


def _has(line: Any, word: str) -> bool:
    return f" {word}" in line.sought or (word.isdecimal() and word in (line.number or ""))


def _row(no: ContactNo, line: Any) -> TableRow:
    from app.domain.contact_table import TableRow
    from storage.instants import from_us

    last_at = None if line.last_us is None else from_us(line.last_us)
    return TableRow(
        no,
        line.contact_id,
        line.name,
        line.is_named,
        line.number,
        line.username,
        last_at,
        line.conversation_id,
    )
