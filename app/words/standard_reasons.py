"""Why response standards were not saved, and what to do now."""

from app.words import gettext as _


def about_standards() -> dict[str, str]:
    """By code."""
    return {
        "standard_minutes": _(
            "The standards were not saved: an answer can take 1 minute to {limit} days. Write a time between them."
        ),
        "standard_clock": _(
            "The standards were not saved: it is not known how one of them is counted. Choose it again."
        ),
        "standard_warn": _(
            "The standards were not saved: the share to warn at must be 1 to 100 %. At 100 % nobody is warned."
        ),
        "standard_twice": _(
            "The standards were not saved: a number or group stands there twice. Remove one of the two."
        ),
        "standard_scope": _(
            "The standards were not saved: a number or group is not there any more. Remove its line and save again."
        ),
        "standards_many": _(
            "The standards were not saved: there can be {limit} of them at most. Remove some."
        ),
        "length_unread": _(
            "“{text}” could not be understood. Write a time, for example 30 min, 2 h or 1 working day."
        ),
        "length_working": _(
            "“{text}” counts in opening hours alone. Choose those beside it, or write days or hours."
        ),
    }
