"""The figures at the top of Today: one tile for each section, and what the nearest of them is about."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from app.domain.records import record
from ui.theme.icons import IconName
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.today.model import Section
from ui.widgets.labels import Ink, ink_color
from ui.widgets.paint_basic import Strip, elided, fill_round, is_rtl, paint_icon, paint_text

HEIGHT: Final = 84
PAD: Final = 16
LEAST: Final = 190  # narrower tiles stand two by two


@record
class Figure:
    """`words`: what the first of them is about."""

    section: Section
    icon: IconName
    ink: Ink
    label: str
    count: int
    words: str = ""


class Tiles(QWidget):
    """`chosen(section)` by click or Enter on one that has anybody."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tiles: list[Tile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0

    @property
    def figures(self) -> list[Figure]:
        """What they say."""
        return [tile.figure for tile in self._tiles]

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """The same tiles in the same order, with other numbers; others where there are more or fewer."""
        if len(self._tiles) != len(figures):
            for tile in self._tiles:
                self._grid.removeWidget(tile)
                tile.hide()
                tile.deleteLater()
            self._tiles = [Tile(self._theme, figure) for figure in figures]
            for tile in self._tiles:
                tile.clicked.connect(lambda _on=False, tile=tile: self.chosen.emit(tile.figure.section))
            self._columns = 0
            self._place()
        for tile, figure in zip(self._tiles, figures, strict=True):
            tile.set_figure(figure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two by two where it is narrow."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        fits = max(1, (self.width() + 12) // (self._theme.px(LEAST) + 12))
        columns = len(self._tiles) if fits >= len(self._tiles) else min((len(self._tiles) + 1) // 2, fits)
        if not self._tiles or columns == self._columns:
            return
        self._columns = columns
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // columns, number % columns)
        for column in range(len(self._tiles)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


class Tile(QAbstractButton):
    """Icon, label, figure, and words beside it."""

    def __init__(self, theme: Theme, figure: Figure) -> None:
        super().__init__()
        self._theme = theme
        self.figure = figure
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        wants_ring(self, theme.tokens.radius.normal)
        theme.changed.connect(self.updateGeometry)
        self.set_figure(figure)

    def set_figure(self, figure: Figure) -> None:
        """Another number."""
        self.figure = figure
        self.setEnabled(figure.count > 0)
        said = f"{figure.label}: {figure.count}"
        self.setAccessibleName(f"{said}, {figure.words}" if figure.words else said)
        self.update()

    def sizeHint(self) -> QSize:
        """84 high."""
        return QSize(self._theme.px(LEAST), self._theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card; a figure of nobody is quiet."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        ground = c.surface_hover if self.underMouse() and self.isEnabled() else c.surface
        fill_round(painter, QRectF(self.rect()), ground, theme.tokens.radius.normal, c.border)
        inner = QRectF(self.rect()).adjusted(PAD, 11, -PAD, -11)
        size, line = theme.tokens.icon.normal, theme.line("body")
        top = Strip(QRectF(inner.left(), inner.top(), inner.width(), line), is_rtl=is_rtl(painter))
        ink = ink_color(theme, self.figure.ink) if self.figure.count else c.text_faint
        paint_icon(painter, top.leading(size, 8), theme, self.figure.icon, size, ink)
        paint_text(painter, top.rest, theme, self.figure.label, c.text, weight="medium")
        height = theme.line("display")
        low = Strip(
            QRectF(inner.left(), inner.bottom() - height, inner.width(), height), is_rtl=is_rtl(painter)
        )
        figure = str(self.figure.count)
        width = theme.metrics("display", "semibold", tabular=True).horizontalAdvance(figure) + 1
        shade = c.text if self.figure.count else c.text_faint
        paint_text(
            painter,
            low.leading(width, 8),
            theme,
            figure,
            shade,
            role="display",
            weight="semibold",
            tabular=True,
        )
        words = elided(theme.metrics(), self.figure.words, low.rest.width())
        rest = low.rest.adjusted(0, height - line - 4, 0, -4)
        paint_text(painter, rest, theme, words, c.text_muted)
