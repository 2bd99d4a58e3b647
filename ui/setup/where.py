"""Where each value is found at Meta: the pages and buttons by the names that stand there, in quotes."""

from __future__ import annotations

from typing import Final

from app.words import gettext as _
from ui.setup.parts import Where
from ui.theme.theme import Theme

DEVELOPERS: Final = "https://developers.facebook.com/apps"
BUSINESS: Final = "https://business.facebook.com/settings"
MANAGER: Final = "https://business.facebook.com/wa/manage"


def of_app(theme: Theme) -> Where:
    """The app's number and its secret."""
    return Where(
        theme,
        _("Where to find both"),
        [
            _("Open developers.facebook.com, sign in with your Facebook account, and press “My Apps”."),
            _(
                "Press “Create App”, choose the type “Business”, and give it any name. If you have one, open it."
            ),
            _("On the app’s page choose “WhatsApp”, then “Set up”."),
            _("Open “App settings”, then “Basic”. “App ID” stands at the top."),
            _("Beside “App secret” press “Show”. Meta asks for your password. Copy it."),
        ],
        DEVELOPERS,
    )


def of_token(theme: Theme) -> Where:
    """A lasting token of the business."""
    return Where(
        theme,
        _("Where to make it"),
        [
            _("Open the business settings, “Users”, then “System users”, and press “Add”. Role: “Admin”."),
            _(
                "Press “Add assets”: your app with “Full control”, and your WhatsApp account with “Full control”."
            ),
            _("Press “Generate token”, choose your app, and “Never” for its end."),
            _("Tick “whatsapp_business_messaging” and “whatsapp_business_management”."),
            _("Copy it at once: Meta shows it only this time."),
        ],
        BUSINESS,
    )


def of_account(theme: Theme) -> Where:
    """The account, where the token does not tell it."""
    return Where(
        theme,
        _("Where to find it, if it is not in the list"),
        [
            _("Open your app on developers.facebook.com, “WhatsApp”, then “API Setup”."),
            _("“WhatsApp Business Account ID” stands below the number."),
        ],
        DEVELOPERS,
    )


def of_number(theme: Theme) -> Where:
    """A number that is not in the account yet."""
    return Where(
        theme,
        _("If your number is not in the list"),
        [
            _("Open the “WhatsApp Manager”, then “Phone numbers”, and press “Add phone number”."),
            _("Give the name that customers see, and the number."),
            _("Come back here and check again."),
        ],
        MANAGER,
    )


def of_delivery(theme: Theme) -> Where:
    """What is pasted by hand."""
    return Where(
        theme,
        _("Where to paste it"),
        [
            _("Open your app on developers.facebook.com, “WhatsApp”, then “Configuration”."),
            _("Press “Edit”, paste the first two values, and press “Verify and save”."),
            _("Below, under “Webhook fields”, press “Subscribe” beside each name of the third value."),
            _("Come back here and check again."),
        ],
        DEVELOPERS,
    )
