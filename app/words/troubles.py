"""What keeps a whole business number from sending, for connection health: what is so, what the owner does."""

from collections.abc import Collection

from app.domain.health import DIVERGED, VIEW_LACKS
from app.domain.lines import LineProfile
from app.words import gettext as _


def trouble_words(code: str, number: str) -> str:
    """The sentence for one of `app.domain.failures.ACCOUNT_TROUBLES`; `number` is how a business number is called."""
    sentences = _about_access() | _about_account() | _about_what_came_in()
    sentence = sentences.get(code) or _(
        "WhatsApp does not let {number} send. The owner must ask Meta’s support."
    )
    return sentence.format(number=number)


def short_trouble_words(codes: Collection[str]) -> str:
    """The same in the few words that the foot of the window has room for, the worst alone."""
    if set(codes) <= set(_about_what_came_in()):
        return _("Not everything that came in is shown; Today says more")
    return _("WhatsApp takes no messages from you now; the settings say why")


def profile_words(profile: LineProfile, number: str) -> list[tuple[str, bool]]:
    """What the channel thinks of a business number, where that is not simply good; whether it stops or nearly does."""
    found: list[tuple[str, bool]] = []
    if profile.quality == "red":
        words = _(
            "Customers judge {number} badly: many blocked or reported it. WhatsApp may soon let it write to fewer "
            "people. Send only what people expect."
        )
        found.append((words.format(number=number), True))
    elif profile.quality == "yellow":
        words = _(
            "Some customers have blocked or reported {number}. Send promotions only to people who expect them."
        )
        found.append((words.format(number=number), False))
    if profile.status not in ("", "connected"):
        words = _("At WhatsApp {number} is not ready to send. The owner must look at it in WhatsApp Manager.")
        found.append((words.format(number=number), True))
    return found


def _about_access() -> dict[str, str]:
    return {
        "token_invalid": _(
            "WhatsApp no longer accepts the access of {number}: nothing goes out. The owner must renew it at Meta and "
            "give it to the hub."
        ),
        "permission_missing": _(
            "The access of {number} lacks a permission: nothing goes out. The owner must grant it at Meta."
        ),
        "line_unknown": _(
            "WhatsApp does not know {number}: nothing goes out. The owner must check the hub’s settings."
        ),
        "line_not_registered": _(
            "At WhatsApp {number} is not registered: nothing goes out. The owner must register it."
        ),
        "display_name_pending": _(
            "WhatsApp has not approved the name of {number}: nothing goes out. The owner must follow or change it."
        ),
    }


def _about_what_came_in() -> dict[str, str]:
    return {
        DIVERGED: _(
            "What came in from WhatsApp and what is shown here do not agree: messages may be missing on screen. They "
            "are kept. The owner or a manager must look at Connection in the settings."
        ),
        VIEW_LACKS: _(
            "Messages were missing on this computer’s screen. It makes everything anew from what it holds; nothing is "
            "lost. The owner should hear of it if it happens again."
        ),
    }


def _about_account() -> dict[str, str]:
    return {
        "account_restricted": _(
            "WhatsApp has restricted the account of {number}: nothing goes out. The owner must ask Meta’s support."
        ),
        "quality_restricted": _(
            "WhatsApp holds {number} back, because several people blocked or reported it. Send no promotions; "
            "answers go out again in some hours."
        ),
        "payment_problem": _(
            "The bill of {number} at Meta is not settled: templates and more do not go out. The owner must check the "
            "means of payment."
        ),
    }
