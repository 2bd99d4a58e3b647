"""Tells what a customer's short message means, in seven languages at once whatever the windows speak.

Compared without case, accents, punctuation, skin tones, repeats and politeness around it ("STOP merci !!"). Only a
whole message means something: "stop" in the middle of a sentence never ends anything. What may be meant so is left to a
person (`may_be_stop`).
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, Literal

from app.domain import consent_word_lists as lists

Meaning = Literal["stop", "yes", "no", "move"]
MEANINGS: Final[tuple[Meaning, ...]] = ("stop", "yes", "no", "move")
SETTINGS: Final[dict[Meaning, str]] = {meaning: f"words_{meaning}" for meaning in MEANINGS}
CHANGE_MAX_CHARS: Final = 4_000  # of what a team added and took away, as its setting keeps it
_LONGEST: Final = 12  # words of a message that can mean one of these as a whole
_LONGEST_READ: Final = 60  # words up to which somebody may ask for an end in passing
_LONGEST_BEGUN: Final = 8
_LONGEST_TEXT: Final = 600  # characters; nobody asks for an end in more
_SIGNS: Final = "\U0001f44d\U0001f44e\U0001f44c\U0001f197✅❌✔"
_STOP_SIGNS: Final = {"\U0001f6d1": "stop", "\U0001f6ab": "stop"}

Phrase = tuple[str, ...]


class ConsentWords:
    """`changes`: what the team's settings add ("+…") and take away ("-…") for each meaning."""

    def __init__(self, changes: Mapping[Meaning, str] | None = None) -> None:
        changed = changes or {}
        self._phrases = {
            phrase: meaning
            for meaning in reversed(MEANINGS)  # of a phrase in two lists the first meaning counts
            for phrase in map(words_of, phrases(meaning, changed.get(meaning, "")))
        }
        asked = (one for one, meaning in self._phrases.items() if meaning == "stop" and len(one) > 1)
        self._asked = _by_first_word([*asked, *_read(lists.TELLING)])

    def meaning(self, text: str | None) -> Meaning | None:
        """What the whole message means; None for everything else."""
        words = _cut(text)
        return self._meaning(words, _core(words))

    def whole(self, phrase: Phrase) -> Meaning | None:
        """What a phrase of the lists means, exactly as it stands there, as `words_of` cuts it."""
        return self._phrases.get(phrase)

    def may_be_stop(self, text: str | None) -> bool:
        """Whether a person should read it, since it may ask for no more messages."""
        words = _cut(text)
        core = _core(words)
        return self._meaning(words, core) is None and self._is_doubtful(words, core)

    def read(self, text: str | None) -> Literal["stop", "doubt"] | None:
        """Both at once, of a message that has just come in."""
        words = _cut(text)
        core = _core(words)
        meaning = self._meaning(words, core)
        if meaning is not None:
            return "stop" if meaning == "stop" else None
        return "doubt" if self._is_doubtful(words, core) else None

    def _meaning(self, words: Phrase, core: Phrase) -> Meaning | None:
        if not words or len(words) > _LONGEST:
            return None
        whole = self._phrases.get(words) or self._phrases.get(core)
        if whole is not None:
            return whole
        each = {self._phrases.get((word,)) for word in core}  # "OK 👍", "ja, klar"
        return each.pop() if len(each) == 1 else None

    def _is_doubtful(self, words: Phrase, core: Phrase) -> bool:
        if not words or len(words) > _LONGEST_READ:
            return False
        if _holds_any(core, self._asked):
            return True
        begun = next((one for one in _read(lists.BEGINNINGS) if core[: len(one)] == one), None)
        if begun is None or len(core) > _LONGEST_BEGUN:
            return False
        rest = core[len(begun) :]
        return bool(rest) and not any(rest[: len(one)] == one for one in _read(lists.GOES_ON))


@lru_cache(maxsize=8)
def words_for(stop: str, yes: str, no: str, move: str) -> ConsentWords:
    """The matcher for what the team's four settings say; made once for each state of them."""
    return ConsentWords({"stop": stop, "yes": yes, "no": no, "move": move})


def built_in(meaning: Meaning) -> tuple[str, ...]:
    """The list that comes with the program, as it is written."""
    whole = {"stop": lists.STOP, "yes": lists.YES, "no": lists.NO, "move": lists.MOVE}[meaning]
    return tuple(dict.fromkeys(" ".join(one.split()) for one in whole.split("|")))


def phrases(meaning: Meaning, change: str) -> tuple[str, ...]:
    """The team's list: the built-in one, what was added, less what was taken away."""
    added, taken = _read_change(change)
    gone = {words_of(one) for one in taken}
    kept = [one for one in built_in(meaning) if words_of(one) not in gone]
    return (*kept, *(one for one in added if words_of(one) not in gone))


def change_of(meaning: Meaning, wanted: Iterable[str]) -> str:
    """What the setting must say for the list to be this one; phrases without a word are left out."""
    known = {words_of(one): one for one in built_in(meaning)}
    asked = {words_of(one): one for one in (" ".join(each.split()) for each in wanted) if words_of(one)}
    added = [f"+{_plain(one)}" for key, one in asked.items() if key not in known]
    taken = [f"-{_plain(one)}" for key, one in known.items() if key not in asked]
    return ";".join([*added, *taken])


def words_of(phrase: str) -> Phrase:
    """A phrase as it is compared."""
    return _cut(phrase)


def _plain(phrase: str) -> str:
    return phrase.replace(";", " ")


def _read_change(change: str) -> tuple[list[str], list[str]]:
    added: list[str] = []
    taken: list[str] = []
    for one in change.split(";"):
        (taken if one.startswith("-") else added).append(one.lstrip("+-").strip())
    return [one for one in added if one], [one for one in taken if one]


@cache
def _read(phrases: str) -> Sequence[Phrase]:
    """Phrases between bars, the longest first."""
    return sorted({_cut(one) for one in phrases.split("|")}, key=len, reverse=True)


def _cut(text: str | None) -> Phrase:
    """The words of a text without case, accents and punctuation; signs that mean something are words too."""
    if not text or len(text) > _LONGEST_TEXT:
        return ()
    letters: list[str] = []
    for char in unicodedata.normalize("NFKD", text).casefold():
        if char in _STOP_SIGNS:
            letters.append(f" {_STOP_SIGNS[char]} ")
        elif char in _SIGNS:
            letters.append(f" {char} ")
        elif not unicodedata.combining(char) and char != "\u200d":
            letters.append(char if char.isalnum() else " ")
    words = "".join(letters).split()
    if len(words) > 2 and all(len(word) == 1 and word.isalpha() for word in words):
        words = ["".join(words)]  # "S.T.O.P."
    return tuple(
        word for place, word in enumerate(words) if place == 0 or word != words[place - 1]
    )  # "stop stop stop"


def _core(words: Phrase) -> Phrase:
    """Without the politeness around it, unless nothing else is there."""
    at_start, at_end = _fillers()
    left = words if len(words) <= _LONGEST_READ else ()
    while len(left) > 1:
        first = next((one for one in at_start.get(left[0], ()) if left[: len(one)] == one), ())
        last = next((one for one in at_end.get(left[-1], ()) if left[-len(one) :] == one), ())
        if first and len(first) < len(left):
            left = left[len(first) :]
        elif last and len(last) < len(left):
            left = left[: -len(last)]
        else:
            break
    return left


@cache
def _fillers() -> tuple[dict[str, list[Phrase]], dict[str, list[Phrase]]]:
    """By their first word, and by their last; the longest first."""
    at_end: dict[str, list[Phrase]] = {}
    for phrase in _read(lists.FILLERS):
        at_end.setdefault(phrase[-1], []).append(phrase)
    return _by_first_word(_read(lists.FILLERS)), at_end


def _by_first_word(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _holds_any(words: Phrase, phrases: Mapping[str, Sequence[Phrase]]) -> bool:
    """Whether one of the phrases stands in the words, one after the other."""
    return any(
        words[at : at + len(phrase)] == phrase
        for at, word in enumerate(words)
        for phrase in phrases.get(word, ())
    )
