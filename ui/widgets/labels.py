"""Text that does not answer: labels of one size, weight and ink, always plain text.

Qt guesses "rich text" from a string that looks like HTML and would then fetch its images; customers write
such strings. So every label here is PlainText, and `set_tip` escapes what it is given.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
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
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    widget.setToolTip(f"<span>{escaped}</span>" if text else "")


def leading(widget: QWidget) -> Qt.AlignmentFlag:
    """The edge where the window's lines begin, whatever direction a text has of its own."""
    is_rtl = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


class Label(QLabel):
    """One line of plain text that follows the theme."""

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
        super().__init__(text, parent)
        self._theme = theme
        self._role: Role = role
        self._weight: Weight = weight
        self._ink: Ink = ink
        self._tabular = tabular
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(leading(self) | Qt.AlignmentFlag.AlignVCenter)
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


class Paragraph(QWidget):
    """Plain text over as many lines as it needs, at the role's line height (QLabel knows no line height)."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: Role = "body",
        weight: Weight = "regular",
        ink: Ink = "text",
        is_centered: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role: Role = role
        self._weight: Weight = weight
        self._ink: Ink = ink
        self._is_centered = is_centered
        self.is_in_middle = False  # of more height than it needs, beside something taller
        self._text = text
        self._heights: dict[tuple[int, float], int] = {}  # asked for many times while a screen is laid out
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)
        theme.changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def set_text(self, text: str) -> None:
        """Another text; its height follows."""
        self._text = text
        self._heights.clear()
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_ink(self, ink: Ink) -> None:
        """Another colour role."""
        self._ink = ink
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the text needs at this width."""
        beside = self.contentsMargins()
        key = (width - beside.left() - beside.right(), self._theme.scale)
        if key not in self._heights:
            self._heights[key] = round(self._layout(key[0])[1])
        return self._heights[key] + beside.top() + beside.bottom()

    def sizeHint(self) -> QSize:
        """On one line up to 400 px (or its own greatest width), then wrapped."""
        metrics = self._theme.metrics(self._role, self._weight)
        beside = self.contentsMargins()
        wanted = round(metrics.horizontalAdvance(self._text[:400])) + 2 + beside.left() + beside.right()
        width = min(400, self.maximumWidth(), wanted)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One line of little width."""
        return QSize(60, self._theme.line(self._role))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Its lines."""
        painter = QPainter(self)
        painter.setPen(ink_color(self._theme, self._ink))
        room = self.contentsRect()
        layout, height = self._layout(room.width())
        top = max(0.0, (room.height() - height) / 2) if self.is_in_middle else 0.0
        layout.draw(painter, QPointF(room.left(), room.top() + round(top)))

    def _layout(self, width: int) -> tuple[QTextLayout, float]:
        """The laid out text and its height in pixels."""
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if self._is_centered else leading(self))
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        text = self._text.replace("\n", "\N{LINE SEPARATOR}")
        layout = QTextLayout(text, self._theme.font(self._role, self._weight))
        layout.setTextOption(option)
        return layout, set_lines(layout, width, self._theme.line(self._role))


def set_lines(layout: QTextLayout, width: float, line_px: float) -> float:
    """Break a text into lines of `width`, each at least `line_px` high; returns the height of all.

    Scripts that stand taller than the grid (Arabic, CJK) get the room that they need: never cut to the grid.
    """
    top = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        height = max(line_px, line.height())
        line.setPosition(QPointF(0, top + (height - line.height()) / 2))
        top += height
    layout.endLayout()
    return top
