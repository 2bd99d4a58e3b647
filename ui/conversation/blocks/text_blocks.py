"""Lines, paragraphs and small tables inside a bubble."""

from typing import Final

from PySide6.QtCore import QRectF

from ui.conversation.blocks.base import Block, Room, Scene
from ui.conversation.parts import Line, Rows, Words
from ui.conversation.text_block import set_text
from ui.theme.tokens import Role, Weight
from ui.widgets.paint_basic import Strip, elided, paint_icon, paint_text

ICON_GAP: Final = 8
ROW_GAP: Final = 24
RULE: Final = 13  # the line above a total, with its room


class LineBlock(Block):
    """An icon and a few words."""

    def __init__(self, part: Line, room: Room) -> None:
        theme = room.theme
        self._part = part
        self._role: Role = "small" if part.is_title else "body"
        self._weight: Weight = "semibold" if part.is_title else "regular"
        self._icon = theme.tokens.icon.small if part.is_title else theme.tokens.icon.normal
        metrics = theme.metrics(self._role, self._weight, italic=part.is_italic)
        lead = self._icon + ICON_GAP if part.icon else 0
        self.width = min(room.most, lead + metrics.horizontalAdvance(part.words) + 1)
        self.height = theme.line("body")
        self.last = self.width

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """Quiet: it stands for words that somebody else did not write."""
        strip = Strip(rect, is_rtl=scene.is_rtl)
        if self._part.icon is not None:
            box = strip.leading(self._icon, ICON_GAP)
            paint_icon(scene.painter, box, scene.theme, self._part.icon, self._icon, scene.ink)
        paint_text(
            scene.painter,
            strip.rest,
            scene.theme,
            self._part.words,
            scene.ink,
            role=self._role,
            weight=self._weight,
            italic=self._part.is_italic,
        )


class WordsBlock(Block):
    """A paragraph: a head in bold, a foot in small letters."""

    def __init__(self, part: Words, room: Room) -> None:
        role: Role = "small" if part.look == "foot" else "body"
        weight: Weight = "semibold" if part.look == "head" else "regular"
        self._is_foot = part.look == "foot"
        self._text = set_text(room.theme, part.text, room.most, role=role, weight=weight)
        self.width, self.height = self._text.width, self._text.height
        self.last = None if self._text.is_rtl else self._text.last_width

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """The paragraph."""
        ink = scene.ink if self._is_foot else scene.theme.colors.text
        self._text.draw(scene.painter, rect.topLeft(), ink, scene.clip)


class RowsBlock(Block):
    """Names at the leading edge, values at the trailing one; a total below a line."""

    def __init__(self, part: Rows, room: Room) -> None:
        theme = room.theme
        self._rows = part.rows
        self._line = theme.line("body")
        plain, bold = theme.metrics(tabular=True), theme.metrics("body", "semibold", tabular=True)
        widths = [
            (bold if row.is_total else plain).horizontalAdvance(f"{row.name}{row.value}") + ROW_GAP
            for row in part.rows
        ]
        self.width = min(room.most, max(widths, default=0.0) + 1)
        self.height = self._line * len(part.rows) + sum(RULE for row in part.rows if row.is_total)

    def paint(self, scene: Scene, rect: QRectF) -> None:
        """Row by row; a value is never cut, its name is."""
        c, top = scene.theme.colors, rect.top()
        for row in self._rows:
            if row.is_total:
                y = round(top + RULE / 2)
                scene.painter.fillRect(QRectF(rect.left(), y, rect.width(), 1), c.border_strong)
                top += RULE
            weight: Weight = "semibold" if row.is_total else "regular"
            metrics = scene.theme.metrics("body", weight, tabular=True)
            strip = Strip(QRectF(rect.left(), top, rect.width(), self._line), is_rtl=scene.is_rtl)
            value = elided(metrics, row.value, rect.width() * 0.7)
            box = strip.trailing(metrics.horizontalAdvance(value) + 1, ROW_GAP / 2)
            ink = c.text if row.is_total else scene.ink
            paint_text(
                scene.painter, box, scene.theme, value, ink, weight=weight, tabular=True, is_trailing=True
            )
            paint_text(scene.painter, strip.rest, scene.theme, row.name, c.text, weight=weight)
            top += self._line
