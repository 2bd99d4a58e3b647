"""Messages that were found, as rows of the view have them."""

from collections.abc import Sequence

from sqlcipher3.dbapi2 import Connection

from app.domain.contacts import shown_name
from app.domain.messages import Message
from app.domain.search_marks import marks, piece
from app.domain.search_query import Term
from app.domain.search_rows import SearchHit
from storage.json_list import json_list
from storage.search.documents import is_searched, texts_of
from storage.search.finding import Found
from storage.view.messages import COLUMNS, message_of_row

_ROWS = (
    f"SELECT {COLUMNS}, p.name, p.number, p.username, p.user_id, w.name FROM view_message m"
    " JOIN view_conversation c ON c.no = m.conversation_no"
    " LEFT JOIN view_contact p ON p.contact_id = c.contact_id"
    " LEFT JOIN view_member w ON w.member_id = m.member_id"
    " WHERE m.pos IN (SELECT value FROM json_each(?))"
)


def hits_of(view: Connection, found: Sequence[Found], terms: Sequence[Term]) -> tuple[SearchHit, ...]:
    """In the same order; what is gone meanwhile is left out."""
    rows = view.execute(_ROWS, (json_list(one.pos for one in found),)).fetchall()
    known = {row[2]: row for row in rows}
    hits = (_hit(known[one.pos], terms) for one in found if one.pos in known)
    return tuple(hit for hit in hits if hit is not None)


def _hit(row: tuple, terms: Sequence[Term]) -> SearchHit | None:  # type: ignore[type-arg]
    message, (*contact, member) = message_of_row(row), row[-5:]
    if not is_searched(message):
        return None
    file_name = message.content.media.name if message.content and message.content.media else None
    text, found = _best_piece(message, terms, file_name)
    return SearchHit(
        message.message_id,
        message.conversation_id,
        shown_name(*contact),
        member or message.author_name,
        message.direction,
        message.kind,
        message.sort_at,
        text,
        tuple(found),
        file_name,
        tuple(marks(file_name, terms)) if file_name else (),
    )


def _best_piece(
    message: Message, terms: Sequence[Term], file_name: str | None
) -> tuple[str, list[tuple[int, int]]]:
    """Of all that is written on it, what fits; else what it says."""
    texts = [text for text in texts_of(message) if text != file_name]
    pieces = [piece(text, terms) for text in texts]
    fitting = (one for one in pieces if one[1])
    return next(fitting, pieces[0] if pieces else ("", []))
