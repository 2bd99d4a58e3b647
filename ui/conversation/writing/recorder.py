"""A voice message while it is spoken and before it is sent: samples, levels, listening to it."""

import io
import wave
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from PySide6.QtCore import QObject, Signal

from ui.media.sound_player import SoundPlayer
from ui.tasks import Tasks

LONGEST_MS: Final = 15 * 60_000
SHORTEST_MS: Final = 500  # less is a slip of the finger
NO_ICON_FROM_MS: Final = 165_000  # beyond some 512 KB the phone shows a file in place of a play button
LEVEL_MS: Final = 100  # one level for so long
SAMPLE_BYTES: Final = 2
LOUD: Final = 12_000  # a sample that fills a bar: speech seldom goes beyond
Stage = Literal["idle", "recording", "stopped"]


class SoundSource(Protocol):
    """A microphone. `take(samples, rate_hz, channels)`: 16 bits, low byte first; `fail(code)`: it gives nothing."""

    def start(self, take: Callable[[bytes, int, int], None], fail: Callable[[str], None]) -> None:
        """Begin; samples come until `stop`."""

    def stop(self) -> None:
        """End; nothing comes any more."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What was spoken. `pcm`: samples of 16 bits, low byte first; `levels`: 0 to 255, ten a second."""

    pcm: bytes
    rate_hz: int
    channels: int
    levels: tuple[int, ...] = ()

    @property
    def duration_ms(self) -> int:
        """How long it lasts."""
        return len(self.pcm) * 1000 // (self.rate_hz * self.channels * SAMPLE_BYTES)


class Recorder(QObject):
    """`changed`: time, levels or stage are others. `failed(code)`: there is no microphone, or it may not be used.

    `filled`: the longest note is full; recording has stopped.
    """

    changed = Signal()
    failed = Signal(str)
    filled = Signal()

    def __init__(self, tasks: Tasks, source: SoundSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._stage: Stage = "idle"
        self._pcm = bytearray()
        self._rate_hz, self._channels = 48_000, 1
        self._levels: list[int] = []
        self._unmeasured = bytearray()
        self._number = 0
        self._player = SoundPlayer(tasks, self._wav, self)
        self._player.changed.connect(self.changed)
        self._player.failed.connect(self.failed)

    @property
    def stage(self) -> Stage:
        """Nothing, under way, or ready to be heard and sent."""
        return self._stage

    @property
    def recording(self) -> Recording:
        """What there is so far."""
        return Recording(bytes(self._pcm), self._rate_hz, self._channels, tuple(self._levels))

    @property
    def duration_ms(self) -> int:
        """How long it lasts so far."""
        return len(self._pcm) * 1000 // (self._rate_hz * self._channels * SAMPLE_BYTES)

    @property
    def levels(self) -> list[int]:
        """How loud each tenth of a second was, 0 to 255."""
        return self._levels

    @property
    def played(self) -> float:
        """How much of it was listened to, 0 to 1."""
        return self._player.played(self._key)

    @property
    def is_playing(self) -> bool:
        """Whether it is listened to now."""
        return self._player.is_playing(self._key)

    def start(self) -> None:
        """Begin anew."""
        self._forget()
        self._stage = "recording"
        self._source.start(self._take, self._fail)
        self.changed.emit()

    def stop(self) -> None:
        """Enough was said."""
        if self._stage == "recording":
            self._source.stop()
            self._stage = "stopped"
            self.changed.emit()

    def clear(self) -> None:
        """Forget it."""
        if self._stage == "recording":
            self._source.stop()
        self._player.stop()
        self._forget()
        self._stage = "idle"
        self.changed.emit()

    def restore(self, recording: Recording) -> None:
        """It was not sent after all."""
        self.clear()
        self._pcm = bytearray(recording.pcm)
        self._rate_hz, self._channels = recording.rate_hz, recording.channels
        self._levels = list(recording.levels)
        self._stage = "stopped"
        self.changed.emit()

    def toggle_play(self) -> None:
        """Listen to it, or pause."""
        if self._stage == "stopped":
            self._player.toggle(self._key)

    def close(self) -> None:
        """The window goes."""
        self.clear()
        self._player.close()

    # -- inside

    @property
    def _key(self) -> str:
        return f"note-{self._number}"

    def _forget(self) -> None:
        self._pcm.clear()
        self._levels = []
        self._unmeasured.clear()
        self._number += 1

    def _fail(self, code: str) -> None:
        """What was spoken before stays."""
        if self._stage != "recording":
            return
        self._source.stop()
        self._stage = "stopped" if self.duration_ms >= SHORTEST_MS else "idle"
        self.failed.emit(code)
        self.changed.emit()

    def _take(self, samples: bytes, rate_hz: int, channels: int) -> None:
        if self._stage != "recording":
            return
        self._rate_hz, self._channels = rate_hz, channels
        self._pcm += samples
        self._unmeasured += samples
        self._measure()
        if self.duration_ms >= LONGEST_MS:
            self.stop()
            self.filled.emit()
        self.changed.emit()

    def _measure(self) -> None:
        size = self._rate_hz * self._channels * SAMPLE_BYTES * LEVEL_MS // 1000
        size -= size % (SAMPLE_BYTES * self._channels)
        while len(self._unmeasured) >= size:
            self._levels.append(level_of(bytes(self._unmeasured[:size])))
            del self._unmeasured[:size]

    async def _wav(self, _key: str) -> bytes:
        """The note as a file that every player knows."""
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(self._channels)
            file.setsampwidth(SAMPLE_BYTES)
            file.setframerate(self._rate_hz)
            file.writeframes(bytes(self._pcm))
        return out.getvalue()


def level_of(samples: bytes) -> int:
    """How loud a stretch is, 0 to 255; every eighth sample tells enough."""
    values = array("h", samples[: len(samples) - len(samples) % SAMPLE_BYTES])[::8]
    loudest = max((abs(value) for value in values), default=0)
    return min(255, loudest * 255 // LOUD)
