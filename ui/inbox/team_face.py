"""What a line says of the team: who holds it, how it is filed, whether it is aside, how it ended. As data and words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.domain.rows import InboxRow, Outcome
from app.words import gettext as _
from app.words.formats import Formats
from ui.plain import shown_name
from ui.theme.icons import IconName
from ui.widgets.paint_chip import Chip, Tone

if TYPE_CHECKING:
    from ui.inbox.row_face import RowFace

_OUTCOMES: Final[dict[Outcome, tuple[Tone, IconName]]] = {
    "solved": ("success", "circle-check"),
    "not_solved": ("warning", "circle-x"),
    "no_action": ("neutral", "minus"),
}


def holder_of(row: InboxRow) -> str:
    """Who holds it, as shown; "" for nobody."""
    return shown_name(row.assignee_name or "?") if row.assignee_id is not None else ""


def tags_of(row: InboxRow) -> tuple[str, ...]:
    """The words it is filed under, as shown."""
    return tuple(map(shown_name, row.tags)) if row.tags else ()


def aside_chip(row: InboxRow, now: datetime, formats: Formats) -> Chip | None:
    """When it comes back, in place of how long somebody waits."""
    if not row.is_snoozed:
        return None
    until_at = row.snoozed_until_at
    text = formats.moment(until_at, now) if until_at is not None else _("until they write")
    return Chip(text, "neutral", "alarm-clock")


def aside_words(row: InboxRow, now: datetime, formats: Formats) -> str:
    """The same as a sentence of its own."""
    if not row.is_snoozed:
        return ""
    if row.snoozed_until_at is None:
        return _("Snoozed until they write")
    return _("Snoozed until {moment}").format(moment=formats.moment(row.snoozed_until_at, now))


def outcome_chip(row: InboxRow) -> Chip | None:
    """How a closed one ended."""
    if not row.is_closed or row.outcome is None:
        return None
    tone, icon = _OUTCOMES[row.outcome]
    return Chip(outcome_words(row.outcome), tone, icon)


def outcome_words(outcome: Outcome) -> str:
    """How a conversation ended, in a word or two."""
    words: dict[Outcome, str] = {
        "solved": _("Solved"),
        "not_solved": _("Not solved"),
        "no_action": _("Nothing to do"),
    }
    return words[outcome]


def team_words(face: RowFace) -> list[str]:
    """All that the line shows of the team, each as words of its own."""
    return [
        *([_("writes for the first time")] if face.is_new else []),
        *([_("came from an ad")] if face.is_from_ad else []),
        *([_("a note mentions you")] if face.is_mentioned else []),
        *([_("yours")] if face.is_mine else []),
        *([_("held by {name}").format(name=face.holder)] if face.holder and not face.is_mine else []),
        *([face.aside_words] if face.aside_words else []),
        *([face.outcome.text] if face.outcome is not None else []),
        *([_("tags: {tags}").format(tags=", ".join(face.tags))] if face.tags else []),
    ]


def tip_of(face: RowFace) -> str:
    """What the tool tip says, as Qt's rich text with every word taken as it is; "" where the line says all."""
    words = [*([face.wait_words] if face.wait_words else []), *team_words(face)]
    if not words:
        return ""
    text = "\n".join(word[:1].upper() + word[1:] for word in words)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped.replace(chr(10), '<br>')}</span>"
