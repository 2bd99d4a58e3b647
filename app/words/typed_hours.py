"""The spans of a day as people type them: "9-12, 14-18", "9h-12h 14h-18h", "8.30 to 5", "fermé", "24h/24"."""

import re
from typing import Final

from app.domain.errors import Refused
from app.domain.hour_checks import spans_problem
from app.domain.hours import DAY_MIN, Span, Spans
from app.words.hours_of import is_french

_CLOSED: Final = frozenset(
    {"", "-", "—", "–", "x", "closed", "fermé", "ferme", "fermée", "ferme toute la journée"}
)
_ALWAYS: Final = frozenset(
    {"24/24", "24h/24", "24h", "24 h/24", "24 h sur 24", "24h sur 24", "all day", "open all day", "24 hours",
     "toute la journée", "jour et nuit"}
)  # fmt: skip
_NAMED: Final = {"midi": 720, "noon": 720, "minuit": 0, "midnight": 0}
_HOUR = (
    r"\d{1,2}(?:h(?:\d{2})?|\sh(?:\s?\d{2}(?!\s?[h:\d]))?|[:.]\s?\d{2})?"  # in "12 h 14 h" no minutes follow
)
_TIME = rf"(?:{_HOUR}\s?(?:a\.?m\.?|p\.?m\.?)?|\d{{4}}|midi|minuit|noon|midnight)"
_BETWEEN = r"\s*(?:-|–|—|à|a|to|until|till|jusqu['’]à|>|→)\s*"
_SPAN = re.compile(rf"(?<!\d)({_TIME}){_BETWEEN}({_TIME})(?![\d:])")
_ONE = re.compile(r"(\d{1,2}?)\s?(?:h\s?|[:.]\s?)?(\d{2})?\s?(?:h\s?)?([ap])?\.?m?\.?")
_JOINING = re.compile(r"(?:[\s,;/&+|]|\bet\b|\band\b|\bpuis\b|\bthen\b|\bde\b|\bfrom\b)*")


def read_spans(text: str, language: str) -> Spans | Refused:
    """What was typed for a day. `hours_unread` {text}, or what `app.domain.hour_checks.spans_problem` says."""
    typed = " ".join(text.casefold().split())
    if typed in _CLOSED:
        return ()
    if typed in _ALWAYS:
        return (Span(0, DAY_MIN),)
    spans, end = [], 0
    for found in _SPAN.finditer(typed):
        if _JOINING.fullmatch(typed[end : found.start()]) is None:
            return Refused("hours_unread", {"text": text.strip()[:60]})
        span = _span(found[1], found[2], language)
        if span is None:
            return Refused("hours_unread", {"text": text.strip()[:60]})
        spans.append(span)
        end = found.end()
    if not spans or _JOINING.fullmatch(typed[end:]) is None:
        return Refused("hours_unread", {"text": text.strip()[:60]})
    ordered = tuple(sorted(spans, key=lambda one: (one.opens_min, one.closes_min)))
    return spans_problem(ordered) or _joined(ordered)


def typed_spans(spans: Spans, language: str) -> str:
    """The same as somebody would type them, for a field; "" for closed."""
    return ", ".join(f"{_typed(one.opens_min, language)}-{_typed(one.closes_min, language)}" for one in spans)


def _span(opens: str, closes: str, language: str) -> Span | None:
    begin, end = _minute(opens), _minute(closes)
    if begin is None or end is None:
        return None
    if end == 0:
        end = DAY_MIN
    is_bare = not re.search("[ap]\\.?m", closes) and end < 720
    if end <= begin and is_bare and not is_french(language) and end + 720 > begin:
        end += 720  # "9 to 5"
    return Span(begin, end)


def _minute(text: str) -> int | None:
    if text in _NAMED:
        return _NAMED[text]
    found = _ONE.fullmatch(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    is_time = minute < 60 and (hour < 24 or (hour == 24 and minute == 0))
    return hour * 60 + minute if is_time else None


def _joined(spans: Spans) -> Spans:
    """Spans that touch are one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].closes_min == span.opens_min:
            joined[-1] = Span(joined[-1].opens_min, span.closes_min)
        else:
            joined.append(span)
    return tuple(joined)


def _typed(minute: int, language: str) -> str:
    hour, rest = divmod(minute, 60)
    if is_french(language):
        return f"{hour}h{rest:02}" if rest else f"{hour}h"
    return f"{hour}:{rest:02}"
