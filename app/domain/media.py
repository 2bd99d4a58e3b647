"""Files that belong to messages: what became of them, and what may be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from app.domain.ids import ConversationId, MessageId

MEDIA_MAX_BYTES = 100 * 1024 * 1024  # more is never fetched or kept
MediaStage = Literal["fetching", "stored", "lost"]


@dataclass(frozen=True, slots=True)
class MediaStored:
    """media.stored: the hub has the file, checked against the channel's hash. `mime` is what its content says."""

    KIND: ClassVar[str] = "media.stored"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    sha256: str
    size_bytes: int
    mime: str
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    waveform: str | None = None


@dataclass(frozen=True, slots=True)
class MediaLost:
    """media.lost: the file can no longer be had. `code` says why: "expired", "too_large", "wrong_hash", "gone"."""

    KIND: ClassVar[str] = "media.lost"
    VERSION: ClassVar[int] = 1
    message_id: MessageId
    conversation_id: ConversationId
    code: str


@dataclass(frozen=True, slots=True)
class MediaState:
    """What became of a message's file. `sha256` names it at the hub and in the desktop's cache."""

    stage: MediaStage
    sha256: str | None = None
    size_bytes: int | None = None
    mime: str | None = None  # by its content
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    waveform: str | None = None
    code: str | None = None  # why it was lost


@dataclass(frozen=True, slots=True)
class MediaLimit:
    """What a channel takes of one kind of file."""

    mimes: frozenset[str]
    max_bytes: int
    may_have_caption: bool = False


MIB = 1024 * 1024
# By channel and kind (Meta, "Media": types and sizes). Voice beyond 512 KiB shows no play button on the phone.
LIMITS: Mapping[str, Mapping[str, MediaLimit]] = {
    "whatsapp": {
        "image": MediaLimit(frozenset({"image/jpeg", "image/png"}), 5 * MIB, True),
        "video": MediaLimit(frozenset({"video/mp4", "video/3gpp"}), 16 * MIB, True),
        "audio": MediaLimit(
            frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}), 16 * MIB
        ),
        "voice": MediaLimit(frozenset({"audio/ogg"}), 16 * MIB),
        "sticker": MediaLimit(frozenset({"image/webp"}), 500 * 1024),
        "document": MediaLimit(frozenset(), 100 * MIB, True),  # any type
    }
}
STATIC_STICKER_MAX_BYTES = 100 * 1024
VOICE_ICON_MAX_BYTES = 512 * 1024
CAPTION_MAX_CHARS = 1024
