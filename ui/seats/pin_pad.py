"""A PIN being typed: a dot for each digit, and keys to press where there is no keyboard at hand."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.seats import PIN_MAX_DIGITS, PIN_MIN_DIGITS
from app.words import gettext as _
from app.words import ngettext
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.paint_basic import fill_round

DOT_PX: Final = 12
DOT_GAP_PX: Final = 12
HEIGHT_PX: Final = 40
KEY_PX: Final = 64
_ENTERS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PinDots(QWidget):
    """Takes digits while it has the focus. `entered(pin)` at Enter, `changed` at each digit."""

    entered = Signal(str)
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pin = ""
        self.is_asked = True  # False: nothing may be typed just now
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self, theme.tokens.radius.normal)
        self._say()

    @property
    def pin(self) -> str:
        """What was typed so far."""
        return self._pin

    def clear(self) -> None:
        """Begin anew."""
        self._set("")

    def type_digit(self, digit: str) -> None:
        """One more digit."""
        if self.is_asked and len(self._pin) < PIN_MAX_DIGITS:
            self._set(self._pin + digit)

    def drop_digit(self) -> None:
        """The last one goes."""
        self._set(self._pin[:-1])

    def enter(self) -> None:
        """That was all of it; too few digits are nobody's PIN, and cost no try."""
        if self.is_asked and len(self._pin) >= PIN_MIN_DIGITS:
            self.entered.emit(self._pin)

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key was for the PIN; the sheet asks this for keys that are pressed elsewhere on it."""
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isdigit():
            self.type_digit(text)
        elif event.key() == Qt.Key.Key_Backspace and self._pin:
            self.drop_digit()
        elif event.key() in _ENTERS and self._pin:
            self.enter()
        else:
            return False
        return True

    def sizeHint(self) -> QSize:
        """Room for as many dots as there may be."""
        return QSize(PIN_MAX_DIGITS * (DOT_PX + DOT_GAP_PX) + DOT_GAP_PX, HEIGHT_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Backspace, Enter."""
        if not self.takes(event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A full dot for each digit, empty ones up to the fewest that a PIN has."""
        c, count = self._theme.colors, max(len(self._pin), PIN_MIN_DIGITS)
        painter = QPainter(self)
        left = (self.width() - count * DOT_PX - (count - 1) * DOT_GAP_PX) / 2
        for number in range(count):
            dot = QRectF(left + number * (DOT_PX + DOT_GAP_PX), (self.height() - DOT_PX) / 2, DOT_PX, DOT_PX)
            if number < len(self._pin):
                fill_round(painter, dot, c.accent, DOT_PX / 2)
            else:
                fill_round(painter, dot, c.surface, DOT_PX / 2, c.border_control)

    def _set(self, pin: str) -> None:
        self._pin = pin
        self._say()
        self.update()
        self.changed.emit()

    def _say(self) -> None:
        count = len(self._pin)
        typed = ngettext("{n} digit typed", "{n} digits typed", count).format(n=count)
        self.setAccessibleName(_("PIN"))
        self.setAccessibleDescription(typed)


class PinPad(QWidget):
    """The dots, and twelve keys for mouse and finger."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dots = PinDots(theme)
        self.keys: dict[str, Button | IconButton] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.tokens.space.x2)
        for number, digit in enumerate("123456789"):
            grid.addWidget(self._digit(theme, digit), number // 3, number % 3)
        back = self.keys["back"] = IconButton(theme, "arrow-left", _("Delete the last digit"))
        back.clicked.connect(self.dots.drop_digit)
        enter = self.keys["enter"] = IconButton(theme, "check", _("Enter the PIN"))
        enter.clicked.connect(self.dots.enter)
        grid.addWidget(back, 3, 0)
        grid.addWidget(self._digit(theme, "0"), 3, 1)
        grid.addWidget(enter, 3, 2)
        for key in (back, enter):
            self._shape(theme, key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x3)
        column.addWidget(self.dots, 0, Qt.AlignmentFlag.AlignHCenter)
        pad = QWidget()
        pad.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pad, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_asked(self, *, is_asked: bool) -> None:
        """Whether a PIN may be typed just now."""
        self.dots.is_asked = is_asked
        for key in self.keys.values():
            key.setEnabled(is_asked)

    def _digit(self, theme: Theme, digit: str) -> Button:
        key = Button(theme, digit)
        key.clicked.connect(lambda: self.dots.type_digit(digit))
        self.keys[digit] = key
        self._shape(theme, key)
        return key

    def _shape(self, theme: Theme, key: Button | IconButton) -> None:
        key.setFixedSize(theme.px(KEY_PX), theme.px(theme.tokens.size.button_large))
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard types into the dots
