"""A card of a report: its title, a chart with its table one key away, or a table alone; a sentence where nothing is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.words import gettext as _
from ui.deals.funnel.cells import Grid
from ui.deals.funnel.grid_view import GridView
from ui.reports.charts.chart import Chart
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel, Label, Paragraph
from ui.widgets.paint_basic import fill_round
from ui.widgets.surfaces import Card

HEAD_PX: Final = 40
_PAD: Final = 16
_NOTHING_PX: Final = 72


class ReportTable(GridView):
    """`left` by T: back to the chart."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T is the way back."""
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReportCard(Card):
    """`opened(link)`; `stood_on(widget, rect)` where the keyboard is.

    A card has its height from the beginning: until figures come, a quiet shape stands in their place.
    """

    opened = Signal(object)
    stood_on = Signal(QWidget, QRect)

    def __init__(
        self,
        theme: Theme,
        title: str,
        subtitle: str = "",
        chart: Chart | None = None,
        legend: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.chart = chart
        self.title = Label(theme, title, weight="semibold")
        self.subtitle = ElidedLabel(theme, subtitle, role="small", ink="text_muted")
        self.end = Label(theme, role="small", ink="text_muted", tabular=True)
        self.table = ReportTable(theme, title)
        self.nothing = Paragraph(theme, ink="text_muted")
        self.toggle = IconButton(theme, "layout-list", _("Show as a table (T)"), height="small")
        self._grid: Grid | None = None
        self._legend = legend
        self.stack = QStackedWidget()
        self.below = QVBoxLayout()  # a line below the chart, where a page puts one
        self.below.setContentsMargins(_PAD, 0, _PAD, 8)
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_PAD, 0, _PAD - 4 if self.chart is not None else _PAD, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.subtitle, 1)
        head.addWidget(self.end)
        if self._legend is not None:
            head.addWidget(self._legend)
        head.addWidget(self.toggle)
        top = QWidget()
        top.setLayout(head)
        self.toggle.setHidden(self.chart is None)  # once it stands in something: before, it would be a window
        top.setFixedHeight(theme.px(HEAD_PX))
        self._blank = _Blank(theme)
        room = QWidget()
        words = QVBoxLayout(room)
        words.setContentsMargins(_PAD, 4, _PAD, _PAD)
        words.addWidget(self.nothing)
        words.addStretch(1)
        for page in (self._blank, self._framed(self.chart), self._scrolled(), room):
            self.stack.addWidget(page)
        if self.chart is not None:
            self.stack.setFixedHeight(self.chart.height() + 12)
            theme.changed.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 2, 1, 4)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.stack)
        column.addLayout(self.below)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _fit(self) -> None:
        if self.chart is not None:
            self.stack.setFixedHeight(self.chart.height() + 12)

    def _framed(self, chart: Chart | None) -> QWidget:
        room = QWidget()
        if chart is not None:
            column = QVBoxLayout(room)
            column.setContentsMargins(_PAD, 4, _PAD, 8)
            column.addWidget(chart)
        return room

    def _scrolled(self) -> QWidget:
        """The table of a chart scrolls in the chart's place; a table alone has its own height."""
        room = QWidget()
        column = QVBoxLayout(room)
        column.setContentsMargins(_PAD - 8, 0, _PAD - 8, 4)
        if self.chart is None:
            column.addWidget(self.table)
            column.addStretch(1)
            return room
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.table)
        inner.addStretch(1)
        area.setWidget(inside)
        self.table.stood_on.connect(
            lambda rect: area.ensureVisible(rect.center().x(), rect.center().y(), 0, 48)
        )
        column.addWidget(area)
        return room

    def _connect(self) -> None:
        self.toggle.clicked.connect(self.turn)
        self.table.opened.connect(self.opened)
        self.table.left.connect(self.turn)
        if self.chart is not None:
            chart = self.chart
            chart.opened.connect(self.opened)
            chart.table_asked.connect(self.turn)
            self._name_chart()
        else:
            self.table.stood_on.connect(lambda rect: self.stood_on.emit(self.table, rect))

    # -- what it shows

    @property
    def grid(self) -> Grid | None:
        """The table behind it, as it is exported and printed."""
        return self._grid

    def say_subtitle(self, text: str) -> None:
        """What more the title needs; whoever hears the chart's name hears it too."""
        self.subtitle.set_text(text)
        self._name_chart()

    def _name_chart(self) -> None:
        if self.chart is not None:
            said = (self.title.text(), self.subtitle.text)
            self.chart.setAccessibleName(", ".join(filter(None, said)))

    def show_table(self, grid: Grid, *, is_empty: bool | None = None) -> None:
        """Other figures, in the chart (which its page has filled) and in the table."""
        has_none = not grid.rows if is_empty is None else is_empty
        grid = self._grid = replace(grid, rows=()) if has_none else grid
        self.nothing.set_text(grid.empty)
        self.table.show_grid(grid)
        if has_none:
            self._turn_to(3)
        elif self.stack.currentIndex() != 2 or self.chart is None:
            self._turn_to(2 if self.chart is None else 1)
        self.toggle.setEnabled(not has_none)
        if self.chart is None:
            height = _NOTHING_PX if has_none else self.table.height() + 4
            self.stack.setFixedHeight(max(height, self.theme.px(_NOTHING_PX)))

    def _turn_to(self, page: int) -> None:
        self.stack.setCurrentIndex(page)

    def turn(self) -> None:
        """From the chart to its table, and back; the keyboard comes along."""
        if self.chart is None or self.stack.currentIndex() not in (1, 2):
            return
        is_table = self.stack.currentIndex() == 1
        self._turn_to(2 if is_table else 1)
        if is_table:
            self.toggle.set_icon("chart-column", _("Show as a chart (T)"))
        else:
            self.toggle.set_icon("layout-list", _("Show as a table (T)"))
        target: QWidget = self.table if is_table else self.chart
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)


class _Blank(QWidget):
    """Where figures will be."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setMinimumHeight(theme.px(_NOTHING_PX))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Quiet bars."""
        painter, c = QPainter(self), self._theme.colors
        radius = self._theme.tokens.radius.small
        for number in range(max(1, (self.height() - 16) // 40)):
            width = (self.width() - 2 * _PAD) * (0.9, 0.7, 0.8)[number % 3]
            fill_round(painter, QRectF(_PAD, 8 + number * 40, width, 12), c.surface_hover, radius)
