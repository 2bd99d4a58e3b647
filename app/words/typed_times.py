"""Times of day and lengths in what somebody types for an appointment: "14h30", "at 9", "2-3pm", "45 min", "1 h 30".

All is looked for in words as `typed_tasks.plain_signs` makes them. "2h" may be both: whoever knows the rest decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from app.domain.errors import Refused
from app.words.typed_days import NOT_A_COUNT, TAKEN, blanked, half_of
from app.words.typed_lengths import read_length
from app.words.typed_tasks import FEW

DAY_MIN: Final = 1_440
_NOON: Final = 720
_HALF_DAY_MIN: Final = 720
Kind = Literal["time", "either", "length", "hour_and_minutes"]

_EDGE: Final = r"(?<![\w'./:-])"
_AT: Final = rf"{_EDGE}(?:(?P<at>at|a\s+partir\s+de|a|@|vers|around|about|des|from|de)\s*)?"
_PART: Final = (
    r"(?:\s*(?:du\s+|de\s+l'|in\s+the\s+|at\s+)?(?P<part>matin|soir|apres[-\s]midi|aprem|morning|afternoon"
    r"|evening)(?!\w))?"
)
_FOR: Final = r"(?P<for>(?:pendant|for|duree|pour|during|of|dure|lasting)\s*:?\s*)"
_H: Final = r"(?:heures?|h)"
_MIN: Final = r"(?:minutes?|mins?|mn|m|')(?![\w'])"
_CLOCK: Final = rf"(?P<h>\d{{1,2}})\s*{_H}(?:\s*(?P<m>\d{{2}})(?!\s*(?:[%€$£]|euros?\b)))?(?!\w)"
_ODD: Final = r"(?:\s+(?P<odd>et\s+demie?|et\s+quart|moins\s+(?:le\s+)?quart))?"
_FEW: Final = "|".join(sorted(FEW, key=len, reverse=True))


def _side(number: int) -> str:
    return (
        rf"(?:(?P<h{number}>\d{{1,2}})(?:(?P<u{number}>\s*{_H}\s*|[:.](?=\d{{2}}))(?P<m{number}>\d{{2}})?)?"
        rf"(?:\s*(?P<half{number}>[ap])\.?m\b\.?)?|(?P<noon{number}>midi|noon))"
    )


_RANGE: Final = re.compile(
    rf"{_EDGE}(?P<lead>(?:de|from|entre|between)\s+)?{_side(1)}"
    rf"\s*(?:-|–|—|→|>|\b(?:a|to|until|till|et|and|jusqu'a)\b)\s*{_side(2)}(?![\w:/-])(?!\s*(?:h|am|pm|min|mn)\b)"
)
_WAYS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("fixed", (rf"{_EDGE}{_FOR}?(?:(?P<n90>(?:une\s+heure|1\s*h(?:eure)?)\s+et\s+demie"
                  r"|(?:an|one)\s+hour\s+and\s+a\s+half)|(?P<n45>(?:trois\s+quarts\s+d'heure|3/4\s*(?:d'heure|h(?:eure)?)|three\s+quarters\s+of\s+an\s+hour))"
                  r"|(?P<n30>(?:une\s+)?demi[-\s]?heure|1/2\s*h(?:eure)?|(?:a\s+)?half(?:\s+an?)?[-\s]hour)"
                  r"|(?P<n15>(?:un\s+)?quart\s+d'heure|1/4\s*(?:d'heure|h(?:eure)?)"
                  r"|(?:a\s+)?quarter\s+of\s+an\s+hour))(?!\w)")),
        ("words", (rf"{_EDGE}{_FOR}?(?P<few>{_FEW})\s+(?:hours?|heures?)"
                  r"(?:\s+(?P<half>and\s+a\s+half|et\s+demie))?(?!\w)")),
        ("hours", (rf"{_EDGE}(?:{_FOR}|an?\s+)?(?P<n>\d{{1,2}})[-\s]*(?:hours?|hrs?)(?!\w)"
                  rf"(?:\s+(?P<half>and\s+a\s+half)|\s*(?:and\s+)?(?P<m>\d{{1,2}})(?![\d:])(?:\s*{_MIN})?)?")),
        ("typed", rf"{_EDGE}{_FOR}?(?P<n>\d{{1,2}}[.,](?:5|25|75)\s*(?:h|hours?|hrs?|heures?))(?!\w)"),
        ("for", rf"{_EDGE}{_FOR}(?P<n>\d{{1,2}}\s*{_H}(?:\s*\d{{2}}(?:\s*{_MIN})?)?)(?![\w'])"),
        ("both", rf"{_AT}(?P<h>\d{{1,2}})\s*{_H}\s*(?P<m>\d{{1,3}})\s*{_MIN}"),
        ("minutes", rf"{_EDGE}(?:{_FOR}|an?\s+)?(?P<n>\d{{1,3}})[-\s]*{_MIN}"),
        ("time", rf"{_AT}(?P<h>\d{{1,2}})(?:\s?[:.h]\s?(?P<m>\d{{2}}))?\s*(?P<half>[ap])\.?m\b\.?" + _PART),
        ("time", rf"{_AT}(?P<h>\d{{1,2}})\s?:\s?(?P<m>\d{{2}})(?::\d{{2}})?h?(?![\w:])" + _PART),
        ("time", rf"(?:{_EDGE}(?:at|a)\s+|(?<={TAKEN}\s))(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?![\w€$£%:/.-])"),
        ("past", rf"{_AT}(?P<quarter>half\s+past|quarter\s+past|quarter\s+to)\s+(?P<h>\d{{1,2}})(?!\w)" + _PART),
        ("time", rf"{_AT}(?P<h>\d{{1,2}})\s*o'?clock\b" + _PART),
        ("noon", (rf"{_AT}(?:midi|noon|midday)(?![\w-])(?:\s+(?P<odd>et\s+demie?|et\s+quart|moins\s+(?:le\s+)?quart)"
                 r"|\s+(?P<m>15|30|45)(?!\w))?")),
        ("clock", _AT + _CLOCK + _ODD + _PART),
        ("bare", rf"{_EDGE}(?P<at>at|a|@|vers|around|about)\s*(?P<h>\d{{1,2}})(?:\.(?P<m>\d{{2}}))?{NOT_A_COUNT}"
                 + _PART),
    )
)  # fmt: skip
_FIXED: Final = {"n90": 90, "n45": 45, "n30": 30, "n15": 15}


@dataclass(frozen=True, slots=True)
class FoundTime:
    """Where a time or a length stands. `minute`: of the wall's day; `length_min`: how long, also of a span.

    "either" is one or the other; "hour_and_minutes" is "9 h 45 min": a length, or an hour and a length behind it
    (`rest_min`). `is_half_open`: morning or afternoon was not said; `is_bare`: not even that it is a time of a clock.
    """

    start: int
    end: int
    kind: Kind
    minute: int = 0
    length_min: int | None = None
    is_half_open: bool = False
    is_bare: bool = False
    rest_min: int = 0
    problem: str = ""


def find_times(plain: str) -> list[FoundTime]:
    """All that is said, in the order of the words."""
    left, found = plain, []
    for match in _RANGE.finditer(plain):
        span = _range(match)
        if span is not None:
            found.append(span)
            left = blanked(left, span.start, span.end)
    for name, pattern in _WAYS:
        for match in pattern.finditer(left):
            one = _read(name, match)
            if one is not None:
                found.append(one)
                left = blanked(left, one.start, one.end)
    return sorted(found, key=lambda one: one.start)


def _range(match: re.Match[str]) -> FoundTime | None:
    said = match.groupdict()
    marks = [said[f"{name}{side}"] for name in ("u", "half", "noon") for side in (1, 2)]
    is_near_day = match.string[: match.start()].rstrip(" ,").endswith(TAKEN)
    is_led = (said["lead"] is not None or is_near_day) and re.match(
        r"\s*[a-z]", match.string[match.end() :]
    ) is None
    if not any(marks) and not is_led:
        return None
    half = said["half1"] or (said["half2"] if said["h1"] and int(said["h1"]) <= 12 else None)
    if said["half1"] is None and said["half2"] == "p" and said["h1"] and said["h2"]:
        half = "a" if int(said["h1"]) % 12 > int(said["h2"]) % 12 else "p"  # "11-1pm"
    begin, end = _side_minute(said, 1, half), _side_minute(said, 2, said["half2"])
    if begin is None or end is None:
        return None
    length = end - begin
    if length <= 0 and said["half2"] is None and length > -_HALF_DAY_MIN:
        length += _HALF_DAY_MIN  # "11 to 1"
    if not 0 < length < _HALF_DAY_MIN:
        return None
    is_open = half is None and said["noon1"] is None and _is_half_open(said["h1"])
    return FoundTime(match.start(), match.end(), "time", begin, length, is_half_open=is_open)


def _side_minute(said: dict[str, str | None], side: int, half: str | None) -> int | None:
    if said[f"noon{side}"]:
        return _NOON
    return minute_of(int(said[f"h{side}"] or 0), int(said[f"m{side}"] or 0), half or "")


def minute_of(hour: int, minute: int, half: str = "") -> int | None:
    """A minute of the day; None for what no clock shows. `half`: "a" or "p"."""
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _is_half_open(hour: str | None) -> bool:
    return hour is not None and not hour.startswith("0") and 1 <= int(hour) <= 11


def _read(name: str, match: re.Match[str]) -> FoundTime | None:
    said = {key: value for key, value in match.groupdict().items() if value is not None}
    length = _length(name, said)
    if length is not None:
        is_one = 0 < length <= DAY_MIN
        return FoundTime(match.start(), match.end(), "length", length_min=length) if is_one else None
    if name == "both":
        return _hour_and_minutes(match, said)
    return _time(name, match, said)


def _length(name: str, said: dict[str, str]) -> int | None:
    if name == "fixed":
        return next(minutes for key, minutes in _FIXED.items() if key in said)
    if name == "words":
        return FEW[said["few"]] * 60 + (30 if "half" in said else 0)
    if name == "hours":
        return int(said["n"]) * 60 + (30 if "half" in said else int(said.get("m", 0)))
    if name == "minutes":
        return int(said["n"])
    if name in ("typed", "for"):
        read = read_length(said["n"], "cal", DAY_MIN)
        return None if isinstance(read, Refused) else read
    return None


def _hour_and_minutes(match: re.Match[str], said: dict[str, str]) -> FoundTime | None:
    hour, minutes = int(said["h"]), int(said["m"])
    is_hour = "at" in said or hour > 12 or minutes >= 60
    if not minutes or (is_hour and hour > 23):
        return None
    if not is_hour and not hour:
        return FoundTime(match.start(), match.end(), "length", length_min=minutes)
    is_open = _is_half_open(said["h"])
    if is_hour:
        return FoundTime(match.start(), match.end(), "time", hour * 60, minutes, is_half_open=is_open)
    whole = hour * 60 + minutes
    start, end = match.span()
    return FoundTime(start, end, "hour_and_minutes", hour * 60, whole, is_half_open=is_open, rest_min=minutes)


def _time(name: str, match: re.Match[str], said: dict[str, str]) -> FoundTime | None:
    start, end = match.span()
    part = half_of(said.get("part", ""))
    hour, minutes = int(said.get("h", 12)), int(said.get("m", 0))
    extra = _extra(said)
    half = said.get("half") or ("p" if part == "pm" and hour < 12 else "")
    minute = minute_of(hour, minutes, half)
    if minute is None:
        is_meant = name in ("time", "bare") or "m" in said
        return FoundTime(start, end, "time", problem="no_such_time") if is_meant and hour != 24 else None
    minute = (minute + extra) % DAY_MIN
    is_open = not half and not part and _is_half_open(said.get("h"))
    may_last = (
        name == "clock" and "at" not in said and not part and hour <= 12 and extra >= 0 and said["h"] != "00"
    )
    if said.get("h") == "0" and may_last:
        return FoundTime(start, end, "length", length_min=minute) if minute else None
    kind: Kind = "either" if may_last else "time"
    length = minute if may_last else None
    return FoundTime(start, end, kind, minute, length, is_half_open=is_open, is_bare=name in ("bare", "past"))


def _extra(said: dict[str, str]) -> int:
    odd = said.get("odd") or said.get("quarter") or ""
    if odd.startswith(("moins", "quarter to")) or odd.endswith("to"):
        return -15
    if not odd:
        return 0
    return 15 if "quart" in odd else 30
