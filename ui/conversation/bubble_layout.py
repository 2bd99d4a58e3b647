"""Where every part of one bubble stands: measured once for (face, width), then only painted and hit.

All rectangles are relative to the item's upper left corner, in logical pixels. The parts from top to bottom: day line,
gap, quote, blocks (picture, document, …), text, more blocks, a link, meta (after the last word or on its own line),
buttons across the foot, reactions, footer. A notice is one line in the middle, without a bubble.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from app.words import gettext as _
from ui.conversation.blocks.base import Block, Room
from ui.conversation.blocks.measure import measure
from ui.conversation.bubble_face import BubbleFace
from ui.conversation.parts import ButtonAct, ButtonLine, Part, ReactionPill
from ui.conversation.spots import Spot, Target
from ui.conversation.text_block import TextBlock, set_text, utf16
from ui.theme.theme import Theme
from ui.widgets.paint_basic import mirrored

_BUTTON_TARGETS: Final[Mapping[ButtonAct, Target]] = {"link": "link", "see_list": "list", "write": "write"}
SIDE_PAD: Final = 24  # free at the pane's edges
BUBBLE_SHARE: Final = 0.78  # of the free width, at most `bubble_max`
PAD_X: Final = 12  # 11 and the edge
PAD_Y: Final = 8  # 7 and the edge
GAP: Final = 8
JOINED_GAP: Final = 2
META_GAP: Final = 12
META_LINE: Final = 18  # the meta's own line
META_DROP: Final = 2  # the small text sits a little lower than the line beside it
TICK_GAP: Final = 4
DAY_ABOVE: Final = 12
DAY_BELOW: Final = 8
END_PAD: Final = 12  # above the first and below the last bubble
QUOTE_BAR: Final = 3
QUOTE_PAD: Final = (8, 4)
QUOTE_GAP: Final = 6
QUOTE_LINES: Final = 2
ICON_GAP: Final = 8
FOOTER_GAP: Final = 4
WAY_GAP: Final = 10  # each side of the point between two links

BLEED_TOP: Final = PAD_Y - 4
BLEED: Final = PAD_X - 4  # a picture leaves 3 px and the edge
BLOCK_GAP: Final = 6
BUTTON_ROW: Final = 32
PILL: Final = 22
PILL_OVER: Final = 8  # a reaction stands so far over the bubble's lower edge
PILL_PAD: Final = 7
PILL_GAP: Final = 4
NOTICE_PAD: Final = 6


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where it stands."""

    block: Block
    rect: QRectF


@dataclass(frozen=True, slots=True)
class PlacedButton:
    """A line across the bubble's foot."""

    line: ButtonLine
    rect: QRectF


@dataclass(frozen=True, slots=True)
class PlacedPill:
    """A reaction."""

    pill: ReactionPill
    rect: QRectF


@dataclass(slots=True)
class BubbleLayout:
    """The measured bubble."""

    height: float = 0.0
    day: QRectF | None = None
    bubble: QRectF = field(default_factory=QRectF)
    quote: QRectF | None = None
    quote_text: TextBlock | None = None
    notice: QRectF | None = None
    blocks: list[Placed] = field(default_factory=list)
    buttons: list[PlacedButton] = field(default_factory=list)
    pills: list[PlacedPill] = field(default_factory=list)
    text: TextBlock | None = None
    text_at: QPointF = field(default_factory=QPointF)
    meta: QRectF = field(default_factory=QRectF)
    footer: QRectF | None = None
    footer_text: TextBlock | None = None
    spots: list[Spot] = field(default_factory=list)
    details: QRectF | None = None  # the link of a placeholder, or of a cut text


def lay_out(
    theme: Theme, face: BubbleFace, width: float, trailing_px: float, *, is_rtl: bool
) -> BubbleLayout:
    """Measure `face` for an item of this width; `trailing_px` of it are already free beside the scroll bar."""
    return _Measuring(theme, face, width, trailing_px, is_rtl=is_rtl).run()


def meta_width(theme: Theme, face: BubbleFace) -> float:
    """The meta's words and its marks."""
    width = theme.metrics("small", tabular=True).horizontalAdvance(face.meta)
    marks = (face.tick is not None) + face.is_late
    return width + marks * (TICK_GAP + theme.tokens.icon.small) + 1


class _Measuring:
    """One run from top to bottom; `y` is where the next part begins."""

    def __init__(
        self, theme: Theme, face: BubbleFace, width: float, trailing_px: float, *, is_rtl: bool
    ) -> None:
        self.theme, self.face, self.width, self.is_rtl = theme, face, width, is_rtl
        self.trailing_px = trailing_px
        free = width - SIDE_PAD - trailing_px
        self.most = min(theme.tokens.size.bubble_max, free * BUBBLE_SHARE) - 2 * PAD_X
        self.out = BubbleLayout()
        self.y = 0.0
        self.ends_mirrored = False  # the last line is a block's, which turns around with the window
        self.inner = 0.0  # width of the bubble's content so far
        self.last = 0.0  # width of its last line, after which the meta may flow

    def run(self) -> BubbleLayout:
        """All parts, then the bubble's box, then the footer."""
        self._day()
        if self.face.notice is not None:
            return self._notice(self.face.notice[0])
        self.y += JOINED_GAP if self.face.joins_above else GAP
        top = self.y
        self.y += PAD_Y
        self._quote()
        self._blocks(self.face.above)
        self._text()
        self._blocks(self.face.below)
        self._link_line()
        self._meta()
        self.y += PAD_Y
        self._buttons()
        self._box(top)
        self._pills()
        self._footer()
        self.out.height = round(self.y)
        return self.out

    def _day(self) -> None:
        if self.face.day is None:
            return
        line = self.theme.line("small")
        self.out.day = QRectF(SIDE_PAD, DAY_ABOVE, self.width - SIDE_PAD - self.trailing_px, line)
        self.y = DAY_ABOVE + line + DAY_BELOW

    def _quote(self) -> None:
        quote = self.face.quote
        if quote is None:
            return
        pad_x, pad_y = QUOTE_PAD
        room = self.most - QUOTE_BAR - 2 * pad_x
        block = set_text(self.theme, quote.text, room, role="small", most_lines=QUOTE_LINES)
        name = self.theme.metrics("small", "semibold").horizontalAdvance(quote.name)
        width = min(room, max(block.width, name)) + QUOTE_BAR + 2 * pad_x
        height = self.theme.line("small") + block.height + 2 * pad_y
        self.out.quote = QRectF(0, self.y, width, height)
        self.out.quote_text = block
        self.inner = max(self.inner, width)
        self.y += height + QUOTE_GAP

    def _notice(self, words: str) -> BubbleLayout:
        """A line in the middle of the pane, wrapped when it must be."""
        room = self.width - SIDE_PAD - self.trailing_px - 2 * SIDE_PAD
        block = set_text(self.theme, words, room, role="small")
        icon = self.theme.tokens.icon.small + ICON_GAP
        width = min(block.width, room) + icon + 1
        free = self.width - SIDE_PAD - self.trailing_px
        self.y += GAP
        self.out.notice = QRectF(
            round(SIDE_PAD + (free - width) / 2), self.y + NOTICE_PAD / 2, width, block.height
        )
        self.out.footer_text = block
        self.out.bubble = QRectF(self.out.notice)
        self.y += block.height + NOTICE_PAD
        self.out.height = round(self.y)
        return self.out

    def _blocks(self, parts: Sequence[Part]) -> None:
        """Below each other; a picture at the top reaches to the bubble's edge."""
        for part in parts:
            is_first = not (self.out.blocks or self.out.quote or self.out.text)
            block = measure(part, Room(self.theme, self.most, self.face.side == "out"))
            if block.bleeds:
                self.y -= BLEED_TOP if is_first else 0
                self.inner = max(self.inner, block.width - 2 * BLEED)
                self.most = min(
                    self.most, self.inner
                )  # words keep to the picture's width, or it would be cut
            else:
                self.inner = max(self.inner, block.width)
            self.out.blocks.append(Placed(block, QRectF(0, self.y, block.width, block.height)))
            self.y += block.height
            self.last = self.most if block.last is None else block.last
            self.ends_mirrored = self.is_rtl
            self.y += BLOCK_GAP if block.last is None else 0

    def _text(self) -> None:
        if not self.face.text:
            return
        block = self._set(self.most)
        self.ends_mirrored = False
        self.out.text = block
        self.out.text_at = QPointF(0, self.y)
        self.inner = max(self.inner, block.width)
        # the meta cannot follow the end of lines that run the other way, unless there is only one
        self.last = self.most if block.is_rtl and block.line_count > 1 else block.last_width
        self.y += block.height

    def _set(self, width: float) -> TextBlock:
        face = self.face
        return set_text(self.theme, face.text, width, links=face.links, styles=face.styles)

    def _link_line(self) -> None:
        label = link_label(self.face)
        if not label:
            return
        width = self.theme.metrics("small", "medium").horizontalAdvance(label) + 1
        line = self.theme.line("body")
        self.out.details = QRectF(0, self.y, width, line)
        self.inner = max(self.inner, width)
        self.last = width
        self.y += line

    def _meta(self) -> None:
        width = meta_width(self.theme, self.face)
        line = self.theme.line("small")
        if self.last + META_GAP + width <= self.most:
            self.inner = max(self.inner, self.last + META_GAP + width)
            top = self.y - self.theme.line("body") + (self.theme.line("body") - line) / 2 + META_DROP
            self._turn_text(self.inner - META_GAP - width)
        else:
            self.inner = max(self.inner, width)
            top = self.y + META_DROP
            self.y += self.theme.px(META_LINE)
            self._turn_text(self.inner)
        left = 0.0 if self.ends_mirrored else self.inner - width
        self.out.meta = QRectF(left, round(top), width, line)

    def _turn_text(self, room: float) -> None:
        """Lines that run from right to left begin at the right end of the room that the meta leaves them."""
        block = self.out.text
        if block is not None and block.is_rtl:
            room = max(block.width, room if self.out.details is None else self.inner)
            self.out.text = self._set(room + 1)

    def _buttons(self) -> None:
        """Lines across the whole foot; they ask for room as text does."""
        if not self.face.buttons:
            return
        metrics = self.theme.metrics("body", "medium")
        row = self.theme.px(BUTTON_ROW)
        for line in self.face.buttons:
            lead = self.theme.tokens.icon.normal + ICON_GAP if line.icon else 0
            self.inner = max(self.inner, min(self.most, metrics.horizontalAdvance(line.words) + lead + 1))
            self.out.buttons.append(PlacedButton(line, QRectF(0, self.y, 0, row)))
            self.y += row

    def _pills(self) -> None:
        """Reactions stand over the lower edge, at the side where the bubble stands."""
        if not self.face.reactions:
            return
        metrics, height = self.theme.metrics("small", "medium"), self.theme.px(PILL)
        emoji = self.theme.metrics("body")
        top = self.out.bubble.bottom() - PILL_OVER
        at_right = self._is_at_right()
        edge = self.out.bubble.right() - PILL_OVER if at_right else self.out.bubble.left() + PILL_OVER
        for pill in self.face.reactions:
            words = metrics.horizontalAdvance(pill.words) + PILL_GAP if pill.words else 0
            width = round(emoji.horizontalAdvance(pill.emoji) + words + 2 * PILL_PAD + 1)
            left = edge - width if at_right else edge
            self.out.pills.append(PlacedPill(pill, QRectF(left, top, width, height)))
            edge += -(width + PILL_GAP) if at_right else width + PILL_GAP
        self.y += height - PILL_OVER

    def _box(self, top: float) -> None:
        width = round(self.inner + 2 * PAD_X + 0.5)
        is_trailing = self.face.side == "out"
        left = self.width - self.trailing_px - width if is_trailing else SIDE_PAD
        item = QRectF(0, 0, self.width, self.y)
        box = QRectF(left, top, width, self.y - top)
        self.out.bubble = mirrored(box, item, is_rtl=self.is_rtl)
        self._shift(self.out.bubble.left() + PAD_X)

    def _shift(self, left: float) -> None:
        """The content was measured from 0; now the bubble's place is known."""
        out = self.out
        for name in ("quote", "details"):
            rect: QRectF | None = getattr(out, name)
            if rect is not None:
                setattr(out, name, rect.translated(left, 0))
        out.text_at += QPointF(left, 0)
        out.meta = out.meta.translated(left, 0)
        out.blocks = [self._placed(one, left) for one in out.blocks]
        for one in out.blocks:
            out.spots += one.block.spots(one.rect, is_rtl=self.is_rtl)
        box = out.bubble
        out.buttons = [
            PlacedButton(one.line, QRectF(box.left(), one.rect.top(), box.width(), one.rect.height()))
            for one in out.buttons
        ]
        out.spots += [
            Spot(one.rect, _BUTTON_TARGETS[one.line.act], one.line.value)
            for one in out.buttons
            if one.line.act in _BUTTON_TARGETS
        ]
        quote = self.face.quote
        if out.quote is not None and quote is not None and quote.message_id is not None:
            out.spots.append(Spot(out.quote, "quote", quote.message_id))
        if out.details is not None:
            out.spots.append(Spot(out.details, "whole" if self.face.is_cut else "details"))

    def _placed(self, one: Placed, left: float) -> Placed:
        """A block in the bubble, whose width is known now: one that bleeds fills it, the others may use its inside."""
        if one.block.bleeds:
            box = self.out.bubble
            return Placed(
                one.block, QRectF(box.left() + 4, one.rect.top(), box.width() - 8, one.rect.height())
            )
        return Placed(one.block, QRectF(left, one.rect.top(), self.inner, one.rect.height()))

    def _footer(self) -> None:
        footer = self.face.footer
        if not footer.sentence:
            return
        room = min(self.theme.tokens.size.bubble_max, self.width - SIDE_PAD - self.trailing_px)
        block = set_text(self.theme, footer.sentence, room, role="small")
        self.y += FOOTER_GAP
        edge = self.out.bubble.right() if self._is_at_right() else self.out.bubble.left() + block.width
        self.out.footer = QRectF(round(edge - block.width), self.y, block.width, block.height)
        self.out.footer_text = block
        self.y += block.height
        self._ways()

    def _ways(self) -> None:
        """Up to three links on one line, ending (or beginning) where the bubble does."""
        ways = self.face.footer.ways
        if not ways:
            return
        metrics, line = self.theme.metrics("small", "medium"), self.theme.line("small") + 2
        widths = [metrics.horizontalAdvance(way.label) + 1 for way in ways]
        total = sum(widths) + 2 * WAY_GAP * (len(ways) - 1)
        left = self.out.bubble.right() - total if self._is_at_right() else self.out.bubble.left()
        for way, width in zip(ways, widths, strict=True):
            self.out.spots.append(Spot(QRectF(round(left), self.y, width, line), "way", way.way))
            left += width + 2 * WAY_GAP
        self.y += line

    def _is_at_right(self) -> bool:
        return (self.face.side == "out") != self.is_rtl


def link_label(face: BubbleFace) -> str:
    """The link inside a bubble: the rest of a cut text, or the details of what cannot be shown."""
    if face.is_cut:
        return _("Show the whole message")
    return _("Copy details") if face.has_details else ""


def spot_at(layout: BubbleLayout, face: BubbleFace, at: QPointF) -> Spot | None:
    """What answers at a point of the item: a link in the text, or one of the other spots."""
    for spot in layout.spots:
        if spot.rect.contains(at):
            return spot
    if layout.text is None or not face.links:
        return None
    character = layout.text.character_at(at - layout.text_at)
    for link in face.links:
        is_inside = character is not None and utf16(face.text, link.start) <= character < utf16(
            face.text, link.end
        )
        if is_inside:
            return Spot(QRectF(at.x() - 4, at.y() - 8, 8, 16), "link", link.target)
    return None
