"""Why opening hours or a group were not saved, and what to do now."""

from collections.abc import Mapping
from datetime import date

from app.words import gettext as _
from app.words import language
from app.words.calendar_names import NAMES
from app.words.hours_of import day_words


def hour_facts(code: str, facts: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A refusal with its day in words."""
    filled = dict(facts)
    if code.startswith("hours_"):
        filled["on"] = _day(facts)
    return code, filled


def _day(facts: Mapping[str, str]) -> str:
    weekday = facts.get("weekday", "")
    if weekday.isdecimal() and int(weekday) < 7:
        return NAMES["fr" if language() == "fr" else "en"].days[int(weekday)]
    try:
        return day_words(date.fromisoformat(facts.get("day", "")), language())
    except ValueError:
        return facts.get("day", "") or _("that day")


def about_hours() -> dict[str, str]:
    """By code."""
    return _about_spans() | _about_versions() | _about_groups()


def _about_spans() -> dict[str, str]:
    return {
        "hours_unread": _(
            "“{text}” could not be understood. Write the times of that day, for example 9-12, 14-18, or closed."
        ),
        "hours_span_outside": _(
            "The opening hours were not saved: on {on}, {opens} to {closes} is not within one day. "
            "A day goes from 0:00 to 24:00."
        ),
        "hours_span_backwards": _(
            "The opening hours were not saved: on {on}, {opens} to {closes} ends before it begins. For an evening "
            "that goes past midnight, write 18-24 on that day and 0-2 on the next one."
        ),
        "hours_overlap": _(
            "The opening hours were not saved: on {on}, {opens} to {closes} overlaps with the times before it. "
            "Make one of them shorter, or write both as one."
        ),
        "hours_spans_many": _(
            "The opening hours were not saved: a day has {limit} openings at most, and {on} has more. Join some."
        ),
    }


def _about_versions() -> dict[str, str]:
    return {
        "hours_from": _(
            "The opening hours were not saved: the date from which they count is none. Choose another one."
        ),
        "hours_zone": _(
            "The opening hours were not saved: no time zone is called “{zone}”. Choose one from the list."
        ),
        "hours_week": _("The opening hours were not saved: they do not say something about all seven days."),
        "hours_holidays": _(
            "The opening hours were not saved: a holiday ({day}) is no date, or stands there twice. Remove it."
        ),
        "hours_holidays_many": _(
            "The opening hours were not saved: they have more than {limit} holidays. Choose your region again."
        ),
        "hours_special": _(
            "The opening hours were not saved: one of the different days ({day}) is no date, or stands there twice. "
            "Remove it."
        ),
        "hours_special_many": _(
            "The opening hours were not saved: more than {limit} days are different. Remove some that are over."
        ),
        "hours_gone": _("These opening hours are not there any more: somebody removed them meanwhile."),
        "hours_begin_taken": _(
            "The opening hours were not saved: there are some from {on} on already. Correct those, or choose another "
            "date."
        ),
        "hours_versions_many": _(
            "The opening hours were not saved: {limit} versions are there already. Remove one that is not needed."
        ),
        "hours_line_unknown": _(
            "The opening hours were not saved: this number is not one of yours any more."
        ),
    }


def _about_groups() -> dict[str, str]:
    return {
        "group_nameless": _("The group was not saved: it has no name. Write one."),
        "group_name": _("The group was not saved: its name is longer than {limit} characters. Shorten it."),
        "group_twice": _(
            "The group was not saved: another one is called {name} already. Choose another name."
        ),
        "groups_many": _("The group was not saved: there are {limit} already. Remove one that nobody needs."),
        "group_members": _("The group was not saved: somebody is in it twice, or it has too many people."),
        "group_stranger": _("The group was not saved: somebody in it is not in the team any more."),
        "group_member_taken": _(
            "The group was not saved: {who} is in the group {group} already, and everybody is in one at most. "
            "Take them out of it first."
        ),
        "group_gone": _("This group is not there any more: somebody removed it meanwhile."),
    }
