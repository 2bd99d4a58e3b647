"""Text that does not answer: labels of one size, weight and ink, always plain text.

Qt guesses "rich text" from a string that looks like HTML and would then fetch its images; customers write
such strings. So every label here is PlainText, and `set_tip` escapes what it is given.
"""

from __future__ import annotations

import html
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme.theme import Theme
from ui.theme.tokens import Role, Weight
from ui.widgets.paint_basic import elided, paint_text

Ink = Literal[
    "text",
    "text_muted",
    "text_faint",
    "text_disabled",
    "accent",
    "accent_soft_text",
    "link",
    "danger",
    "danger_soft_text",
    "warning",
    "warning_soft_text",
    "success",
    "success_soft_text",
    "info",
    "info_soft_text",
    "bubble_note_text",
]


def ink_color(theme: Theme, ink: Ink) -> QColor:
    """The colour of a text role in the theme in force."""
    color: QColor = getattr(theme.colors, ink)
    return color


def set_tip(widget: QWidget, text: str) -> None:
    """A tool tip that shows `text` as it is, whatever it looks like."""
    widget.setToolTip(f"<span>{html.escape(text)}</span>" if text else "")


class Label(QLabel):
    """One paragraph of plain text that follows the theme; wraps if asked to, at the role's line height."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: Role = "body",
        weight: Weight = "regular",
        ink: Ink = "text",
        tabular: bool = False,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._role: Role = role
        self._weight: Weight = weight
        self._ink: Ink = ink
        self._tabular = tabular
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        theme.changed.connect(self._dress)
        self._dress()

    def set_ink(self, ink: Ink) -> None:
        """Another colour role, e.g. `danger` for a failure."""
        self._ink = ink
        self._dress()

    def _dress(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, ink_color(self._theme, self._ink))
        self.setPalette(palette)
        self.setFont(self._theme.font(self._role, self._weight, tabular=self._tabular))
        if not self.wordWrap():
            self.setMinimumHeight(self._theme.line(self._role))


class ElidedLabel(QWidget):
    """One line that is cut with "…" when room is short; its tool tip and accessible name have it whole."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: Role = "body",
        weight: Weight = "regular",
        ink: Ink = "text",
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: Role = role
        self._weight: Weight = weight
        self._ink: Ink = ink
        self._tabular = tabular
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.set_text(text)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    @property
    def is_cut(self) -> bool:
        """Whether some of it does not fit now."""
        metrics = self._theme.metrics(self._role, self._weight, tabular=self._tabular)
        return elided(metrics, self._text, self.width()) != self._text

    def set_text(self, text: str) -> None:
        """Another text; room for it is asked for, not taken."""
        self._text = text
        self.setAccessibleName(text)
        set_tip(self, text)
        self.updateGeometry()
        self.update()

    def set_ink(self, ink: Ink) -> None:
        """Another colour role."""
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the text, as high as its line."""
        metrics = self._theme.metrics(self._role, self._weight, tabular=self._tabular)
        return QSize(int(metrics.horizontalAdvance(self._text[:400])) + 2, self._theme.line(self._role))

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(min(self.sizeHint().width(), 24), self._theme.line(self._role))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One line at the leading edge."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        ink = ink_color(self._theme, self._ink)
        paint_text(
            painter,
            QRectF(self.rect()),
            self._theme,
            self._text,
            ink,
            role=self._role,
            weight=self._weight,
            tabular=self._tabular,
        )
