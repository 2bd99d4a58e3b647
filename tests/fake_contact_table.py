"""The part of `tests.fake_desk.FakeDesk` that is the table of contacts: one line for each talk."""

from array import array
from collections.abc import Sequence
from typing import Any

from app.domain.contact_table import ContactNo, TableAsk, TableRow
from app.domain.contacts import shown_name
from app.domain.folding import folded
from app.domain.ids import ConversationId
from tests.fake_salon import Talk


class FakeContactTable:
    """Numbers are places among the talks."""

    talks: dict[ConversationId, Talk]

    async def contact_order(self, asked: TableAsk) -> Sequence[ContactNo]:
        """Those who fit, by name or by another column."""
        rows = self.contact_rows(range(len(self.talks)))
        words = folded(asked.words).split()
        fitting = [row for row in rows if all(_has(row, word) for word in words)]
        fitting.sort(key=lambda row: folded(row.name))
        fitting.sort(key=lambda row: _key(row, asked.sort), reverse=asked.is_descending)
        return array("q", [row.no for row in fitting])

    def contact_rows(self, nos: Sequence[ContactNo]) -> list[TableRow]:
        """These lines."""
        talks = list(self.talks.values())
        return [_row(no, talks[no]) for no in nos if no < len(talks)]


def _row(no: int, talk: Talk) -> TableRow:
    name = shown_name(talk.name, talk.number, talk.username, talk.user_id)
    last_at = talk.messages[-1].sort_at if talk.messages else None
    where = talk.conversation_id
    return TableRow(
        no, talk.contact_id, name, talk.name is not None, talk.number, talk.username, last_at, where
    )


def _key(row: TableRow, column: str) -> Any:
    keys = {"number": row.number or "", "last": row.last_at.timestamp() if row.last_at else 0.0}
    return keys.get(column, folded(row.name))


def _has(row: TableRow, word: str) -> bool:
    return f" {word}" in folded(f"{row.name} {row.username or ''}") or word in (row.number or "")
