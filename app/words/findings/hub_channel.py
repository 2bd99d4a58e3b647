"""What the hub finds at Meta: access, delivery, account, numbers, templates, clock, and the public address."""

from app.words import gettext as _
from app.words import ngettext


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return (
        _looks()
        | _about_access()
        | _about_delivery()
        | _about_numbers(n)
        | _about_templates(n)
        | _about_time(n)
    )


def _looks() -> dict[str, str]:
    return {
        "look_late": _("This could not be looked at: it took too long."),
        "look_failed": _("This could not be looked at: {what}."),
        "meta_silent": _("This could not be looked at: Meta does not answer."),
        "meta_refused": _("This could not be looked at. Meta says: {said}"),
    }


def _about_access() -> dict[str, str]:
    return {
        "number_none": _(
            "No business number is connected yet, so nothing comes from WhatsApp and nothing goes there."
        ),
        "account_unknown": _(
            "The hub was not told which WhatsApp account is yours, so this could not be asked."
        ),
    }


def _about_delivery() -> dict[str, str]:
    return {
        "subscription_nowhere": _("Your app at Meta has no address to bring messages to."),
        "address_reached": _(
            "{address} answers from outside, last at {reached_at}: Meta can bring messages there."
        ),
        "address_lost": _(
            "Meta cannot reach {address} since {since_at}. What customers write waits there for now."
        ),
        "address_not_looked": _("Whether {address} answers from outside was not looked at yet."),
        "address_practice": _("The example customers are on this computer: no public address is needed."),
        "address_not_watched": _("Whether Meta reaches this hub is not watched here."),
    }


def _about_numbers(n: int) -> dict[str, str]:
    return {
        "number_works": _("{about} is registered, and can send and receive."),
    }


def _about_templates(n: int) -> dict[str, str]:
    return {
        "templates_none": _(
            "There are no templates: whoever wrote more than 24 hours ago cannot be written to."
        ),
        "templates_approved": ngettext(
            "The only template is approved.", "All {n} templates are approved.", n
        ),
        "templates_waiting": _("Approved templates: {ready}. Still at Meta: {waiting}."),
        "templates_stopped": _(
            "Approved templates: {ready}. Still at Meta: {waiting}. Stopped or rejected: {stopped}."
        ),
        "template_stopped": _(
            "“{about}” goes out by itself, but Meta does not send it now (“{status}”): those customers hear nothing."
        ),
        "template_missing": _(
            "“{about}” is to go out by itself, but Meta has no such template: those customers hear nothing."
        ),
    }


def _about_time(n: int) -> dict[str, str]:
    return {
        "clock_good": _("The hub’s clock agrees with Meta’s."),
        "clock_off": ngettext(
            "The hub’s clock is wrong by {n} second: times and the 24 hours for answers are wrong too.",
            "The hub’s clock is wrong by {n} seconds: times and the 24 hours for answers are wrong too.",
            n,
        ),
        "clock_unknown": _("Meta did not say what time it is."),
    }


def advice() -> dict[str, str]:
    """What is to do, by code."""
    again = _("Check again in a minute. Look at the hub’s internet if it stays so.")
    return {
        "look_late": again,
        "look_failed": again,
        "meta_silent": again,
        "number_none": _("Connect your number."),
        "account_unknown": _("Give the hub its number (WABA), and start the hub again."),
        "subscription_nowhere": _("Let the account’s messages be brought here again."),
        "address_lost": _(
            "Check that the hub’s computer, its internet, and the tunnel or server before it run."
        ),
        "templates_none": _(
            "Write one, or take a ready one, and submit it: Meta answers within a day or so."
        ),
        "templates_stopped": _("Look at what Meta says of each; change it and submit it again."),
        "template_stopped": _("Change it and submit it again, or choose another one for this."),
        "template_missing": _("Submit it, or choose another one for this."),
        "clock_off": _("Let the hub’s computer set its clock by the internet."),
    }
