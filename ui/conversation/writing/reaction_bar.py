"""Six emoji, one's own and the way to all others, in a small bar over a message."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget

from app.domain.rows import MessageRow
from app.words import gettext as _
from ui.theme.style import is_keyboard_focus
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import set_tip
from ui.widgets.paint_basic import fill_round, paint_row_ring

QUICK: Final = ("👍", "❤️", "😂", "😮", "😢", "🙏")
CELL: Final = 36
GLYPH_PX: Final = 20
PAD: Final = 6


def own_reaction(row: MessageRow) -> str:
    """Which emoji this desk's member gave, "" for none."""
    return next((one.emoji for one in row.reactions if one.is_mine), "")


class ReactionBar(QFrame):
    """`chosen(emoji)`, "" to take one's own back; `more_asked`: all the others."""

    chosen = Signal(str)
    more_asked = Signal()

    def __init__(self, theme: Theme, own: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setAccessibleName(_("React"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, PAD, PAD, PAD)
        row.setSpacing(2)
        shown = QUICK if not own or own in QUICK else (own, *QUICK[:-1])
        self.buttons = [_Emoji(theme, emoji, is_own=emoji == own) for emoji in shown]
        self.more = IconButton(theme, "smile-plus", _("Other emoji"))
        for button in self.buttons:
            button.clicked.connect(lambda _on=False, one=button: self._choose(one))
            row.addWidget(button)
        row.addWidget(self.more)
        self.more.clicked.connect(self._ask_for_more)

    def open_at(self, place: QRect) -> None:
        """Above a bubble (global place), inside the screen; the keyboard begins at one's own, else at the first."""
        self.adjustSize()
        size, screen = self.sizeHint(), self.screen().availableGeometry()
        top = place.top() - size.height() - 4
        if top < screen.top():
            top = place.bottom() + 4
        left = max(screen.left(), min(place.left(), screen.right() - size.width()))
        self.move(left, top)
        self.show()
        own = next((one for one in self.buttons if one.is_own), self.buttons[0])
        own.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, button: "_Emoji") -> None:
        self.close()
        self.chosen.emit("" if button.is_own else button.text())

    def _ask_for_more(self) -> None:
        self.close()
        self.more_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move, Escape closes."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        all_buttons: Sequence[QWidget] = [*self.buttons, self.more]
        place = next((n for n, one in enumerate(all_buttons) if one.hasFocus()), 0)
        all_buttons[(place + step) % len(all_buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box of everything that floats."""
        c = self._theme.colors
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.surface_raised)
        fill_round(painter, QRectF(self.rect()), c.surface_raised, 0, c.border_strong)


class _Emoji(QAbstractButton):
    """One emoji; one's own has a ground."""

    def __init__(self, theme: Theme, emoji: str, *, is_own: bool) -> None:
        super().__init__()
        self._theme, self.is_own = theme, is_own
        self._font = QFont(theme.font())
        self._font.setPixelSize(GLYPH_PX)
        self.setText(emoji)
        name = _("Take back {emoji}") if is_own else _("React with {emoji}")
        self.setAccessibleName(name.format(emoji=emoji))
        set_tip(self, name.format(emoji=emoji))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(QSize(CELL, CELL))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a press too; the arrows are the bar's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The glyph on its ground."""
        c, rect = self._theme.colors, QRectF(self.rect())
        painter = QPainter(self)
        if self.is_own or self.underMouse():
            fill_round(painter, rect, c.accent_soft if self.is_own else c.surface_hover, 6)
        if self.hasFocus() and is_keyboard_focus(self):
            paint_row_ring(painter, rect, self._theme, 6)
        painter.setFont(self._font)
        painter.setPen(c.text)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self.text())
