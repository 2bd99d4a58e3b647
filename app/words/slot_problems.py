"""Why what was typed is no time for an appointment, as a sentence; see `app.words.typed_slots`."""

from __future__ import annotations

from app.words import gettext as _


def problem_words(problem: str) -> str:
    """By the problem of a `TypedSlot`."""
    said = {
        "no_such_day": _("There is no such day. Look at the calendar and write another."),
        "no_such_time": _("There is no such time: a day has 24 hours."),
        "weekday_differs": _("That date is another weekday. Write one of the two."),
        "two_days": _("There are two days in it. Leave one."),
        "two_times": _("There are two times in it. Leave one."),
        "time_skipped": _("The clock skips that hour on this day, as summer time begins. Write another."),
    }
    return said.get(problem, _("Write a day and a time, as in Tue 2:30pm."))
