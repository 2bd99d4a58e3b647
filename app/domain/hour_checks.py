"""What opening hours must be like before anybody keeps them: dates, zones, and spans that do not overlap."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from app.domain.errors import Refused
from app.domain.hours import (
    ALWAYS,
    BUSINESS,
    DAY_MIN,
    LAST_DAY,
    HoursBook,
    OpeningHours,
    Spans,
    zone_named,
)

SPANS_MAX: Final = 4  # of one day
VERSIONS_MAX: Final = 60  # of one scope
HOLIDAYS_MAX: Final = 600
SPECIAL_MAX: Final = 400
_REGION = re.compile("|[A-Z]{2}(-[A-Za-z0-9 ]{1,20})?")


def hours_problem(hours: OpeningHours) -> Refused | None:
    """Why nobody can keep such hours."""
    if not is_day(hours.valid_from):
        return Refused("hours_from")
    if not hours.zone or zone_named(hours.zone) is None:
        return Refused("hours_zone", {"zone": hours.zone[:60]})
    if len(hours.week) != 7:
        return Refused("hours_week")
    for weekday, spans in enumerate(hours.week):
        found = spans_problem(spans, {"weekday": str(weekday)})
        if found is not None:
            return found
    return _dates_problem(hours)


def spans_problem(spans: Spans, facts: Mapping[str, str] | None = None) -> Refused | None:
    """`hours_span_outside`, `hours_span_backwards`, `hours_overlap`, `hours_spans_many`; the facts name the day."""
    about = dict(facts or {})
    if len(spans) > SPANS_MAX:
        return Refused("hours_spans_many", {**about, "limit": str(SPANS_MAX)})
    before = 0
    for span in spans:
        about = {**about, "opens": clock_text(span.opens_min), "closes": clock_text(span.closes_min)}
        if not 0 <= span.opens_min <= DAY_MIN or not 0 <= span.closes_min <= DAY_MIN:
            return Refused("hours_span_outside", about)
        if span.opens_min >= span.closes_min:
            return Refused("hours_span_backwards", about)
        if span.opens_min < before:
            return Refused("hours_overlap", about)
        before = span.closes_min
    return None


def clock_text(minute: int) -> str:
    """A minute of the day as facts carry it: "09:30", "24:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def is_day(text: str) -> bool:
    """Whether a text is a date that hours can carry."""
    try:
        return date.fromisoformat(text).isoformat() == text and ALWAYS <= text <= LAST_DAY
    except ValueError:
        return False


def _dates_problem(hours: OpeningHours) -> Refused | None:
    if _REGION.fullmatch(hours.region) is None:
        return Refused("setting_region")
    wrong = next((day for day in hours.holidays if not is_day(day)), None)
    if wrong is not None or list(hours.holidays) != sorted(set(hours.holidays)):
        return Refused("hours_holidays", {"day": (wrong or "")[:20]})
    if len(hours.holidays) > HOLIDAYS_MAX:
        return Refused("hours_holidays_many", {"limit": str(HOLIDAYS_MAX)})
    days = [one.day for one in hours.special]
    wrong = next((day for day in days if not is_day(day)), None)
    if wrong is not None or days != sorted(set(days)):
        return Refused("hours_special", {"day": (wrong or "")[:20]})
    if len(days) > SPECIAL_MAX:
        return Refused("hours_special_many", {"limit": str(SPECIAL_MAX)})
    found = (spans_problem(one.spans, {"day": one.day}) for one in hours.special)
    return next((problem for problem in found if problem is not None), None)


def scope_problem(scope: str, lines: Collection[str], groups: Collection[str]) -> Refused | None:
    """Why there can be no hours of that: a number or a group that is not there."""
    if scope == BUSINESS:
        return None
    what, _colon, which = scope.partition(":")
    if what == "line":
        return None if which in lines else Refused("hours_line_unknown")
    if what == "group":
        return None if which in groups else Refused("group_gone")
    return Refused("hours_line_unknown")


def save_problem(book: HoursBook, scope: str, hours: OpeningHours, *, is_correction: bool) -> Refused | None:
    """Why such a version cannot be kept beside the others of its scope."""
    known = book.version(scope, hours.valid_from)
    if is_correction and known is None:
        return Refused("hours_gone")
    if not is_correction and known is not None and known != hours:
        return Refused("hours_begin_taken", {"day": hours.valid_from})
    if known is None and len(book.versions(scope)) >= VERSIONS_MAX:
        return Refused("hours_versions_many", {"limit": str(VERSIONS_MAX)})
    return hours_problem(hours)
