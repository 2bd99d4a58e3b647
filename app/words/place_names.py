"""Countries and languages by the names that people write in lists, in the languages of headings."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale

_LOCALES: Final = ("en", "fr", "pt", "es", "de", "nl", "it")
_MORE_COUNTRIES: Final = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB", "angleterre": "GB",
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "america": "US", "holland": "NL", "the netherlands": "NL",
    "cote d'ivoire": "CI", "ivory coast": "CI", "fra": "FR", "deu": "DE", "ger": "DE", "esp": "ES", "ita": "IT",
    "prt": "PT", "por": "PT", "gbr": "GB", "bel": "BE", "nld": "NL", "che": "CH", "aut": "AT", "lux": "LU",
}  # fmt: skip
_MORE_LANGUAGES: Final = {
    "fre": "fr", "fra": "fr", "eng": "en", "ger": "de", "deu": "de", "spa": "es", "esp": "es", "ita": "it", "por": "pt",
    "dut": "nl", "nld": "nl", "castellano": "es", "castilian": "es", "flemish": "nl", "brazilian": "pt",
}  # fmt: skip


def country_named(text: str) -> str | None:
    """The two capitals of a country by its code or its name; None when it is none that we know."""
    bare = text.strip()
    if len(bare) == 2 and bare.isascii() and bare.isalpha():
        return "GB" if bare.upper() == "UK" else bare.upper()
    return _countries().get(_folded(bare))


def language_named(text: str) -> str | None:
    """The two letters of a language by its code ("fr", "fr-FR") or its name; None when it is none that we know."""
    bare = text.strip().replace("_", "-")
    head = bare.partition("-")[0]
    if len(head) == 2 and head.isascii() and head.isalpha() and (head == bare or len(bare) <= 10):
        return head.lower()
    return _languages().get(_folded(bare))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found = {
        _folded(name): code
        for locale in _known_locales()
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return found | _MORE_COUNTRIES


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    found = {
        _folded(name): code
        for locale in _known_locales()
        for code, name in locale.languages.items()
        if len(code) == 2
    }
    return found | _MORE_LANGUAGES


def _known_locales() -> list[Locale]:
    from babel import Locale, UnknownLocaleError

    found = []
    for name in _LOCALES:
        try:
            found.append(Locale.parse(name))
        except UnknownLocaleError:  # a bundle may keep few of them
            continue
    return found


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(char for char in plain if not unicodedata.combining(char)).replace("’", "'").split()
    )
