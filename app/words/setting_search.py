"""Finding a setting by what one would call it, in French and in English, whatever language is in force."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from app.domain.folding import folded
from app.domain.records import record
from app.domain.settings import SCHEMA
from app.words import LANGUAGES, gettext_in
from app.words.setting_words import PAGES, SECTIONS, choice_msgid

IN_TITLE, IN_CHOICES, IN_HELP, IN_SECTION = 8, 4, 2, 1
AT_BEGIN: Final = 4  # more, where the first word of the title is meant


@record
class Place:
    """A setting (its name) or a page (its id, with `is_page`), and the ids of the sentences that speak of it."""

    id: str
    title: str
    section: str
    is_page: bool
    weighed: tuple[tuple[int, str], ...]  # how much a word found there counts, and where


def places() -> Iterator[Place]:
    """Everything that can be found, the pages first, then the settings in the order of the schema."""
    for page, (title, told) in PAGES.items():
        yield Place(page, title, "", True, ((IN_TITLE, title), (IN_HELP, told)))
    for setting in SCHEMA:
        if setting.section == "hidden":
            continue
        section = SECTIONS[setting.section]
        said = ((IN_TITLE, setting.title), (IN_HELP, setting.help), (IN_SECTION, section))
        each = tuple((IN_CHOICES, choice_msgid(choice)) for choice in setting.choices)
        yield Place(setting.name, setting.title, section, False, said + each)


def found(typed: str, *, without: Collection[str] = (), limit: int = 40) -> list[Place]:
    """What fits all words that were typed, the best first; without a word everything in its order.

    `without`: pages and sections' pages that are not there for whoever asks.
    """
    words = folded(typed).split()
    scored = []
    for number, place in enumerate(places()):
        points = max(_points(words, place, language) for language in LANGUAGES)
        if points > 0 and place.id not in without:
            length = len(place.title.split()) if words else 0  # of two that fit, the shorter title is meant
            scored.append((-points, length, number, place))
    return [one[-1] for one in sorted(scored, key=lambda one: one[:3])][:limit]


def _points(words: list[str], place: Place, language: str) -> int:
    """0 where a word is nowhere."""
    total = 1
    for word in words:
        best = 0
        for weight, message in place.weighed:
            text = _folded_in(language, message)
            if f" {word}" in text:
                is_first = weight == IN_TITLE and text.startswith(f" {word}")
                best = max(best, weight + (AT_BEGIN if is_first else 0))
        if not best:
            return 0
        total += best
    return total


@lru_cache(maxsize=1_024)
def _folded_in(language: str, message: str) -> str:
    return folded(gettext_in(language, message))
