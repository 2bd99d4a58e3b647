"""Why nothing may be written freely now: said in the answer box, with until when it could and what opens it again."""

from datetime import datetime

from app.domain.rows import ThreadHeader
from app.words import gettext as _
from app.words.formats import Formats
from ui.conversation.composer import Lock
from ui.plain import isolated, shown_name


def lock_of(header: ThreadHeader, now: datetime, formats: Formats) -> Lock | None:
    """The lock at `now` (UTC); None while one may write."""
    name = shown_name(header.name)
    called = isolated(name.split()[0] if header.is_named else name)
    if header.is_blocked:
        return Lock(
            _("You have blocked {name}").format(name=called),
            _(
                "WhatsApp brings nothing of theirs here, and nothing can be sent to them until you unblock them."
            ),
            "ban",
            _("Unblock"),
        )
    if header.is_window_open:
        return None
    closes_at = header.window_closes_at
    if closes_at is None:
        return Lock(
            _("You cannot write freely to {name} yet").format(name=called),
            _(
                "WhatsApp allows it once the customer has written. Until then, choose a template: they can answer it, "
                "and then you can write freely."
            ),
        )
    ended = formats.ended(min(closes_at, now), now)
    return Lock(
        _("You can no longer write freely to {name}").format(name=called),
        _(
            "WhatsApp gives 24 hours to answer; they ended {moment}. Choose a template: you can write freely again "
            "as soon as they answer."
        ).format(moment=ended),
    )
