"""What a customer's answer to "do you come?" means: written, tapped, or a sign under the message.

A wrong "confirmed" costs a chair, a doubt costs one look: a message is a yes or a no only if every word of it is known
to say so, or to change nothing. Only a wish for another time is found among other words. Read in seven languages at
once, with the team's own words for yes, no and another time; what was tapped comes with a payload of ours.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import pairwise, product
from typing import Final, Literal, NamedTuple

from app.domain import appointment_word_lists as lists
from app.domain import consent_word_lists
from app.domain.consent_words import ConsentWords, Phrase, built_in, words_of
from app.domain.records import record

Answer = Literal["confirmed", "move", "cancelled", "unclear"]
PAYLOAD_MAX_CHARS: Final = 200  # of a line of a list, the shortest of the channel's
_ACTS: Final[Mapping[str, Answer]] = {"confirm": "confirmed", "move": "move", "cancel": "cancelled"}
_PAYLOAD: Final = re.compile(r"ap:([a-z]{1,12}):([^\s:]{1,180})(?::(\d{1,3}))?", re.ASCII)
_TEXT_MAX_CHARS: Final = 600
_LONGEST: Final = 12  # words of one phrase
_LONGEST_WISH: Final = 30  # words of a message in which a wish for another time is looked for
_ASKS: Final = re.compile(r"[?？؟⁇❓❔]")
_GLAD: Final = frozenset("👍❤✅✔👌🆗")
_SAD: Final = frozenset("👎❌✖🚫🛑😡🤬😠😤😢😭😕🙁☹😞😔😩😫🤒🤧🤮😷🤕😱🤷")
_BESIDE_SIGNS: Final = re.compile(r"[\s\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]+")  # of a colour, of a form
_TIME: Final = re.compile(
    r"(?<![\w.,:/-])(?:(?:à|a|at|um|om|às|a las|alle|vers|for|pour)\s+)?(?P<h>\d{1,2})\s?"
    r"(?:(?P<half>[ap])\.?m\b\.?|(?:h|:|uhr|heures?)\s?(?P<m>\d{2})?(?:\s?(?P<half2>[ap])\.?m\b\.?)?(?:\s?uhr)?)(?![\w:])"
)
_DRAWN: Final = re.compile(r"([^\W\d_])\1{2,}")  # "ouiii"
_SAME: Final = "zsametime"
_OTHER: Final = "zothertime"
_LATER: Final = frozenset(lists.LATER.split())
_INSTEAD: Final = frozenset(lists.INSTEAD.split())
Kind = Literal[
    "yes", "no", "stop", "move", "tomorrow_yes", "today_yes", "day_yes", "tomorrow", "today", "day", "shift", "wish",
    "some_day", "polite", "appointment", "beside_yes", "beside_no", "same", "other", "",
]  # fmt: skip


@record
class AskedFor:
    """The appointment that was asked about, on the wall, and the day on which the answer is read."""

    day: date
    minute: int
    today: date


class AskTap(NamedTuple):
    """A button under an ask. `ask_id` is "" where only its text came: the ask is the message it stands under."""

    answer: Answer
    ask_id: str


class SlotTap(NamedTuple):
    """A line of a list of free slots, counted from 0."""

    offer_id: str
    number: int


class OfferTap(NamedTuple):
    """The answer to a freed slot that was offered to somebody who waits."""

    offer_id: str
    is_taken: bool


def read_answer(
    text: str | None,
    words: ConsentWords,
    *,
    has_answered: bool = False,
    asked: AskedFor | None = None,
    names: Iterable[str] = (),
) -> Answer | None:
    """What a message says while an ask is open; what nobody understands is "unclear", also one without words.

    `has_answered`: they have confirmed already; then thanks, greetings and another yes are None, nothing to do with it.
    After a no or another wish leave it False. `asked`: the time that they may repeat; another one is never a yes, and
    without it no time is. `names`: whom they may greet; leave it empty where one message asks for several people.
    """
    if text is None or not text.strip() or len(text) > _TEXT_MAX_CHARS:
        return None if has_answered and not (text or "").strip() else "unclear"
    if not any(sign.isalnum() for sign in text):
        return read_reaction(text, has_answered=has_answered)
    whole = _Message(text, words, asked, names)
    answer = whole.answer()
    if has_answered and (answer == "confirmed" or (answer == "unclear" and whole.is_polite())):
        return None
    return answer


def read_reaction(sign: str | None, *, has_answered: bool = False) -> Answer | None:
    """What a sign under the ask says; None for one that was taken away."""
    signs = set(_BESIDE_SIGNS.sub("", sign or ""))
    if not signs:
        return None
    if signs & _SAD:
        return "unclear"
    if has_answered:
        return None
    return "confirmed" if signs <= _GLAD else "unclear"


def payload_of(answer: Answer, ask_id: str) -> str:
    """Of a button under an ask; ValueError for "unclear", and for an id that does not fit."""
    act = next((act for act, means in _ACTS.items() if means == answer), None)
    if act is None:
        raise ValueError(f"no button says {answer}")
    return _payload(act, ask_id)


def slot_payload(offer_id: str, number: int) -> str:
    """Of a line of a list of free slots."""
    return _payload("slot", offer_id, f":{number}")


def offer_payload(offer_id: str, *, is_taken: bool) -> str:
    """Of the two buttons under a freed slot."""
    return _payload("take" if is_taken else "pass", offer_id)


def read_payload(payload: str | None) -> AskTap | SlotTap | OfferTap | None:
    """What was tapped; None for what is not ours. A starter template's button may come with nothing but its text."""
    if not payload or len(payload) > PAYLOAD_MAX_CHARS:
        return None
    found = _PAYLOAD.fullmatch(payload)
    if found is None:
        answer = _buttons().get(words_of(payload))
        return AskTap(answer, "") if answer else None
    act, whose, number = found.groups()
    if act == "slot":
        return SlotTap(whose, int(number)) if number else None
    if number:
        return None
    if act in ("take", "pass"):
        return OfferTap(whose, act == "take")
    return AskTap(_ACTS[act], whose) if act in _ACTS else None


def _payload(act: str, whose: str, more: str = "") -> str:
    made = f"ap:{act}:{whose}{more}"
    if len(made) > PAYLOAD_MAX_CHARS or _PAYLOAD.fullmatch(made) is None:
        raise ValueError(f"no payload can carry {whose!r}")
    return made


class _Message:
    """One message, cut into the longest phrases that are known."""

    def __init__(self, text: str, words: ConsentWords, asked: AskedFor | None, names: Iterable[str]) -> None:
        self._asked, self._team = asked, words
        self._is_question = _ASKS.search(text) is not None
        self._is_sad = any(sign in _SAD for sign in text)
        self._names = {word for name in names for word in words_of(name)}
        self._words = words_of(
            _DRAWN.sub(r"\1", _TIME.sub(self._told_time, unicodedata.normalize("NFC", text).lower()))
        )
        self._pieces = list(self._cut())
        self._kinds = {kind for kind, _phrase in self._pieces}

    def answer(self) -> Answer:
        """What all of it says."""
        kinds = self._kinds
        if "stop" in kinds:
            return "unclear"
        says_no, says_move = "no" in kinds, bool(kinds & {"move", "wish"})
        says_yes = bool(kinds & {"yes", "tomorrow_yes", "today_yes"})
        says_yes = says_yes or ("day_yes" in kinds and not says_move)  # "décaler à vendredi" is no farewell
        if says_yes:
            is_sure = not (says_no or says_move or self._is_question or self._is_sad)
            return "confirmed" if is_sure and kinds <= _AROUND_YES and self._is_on_day() else "unclear"
        if says_move:
            return "move" if self._is_wish() else "unclear"
        if says_no:
            is_sure = not self._is_question and kinds <= _AROUND_NO and self._is_on_day()
            if is_sure:
                return "cancelled" if self._has_words_of_no() else "unclear"
        return "move" if self._is_shift() else "unclear"

    def is_polite(self) -> bool:
        """Thanks, a greeting, and nothing else."""
        return not self._is_question and not self._is_sad and self._kinds <= {"polite", "tomorrow", "today"}

    def _told_time(self, found: re.Match[str]) -> str:
        return f" {_SAME if self._is_same(found) else _OTHER} "

    def _is_same(self, found: re.Match[str]) -> bool:
        if self._asked is None:
            return False
        hour, minute = divmod(self._asked.minute, 60)
        told, half = int(found["h"]), found["half"] or found["half2"]
        if int(found["m"] or 0) != minute or told % 12 != hour % 12:
            return False
        return half == ("a" if hour < 12 else "p") if half else told in (hour, hour - 12)

    def _cut(self) -> Iterable[tuple[Kind, Phrase]]:
        known, at = _phrases(), 0
        while at < len(self._words):
            for size in range(min(_LONGEST, len(self._words) - at), 0, -1):
                phrase = self._words[at : at + size]
                team, listed = self._team.whole(phrase), known.get(phrase, "")
                kind: Kind = "wish" if team == "move" and listed == "wish" else team or listed
                if kind:
                    break
            if not kind and phrase[0] in self._names:
                kind = "polite"
            yield kind, phrase
            at += size

    def _is_on_day(self) -> bool:
        """Whether the days that are said are the appointment's, as far as is known."""
        asked = self._asked
        if "other" in self._kinds:
            return False
        if asked is None:
            return not self._kinds & {"day", "day_yes"}
        ahead = (asked.day - asked.today).days
        if self._kinds & {"tomorrow", "tomorrow_yes"} and ahead != 1:
            return False
        if self._kinds & {"today", "today_yes"} and ahead != 0:
            return False
        named = [phrase for kind, phrase in self._pieces if kind in ("day", "day_yes")]
        return all(_weekdays().get(phrase) == asked.day.weekday() for phrase in named)

    def _has_words_of_no(self) -> bool:
        """A thumb that is down alone says too little to give a chair away."""
        return any(kind == "no" and any(map(str.isalnum, phrase)) for kind, phrase in self._pieces)

    def _is_wish(self) -> bool:
        """Whether another time is asked for, and nothing speaks against it."""
        pieces = self._pieces
        for (kind, _phrase), (next_kind, following) in pairwise(pieces):
            if kind == "no" and next_kind == "move" and len(following) == 1:
                return False  # "je ne peux pas déplacer"
        if self._gives_up():
            return False
        if self._kinds <= _AROUND_MOVE:
            return True
        unknown = [word for kind, phrase in pieces if not kind for word in phrase]
        is_short = len(self._words) <= _LONGEST_WISH
        return "wish" in self._kinds and is_short and not any((word,) in _turning() for word in unknown)

    def _is_shift(self) -> bool:
        """Another time in a few words: "possible plus tard ?", "plutôt vendredi"."""
        shifts = [phrase for kind, phrase in self._pieces if kind == "shift"]
        if not shifts or not self._kinds <= _AROUND_SHIFT or self._gives_up():
            return False
        has_day = bool(self._kinds & {"other", "day", "day_yes", "tomorrow", "today"})
        if has_day and self._asked is not None and self._is_on_day():
            return False
        said = {word for phrase in shifts for word in phrase}
        if has_day and (self._is_question or said & _INSTEAD):
            return True
        return bool(said & _LATER) and (self._is_question or len(shifts) > 1)

    def _gives_up(self) -> bool:
        """Whether the slot is given up in so many words."""
        return any(kind == "no" and _gives_up(phrase) for kind, phrase in self._pieces)


_AROUND: Final = frozenset({"tomorrow", "today", "day", "polite", "appointment"})
_AROUND_YES: Final = _AROUND | {"yes", "tomorrow_yes", "today_yes", "day_yes", "beside_yes", "same"}
_AROUND_NO: Final = _AROUND | {"no", "beside_no"}
_AROUND_SHIFT: Final = _AROUND_NO | {"shift", "some_day", "day_yes", "beside_yes", "other"}
_AROUND_MOVE: Final = _AROUND_SHIFT | {"move", "wish", "same"}


def _split(phrases: str) -> Iterable[Phrase]:
    return (words for one in phrases.split("|") if (words := words_of(one)))


@cache
def _phrases() -> Mapping[Phrase, Kind]:
    """All that is known beside the team's own words; of a phrase in two lists the graver one counts."""
    known: dict[Phrase, Kind] = {(_SAME,): "same", (_OTHER,): "other"}
    several: tuple[tuple[Kind, str], ...] = (
        ("no", lists.NOT_COMING), ("shift", lists.SHIFTING), ("tomorrow_yes", lists.SEE_YOU_TOMORROW),
        ("today_yes", lists.SEE_YOU_TODAY), ("yes", lists.COMING), ("tomorrow", lists.TOMORROW),
        ("today", lists.TODAY), ("polite", consent_word_lists.FILLERS), ("polite", lists.POLITE),
        ("appointment", lists.APPOINTMENT), ("beside_yes", lists.BESIDE_YES),
        ("beside_no", lists.BESIDE_NOT_COMING), ("some_day", lists.SOME_DAY),
    )  # fmt: skip
    for asking, moving in product(_split(lists.ASKING), _split(lists.MOVING)):
        known[(*asking, *moving)] = "wish"
    for kind, phrases in several:
        for phrase in _split(phrases):
            known.setdefault(phrase, kind)
    for phrase in _weekdays():
        known.setdefault(phrase, "day_yes" if phrase in _seen() else "day")
    editable = set(map(words_of, built_in("move")))
    for phrase in _split(lists.MOVING):
        if phrase not in editable:
            known.setdefault(phrase, "move")
    return known


@cache
def _weekdays() -> Mapping[Phrase, int]:
    """The names of days, also with what stands before them: "à vendredi", "pour vendredi"."""
    found: dict[Phrase, int] = {}
    for number, names in enumerate(lists.WEEKDAYS):
        for name in _split(names):
            found[name] = number
            for before in (*_split(lists.SEE_YOU), *_split(lists.BEFORE_DAYS)):
                found[(*before, *name)] = number
    return found


@cache
def _seen() -> frozenset[Phrase]:
    """Days with a farewell."""
    names = [name for names in lists.WEEKDAYS for name in _split(names)]
    return frozenset((*before, *name) for before, name in product(_split(lists.SEE_YOU), names))


@cache
def _turning() -> frozenset[Phrase]:
    return frozenset(_split(lists.TURNING))


@cache
def _buttons() -> Mapping[Phrase, Answer]:
    texts: tuple[tuple[Answer, str], ...] = (
        ("confirmed", lists.CONFIRM_BUTTONS), ("move", lists.MOVE_BUTTONS), ("cancelled", lists.CANCEL_BUTTONS),
    )  # fmt: skip
    return {phrase: answer for answer, phrases in texts for phrase in _split(phrases)}


def _gives_up(phrase: Phrase) -> bool:
    return any(word.startswith(root) for word in phrase for (root,) in _split(lists.GIVING_UP))
