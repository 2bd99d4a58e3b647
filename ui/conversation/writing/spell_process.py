"""The window's end of the spelling helper: requests in order, a new process after one that died, none when idle."""

import json
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QByteArray, QObject, QProcess, QTimer

IDLE_MS: Final = 10 * 60_000  # without work the process ends
PATIENCE_MS: Final = 10_000  # for one answer; then the process is killed and nothing is underlined
Answered = Callable[[list[str]], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; `answered` gets a list of words, an empty one when there is no answer."""

    line: bytes
    field: str
    answered: Answered


class SpellProcess(QObject):
    """`check` and `suggest` call back on the same thread, in the order of the requests."""

    def __init__(self, command: list[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command or usual_command()
        self._requests: deque[Request] = deque()
        self._current: Request | None = None
        self._process: QProcess | None = None
        self._heard = bytearray()
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._drop_process)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._lost)

    def check(self, language: str, words: Sequence[str], answered: Answered) -> None:
        """Which of them no dictionary knows."""
        self._ask({"language": language, "check": list(words)}, "wrong", answered)

    def suggest(self, language: str, word: str, answered: Answered) -> None:
        """What may have been meant."""
        self._ask({"language": language, "suggest": word}, "words", answered)

    def close(self) -> None:
        """End the process; what waits is not answered."""
        self._requests.clear()
        self._current = None
        self._idle.stop()
        self._patience.stop()
        self._drop_process()

    def _ask(self, body: dict[str, Any], field: str, answered: Answered) -> None:
        self._requests.append(Request(json.dumps(body).encode() + b"\n", field, answered))
        self._next()

    def _next(self) -> None:
        if self._current is not None or not self._requests:
            return
        self._idle.stop()
        self._current = self._requests.popleft()
        self._running().write(QByteArray(self._current.line))
        self._patience.start()

    def _running(self) -> QProcess:
        if self._process is None:
            process = self._process = QProcess(self)
            process.readyReadStandardOutput.connect(self._read)
            process.finished.connect(self._lost)
            process.errorOccurred.connect(self._failed)
            process.setStandardErrorFile(QProcess.nullDevice())
            process.start(self._command[0], self._command[1:])
        return self._process

    def _read(self) -> None:
        if self._process is None:
            return
        self._heard += self._process.readAllStandardOutput().data()
        while self._current is not None and (end := self._heard.find(b"\n")) >= 0:
            line = bytes(self._heard[:end])
            del self._heard[: end + 1]
            self._finish(line)

    def _finish(self, line: bytes) -> None:
        request, self._current = self._current, None
        self._patience.stop()
        self._idle.start()
        if request is not None:
            request.answered(_words(line, request.field))
        self._next()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._lost()

    def _lost(self, *_how: object) -> None:
        """The process died or took too long: its request has no answer, the next one gets a new process."""
        self._drop_process()
        if self._current is not None:
            self._finish(b"")

    def _drop_process(self) -> None:
        process, self._process = self._process, None
        self._heard.clear()
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()
        if not process.waitForFinished(200):
            process.kill()
            process.waitForFinished(1_000)
        process.deleteLater()


def _words(line: bytes, field: str) -> list[str]:
    try:
        found = json.loads(line or b"{}").get(field, [])
    except (ValueError, AttributeError):
        return []
    return [str(word) for word in found] if isinstance(found, list) else []


def usual_command() -> list[str]:
    """Interpreter and main.py, or the bundle alone."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "check-spelling"]
    return [sys.executable, str(Path(__file__).resolve().parents[3] / "main.py"), "check-spelling"]
