"""Documents, points on the map, contact cards, advertisements and the cards of a carousel."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.words import gettext as _
from ui.conversation.blocks.base import Block, Room, Scene
from ui.conversation.blocks.picture_block import PictureBlock
from ui.conversation.parts import AdCard, Carousel, CarouselCard, FileCard, MapCard, PersonCard
from ui.conversation.spots import Spot
from ui.conversation.text_block import set_text
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, centered, elided, fill_round, paint_icon, paint_text

GAP: Final = 10
SQUARE: Final = 40
ACTION: Final = 28
NARROWEST: Final = 200
MAP: Final = (248, 72)
AVATAR: Final = 40
CARD_PAD: Final = 8


class FileBlock(Block):
    """A document: icon, name cut in its middle, facts, and what a click does."""

    def __init__(self, part: FileCard, room: Room) -> None:
        theme = room.theme
        self._part = part
        name = theme.metrics("body", "medium").horizontalAdvance(part.name)
        facts = theme.metrics("small").horizontalAdvance(part.facts)
        words = max(name, facts) + 1
        self.width = min(room.most, max(NARROWEST, SQUARE + GAP + words + GAP + ACTION))
        self.height = max(SQUARE, theme.line("body") + theme.line("small"))

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """One line of two."""
        c, theme, part = scene.theme.colors, scene.theme, self._part
        strip = Strip(rect, is_rtl=scene.is_rtl)
        box = strip.leading(SQUARE, GAP)
        square = centered(box, SQUARE, SQUARE)
        fill_round(scene.painter, square, c.surface if scene.is_out else c.surface_hover, 6)
        icon_ink = c.warning if part.is_risky else c.text_muted
        paint_icon(
            scene.painter, square, theme, "triangle-alert" if part.is_risky else "file-text", 20, icon_ink
        )
        action = strip.trailing(ACTION, GAP)
        self._paint_action(scene, action)
        words, line = strip.rest, theme.line("body")
        top = words.center().y() - (line + theme.line("small")) / 2
        metrics = theme.metrics("body", "medium")
        name = metrics.elidedText(part.name, Qt.TextElideMode.ElideMiddle, words.width() + 0.5)
        first = QRectF(words.left(), top, words.width(), line)
        paint_text(scene.painter, first, theme, name, c.text, weight="medium")
        second = QRectF(words.left(), top + line, words.width(), theme.line("small"))
        paint_text(scene.painter, second, theme, part.facts, scene.ink, role="small")

    def _paint_action(self, scene: Scene, rect: QRectF) -> None:
        sha256 = self._part.sha256
        if sha256 is None:
            return
        progress = scene.pictures.progress(sha256)
        box = centered(rect, 20, 20)
        if progress is not None and progress < 1:
            from ui.widgets.paint_marks import paint_ring

            paint_ring(scene.painter, box, scene.theme.colors.accent, progress, 2)
        else:
            paint_icon(scene.painter, box, scene.theme, "download", 18, scene.ink)

    def spots(self, rect: QRectF, *, is_rtl: bool) -> list[Spot]:
        """All of it opens or saves the file."""
        return [Spot(QRectF(rect), "file", self._part.sha256)] if self._part.sha256 else []


class MapBlock(Block):
    """A sketch of streets with a pin: the true map opens in the browser, nothing is fetched to show this."""

    def __init__(self, part: MapCard, room: Room) -> None:
        theme = room.theme
        self._part = part
        self.width = min(MAP[0], room.most)
        self._title = set_text(theme, part.title, self.width, weight="medium", most_lines=2)
        self._has_address = bool(part.address)
        self._line, self._small = theme.line("body"), theme.line("small")
        address = self._small if part.address else 0
        self.height = MAP[1] + 8 + self._title.height + address + self._line
        self._link_width = theme.metrics("small", "medium").horizontalAdvance(_("Open the map")) + 1
        self.last = self._link_width

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """Sketch, title, address, link."""
        c, theme = scene.theme.colors, scene.theme
        sketch = QRectF(rect.left(), rect.top(), self.width, MAP[1])
        _paint_streets(scene, sketch)
        paint_icon(scene.painter, sketch.translated(0, -6), theme, "map-pin", 24, c.danger)
        top = sketch.bottom() + 8
        self._title.draw(scene.painter, QPointF(rect.left(), top), c.text, scene.clip)
        top += self._title.height
        if self._has_address:
            line = QRectF(rect.left(), top, self.width, self._small)
            paint_text(scene.painter, line, theme, self._part.address, scene.ink, role="small")
            top += self._small
        link = QRectF(rect.left(), top, self.width, self._line)
        paint_text(scene.painter, link, theme, _("Open the map"), c.link, role="small", weight="medium")

    def spots(self, rect: QRectF, *, is_rtl: bool) -> list[Spot]:
        """Sketch and words lead to the map."""
        return [Spot(QRectF(rect.left(), rect.top(), self.width, self.height), "map", self._part.url)]


def _paint_streets(scene: Scene, rect: QRectF) -> None:
    painter, c = scene.painter, scene.theme.colors
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(rect, 4, 4)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.fillRect(rect, c.surface_pressed)
    w, h = rect.width(), rect.height()
    streets = (
        ((0, 0.78), (0.36, 0.5), 7), ((0.36, 0.5), (1, 0.14), 5), ((0.36, 0.5), (1, 0.82), 6),
        ((0.24, 0), (0.34, 1), 4), ((0.6, 0), (0.68, 1), 4),
    )  # fmt: skip
    for (x1, y1), (x2, y2), width in streets:
        painter.setPen(QPen(c.surface, width))
        painter.drawLine(
            QPointF(rect.left() + x1 * w, rect.top() + y1 * h),
            QPointF(rect.left() + x2 * w, rect.top() + y2 * h),
        )
    painter.restore()


class PersonBlock(Block):
    """A contact card: portrait, name, numbers."""

    def __init__(self, part: PersonCard, room: Room) -> None:
        theme = room.theme
        self._part = part
        self._line, self._small = theme.line("body"), theme.line("small")
        small = theme.metrics("small", tabular=True)
        widths = [theme.metrics("body", "medium").horizontalAdvance(part.name)]
        widths += [small.horizontalAdvance(line) for line in part.lines]
        self.width = min(room.most, max(NARROWEST, AVATAR + GAP + max(widths) + 1))
        self.height = max(AVATAR, self._line + self._small * len(part.lines))

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """The portrait beside the lines."""
        theme, c = scene.theme, scene.theme.colors
        strip = Strip(rect, is_rtl=scene.is_rtl)
        column = strip.leading(AVATAR, GAP)
        disc = QRectF(column.left(), rect.top(), AVATAR, AVATAR)
        paint_avatar(scene.painter, disc, theme, Portrait(self._part.name, self._part.name))
        top = rect.top() + max(0.0, (AVATAR - self._line - self._small * len(self._part.lines)) / 2)
        line = QRectF(strip.rest.left(), top, strip.rest.width(), self._line)
        paint_text(scene.painter, line, theme, self._part.name, c.text, weight="medium")
        for number, words in enumerate(self._part.lines):
            box = QRectF(line.left(), line.bottom() + number * self._small, line.width(), self._small)
            paint_text(scene.painter, box, theme, words, scene.ink, role="small", tabular=True)

    def spots(self, rect: QRectF, *, is_rtl: bool) -> list[Spot]:
        """A click copies the first number."""
        return [Spot(QRectF(rect), "card", self._part.lines[0])] if self._part.lines else []


class AdBlock(Block):
    """What the advertisement said."""

    def __init__(self, part: AdCard, room: Room) -> None:
        theme = room.theme
        self._url = part.url
        inner = min(room.most, 320) - 2 * CARD_PAD
        self._head = (
            set_text(theme, part.headline, inner, weight="medium", most_lines=1) if part.headline else None
        )
        self._body = set_text(theme, part.body, inner, role="small", most_lines=2) if part.body else None
        blocks = [block for block in (self._head, self._body) if block is not None]
        self.width = max((block.width for block in blocks), default=0.0) + 2 * CARD_PAD
        self.height = sum(block.height for block in blocks) + 2 * CARD_PAD + 4

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """A quiet card."""
        c = scene.theme.colors
        card = QRectF(rect.left(), rect.top(), rect.width(), self.height - 4)
        fill_round(scene.painter, card, c.surface if scene.is_out else c.surface_hover, 4)
        at = card.topLeft() + QPointF(CARD_PAD, CARD_PAD)
        if self._head is not None:
            self._head.draw(scene.painter, at, c.text, scene.clip)
            at += QPointF(0, self._head.height)
        if self._body is not None:
            self._body.draw(scene.painter, at, c.text_muted, scene.clip)

    def spots(self, rect: QRectF, *, is_rtl: bool) -> list[Spot]:
        """The advertisement itself."""
        return [Spot(QRectF(rect), "link", self._url)] if self._url.startswith("https://") else []


class CarouselBlock(Block):
    """Cards below each other, each with its picture, words and buttons."""

    def __init__(self, part: Carousel, room: Room) -> None:
        self._cards = [_CardBlock(card, room) for card in part.cards]
        self.width = max((card.width for card in self._cards), default=0.0)
        self.height = sum(card.height + CARD_PAD for card in self._cards)

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """From the first to the last."""
        top = rect.top() + CARD_PAD
        for card in self._cards:
            card.paint(scene, QRectF(rect.left(), top, rect.width(), card.height))
            top += card.height + CARD_PAD


class _CardBlock(Block):
    """One card: an edge around picture, words and buttons."""

    def __init__(self, part: CarouselCard, room: Room) -> None:
        theme = room.theme
        self.width = min(room.most, 264)
        inner = self.width - 2 * CARD_PAD
        self._picture = PictureBlock(part.picture, Room(theme, inner, room.is_out)) if part.picture else None
        self._text = set_text(theme, part.text, inner) if part.text else None
        self._buttons = part.buttons
        self._row = theme.px(28)
        picture = self._picture.height + CARD_PAD if self._picture else 0
        text = self._text.height + 4 if self._text else 0
        self.height = CARD_PAD + picture + text + self._row * len(part.buttons) + 4

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """Top to bottom."""
        c, theme = scene.theme.colors, scene.theme
        edge = c.bubble_out_border if scene.is_out else c.border
        fill_round(
            scene.painter, QRectF(rect.left(), rect.top(), self.width, self.height), c.surface, 6, edge
        )
        left, top = rect.left() + CARD_PAD, rect.top() + CARD_PAD
        if self._picture is not None:
            box = QRectF(left, top, self.width - 2 * CARD_PAD, self._picture.height)
            self._picture.paint(scene, box)
            top = box.bottom() + CARD_PAD
        if self._text is not None:
            self._text.draw(scene.painter, QPointF(left, top), c.text, scene.clip)
            top += self._text.height + 4
        for words in self._buttons:
            box = QRectF(left, top, self.width - 2 * CARD_PAD, self._row)
            shown = elided(theme.metrics("body", "medium"), words, box.width())
            paint_text(scene.painter, box, theme, shown, c.link, weight="medium", is_centered=True)
            top += self._row
