"""A step in its column, with the scroll bar that a low window needs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from ui.theme.theme import Theme
from ui.widgets.surfaces import Surface

MOST_WIDE: Final = 720
SIDE: Final = 24


class ScrolledColumn(QScrollArea):
    """`page` is the step."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__()
        self.page = page
        ground = _Ground(theme, "surface_sunken")
        row = QHBoxLayout(ground)
        row.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        page.setMaximumWidth(theme.px(MOST_WIDE))
        row.addStretch(1)
        row.addWidget(page, 100)
        row.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(ground)


class _Ground(Surface):
    """As high as the step is at its width: the hints of sentences are those of a narrow column."""

    def minimumSizeHint(self) -> QSize:
        """The width alone."""
        return QSize(super().minimumSizeHint().width(), 0)
