"""What the hub finds of messages on their way (received, stored, shown, not sent, not confirmed) and of computers."""

from app.words import gettext as _
from app.words import ngettext


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return _about_coming_in(n) | _about_showing(n) | _about_going_out(n) | _about_computers(n)


def _about_coming_in(n: int) -> dict[str, str]:
    return {
        "hub_not_running": _("The hub does not run: nothing comes in and nothing goes out."),
        "received_nothing": _("WhatsApp has not brought anything yet."),
        "received_last": _("WhatsApp brought something at {received_at} last; {n} deliveries in all."),
        "stored_all": _("Everything that WhatsApp brought is in the log ({n} entries)."),
        "stored_unread": ngettext(
            "{n} delivery of WhatsApp waits to be read since {since_at}.",
            "{n} deliveries of WhatsApp wait to be read since {since_at}.",
            n,
        ),
        "stored_lost": ngettext(
            "{n} thing that WhatsApp brought is missing in the log.",
            "{n} things that WhatsApp brought are missing in the log.",
            n,
        ),
    }


def _about_showing(n: int) -> dict[str, str]:
    return {
        "shown_all": ngettext(
            "{n} message of the log: it is shown.", "All {n} messages of the log are shown.", n
        ),
        "shown_nothing": _("There is no message in the log yet."),
        "shown_looking": _("Being compared: {n} of {of} entries so far, nothing missing."),
        "shown_behind": _("What is shown is being made anew from the log; {n} entries are left."),
        "shown_hidden": ngettext(
            "{n} message of the log is not shown. It is not lost.",
            "{n} messages of the log are not shown. They are not lost.",
            n,
        ),
        "shown_unknown": _("Whether everything is shown is compared while the hub runs."),
    }


def _about_going_out(n: int) -> dict[str, str]:
    return {
        "unsent_none": _("No message waits to go out."),
        "unsent_some": ngettext(
            "{n} message waits to go out since {since_at}.",
            "{n} messages wait to go out, the oldest since {since_at}.",
            n,
        ),
        "unconfirmed_none": _("Of every message it is known whether it went out."),
        "unconfirmed_some": ngettext(
            "Of {n} message nobody can tell whether it went out ({since_at}).",
            "Of {n} messages nobody can tell whether they went out, the oldest of {since_at}.",
            n,
        ),
    }


def _about_computers(n: int) -> dict[str, str]:
    return {
        "desks_none": _("No computer of the team has joined yet."),
        "desk_level": _("{about} has everything; there at {seen_at} last."),
        "desk_behind": ngettext(
            "{about} lacks {n} entry; there at {seen_at} last.",
            "{about} lacks {n} entries; there at {seen_at} last.",
            n,
        ),
        "desk_seen": _("{about} was there at {seen_at} last."),
        "desk_away": _("{about} was not there since {seen_at}."),
        "desk_never": _("{about} has joined and was never there again."),
    }


def advice() -> dict[str, str]:
    """What is to do, by code."""
    return {
        "hub_not_running": _(
            "Start it: open Comptoir on this computer, or let the service of the hub start."
        ),
        "received_nothing": _("Write “Hello” to your number from a telephone, then check again."),
        "stored_unread": _("Start the hub again. Nothing is lost: what WhatsApp brought is kept as it came."),
        "stored_lost": _(
            "The hub reads it once more by itself. If it stays so, put the hub back from the newest copy."
        ),
        "shown_hidden": _("Start the hub again: it then makes everything that is shown anew from the log."),
        "unsent_some": _("Check what stands above; they go out by themselves when it is mended."),
        "unconfirmed_some": _("Look in each conversation, and decide whether to send it again."),
        "desk_away": _("Shut it out if it was lost or given away."),
        "desk_never": _("Shut it out if nobody knows it."),
    }
