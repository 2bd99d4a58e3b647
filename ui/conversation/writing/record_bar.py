"""A voice message in the making: a red dot, the time, the levels; then listening, throwing away, sending."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.words import amounts
from app.words import gettext as _
from ui.conversation.writing.recorder import Recorder
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import Label
from ui.widgets.paint_basic import centered, fill_round

BAR_LINE: Final = 52
DOT: Final = 10
WAVE: Final = (2, 4)  # a bar, and from one to the next
LOWEST: Final = 3
TALLEST: Final = 24
REST_SHARE: Final = 0.38


class RecordBar(QWidget):
    """`stop_asked`, `play_asked`, `cancel_asked` (Escape too), `send_asked` (Enter too)."""

    stop_asked = Signal()
    play_asked = Signal()
    cancel_asked = Signal()
    send_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(_("Voice message"))
        self.dot = _Dot(theme)
        self.play_button = IconButton(theme, "play", _("Listen"))
        self.time = Label(theme, "0:00", tabular=True)
        self.levels = Levels(theme)
        self.stop_button = IconButton(theme, "square", _("Stop and listen"))
        self.cancel_button = Button(theme, _("Cancel"), kind="quiet")
        self.send_button = Button(theme, _("Send"), kind="primary", icon="send", key_hint="⏎")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(10)
        for first in (self.dot, self.play_button, self.time):
            row.addWidget(first)
        row.addWidget(self.levels, 1)
        for last in (self.stop_button, self.cancel_button, self.send_button):
            row.addWidget(last)
        self.stop_button.clicked.connect(self.stop_asked)
        self.play_button.clicked.connect(self.play_asked)
        self.cancel_button.clicked.connect(self.cancel_asked)
        self.send_button.clicked.connect(self.send_asked)
        for button in (self.stop_button, self.play_button, self.cancel_button, self.send_button):
            button.installEventFilter(self)
        theme.changed.connect(self._settle)
        self._settle()
        self.hide()

    def show_recorder(self, recorder: Recorder) -> None:
        """What there is now."""
        is_recording = recorder.stage == "recording"
        self.dot.setVisible(is_recording)
        self.stop_button.setVisible(is_recording)
        self.play_button.setVisible(not is_recording)
        self.play_button.set_icon(
            "pause" if recorder.is_playing else "play", _("Pause") if recorder.is_playing else _("Listen")
        )
        played, whole = recorder.played, recorder.duration_ms
        shown_ms = round(whole * played) if played and not is_recording else whole
        self.time.setText(amounts.length(shown_ms // 1000 * 1000))
        self.levels.show_levels(
            recorder.levels, 1.0 if is_recording or not played else played, is_live=is_recording
        )

    def focus_first(self) -> None:
        """Enter sends."""
        self.send_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Escape and Enter mean the same on each button of the bar."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel_asked.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self.send_button:
                self.send_asked.emit()
                return True
        return False

    def _settle(self) -> None:
        self.setFixedHeight(self._theme.px(BAR_LINE))


class _Dot(QWidget):
    """The sign of every recorder."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(_("Recording"))
        self.setFixedSize(QSize(DOT, DOT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill_round(QPainter(self), QRectF(self.rect()), self._theme.colors.danger, DOT / 2)


class Levels(QWidget):
    """How loud it was: the newest at the trailing end while it is recorded, all of it afterwards."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._levels: list[int] = []
        self._played, self._is_live = 1.0, True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(40)

    def show_levels(self, levels: list[int], played: float, *, is_live: bool) -> None:
        """Other levels."""
        self._levels, self._played, self._is_live = levels, played, is_live
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Time runs from left to right in every language."""
        thick, step = WAVE
        count = max(1, self.width() // step)
        shown = self._levels[-count:] if self._is_live else _resampled(self._levels, count)
        full = QColor(self._theme.colors.accent)
        rest = QColor(full)
        rest.setAlphaF(REST_SHARE)
        painter = QPainter(self)
        for number, level in enumerate(shown):
            height = LOWEST + (TALLEST - LOWEST) * level / 255
            box = QRectF(number * step, 0, thick, self.height())
            bar = centered(box, thick, round(height))
            painter.fillRect(bar, full if number < self._played * len(shown) else rest)


def _resampled(levels: list[int], count: int) -> list[int]:
    """At most so many, the loudest of each stretch."""
    if len(levels) <= count:
        return levels
    edges = [number * len(levels) // count for number in range(count + 1)]
    return [max(levels[start:end], default=0) for start, end in pairwise(edges)]
