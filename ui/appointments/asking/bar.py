"""A bar that fills, and sentences with an icon before them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.labels import Ink, Label, Paragraph, ink_color
from ui.widgets.paint_basic import paint_icon
from ui.widgets.paint_progress import BAR_PX, paint_progress

ICON_PX: Final = 16


class Bar(QWidget):
    """`share` from 0 to 1."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.share = 0.0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, said: str) -> None:
        """So far; `said` is what a screen reader hears."""
        self.share = share
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """A line of its own."""
        return QSize(120, BAR_PX + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_progress(painter, QRectF(self.rect()), self._theme, self.share)


class IconSentence(QWidget):
    """A sentence over as many lines as it needs, an icon before its first."""

    def __init__(self, theme: Theme, icon: IconName, text: str, ink: Ink = "text_muted") -> None:
        super().__init__()
        self.words = Paragraph(theme, text, role="small", ink=ink)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(_Icon(theme, icon, ink), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)


class _Value(Paragraph):
    """No wider than its words, so that it ends where the lines end."""

    def minimumSizeHint(self) -> QSize:
        """Of a short one: all of it."""
        return QSize(
            min(super().minimumSizeHint().width(), self.sizeHint().width()), self._theme.line("body")
        )


class _Icon(QWidget):
    def __init__(self, theme: Theme, icon: IconName, ink: Ink) -> None:
        super().__init__()
        self._theme, self._icon, self._ink = theme, icon, ink
        side = theme.px(ICON_PX)
        self.setFixedSize(side, max(side, round(theme.line("small"))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """In the first line."""
        ink = ink_color(self._theme, self._ink)
        paint_icon(QPainter(self), QRectF(self.rect()), self._theme, self._icon, ICON_PX, ink)


class Facts(QWidget):
    """Names at the left, what they are at the right; lines without a value are not there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._lines: dict[str, tuple[QWidget, _Value]] = {}

    def put(self, name: str, value: str) -> None:
        """A line, made with its first value."""
        if name not in self._lines:
            if not value:
                return
            line, words = QWidget(), _Value(self._theme, value, weight="semibold")
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(12)
            row.addWidget(Label(self._theme, name, ink="text_muted"), 0, Qt.AlignmentFlag.AlignTop)
            row.addStretch(1)
            row.addWidget(words, 0)
            words.setAccessibleName(f"{name}: {value}")
            self._lines[name] = (line, words)
            self._column.addWidget(line)
        line, words = self._lines[name]
        words.set_text(value)
        words.setAccessibleName(f"{name}: {value}")
        line.setVisible(bool(value))

    def value(self, name: str) -> str:
        """What stands there."""
        return self._lines[name][1].text if name in self._lines else ""
