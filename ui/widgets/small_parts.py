"""Small painted parts as widgets, for places that are not rows: a chip, an avatar, a skeleton, an empty state."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.theme.tokens import Weight
from ui.widgets.button import Button, Kind
from ui.widgets.labels import Paragraph
from ui.widgets.paint_avatar import Portrait, paint_avatar
from ui.widgets.paint_basic import Strip, centered, fill_round, is_rtl, paint_icon
from ui.widgets.paint_chip import Chip, chip_height, chip_width, paint_chip
from ui.widgets.paint_marks import paint_dot

_SKELETON_AFTER_MS: Final = 150
_SENTENCE_PX: Final = 300
_SIDE_PX: Final = 24
_TOP_PX: Final = 20
_BELOW_ICON: Final = 16
_APART: Final = 4
_WEIGHTS: Final[tuple[Weight, ...]] = ("semibold", "regular")  # of an empty state's title and sentence


class ChipView(QWidget):
    """One chip outside a list."""

    def __init__(self, theme: Theme, chip: Chip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chip = chip
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(chip.text)
        theme.changed.connect(self.updateGeometry)

    def set_chip(self, chip: Chip) -> None:
        """Another one."""
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The chip's own size."""
        return QSize(round(chip_width(self._theme, self._chip) + 0.5), chip_height(self._theme))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chip."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_chip(painter, QRectF(self.rect()), self._theme, self._chip)


class AvatarView(QWidget):
    """One portrait outside a list."""

    def __init__(self, theme: Theme, who: Portrait, size_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._who = who
        self._picture: QPixmap | None = None
        self.setFixedSize(size_px, size_px)
        self.setAccessibleName(who.name)

    def set_portrait(self, who: Portrait, picture: QPixmap | None = None) -> None:
        """Someone else, or their picture has come."""
        self._who = who
        self._picture = picture
        self.setAccessibleName(who.name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The disc."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        paint_avatar(painter, QRectF(self.rect()), self._theme, self._who, self._picture)


def paint_presence(painter: QPainter, avatar: QRectF, theme: Theme, *, is_present: bool) -> None:
    """The dot at the lower trailing corner of one's own avatar, with a ring of the rail's ground."""
    c = theme.colors
    corner = Strip(QRectF(avatar.left(), avatar.bottom() - 8, avatar.width(), 8), is_rtl=is_rtl(painter))
    paint_dot(painter, corner.trailing(8), c.success if is_present else c.neutral_fill, ring=c.window)


def paint_skeleton_row(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """A conversation row without its content: disc and two bars at their final places, no shimmer."""
    ground = theme.colors.surface_pressed
    strip = Strip(rect.adjusted(16, 0, -16, 0), is_rtl=is_rtl(painter))
    disc = strip.leading(40, 12)
    fill_round(painter, centered(disc, 40, 40), ground, 20)
    for top, width in ((15, 120), (37, 220)):
        line = Strip(strip.rest, is_rtl=is_rtl(painter)).leading(min(width, strip.rest.width()))
        fill_round(painter, QRectF(line.left(), rect.top() + top, line.width(), 12), ground, 4)


class SkeletonRows(QWidget):
    """Rows of the final size while a list is read; nothing is drawn in the first 150 ms."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_shown = False
        self._timer = QTimer(self, singleShot=True, interval=_SKELETON_AFTER_MS)
        self._timer.timeout.connect(self._show)

    def start(self) -> None:
        """The reading begins."""
        self._is_shown = False
        self._timer.start()

    def stop(self) -> None:
        """It is there."""
        self._timer.stop()
        self._is_shown = False
        self.update()

    def _show(self) -> None:
        self._is_shown = True
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As many rows as fit."""
        if not self._is_shown:
            return
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        height = self._theme.px(self._theme.tokens.size.row_conversation)
        for top in range(0, self.height(), height):
            paint_skeleton_row(painter, QRectF(0, top, self.width(), height), self._theme)


class _HeroIcon(QWidget):
    """The icon of an empty state."""

    def __init__(self, theme: Theme, icon: IconName) -> None:
        super().__init__()
        self._theme = theme
        self._icon: IconName = icon
        self.setFixedSize(theme.tokens.icon.hero, theme.tokens.icon.hero)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon in `text_faint`."""
        c, size = self._theme.colors, self._theme.tokens.icon.hero
        paint_icon(QPainter(self), QRectF(self.rect()), self._theme, self._icon, size, c.text_faint)


class EmptyState(QWidget):
    """Why a place is empty, kindly and exactly, and one way on. `acted` when its button is pressed."""

    acted = Signal()

    def __init__(
        self,
        theme: Theme,
        icon: IconName,
        title: str,
        sentence: str = "",
        *,
        action: str = "",
        kind: Kind = "default",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE_PX, _TOP_PX, _SIDE_PX, _TOP_PX)
        column.setSpacing(0)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch()
        self._icon = _HeroIcon(theme, icon)
        column.addWidget(self._icon, 0, middle)
        column.addSpacing(_BELOW_ICON)
        self._theme = theme
        self._lines = [Paragraph(theme, title, weight="semibold", is_centered=True)]
        column.addWidget(self._lines[0], 0, middle)
        if sentence:
            column.addSpacing(_APART)
            self._lines.append(Paragraph(theme, sentence, ink="text_muted", is_centered=True))
            column.addWidget(self._lines[1], 0, middle)
        self._fit(theme.px(_SENTENCE_PX) + 2 * _SIDE_PX)
        self.button: Button | None = None
        if action:
            self.button = Button(theme, action, kind=kind)
            self.button.clicked.connect(lambda: self.acted.emit())
            column.addSpacing(_BELOW_ICON)
            column.addWidget(self.button, 0, middle)
        column.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow places wrap it sooner; in low ones the words have the room of the icon."""
        super().resizeEvent(event)
        self._fit(event.size().width())
        self._icon.setVisible(event.size().height() >= self._words_px() + self._icon.height())

    def minimumSizeHint(self) -> QSize:
        """It wraps: a narrow pane need not be wider for it; a low one goes without its icon."""
        return QSize(0, self._words_px())

    def _words_px(self) -> int:
        """The height of all but the icon."""
        lines = sum(line.minimumHeight() for line in self._lines) + (len(self._lines) - 1) * _APART
        button = _BELOW_ICON + self.button.sizeHint().height() if self.button is not None else 0
        return 2 * _TOP_PX + _BELOW_ICON + lines + button

    def _fit(self, width: int) -> None:
        room = max(80, min(self._theme.px(_SENTENCE_PX), width - 2 * _SIDE_PX))
        for line, weight in zip(self._lines, _WEIGHTS, strict=False):
            wanted = round(self._theme.metrics("body", weight).horizontalAdvance(line.text)) + 4
            line.setFixedWidth(min(room, wanted))
            line.setMinimumHeight(line.heightForWidth(line.width()))  # a centred item is not asked for it
