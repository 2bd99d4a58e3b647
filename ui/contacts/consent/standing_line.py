"""One purpose in a line: a sign that is no mere colour, what it is for, and how things stand."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.consent import Standing
from app.words import gettext as _
from app.words.consent import purpose_help, purpose_words, standing_words
from app.words.formats import Formats
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_basic import Strip, is_rtl, paint_icon

GAP: Final = 10
_SIGNS: Final[dict[str, IconName]] = {"given": "circle-check", "withdrawn": "ban", "unknown": "circle-dashed"}


class StandingLine(QWidget):
    """Read by the keyboard's reader as one sentence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = "unknown"
        self.title = Label(theme, weight="medium")
        self.words = Paragraph(theme, role="small", ink="text_muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.tokens.icon.normal + GAP, 4, 0, 4)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.words)

    def show_standing(self, standing: Standing, formats: Formats, now: datetime) -> None:
        """How things stand now."""
        self._state = standing.state
        title, words = purpose_words(standing.purpose), standing_words(standing, formats, now)
        self.title.setText(title)
        self.words.set_text(words)
        self.words.set_ink("danger" if standing.state == "withdrawn" else "text_muted")
        self.setAccessibleName(_("{purpose}: {words}").format(purpose=title, words=words))
        self.setToolTip(purpose_help(standing.purpose))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The sign."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        c, size = self._theme.colors, self._theme.tokens.icon.normal
        inks = {"given": c.success, "withdrawn": c.danger, "unknown": c.text_faint}
        line = QRectF(0, 4, self.width(), self._theme.line("body"))
        box = Strip(line, is_rtl=is_rtl(painter)).leading(size)
        paint_icon(painter, box, self._theme, _SIGNS[self._state], size, inks[self._state])
