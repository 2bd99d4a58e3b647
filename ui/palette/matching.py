"""How well a few typed letters fit some words: accents, case and gaps do not matter, beginnings count most."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

WORD_START, INSIDE, SCATTERED = 100, 40, 10
_PLAIN: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'", "\N{NO-BREAK SPACE}": " "})


@lru_cache(maxsize=4_096)
def folded(text: str) -> str:
    """Small letters without accents, for comparing only."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_PLAIN)


def score(typed: str, words: str) -> int | None:
    """The more, the better; None where it does not fit. Every word that was typed must fit somewhere."""
    text = folded(words)
    total = 0
    for part in folded(typed).split():
        points = _score_part(part, text)
        if points is None:
            return None
        total += points
    return total


def _score_part(part: str, text: str) -> int | None:
    if text.startswith(part):
        return 2 * WORD_START
    if f" {part}" in text or f"'{part}" in text:
        return WORD_START
    if part in text and len(part) > 2:
        return INSIDE
    return _score_scattered(part, text)


def _score_scattered(part: str, text: str) -> int | None:
    """Beginnings of several words, as one types initials: "nc" and "newconv" are a New conversation."""
    words = text.replace("'", " ").split()
    return SCATTERED if _is_made_of(part, words) else None


def _is_made_of(part: str, words: list[str]) -> bool:
    """Whether beginnings of some of these words, in their order, make up what was typed."""
    if not part:
        return True
    for place, word in enumerate(words):
        same = 0
        while same < min(len(part), len(word)) and part[same] == word[same]:
            same += 1
        if any(_is_made_of(part[size:], words[place + 1 :]) for size in range(same, 0, -1)):
            return True
    return False
