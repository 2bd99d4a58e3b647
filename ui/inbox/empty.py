"""What an empty list says: kindly, exactly, and with one way on where there is one."""

from app.domain.rows import INBOX_VIEWS, ViewKey
from app.words import gettext as _
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.small_parts import EmptyState


def empty_of(theme: Theme, view: ViewKey, *, has_any: bool, is_coming: bool = False) -> EmptyState:
    """The words for a view without rows; `has_any`: other views hold some; `is_coming`: some may be on their way."""
    if is_coming and not has_any:
        return EmptyState(
            theme,
            "history",
            _("The conversations are on their way"),
            _("The newest come first, and can be answered as soon as they are here."),
        )
    if not has_any and view in ("waiting", "all", "mine", "unassigned", "theirs"):
        return EmptyState(
            theme,
            "message-square",
            _("No message yet"),
            _("Customers who write to you on WhatsApp appear here by themselves."),
        )
    icon, title, sentence = _words(view)
    if view in ("waiting", "mine") and has_any:
        way = _("Show all conversations")
        return EmptyState(theme, icon, title, sentence, action=way, kind="soft")
    return EmptyState(theme, icon, title, sentence)


def _words(view: ViewKey) -> tuple[IconName, str, str]:
    words: dict[ViewKey, tuple[IconName, str, str]] = {
        "waiting": ("coffee", _("Nobody is waiting"), _("Everyone has had an answer.")),
        "mine": (
            "user-check",
            _("You hold no conversation"),
            _("Those that you take, answer or are given are here."),
        ),
        "unassigned": ("check", _("Nothing to pick up"), _("Somebody takes care of every conversation.")),
        "mentions": (
            "sticky-note",
            _("Nobody mentioned you"),
            _(
                "When a colleague writes @ and your name in a note, the conversation is here until you have read it."
            ),
        ),
        "theirs": (
            "message-square",
            _("You wait for nobody"),
            _("Conversations in which you wrote last are here until the customer answers."),
        ),
        "snoozed": (
            "alarm-clock",
            _("Nothing is snoozed"),
            _("What you put aside is here until its time comes or the customer writes."),
        ),
        "closed": (
            "check",
            _("No conversation is done yet"),
            _("Those that you mark as done are kept here, and come back when the customer writes."),
        ),
        "all": ("check", _("No open conversation"), _("All of them are marked as done.")),
    }
    of_its_own: tuple[IconName, str, str] = (
        "layout-list",
        _("Nothing fits this view now"),
        _("Conversations appear here by themselves as soon as they do."),
    )
    return words[view] if view in INBOX_VIEWS else of_its_own
