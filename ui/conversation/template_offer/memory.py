"""What is kept of templates on this computer: those used last, stand-ins for empty blanks, what is half filled in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.desk.desk import Desk
from app.domain.ids import ConversationId
from app.domain.template_filling import Filling

RECENT, FALLBACKS = "template_recent", "template_fallbacks"
MOST_RECENT: Final = 12
MOST_FALLBACKS: Final = 200


@dataclass(slots=True)
class Half:
    """What somebody was doing in one conversation: which template, and what was given for each that was tried."""

    chosen: str | None = None
    fillings: dict[str, Filling] = field(default_factory=dict)
    likes: dict[str, str] = field(default_factory=dict)  # values by what makes blanks alike


class OfferMemory:
    """Reads and writes the desk's notes of this computer; what is half filled in lives as long as the window."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._halves: dict[ConversationId, Half] = {}

    def half(self, conversation_id: ConversationId) -> Half:
        """What was begun there."""
        return self._halves.setdefault(conversation_id, Half())

    def forget(self, conversation_id: ConversationId) -> None:
        """It was sent."""
        self._halves.pop(conversation_id, None)

    def recent(self) -> list[str]:
        """Keys of templates, the last one used first."""
        found = _read(self._desk.last_place().get(RECENT, ""))
        return [str(key) for key in found] if isinstance(found, list) else []

    def used(self, key: str) -> None:
        """It stands first from now on."""
        recent = [key, *(one for one in self.recent() if one != key)][:MOST_RECENT]
        self._desk.remember_place(**{RECENT: json.dumps(recent)})

    def fallbacks(self, key: str) -> dict[str, str]:
        """What stands in for empty blanks of a template, by their keys."""
        found = self._all_fallbacks().get(key)
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    def keep_fallbacks(self, key: str, fallbacks: Mapping[str, str]) -> None:
        """For the next time."""
        if dict(fallbacks) == self.fallbacks(key):
            return
        kept = {k: v for k, v in self._all_fallbacks().items() if k != key}
        if fallbacks:
            kept[key] = dict(fallbacks)
        newest = dict(list(kept.items())[-MOST_FALLBACKS:])
        self._desk.remember_place(**{FALLBACKS: json.dumps(newest, ensure_ascii=False)})

    def _all_fallbacks(self) -> dict[str, object]:
        found = _read(self._desk.last_place().get(FALLBACKS, ""))
        return found if isinstance(found, dict) else {}


def _read(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None
