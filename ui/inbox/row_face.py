"""What one line of the inbox says, as data: made from facts, painted by the delegate, spoken by a screen reader."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from app.domain.records import record
from app.domain.rows import InboxRow, PresenceRow
from app.domain.waits import Wait
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import SAYS_ITSELF, Formats, placeholder
from ui.inbox.team_face import aside_chip, aside_words, holder_of, outcome_chip, tags_of, team_words
from ui.plain import shown_line, shown_name
from ui.theme.icons import IconName
from ui.theme.tokens import Thresholds
from ui.widgets.paint_chip import Chip, row_shows_window, wait_chip, window_chip
from ui.widgets.paint_marks import TickState

PresenceMark = Literal["viewing", "typing"]
TICKS: Final[dict[str, TickState]] = {
    "queued": "waiting",
    "unknown": "waiting",
    "accepted": "sent",
    "settled": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
    "refused": "failed",
    "expired": "failed",
}
KIND_ICONS: Final[dict[str, IconName]] = {
    "image": "image",
    "video": "play",
    "audio": "play",
    "voice": "mic",
    "document": "file-text",
    "media": "paperclip",
    "sticker": "smile",
    "location": "map-pin",
    "contacts": "contact",
    "reaction": "smile",
    "answer": "reply",
    "form": "list-checks",
    "order": "shopping-bag",
    "system": "info",
    "edit": "pencil",
    "revoke": "ban",
    "revoked": "ban",
    "call": "phone",
    "template": "layout-template",
    "buttons": "reply",
    "list": "list-checks",
    "link": "globe",
    "location_request": "map-pin",
    "contact_request": "user",
    "product": "shopping-bag",
    "products": "shopping-bag",
    "catalog": "shopping-bag",
}


@record
class RowFace:
    """One line, ready to paint. `time`, `wait` and `aside` exclude each other.

    `holder` is "" where nobody holds it, or where there is nobody else to hold it. `presence`: somebody else is there.
    """

    key: str  # the contact's id, which chooses the portrait's hue
    name: str
    is_named: bool
    is_unread: bool
    unread_count: int
    wait: Chip | None
    time: str
    tick: TickState | None
    kind_icon: IconName | None
    preview: str
    is_draft: bool
    window: Chip | None
    window_words: str  # the chip as a whole sentence, for who cannot see it
    aside: Chip | None = None  # until when it is snoozed
    aside_words: str = ""
    holder: str = ""
    is_mine: bool = False
    tags: tuple[str, ...] = ()
    is_new: bool = False
    is_from_ad: bool = False
    is_mentioned: bool = False
    outcome: Chip | None = None  # of a closed one
    presence: PresenceMark | None = None  # what colleagues do there
    presence_words: str = ""
    wait_words: str = ""

    @property
    def has_ends(self) -> bool:
        """Whether something of the team stands at the end of its second line."""
        return bool(self.tags) or self.is_mentioned or self.outcome is not None


def tick_of(state: str | None) -> TickState | None:
    """The mark of an outgoing message's state; None for one that was taken back."""
    return TICKS.get(state or "")


def kind_icon(kind: str) -> IconName:
    """The icon of a message that is no text."""
    return KIND_ICONS.get(kind, "circle-help")


def row_face(
    row: InboxRow,
    now: datetime,
    wait: Wait | None,
    formats: Formats,
    limits: Thresholds,
    *,
    is_team: bool = True,
    there: Sequence[PresenceRow] = (),
) -> RowFace:
    """What the line of `row` says at `now` (UTC); a draft takes the preview's place, as it is the person's own.

    `wait`: how their wait stands to its standard. `is_team` False: there is nobody else who could hold it. `there`:
    colleagues who look at it or write.
    """
    is_text = row.last_kind in (None, "text")
    has_draft = bool(row.draft)
    return RowFace(
        key=row.contact_id,
        name=shown_name(row.name),
        is_named=row.is_named,
        is_unread=row.unread_count > 0,
        unread_count=row.unread_count,
        wait=wait_face(row.waiting_since_at, wait, now, formats, limits),
        wait_words=due_words(wait, now, formats),
        time=_time(row, now, formats),
        tick=tick_of(row.last_state) if row.last_direction == "out" and not has_draft else None,
        kind_icon=None if is_text or has_draft or row.last_kind is None else kind_icon(row.last_kind),
        preview=shown_line(row.draft) if row.draft else _preview(row),
        is_draft=has_draft,
        window=_window(row, now, formats, limits),
        window_words=_window_words(row, now, formats),
        aside=aside_chip(row, now, formats),
        aside_words=aside_words(row, now, formats),
        holder=holder_of(row) if is_team else "",
        is_mine=row.is_mine and is_team,
        tags=tags_of(row),
        is_new=row.is_new,
        is_from_ad=row.is_from_ad,
        is_mentioned=row.is_mentioned,
        outcome=outcome_chip(row),
        presence=there[0].what if there else None,
        presence_words=_presence_words(there) if there else "",
    )


def beyond_words(standard_min: int | None) -> str:
    """The head of those who wait too long."""
    if standard_min is None:
        return _("Beyond the standard")
    return _("Beyond the standard of {minutes} min").format(minutes=standard_min)


def spoken_row(face: RowFace) -> str:
    """The line as a screen reader says it: who, how long, what, how many."""
    parts = [face.name, face.wait.text if face.wait else face.time, face.wait_words]
    if face.is_draft:
        parts.append(_("Draft: {text}").format(text=face.preview))
    else:
        parts += [tick_words(face.tick), face.preview]
    if face.window is not None:
        parts.append(face.window_words)
    if face.unread_count:
        parts.append(ngettext("{n} unread", "{n} unread", face.unread_count).format(n=face.unread_count))
    parts += team_words(face)
    parts.append(face.presence_words)
    return ", ".join(part for part in parts if part)


def tick_words(tick: TickState | None) -> str:
    """What a tick means, in a word; "" without a tick."""
    words = {
        "waiting": _("waiting to be sent"),
        "sent": _("sent"),
        "delivered": _("delivered"),
        "read": _("read"),
        "failed": _("not delivered"),
    }
    return words[tick] if tick else ""


def _presence_words(there: Sequence[PresenceRow]) -> str:
    from ui.conversation.presence_view import words_of  # most rows have nobody

    return words_of(there)


def _preview(row: InboxRow) -> str:
    if row.last_kind is None:
        return _("No message yet")
    if row.last_kind == "text":
        text = shown_line(row.last_text or "")
        return _("Taken back: {text}").format(text=text) if row.last_state == "cancelled" else text
    words, text = placeholder(row.last_kind), shown_line(row.last_text or "")
    if text and row.last_kind in SAYS_ITSELF and row.last_kind != "template":
        return text  # its icon says the rest
    return f"{words}, {text}" if text else words


def _time(row: InboxRow, now: datetime, formats: Formats) -> str:
    if row.last_at is None or row.waiting_since_at is not None or row.is_snoozed:
        return ""
    return formats.list_time(row.last_at, now)


def wait_face(
    since: datetime | None, wait: Wait | None, now: datetime, formats: Formats, limits: Thresholds
) -> Chip | None:
    """Since when they wait, in the colour of their standard."""
    if since is None or wait is None:
        return None
    return wait_chip(formats.since(since, now), wait.share, limits, wait.warn)


def due_words(wait: Wait | None, now: datetime, formats: Formats) -> str:
    """Until when they are to be answered, and whether the time runs; "" where it is used up."""
    if wait is None or wait.share >= 1 or wait.due_at is None:
        return ""
    words = _("to be answered by {moment}").format(moment=formats.moment(wait.due_at, now))
    return _("{words} (closed now)").format(words=words) if wait.is_still else words


def _window(row: InboxRow, now: datetime, formats: Formats, limits: Thresholds) -> Chip | None:
    """Only where it presses: an open conversation whose customer waits, near the end of the window or past it."""
    closes_at = row.window_closes_at
    if closes_at is None or row.is_closed or row.waiting_since_at is None:
        return None
    left_s = (closes_at - now).total_seconds()
    if not row_shows_window(left_s, limits):
        return None
    # A few hours are left at most, so that the time alone is plain; the words beside it need the room.
    text = _("until {time}").format(time=formats.time_of_day(closes_at)) if left_s > 0 else _("24 h are over")
    return window_chip(text, left_s, limits)


def _window_words(row: InboxRow, now: datetime, formats: Formats) -> str:
    closes_at = row.window_closes_at
    if closes_at is None:
        return ""
    return formats.until(closes_at, now) if now < closes_at else formats.closed_since(closes_at, now)
