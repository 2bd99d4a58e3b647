"""The window's end of the spelling helper: requests in order, a new process after one that died, none when idle."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QByteArray, QObject

from ui.helper_process import HelperProcess, helper_command

IDLE_MS: Final = 10 * 60_000  # without work the process ends
PATIENCE_MS: Final = 10_000  # for one answer; then the process is killed and nothing is underlined
Answered = Callable[[list[str]], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; `answered` gets a list of words, an empty one when there is no answer."""

    line: bytes
    field: str
    answered: Answered


class SpellProcess(HelperProcess):
    """`check` and `suggest` call back on the same thread, in the order of the requests."""

    def __init__(self, command: list[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(command or usual_command(), PATIENCE_MS, IDLE_MS, parent)
        self._requests: deque[Request] = deque()
        self._current: Request | None = None

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

    def _lost(self, *_how: object) -> None:
        """The process died or took too long: its request has no answer, the next one gets a new process."""
        self._drop_process()
        if self._current is not None:
            self._finish(b"")


def _words(line: bytes, field: str) -> list[str]:
    try:
        found = json.loads(line or b"{}").get(field, [])
    except (ValueError, AttributeError):
        return []
    return [str(word) for word in found] if isinstance(found, list) else []


def usual_command() -> list[str]:
    """Interpreter and main.py, or the bundle alone."""
    return helper_command("check-spelling")
