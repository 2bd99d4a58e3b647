"""Sentences about people who share a computer."""

from app.domain.members import Role
from app.domain.seats import PIN_MAX_DIGITS, PIN_MIN_DIGITS
from app.words import gettext as _


def role_words(role: Role) -> str:
    """What somebody is in the team."""
    return {"owner": _("Owner"), "manager": _("Manager"), "rep": _("Team member")}[role]


def time_left(seconds: int) -> str:
    """Minutes and seconds until something may be done: "0:30"."""
    minutes, rest = divmod(max(0, seconds), 60)
    return f"{minutes}:{rest:02}"


def about_seats() -> dict[str, str]:
    """Refusals of `app.desk.seats_desk`."""
    return {
        "pin_wrong": _("This is not the right PIN. Try again."),
        "pin_wait": _("Too many wrong PINs were typed. Wait {wait_s} seconds, then try again."),
        "pin_unfit": _("A PIN has {low} to {high} digits and nothing else.").format(
            low=PIN_MIN_DIGITS, high=PIN_MAX_DIGITS
        ),
        "pin_too_simple": _("This PIN is too easy to guess. Choose one that is no row such as 1234 or 0000."),
        "pin_first": _(
            "Nobody was added: whoever is at this computer without a PIN must choose one first, "
            "or others could act in their name."
        ),
        "seats_full": _(
            "Nobody was added: {limit} people use this computer already. Remove somebody who does not need it any more."
        ),
        "seats_several": _(
            "This computer is shared, so the code was not used. Open Comptoir, press Ctrl+Shift+L "
            "and add the person there."
        ),
        "seat_unknown": _("This person does not use this computer any more."),
        "seat_unsent": _(
            "{name} has not sent everything yet (drafts and waiting messages: {count}). "
            "Removing them now erases it from this computer."
        ),
        "seat_last": _("The only person of a computer cannot be removed. Add somebody else first."),
        "seat_locked": _("Nobody was removed. Type your PIN first."),
    }
