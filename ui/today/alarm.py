"""What is wrong for the whole team, above everything else on Today: red by ground, icon and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.paint_basic import fill_round, paint_icon
from ui.widgets.surfaces import tight

PAD: Final = 16
ICON_GAP: Final = 8


class AlarmStrip(QWidget):
    """Hidden while nothing is. `connection_asked`: to what was found, by who may see it."""

    connection_asked = Signal()

    def __init__(self, theme: Theme, *, is_leader: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sentences: tuple[str, ...] = ()
        self._lines = tight(QVBoxLayout())
        self._lines.setSpacing(4)
        self.way = Button(theme, _("Open Connection"))
        if not is_leader:
            self.way.hide()
        self.way.clicked.connect(self.connection_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD + theme.tokens.icon.normal + ICON_GAP, 10, PAD, 10)
        row.setSpacing(PAD)
        row.addLayout(self._lines, 1)
        row.addWidget(self.way, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_alarms(self, sentences: Sequence[str]) -> None:
        """These and no others; a new one is told to screen readers by its line."""
        if tuple(sentences) == self.sentences:
            return
        self.sentences = tuple(sentences)
        while (item := self._lines.takeAt(0)) is not None:
            line = item.widget()
            if line is not None:
                line.hide()
                line.deleteLater()
        for sentence in sentences:
            self._lines.addWidget(Paragraph(self._theme, sentence, ink="danger_soft_text", weight="medium"))
        self.setAccessibleName(" ".join(sentences))
        self.setVisible(bool(sentences))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, edge, and the sign beside the first line."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        fill_round(painter, QRectF(self.rect()), c.danger_soft, theme.tokens.radius.normal, c.danger)
        size = theme.tokens.icon.normal
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - PAD - size if is_rtl else PAD
        top = self._lines.geometry().top() + (theme.line("body") - size) / 2
        paint_icon(painter, QRectF(left, top, size, size), theme, "circle-alert", size, c.danger)
