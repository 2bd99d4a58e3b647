"""Names of services and of people and rooms in what somebody types: "coupe h" is "Coupe homme" if nothing else is.

Compared word by word, without case, accents and punctuation. The first words of a name are enough where only one name
begins so, and of its last typed word the first letters are; one word alone must be whole: "col" is no "Coloration".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.words.typed_days import MONTHS, SHORT_DAYS
from app.words.typed_tasks import DAY_NAMES, plain_signs

_WORD: Final = re.compile(r"[^\W_\ue000]+")
_JOINING: Final = frozenset({"et", "and", "de", "du", "des", "of"})  # may be left out
_SMALL: Final = frozenset(
    "a an at au aux avec by chez d des du de en et for from in l la le les of on par pour sur the to un une w with vers"
    .split()
)  # fmt: skip
_OF_TIME: Final = (
    frozenset(DAY_NAMES) | frozenset(SHORT_DAYS) | frozenset(MONTHS)
    | frozenset("am pm midi noon matin soir apres demain aujourd hui today tomorrow next prochain prochaine h min mn "
                "heure heures hour hours jour jours day days semaine semaines week weeks dans morning afternoon "
                "evening".split())
)  # fmt: skip
_WITH: Final = re.compile(r"(?<!\w)(?:avec|with|chez|w/|by|par)\s+(?:la\s+|le\s+|the\s+|l')?$")
_UNIT: Final = re.compile(r"\s*(?:minutes?|mins?|mn|m|'|heures?|h)(?!\w)")


@dataclass(frozen=True, slots=True)
class FoundName:
    """Where a name stands, and whose it is. `start` is before "with" where that was said."""

    start: int
    end: int
    key: str


class Names:
    """What can be meant: pairs of a key and one of its names."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names = [(key, words) for key, name in names if (words := _words(name))]

    def find(self, plain: str, *, is_early: bool) -> FoundName | None:
        """The name with the most words, of several the one after "with", else the first.

        `is_early`: the day and the time still stand in the words, so what may be one of those is no name yet.
        """
        found = _spans(plain)
        best: tuple[tuple[int, int, int], FoundName] | None = None
        for at in range(len(found)):
            one = self._at(plain, found, at, is_early=is_early)
            if one is None:
                continue
            count, name = one
            lead = _WITH.search(plain[: name.start])
            if lead is not None:
                name = FoundName(lead.start(), name.end, name.key)
            rank = (int(lead is not None), count, -name.start)
            if best is None or rank > best[0]:
                best = rank, name
        return best[1] if best else None

    def _at(
        self, plain: str, found: Sequence[tuple[int, int, str]], at: int, *, is_early: bool
    ) -> tuple[int, FoundName] | None:
        """The longest name that begins at a word, if it is only one."""
        has_with = _WITH.search(plain[: found[at][0]]) is not None
        sizes: dict[tuple[int, bool], set[str]] = {}
        ends: dict[tuple[int, bool], int] = {}
        for key, words in self._names:
            count, end = _matched(words, found, at, is_early=is_early)
            typed = [word for _start, _end, word in found[at:end]]
            if not count or not _is_enough(typed, words, count, is_early=is_early and not has_with):
                continue
            rank = (count, count == len(words))
            sizes.setdefault(rank, set()).add(key)
            ends[rank] = end
        for rank in sorted(sizes, reverse=True):
            if len(sizes[rank]) == 1:
                end = found[ends[rank] - 1][1]
                if found[ends[rank] - 1][2].isdecimal() and (unit := _UNIT.match(plain, end)):
                    end = unit.end()
                return rank[0], FoundName(found[at][0], end, next(iter(sizes[rank])))
        return None


def _is_enough(typed: Sequence[str], words: Sequence[str], count: int, *, is_early: bool) -> bool:
    """Whether so many words are a name: not one small word, and nothing that may be a day."""
    if is_early and all(word in _OF_TIME or word.isdecimal() for word in typed):
        return False
    if count == len(words):
        return True
    return any(len(word) > 2 and word not in _SMALL and not word.isdecimal() for word in typed)


def _matched(
    words: Sequence[str], found: Sequence[tuple[int, int, str]], at: int, *, is_early: bool
) -> tuple[int, int]:
    """How many words of a name stand from a place on, and the place behind them."""
    count, place = 0, at
    while count < len(words) and place < len(found):
        typed = found[place][2]
        if typed == words[count]:
            count, place = count + 1, place + 1
        elif count and typed in _JOINING and place + 1 < len(found) and found[place + 1][2] == words[count]:
            place += 1
        else:
            is_begun = count > 0 and words[count].startswith(typed) and typed not in _SMALL
            if is_begun and not typed.isdecimal() and not (is_early and typed in _OF_TIME - {"h"}):
                count, place = count + 1, place + 1
            break
    return count, place


@lru_cache(maxsize=1_024)
def _words(name: str) -> tuple[str, ...]:
    whole = tuple(word for _start, _end, word in _spans(plain_signs(name)))
    return tuple(word for at, word in enumerate(whole) if at == 0 or word not in _JOINING)


def _spans(plain: str) -> list[tuple[int, int, str]]:
    return [(one.start(), one.end(), one.group()) for one in _WORD.finditer(plain)]
