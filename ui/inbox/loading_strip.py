"""Under the list while a history loads: that more is on its way, and how far it is. The list does not move for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.words import gettext as _
from app.words.formats import Formats
from ui.status_words import progress_words
from ui.theme.theme import Theme
from ui.widgets.labels import set_tip
from ui.widgets.paint_basic import Strip, fill, is_rtl, paint_text
from ui.widgets.paint_progress import BAR_PX, paint_progress

PAD: Final = 16
GAP: Final = 8


class LoadingStrip(QWidget):
    """Two lines: words and percent, and a bar. Hidden while nothing loads."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.updateGeometry)

    def show_progress(self, progress: tuple[int, int] | None, formats: Formats) -> None:
        """Events that have come and all there are; None when it is done."""
        self.setVisible(progress is not None)
        if progress is None:
            return
        done, total = progress
        self._share = done / total if total else 0.0
        words = progress_words(progress, formats)
        self.setAccessibleName(words)
        set_tip(self, words)
        self.update()

    @property
    def words(self) -> str:
        """What it says."""
        return _("Older messages are loading")

    @property
    def percent(self) -> str:
        """How far it is; never all of it before it is done."""
        return _("{n}%").format(n=min(99, int(self._share * 100)))

    def sizeHint(self) -> QSize:
        """A small line, the bar, and room around them."""
        return QSize(200, self._theme.line("small") + BAR_PX + 3 * GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, upper edge, words, percent, bar."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        rect = QRectF(self.rect())
        fill(painter, rect, c.surface)
        fill(painter, QRectF(0, 0, rect.width(), 1), c.border)
        line = QRectF(PAD, GAP, rect.width() - 2 * PAD, theme.line("small"))
        strip = Strip(line, is_rtl=is_rtl(painter))
        width = theme.metrics("small", tabular=True).horizontalAdvance(self.percent) + 1
        box = strip.trailing(width, GAP)
        paint_text(painter, box, theme, self.percent, c.text_muted, role="small", tabular=True)
        paint_text(painter, strip.rest, theme, self.words, c.text_muted, role="small")
        bar = QRectF(PAD, line.bottom() + GAP, line.width(), BAR_PX)
        paint_progress(painter, bar, theme, self._share)
