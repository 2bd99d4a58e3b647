"""Sentences about what is asked of the channel itself: templates that the team writes, blocks, profile, prices."""

from app.words import gettext as _


def about_account() -> dict[str, str]:
    """The sentences by code."""
    return _about_the_channel() | _about_drafts() | _about_buttons() | _about_prices()


def _about_the_channel() -> dict[str, str]:
    return {
        "channel_refused": _("WhatsApp did not accept this. It says: {said}"),
        "channel_refused_silently": _("WhatsApp did not accept this and gives no reason. Try again later."),
        "channel_unreachable": _("WhatsApp does not answer, so nothing was changed. Try again in a moment."),
        "account_missing": _(
            "This was not done: the hub was not told your WhatsApp account. The owner sets its number (WABA) there."
        ),
        "template_unknown": _("This template does not exist any more."),
        "template_not_editable": _(
            "This template cannot be changed now: WhatsApp looks at it, or it was deleted. Write a new one from it."
        ),
        "template_sample_type": _(
            "WhatsApp takes a JPEG or PNG picture, an MP4 video or a PDF as an example, not this file ({mime})."
        ),
        "template_gone": _(
            "This template was deleted meanwhile, so nothing was sent. Choose another one: what you wrote is kept."
        ),
        "template_not_sendable": _(
            "WhatsApp does not send this template at the moment, so nothing was sent. Choose another one."
        ),
        "template_changed": _(
            "This template was changed meanwhile. Look at it once more before you send it."
        ),
    }


def _about_drafts() -> dict[str, str]:
    return {
        "template_name": _("Small letters without accents, digits and _ alone, as in order_ready."),
        "template_name_taken": _("There is a template of this name in this language already."),
        "template_language": _("Choose a language."),
        "template_category": _("Choose what the template is for."),
        "template_header": _("The title needs 1 to {limit} characters on one line."),
        "template_header_variable": _("A title takes one variable at most, with an example for it."),
        "template_header_file": _("WhatsApp wants to see an example: choose a file."),
        "template_body": _("The text needs 1 to {limit} characters; it has {length}."),
        "template_variables": _(
            "Variables are either counted, {{{{1}}}}, {{{{2}}}} …, without a gap, or named in small letters, "
            "{{{{first_name}}}}."
        ),
        "template_variable_at_end": _(
            "The text may neither begin nor end with a variable. Add words around it."
        ),
        "template_variables_together": _("Two variables need words between them."),
        "template_too_few_words": _(
            "There are too many variables for so few words; WhatsApp would refuse it. Write a little more."
        ),
        "template_samples": _("WhatsApp wants an example for each variable."),
        "template_footer": _("The last line takes {limit} characters and no variable."),
    }


def _about_buttons() -> dict[str, str]:
    return {
        "template_buttons_many": _("A template takes {limit} buttons at most."),
        "template_buttons_of_kind": _("There are too many buttons of one kind; WhatsApp takes {limit}."),
        "template_buttons_mixed": _("Put the answer buttons together, before or after the other ones."),
        "template_button_text": _("Button {number}: a label of 1 to {limit} characters."),
        "template_button_url": _(
            "Button {number}: the address begins with https:// and takes one variable, {{{{1}}}}, at its end, "
            "with an example."
        ),
        "template_button_number": _(
            "Button {number}: a phone number with its country, as in +33 6 12 34 56 78."
        ),
        "template_button_code": _("Button {number}: an example of the code, 1 to {limit} characters."),
    }


def _about_prices() -> dict[str, str]:
    return {
        "prices_too_large": _("The prices were not read: the file is larger than {limit_kb} KB."),
        "prices_unreadable": _(
            "The prices were not read: no line of this file holds a price. Choose a CSV file."
        ),
        "prices_columns": _(
            "The prices were not read: the first line must name the columns market, category, currency and price "
            "(valid_from if you like), or market, currency, marketing, utility."
        ),
    }


def status_of_number(status: str) -> str:
    """Whether WhatsApp lets a business number send, "" while it has not said."""
    words = {
        "connected": _("The number may send"),
        "pending": _("The number is being set up"),
        "flagged": _("WhatsApp watches this number: its quality is low"),
        "restricted": _("WhatsApp restricts this number: it begins no more talks for now"),
        "rate_limited": _("The number has sent all that WhatsApp allows it for now"),
        "disconnected": _("The number is not connected"),
        "unverified": _("The number is not verified"),
        "banned": _("WhatsApp has banned this number"),
    }
    return words.get(status, _("The number is not ready ({status})").format(status=status) if status else "")


def quality_of_number(quality: str) -> str:
    """What customers make of a business number's messages, "" while WhatsApp has not said."""
    words = {
        "green": _("its messages are well received"),
        "yellow": _("some people block or report it"),
        "red": _("many people block or report it: send less, and only to people who agreed"),
    }
    return words.get(quality, "")


def vertical_words(vertical: str) -> str:
    """A trade of Meta's list."""
    words = {
        "": _("Not said"),
        "BEAUTY": _("Beauty, spa, salon"),
        "HEALTH": _("Health"),
        "PROF_SERVICES": _("Professional services"),
        "RETAIL": _("Shop"),
        "RESTAURANT": _("Restaurant"),
        "HOTEL": _("Hotel"),
        "EDU": _("Education"),
        "APPAREL": _("Clothing"),
        "AUTO": _("Cars"),
        "ENTERTAIN": _("Entertainment"),
        "EVENT_PLAN": _("Events"),
        "FINANCE": _("Finance"),
        "GOVT": _("Public service"),
        "GROCERY": _("Food shop"),
        "NONPROFIT": _("Association"),
        "TRAVEL": _("Travel"),
        "OTHER": _("Other"),
    }
    return words.get(vertical, vertical.replace("_", " ").capitalize())
