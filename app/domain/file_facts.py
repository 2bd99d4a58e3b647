"""What the content of a file says of it, whatever its name and its sender say."""

from collections.abc import Callable
from dataclasses import dataclass

Read = Callable[[int, int], bytes]  # (start, length): part of a file, shorter at its end

PIXELS_MAX = 64_000_000  # 256 MB once decoded; phones make half of that
SIDE_MAX_PX = 30_000
_WINDOW_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Type and measures of a file by its content; what its header does not tell is None.

    `extension` has its dot. `is_simple_picture`: 8 bits of red, green and blue, what every phone shows. `is_dangerous`:
    opening it may run something. `audio_codec` and `video_codec` are the container's own short words ("opus", "avc1").
    """

    mime: str
    extension: str
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    is_animated: bool = False
    is_simple_picture: bool = False
    is_dangerous: bool = False
    video_codec: str | None = None
    audio_codec: str | None = None
    channels: int | None = None

    @property
    def is_pixel_bomb(self) -> bool:
        """Whether decoding it would take absurd amounts of memory."""
        width_px, height_px = self.width_px or 0, self.height_px or 0
        return width_px * height_px > PIXELS_MAX or max(width_px, height_px) > SIDE_MAX_PX

    @property
    def family(self) -> str:
        """The first half of the type: "image", "video", "audio", "text" or "application"."""
        return self.mime.partition("/")[0]


class Source:
    """A file of which small parts are looked at, here and there."""

    def __init__(self, read: Read, size: int) -> None:
        self._read = read
        self.size = size
        self._start = 0
        self._window = b""

    def at(self, start: int, length: int) -> bytes:
        """Bytes from `start`; fewer than `length` where the file ends, none outside of it."""
        if start < 0 or length <= 0 or start >= self.size:
            return b""
        inside = start - self._start
        if inside >= 0 and inside + length <= len(self._window):
            return self._window[inside : inside + length]
        if length > _WINDOW_BYTES:
            return self._read(start, length)
        self._start, self._window = start, self._read(start, _WINDOW_BYTES)
        return self._window[:length]

    def big(self, start: int, length: int) -> int:
        """A number, its high byte first; beyond the end it counts zeros."""
        return int.from_bytes(self.at(start, length).ljust(length, b"\0"), "big")

    def little(self, start: int, length: int) -> int:
        """A number, its low byte first."""
        return int.from_bytes(self.at(start, length).ljust(length, b"\0"), "little")
