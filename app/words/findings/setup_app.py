"""Sentences about the app at Meta, its secret, the access token and the account that it opens."""

from app.words import gettext as _


def sentences(n: int) -> dict[str, str]:
    """What was found, by code."""
    return _about_the_app() | _about_the_token() | _about_the_account()


def _about_the_app() -> dict[str, str]:
    return {
        "app_good": _("The app’s number and its secret belong together."),
        "app_id_missing": _("The app’s number is missing, so nothing could be checked."),
        "app_id_malformed": _("“{id}” is not the number of an app: that has digits alone."),
        "app_secret_missing": _("The app’s secret is missing, so nothing could be checked."),
        "app_secret_wrong": _(
            "Meta says that this number and this secret do not belong to the same app, so messages could not be "
            "proved to come from Meta."
        ),
        "app_unpublished": _(
            "Your app at Meta is not published yet: Meta delivers its own tests, and no message of a customer."
        ),
        "app_publication_unknown": _("Whether your app is published cannot be asked: Meta tells nobody."),
        "app_stopped": _("Meta does not let this app send messages: {said}"),
    }


def _about_the_token() -> dict[str, str]:
    return {
        "token_good": _("The “access token” is of the lasting kind, and it may do all that Comptoir needs."),
        "token_missing": _("The “access token” is missing, so nothing could be checked."),
        "token_refused": _(
            "Meta does not take this “access token”: it was copied in part, withdrawn, or has run out."
        ),
        "token_personal": _(
            "This “access token” belongs to a person, not to the business: it stops working ({expires_at}), "
            "and then no "
            "message comes or goes."
        ),
        "token_personal_lasting": _(
            "This “access token” belongs to a person: when that person leaves or changes the password, no message "
            "comes or goes any more."
        ),
        "token_expired": _(
            "This “access token” has run out ({expires_at}): no message comes or goes with it."
        ),
        "token_expires": _(
            "This “access token” works until {expires_at}; then no message comes or goes any more."
        ),
        "token_rights_missing": _(
            "This “access token” may not do all that Comptoir needs. Missing: {rights}."
        ),
        "token_of_other_app": _("This “access token” was made for another app ({app}), not for yours."),
        "token_is_the_apps": _("This is the app’s own key, not an “access token”: it cannot send messages."),
        "token_proof_demanded": _(
            "Your app at Meta wants a further proof with every call (“Require app secret”), which Comptoir "
            "does not give."
        ),
        "token_unknown": _(
            "Meta does not tell what this “access token” may do; the next steps will show it."
        ),
    }


def _about_the_account() -> dict[str, str]:
    return {
        "account_good": _("The WhatsApp account “{name}” is approved and can be used."),
        "account_id_malformed": _("“{id}” is not the number of a WhatsApp account: that has digits alone."),
        "account_missing": _(
            "The “access token” opens no WhatsApp account, or Meta does not say which: nothing can be sent yet."
        ),
        "account_choose": _("The “access token” opens several WhatsApp accounts, and none is chosen yet."),
        "account_foreign": _("The “access token” does not open the WhatsApp account {id}."),
        "account_pending": _(
            "Meta is still looking at your WhatsApp account: until then it may refuse messages."
        ),
        "account_not_approved": _(
            "Meta has not approved your WhatsApp account ({review}): it sends no messages."
        ),
        "account_stopped": _("Meta lets this account send no messages: {said}"),
        "account_limited": _("Meta limits what this account may send: {said}"),
        "payment_good": _("A means of payment is set at Meta."),
        "payment_missing": _(
            "No means of payment is set at Meta, or the bill is not settled: what Meta charges for is not sent."
        ),
        "payment_unknown": _("Whether a means of payment is set cannot be asked with this “access token”."),
    }


def advice() -> dict[str, str]:
    """What is to do, by code."""
    app_id = _("Copy “App ID” at the top of your app’s page on developers.facebook.com, not its name.")
    return {
        "app_id_missing": app_id,
        "app_id_malformed": app_id,
        "app_secret_missing": _("Open “App settings”, then “Basic”, and copy “App secret”."),
        "app_secret_wrong": _(
            "Copy both from the same page: “App settings”, then “Basic”. “Show” must be pressed to see the secret."
        ),
        "app_unpublished": _(
            "Open your app on developers.facebook.com, choose “Publish” (or switch “App mode” to “Live”), "
            "then check again."
        ),
        "app_publication_unknown": _(
            "Look on developers.facebook.com: your app must say “Published” or “Live”. The trial message at the end "
            "proves it."
        ),
        "app_stopped": _("Open your app on developers.facebook.com: Meta says there what it wants."),
        "token_missing": _(
            "Make one in the business settings: “System users”, “Generate token”, with your app and no end date."
        ),
        "token_refused": _(
            "Make a new one in the business settings: “System users”, “Generate token”. Copy all of it."
        ),
        "token_personal": _(
            "Make a lasting one: business settings, “System users”, choose one with the role “Admin”, "
            "“Generate token”, "
            "“Never”."
        ),
        "token_personal_lasting": _(
            "Better make one of a “System user” in the business settings, and put it here."
        ),
        "token_expired": _(
            "Make a new one in the business settings, “System users”, and choose “Never” as its end."
        ),
        "token_expires": _("Make one that does not end: “System users”, “Generate token”, “Never”."),
        "token_rights_missing": _(
            "Make a new one and tick “whatsapp_business_messaging” and “whatsapp_business_management”. The "
            "system user "
            "needs full control of the WhatsApp account too (“Add assets”)."
        ),
        "token_of_other_app": _(
            "Choose your app when you press “Generate token”, or go back and give that app here."
        ),
        "token_is_the_apps": _("Make one in the business settings: “System users”, “Generate token”."),
        "token_proof_demanded": _(
            "Switch “Require app secret” off: “App settings”, then “Advanced”. Then check again."
        ),
        "account_id_malformed": _(
            "Copy “WhatsApp Business Account ID” from the page “API Setup” of your app."
        ),
        "account_missing": _(
            "Give the system user full control of the WhatsApp account (“Add assets”), or copy “WhatsApp Business "
            "Account ID” from the page “API Setup” and put it here."
        ),
        "account_choose": _("Choose the account of this number."),
        "account_foreign": _(
            "Check the number of the account, and give the system user full control of it (“Add assets”)."
        ),
        "account_pending": _("This takes Meta hours to days. You may go on meanwhile."),
        "account_not_approved": _(
            "Open “Account quality” in Meta’s business settings and ask for a new review."
        ),
        "account_stopped": _("Open the “WhatsApp Manager” at Meta and do what it asks, then check again."),
        "account_limited": _("You may go on. The “WhatsApp Manager” at Meta says how the limit is lifted."),
        "payment_missing": _(
            "Open “Billing & payments” in Meta’s business settings and add a card. Answers to customers may go out "
            "before; templates do not."
        ),
        "payment_unknown": _("Look in Meta’s business settings under “Billing & payments”."),
    }
