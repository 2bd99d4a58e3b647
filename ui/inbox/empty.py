"""What an empty list says: kindly, exactly, and with one way on where there is one."""

from app.domain.rows import InboxView
from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.small_parts import EmptyState


def empty_of(theme: Theme, view: InboxView, *, has_any: bool, is_coming: bool = False) -> EmptyState:
    """The words for a view without rows; `has_any`: other views hold some; `is_coming`: some may be on their way."""
    if is_coming and not has_any:
        return EmptyState(
            theme,
            "history",
            _("The conversations are on their way"),
            _("The newest come first, and can be answered as soon as they are here."),
        )
    if not has_any and view != "closed":
        return EmptyState(
            theme,
            "message-square",
            _("No message yet"),
            _("Customers who write to you on WhatsApp appear here by themselves."),
        )
    if view == "waiting":
        return EmptyState(
            theme,
            "coffee",
            _("Nobody is waiting"),
            _("Everyone has had an answer."),
            action=_("Show all conversations"),
            kind="soft",
        )
    if view == "closed":
        return EmptyState(
            theme,
            "check",
            _("No conversation is done yet"),
            _("Those that you mark as done are kept here, and come back when the customer writes."),
        )
    return EmptyState(theme, "check", _("No open conversation"), _("All of them are marked as done."))
