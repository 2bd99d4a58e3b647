"""Why an e-mail to the owner does not go out."""

from app.words import gettext as _


def about_mail() -> dict[str, str]:
    """Why no e-mail goes out, for a finding and for whoever tries it."""
    return {
        "mail_not_set": _("No e-mail is sent: the hub was told no mail server."),
        "mail_nobody": _("No e-mail is sent: nobody is named whom to write to."),
        "mail_url_malformed": _(
            "No e-mail is sent: the hub’s setting COMPTOIR_SMTP_URL is not an address of a mail server."
        ),
        "mail_server_silent": _("The e-mail was not sent: {host} does not answer."),
        "mail_server_untrusted": _(
            "The e-mail was not sent: {host} has no certificate that can be trusted, so the password was kept back."
        ),
        "mail_login_refused": _("The e-mail was not sent: {host} does not take this name and password."),
        "mail_address_refused": _(
            "The e-mail was not sent: {host} does not take the address that it was to go to."
        ),
        "mail_refused": _("The e-mail was not sent. {host} says: {said}"),
    }
