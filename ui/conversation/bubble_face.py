"""What one bubble says, as data: made from a MessageRow and its neighbours, laid out, painted and spoken elsewhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from app.domain.ids import MessageId
from app.domain.messages import AUTOMATIC
from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words.formats import Formats, in_brief
from ui.conversation import parts as p
from ui.conversation.content_parts import parts_of
from ui.conversation.footers import NO_FOOTER, Footer, footer_of
from ui.conversation.links import Link, find_links
from ui.conversation.markup import Styled, marked
from ui.conversation.notes.mentions import mentioned
from ui.conversation.notices import SYSTEM_KINDS, system_words
from ui.conversation.reach import Reach
from ui.conversation.spoken_parts import spoken
from ui.inbox.row_face import tick_of, tick_words
from ui.plain import shown_line, shown_name, shown_text
from ui.theme.icons import IconName
from ui.widgets.paint_marks import TickState

Side = Literal["in", "out"]
JOIN_WITHIN: Final = timedelta(minutes=2)  # "17:20" and "17:21" of one author stand together
LONGEST_SHOWN: Final = 4096  # characters; what is longer is shown in part, with a link to the rest
SHOWN_PART: Final = 3000
EVERY_WAY: Final = Reach()
NOTE: Final = "note"  # the kind of what the team writes to itself


@dataclass(frozen=True, slots=True)
class Quote:
    """What a message answers: who said it and the start of it; `message_id` to go there."""

    name: str
    text: str
    message_id: MessageId | None = None


@dataclass(frozen=True, slots=True)
class BubbleFace:
    """One message, ready to lay out. `day` is the line above it, None when the day goes on."""

    side: Side
    author: str  # as spoken
    text: str  # "" when there is none
    links: tuple[Link, ...]
    styles: tuple[Styled, ...]
    is_cut: bool  # a link leads to the rest of the text
    has_details: bool  # a link copies what the channel sent of something that cannot be shown
    above: tuple[p.Part, ...]
    below: tuple[p.Part, ...]
    buttons: tuple[p.ButtonLine, ...]
    reactions: tuple[p.ReactionPill, ...]
    notice: tuple[str, IconName] | None  # no bubble: a line in the middle
    quote: Quote | None
    meta: str
    tick: TickState | None
    is_late: bool
    footer: Footer
    day: str | None
    joins_above: bool
    joins_below: bool
    is_note: bool = False  # for the team alone

    @property
    def is_failed(self) -> bool:
        """Whether its edge is red."""
        return self.tick == "failed"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The rows above and below, None at an end of the conversation."""

    above: MessageRow | None
    below: MessageRow | None


def bubble_face(
    row: MessageRow,
    near: Neighbours,
    now: datetime,
    formats: Formats,
    *,
    is_whole: bool = False,
    reach: Reach = EVERY_WAY,
) -> BubbleFace:
    """What `row` says at `now` (UTC). `is_whole`: the person asked for all of a very long text.

    `reach`: which ways on may be offered.
    """
    held = parts_of(row, formats)
    written = row.text or "" if held.text is None else held.text
    text = shown_text(written)
    is_cut = len(text) > LONGEST_SHOWN and not is_whole
    shown = marked(text[:SHOWN_PART] + "…" if is_cut else text)
    has_day = near.above is None or not formats.is_same_day(near.above.sort_at, row.sort_at)
    is_notice = row.kind in SYSTEM_KINDS and not row.is_revoked
    return BubbleFace(
        side=row.direction,
        author=_author(row),
        text="" if is_notice else shown.text,
        links=find_links(shown.text),
        styles=(*shown.styles, *mentioned(shown.text)) if row.mentions else shown.styles,
        is_cut=is_cut,
        has_details=row.kind in ("unsupported", "unknown") and not row.is_revoked,
        above=held.above,
        below=held.below,
        buttons=held.buttons,
        reactions=_reactions(row),
        notice=system_words(row, now, formats) if is_notice else None,
        quote=None if is_notice else _quote(row),
        meta=_meta(row, formats),
        tick=tick_of(row.state) if row.direction == "out" and row.kind != NOTE else None,
        is_late=row.is_late,
        footer=footer_of(row, now, reach) if row.direction == "out" and row.kind != NOTE else NO_FOOTER,
        day=formats.day_line(row.sort_at, now) if has_day else None,
        joins_above=not has_day and near.above is not None and is_joined(near.above, row, formats),
        joins_below=near.below is not None and is_joined(row, near.below, formats),
        is_note=row.kind == NOTE,
    )


def is_joined(upper: MessageRow, lower: MessageRow, formats: Formats) -> bool:
    """Whether two neighbours are one group: same author, about the same minute, same day, nothing said between them."""
    is_one_author = (upper.direction, upper.author, upper.author_name) == (
        lower.direction,
        lower.author,
        lower.author_name,
    )
    if not is_one_author or upper.state in ("failed", "refused", "expired", "unknown"):
        return False
    if (SYSTEM_KINDS | {NOTE}) & {upper.kind, lower.kind} or upper.reactions:
        return False
    if lower.sort_at - upper.sort_at >= JOIN_WITHIN:
        return False
    return formats.is_same_day(upper.sort_at, lower.sort_at)


def spoken_bubble(face: BubbleFace) -> str:
    """The bubble as a screen reader says it: who, quoting what, what, when, how far it came, what is wrong."""
    if face.notice is not None:
        return ", ".join(part for part in (face.day or "", face.notice[0], face.meta) if part)
    parts = [face.day or "", face.author]
    if face.quote is not None:
        parts.append(_("in answer to {name}: {text}").format(name=face.quote.name, text=face.quote.text))
    parts += [*spoken(face.above), face.text, *spoken(face.below)]
    if face.buttons:
        parts.append(_("buttons: {names}").format(names=", ".join(line.words for line in face.buttons)))
    parts += [face.meta.rpartition(" · ")[2], tick_words(face.tick)]
    parts += [pill.spoken for pill in face.reactions]
    if face.footer.sentence:
        parts.append(face.footer.sentence)
    return ", ".join(part for part in parts if part)


def _author(row: MessageRow) -> str:
    if row.direction == "in":
        return _("Customer")
    if row.author == "phone":
        return _("Phone")
    if row.author in AUTOMATIC:
        return automatic_words(row.author)
    return shown_name(row.author_name) if row.author_name else _("You")


def _meta(row: MessageRow, formats: Formats) -> str:
    """Who of the team, and when: "Léa · 17:24"; a late one says so first."""
    time = formats.time_of_day(row.sort_at)
    if row.is_edited and not row.is_revoked:
        time = _("changed · {time}").format(time=time)
    if row.is_late:
        return _("arrived late · {time}").format(time=time)
    if row.direction == "in":
        return time
    if row.author == "phone":
        return f"{_('Phone')} · {time}"
    if row.author in AUTOMATIC:
        return f"{automatic_words(row.author)} · {time}"
    if row.kind == NOTE:
        return time  # its head says who
    first_name = shown_name(row.author_name).split()[0] if row.author_name else ""
    return f"{first_name} · {time}" if first_name else time


def automatic_words(author: str) -> str:
    """Who wrote what nobody of the team did."""
    if author == "reminder":
        return _("Reminder of an appointment")  # it answers nothing, and may have been pressed by somebody
    kinds = {"greeting": _("greeting"), "away": _("away message")}
    words = _("Automatic reply")
    return f"{words} · {kinds[author]}" if author in kinds else words


def _quote(row: MessageRow) -> Quote | None:
    if row.reply_text is None and row.reply_kind in (None, "text"):
        return None
    # A customer always has a name; what was typed on the business's phone has none, and it is ours.
    name = shown_name(row.reply_name) if row.reply_name else _("You")
    return Quote(name, in_brief(row.reply_kind, shown_line(row.reply_text or "")), row.reply_message_id)


def _reactions(row: MessageRow) -> tuple[p.ReactionPill, ...]:
    """One pill for each emoji: the name of who of us gave it, or how many did."""
    by_emoji: dict[str, list[str | None]] = {}
    for one in row.reactions:
        by_emoji.setdefault(shown_line(one.emoji), []).append(_("You") if one.is_mine else one.name)
    return tuple(_pill(emoji, names) for emoji, names in by_emoji.items())


def _pill(emoji: str, names: list[str | None]) -> p.ReactionPill:
    known = [shown_name(name).split()[0] for name in names if name]
    words = str(len(names)) if len(names) > 1 else known[0] if known else ""
    who = ", ".join(known) or _("Customer")
    return p.ReactionPill(emoji, words, _("{emoji} by {who}").format(emoji=emoji, who=who))
