"""What a customer says to an answer, in their own language, so that it makes sense after any answer.

The words are in resources/stories/phrases.toml. The rule of thumb: a guess may be made only where a wrong
guess still reads well; everything else gets a plain thank-you.
"""

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.sandbox.people import Person

STORIES = Path(__file__).parents[2] / "resources" / "stories"
TIME = re.compile(r"\b(?:[01]?\d|2[0-3])\s?(?:[hH:]\s?[0-5]\d\b|[hH]\b|[ap]\.?m\b)")
LINE_SIGNS = ("?", "؟")
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Saying:
    """What to write, and whether the subject is closed by it."""

    text: str
    is_closing: bool


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: words that betray what an answer is, what to say then, and ways to begin."""

    signs: dict[str, list[str]]
    say: dict[str, list[str]]
    openers: list[str]


class Phrases:
    """The phrase book of all languages."""

    def __init__(self, tongues: dict[str, Tongue]) -> None:
        self._tongues = tongues

    def openers(self, language: str) -> list[str]:
        """Ways to begin a new subject in this language."""
        return self._tongue(language).openers

    def is_question(self, text: str) -> bool:
        """Whether an answer wants one."""
        return any(sign in text for sign in LINE_SIGNS)

    def answer(self, person: Person, text: str, chance: random.Random) -> Saying:
        """What this person says to `text`, which may be in any language."""
        kind, facts = self._kind(text, chance)
        if kind == "thanks" and person.thanks:
            return Saying(person.thanks, is_closing=True)
        line = chance.choice(self._tongue(person.language).say[kind])
        facts |= {"name": person.name or f"+{person.phone}"}
        return Saying(line.format(**facts), is_closing=kind in {"thanks", "refusal", "farewell", "day"})

    def _tongue(self, language: str) -> Tongue:
        return self._tongues.get(language, self._tongues[FALLBACK])

    def _kind(self, text: str, chance: random.Random) -> tuple[str, dict[str, str]]:
        """Which list of `say` fits, and the facts that its lines may name."""
        if self.is_question(text):
            return self._kind_of_question(text, chance)
        for kind in ("refusal", "wait", "farewell"):
            if self._has(kind, text):
                return kind, {}
        days = self._found("days", text)
        if len(days) == 1 and self._has("booked", text):
            return "day", {"day": days[0]}
        return "thanks", {}

    def _kind_of_question(self, text: str, chance: random.Random) -> tuple[str, dict[str, str]]:
        times = TIME.findall(text)
        if len(times) > 1:
            return "choose", {"time": chance.choice(times).strip()}
        if self._has("refusal", text):
            return "alternative", {}
        for kind in ("name", "number", "photo", "either", "open"):
            if self._has(kind, text):
                return kind, {}
        return "yes", {}

    def _has(self, kind: str, text: str) -> bool:
        return bool(self._found(kind, text))

    def _found(self, kind: str, text: str) -> list[str]:
        """The signs of one kind that occur as words in a text, in any language."""
        plain = text.casefold().replace("'", "’")
        signs = (sign for tongue in self._tongues.values() for sign in tongue.signs.get(kind, []))
        return [sign for sign in signs if re.search(rf"(?<!\w){re.escape(sign)}(?!\w)", plain)]


def load_phrases(folder: Path = STORIES) -> Phrases:
    """The phrase book that comes with the program."""
    book = tomllib.loads((folder / "phrases.toml").read_text(encoding="utf-8"))
    return Phrases({name: Tongue(**entry) for name, entry in book.items()})
