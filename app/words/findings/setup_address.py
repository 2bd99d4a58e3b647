"""Sentences about the public address and about what Meta delivers there."""

from app.words import gettext as _


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return _about_the_address() | _about_delivery()


def _about_the_address() -> dict[str, str]:
    return {
        "address_good": _("{address} answers from outside: Meta can bring messages there."),
        "address_missing": _("There is no public address yet, so Meta cannot bring messages."),
        "address_malformed": _("“{address}” is not an address that Meta takes: it begins with https://."),
        "address_unreachable": _("{address} does not answer from outside, so Meta cannot bring messages."),
        "address_unknown": _("The name of the address {address} is not known in the world."),
        "address_gateway": _(
            "The tunnel or the server answers at {address}, but it does not get through to this Comptoir."
        ),
        "address_untrusted": _(
            "{address} answers without a certificate that Meta trusts, so Meta brings no messages there."
        ),
        "address_elsewhere": _("Something answers at {address}, but it is not this Comptoir."),
        "address_other_word": _(
            "A Comptoir answers at {address}, but it knows another “verify token”: another computer, or one "
            "set up before."
        ),
    }


def _about_delivery() -> dict[str, str]:
    return {
        "subscription_good": _("Meta brings the messages of your account to {address}."),
        "subscription_override": _(
            "Meta brings the messages of your account to {address}. Your app’s own address ({other}) was left "
            "as it was: "
            "news about templates and the account still goes there."
        ),
        "subscription_refused": _(
            "Meta tried {address} and was not content, so it brings no messages: {said}"
        ),
        "subscription_by_hand": _(
            "Meta does not let this app set its address from outside: it has to be typed there."
        ),
        "subscription_elsewhere": _("Meta brings the messages of your account to another address: {other}"),
        "subscription_fields_missing": _("Meta does not bring everything. Missing: {fields}"),
        "subscription_account_refused": _("Meta does not give your account’s messages to your app: {said}"),
        "subscription_missing": _("Meta gives your account’s messages to no app, or to another one."),
        "subscription_unknown": _("What Meta brings, and where, cannot be asked with this app."),
    }


def advice() -> dict[str, str]:
    """What is to do, by code."""
    return {
        "address_missing": _("Choose a way to be reached: a tunnel for a trial, or a small server."),
        "address_malformed": _(
            "Type it as the tunnel or the server shows it, without anything behind the name."
        ),
        "address_unreachable": _(
            "Check that the tunnel or the server runs and that the name is spelled right. Then check again."
        ),
        "address_untrusted": _(
            "Let the tunnel or the server have its own certificate; one made by oneself does not do."
        ),
        "address_unknown": _(
            "Check the spelling. A name that is new takes some minutes to be known everywhere."
        ),
        "address_gateway": _("Check that the tunnel or the server leads to the right port of this computer."),
        "address_elsewhere": _("Check that the tunnel or the server leads to this computer’s Comptoir."),
        "address_other_word": _("Stop the other Comptoir, or give this one an address of its own."),
        "subscription_refused": _("Check the public address once more, then try again in a minute."),
        "subscription_by_hand": _(
            "Open your app on developers.facebook.com, “WhatsApp”, “Configuration”. Paste the two values "
            "below, press “Verify "
            "and save”, then “Subscribe” beside “messages”. Then check again."
        ),
        "subscription_elsewhere": _("Check again to set your address there."),
        "subscription_fields_missing": _("Check again to ask for all of it."),
        "subscription_account_refused": _(
            "Give the system user full control of the WhatsApp account (“Add assets”), then check again."
        ),
        "subscription_missing": _("Check again to ask for them."),
        "subscription_unknown": _("The trial message will show it."),
    }
