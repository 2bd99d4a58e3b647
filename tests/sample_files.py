"""Small files of every type, made when a test wants them."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import soundfile
from PIL import Image

RATE = 48_000


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    """A picture of noise in a format of Pillow's."""
    width, height = size
    noise = bytes((index * 97 + index // 7) & 255 for index in range(width * height * len(mode)))
    made = Image.frombytes(mode, size, noise)
    out = io.BytesIO()
    made.save(out, kind, **more)
    return out.getvalue()


def plain(kind: str, size: tuple[int, int]) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind)
    return out.getvalue()


def moving(kind: str) -> bytes:
    """A picture of two frames."""
    frames = [Image.new("RGB", (24, 16), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=200, loop=0)
    return out.getvalue()


def pcm(seconds: float, rate_hz: int = RATE) -> bytes:
    """A swelling tone of 16 bits."""
    count = int(seconds * rate_hz)
    samples = [int(20_000 * index / count * (1 if index // 50 % 2 else -1)) for index in range(count)]
    return struct.pack(f"<{count}h", *samples)


def sound(kind: str, subtype: str | None = None, seconds: float = 1.5, channels: int = 1) -> bytes:
    """Sound in a format of libsndfile's."""
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", RATE, channels, subtype, format=kind) as file:
        file.buffer_write(pcm(seconds * channels), "int16")
    return out.getvalue()


def box(kind: bytes, content: bytes = b"") -> bytes:
    """One box of an MP4."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def track(handler: bytes, codec: bytes, width: int = 0, height: int = 0, channels: int = 0) -> bytes:
    """A track with nothing but its description."""
    if handler == b"vide":
        entry = box(codec, bytes(24) + struct.pack(">HH", width, height) + bytes(50))
    else:
        entry = box(codec, bytes(16) + struct.pack(">H", channels) + bytes(10))
    described = box(b"stsd", bytes(4) + struct.pack(">I", 1) + entry)
    media = box(b"hdlr", bytes(8) + handler + bytes(13)) + box(b"minf", box(b"stbl", described))
    return box(b"trak", box(b"mdia", media))


def film(
    *tracks: bytes,
    brand: bytes = b"isom",
    length_ms: int = 2500,
    is_moov_last: bool = False,
    padding: int = 100,
) -> bytes:
    """An MP4 with these tracks."""
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, length_ms) + bytes(80))
    movie = box(b"moov", header + b"".join(tracks))
    data = box(b"mdat", bytes(padding))
    head = box(b"ftyp", brand + bytes(4) + brand)
    return head + (data + movie if is_moov_last else movie + data)


VIDEO = track(b"vide", b"avc1", 640, 360)
AUDIO = track(b"soun", b"mp4a", channels=2)


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A ZIP of empty files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        if first is not None:
            file.writestr(first[0], first[1])
        for name in names:
            file.writestr(name, b"")
    return out.getvalue()


def ole(stream: str) -> bytes:
    """The head and first directory sector of a file of Office before 2007."""
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(22)
        + struct.pack("<H", 9)
        + bytes(16)
        + struct.pack("<I", 0)
    )
    return (
        head.ljust(512, b"\0")
        + b"R\0o\0o\0t\0".ljust(128, b"\0")
        + stream.encode("utf-16-le").ljust(128, b"\0")
    )


def adts(frames: int = 30) -> bytes:
    """AAC frames of 48 kHz stereo with nothing in them."""
    size = 100
    word = 0xFFF << 44 | 1 << 40 | 1 << 38 | 3 << 34 | 2 << 30 | size << 13 | 0x7FF << 2
    return (word.to_bytes(7, "big") + bytes(size - 7)) * frames


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\n"
