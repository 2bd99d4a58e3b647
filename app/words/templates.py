"""How templates are spoken of: categories, states, reasons, prices, languages, blanks."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.prices import RateCard
from app.domain.template_blanks import Blank
from app.domain.template_proposals import Source, meaning
from app.domain.templates import Template
from app.words import gettext as _
from app.words.amounts import money
from app.words.calendar_names import NAMES


def title_words(template: Template) -> str:
    """What people call it: the title of a template to begin with, else its name as words."""
    from app.words.starters import titles

    known = titles().get((template.name, template.language.partition("_")[0]))
    return known or template.name.replace("_", " ").capitalize()


def day_words(at: datetime, zone: str, language: str) -> str:
    """A day as it stands in a sentence of a template: jeudi 26 novembre."""
    local, names = at.astimezone(ZoneInfo(zone)), NAMES.get(language.partition("_")[0], NAMES["en"])
    return f"{names.days[local.weekday()]} {local.day} {names.months[local.month - 1]}"


def category_words(category: str) -> str:
    """Meta's categories in one word."""
    words = {
        "utility": _("Utility"),
        "marketing": _("Promotion"),
        "authentication": _("One-time code"),
        "service": _("Answer"),
    }
    return words.get(category, category)


def price_words(template: Template, card: RateCard, number: str | None, day: date, language: str) -> str:
    """What it is for and what it costs: "Utility · €0.03"; the category alone where no price is known."""
    price = card.price(number, template.category, day)
    said = [category_words(template.category)]
    if price is not None:
        said.append(money(price.amount, price.currency, language))
    if template.category == "marketing":
        said.append(_("only if they agreed to promotions"))
    return " · ".join(said)


def status_words(status: str) -> str:
    """A template's state in a word or two."""
    words = {
        "approved": _("Accepted"),
        "reinstated": _("Accepted"),
        "flagged": _("Accepted, being watched"),
        "pending": _("Under review"),
        "in_appeal": _("Under review again"),
        "rejected": _("Refused"),
        "paused": _("Paused"),
        "disabled": _("Disabled"),
        "archived": _("Archived"),
        "limit_exceeded": _("Over the limit"),
        "pending_deletion": _("Being deleted"),
        "deleted": _("Deleted"),
        "locked": _("Locked"),
    }
    return words.get(status, status)


def unsendable_words(template: Template) -> str:
    """Why it is not offered, "" when it is."""
    if template.is_sendable:
        return ""
    if template.unsupported is not None:
        return _("Holds a part that Comptoir cannot send yet")
    words = {
        "pending": _("WhatsApp is still looking at it"),
        "in_appeal": _("WhatsApp is looking at it again"),
        "rejected": _("Refused by WhatsApp"),
        "paused": _("Paused by WhatsApp: too many people did not want it"),
        "disabled": _("Disabled by WhatsApp for good"),
        "archived": _("Archived: not used for a year"),
    }
    return words.get(template.status, _("WhatsApp does not send it at the moment"))


def rejection_words(reason: str | None) -> str:
    """Meta's reason for a refusal as a sentence with what to do."""
    words = {
        "abusive_content": _("WhatsApp finds the words threatening or offensive. Write it differently."),
        "incorrect_category": _(
            "The category does not fit. A text with an offer is a promotion; choose that."
        ),
        "invalid_format": _(
            "Something in the form is wrong: variables without an example, odd characters, or too many variables."
        ),
        "promotional": _(
            "It reads like an advertisement. Choose the category Promotion, or take the offer out."
        ),
        "scam": _("WhatsApp takes it for a fraud. Say who you are, and ask for nothing secret."),
        "tag_content_mismatch": _(
            "Language or category do not fit the text. Choose the language it is written in."
        ),
        "category_not_available": _("This category is not open to your account."),
    }
    if not reason:
        return _("WhatsApp gives no reason.")
    return words.get(
        reason, _("WhatsApp gives a reason that Comptoir does not know: {reason}").format(reason=reason)
    )


def quality_words(quality: str | None) -> str:
    """What people made of it, "" while nothing is known."""
    words = {
        "green": _("well received"),
        "yellow": _("some people block it"),
        "red": _("many people block it"),
    }
    return words.get(quality or "", "")


def language_words(code: str, shown_in: str) -> str:
    """The name of a template's language."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code).get_display_name(shown_in)
    except (UnknownLocaleError, ValueError):
        return code
    return f"{name[:1].upper()}{name[1:]}" if name else code


def blank_words(blank: Blank) -> str:
    """What a blank is called beside its field."""
    if blank.where == "link":
        words = _("End of the link “{button}”").format(button=blank.before)
    elif blank.where == "code":
        words = _("Code to copy")
    elif (source := meaning(blank)) is not None:
        words = source_words(source)
    elif not blank.name.isdigit():
        words = blank.name.replace("_", " ").capitalize()
    elif blank.before:
        words = _("“{words} …”").format(words=blank.before.lstrip(" ,.;:!?"))
    else:
        words = _("Blank {number}").format(number=blank.name)
    if blank.card is not None:
        words = _("Card {number}: {words}").format(number=blank.card + 1, words=words)
    return words


def source_words(source: Source) -> str:
    """Where a proposed value comes from."""
    words: dict[Source, str] = {
        "first_name": _("First name"),
        "name": _("Full name"),
        "number": _("Phone number"),
        "member": _("Your first name"),
        "business": _("Name of your business"),
        "today": _("Today"),
        "tomorrow": _("Tomorrow"),
        "talk": _("In the conversation"),
    }
    return words[source]
