"""How the first line of a message begins: date, time, and what ends them.

One tolerant pattern finds every form; the form that a file uses gives a narrow pattern, which quoted lines of other
forms and pasted logs do not match. Each piece of the patterns is told from the next by its first character, so
matching takes time in proportion to the line's head, whatever the line.
"""

import re
from dataclasses import dataclass
from typing import Final

from app.desk.imports.marks import BLANKS, INVISIBLE
from app.desk.imports.wording import Wording

_M: Final = f"[{INVISIBLE}]*+"
_S: Final = f"[{BLANKS}]"
_LETTER: Final = r"[^\W\d_]"
_DATE_SIGNS: Final = "./\\-\u2010\u2011\u2013年년月월"

BRACKET: Final = "]"
DASH: Final = "-"
COLON: Final = ":"


@dataclass(frozen=True, slots=True)
class Form:
    """How one file writes its headers. `ending` is "]", "-" or ":"; `halves` where AM and PM stand."""

    is_time_first: bool
    date_sign: str
    has_comma: bool
    time_sign: str
    has_seconds: bool
    halves: str  # "", "before" or "after"
    ending: str


def _date(sign: str) -> str:
    rest = rf"(?P<d2>\d{{1,2}}){_M}[{_DATE_SIGNS}]{_M}{_S}?(?P<d3>[RH]?\d{{1,4}}){_M}[.日일]?"
    return rf"(?P<d1>\d{{1,4}}){_M}(?P<ds>{sign}){_M}{_S}?{rest}"


def _time(sign: str, seconds: str) -> str:
    return rf"(?P<h>\d{{1,2}})(?P<ts>{sign})(?P<min>\d\d){seconds}"


_HOUR_SIGN: Final = f"{_S}?[hH]{_S}?"
_SECONDS: Final = rf"(?:[:.]|{_S}?min{_S}?)(?P<sec>\d\d)(?:{_S}?s\b)?"
_NO_SECONDS: Final = "(?P<sec>(?!))?"
_YEAR_WORD: Final = rf"(?:{_S}{_LETTER}{{1,4}}\.?(?=[,،]))?"  # "31.01.26 г., 21:05", "3/18/2565 BE, 14:56"
# "PM", "p. m.", "م"
_HALF: Final = rf"{_M}{_S}{{0,2}}{_M}[^\s\d\[\]:,،\-–—{INVISIBLE}]{{1,12}}(?:{_S}{_LETTER}{{1,9}}\.?)?"
_ENDINGS: Final = {
    BRACKET: rf"(?P<end>\]){_M}{_S}?",
    DASH: rf"{_S}(?P<dash>[-–—]){_S}{{1,2}}",
    COLON: rf"(?P<colon>:){_S}",
}
_WORDS: Final = rf"(?P<before>(?:(?:{_LETTER}{{1,12}}\.?{_M}{_S}{{0,2}}){{1,2}})?)"


def _pattern(
    *,
    opening: str,
    date_sign: str,
    comma: str,
    time_sign: str,
    seconds: str,
    half: str,
    ending: str,
    is_time_first: bool,
) -> re.Pattern[str]:
    date = _date(date_sign)
    time = rf"{_time(time_sign, seconds)}(?P<after>{half})"
    gap = rf"(?P<comma>{comma}){_M}(?:{_S}{{1,3}}|(?<=[,،])){_M}"
    middle = (
        f"{time}{gap}{date}(?P<before>)" if is_time_first else f"{date}{_YEAR_WORD}{gap}{_WORDS}{_M}{time}"
    )
    return re.compile(rf"{_M}{opening}{_M}{_S}?{_M}{middle}{_M}{_S}{{0,2}}(?:{ending})")


def _any(*, is_time_first: bool) -> re.Pattern[str]:
    return _pattern(
        opening=r"(?P<open>\[)?",
        date_sign=f"[{_DATE_SIGNS}]",
        comma="[,،]?",
        time_sign=f"[:.]|{_HOUR_SIGN}",
        seconds=f"(?:{_SECONDS})?",
        half=f"(?:{_HALF})?",
        ending="|".join(_ENDINGS.values()),
        is_time_first=is_time_first,
    )


ANY_HEADER: Final = _any(is_time_first=False)
_ANY_TIME_FIRST: Final = _any(is_time_first=True)


def header_in(line: str) -> re.Match[str] | None:
    """The header that the line begins with, in whatever form; its rest begins at the match's end."""
    found = ANY_HEADER.match(line) or _ANY_TIME_FIRST.match(line)
    if found is None or (found["open"] is None) != (found["end"] is None):
        return None
    is_log = found["colon"] and len(found["d1"]) == 4 and not found["comma"]  # "2026-01-31 21:05:00: started"
    return None if is_log else found


def form_of(found: re.Match[str], words: Wording) -> Form:
    """The form of a header."""
    halves = "after" if found["after"] else "before" if words.half_of_day(found["before"]) else ""
    ending = BRACKET if found["end"] else DASH if found["dash"] else COLON
    sign = found["ts"].strip(BLANKS).lower()
    is_time_first = found.start("h") < found.start("d1")
    return Form(
        is_time_first, found["ds"], bool(found["comma"]), sign, found["sec"] is not None, halves, ending
    )


def pattern_for(form: Form) -> re.Pattern[str]:
    """A pattern that only headers of this form match; the same groups."""
    return _pattern(
        opening=r"(?P<open>\[)" if form.ending == BRACKET else "(?P<open>(?!))?",
        date_sign=re.escape(form.date_sign),
        comma="[,،]" if form.has_comma else "",
        time_sign=_HOUR_SIGN if form.time_sign == "h" else re.escape(form.time_sign),
        seconds=_SECONDS if form.has_seconds else _NO_SECONDS,
        half=_HALF if form.halves == "after" else "",
        ending=_ENDINGS[form.ending],
        is_time_first=form.is_time_first,
    )
