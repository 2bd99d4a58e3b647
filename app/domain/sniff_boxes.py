"""Films and sound in boxes (MP4 and its family, Matroska): which tracks, which codecs, how long."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.file_facts import FileFacts, Source

_BOXES_MAX = 200  # of one level
_TRACKS_MAX = 16
_PICTURES = {
    b"heic": ("image/heic", ".heic"), b"heix": ("image/heic", ".heic"), b"heim": ("image/heic", ".heic"),
    b"heis": ("image/heic", ".heic"), b"hevc": ("image/heic", ".heic"), b"mif1": ("image/heic", ".heic"),
    b"msf1": ("image/heic", ".heic"), b"avif": ("image/avif", ".avif"), b"avis": ("image/avif", ".avif"),
}  # fmt: skip
_FIRST_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
_PHONE_BRANDS = (b"3gp", b"3g2")


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int  # of its content
    end: int


@dataclass(frozen=True, slots=True)
class _Track:
    handler: bytes  # b"vide", b"soun" …
    codec: str
    width_px: int
    height_px: int
    channels: int


def film(source: Source) -> FileFacts | None:
    """The facts of a film or of sound in boxes, None when it is neither."""
    if source.at(0, 4) == b"\x1a\x45\xdf\xa3":
        return _matroska(source)
    if source.at(4, 4) not in _FIRST_BOXES:
        return None
    brand = source.at(8, 4) if source.at(4, 4) == b"ftyp" else b"qt  "
    if brand in _PICTURES:
        mime, extension = _PICTURES[brand]
        return FileFacts(mime, extension)
    for box in _boxes(source, 0, source.size):
        if box.kind == b"moov":
            return _facts(source, box, brand)
    return FileFacts("video/mp4", ".mp4") if source.at(4, 4) == b"ftyp" else None


def _facts(source: Source, movie: _Box, brand: bytes) -> FileFacts:
    duration_ms: int | None = None
    tracks: list[_Track] = []
    for box in _boxes(source, movie.start, movie.end):
        if box.kind == b"mvhd":
            duration_ms = _duration_ms(source, box)
        elif box.kind == b"trak" and len(tracks) < _TRACKS_MAX:
            tracks.append(_track(source, box))
    seen = next((track for track in tracks if track.handler == b"vide"), None)
    heard = next((track for track in tracks if track.handler == b"soun"), None)
    mime, extension = _type(brand, seen, heard)
    return FileFacts(
        mime,
        extension,
        seen.width_px or None if seen else None,
        seen.height_px or None if seen else None,
        duration_ms,
        video_codec=seen.codec if seen else None,
        audio_codec=heard.codec if heard else None,
        channels=heard.channels or None if heard else None,
    )


def _type(brand: bytes, seen: _Track | None, heard: _Track | None) -> tuple[str, str]:
    if brand.startswith(_PHONE_BRANDS):
        return ("video/3gpp", ".3gp") if seen or not heard else ("audio/3gpp", ".3gp")
    if seen is None and heard is not None:
        return "audio/mp4", ".m4a"
    return ("video/quicktime", ".mov") if brand == b"qt  " else ("video/mp4", ".mp4")


def _boxes(source: Source, start: int, end: int) -> Iterator[_Box]:
    """The boxes of one level, as far as they make sense."""
    for _ in range(_BOXES_MAX):
        if start + 8 > end:
            return
        size, kind, head = source.big(start, 4), source.at(start + 4, 4), 8
        if size == 1:
            size, head = source.big(start + 8, 8), 16
        elif size == 0:
            size = end - start
        if size < head:
            return
        yield _Box(kind, start + head, min(end, start + size))
        start += size


def _inside(source: Source, box: _Box, *path: bytes) -> _Box | None:
    """The first box below a box along a path of kinds."""
    found: _Box | None = box
    for kind in path:
        if found is None:
            return None
        found = next((one for one in _boxes(source, found.start, found.end) if one.kind == kind), None)
    return found


def _duration_ms(source: Source, box: _Box) -> int | None:
    is_long = source.big(box.start, 1) == 1
    scale = source.big(box.start + (20 if is_long else 12), 4)
    length = source.big(box.start + (24 if is_long else 16), 8 if is_long else 4)
    is_unknown = length == (1 << (64 if is_long else 32)) - 1
    return None if not scale or not length or is_unknown else length * 1000 // scale


def _track(source: Source, box: _Box) -> _Track:
    handler = _inside(source, box, b"mdia", b"hdlr")
    described = _inside(source, box, b"mdia", b"minf", b"stbl", b"stsd")
    kind = source.at(handler.start + 8, 4) if handler else b""
    if described is None:
        return _Track(kind, "", 0, 0, 0)
    entry = described.start + 8  # version, flags and the number of entries come before the first
    codec = source.at(entry + 4, 4).decode("latin-1").strip().lower()
    is_seen = kind == b"vide"
    width = source.big(entry + 32, 2) if is_seen else 0
    height = source.big(entry + 34, 2) if is_seen else 0
    return _Track(kind, codec, width, height, source.big(entry + 24, 2) if kind == b"soun" else 0)


def _matroska(source: Source) -> FileFacts:
    is_web = b"webm" in source.at(0, 64)
    return FileFacts("video/webm", ".webm") if is_web else FileFacts("video/x-matroska", ".mkv")
