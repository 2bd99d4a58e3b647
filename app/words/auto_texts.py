"""What an automatic answer says to one person, with its blanks filled."""

from collections.abc import Iterable

from app.domain.auto_replies import AutoReply, Blank, filled
from app.domain.hours import OpenTime
from app.domain.hours_ahead import HoursAhead
from app.words import gettext as _
from app.words.hours_of import opening_words
from app.words.quick_replies import blank_name, blank_words


def said(
    reply: AutoReply,
    *,
    is_greeting: bool,
    is_away: bool,
    name: str,
    business: str,
    hours: HoursAhead | OpenTime | None,
    now_s: int,
) -> str:
    """One message: the greeting first, then when somebody will be there. `hours` None: nobody knows them."""
    values: dict[Blank, str] = {
        "name": name.strip(),
        "first_name": (name.split() or [""])[0],
        "business": business.strip(),
        "opening": "",
    }
    opens_s = hours.next_opening(now_s) if hours is not None else None
    if hours is not None and opens_s is not None:
        values["opening"] = opening_words(opens_s, now_s, hours.hours.zone, reply.language)
    texts = [reply.greeting] * is_greeting + [reply.away] * is_away
    return "\n\n".join(text for one in texts if (text := filled(one, values)))


def blank_menu(blanks: Iterable[Blank]) -> list[tuple[str, str]]:
    """What a menu offers to put into a text: the blank with its braces, and what stands in it."""
    return [("{" + _name(one) + "}", _what(one)) for one in blanks]


def starter_greeting() -> str:
    """What a greeting begins as."""
    return _("Hello {first_name}, thank you for your message! We answer as soon as we can.").format(
        first_name="{" + _name("first_name") + "}"
    )


def starter_away() -> str:
    """What an away message begins as."""
    return _("Thank you for your message. We are closed just now and will answer you {opening}.").format(
        opening="{" + _name("opening") + "}"
    )


def _name(blank: Blank) -> str:
    return _("opening") if blank == "opening" else blank_name(blank)


def _what(blank: Blank) -> str:
    return _("When you open next: “tomorrow at 9 am”") if blank == "opening" else blank_words(blank)
