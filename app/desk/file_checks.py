"""What a file may be sent as: decided by its content and the channel's limits, before anything leaves."""

from dataclasses import dataclass, replace

from app.domain.contents import Media, MediaKind
from app.domain.errors import Refused
from app.domain.file_facts import FileFacts
from app.domain.file_names import shown_file_name
from app.domain.media import (
    LIMITS,
    MEDIA_MAX_BYTES,
    STATIC_STICKER_MAX_BYTES,
    VOICE_ICON_MAX_BYTES,
    MediaLimit,
)

VIDEO_CODECS = frozenset({"avc1", "avc3"})  # H.264; 3GP's own codecs play on old phones alone
STICKER_SIDE_PX = 512
# A still picture that we can make a JPEG of; HEIC is not among them, since no free library that we ship reads it.
RECODABLE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/tiff"})
UNREADABLE = frozenset({"image/heic", "image/avif"})


@dataclass(frozen=True, slots=True)
class Local:
    """A file of this computer: its bytes by hash, what it is, what it was called."""

    sha256: str
    size_bytes: int
    facts: FileFacts
    name: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a file may go. `is_recoded`: only as a JPEG that must be made of it first."""

    kind: MediaKind
    note: Refused | None = None
    is_recoded: bool = False


def verdict(local: Local, wanted: MediaKind | None, channel: str) -> Verdict | Refused:
    """How it may go, as what was wanted or as what it is best; or why it may not."""
    facts = local.facts
    if local.size_bytes == 0:
        return Refused("file_empty")
    if local.size_bytes > MEDIA_MAX_BYTES:
        return too_large("file_too_large", local.size_bytes, MEDIA_MAX_BYTES)
    if wanted == "document":
        return Verdict("document")
    if facts.family == "image" and facts.is_pixel_bomb:
        return Refused("picture_too_many_pixels")
    limits = LIMITS[channel]
    if wanted == "sticker":
        return _sticker(local)
    if wanted == "voice":
        return _voice(local, limits["voice"])
    if wanted == "image" or (wanted is None and facts.family == "image" and not facts.is_animated):
        return _picture(local, limits["image"], wanted)
    if wanted == "video" or (wanted is None and facts.family == "video"):
        return _or_document(_video(local, limits["video"]), wanted)
    if wanted == "audio" or (wanted is None and facts.family == "audio"):
        return _or_document(_audio(local, limits["audio"]), wanted)
    return Verdict("document")


def media_of(local: Local, kind: MediaKind) -> Media:
    """What the message says of it."""
    facts = local.facts
    name = shown_file_name(local.name or "") or None
    return Media(
        mime=facts.mime,
        sha256=local.sha256,
        name=name if kind == "document" else None,
        size_bytes=local.size_bytes,
        width_px=facts.width_px,
        height_px=facts.height_px,
        duration_ms=facts.duration_ms,
        is_animated=facts.is_animated,
    )


def voice_media(local: Local, duration_ms: int, waveform: str) -> Media:
    """The same of a note that we recorded."""
    return replace(media_of(local, "voice"), duration_ms=duration_ms, waveform=waveform)


def icon_note(size_bytes: int) -> Refused | None:
    """What to know of a long voice note."""
    if size_bytes <= VOICE_ICON_MAX_BYTES:
        return None
    return Refused("voice_no_icon", {"limit_bytes": str(VOICE_ICON_MAX_BYTES)})


def too_large(code: str, size_bytes: int, limit_bytes: int) -> Refused:
    """More than the channel takes."""
    return Refused(code, {"size_bytes": str(size_bytes), "limit_bytes": str(limit_bytes)})


def _picture(local: Local, limit: MediaLimit, wanted: MediaKind | None) -> Verdict | Refused:
    facts = local.facts
    if facts.mime in UNREADABLE:
        return Refused("picture_heic")
    if facts.mime not in RECODABLE:
        return Verdict("document") if wanted is None else Refused("not_a_picture")
    if facts.mime in limit.mimes and facts.is_simple_picture and local.size_bytes <= limit.max_bytes:
        return Verdict("image")
    note = None
    if local.size_bytes > limit.max_bytes:
        note = too_large("picture_made_smaller", local.size_bytes, limit.max_bytes)
    return Verdict("image", note, is_recoded=True)


def _video(local: Local, limit: MediaLimit) -> Verdict | Refused:
    facts = local.facts
    if facts.family != "video":
        return Refused("not_a_video")
    is_right = facts.mime in limit.mimes and facts.video_codec in VIDEO_CODECS
    if not is_right or facts.audio_codec not in (None, "mp4a"):
        return Refused("video_codec", {"codec": facts.video_codec or facts.mime})
    return _within(local, limit, "video")


def _audio(local: Local, limit: MediaLimit) -> Verdict | Refused:
    facts = local.facts
    if facts.mime not in limit.mimes:
        return Refused("audio_type", {"type": facts.mime})
    if facts.mime == "audio/ogg" and (facts.audio_codec != "opus" or facts.channels != 1):
        return Refused("audio_type", {"type": f"{facts.mime}, {facts.audio_codec or '?'}"})
    return _within(local, limit, "audio")


def _voice(local: Local, limit: MediaLimit) -> Verdict | Refused:
    facts = local.facts
    if facts.mime != "audio/ogg" or facts.audio_codec != "opus" or facts.channels != 1:
        return Refused("audio_type", {"type": facts.mime})
    found = _within(local, limit, "voice")
    return found if isinstance(found, Refused) else replace(found, note=icon_note(local.size_bytes))


def _sticker(local: Local) -> Verdict | Refused:
    facts = local.facts
    if facts.mime != "image/webp" or (facts.width_px, facts.height_px) != (STICKER_SIDE_PX, STICKER_SIDE_PX):
        return Refused("sticker_shape", {"side": str(STICKER_SIDE_PX)})
    limit = LIMITS["whatsapp"]["sticker"].max_bytes if facts.is_animated else STATIC_STICKER_MAX_BYTES
    if local.size_bytes > limit:
        return too_large("sticker_too_large", local.size_bytes, limit)
    return Verdict("sticker")


def _within(local: Local, limit: MediaLimit, kind: MediaKind) -> Verdict | Refused:
    if local.size_bytes <= limit.max_bytes:
        return Verdict(kind)
    code = "video_too_large" if kind == "video" else "audio_too_large"
    return too_large(code, local.size_bytes, limit.max_bytes)


def _or_document(found: Verdict | Refused, wanted: MediaKind | None) -> Verdict | Refused:
    """What cannot be played in the conversation still goes as a document, unless it had to be played there."""
    if isinstance(found, Refused) and wanted is None:
        return Verdict("document", found)
    return found
