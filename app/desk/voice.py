"""Voice notes: recorded samples become OGG with Opus, mono at 48 kHz, the one form that phones show as a voice note.

soundfile and numpy are imported with the first note. Everything here blocks; call it from a worker thread.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

RATE_HZ = 48_000
# libsndfile's measure from 256 to 6 kbit/s: this is 24 kbit/s, so that three minutes stay below 512 KiB.
COMPRESSION = 0.928
LEVELS = 44
SHORTEST_MS = 300
_BLOCK = RATE_HZ  # libsndfile has overflowed its stack on long writes
_LOUDEST = 0x7FFF


@dataclass(frozen=True, slots=True)
class VoiceNote:
    """An encoded note. `waveform`: 44 levels of two hex digits each, the loudest is "ff"."""

    data: bytes
    duration_ms: int
    waveform: str


def voice_note(pcm: bytes, rate_hz: int, channels: int = 1) -> VoiceNote | None:
    """Encode 16-bit samples; None when they are too short to be a note."""
    samples = _mono(pcm, rate_hz, channels)
    duration_ms = len(samples) * 1000 // RATE_HZ
    if duration_ms < SHORTEST_MS:
        return None
    return VoiceNote(_encoded(samples), duration_ms, _levels(samples))


def _mono(pcm: bytes, rate_hz: int, channels: int) -> np.ndarray[Any, np.dtype[np.int16]]:
    """One channel at 48 kHz."""
    import numpy as np

    whole = len(pcm) - len(pcm) % (2 * channels)
    samples = np.frombuffer(pcm[:whole], dtype="<i2")
    if channels > 1:
        samples = samples.reshape(-1, channels).mean(axis=1).astype(np.int16)
    if rate_hz == RATE_HZ or not len(samples):
        return samples.astype(np.int16)
    count = len(samples) * RATE_HZ // rate_hz
    places = np.arange(count) * (rate_hz / RATE_HZ)
    resampled: np.ndarray[Any, np.dtype[np.int16]] = np.interp(
        places, np.arange(len(samples)), samples
    ).astype(np.int16)
    return resampled


def _encoded(samples: np.ndarray[Any, np.dtype[np.int16]]) -> bytes:
    import soundfile

    out = io.BytesIO()
    with soundfile.SoundFile(
        out, "w", RATE_HZ, 1, "OPUS", format="OGG", compression_level=COMPRESSION
    ) as file:
        for start in range(0, len(samples), _BLOCK):
            file.buffer_write(samples[start : start + _BLOCK].tobytes(), "int16")
    return out.getvalue()


def _levels(samples: np.ndarray[Any, np.dtype[np.int16]]) -> str:
    """How loud each forty-fourth part is, beside the loudest of them; silence is all zeros."""
    import numpy as np

    parts = np.array_split(samples.astype(np.float64), LEVELS)
    loud = np.array([np.sqrt(np.mean(part**2)) if len(part) else 0.0 for part in parts])
    loudest = loud.max()
    if loudest < _LOUDEST / 1000:
        return "00" * LEVELS
    return "".join(f"{round(level / loudest * 255):02x}" for level in loud)
