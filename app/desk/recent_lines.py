"""The last lines of the log, kept in memory for whoever asks for help: what happened and when, nothing personal.

House rule says that a log has ids and counts alone. Here nothing relies on it: a sentence is kept where it stands as
it is in our own code, of what it was filled with only small numbers and codes, of an exception its kind and where it
was raised, of everything else "…".
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections import deque
from types import FrameType
from typing import Final

KEPT: Final = 300
OURS: Final = ("app", "storage", "ui")
HIDDEN: Final = "…"
MOST_NUMBER: Final = 1_000_000  # a count or a time; above it may be a telephone number or an id
CODE: Final = re.compile(r"[a-z]{2,}(?:[._][a-z0-9]+)+|[a-z]{2,12}_?")  # disk_full, message.sent
PLAIN: Final = re.compile(r"[a-z][a-z_]*=?|[-=.,:;()/→]+|[a-z_]+=…|…")  # words of our own sentences are small
FRAMES: Final = 6
NAMED: Final = ("code", "kind", "reason", "state", "why", "check")


class RecentLines(logging.Handler):
    """The newest KEPT lines, ready to be shown."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._lines: deque[str] = deque(maxlen=KEPT)

    def emit(self, record: logging.LogRecord) -> None:
        """One more; nothing here may fail, whatever was logged."""
        try:
            self._lines.append(_line_of(record, is_ours=_is_ours(record)))
        except Exception:  # noqa: BLE001 - a log that cannot be read must not stop the program
            self._lines.append(HIDDEN)

    def lines(self) -> list[str]:
        """The oldest first."""
        return list(self._lines)


RECENT: Final = RecentLines()  # like the log itself, one for the whole program


def keep_lines() -> None:
    """From now on: also what is told without being a warning, which the terminal goes on doing without."""
    root = logging.getLogger()
    for handler in root.handlers:
        handler.setLevel(max(handler.level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    if RECENT not in root.handlers:
        root.addHandler(RECENT)


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether the sentence stands in our code as it is: one that was put together may hold anything."""
    if record.name.split(".")[0] not in OURS:
        return False
    frame: FrameType | None = sys._getframe()  # the logging call is still under way
    while frame is not None:
        if frame.f_code.co_filename == record.pathname and frame.f_lineno == record.lineno:
            return record.msg in frame.f_code.co_consts
        frame = frame.f_back
    return False


def _line_of(record: logging.LogRecord, *, is_ours: bool) -> str:
    at = logging.Formatter().formatTime(record, "%Y-%m-%d %H:%M:%S")
    said = _said(record) if is_ours else HIDDEN
    line = f"{at} {record.levelname} {record.name} {said}"
    return line if record.exc_info is None else f"{line} | {_raised(record)}"


def _said(record: logging.LogRecord) -> str:
    """Our sentence with its blanks filled as far as what fills them is no person's."""
    args = record.args if isinstance(record.args, tuple) else ()
    template = re.sub(r"%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]", "\0", str(record.msg))
    words = []
    filled = iter(args)
    for word in template.split():
        parts = word.split("\0")
        said = _plain(parts[0])
        for part in parts[1:]:
            said += _value(next(filled, HIDDEN), parts[0]) + (_plain(part) if part else "")
        words.append(said)
    return " ".join(words)


def _plain(word: str) -> str:
    """A word of the sentence itself: ours are small letters; a capital or a digit is somebody's."""
    return word if not word or PLAIN.fullmatch(word) else HIDDEN


def _value(value: object, before: str) -> str:
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) < MOST_NUMBER else HIDDEN
    is_named = before.rstrip("=") in NAMED
    return value if isinstance(value, str) and is_named and CODE.fullmatch(value) else HIDDEN


def _raised(record: logging.LogRecord) -> str:
    kind, _error, trace = record.exc_info or (None, None, None)
    if kind is None:
        return HIDDEN
    frames = traceback.extract_tb(trace)[-FRAMES:]
    places = " < ".join(f"{_file_of(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    return f"{kind.__name__} at {places}" if places else kind.__name__


def _file_of(path: str) -> str:
    """Its last two parts: what stands before them may be somebody's name."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])
