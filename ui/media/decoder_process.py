"""The window's end of the picture decoder: one request at a time, a new process after each that died or hung."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QSize
from PySide6.QtGui import QImage

from ui.helper_process import HelperProcess, helper_command
from ui.media.decoder import ANSWER, REQUEST

PATIENCE_MS: Final = 15_000  # for one picture; then the process is killed and the picture counts as broken
IDLE_MS: Final = 60_000  # without work the process ends
Done = Callable[[QImage], None]  # a null image: it cannot be shown


@dataclass(frozen=True, slots=True)
class Job:
    """A picture to decode. `data` is asked for when its turn comes."""

    data: bytes
    fill: QSize
    done: Done


class DecoderProcess(HelperProcess):
    """`decode` calls back on the same thread, in the order of the requests."""

    def __init__(self, command: list[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(command or usual_command(), PATIENCE_MS, IDLE_MS, parent)
        self._jobs: deque[Job] = deque()
        self._current: Job | None = None

    def decode(self, data: bytes, fill: QSize, done: Done) -> None:
        """Decode a file to a size in device pixels (empty: whole)."""
        self._jobs.append(Job(data, fill, done))
        self._next()

    def kill(self) -> None:
        """End a picture that takes too long; the next one gets a new process."""
        self._lost()

    def close(self) -> None:
        """End the process; what waits is not decoded."""
        self._jobs.clear()
        self._current = None
        self._patience.stop()
        self._idle.stop()
        self._drop_process()

    def _next(self) -> None:
        if self._current is not None or not self._jobs:
            return
        self._idle.stop()
        job = self._current = self._jobs.popleft()
        process = self._running()
        head = REQUEST.pack(max(0, job.fill.width()), max(0, job.fill.height()), len(job.data))
        process.write(QByteArray(head))
        process.write(QByteArray(job.data))
        self._patience.start()

    def _read(self) -> None:
        if self._process is None or self._current is None:
            return
        self._heard += self._process.readAllStandardOutput().data()
        if len(self._heard) < ANSWER.size:
            return
        width, height = ANSWER.unpack_from(self._heard)
        end = ANSWER.size + width * height * 4
        if len(self._heard) < end:
            return
        pixels = bytes(self._heard[ANSWER.size : end])
        self._heard.clear()
        image = QImage(pixels, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
        self._finish(image.copy() if width and height else QImage())

    def _finish(self, image: QImage) -> None:
        job, self._current = self._current, None
        self._patience.stop()
        self._idle.start()
        if job is not None:
            job.done(image)
        self._next()

    def _lost(self, *_how: object) -> None:
        """The process died or took too long: its picture is broken, the next one gets a new process."""
        self._drop_process()
        if self._current is not None:
            self._finish(QImage())


def usual_command() -> list[str]:
    """Interpreter and main.py, or the bundle alone."""
    return helper_command("decode-pictures")
