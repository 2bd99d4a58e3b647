"""What few messages have, packed into one column; most rows hold None there and cost nothing."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from app.domain.contents import Content
from app.domain.copies import changed
from app.domain.media import MediaState
from app.domain.messages import Message, Reaction, TeamLine
from storage.packing import packed


@dataclass(frozen=True, slots=True)
class _More:
    content: Content | None = None
    media: MediaState | None = None
    reactions: tuple[Reaction, ...] = ()
    edited_at: datetime | None = None
    revoked_at: datetime | None = None
    author_name: str | None = None
    import_no: int | None = None
    team: TeamLine | None = None


_NOTHING = _More()
_MORE = msgspec.json.Decoder(_More)


def packed_more(m: Message) -> bytes | None:
    """The column of a message; None where there is nothing to keep."""
    more = _More(
        m.content, m.media, m.reactions, m.edited_at, m.revoked_at, m.author_name, m.import_no, m.team
    )
    return None if more == _NOTHING else packed(more)


def with_more(message: Message, more: bytes) -> Message:
    """The message with what its column holds."""
    found = _MORE.decode(more)
    return changed(
        message, content=found.content, media=found.media, reactions=found.reactions, edited_at=found.edited_at,
        revoked_at=found.revoked_at, author_name=found.author_name, import_no=found.import_no,
        team=found.team,
    )  # fmt: skip
