"""The table of all contacts, segments, and what is done to many at once: a part of `Desk`.

Nothing here imports a library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from app.domain.ids import ContactId, MemberId

if TYPE_CHECKING:
    from app.domain.contact_table import ContactNo, Facets, TableAsk, TableRow
    from app.domain.segments import Rule, Segment


class ContactTableDesk(Protocol):
    """What the screen of contacts reads: whole orders beside the event loop, lines when they are painted."""

    # --- read ---

    async def contact_order(self, asked: TableAsk) -> Sequence[ContactNo]:
        """The numbers of all who fit, in order. Read beside the event loop; empty while the view is made anew."""

    def contact_rows(self, nos: Sequence[ContactNo]) -> list[TableRow]:
        """These lines, in any order and without those that are gone. Under 5 ms for a page."""

    def contacts_beginning(self, text: str) -> list[ContactNo]:
        """Whose shown name begins so; at most some hundreds."""

    def contact_nos(self, ids: Sequence[ContactId]) -> list[ContactNo]:
        """The numbers of these contacts, as far as they are known."""

    def contact_known_by(self, digits: str, email: str) -> TableRow | None:
        """Who has this number, however it is written, or this address; "" for what is not asked for."""

    async def count_contacts(self, rules: Sequence[Rule]) -> list[int]:
        """How many fit each rule now, by the business's day."""

    async def contact_facets(self) -> Facets:
        """What contacts have: tags, languages, countries."""

    async def contact_ids(self, nos: Sequence[ContactNo]) -> list[ContactId]:
        """Who these are, in the same order."""

    async def contacts_to_tag(self, nos: Sequence[ContactNo], tag: str, *, is_on: bool) -> list[ContactId]:
        """Those of them who have not got the tag (`is_on`), or who have."""

    async def contacts_by_owner(self, nos: Sequence[ContactNo]) -> Mapping[MemberId | None, list[ContactId]]:
        """Those of them who are looked after by each member, None by nobody."""

    def segments(self) -> list[Segment]:
        """Shared segments and one's own, by name, with what waits for the hub."""

    # --- do ---

    async def save_segment(self, segment: Segment) -> None:
        """Keep a segment. Raises ComptoirError: "name_empty", "role_missing" for a shared one, and what is wrong with
        its rule."""

    async def remove_segment(self, segment_id: str) -> None:
        """Forget a segment."""

    async def tag_contacts(self, ids: Sequence[ContactId], tag: str, *, is_on: bool) -> None:
        """One command: at most `app.domain.contact_bulk.AT_ONCE`. Raises ComptoirError: "tag_empty", "role_missing"."""

    async def own_contacts(self, ids: Sequence[ContactId], owner_id: MemberId | None) -> None:
        """Likewise. Raises ComptoirError: "member_unknown", "role_missing"."""
