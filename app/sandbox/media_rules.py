"""Which files Meta takes: kinds, types and sizes, and what each kind of message may carry."""

from app.sandbox.media_shelf import Media

KB, MB = 1024, 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, tuple[str, ...]] = {
    "audio": ("audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg"),
    "image": ("image/jpeg", "image/png"),
    "video": ("video/mp4", "video/3gpp"),
    "sticker": ("image/webp",),
    "document": (
        "text/plain",
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        f"{OFFICE}wordprocessingml.document",
        f"{OFFICE}spreadsheetml.sheet",
        f"{OFFICE}presentationml.presentation",
    ),
}
KIND_OF = {mime_type: kind for kind, types in TYPES.items() for mime_type in types}
UPLOAD_LIMITS = {
    "image": 5 * MB,
    "video": 16 * MB,
    "audio": 16 * MB,
    "sticker": 500 * KB,
    "document": 100 * MB,
}
STATIC_STICKER_LIMIT = 100 * KB
WEBP_ANIMATED = 0x02  # in the flags of an extended WebP file, the byte after RIFF....WEBPVP8X and its length
FLAGS_AT = 20
EXTENSIONS = {
    "jpg": "image",
    "jpeg": "image",
    "png": "image",
    "mp4": "video",
    "3gp": "video",
    "webp": "sticker",
    "aac": "audio",
    "amr": "audio",
    "mp3": "audio",
    "m4a": "audio",
    "ogg": "audio",
    "opus": "audio",
    "pdf": "document",
    "txt": "document",
}


def base_type(mime_type: str) -> str:
    """A MIME type without its parameters."""
    return mime_type.partition(";")[0].strip().lower()


def why_not_sent(kind: str, media: Media, data: bytes, *, is_voice: bool) -> str | None:
    """Why Meta will not deliver this file in a message of this kind; None when it will."""
    mime_type = base_type(media.mime_type)
    if mime_type not in TYPES[kind] and kind != "document":
        return f"Unsupported {kind} mime type {media.mime_type}."
    if not _is_what_it_says(mime_type, data):
        return f"The file is not {media.mime_type}."
    if kind == "sticker" and media.size > STATIC_STICKER_LIMIT and not is_animated(data):
        return "A sticker that does not move may have 100 KB at most."
    if is_voice and mime_type != "audio/ogg":
        return "A voice message must be Ogg with the Opus codec."
    return None


def is_animated(data: bytes) -> bool:
    """Whether a WebP file moves."""
    return data[12:16] == b"VP8X" and bool(data[FLAGS_AT] & WEBP_ANIMATED)


def _is_what_it_says(mime_type: str, data: bytes) -> bool:
    """Whether the first bytes are those of the declared type; types without a sure beginning pass."""
    match mime_type:
        case "image/jpeg":
            return data.startswith(b"\xff\xd8\xff")
        case "image/png":
            return data.startswith(b"\x89PNG\r\n\x1a\n")
        case "image/webp":
            return data.startswith(b"RIFF") and data[8:12] == b"WEBP"
        case "video/mp4" | "video/3gpp" | "audio/mp4":
            return data[4:8] == b"ftyp"
        case "audio/ogg":
            return data.startswith(b"OggS") and _is_mono_opus(data)
        case "application/pdf":
            return data.startswith(b"%PDF")
    return True


def _is_mono_opus(data: bytes) -> bool:
    head = data.find(b"OpusHead", 0, 4096)
    return head >= 0 and data[head + 9 : head + 10] == b"\x01"
