"""One door: what is behind it in a few lines, how long it takes, and the button that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.records import record
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import centered, fill_round, paint_icon

PAD: Final = 24
TILE: Final = 48
TILE_ICON: Final = 24


@record
class DoorWords:
    """What a door says. `points` are its advantages, `lasts` how long it takes."""

    id: str
    icon: IconName
    title: str
    says: str
    points: Sequence[str]
    lasts: str
    button: str


class DoorCard(QWidget):
    """`opened(id)` by its button, or by a click anywhere on it. The first door is drawn as the one to take."""

    opened = Signal(str)

    def __init__(
        self, theme: Theme, words: DoorWords, *, is_first: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._is_first, self.words = theme, is_first, words
        self.setAccessibleName(words.title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        space = theme.tokens.space
        self.button = Button(
            theme,
            words.button,
            kind="primary" if is_first else "default",
            height="large",
            key_hint="⏎" if is_first else "",
            name=f"{words.title}. {words.button}",
        )
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(0)
        column.addWidget(_Tile(theme, words.icon), 0, Qt.AlignmentFlag.AlignLeading)
        column.addSpacing(space.x4)
        column.addWidget(Paragraph(theme, words.title, role="lead", weight="semibold"))
        column.addSpacing(space.x1)
        column.addWidget(Paragraph(theme, words.says, ink="text_muted"))
        column.addStretch(1)
        column.addSpacing(space.x3)
        for point in words.points:
            column.addWidget(Ticked(theme, point))
            column.addSpacing(space.x2)
        column.addSpacing(space.x4)
        column.addWidget(Paragraph(theme, words.lasts, role="small", ink="text_faint"))
        column.addSpacing(space.x2)
        column.addWidget(self.button)

    def _open(self) -> None:
        self.opened.emit(self.words.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole card answers."""
        is_here = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and is_here and self.button.isEnabled():
            self._open()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box, with the accent's edge where it is the door to take."""
        c = self._theme.colors
        edge = c.accent if self._is_first else c.border
        fill_round(QPainter(self), QRectF(self.rect()), c.surface, self._theme.tokens.radius.normal, edge)


class Ticked(QWidget):
    """A line with a tick before it."""

    def __init__(
        self, theme: Theme, words: str, icon: IconName = "check", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon = theme, icon
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addSpacing(theme.tokens.icon.normal + theme.tokens.space.x2)
        row.addWidget(Paragraph(theme, words, ink="text_muted"), 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark, level with the first line."""
        theme, size = self._theme, self._theme.tokens.icon.normal
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - size if is_rtl else 0
        box = centered(QRectF(left, 0, size, theme.line()), size, size)
        ink = theme.colors.success if self._icon == "check" else theme.colors.text_faint
        paint_icon(QPainter(self), box, theme, self._icon, size, ink)


class _Tile(QWidget):
    """The door's icon on its soft ground."""

    def __init__(self, theme: Theme, icon: IconName) -> None:
        super().__init__()
        self._theme = theme
        self._icon: IconName = icon
        self.setFixedSize(TILE, TILE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and icon."""
        c, painter = self._theme.colors, QPainter(self)
        box = QRectF(self.rect())
        fill_round(painter, box, c.accent_soft, self._theme.tokens.radius.normal)
        inner = centered(box, TILE_ICON, TILE_ICON)
        paint_icon(painter, inner, self._theme, self._icon, TILE_ICON, c.accent_soft_text)
