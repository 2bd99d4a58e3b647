"""Which words of a text are looked up, and in which language people write. Pure; no dictionary is read here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# What is no word of a language: addresses, mail, @names, #tags, {blanks}, and anything with a digit in it.
_SKIPPED = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[@#][\w.]+|\{[^{}\s]*\}|\b[\w.-]+\.[a-z]{2,}/\S*|\S*\d\S*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_APOSTROPHES = "'’"
# "don't" and "aujourd’hui" are one word, "l’eau" is two: what may stand before the apostrophe in French.
_ELIDED = frozenset("c d j l m n s t qu jusqu lorsqu puisqu quoiqu presqu quelqu".split())
SHORTEST = 2
LONGEST = 40  # a longer one is a wall of letters
_ENDS = ".!?…:\n"
_FRENCH = """
le la les un une des du de et est je tu il elle nous vous ils on que qui pas pour dans avec sur mon ma mes votre vos
bonjour bonsoir merci oui non au aux ce cette ça être avoir suis avez êtes peut possible rendez à où bien très
"""
_ENGLISH = """
the a an and is are i you he she we they that this not for in with on my your of to it do does can could would have
has hello hi thanks thank yes no what when where how please at be was will me so but from
"""
_STOP_WORDS = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
_LEAST_EVIDENCE = 2
_NEAR = 16  # so many blanks and quotes may stand between a sentence's end and the next word


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `start`..`end` (characters of the text)."""

    start: int
    end: int
    text: str


def words_of(text: str) -> Iterator[Word]:
    """The words that a dictionary may know; not links, numbers, names in capitals or names inside a sentence."""
    plain = _SKIPPED.sub(lambda found: " " * len(found.group()), text)
    for found in _pieces(plain):
        word = found.text
        is_name = word[0].isupper() and not _begins_sentence(text, found.start)
        if SHORTEST <= len(word) <= LONGEST and not word.isupper() and not is_name:
            yield found


def guess_language(texts: Iterable[str]) -> str | None:
    """By the small words in it, "fr" or "en"; None when too little speaks for one."""
    counts = dict.fromkeys(_STOP_WORDS, 0)
    for text in texts:
        for found in _WORD.findall(text.casefold()):
            for language, known in _STOP_WORDS.items():
                counts[language] += found in known
    (_other, fewer), (first, most) = sorted(counts.items(), key=lambda item: item[1])
    return first if most >= _LEAST_EVIDENCE and most > fewer else None


def _pieces(plain: str) -> Iterator[Word]:
    """Words with their inner apostrophes, but for French elisions, which are words of their own."""
    at = 0
    while (found := _WORD.search(plain, at)) is not None:
        start, end = found.span()
        if end < len(plain) and plain[end] in _APOSTROPHES:
            rest = _WORD.match(plain, end + 1)
            if found.group().casefold() in _ELIDED and rest is not None:
                at = end + 1
                continue
            if rest is not None:
                end = rest.end()
        yield Word(start, end, plain[start:end])
        at = max(end, at + 1)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _NEAR) : start].rstrip(" \u00a0\u202f\"'«“(*_~-’")
    return (not before and start <= _NEAR) or before[-1:] in tuple(_ENDS)
