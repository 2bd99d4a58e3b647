"""Where every part of one bubble stands: measured once for (face, width), then only painted and hit.

All rectangles are relative to the item's upper left corner, in logical pixels. The parts from top to bottom: day line,
gap, quote, what stands for a message that is no text, text, meta (after the last word or on a line of its own), footer.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

from PySide6.QtCore import QPointF, QRectF

from app.words import gettext as _
from ui.conversation.bubble_face import BubbleFace
from ui.conversation.text_block import TextBlock, set_text, utf16
from ui.theme.theme import Theme
from ui.widgets.paint_basic import mirrored

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

Target = Literal["link", "details", "whole", "way", "quote"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that answers to a click: what it is, and its link target or way."""

    rect: QRectF
    target: Target
    value: str = ""


@dataclass(slots=True)
class BubbleLayout:
    """The measured bubble."""

    height: float = 0.0
    day: QRectF | None = None
    bubble: QRectF = field(default_factory=QRectF)
    quote: QRectF | None = None
    quote_text: TextBlock | None = None
    kind: QRectF | None = None
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
        self.inner = 0.0  # width of the bubble's content so far
        self.last = 0.0  # width of its last line, after which the meta may flow
        self.link_width = 0.0

    def run(self) -> BubbleLayout:
        """All parts, then the bubble's box, then the footer."""
        self._day()
        self.y += JOINED_GAP if self.face.joins_above else GAP
        top = self.y
        self.y += PAD_Y
        self._quote()
        self._kind()
        self._text()
        self._link_line()
        self._meta()
        self.y += PAD_Y
        self._box(top)
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

    def _kind(self) -> None:
        if self.face.kind_icon is None:
            return
        line = self.theme.line("body")
        words = self.theme.metrics().horizontalAdvance(self.face.kind_words)
        width = min(self.most, self.theme.tokens.icon.normal + ICON_GAP + words + 1)
        self.out.kind = QRectF(0, self.y, width, line)
        self.inner = max(self.inner, width)
        self.last = width
        self.y += line

    def _text(self) -> None:
        if not self.face.text:
            return
        block = set_text(self.theme, self.face.text, self.most, links=self.face.links)
        self.out.text = block
        self.out.text_at = QPointF(0, self.y)
        self.inner = max(self.inner, block.width)
        # the meta cannot follow the end of lines that run the other way, unless there is only one
        self.last = self.most if block.is_rtl and block.line_count > 1 else block.last_width
        self.y += block.height

    def _link_line(self) -> None:
        label = link_label(self.face)
        if not label:
            return
        self.link_width = self.theme.metrics("small", "medium").horizontalAdvance(label) + 1
        line = self.theme.line("body")
        self.out.details = QRectF(0, self.y, self.link_width, line)
        self.inner = max(self.inner, self.link_width)
        self.last = self.link_width
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
        self.out.meta = QRectF(self.inner - width, round(top), width, line)

    def _turn_text(self, room: float) -> None:
        """Lines that run from right to left begin at the right end of the room that the meta leaves them."""
        block = self.out.text
        if block is not None and block.is_rtl:
            room = max(block.width, room if self.out.details is None else self.inner)
            self.out.text = set_text(self.theme, self.face.text, room + 1, links=self.face.links)

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
        for name in ("quote", "kind", "details"):
            rect: QRectF | None = getattr(out, name)
            if rect is not None:
                setattr(out, name, rect.translated(left, 0))
        out.text_at += QPointF(left, 0)
        out.meta = out.meta.translated(left, 0)
        quote = self.face.quote
        if out.quote is not None and quote is not None and quote.message_id is not None:
            out.spots.append(Spot(out.quote, "quote", quote.message_id))
        if out.details is not None:
            out.spots.append(Spot(out.details, "whole" if self.face.is_cut else "details"))

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
    return _("Copy details") if face.kind_icon is not None else ""


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
