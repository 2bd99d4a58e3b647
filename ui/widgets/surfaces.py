"""Plain grounds: a pane with the colour of its role, and thin separating lines."""

from __future__ import annotations

from typing import Literal, TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.widgets.paint_basic import fill, fill_round

Ground = Literal["window", "surface", "surface_sunken", "surface_raised", "warning_soft", "accent_soft"]
Side = Literal["top", "bottom", "leading", "trailing"]
Layout = TypeVar("Layout", bound=QBoxLayout)


def tight(layout: Layout) -> Layout:
    """The same without room around its parts or between them."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


class Surface(QWidget):
    """A pane, header or bar: one ground, and 1 px `border` lines on the sides that are named."""

    def __init__(
        self,
        theme: Theme,
        ground: Ground = "surface",
        *,
        edges: tuple[Side, ...] = (),
        is_strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._ground: Ground = ground
        self._edges = edges
        self._is_strong = is_strong
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and lines."""
        c = self.theme.colors
        ground: QColor = getattr(c, self._ground)
        painter = QPainter(self)
        fill(painter, QRectF(self.rect()), ground)
        for side in self._edges:
            fill(painter, self._edge_rect(side), c.border_strong if self._is_strong else c.border)

    def _edge_rect(self, side: Side) -> QRectF:
        width, height = self.width(), self.height()
        if side == "top":
            return QRectF(0, 0, width, 1)
        if side == "bottom":
            return QRectF(0, height - 1, width, 1)
        at_left = (side == "leading") == (self.layoutDirection() == Qt.LayoutDirection.LeftToRight)
        return QRectF(0 if at_left else width - 1, 0, 1, height)


class Card(QWidget):
    """A rounded box with an edge, on any ground; `is_raised` for what floats (edge `border_strong`)."""

    def __init__(self, theme: Theme, *, is_raised: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._is_raised = is_raised

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box."""
        c = self.theme.colors
        ground, edge = (c.surface_raised, c.border_strong) if self._is_raised else (c.surface, c.border)
        fill_round(QPainter(self), QRectF(self.rect()), ground, self.theme.tokens.radius.normal, edge)


class Line(QWidget):
    """A 1 px horizontal line between sections."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One line of `border`."""
        QPainter(self).fillRect(self.rect(), self._theme.colors.border)
