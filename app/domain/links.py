"""Links that lead into Comptoir: `comptoir://…` and `tel:…`. Whoever wrote one may be hostile, so it can only show.

    comptoir://screen/today             a screen of the rail, or the tasks
    comptoir://conversation/ID          a conversation that this computer has
    comptoir://number/+33199000001      whom to write to, with the number typed: nothing is begun, nothing is sent
    tel:+33199000001                    the same

There is nothing else: no text for a message, no answer to a question, no setting, no folder, no address to fetch.
"""

import re
from typing import Final
from urllib.parse import unquote

from app.domain.ids import ConversationId
from app.domain.records import record

MOST_LETTERS: Final = 200
SCREENS: Final = frozenset(
    {"today", "inbox", "contacts", "deals", "appointments", "reports", "settings", "tasks"}
)
_PLAIN: Final = re.compile(r"[!-~]+")  # letters of ASCII that can be seen: a link has no others
_OWN: Final = re.compile(r"comptoir://(screen|conversation|number)/([^/?#]+)/?", re.IGNORECASE)
_CALL: Final = re.compile(r"tel:(?://)?([^;?#]+)(?:;[\w=+.;-]*)?", re.IGNORECASE | re.ASCII)
_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_:-]{0,99}", re.ASCII)
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 .()/-]*", re.ASCII)
_LEAST_DIGITS, _MOST_DIGITS = 3, 15


@record
class ToScreen:
    """One of `SCREENS`."""

    screen_id: str


@record
class ToConversation:
    """A conversation, which need not exist."""

    conversation_id: ConversationId


@record
class ToNumber:
    """Somebody to write to, as it would be typed: digits, perhaps with a plus before them."""

    number: str


Target = ToScreen | ToConversation | ToNumber


def read_link(text: str) -> Target | None:
    """Where a link leads; None for all that is not exactly one of ours."""
    if len(text) > MOST_LETTERS or not _PLAIN.fullmatch(text):
        return None
    if call := _CALL.fullmatch(text):
        return _number(unquote(call[1]))
    own = _OWN.fullmatch(text)
    if own is None:
        return None
    kind, said = own[1].lower(), unquote(own[2])
    if kind == "number":
        return _number(said)
    if kind == "screen":
        return ToScreen(said.lower()) if said.lower() in SCREENS else None
    return ToConversation(ConversationId(said)) if _ID.fullmatch(said) else None


def _number(said: str) -> ToNumber | None:
    """Digits alone, with one plus at most: no codes for the phone itself (*21#), no letters, no pauses."""
    if not _NUMBER.fullmatch(said):
        return None
    digits = re.sub(r"[^0-9]", "", said)
    if not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    return ToNumber(f"+{digits}" if said.startswith("+") else digits)
