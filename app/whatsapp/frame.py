"""What stands around an element in its webhook and is needed to read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.whatsapp.elements import Parsed


@dataclass(frozen=True, slots=True)
class Frame:
    """The change that an element came in. `contacts` are the people named beside it, `thread` its history thread."""

    field: str
    line_external_id: str | None
    line_number: str | None
    contacts: Sequence[Mapping[str, Any]]
    received_at: datetime
    entry_time: str
    is_only: bool = True  # the element has no neighbour in its array
    thread: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What an element says, and the key of its repeats; None: the hash of the whole element."""

    parsed: Parsed
    dedupe_key: str | None = None
