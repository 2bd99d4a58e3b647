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
    if part in text:
        return INSIDE
    return _score_scattered(part, text)


def _score_scattered(part: str, text: str) -> int | None:
    """Letters in this order, as one types initials; each at the start of a word counts more."""
    place, points = -1, SCATTERED
    for letter in part:
        start = 0 if place < 0 and text.startswith(letter) else text.find(f" {letter}", max(place, 0)) + 1
        found = start if start > place else text.find(letter, place + 1)
        if found <= place:
            return None
        points += 3 if start > place else 0
        place = found
    starts = 1 + text.count(" ")
    return points if points >= SCATTERED + 3 * min(len(part), starts) or len(part) > 2 else None
