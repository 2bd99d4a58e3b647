"""Greeting and away text: what the hub answers by itself to somebody who has just written. It answers nobody's wait.

The greeting goes once to each new person. The away text goes once in each closed period of the opening hours, and
names when somebody will be there: that is a promise, and it is measured.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import ClassVar, Final, Literal

from app.domain.errors import Refused
from app.domain.hours import BUSINESS, line_scope
from app.domain.ids import LineId, MemberId
from app.domain.quick_blanks import blanks, source_of
from app.domain.records import record

AUTO_LANE: Final = "auto_replies"
TEXT_MAX: Final = 1_000  # of one text; both may go out as one message
FRESH: Final = timedelta(minutes=10)  # who wrote longer ago is answered by nobody but a person
THERE: Final = timedelta(minutes=15)  # somebody of the team who wrote so lately is answering
AFTER_HOURS: Final = timedelta(hours=2)  # likewise, once it is closed: they went on after hours
LANGUAGES: Final = ("fr", "en")  # in which the hub can say when it opens
Blank = Literal["name", "first_name", "business", "opening"]
_OPENING: Final = frozenset({"opening", "ouverture"})
_GAP: Final = re.compile(r"[ \u00a0\u202f]*\0")


@record
class AutoReply:
    """What one number answers by itself, or (scope "") all numbers without an answer of their own.

    `language`: in which the opening is told within the away text.
    """

    scope: str = BUSINESS
    is_greeting: bool = False
    greeting: str = ""
    is_away: bool = False
    away: str = ""
    language: str = "fr"


@record
class AutoReplySaved:
    """auto_reply.saved: these texts count from now on."""

    KIND: ClassVar[str] = "auto_reply.saved"
    VERSION: ClassVar[int] = 1
    scope: str
    is_greeting: bool
    greeting: str
    is_away: bool
    away: str
    member_id: MemberId | None = None
    language: str = "fr"


@record
class AutoReplyRemoved:
    """auto_reply.removed: a number has no texts of its own any more; those of the business count there."""

    KIND: ClassVar[str] = "auto_reply.removed"
    VERSION: ClassVar[int] = 1
    scope: str
    member_id: MemberId | None = None


@record
class PhoneMapped:
    """phone.mapped: whoever answers on the phone of this number is that member; None: nobody knows who."""

    KIND: ClassVar[str] = "phone.mapped"
    VERSION: ClassVar[int] = 1
    line_id: LineId
    member_id: MemberId | None = None
    by_id: MemberId | None = None


class _InLane:
    """They share one lane: of two texts the later one must win."""

    __slots__ = ()

    @property
    def lane(self) -> str:
        """That of automatic answers."""
        return AUTO_LANE


@record
class SaveAutoReply(_InLane):
    """auto_reply.save"""

    KIND: ClassVar[str] = "auto_reply.save"
    VERSION: ClassVar[int] = 1
    reply: AutoReply


@record
class RemoveAutoReply(_InLane):
    """auto_reply.remove: this number answers as the business does."""

    KIND: ClassVar[str] = "auto_reply.remove"
    VERSION: ClassVar[int] = 1
    scope: str


@record
class MapPhone(_InLane):
    """phone.map: say who answers on the phone of a number."""

    KIND: ClassVar[str] = "phone.map"
    VERSION: ClassVar[int] = 1
    line_id: LineId
    member_id: MemberId | None = None


AUTO_EVENTS = (AutoReplySaved, AutoReplyRemoved, PhoneMapped)
AutoEvent = AutoReplySaved | AutoReplyRemoved | PhoneMapped
AUTO_ASKS = (SaveAutoReply, RemoveAutoReply, MapPhone)
AutoAsk = SaveAutoReply | RemoveAutoReply | MapPhone


def reply_of(event: AutoReplySaved) -> AutoReply:
    """What the event says."""
    return AutoReply(
        event.scope, event.is_greeting, event.greeting, event.is_away, event.away, event.language
    )


def reply_for(replies: Mapping[str, AutoReply], line_id: str) -> AutoReply | None:
    """What counts on a number: its own, else the business's."""
    return replies.get(line_scope(line_id), replies.get(BUSINESS))


def reply_problem(reply: AutoReply, lines: Iterable[str]) -> Refused | None:
    """Why it cannot be saved.

    "auto_scope"; "auto_language"; "auto_empty", "auto_long" {limit}, "auto_blank" {blank}, each with {which};
    "auto_opening": the greeting goes out while it is open too.
    """
    if reply.scope != BUSINESS and reply.scope not in {line_scope(one) for one in lines}:
        return Refused("auto_scope")
    if reply.language not in LANGUAGES:
        return Refused("auto_language")
    for which, is_on, text in (
        ("greeting", reply.is_greeting, reply.greeting),
        ("away", reply.is_away, reply.away),
    ):
        refused = _text_problem(which, text, is_on=is_on)
        if refused is not None:
            return refused
    return None


def _text_problem(which: str, text: str, *, is_on: bool) -> Refused | None:
    if is_on and not text.strip():
        return Refused("auto_empty", {"which": which})
    if len(text) > TEXT_MAX:
        return Refused("auto_long", {"which": which, "limit": str(TEXT_MAX)})
    for one in blanks(text):
        blank = blank_of(one.name)
        if blank is None:
            return Refused("auto_blank", {"which": which, "blank": one.name})
        if blank == "opening" and which == "greeting":
            return Refused("auto_opening")
    return None


def blank_of(name: str) -> Blank | None:
    """What a blank is filled in with; None for what nobody could know at night."""
    if name.casefold() in _OPENING:
        return "opening"
    source = source_of(name)
    return source if source in ("name", "first_name", "business") else None


def filled(text: str, values: Mapping[Blank, str]) -> str:
    """The text with its blanks filled; of one that nobody knows nothing is left, not even the space before it."""
    parts, at = [], 0
    for one in blanks(text):
        blank = blank_of(one.name)
        value = "" if blank is None else values.get(blank, "")
        parts += [text[at : one.start], value or "\0"]
        at = one.end
    whole = _GAP.sub("", "".join([*parts, text[at:]]))
    return whole.strip().lstrip(",;").strip()


def needs_opening(text: str) -> bool:
    """Whether it tells when somebody will be there."""
    return any(blank_of(one.name) == "opening" for one in blanks(text))


@record
class Wait:
    """Somebody who waits, as the rules of automatic answers look at them.

    `wrote_s`: when they wrote last. `is_first`: their first words ever. `is_left_alone`: blocked, or they asked for no
    more. `is_person_there`: somebody of the team is answering. `was_answered`: an automatic answer went out there
    before; `was_told_closed`: in this closed period. `closed_since_s`: None while it is open, and where no opening
    hours are known.
    """

    wrote_s: int
    is_first: bool = False
    is_left_alone: bool = False
    is_person_there: bool = False
    was_answered: bool = False
    was_told_closed: bool = False
    closed_since_s: int | None = None
    next_opening_s: int | None = None


def due(reply: AutoReply | None, wait: Wait, now_s: int) -> tuple[bool, bool]:
    """Whether the greeting, and whether the away text is due."""
    is_late = now_s - wait.wrote_s > FRESH.total_seconds()
    if reply is None or is_late or wait.is_left_alone or wait.is_person_there:
        return False, False
    is_greeting = reply.is_greeting and wait.is_first and not wait.was_answered
    is_closed = wait.closed_since_s is not None and not wait.was_told_closed
    can_tell = wait.next_opening_s is not None or not needs_opening(reply.away)
    return is_greeting, reply.is_away and is_closed and can_tell
