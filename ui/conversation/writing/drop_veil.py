"""What lies over the bubbles while files are held above them."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.paint_basic import centered, paint_icon, paint_text

PAD: Final = 16
ICON: Final = 32
SHARE: Final = 0.94  # of the ground: the bubbles shine through a little


class DropVeil(QWidget):
    """Says that what is let go here will be attached."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("Let go to attach"))
        self.hide()

    def show_over(self, view: QWidget) -> None:
        """Cover it."""
        self.setGeometry(view.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed place with its words."""
        theme, c = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(c.accent_soft)
        ground.setAlphaF(SHARE)
        painter.fillRect(self.rect(), c.surface_sunken)
        box = QRectF(self.rect()).adjusted(PAD, PAD, -PAD, -PAD)
        painter.setPen(QPen(c.accent, 1, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        radius = theme.tokens.radius.normal
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        middle = centered(box, box.width(), ICON + theme.line() + 12)
        icon = QRectF(middle.left(), middle.top(), middle.width(), ICON)
        paint_icon(painter, icon, theme, "paperclip", ICON, c.accent_soft_text)
        line = QRectF(middle.left(), icon.bottom() + 12, middle.width(), theme.line())
        words = _("Let go to attach")
        paint_text(painter, line, theme, words, c.accent_soft_text, weight="semibold", is_centered=True)
