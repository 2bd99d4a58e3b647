"""Small parts of the details beside the table: a heading with what stands below it, one of several, a bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.controls import Radio
from ui.widgets.labels import Label
from ui.widgets.paint_basic import Strip, fill_round, is_rtl

BAR_PX = 4


class Section(QWidget):
    """A question and its answers, one below the other."""

    def __init__(
        self, theme: Theme, title: str, parts: Sequence[QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x1)
        if title:
            column.addWidget(Label(theme, title, weight="medium"))
        for part in parts:
            column.addWidget(part)


class OneOf(QWidget):
    """Radio buttons in a column. `answers`: words and what to do when they are chosen; `chosen`: which one is."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        answers: Sequence[tuple[str, Callable[[], object]]],
        chosen: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.buttons: list[Radio] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for place, (words, act) in enumerate(answers):
            radio = Radio(theme, words)
            radio.setAccessibleDescription(name)
            radio.setChecked(place == chosen)
            radio.clicked.connect(_calling(act))
            self._group.addButton(radio)
            self.buttons.append(radio)
            column.addWidget(radio)


class Bar(QWidget):
    """How much is done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, words: str) -> None:
        """0.0 to 1.0, and the same in words for a screen reader."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(80, BAR_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The whole in grey, what is done in the accent colour."""
        c, painter = self._theme.colors, QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        whole = QRectF(self.rect())
        fill_round(painter, whole, c.border, BAR_PX / 2)
        if self._share:
            done = Strip(whole, is_rtl=is_rtl(painter)).leading(
                max(float(BAR_PX), whole.width() * self._share)
            )
            fill_round(painter, done, c.accent, BAR_PX / 2)


def _calling(act: Callable[[], object]) -> Callable[[], None]:
    def call() -> None:
        act()

    return call
