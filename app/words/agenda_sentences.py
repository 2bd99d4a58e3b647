"""Sentences about appointments that leave as files or are named at the terminal."""

from __future__ import annotations

from app.words import gettext as _


def about_agenda_files() -> dict[str, str]:
    """By the code of the refusal."""
    return {
        "agenda_export_role": _(
            "Only an owner or a manager may write appointments into a file. Nothing was written: ask one of them."
        ),
        "agenda_export_nothing": _("There is no appointment to export on these days."),
        "appointment_named_unknown": _(
            "There is no appointment {appointment}. “main.py appointments list” prints their ids."
        ),
        "resource_named_unknown": _(
            "Nobody and nothing in the agenda is called {resource}. There are: {resources}."
        ),
        "service_named_unknown": _("There is no service called {service}. There are: {services}."),
        "feeds_many": _(
            "There are {limit} calendar addresses already. Revoke one that nobody uses, then make another."
        ),
        "feed_resource_unknown": _(
            "Nothing was made: that person, chair or room is no longer in the agenda."
        ),
        "feed_unknown": _("This address was revoked already."),
        "confirmation_over": _("Nothing was sent: this appointment is cancelled, or it has begun."),
        "confirmation_nobody": _(
            "Nothing was sent: they never wrote to you, so there is no conversation. Call them, or ask them with the "
            "others of the day."
        ),
        "confirmation_no_template": _(
            "Nothing was sent: their last message is more than 24 hours old, and no approved template tells a booking. "
            "Make one in Settings, Templates (with a document in its head to send a file), or call them."
        ),
        "slot_unreadable": _("Nothing was booked. {why}"),
        "slot_unmoved": _("Nothing was moved. {why}"),
        "appointment_elsewhere": _(
            "Nothing was moved: the appointment begins at {starts} by now, not at the time you expected."
        ),
    }
