"""Words as they are searched: without case and accents, in every script, texts and queries alike.

A script that puts no blanks between words (Chinese, Japanese, Thai, …) is cut into overlapping pairs of letters, so
that any part of at least two letters is found as pairs that follow each other. The index stores exactly these words,
and nothing else folds a text (decision 178).
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

MOST_LETTERS = 64  # of one word: addresses and codes beyond it are found by their beginning
GAP = "_"  # stands between two stretches of unspaced letters: a pair never reaches over it
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Han, kana, Bopomofo, Thai, Lao, Myanmar, Khmer, Yi, Tai and Javanese letters.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u312f"
    "\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua980-\ua9df\uaa60-\uaadf\uf900-\ufaff"
    "\U0001b000-\U0001b2ff\U00020000-\U000323af"
)
_WORD = re.compile(r"[^ ]+")
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_STRETCH = re.compile(f"([{_UNSPACED}]+)|[^{_UNSPACED}]+")


class _Accents(dict[int, Any]):
    """What becomes of each letter, filled in as letters come: accents go."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else code
        return kept


class _Words(dict[int, int]):
    """Every letter that is part of a word stays, all else becomes a blank; one for one."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        is_part = char.isalnum() or unicodedata.category(char) in (
            "Mn",
            "Mc",
        )  # vowels of Indic scripts, for one
        self[code] = kept = code if is_part else 32
        return kept


_SAME: dict[str, str | None] = {
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ـ": None, "þ": "th", "ð": "d",
}  # fmt: skip
_ACCENTS = _Accents({ord(letter): same for letter, same in _SAME.items()})
_WORDS = _Words()


def plain(text: str) -> str:
    """Small letters without accents. A letter that casefolding takes apart loses its accent too."""
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_ACCENTS)
    return apart if apart.isascii() else unicodedata.normalize("NFKD", apart).translate(_ACCENTS)


def words_of(text: str) -> list[str]:
    """The words of a text in order, unspaced scripts as pairs; GAP between stretches of them that are apart."""
    folded = text.lower() if text.isascii() else plain(text)
    if folded.isascii():
        return [word[:MOST_LETTERS] for word in _ASCII_WORD.findall(folded)]
    return [word for word, _at in word_spans(folded)]


def word_spans(folded: str) -> list[tuple[str, int]]:
    """The words of a text that is `plain` already, each with where it begins."""
    found: list[tuple[str, int]] = []
    for match in _WORD.finditer(folded.translate(_WORDS)):
        word = match.group()
        if word.isascii() or not _HAS_UNSPACED.search(word):
            found.append((word[:MOST_LETTERS], match.start()))
        else:
            _add_stretches(found, word, match.start())
    return found


def _add_stretches(found: list[tuple[str, int]], word: str, at: int) -> None:
    is_first = True
    for match in _STRETCH.finditer(word):
        stretch, begin = match.group(), at + match.start()
        if match.group(1) is None:
            found.append((stretch[:MOST_LETTERS], begin))
        else:
            if is_first and found and _is_unspaced(found[-1][0]):
                found.append((GAP, begin))
            last = max(1, len(stretch) - 1)
            found.extend((stretch[step : step + 2], begin + step) for step in range(last))
        is_first = False


def _is_unspaced(word: str) -> bool:
    return not word.isascii() and _HAS_UNSPACED.match(word) is not None


def unspaced_letters(words: Sequence[str]) -> set[str]:
    """Every single letter of unspaced scripts in these words: what one letter alone is found by."""
    return {letter for word in words if not word.isascii() and _is_unspaced(word) for letter in word}


def is_one_unspaced_letter(words: Sequence[str]) -> bool:
    """Whether it is a single letter of such a script."""
    return len(words) == 1 and len(words[0]) == 1 and _is_unspaced(words[0])


def holds(words: Sequence[str], wanted: Sequence[str], *, is_prefix: bool) -> bool:
    """Whether these words follow each other there, the last one as a beginning if `is_prefix`.

    A single letter of an unspaced script is found wherever it stands.
    """
    if not wanted:
        return True
    if is_one_unspaced_letter(wanted):
        return wanted[0] in unspaced_letters(words)
    *firsts, last = wanted
    size = len(wanted)
    for at in range(len(words) - size + 1):
        end = words[at + size - 1]
        is_there = end.startswith(last) if is_prefix else end == last
        if is_there and words[at : at + size - 1] == firsts:
            return True
    return False
