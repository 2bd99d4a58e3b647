"""Why a message did not go out or arrive, for each code of app/domain/failures: what happened, then what to do."""

from app.words import gettext as _
from app.words.consent import consent_reasons


def reason_of(code: str) -> str | None:
    """The sentence for a failure code, None for one without."""
    known = _about_access() | _about_people() | _about_now() | _about_content() | consent_reasons()
    return known.get(code)


def _about_access() -> dict[str, str]:
    return {
        "token_invalid": _(
            "Not sent: WhatsApp does not accept this business's access any more. "
            "The owner must renew it; nothing goes out until then."
        ),
        "permission_missing": _(
            "Not sent: the access to WhatsApp lacks a permission for this number. The owner must grant it."
        ),
        "line_unknown": _(
            "Not sent: WhatsApp does not know this business number. The owner must check the hub's settings."
        ),
        "line_not_registered": _(
            "Not sent: this business number is not registered with WhatsApp. The owner must register it."
        ),
        "display_name_pending": _(
            "Not sent: WhatsApp has not approved the business's display name. The owner must follow or change "
            "it at Meta."
        ),
        "recipient_not_allowed": _(
            "Not sent: this is a trial number, which may write only to people on its list. The owner must add "
            "this customer there, or use a real number."
        ),
        "account_restricted": _(
            "Not sent: WhatsApp has restricted this business's account. The owner must ask Meta's support."
        ),
        "quality_restricted": _(
            "Not sent: WhatsApp holds this number back because several people blocked or reported it. Wait some hours."
        ),
        "payment_problem": _(
            "Not sent: the bill at Meta is not settled. The owner must check the means of payment."
        ),
        "username_refused": _("WhatsApp does not allow this name for the business. Choose another one."),
        "insights_unavailable": _("WhatsApp has no figures for this. The owner must switch them on at Meta."),
        "history_unavailable": _(
            "The phone's history was not shared. To have it, the owner must disconnect the number and connect "
            "it again."
        ),
    }


def _about_people() -> dict[str, str]:
    return {
        "undeliverable": _("WhatsApp could not deliver this message. Check the number, or call."),
        "window_closed": _(
            "Not sent: more than 24 hours have passed since the customer's last message. "
            "Until they write again, only a template can be sent."
        ),
        "own_number": _("Not sent: this is the business's own number. Check the customer's."),
        "blocked_by_us": _("Not sent: your business has blocked this customer. Unblock them first."),
        "country_not_allowed": _("Not sent: WhatsApp lets no business write to that country. Call instead."),
        "number_needed": _(
            "Not sent: this needs the customer's phone number, which is not known. Ask them for it."
        ),
        "identity_changed": _(
            "Not sent: the customer has a new phone. Make sure that it is still them, then send again."
        ),
        "marketing_limited": _(
            "WhatsApp did not deliver this: the customer has had enough promotions for now. Wait a day."
        ),
        "marketing_stopped": _(
            "WhatsApp did not deliver this: the customer wants no more promotions from you. Write only about "
            "what they asked for."
        ),
        "marketing_experiment": _(
            "WhatsApp delivers no promotion to this customer for now. Use another way to tell them."
        ),
        "marketing_disabled": _(
            "Not sent: promotions are switched off in the account at Meta. The owner can switch them on "
            "there."
        ),
        "block_list_failed": _(
            "The list of blocked people was not changed. WhatsApp gave no reason; copy the details if it "
            "happens again."
        ),
        "block_list_full": _(
            "Nobody was blocked: WhatsApp's list of blocked people is full. The owner must unblock some first."
        ),
        "block_list_busy": _(
            "The list of blocked people was not changed, because WhatsApp was busy with it. Try again."
        ),
        "group_refused": _("Not sent: this group does not allow it. Write to the person directly."),
        "call_refused": _("The call was not possible through WhatsApp. Call by phone."),
    }


def _about_now() -> dict[str, str]:
    return {
        "failed_unknown": _("WhatsApp could not deliver this message."),
        "rate_limited": _("Not sent: too many messages at once. Send it again in a moment."),
        "pair_limited": _("Not sent: too many messages to this customer at once. Send it again in a moment."),
        "channel_failed": _(
            "WhatsApp said that it failed on its side. Nothing was delivered; you can send it again."
        ),
        "channel_unavailable": _("Not sent: WhatsApp is not available right now. Send it again later."),
        "line_maintenance": _(
            "Not sent: WhatsApp is working on your number. Send it again in a few minutes."
        ),
        "registration_unavailable": _(
            "Not sent: a part of WhatsApp is not available right now. Send it again later."
        ),
        "not_sent": _(
            "Not sent: WhatsApp could not be reached. Check the internet connection, then send it again."
        ),
    }


def _about_content() -> dict[str, str]:
    return {
        "request_invalid": _(
            "Not sent: WhatsApp did not understand this message. Update Comptoir, or tell us about it."
        ),
        "value_invalid": _(
            "Not sent: WhatsApp did not accept something in this message. A reaction or an answer fails "
            "if the message it is about was deleted or is older than 30 days."
        ),
        "type_unsupported": _(
            "Not sent: WhatsApp does not take this kind of message here. Use the phone application."
        ),
        "content_unavailable": _("This message can only be seen on the phone. Open WhatsApp there."),
        "media_unreadable": _("The customer's file could not be fetched. Ask them to send it again."),
        "media_missing": _("Not sent: the hub does not have the file any more. Add it to a new message."),
        "files_unsupported": _("Not sent: this hub cannot send files. Use the phone application."),
        "appointment_changed": _(
            "Not sent: the appointment was moved, cancelled or changed meanwhile. Ask again if need be."
        ),
        "media_refused": _("Not sent: WhatsApp did not take the file. Check its kind and size."),
        "category_limited": _(
            "Not sent: WhatsApp lowered this account's limits because of wrongly declared templates. The "
            "owner must correct them at Meta."
        ),
        "template_unavailable": _(
            "Not sent: this template does not exist in this language or is not approved. Choose another one."
        ),
        "template_paused": _("Not sent: WhatsApp has paused this template. Wait, or choose another one."),
        "template_disabled": _("Not sent: WhatsApp has disabled this template for good. Choose another one."),
        "template_syncing": _(
            "Not sent: this template is not ready at WhatsApp yet. Send it again in ten minutes."
        ),
        "template_too_long": _("Not sent: with its values this template is too long. Shorten them."),
        "template_values": _(
            "Not sent: the values do not fit the template. Choose it again and fill in every blank."
        ),
        "template_refused": _(
            "Not sent: WhatsApp does not accept this template. Choose another one, or have its text changed."
        ),
        "form_unavailable": _(
            "Not sent: the form in this message is blocked or used too often. The owner must look after it at "
            "Meta."
        ),
    }
