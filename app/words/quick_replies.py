"""What is said of quick replies: refusals, and what stands in their blanks."""

from app.domain.quick_blanks import SOURCES, Source
from app.words import gettext as _


def about_quick_replies() -> dict[str, str]:
    """The sentences by code."""
    return {
        "quick_reply_nameless": _("A quick reply needs a name: you find it by that after the “/”."),
        "quick_reply_name": _("The name is too long: at most {limit} characters on one line."),
        "quick_reply_empty": _("Write the text of the quick reply, or attach a file."),
        "quick_reply_files": _("At most {limit} files go with a quick reply."),
        "quick_reply_language": _(
            "This quick reply was not saved: its language is not one that Comptoir knows."
        ),
        "quick_reply_shared": _(
            "The team’s quick replies are changed by the owner and the managers. Save it as your own instead."
        ),
        "quick_reply_foreign": _("This quick reply belongs to somebody else, so it was not changed."),
        "quick_reply_changed": _(
            "Somebody changed the quick reply “{name}” meanwhile, so yours was not saved. "
            "It is kept in Settings, Quick replies: compare the two there."
        ),
        "quick_reply_gone": _(
            "The quick reply “{name}” was removed meanwhile, so nothing was changed. "
            "What you wrote is kept in Settings, Quick replies."
        ),
    }


def blank_name(source: Source) -> str:
    """How a blank that is filled in by itself is written, in the person's language."""
    return {
        "first_name": _("first_name"),
        "name": _("name"),
        "number": _("number"),
        "our_number": _("our_number"),
        "member": _("me"),
        "business": _("business"),
        "today": _("today"),
        "tomorrow": _("tomorrow"),
    }[source]


def blank_words(source: Source) -> str:
    """What stands in it."""
    return {
        "first_name": _("First name of the customer"),
        "name": _("Name of the customer"),
        "number": _("Number of the customer"),
        "our_number": _("Number of your business"),
        "member": _("Your own first name"),
        "business": _("Name of your business"),
        "today": _("Today’s date"),
        "tomorrow": _("Tomorrow’s date"),
    }[source]


def blank_menu() -> list[tuple[str, str]]:
    """What a menu offers to put into a text: the blank with its braces, and what stands in it."""
    return [("{" + blank_name(source) + "}", blank_words(source)) for source in SOURCES]
