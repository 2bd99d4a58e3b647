"""Lines in the middle of a conversation: what happened, not what was said."""

from datetime import datetime
from typing import Final

from app.domain.contents import EMPTY, Content
from app.domain.rows import MessageRow
from app.words import amounts
from app.words import gettext as _
from app.words.formats import Formats, placeholder
from app.words.phones import phone
from ui.conversation.team_words import team_words
from ui.inbox.row_face import kind_icon
from ui.plain import isolated, shown_line, shown_name
from ui.theme.icons import IconName

SYSTEM_KINDS: Final = frozenset(
    {"system", "call", "call_permission", "edit", "revoke", "reaction", "blocked", "unblocked", "notice"}
)


def system_words(row: MessageRow, now: datetime, formats: Formats) -> tuple[str, IconName]:
    """A notice in the middle of the conversation at `now` (UTC), and its icon."""
    content = row.content or EMPTY
    if row.notice is not None:
        return team_words(row.notice, now, formats)
    if row.kind in ("blocked", "unblocked"):
        return _block_words(row)
    if row.kind == "call":
        return _call_words(row, content), "phone"
    if row.kind == "call_permission":
        return _("The customer answered whether you may call"), "phone"
    change = content.change
    if change is not None and change.what == "number":
        if change.new:
            new = phone("+" + change.new)
            return _("The customer changed their number to {number}").format(number=new), "arrow-right-left"
        return _("The customer changed their number"), "arrow-right-left"
    if change is not None and change.what == "user_id":
        return _("WhatsApp gave the customer a new identifier"), "arrow-right-left"
    if change is not None:
        return _("The customer’s phone or application changed"), "smartphone"
    if row.kind == "reaction":
        emoji = shown_line(row.text or "")
        words = _("Reacted {emoji} to a message that is not here") if emoji else _("Took a reaction back")
        return words.format(emoji=emoji), "smile"
    return shown_line(row.text or "") or placeholder(row.kind), kind_icon(row.kind)


def _block_words(row: MessageRow) -> tuple[str, IconName]:
    """Who of the team did it; the row's own time stands beside it."""
    who = isolated(shown_name(row.author_name)) if row.author_name else ""
    if row.kind == "blocked":
        words = _("{name} blocked this person").format(name=who) if who else _("This person was blocked")
        return words, "ban"
    words = _("{name} unblocked this person").format(name=who) if who else _("This person was unblocked")
    return words, "user-check"


def _call_words(row: MessageRow, content: Content) -> str:
    call = content.call
    if call is None and row.is_imported and row.text:
        return shown_line(row.text)  # as the phone wrote it down
    if call is None:
        return _("The customer called")
    if call.duration_s:
        length = amounts.length(call.duration_s * 1000)
        words = _("You called, {length}") if call.is_ours else _("The customer called, {length}")
        return words.format(length=length)
    if call.status in ("failed", "rejected", "missed", "no_answer"):
        return _("Your call was not answered") if call.is_ours else _("Missed call of the customer")
    return _("You called") if call.is_ours else _("The customer called")
