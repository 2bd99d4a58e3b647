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
        "token_good": _("The “access token” is of the lasting kind, and it may do all that Comptoir needs."),
        "token_missing": _("The hub has no “access token”, so nothing can be sent."),
        "token_refused": _(
            "Meta does not take this “access token”: it was copied in part, withdrawn, or has run out."
        ),
        "token_rights_missing": _(
            "This “access token” may not do all that Comptoir needs. Missing: {rights}."
        ),
        "token_personal": _(
            "This “access token” belongs to a person, not to the business: it stops working ({expires_at}), "
            "and then no message comes or goes."
        ),
        "token_personal_lasting": _(
            "This “access token” belongs to a person: when that person leaves or changes the password, no message "
            "comes or goes any more."
        ),
        "token_expires": _(
            "This “access token” works until {expires_at}; then no message comes or goes any more."
        ),
        "account_unknown": _(
            "The hub was not told which WhatsApp account is yours, so this could not be asked."
        ),
        "account_stopped": _("Meta lets this account send no messages: {said}"),
        "account_not_approved": _(
            "Meta has not approved your WhatsApp account ({review}): it sends no messages."
        ),
        "payment_good": _("A means of payment is set at Meta."),
        "payment_missing": _("Meta has no means of payment that works: templates do not go out."),
        "payment_unknown": _(
            "Meta does not say whether a means of payment is set; it must be looked at there."
        ),
    }


def _about_delivery() -> dict[str, str]:
    return {
        "subscription_good": _("Meta brings the messages of your account to {address}."),
        "subscription_missing": _("Meta gives your account’s messages to no app, or to another one."),
        "subscription_nowhere": _("Your app at Meta has no address to bring messages to."),
        "subscription_fields_missing": _("Meta does not bring everything. Missing: {fields}"),
        "subscription_unknown": _("What Meta brings, and where, cannot be asked with this app."),
        "address_missing": _("There is no public address yet, so Meta cannot bring messages."),
        "address_reached": _(
            "{address} answers from outside, last at {reached_at}: Meta can bring messages there."
        ),
        "address_lost": _(
            "Meta cannot reach {address} since {since_at}. What customers write waits there for now."
        ),
        "address_not_looked": _("Whether {address} answers from outside was not looked at yet."),
        "address_not_watched": _("Whether Meta reaches this hub is not watched here."),
    }


def _about_numbers(n: int) -> dict[str, str]:
    return {
        "number_good": _("{about} is registered, and can send and receive."),
        "number_state": _("Meta says of {about}: {status}. It neither sends nor receives."),
        "quality_green": _("Customers are content with what comes from this number."),
        "quality_yellow": _("Some customers blocked or reported this number lately."),
        "quality_red": _("Many customers blocked or reported this number lately; Meta may lower its limit."),
        "quality_unknown": _("Meta has no opinion of this number yet; that is usual for a new one."),
        "limit_people": ngettext(
            "You may write first to {n} person in 24 hours. Answers are not counted.",
            "You may write first to {n} people in 24 hours. Answers are not counted.",
            n,
        ),
        "limit_none": _("You may write first to as many people as you like."),
        "limit_unknown": _("Meta does not say how many people you may write to first."),
    }


def _about_templates(n: int) -> dict[str, str]:
    return {
        "templates_none": _(
            "There are no templates: whoever wrote more than 24 hours ago cannot be written to."
        ),
        "templates_good": ngettext("The only template is approved.", "All {n} templates are approved.", n),
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
    renew = _("Make a new one at Meta, for a “system user” and without an end, and give it to the hub.")
    return {
        "look_late": again,
        "look_failed": again,
        "meta_silent": again,
        "number_none": _("Connect your number."),
        "token_missing": renew,
        "token_refused": renew,
        "token_personal": renew,
        "token_personal_lasting": renew,
        "token_expires": renew,
        "token_rights_missing": _("Give the “system user” these permissions at Meta, and make a new one."),
        "account_unknown": _("Give the hub its number (WABA), and start the hub again."),
        "account_stopped": _(
            "Open the “WhatsApp Manager” at Meta and do what it says, or ask Meta’s support."
        ),
        "account_not_approved": _("Follow it in the “WhatsApp Manager” at Meta, or ask Meta’s support."),
        "payment_missing": _("Open “Billing & payments” at Meta and check the card and the open bills."),
        "payment_unknown": _("Open “Billing & payments” at Meta and see whether a card is there."),
        "subscription_missing": _("Let the account’s messages be brought here again."),
        "subscription_nowhere": _("Let the account’s messages be brought here again."),
        "subscription_fields_missing": _(
            "Open your app on developers.facebook.com, “WhatsApp”, “Configuration”, and press “Subscribe” beside each."
        ),
        "address_missing": _("Choose a way to be reached: a tunnel for a trial, or a small server."),
        "address_lost": _(
            "Check that the hub’s computer, its internet, and the tunnel or server before it run."
        ),
        "number_state": _("Open the “WhatsApp Manager” at Meta, “Phone numbers”, and do what it says."),
        "quality_yellow": _("Send promotions only to people who expect them."),
        "quality_red": _("Send nothing that nobody asked for, until it is better."),
        "templates_none": _(
            "Write one, or take a ready one, and submit it: Meta answers within a day or so."
        ),
        "templates_stopped": _("Look at what Meta says of each; change it and submit it again."),
        "template_stopped": _("Change it and submit it again, or choose another one for this."),
        "template_missing": _("Submit it, or choose another one for this."),
        "clock_off": _("Let the hub’s computer set its clock by the internet."),
    }
