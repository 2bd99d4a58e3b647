"""`main.py check-spelling`: the window's own helper. Dictionaries are slow to read and to search.

Requests and answers are JSON, one a line, in order:

    {"language": "fr", "check": ["bonjour", "bonjoor"]}    {"wrong": ["bonjoor"]}
    {"language": "fr", "suggest": "bonjoor"}               {"words": ["bonjour"]}

The process ends with its input.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "dictionaries"
DICTIONARIES = {"fr": ("fr",), "en": ("en", "en-GB")}  # a word is right when any of them knows it
MOST_SUGGESTED = 5
LONGEST_LINE = 1_000_000


class Speller:
    """The dictionaries of each language, read when it is first asked for."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._read: dict[str, list[Callable[[str], bool]]] = {}
        self._suggesting: dict[str, Callable[[str], Sequence[str]]] = {}

    def wrong(self, language: str, words: Sequence[str]) -> list[str]:
        """Those that no dictionary of the language knows."""
        known = self._known(language)
        return [word for word in words if known and not any(knows(word) for knows in known)]

    def words_like(self, language: str, word: str) -> list[str]:
        """What may have been meant, the likeliest first."""
        if not self._known(language):
            return []
        found = self._suggesting[language](word)
        return list(dict.fromkeys(found))[:MOST_SUGGESTED]

    def _known(self, language: str) -> list[Callable[[str], bool]]:
        if language in self._read or language not in DICTIONARIES:
            return self._read.get(language, [])
        from hunspell import Hunspell

        read = [Hunspell(name, hunspell_data_dir=str(self._folder)) for name in DICTIONARIES[language]]
        self._read[language] = [one.spell for one in read]
        self._suggesting[language] = lambda word: [found for one in read for found in one.suggest(word)]
        return self._read[language]


def answer(speller: Speller, line: str) -> dict[str, list[str]]:
    """The answer to one request; an empty one to what cannot be read."""
    try:
        request = json.loads(line)
    except ValueError:
        return {}
    if not isinstance(request, dict):
        return {}
    language = str(request.get("language", ""))
    if "suggest" in request:
        return {"words": speller.words_like(language, str(request["suggest"]))}
    words = request.get("check")
    return {
        "wrong": speller.wrong(language, [str(word) for word in words] if isinstance(words, list) else [])
    }


def serve(source: TextIO, sink: TextIO, speller: Speller) -> int:
    """Answer until the input ends."""
    while line := source.readline(LONGEST_LINE):
        sink.write(json.dumps(answer(speller, line)) + "\n")
        sink.flush()
    return 0


def run(argv: Sequence[str]) -> int:
    """The command."""
    if argv:
        return 2
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return serve(sys.stdin, sys.stdout, Speller())
