"""What a search gives: rows for screens and the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.ids import ContactId, ConversationId, MessageId
from app.domain.messages import Direction
from app.domain.records import record

if TYPE_CHECKING:  # a first paint searches nothing
    from app.domain.search_query import Filter

Marks = tuple[tuple[int, int], ...]  # where in a text it fits: first letter, and the first one after it


@record
class SearchHit:
    """A message that fits. `text`: the piece of it that fits, on one line; `file_name` where it brings a file."""

    message_id: MessageId
    conversation_id: ConversationId
    name: str  # the customer's shown name
    author_name: str | None  # who of the team wrote it
    direction: Direction
    kind: str
    at: datetime
    text: str
    marks: Marks = ()
    file_name: str | None = None
    file_marks: Marks = ()


@record
class SearchState:
    """`percent`: how much of what was written can be searched; older messages follow. None: nothing can be yet."""

    percent: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything is found."""
        return self.percent == 100


@record
class SearchPage:
    """`next_place`: where the next page goes on; None when nothing more fits. `nobody`: filters that name nobody.

    `is_cut`: there may be more, but looking further would take long; the next page goes on.
    """

    hits: tuple[SearchHit, ...] = ()
    next_place: int | None = None
    is_cut: bool = False
    nobody: tuple[Filter, ...] = ()
    state: SearchState = SearchState()


@record
class PersonHit:
    """Somebody who fits. `text`: what fits of them where it is not the name, as a company, a tag or a note."""

    contact_id: ContactId
    name: str  # shown name, see contacts.shown_name
    is_named: bool
    number: str | None
    username: str | None
    user_id: str | None
    conversation_id: ConversationId | None  # where they were last heard of
    text: str = ""
    marks: Marks = ()
