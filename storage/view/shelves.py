"""What a conversation holds beside its words, by shelf: pictures and films, files, voice notes, links."""

from collections.abc import Mapping

from app.domain.messages import Message
from app.domain.rows import Shelf

LINKS: Shelf = "links"
_SHELF_OF_KIND: Mapping[str, Shelf] = {
    "image": "media", "video": "media", "document": "files", "audio": "files", "voice": "voice", "link": LINKS,
}  # fmt: skip


def shelf_of(message: Message) -> Shelf | None:
    """Where a message is listed; what was deleted or has no bubble is listed nowhere."""
    if message.is_hidden or message.revoked_at is not None:
        return None
    by_kind = _SHELF_OF_KIND.get(message.kind)
    return by_kind or (LINKS if has_link(message.text) else None)


def has_link(text: str | None) -> bool:
    """Whether a text holds an address, as far as a look at a million texts may cost."""
    return text is not None and ("://" in text or "www." in text)
