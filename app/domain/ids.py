"""Identifiers, all opaque strings, and the one way to make new ones."""

import os
from collections.abc import Callable
from typing import NewType

from app.domain.clock import Clock

EventId = NewType("EventId", str)
CommandId = NewType("CommandId", str)
MessageId = NewType("MessageId", str)
ConversationId = NewType("ConversationId", str)
ContactId = NewType("ContactId", str)
LineId = NewType("LineId", str)
MemberId = NewType("MemberId", str)
DeviceId = NewType("DeviceId", str)
LogId = NewType("LogId", str)
ImportId = NewType("ImportId", str)
QuickReplyId = NewType("QuickReplyId", str)

_RANDOM_BYTES = 10


def uuid7(unix_ms: int, random: bytes) -> str:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits from 10 bytes."""
    if len(random) != _RANDOM_BYTES:
        raise ValueError("a version 7 UUID takes 10 random bytes")
    tail = int.from_bytes(random, "big")
    value = (unix_ms & ((1 << 48) - 1)) << 80 | tail
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class IdMaker:
    """Makes ids that sort by time. Clock and randomness are given, so tests can repeat them."""

    def __init__(self, clock: Clock, random: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._random = random

    def new(self) -> str:
        """A fresh id; wrap it in the NewType that it is for."""
        unix_ms = int(self._clock.now().timestamp() * 1000)
        return uuid7(unix_ms, self._random(_RANDOM_BYTES))
