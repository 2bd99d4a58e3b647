"""Files, as screens see them: what is here, fetching, opening, and making one ready to be sent. A part of `Desk`.

Nothing here imports a library, and the shapes are named tuples: a first paint passes through it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from app.domain.errors import Refused
from app.domain.ids import MessageId

if TYPE_CHECKING:
    from app.domain.contents import Media, MediaKind

Recode = Callable[[bytes, int], bytes | None]
"""Makes a JPEG of at most so many bytes of a picture, None when that cannot be done; called on a worker thread."""


class MediaProgress(NamedTuple):
    """How far a file has come. `total_bytes` 0: not known yet. `code` says why it "failed"."""

    sha256: str
    state: Literal["fetching", "here", "uploading", "uploaded", "failed", "cancelled"]
    done_bytes: int = 0
    total_bytes: int = 0
    code: str | None = None


class Prepared(NamedTuple):
    """A file that can be sent: it lies on this computer until the hub has it.

    `kind` and `media` go into the message. `note`: what was done with it or what to know before sending, as a code and
    facts of `app.words.sentences.refusal`.
    """

    kind: MediaKind
    media: Media
    note: Refused | None = None


class MediaDesk(Protocol):
    """The part of a desk that is about files, named by the hash of their content."""

    def has_media(self, sha256: str) -> bool:
        """Whether a file lies on this computer."""

    def media_progress(self, sha256: str) -> float | None:
        """How much of a file on its way is there, 0.0 to 1.0; None when it is not on its way."""

    async def fetch_media(self, message_id: MessageId) -> str:
        """Bring a message's file here; its hash once it is. Several may wait for the same file.

        Raises ComptoirError: message_unknown, file_not_at_hub (the message has none, or the hub not yet), media_lost,
        media_cancelled, media_wrong_hash, hub_unreachable, disk_full. What came stays for the next try.
        """

    def cancel_media(self, sha256: str) -> None:
        """Stop fetching a file."""

    async def retry_media(self, message_id: MessageId) -> float:
        """Ask the hub to fetch a lost file from the channel again; seconds until it tries.

        Raises ComptoirError: media_unknown, media_expired, file_over_limit, media_no_access, hub_unreachable.
        """

    async def media_bytes(self, sha256: str) -> bytes:
        """All of a file, from here or else from the hub. Raises ComptoirError as `fetch_media`, and file_damaged."""

    async def media_file(self, sha256: str, name: str | None = None) -> Path:
        """A readable copy for another program, in a private folder that is emptied at the end.

        The name is made safe and ends as the content says; Windows is told that it came from outside. Never open it by
        yourself: a person asks, and confirms what `app.domain.file_names.may_run`. Raises as `media_bytes`.
        """

    async def save_media(self, sha256: str, target: Path) -> None:
        """A copy where a person wants it, whole or none. Raises as `media_bytes`, and folder_unwritable."""

    async def prepare_file(
        self,
        source: Path | bytes,
        *,
        name: str | None = None,
        kind: MediaKind | None = None,
        recode: Recode | None = None,
    ) -> Prepared | Refused:
        """Check a file and keep it for sending. Without `kind` the content decides how it is sent.

        `recode` makes pictures that the channel does not take into ones that it does.
        """

    async def prepare_voice(self, pcm: bytes, rate_hz: int, channels: int = 1) -> Prepared | Refused:
        """Make a voice note of recorded sound: samples of 16 bits, low byte first."""

    async def drop_prepared(self, sha256: str) -> None:
        """A prepared file is not sent after all."""

    def subscribe_media(self, callback: Callable[[MediaProgress], None]) -> Callable[[], None]:
        """Be told of each step of a file, on the event loop's thread; call the result to stop."""
