"""The words that a phone writes into an export, in every language that we know; read from resources/imports."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from app.desk.imports.marks import wording

SOURCE: Final = Path(__file__).resolve().parents[3] / "resources" / "imports" / "chat-export.toml"
Half = Literal["am", "pm", "noon"]
Said = Mapping[str, str]  # a marker, as marks.wording compares it, and the language that says so


@dataclass(frozen=True, slots=True)
class Wording:
    """All languages together: a file says by its words which one it is, and mixed ones are read too."""

    halves: Mapping[str, Half]
    omitted: Mapping[str, tuple[str, str]]  # marker: kind and language
    attached: Said
    deleted: Said
    deleted_starts: tuple[str, ...]
    edited: Said
    live: Said
    polls: frozenset[str]
    encryption: Said
    calls: re.Pattern[str]
    notices: re.Pattern[str]

    def half_of_day(self, word: str) -> Half | None:
        """What a word beside the time says of it; None for a word that says nothing ("à", "klo")."""
        return self.halves.get(wording(word)) if word else None


@lru_cache(maxsize=1)
def known_wording() -> Wording:
    """The words of resources/imports/chat-export.toml."""
    languages = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    halves = languages.pop("halves_of_day")
    return Wording(
        halves={wording(word): half for half, words in halves.items() for word in words},
        omitted={
            wording(marker): (kind, language)
            for language, words in languages.items()
            for kind, markers in words.get("omitted", {}).items()
            for marker in markers
        },
        attached=_said(languages, "attached"),
        deleted=_said(languages, "deleted"),
        deleted_starts=tuple(wording(start) for start in _all(languages, "deleted_starts")),
        edited=_said(languages, "edited"),
        live=_said(languages, "live"),
        polls=frozenset(words["poll"][0] for words in languages.values() if "poll" in words),
        encryption=_said(languages, "encryption"),
        calls=_any_of(_all(languages, "calls")),
        notices=_any_of(_all(languages, "notice")),
    )


def _said(languages: Mapping[str, Any], name: str) -> Said:
    return {
        wording(marker): language for language, words in languages.items() for marker in words.get(name, ())
    }


def _all(languages: Mapping[str, Any], name: str) -> list[str]:
    return [marker for words in languages.values() for marker in words.get(name, ())]


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
