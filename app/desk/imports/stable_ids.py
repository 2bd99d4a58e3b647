"""Ids by which a message is known again when the same chat, or a longer export of it, is read a second time."""

import unicodedata
from hashlib import blake2b
from typing import Final

from app.desk.imports.marks import plain
from app.desk.imports.tally import ParsedMessage
from app.domain.messages import Direction

_BYTES: Final = 16
_WORDED_BY_THE_PHONE: Final = frozenset(
    {"deleted", "unknown", "live_location"}
)  # another phone says it otherwise


class StableIds:
    """Makes the ids of one chat, in the order of its file.

    An id is made of the chat, the minute, the side that wrote, what was written, and the how manieth of its like it is.
    Neither names (a contact may be renamed), nor seconds (Android has none), nor what stands for a file count.
    """

    def __init__(self, chat: str) -> None:
        """`chat`: whatever names the thread for good."""
        self._chat = blake2b(chat.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()
        self._seen: dict[bytes, int] = {}

    def of(self, message: ParsedMessage, direction: Direction | None) -> str:
        """The id of the next message."""
        digest = blake2b(self._chat, digest_size=_BYTES)
        digest.update(
            f"{message.at:%Y-%m-%dT%H:%M}\n{direction}\n{_written(message)}".encode("utf-8", "replace")
        )
        key = digest.digest()
        count = self._seen[key] = self._seen.get(key, 0) + 1
        if count > 1:
            key = blake2b(key + str(count).encode(), digest_size=_BYTES).digest()
        return key.hex()


def _written(message: ParsedMessage) -> str:
    is_title = message.is_omitted and message.kind == "document"  # iOS names a document that was left out
    if message.text is None or message.kind in _WORDED_BY_THE_PHONE or is_title:
        return ""
    return " ".join(unicodedata.normalize("NFC", plain(message.text)).split())
