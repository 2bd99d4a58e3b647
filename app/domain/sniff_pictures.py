"""Pictures: type, pixels and motion, read from their headers without decoding anything."""

from app.domain.file_facts import FileFacts, Source

_MARKERS_MAX = 500  # a JPEG has a few dozen
_BLOCKS_MAX = 4000  # of a GIF: enough to meet its second frame
_SOF = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_TRUE_COLOURS = frozenset({2, 6})  # of a PNG: RGB and RGBA


def picture(source: Source) -> FileFacts | None:
    """The facts of a picture, None when it is none."""
    head = source.at(0, 16)
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(source)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(source)
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return _gif(source)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(source)
    if head[:2] == b"BM" and source.little(14, 4) in (12, 40, 52, 56, 108, 124):
        return _bmp(source)
    if head[:4] in (b"II*\0", b"MM\0*"):
        return FileFacts("image/tiff", ".tif")
    return None


def _jpeg(source: Source) -> FileFacts:
    place = 2
    for _ in range(_MARKERS_MAX):
        if source.big(place, 1) != 0xFF:
            break
        marker = source.big(place + 1, 1)
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker in _SOF:
            bits, height, width = source.big(place + 4, 1), source.big(place + 5, 2), source.big(place + 7, 2)
            is_simple = bits == 8 and source.big(place + 9, 1) == 3
            return FileFacts("image/jpeg", ".jpg", width, height, is_simple_picture=is_simple)
        if marker in (0xD9, 0xDA):
            break
        place += 2 if marker == 0x01 or 0xD0 <= marker <= 0xD8 else 2 + max(2, source.big(place + 2, 2))
    return FileFacts("image/jpeg", ".jpg")


def _png(source: Source) -> FileFacts:
    is_animated = b"acTL" in source.at(8, 1024).partition(b"IDAT")[0]
    is_simple = source.big(24, 1) == 8 and source.big(25, 1) in _TRUE_COLOURS
    return FileFacts(
        "image/png", ".png", source.big(16, 4), source.big(20, 4), is_animated=is_animated,
        is_simple_picture=is_simple,
    )  # fmt: skip


def _gif(source: Source) -> FileFacts:
    width, height = source.little(6, 2), source.little(8, 2)
    return FileFacts("image/gif", ".gif", width, height, is_animated=_gif_frames(source) > 1)


def _gif_frames(source: Source) -> int:
    """How many frames it has, as far as two."""
    flags = source.big(10, 1)
    place = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    frames = 0
    for _ in range(_BLOCKS_MAX):
        kind = source.big(place, 1)
        if kind == 0x2C:
            frames += 1
            if frames > 1:
                break
            flags = source.big(place + 9, 1)
            place += 10 + (3 << (flags & 7) + 1 if flags & 0x80 else 0) + 1
        elif kind == 0x21:
            place += 2
        else:
            break
        place = _after_blocks(source, place)
    return frames


def _after_blocks(source: Source, place: int) -> int:
    for _ in range(_BLOCKS_MAX):
        size = source.big(place, 1)
        place += 1 + size
        if size == 0:
            break
    return place


def _webp(source: Source) -> FileFacts:
    kind = source.at(12, 4)
    is_animated = False
    width = height = None
    if kind == b"VP8X":
        is_animated = bool(source.big(20, 1) & 0x02)
        width, height = source.little(24, 3) + 1, source.little(27, 3) + 1
    elif kind == b"VP8 ":
        width, height = source.little(26, 2) & 0x3FFF, source.little(28, 2) & 0x3FFF
    elif kind == b"VP8L":
        bits = source.little(21, 4)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return FileFacts("image/webp", ".webp", width, height, is_animated=is_animated)


def _bmp(source: Source) -> FileFacts:
    if source.little(14, 4) == 12:
        return FileFacts("image/bmp", ".bmp", source.little(18, 2), source.little(20, 2))
    height = source.little(22, 4)
    return FileFacts("image/bmp", ".bmp", source.little(18, 4), min(height, (1 << 32) - height))
