"""Turns and episodes as bytes, and back. Only this program reads them, of this version."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Final, Protocol

import msgspec

from app.domain.turns import Episode, Turn

encode: Final = msgspec.msgpack.Encoder().encode
decode: Final = msgspec.msgpack.Decoder().decode
_IDS: Final = 3  # a row's conversation, contact and line, which its thread has
_TURN: Final = attrgetter(*[one.name for one in fields(Turn)][_IDS:])
_EPISODE: Final = attrgetter(*[one.name for one in fields(Episode)][_IDS:])
_HOLDS: Final = tuple(
    place for place, one in enumerate(fields(Turn)[_IDS:]) if one.name in {"holds", "handed_before"}
)
Ids = tuple[str, str, str]


class Shelf(Protocol):
    """Where places of threads stand that the book does not hold in memory."""

    def places(self, conversation_id: str) -> bytes | None:
        """Those of one, packed."""


def pack_turns(turns: Iterable[Turn]) -> bytes:
    """Of one thread."""
    return encode([_TURN(one) for one in turns])


def unpack_turns(data: bytes, ids: Ids) -> list[Turn]:
    """The same again."""
    made = []
    for values in decode(data):
        for place in _HOLDS:
            values[place] = tuple([tuple(one) for one in values[place]])
        made.append(Turn(*ids, *values))
    return made


def pack_episodes(episodes: Iterable[Episode]) -> bytes:
    """Of one thread."""
    return encode([_EPISODE(one) for one in episodes])


def unpack_episodes(data: bytes, ids: Ids) -> list[Episode]:
    """The same again."""
    return [Episode(*ids, *values) for values in decode(data)]


def pack_places(places: array[int]) -> bytes:
    """Positions of the log."""
    return places.tobytes()


def unpack_places(data: bytes) -> array[int]:
    """The same again."""
    places = array("Q")
    places.frombytes(data)
    return places
