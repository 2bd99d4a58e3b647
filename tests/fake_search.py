"""The part of `tests.fake_desk.FakeDesk` that searches: a look at every message of the salon."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from typing import Any

from app.domain.clock import Clock
from app.domain.contacts import shown_name
from app.domain.ids import ConversationId
from app.domain.rows import MessageRow, PersonRow
from app.domain.search_marks import piece
from app.domain.search_query import Filter, SearchQuery, parse
from app.domain.search_rows import PersonHit, SearchHit, SearchPage, SearchState
from app.domain.search_text import holds, words_of
from tests.fake_salon import Talk

HAS = {"document": "file", "image": "picture", "video": "video", "voice": "voice", "note": "note"}


class FakeSearch:
    """`searched`: what was looked for. `state` of the index as a test sets it."""

    clock: Clock
    talks: dict[ConversationId, Talk]
    people: Any

    def __init__(self) -> None:
        super().__init__()
        self.index_state = SearchState(100)
        self.searched: list[SearchQuery] = []

    def read_query(self, text: str) -> SearchQuery:
        """By the clock of the test."""
        return parse(text, self.clock.now().astimezone(UTC).date())

    def search_state(self) -> SearchState:
        """As it was set."""
        return self.index_state

    async def search_people(
        self, query: SearchQuery, limit: int = 8, is_wanted: Callable[[], bool] = lambda: True
    ) -> list[PersonHit]:
        """Of the salon's customers."""
        if not is_wanted():
            return []
        where = {talk.contact_id: key for key, talk in self.talks.items()}
        rows: list[PersonRow] = self.people(" ".join(term.text for term in query.terms), limit)
        return [
            PersonHit(
                one.contact_id,
                one.name,
                one.is_named,
                one.number,
                one.username,
                one.user_id,
                where[one.contact_id],
            )
            for one in rows
        ]

    async def search(
        self,
        query: SearchQuery,
        *,
        limit: int = 50,
        before: int | None = None,
        has: tuple[str, ...] = (),
        conversation_id: ConversationId | None = None,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> SearchPage | None:
        """The newest first; a page's place is how many came before it."""
        if not is_wanted():
            return None
        self.searched.append(query)
        nobody = tuple(one for one in query.filters if one.kind == "in" and not self._called(one))
        found = [
            _hit(query, talk, row)
            for talk in self.talks.values()
            if conversation_id in (None, talk.conversation_id)
            for row in talk.messages
            if self._fits(query, talk, row, has)
        ]
        found.sort(key=lambda hit: hit.at, reverse=True)
        start = before or 0
        end = start + limit
        return SearchPage(
            tuple(found[start:end]), end if end < len(found) else None, False, nobody, self.index_state
        )

    def _called(self, one: Filter) -> list[Talk]:
        return [talk for talk in self.talks.values() if _is_called(talk, one.value)]

    def _fits(self, query: SearchQuery, talk: Talk, row: MessageRow, has: tuple[str, ...]) -> bool:
        words = words_of(f"{row.text or ''} {_file_name(row) or ''}")
        what = HAS.get(row.kind, "")
        is_asked = all(_filter_fits(one, talk, row, what) for one in query.filters)
        return (
            is_asked
            and (not has or what in has)
            and all(holds(words, term.words, is_prefix=term.is_prefix) for term in query.terms)
        )


def _filter_fits(one: Filter, talk: Talk, row: MessageRow, what: str) -> bool:
    if one.kind == "from":
        return (row.direction == "out") == (one.value == "me")
    if one.kind == "in":
        return _is_called(talk, one.value)
    return one.kind != "has" or one.value == what


def _is_called(talk: Talk, name: str) -> bool:
    return holds(words_of(talk.name or ""), words_of(name), is_prefix=True)


def _file_name(row: MessageRow) -> str | None:
    return row.content.media.name if row.content and row.content.media else None


def _hit(query: SearchQuery, talk: Talk, row: MessageRow) -> SearchHit:
    text, found = piece(row.text or "", query.terms)
    name = shown_name(talk.name, talk.number, talk.username, talk.user_id)
    hit = SearchHit(
        row.message_id,
        talk.conversation_id,
        name,
        row.author_name,
        row.direction,
        row.kind,
        row.sort_at,
        text,
    )
    return replace(hit, marks=tuple(found), file_name=_file_name(row))
