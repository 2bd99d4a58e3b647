"""One setting on screen: its words, and the control that fits its type. It applies at once; a bad value says why."""

from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.settings import TIMES_OF_DAY, Setting, SettingValue, check_value
from app.words import gettext as _
from app.words.setting_words import choice_words
from ui.settings.calendar_fields import (
    WeekdayPicker,
    closed_words,
    read_closed_days,
    read_region,
    region_words,
)
from ui.teamwork.snooze_times import read_hour
from ui.theme.theme import Theme
from ui.widgets.choice import Option, Segmented
from ui.widgets.controls import Toggle
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.paint_basic import fill_round

NUMBER_PX: Final = 88
TEXT_PX: Final = 240
PAD: Final = (16, 12)
WORDS_PX: Final = 220  # less beside a control, and the words fall to pieces
BESIDE_GAP: Final = 24
BELOW_GAP: Final = 8
LIT_MS: Final = 1_600  # long enough for eyes that come from a list of results


class SettingField(QWidget):
    """`changed(name, value)` when the person chose another value; `show_value` when it became another one elsewhere."""

    changed = Signal(str, object)

    def __init__(
        self, theme: Theme, setting: Setting, value: SettingValue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._setting = setting
        self._title = _(setting.title)
        self._light = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=LIT_MS)
        self._light.setEasingCurve(QEasingCurve.Type.InCubic)
        self._light.valueChanged.connect(lambda _value: self.update())
        self.control = self._make_control(theme, value)
        self._error = Paragraph(theme, role="small", ink="danger")
        self._error.hide()
        self._label = Label(theme, self._title, weight="medium")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._label)
        words.addWidget(Paragraph(theme, _(setting.help), role="small", ink="text_muted"))
        words.addWidget(self._error)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAD[0], PAD[1], PAD[0], PAD[1])
        self._row.setSpacing(BESIDE_GAP)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.control, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def section(self) -> str:
        """Under which head of the schema it stands."""
        return self._setting.section

    def minimumSizeHint(self) -> QSize:
        """The words above the control: that always fits."""
        widest = max(self._label.sizeHint().width(), self._control_px())
        return QSize(widest + 2 * PAD[0], super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window, or with large letters, the control goes below its words."""
        super().resizeEvent(event)
        words_px = max(self._label.sizeHint().width(), self._theme.px(WORDS_PX))
        needed = words_px + BESIDE_GAP + self._control_px() + 2 * PAD[0]
        is_beside = event.size().width() >= needed
        directions = QBoxLayout.Direction
        direction = directions.LeftToRight if is_beside else directions.TopToBottom
        if self._row.direction() != direction:
            self._row.setDirection(direction)
            self._row.setSpacing(BESIDE_GAP if is_beside else BELOW_GAP)

    def _control_px(self) -> int:
        return max(self.control.minimumWidth(), self.control.sizeHint().width())

    def show_value(self, value: SettingValue) -> None:
        """What holds now."""
        control = self.control
        if isinstance(control, Toggle):
            control.setChecked(bool(value))
        elif isinstance(control, Segmented | WeekdayPicker):
            control.choose(str(value))
        elif isinstance(control, Input) and not control.hasFocus():
            control.setText(self._shown(value))

    def is_of(self, section: str) -> bool:
        """Whether it stands in this section."""
        return self._setting.section == section

    def light(self) -> None:
        """For a moment, so that the eye finds where a search has led."""
        self._light.stop()
        self._light.start()

    @property
    def is_lit(self) -> bool:
        """Whether the light has not gone out yet."""
        return self._light.state() == QVariantAnimation.State.Running

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing, but for a light that goes out."""
        if self.is_lit:
            strength = float(self._light.currentValue() or 0.0)
            color = QColor(self._theme.colors.accent_soft)
            color.setAlphaF(strength)
            fill_round(QPainter(self), QRectF(self.rect()), color, self._theme.tokens.radius.normal)

    def show_error(self, sentence: str) -> None:
        """Why the value was not taken; "" when it was."""
        if isinstance(self.control, Input):
            self.control.set_error(sentence)
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))

    def _shown(self, value: SettingValue) -> str:
        name = self._setting.name
        if name == "closed_days":
            return closed_words(str(value))
        return region_words(str(value)) if name == "holiday_region" else str(value)

    def _make_control(self, theme: Theme, value: SettingValue) -> Toggle | Segmented | Input | WeekdayPicker:
        setting = self._setting
        if setting.name == "working_days":
            days = WeekdayPicker(theme, self._title)
            days.choose(str(value))
            days.chosen.connect(lambda chosen: self.changed.emit(setting.name, chosen))
            return days
        if isinstance(setting.default, bool):
            toggle = Toggle(theme, self._title)
            toggle.setChecked(bool(value))
            toggle.toggled.connect(lambda is_on: self.changed.emit(setting.name, is_on))
            return toggle
        if setting.choices:
            options = [Option(choice, choice_words(choice)) for choice in setting.choices]
            choices = Segmented(theme, self._title, options, is_small=True)
            choices.choose(str(value))
            choices.chosen.connect(lambda choice: self.changed.emit(setting.name, choice))
            return choices
        line = Input(theme, self._title)
        line.setText(self._shown(value))
        is_short = isinstance(setting.default, int) or setting.name in (*TIMES_OF_DAY, "currency")
        line.setFixedWidth(NUMBER_PX if is_short else TEXT_PX)
        line.editingFinished.connect(lambda: self._written(line.text().strip(), value))
        return line

    def _written(self, text: str, _before: SettingValue) -> None:
        value, error = self._read(text)
        self.show_error(error)
        if not error:
            self.changed.emit(self._setting.name, value)

    def _read(self, text: str) -> tuple[SettingValue, str]:
        """The value that was written, or why it is none."""
        setting = self._setting
        if setting.name == "time_zone":
            return text, "" if is_zone(text) else _(
                "This is not a time zone. Examples: Europe/Paris, Africa/Abidjan."
            )
        if setting.name == "currency":
            is_known = check_value("currency", text.upper()) is None
            return text.upper(), "" if is_known else _("This is no currency. Examples: EUR, USD, XOF.")
        if setting.name in TIMES_OF_DAY:
            return _time_of_day(text)
        if setting.name == "holiday_region":
            return read_region(text)
        if setting.name == "closed_days":
            return read_closed_days(text)
        if not isinstance(setting.default, int):
            return text, ""
        is_number = text.isascii() and text.isdigit() and setting.low <= int(text) <= setting.high
        if is_number:
            return int(text), ""
        return 0, _("A whole number from {low} to {high} is needed.").format(
            low=setting.low, high=setting.high
        )


def _time_of_day(text: str) -> tuple[str, str]:
    """As it is kept ("9 h" is 09:00), or why it is none."""
    hour = read_hour(text)
    if hour is None:
        return text, _("A time of day is needed, as in 21:00.")
    return f"{hour:%H:%M}", ""


def is_zone(name: str) -> bool:
    """Whether it is one of the world's time zones."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)
