"""Sentences about appointments that come from other software: what cannot be read, what is left out, what is asked."""

from __future__ import annotations

from collections.abc import Mapping

from app.words import gettext as _
from app.words import pgettext


def about_bookings() -> dict[str, str]:
    """By the code of the refusal."""
    return {
        "calendar_none": _(
            "The file {file} is no calendar that Comptoir can read. Export the calendar again as .ics."
        ),
        "calendar_too_large": _(
            "This calendar is larger than {limit} MB and was not opened. Export the coming weeks alone."
        ),
        "calendar_too_long": _(
            "This calendar has more than {limit} events and was not read. Export the coming weeks alone."
        ),
        "bookings_none": _(
            "There are no appointments in the file {file} that Comptoir can read. "
            "Save the list as CSV, Excel (.xlsx) or calendar (.ics)."
        ),
        "bookings_below": _("The file {file} holds headings alone, and no appointment below them."),
        "paste_empty": _("Nothing was pasted. Copy the list in your software, then paste it here."),
        "paste_none": _(
            "There is no appointment in what was pasted. Copy the lines with their hours and names, then paste again."
        ),
        "paste_too_long": _(
            "What was pasted has more than {limit} characters. Save it as a file and drop the file here."
        ),
        "agenda_import_questions": _("Answer first what the list leaves open: nothing was imported."),
        "agenda_import_nothing": _(
            "Nothing in this list can be imported, so nothing was done. Look at what its columns become."
        ),
        "agenda_not_ready": _(
            "This computer has not read your appointments yet, so it cannot say what is new. Try again in a moment."
        ),
        "paste_too_large": _("What was pasted is no list that can be read: it has too many rows or columns."),
    }


def _reasons() -> dict[str, str]:
    """By the code of the problem: a part of a sentence."""
    return _calendar_reasons() | {
        "row_sum": _("a total or a footer, and no appointment"),
        "row_title": _("a title, and no appointment"),
        "row_no_time": _("no hour that can be read"),
        "row_no_day": _("an hour without a day; say of which day this list is"),
        "row_nobody": _("a break, a closed hour or nobody’s"),
        "row_too_long": _("more cells than there are columns"),
        "row_far": _("a day that is too far away"),
        "row_twice": _("the same as row {other}"),
        "row_cancelled": _("cancelled before it was ever here"),
        "date_none": _("“{written}” is no day"),
        "date_unclear": _("day and month of “{written}” can be read in two ways"),
        "weekday_other": _("“{written}” names another day of the week; the date was taken"),
        "booking_cancelled_here": _("cancelled here; your software still has it"),
        "booking_moved_here": _("moved here; your software still has the old hour"),
    }


def _calendar_reasons() -> dict[str, str]:
    return {
        "event_all_day": _("a whole day, and no appointment"),
        "event_free": _("shown as free or away"),
        "event_private": _("marked as private"),
        "event_nobody": _("a break, a closed hour or nobody’s"),
        "event_cut": _("the file ends in the middle of it"),
        "event_no_start": _("no beginning"),
        "event_start": _("“{written}” is no time"),
        "event_twice": _("twice in the file; the newer one was taken"),
        "event_line": _("a line of it could not be read: “{written}”"),
        "zone_unknown": _("the time zone “{zone}” is not known; your own was taken"),
        "time_skipped": _("the clocks skip this hour; the one after was taken"),
        "length_odd": _("its length cannot be; it was left open"),
        "series_odd": _(
            "it comes again by a rule that Comptoir does not know; only the first time was taken"
        ),
    }


def booking_problem(code: str, facts: Mapping[str, str], *, is_left_out: bool) -> str:
    """What is told of one row: "Left out: Noël (a whole day, and no appointment)"."""
    why = _reasons().get(code, code).format_map(_Blank(facts))
    title = facts.get("title", "")
    if not title:
        return why[:1].upper() + why[1:]
    words = {"title": title, "why": why}
    return (_("Left out: {title} ({why})") if is_left_out else _("{title}: {why}")).format(**words)


def problem_codes() -> frozenset[str]:
    """Every code of a problem that has words."""
    return frozenset(_reasons())


def booking_question(kind: str, example: str) -> str:
    """What a person has to say before the list can be read."""
    if kind == "dates":
        return _("Which number is the day in “{example}”?").format(example=example)
    return _("Of which day is this list? It says “{example}” and no day.").format(example=example)


def column_words(target: str) -> str:
    """What a column of a list of appointments becomes."""
    names = {
        "ignore": _("Leave out"),
        "day": _("Day"),
        "start": pgettext("column of appointments", "Begins at"),
        "end": pgettext("column of appointments", "Ends at"),
        "length": pgettext("column of appointments", "Length"),
        "who": _("Person"),
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "phone": _("Phone"),
        "service": pgettext("column of appointments", "Service"),
        "resource": pgettext("column of appointments", "With whom, where"),
        "price": pgettext("column of appointments", "Price"),
        "status": _("State"),
        "note": _("Note"),
        "uid": _("Number of the appointment"),
    }
    return names.get(target, target)


class _Blank(dict[str, str]):
    """Facts; one that is missing stays empty rather than breaking the sentence."""

    def __missing__(self, key: str) -> str:
        return ""
