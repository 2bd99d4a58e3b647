"""How long something may take, as people type and read it: "30 min", "2 h", "1 h 30", "1 jour ouvré", "2 days"."""

import re
from typing import Final, Literal

from app.domain.errors import Refused
from app.words import gettext as _
from app.words import ngettext

DAY_MIN: Final = 1_440
DIGITS_MOST: Final = 9  # of what is read: longer numbers mean nothing
_DAY = r"jours?|j|days?|d"
_WORKING = rf"(?:working|business)\s*(?:{_DAY})|(?:{_DAY})\s*(?:ouvrés?|ouvre|ouvres|ouvrables?)"
_PIECE = re.compile(
    rf"(\d{{1,{DIGITS_MOST}}}(?:[.,]\d{{1,{DIGITS_MOST}}})?)(?!\d)\s*(?:({_WORKING})|({_DAY})|(heures?|hours?|hrs?|h)|(minutes?|mins?|mn|m|')?)\s*(?![a-zé])"
)
_BETWEEN = re.compile(r"(?:\s|,|\+|\bet\b|\band\b)*")


def read_length(text: str, clock: Literal["bus", "cal"], day_min: int) -> int | Refused:
    """Minutes. A bare number is minutes, after hours too ("1 h 30").

    `day_min`: how long a working day is; a day of a clock that never stops has 24 hours. `length_unread` {text};
    `length_working`: working days where every hour counts.
    """
    typed = " ".join(text.casefold().split())
    total, end = 0.0, 0
    for found in _PIECE.finditer(typed):
        number, working, day, hour, _minute = found.groups()
        if _BETWEEN.fullmatch(typed[end : found.start()]) is None:
            return Refused("length_unread", {"text": text.strip()[:40]})
        if working and clock == "cal":
            return Refused("length_working", {"text": text.strip()[:40]})
        long_min = day_min if clock == "bus" else DAY_MIN
        total += float(number.replace(",", ".")) * (long_min if working or day else 60 if hour else 1)
        end = found.end()
    if not end or _BETWEEN.fullmatch(typed[end:]) is None:
        return Refused("length_unread", {"text": text.strip()[:40]})
    return round(total)


def typed_length(minutes: int, clock: Literal["bus", "cal"], day_min: int) -> str:
    """As it is typed: "45 min", "2 h", "1 h 30 min", "1 working day", "2 days"."""
    if clock == "bus" and minutes % day_min == 0:
        return ngettext("{n} working day", "{n} working days", minutes // day_min).format(
            n=minutes // day_min
        )
    if clock == "cal" and minutes % DAY_MIN == 0:
        return ngettext("{n} day", "{n} days", minutes // DAY_MIN).format(n=minutes // DAY_MIN)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{n} min").format(n=rest)
    return (
        _("{hours} h {minutes} min").format(hours=hours, minutes=rest) if rest else _("{n} h").format(n=hours)
    )
