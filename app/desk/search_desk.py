"""Searching everything that was written, at any age. A part of `Desk`. Nothing here imports a library."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.ids import ConversationId
    from app.domain.search_query import SearchQuery
    from app.domain.search_rows import PersonHit, SearchPage, SearchState


def always() -> bool:
    """For who waits whatever happens."""
    return True


class SearchDesk(Protocol):
    """What the search box, the list of results and the search in a conversation need."""

    def read_query(self, text: str) -> SearchQuery:
        """What these letters ask for, today being what it is where the business is."""

    def search_state(self) -> SearchState:
        """How much of what was written is found."""

    async def search(
        self,
        query: SearchQuery,
        *,
        limit: int = 50,
        before: int | None = None,
        has: tuple[str, ...] = (),
        conversation_id: ConversationId | None = None,
        is_wanted: Callable[[], bool] = always,
    ) -> SearchPage | None:
        """The newest messages that fit, `before`: those after the page that ended there.

        `has`: only those that hold one of these (`app.domain.search_query.HAS`). None: not wanted any more when its
        turn came, or locked. Waits for no network. Raises EnvironmentFailure.
        """

    async def search_people(
        self, query: SearchQuery, limit: int = 8, is_wanted: Callable[[], bool] = always
    ) -> list[PersonHit]:
        """Who fits the words of a query, those heard of last first: by name, number, address, company, tag, note."""
