"""Paints one line of the table of contacts: no reads, one height; what was measured once is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText, QTransform

from app.domain.contact_table import TableRow
from app.domain.records import record
from ui.contacts.columns import Column, Writing
from ui.plain import shown_name
from ui.theme.theme import Theme
from ui.theme.tokens import Weight
from ui.widgets.paint_avatar import Portrait, hue_of, initials, paint_avatar
from ui.widgets.paint_basic import (
    Strip,
    centered,
    elided,
    fill,
    fill_round,
    is_rtl,
    paint_icon,
    paint_row_ring,
    ratio_of,
)
from ui.widgets.paint_chip import Chip, chip_height, chip_width, paint_chip

CELL_PAD: Final = 8
AVATAR: Final = 24
CHIP_GAP: Final = 4
MOST_KEPT: Final = 6_000  # words laid out, with their width; then begun anew
MOST_DRAWN: Final = 1_500  # portraits and chips
MOST_TAGS: Final = 6  # looked at in a cell
BOX: Final = 16


@record
class RowState:
    """How a line stands out."""

    is_current: bool = False
    is_chosen: bool = False
    is_hovered: bool = False
    is_ringed: bool = False


class RowPainter:
    """Paints lines from the tokens. `forget` when theme or size of text change."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._texts: dict[tuple[str, int, str, bool], tuple[QStaticText, float]] = {}
        self._marks: dict[tuple[str, int, float], QPixmap] = {}
        self._chips: dict[str, float] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Letters and colours may be others now."""
        self._texts.clear()
        self._marks.clear()
        self._chips.clear()

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        row: TableRow | None,
        cells: Sequence[tuple[Column, QRectF]],
        writing: Writing,
        state: RowState,
    ) -> None:
        """Ground and line below, then the cells that are in view."""
        c = self._theme.colors
        ground = c.surface
        if state.is_chosen:
            ground = c.accent_soft
        elif state.is_current or state.is_hovered:
            ground = c.surface_hover
        fill(painter, rect, ground)
        fill(painter, QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), c.border)
        if state.is_current:
            edge = Strip(rect.adjusted(0, 0, 0, -1), is_rtl=is_rtl(painter)).leading(3)
            fill(painter, edge, c.accent)
        if row is not None:
            for column, box in cells:
                self._paint_cell(painter, box, row, column, writing, state)
        if state.is_ringed:
            paint_row_ring(painter, rect.adjusted(0, 0, 0, -1), self._theme, 0)

    def _paint_cell(
        self, painter: QPainter, box: QRectF, row: TableRow, column: Column, writing: Writing, state: RowState
    ) -> None:
        c = self._theme.colors
        if column.kind == "tick":
            self.paint_tick(painter, box, is_on=state.is_chosen)
            return
        strip = Strip(box.adjusted(CELL_PAD, 0, -CELL_PAD, 0), is_rtl=is_rtl(painter))
        if column.kind == "tags":
            self._paint_tags(painter, strip, row.tags)
        elif column.kind == "consent":
            self._paint_consent(painter, strip, row.consents.get(column.id.partition(":")[2], ""))
        elif column.kind == "name":
            self._paint_portrait(painter, strip.leading(AVATAR, CELL_PAD), row)
            self._write(painter, strip.rest, column.text(row, writing), c.text, "medium")
        else:
            text = column.text(row, writing)
            is_figure = column.kind == "figure"
            self._write(painter, strip.rest, text, c.text_muted, is_tabular=is_figure)

    def paint_tick(self, painter: QPainter, box: QRectF, *, is_on: bool | None) -> None:
        """A check box; None: some of them."""
        c, radius = self._theme.colors, self._theme.tokens.radius.small
        inside = Strip(box.adjusted(0, 0, -CELL_PAD, 0), is_rtl=is_rtl(painter)).trailing(BOX)
        square = centered(inside, BOX, BOX)
        if is_on is False:
            fill_round(painter, square, c.surface, radius, c.border_control)
            return
        fill_round(painter, square, c.accent, radius)
        paint_icon(painter, square, self._theme, "minus" if is_on is None else "check", 12, c.accent_text)

    def _paint_portrait(self, painter: QPainter, box: QRectF, row: TableRow) -> None:
        """Drawn once for each pair of letters and colour, then copied."""
        who = Portrait(row.contact_id, row.name if row.is_named else "")
        letters = initials(who.name)
        place = (f"{letters}\0{hue_of(who.key) if letters else ''}", AVATAR)

        def draw(inner: QPainter) -> None:
            paint_avatar(inner, QRectF(0, 0, AVATAR, AVATAR), self._theme, who)

        kept = self._drawn(painter, place, AVATAR, draw)
        painter.drawPixmap(centered(box, AVATAR, AVATAR).topLeft(), kept)

    def _drawn(
        self, painter: QPainter, place: tuple[str, int], height: int, draw: Callable[[QPainter], None]
    ) -> QPixmap:
        """What stands in many lines, drawn once and copied; `place`: what it is and how wide."""
        ratio = ratio_of(painter)
        kept = self._marks.get((*place, ratio))
        if kept is None:
            if len(self._marks) > MOST_DRAWN:
                self._marks.clear()
            kept = QPixmap(ceil(place[1] * ratio), ceil(height * ratio))
            kept.setDevicePixelRatio(ratio)
            kept.fill(Qt.GlobalColor.transparent)
            inner = QPainter(kept)
            inner.setLayoutDirection(painter.layoutDirection())
            draw(inner)
            inner.end()
            self._marks[(*place, ratio)] = kept
        return kept

    def _paint_chip(self, painter: QPainter, box: QRectF, words: str) -> None:
        height, width = chip_height(self._theme), ceil(box.width())

        def draw(inner: QPainter) -> None:
            paint_chip(inner, QRectF(0, 0, box.width(), height), self._theme, Chip(words))

        top = round(box.center().y() - height / 2)
        chip = self._drawn(painter, (f"chip\0{words}", width), height, draw)
        painter.drawPixmap(QPointF(round(box.left()), top), chip)

    def _chip_width(self, words: str) -> float:
        if words not in self._chips:
            if len(self._chips) > MOST_DRAWN:
                self._chips.clear()
            self._chips[words] = chip_width(self._theme, Chip(words))
        return self._chips[words]

    def _paint_tags(self, painter: QPainter, strip: Strip, tags: Sequence[str]) -> None:
        """As many as there is room for, then how many more there are."""
        left = len(tags)
        for tag in tags[:MOST_TAGS]:
            words = shown_name(tag)
            width, room = self._chip_width(words), strip.rest.width()
            more = self._chip_width(f"+{left}") + CHIP_GAP if left > 1 else 0
            if (width > room - more and left < len(tags)) or room - more < BOX:
                break
            self._paint_chip(painter, strip.leading(min(width, room - more), CHIP_GAP), words)
            left -= 1
        if left:
            words = f"+{left}"
            width = min(self._chip_width(words), strip.rest.width())
            if width > 0:
                self._paint_chip(painter, strip.leading(width), words)

    def _paint_consent(self, painter: QPainter, strip: Strip, state: str) -> None:
        c, size = self._theme.colors, self._theme.tokens.icon.normal
        box = strip.leading(size)
        if state == "given":
            paint_icon(painter, box, self._theme, "check", size, c.success)
        elif state == "withdrawn":
            paint_icon(painter, box, self._theme, "ban", size, c.danger)
        else:
            paint_icon(painter, box, self._theme, "minus", size, c.text_faint)

    def _write(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        color: QColor,
        weight: Weight = "regular",
        *,
        is_tabular: bool = False,
    ) -> None:
        """One line, cut where it no longer fits; a text is laid out once for each width."""
        if not text or rect.width() <= 0:
            return
        laid_out, width = self._laid_out(text, int(rect.width()), weight, is_tabular)
        at = QPointF(rect.left() if not is_rtl(painter) else rect.right() - width, rect.top())
        painter.setPen(color)
        painter.setFont(self._theme.font("body", weight, tabular=is_tabular))
        top = rect.top() + (rect.height() - laid_out.size().height()) / 2
        painter.drawStaticText(QPointF(at.x(), round(top)), laid_out)

    def _laid_out(self, text: str, width: int, weight: Weight, is_tabular: bool) -> tuple[QStaticText, float]:
        place = (text, width, weight, is_tabular)
        kept = self._texts.get(place)
        if kept is None:
            if len(self._texts) >= MOST_KEPT:
                self._texts.clear()
            font: QFont = self._theme.font("body", weight, tabular=is_tabular)
            metrics: QFontMetricsF = self._theme.metrics("body", weight, tabular=is_tabular)
            shown = QStaticText(elided(metrics, text, width))
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.prepare(QTransform(), font)
            kept = self._texts[place] = (shown, shown.size().width())
        return kept
