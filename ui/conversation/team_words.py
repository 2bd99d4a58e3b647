"""Lines in the middle of a conversation that tell what the team did with it: who took it, who closed it, and how."""

from datetime import datetime
from typing import Final

from app.domain.rows import NoticeRow
from app.words import gettext as _
from app.words.formats import Formats
from app.words.team import outcome_words
from ui.conversation.consent_lines import consent_line
from ui.plain import isolated, shown_name, shown_text
from ui.theme.icons import IconName

_ICONS: Final[dict[str, IconName]] = {
    "released": "circle-dashed",
    "taken_back": "history",
    "left": "user-x",
    "closed": "check",
    "reopened": "reply",
    "snoozed": "alarm-clock",
    "woken": "alarm-clock",
    "waived": "check",
    "unwaived": "reply",
}


def team_words(notice: NoticeRow, now: datetime, formats: Formats) -> tuple[str, IconName]:
    """The line at `now` (UTC), and its icon; what somebody wrote along stands below."""
    if notice.what.startswith("consent"):
        return consent_line(notice)
    words = _words(notice, now, formats)
    if notice.reason:
        words = f"{words} · {shown_text(notice.reason)}"
    if notice.summary:
        words = f"{words}\n{shown_text(notice.summary)}"
    return words, _ICONS.get(notice.what, "user-check")


def _words(notice: NoticeRow, now: datetime, formats: Formats) -> str:
    by, to = _name(notice.by_name), _name(notice.to_name)
    if notice.what == "closed":
        return _closed(notice, by)
    if notice.what == "reopened":
        return (
            _("{name} reopened the conversation").format(name=by)
            if by
            else _("The conversation was reopened")
        )
    if notice.what == "snoozed":
        return _snoozed(notice, by, now, formats)
    if notice.what == "woken":
        return (
            _("{name} brought the conversation back").format(name=by) if by else _("The conversation is back")
        )
    if notice.what in ("waived", "unwaived"):
        return _waived(notice.what, by)
    return _held(notice.what, by, to)


def _waived(what: str, by: str) -> str:
    """Whether the customer needs an answer."""
    words = _("No answer needed") if what == "waived" else _("An answer is needed after all")
    return _("{name}: {words}").format(name=by, words=words[:1].lower() + words[1:]) if by else words


def _held(what: str, by: str, to: str) -> str:
    """Who has it from then on."""
    if what == "taken_back":
        return _("Nobody answered for too long: whoever can may take this conversation")
    if what == "left":
        words = _("{to} has this conversation, as its holder left the team") if to else ""
        return words.format(to=to) or _("Its holder left the team: whoever can may take this conversation")
    if what == "released" or not to:  # `to` is then who had it
        words = _("{name} gave the conversation back: whoever can may take it")
        return words.format(name=by) if by else _("Nobody has this conversation any more")
    if not by or by == to:
        return _("{name} took this conversation").format(name=to)
    return _("{name} handed this conversation over to {to}").format(name=by, to=to)


def _closed(notice: NoticeRow, by: str) -> str:
    words = _("{name} marked the conversation as done").format(name=by) if by else _("Conversation done")
    return f"{words} · {outcome_words(notice.outcome)}" if notice.outcome else words


def _snoozed(notice: NoticeRow, by: str, now: datetime, formats: Formats) -> str:
    if notice.until_at is None:
        words = _("{name} snoozed the conversation until the customer writes")
        return words.format(name=by) if by else _("Snoozed until the customer writes")
    moment = formats.moment(notice.until_at, now)
    words = _("{name} snoozed the conversation until {moment}")
    return words.format(name=by, moment=moment) if by else _("Snoozed until {moment}").format(moment=moment)


def _name(name: str | None) -> str:
    return isolated(shown_name(name)) if name else ""
