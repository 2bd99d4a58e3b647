"""Messages of an exported chat that the log already holds because the channel brought them, or we sent them.

The phone shows the minute by its own clock, and a file without its name: a message is the same when the side, the words
and, within a minute, the time are. Each of ours stands for one of the export, not for more.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from app.domain.imports import HistoryMessage
from app.domain.messages import Direction

MINUTE = timedelta(minutes=1)
Heard = tuple[Direction, datetime, str | None]  # side, time, words
_Key = tuple[Direction, int, str]
Used = Counter[_Key]


class Twins:
    """What the log holds of the time of some messages. `take` them in the order of the file.

    `used`: how many of each kind earlier messages of the file stood for; it grows here.
    """

    def __init__(self, heard: Iterable[Heard], used: Used) -> None:
        self._left = Counter((direction, _minute(at), _words(text)) for direction, at, text in heard)
        self._left.subtract({key: count for key, count in used.items() if key in self._left})
        self._used = used

    def take(self, message: HistoryMessage) -> bool:
        """Whether one that is there is this one; it is used up then."""
        if message.direction is None or not self._left:
            return False
        for key in _keys(message.direction, message.sent_at, message.text):
            if self._left[key] > 0:
                self._left[key] -= 1
                self._used[key] += 1
                return True
        return False


def span(messages: Iterable[HistoryMessage]) -> tuple[datetime, datetime]:
    """The time in which twins of these (one at least) may lie."""
    times = [message.sent_at for message in messages]
    return min(times) - 2 * MINUTE, max(times) + 3 * MINUTE


def _keys(direction: Direction, at: datetime, text: str | None) -> Iterator[_Key]:
    minute, words = _minute(at), _words(text)
    for near in (minute, minute - 1, minute + 1):
        yield direction, near, words


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def _words(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())
