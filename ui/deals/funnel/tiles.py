"""The tiles above the tables: one outcome each, what it is made of, and the deals behind it at a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.deal_figure_rows import DealFigures
from app.domain.money import Money
from app.domain.records import record
from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.deals.funnel import words
from ui.deals.words import money, totals
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.button import PressedByEnter
from ui.widgets.labels import leading, set_lines, set_tip
from ui.widgets.paint_basic import Strip, elided, fill, fill_round, is_rtl, paint_text

TILE_PX: Final = 116
LEAST_PX: Final = 200
GAP: Final = 12
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_PAD_X: Final = 16
_PAD_Y: Final = 12


@record
class TileFace:
    """What a tile says. `figure` may be a sign that there is none; `base` says of what it is."""

    label: str
    figure: str
    base: str
    key: object | None
    unit: str = ""


class Tile(PressedByEnter):
    """A figure with its name above and what it is made of below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.face = TileFace("", "", "", None)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        wants_ring(self, theme.tokens.radius.normal)
        theme.changed.connect(self.updateGeometry)

    def show_face(self, face: TileFace) -> None:
        """Other words; one without deals behind it answers to nothing."""
        self.face = face
        spoken = ", ".join(filter(None, (face.label, f"{face.figure} {face.unit}".strip(), face.base)))
        self.setAccessibleName(spoken)
        set_tip(self, face.base)
        shape = Qt.CursorShape.PointingHandCursor if face.key is not None else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def sizeHint(self) -> QSize:
        """One height, a least width."""
        return QSize(LEAST_PX, self._theme.px(TILE_PX))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return QSize(LEAST_PX - 80, self._theme.px(TILE_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with three lines; the figure is underlined under the pointer."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        is_link = self.face.key is not None
        ground = c.surface_pressed if is_link and self.isDown() else c.surface
        fill_round(painter, rect, ground, theme.tokens.radius.normal, c.border)
        inner = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        body, small, large = theme.line("body"), theme.line("small"), theme.line("display")
        label = QRectF(inner.left(), inner.top(), inner.width(), body)
        paint_text(painter, label, theme, self.face.label, c.text_muted, weight="medium")
        self._paint_figure(
            painter, QRectF(inner.left(), label.bottom(), inner.width(), large), is_link=is_link
        )
        top = label.bottom() + large + 2
        self._paint_base(painter, QRectF(inner.left(), top, inner.width(), 2 * small), small)

    def _paint_base(self, painter: QPainter, place: QRectF, line_px: int) -> None:
        """In two lines where one is not enough."""
        theme = self._theme
        layout = QTextLayout(self.face.base, theme.font("small"))
        option = QTextOption(leading(self))
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        set_lines(layout, place.width(), line_px)
        painter.setPen(theme.colors.text_muted)
        painter.save()
        painter.setClipRect(place)
        layout.draw(painter, place.topLeft())
        painter.restore()

    def _paint_figure(self, painter: QPainter, place: QRectF, *, is_link: bool) -> None:
        theme, c = self._theme, self._theme.colors
        strip = Strip(place, is_rtl=is_rtl(painter))
        metrics = theme.metrics("display", "semibold", tabular=True)
        is_long = metrics.horizontalAdvance(self.face.figure) > place.width()
        role: Literal["title", "display"] = "title" if is_long else "display"
        metrics = theme.metrics(role, "semibold", tabular=True)
        shown = elided(metrics, self.face.figure, place.width())
        box = strip.leading(min(place.width(), metrics.horizontalAdvance(shown) + 1), 6)
        ink = c.text if is_link else c.text_faint
        paint_text(painter, box, theme, shown, ink, role=role, weight="semibold", tabular=True)
        if is_link and self.underMouse():
            fill(painter, QRectF(box.left(), box.bottom() - 4, box.width(), 1), ink)
        if self.face.unit and strip.rest.width() > 24:
            rest = strip.rest.adjusted(0, theme.px(6), 0, 0)
            paint_text(painter, rest, theme, self.face.unit, c.text_muted, role="small")


class TileRow(QWidget):
    """Tiles of equal width; where there is no room for all in one line, two or three lines."""

    def __init__(
        self,
        theme: Theme,
        count: int,
        parent: QWidget | None = None,
        make: Callable[[Theme], Tile] = lambda theme: Tile(theme),
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tiles = [make(theme) for _number in range(count)]
        for tile in self.tiles:
            tile.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._arrange)

    def show_faces(self, faces: list[TileFace]) -> None:
        """One for each tile."""
        for tile, face in zip(self.tiles, faces, strict=True):
            tile.show_face(face)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Anew at every width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        count, height = len(self.tiles), self.tiles[0].sizeHint().height()
        fitting = max(1, min(count, (self.width() + GAP) // (LEAST_PX + GAP)))
        lines = -(-count // fitting)
        per_line = -(-count // lines)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number, tile in enumerate(self.tiles):
            line, place = divmod(number, per_line)
            there = min(per_line, count - line * per_line)
            width = (self.width() - (there - 1) * GAP) / there
            left = round(place * (width + GAP))
            right = round(place * (width + GAP) + width)
            if is_mirrored:
                left, right = self.width() - right, self.width() - left
            tile.setGeometry(left, line * (height + GAP), right - left, height)
        self.setFixedHeight(lines * height + (lines - 1) * GAP)


def tile_faces(figures: DealFigures, formats: Formats) -> list[TileFace]:
    """Revenue, win rate, conversion, velocity, cycle."""
    return [
        _revenue(figures, formats),
        _win_rate(figures, formats),
        _conversion(figures, formats),
        _velocity(figures, formats),
        _cycle(figures, formats),
    ]


def _revenue(figures: DealFigures, formats: Formats) -> TileFace:
    if not figures.won:
        return TileFace(_("Won revenue"), words.NONE, _("Nothing was won of this period’s deals"), None)
    base = ngettext("{n} deal won", "{n} deals won", figures.won).format(n=formats.number(figures.won))
    if figures.unpriced_won:
        bare = ngettext("{n} without an amount", "{n} without an amount", figures.unpriced_won)
        base = _("{what}, {more}").format(what=base, more=bare.format(n=formats.number(figures.unpriced_won)))
    text, base = _with_others(figures.revenue, base, formats)
    return TileFace(_("Won revenue"), text, base, figures.key("won"))


def _with_others(amounts: Sequence[Money], base: str, formats: Formats) -> tuple[str, str]:
    """The first currency is the figure; those beside it stand in the line below, never added to it."""
    if not amounts:
        return words.NONE, base
    others = totals(amounts[1:], formats.language)
    figure = money(amounts[0], formats.language)
    return figure, _("and {amounts}, {what}").format(amounts=others, what=base) if others else base


def _win_rate(figures: DealFigures, formats: Formats) -> TileFace:
    rate = figures.win_rate
    if not rate.whole:
        return TileFace(_("Win rate"), words.NONE, _("None of this period’s deals has ended"), None)
    base = ngettext("{part} won of {n} that ended", "{part} won of {n} that ended", rate.whole)
    base = base.format(part=formats.number(rate.part), n=formats.number(rate.whole))
    return TileFace(_("Win rate"), words.percent(rate, formats.language), base, figures.key("ended"))


def _conversion(figures: DealFigures, formats: Formats) -> TileFace:
    rate = figures.conversion
    if not rate.whole:
        return TileFace(_("Conversion"), words.NONE, _("No deal was made in this period"), None)
    base = ngettext(
        "{part} won of {n} made, {open} still open", "{part} won of {n} made, {open} still open", rate.whole
    ).format(part=formats.number(rate.part), n=formats.number(rate.whole), open=formats.number(figures.open))
    return TileFace(_("Conversion"), words.percent(rate, formats.language), base, figures.key("made"))


def _velocity(figures: DealFigures, formats: Formats) -> TileFace:
    open_now = ngettext("{n} deal open today", "{n} deals open today", figures.open_now)
    base = open_now.format(n=formats.number(figures.open_now))
    rates = [one.per_day for one in figures.velocity if one.per_day is not None]
    key = figures.key("open_now") if figures.open_now else None
    if not rates:
        unknown = _("Known once a deal of this period is won") if figures.open_now else _("No deal is open")
        return TileFace(_("Velocity"), words.NONE, unknown, key)
    text, base = _with_others(rates, base, formats)
    return TileFace(_("Velocity"), text, base, key, _("a day"))


def _cycle(figures: DealFigures, formats: Formats) -> TileFace:
    cycle, label = figures.cycle, _("From made to won")
    if not cycle.n:
        return TileFace(label, words.NONE, _("Nothing was won of this period’s deals"), None)
    base = _("median; 9 times out of 10 within {nine}").format(
        nine=words.days(cycle.p90_s, formats.language).replace(" ", _NO_BREAK)
    )
    return TileFace(label, words.days(cycle.median_s, formats.language), base, figures.key("won"))
