"""A month to choose a day from: painted, with the arrow keys, the days before `first` cannot be chosen."""

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.words import gettext as _
from app.words.calendar_names import NAMES
from ui.theme.style import is_keyboard_focus
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import Label
from ui.widgets.paint_basic import fill_round, mirrored, paint_row_ring, paint_text
from ui.widgets.spoken_role import speak_as

CELL: Final = 36
ROW: Final = 32
WEEKS: Final = 6
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
    Qt.Key.Key_PageUp: -28,
    Qt.Key.Key_PageDown: 28,
}


class MonthGrid(QWidget):
    """The month's name with its arrows, and the days below. `chosen(date)` at every other day."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, language: str, first: date, day: date) -> None:
        super().__init__()
        self._names = NAMES[language]
        self.title = Label(theme, weight="semibold")
        self.before = IconButton(theme, "chevron-left", _("Month before"), height="small")
        self.after = IconButton(theme, "chevron-right", _("Month after"), height="small")
        self.days = _Days(theme, language, first, day)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x1)
        column.addLayout(head)
        column.addWidget(self.days)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.before.clicked.connect(lambda: self.days.turn(-1))
        self.after.clicked.connect(lambda: self.days.turn(1))
        self.days.turned.connect(self._say_month)
        self.days.chosen.connect(self.chosen)
        self._say_month()

    @property
    def day(self) -> date:
        """Which one is chosen."""
        return self.days.day

    def _say_month(self) -> None:
        shown = self.days.month
        name = self._names.months[shown.month - 1]
        self.title.setText(f"{name[:1].upper()}{name[1:]} {shown.year}")
        self.before.setEnabled(self.days.can_go_back)


class _Days(QWidget):
    """The cells. `turned` when another month is shown."""

    chosen = Signal(object)
    turned = Signal()

    def __init__(self, theme: Theme, language: str, first: date, day: date) -> None:
        super().__init__()
        self._theme, self._names, self._first = theme, NAMES[language], first
        self.day, self.month = day, day.replace(day=1)
        self._hovered: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        speak_as(self, "Table")
        self.setMouseTracking(True)
        self.setFixedSize(self.sizeHint())
        self._say()

    @property
    def can_go_back(self) -> bool:
        """Whether a day of an earlier month can be chosen."""
        return self.month > self._first

    def turn(self, step: int) -> None:
        """Another month; the chosen day stays."""
        middle = self.month + timedelta(days=14 + 30 * step)
        self.month = middle.replace(day=1)
        self.turned.emit()
        self.update()

    def choose(self, day: date) -> None:
        """Another day, no earlier than the first."""
        day = max(day, self._first)
        if day.replace(day=1) != self.month:
            self.month = day.replace(day=1)
            self.turned.emit()
        self.day = day
        self._say()
        self.update()
        self.chosen.emit(day)

    def sizeHint(self) -> QSize:
        """Seven columns, the names of the days and six weeks."""
        return QSize(7 * self._theme.px(CELL), (WEEKS + 1) * self._theme.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go by the day and the week."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.choose(self.day + timedelta(days=-step if is_mirrored and abs(step) == 1 else step))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the pointer."""
        day = self._day_at(event.position())
        if day is not None and day >= self._first:
            self.choose(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The day under the pointer has a ground."""
        self._hovered = self._day_at(event.position())
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """No more."""
        self._hovered = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The days' names, then the days."""
        painter, c = QPainter(self), self._theme.colors
        for column in range(7):
            name = self._names.short_days[column]
            rect = self._rect(0, column)
            paint_text(painter, rect, self._theme, name, c.text_faint, role="small", is_centered=True)
        start = self._start()
        for number in range(7 * WEEKS):
            self._paint_day(painter, start + timedelta(days=number), self._rect(1 + number // 7, number % 7))

    def _paint_day(self, painter: QPainter, day: date, rect: QRectF) -> None:
        theme, c = self._theme, self._theme.colors
        if day.month != self.month.month:
            return
        is_chosen, can_be = day == self.day, day >= self._first
        cell = rect.adjusted(1, 1, -1, -1)
        if is_chosen:
            fill_round(painter, cell, c.accent, theme.tokens.radius.normal)
            if self.hasFocus() and is_keyboard_focus(self):
                paint_row_ring(painter, rect, theme)
        elif day == self._hovered and can_be:
            fill_round(painter, cell, c.surface_hover, theme.tokens.radius.normal)
        ink = c.accent_text if is_chosen else c.text if can_be else c.text_disabled
        paint_text(painter, rect, theme, str(day.day), ink, tabular=True, is_centered=True)

    def _start(self) -> date:
        return self.month - timedelta(days=self.month.weekday())

    def _rect(self, row: int, column: int) -> QRectF:
        width, height = self._theme.px(CELL), self._theme.px(ROW)
        rect = QRectF(column * width, row * height, width, height)
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return mirrored(rect, QRectF(self.rect()), is_rtl=is_rtl)

    def _day_at(self, at: QPointF) -> date | None:
        for number in range(7 * WEEKS):
            if self._rect(1 + number // 7, number % 7).contains(at):
                day = self._start() + timedelta(days=number)
                return day if day.month == self.month.month else None
        return None

    def _say(self) -> None:
        day = self.day
        words = f"{self._names.days[day.weekday()]} {day.day} {self._names.months[day.month - 1]} {day.year}"
        self.setAccessibleName(_("Day: {day}").format(day=words))
