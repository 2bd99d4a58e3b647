"""The table of all contacts: a part of `Desk`. Nothing here imports a library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.contact_table import ContactNo, TableAsk, TableRow


class ContactTableDesk(Protocol):
    """What the screen of contacts reads: whole orders beside the event loop, lines when they are painted."""

    async def contact_order(self, asked: TableAsk) -> Sequence[ContactNo]:
        """The numbers of all who fit, in order. Read beside the event loop; empty while the view is made anew."""

    def contact_rows(self, nos: Sequence[ContactNo]) -> list[TableRow]:
        """These lines, in any order and without those that are gone. Under 5 ms for a page."""
