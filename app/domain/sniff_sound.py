"""Sound: type, codec and length, read from headers. A length that only decoding could tell is an estimate."""

from app.domain.file_facts import FileFacts, Source

_TAIL_BYTES = 64 * 1024
_CHUNKS_MAX = 64
_OPUS_RATE = 48_000
_MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MP3_KBPS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MP3_KBPS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_AAC_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
_AMR_NB = (13, 14, 16, 18, 20, 21, 27, 32, 6)
_AMR_WB = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6)
_AMR_FRAME_MS = 20


def sound(source: Source) -> FileFacts | None:
    """The facts of a sound file, None when it is none."""
    head = source.at(0, 16)
    if head.startswith(b"OggS"):
        return _ogg(source)
    if head.startswith(b"#!AMR\n"):
        return _amr(source, 6, _AMR_NB)
    if head.startswith(b"#!AMR-WB\n"):
        return _amr(source, 9, _AMR_WB)
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return _wav(source)
    if head.startswith(b"fLaC"):
        return _flac(source)
    return _frames(source)


def _ogg(source: Source) -> FileFacts:
    first = source.at(27 + source.big(26, 1), 32)
    if first.startswith(b"OpusHead"):
        skipped = int.from_bytes(first[10:12], "little")
        return _timed_ogg(source, "opus", _OPUS_RATE, first[9], skipped)
    if first.startswith(b"\x01vorbis"):
        rate = int.from_bytes(first[12:16], "little")
        return _timed_ogg(source, "vorbis", rate, first[11], 0)
    if first.startswith(b"\x80theora"):
        return FileFacts("video/ogg", ".ogv", video_codec="theora")
    is_flac = first.startswith(b"\x7fFLAC")
    return FileFacts("audio/ogg", ".ogg", audio_codec="flac" if is_flac else None)


def _timed_ogg(source: Source, codec: str, rate_hz: int, channels: int, skipped: int) -> FileFacts:
    """Its last page counts all samples."""
    tail = source.at(max(0, source.size - _TAIL_BYTES), _TAIL_BYTES)
    page = tail.rfind(b"OggS")
    samples = int.from_bytes(tail[page + 6 : page + 14], "little", signed=True) - skipped if page >= 0 else 0
    duration_ms = samples * 1000 // rate_hz if rate_hz and 0 < samples < 1 << 48 else None
    return FileFacts(
        "audio/ogg", ".ogg", duration_ms=duration_ms, audio_codec=codec, channels=channels or None
    )


def _amr(source: Source, start: int, sizes: tuple[int, ...]) -> FileFacts:
    mode = source.big(start, 1) >> 3 & 15
    size = sizes[mode] if mode < len(sizes) else 0
    duration_ms = (source.size - start) // size * _AMR_FRAME_MS if size else None
    return FileFacts("audio/amr", ".amr", duration_ms=duration_ms, audio_codec="amr", channels=1)


def _wav(source: Source) -> FileFacts:
    place, bytes_per_s, channels = 12, 0, None
    for _ in range(_CHUNKS_MAX):
        kind, size = source.at(place, 4), source.little(place + 4, 4)
        if kind == b"fmt ":
            channels, bytes_per_s = source.little(place + 10, 2), source.little(place + 16, 4)
        elif kind == b"data" or len(kind) < 4:
            break
        place += 8 + size + size % 2
    sound_bytes = min(source.little(place + 4, 4), max(0, source.size - place - 8))
    duration_ms = sound_bytes * 1000 // bytes_per_s if bytes_per_s else None
    return FileFacts("audio/wav", ".wav", duration_ms=duration_ms, audio_codec="pcm", channels=channels)


def _flac(source: Source) -> FileFacts:
    told = source.big(18, 8)
    rate_hz, samples = told >> 44, told & (1 << 36) - 1
    duration_ms = samples * 1000 // rate_hz if rate_hz and samples else None
    return FileFacts("audio/flac", ".flac", duration_ms=duration_ms, audio_codec="flac")


def _frames(source: Source) -> FileFacts | None:
    """MP3 and AAC have no header of the whole: two frames in a row prove them."""
    start = 0
    if source.at(0, 3) == b"ID3":
        digits = source.at(6, 4)
        start = 10 + sum((digit & 0x7F) << 7 * place for place, digit in enumerate(reversed(digits)))
        found = _mp3(source, start) or _aac(source, start)
        return found or FileFacts("audio/mpeg", ".mp3", audio_codec="mp3")
    return _mp3(source, start) or _aac(source, start)


def _mp3(source: Source, start: int) -> FileFacts | None:
    first = _mp3_frame(source, start)
    if first is None or _mp3_frame(source, start + first[0]) is None:
        return None
    _, kbps, rate_hz, samples = first
    frames = _xing_frames(source, start)
    if frames:
        duration_ms = frames * samples * 1000 // rate_hz
    else:
        duration_ms = (source.size - start) * 8 // kbps
    return FileFacts("audio/mpeg", ".mp3", duration_ms=duration_ms, audio_codec="mp3")


def _mp3_frame(source: Source, place: int) -> tuple[int, int, int, int] | None:
    """Bytes, kbit/s, Hz and samples of the layer III frame there, None when there is none."""
    word = source.big(place, 4)
    version, layer = word >> 19 & 3, word >> 17 & 3
    kbps_at, rate_at = word >> 12 & 15, word >> 10 & 3
    if word >> 21 != 0x7FF or version == 1 or layer != 1 or kbps_at in (0, 15) or rate_at == 3:
        return None
    is_first = version == 3
    kbps = (_MP3_KBPS_1 if is_first else _MP3_KBPS_2)[kbps_at]
    rate_hz, samples = _MP3_RATES[version][rate_at], 1152 if is_first else 576
    return samples // 8 * kbps * 1000 // rate_hz + (word >> 9 & 1), kbps, rate_hz, samples


def _xing_frames(source: Source, start: int) -> int:
    """How many frames a file of changing bit rate says that it has; 0 when it does not say."""
    frame = source.at(start, 200)
    for mark in (b"Xing", b"Info"):
        place = frame.find(mark)
        if place >= 0 and frame[place + 7] & 1:
            return int.from_bytes(frame[place + 8 : place + 12], "big")
    place = frame.find(b"VBRI")
    return int.from_bytes(frame[place + 14 : place + 18], "big") if place >= 0 else 0


def _aac(source: Source, start: int) -> FileFacts | None:
    place, frames, rate_hz, channels = start, 0, 0, 0
    while frames < 40:
        word = source.big(place, 7)
        size = word >> 13 & 0x1FFF
        rate_at = word >> 34 & 15
        if word >> 44 != 0xFFF or word >> 41 & 3 or size < 7 or rate_at >= len(_AAC_RATES):
            break
        rate_hz, channels = _AAC_RATES[rate_at], word >> 30 & 7
        place, frames = place + size, frames + 1
    if frames < 2:
        return None
    duration_ms = (source.size - start) * frames * 1024 * 1000 // ((place - start) * rate_hz)
    return FileFacts(
        "audio/aac", ".aac", duration_ms=duration_ms, audio_codec="aac", channels=channels or None
    )
