"""From when on a version of the opening hours counts: new hours from a date on, or a correction of what was wrong."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.hours import ALWAYS, OpeningHours
from app.words import gettext as _
from app.words import language
from app.words.hours_of import day_words
from ui.settings.hours.words import read_one_day, written_day
from ui.theme.theme import Theme
from ui.widgets.controls import Radio
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph

DAY_PX: Final = 140


class WhenFields(QWidget):
    """Of a first version: since ever, or from a date on. Of one that is there: new from a date on, or a correction."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hours = OpeningHours(ALWAYS, "UTC", ((),) * 7)
        self._is_new = True
        self.always = Radio(theme, _("These have been the hours since the beginning"))
        self.new = Radio(theme, _("New hours from a date on"))
        self.correct = Radio(theme, _("They were wrong before: correct them"))
        self.day = Input(theme, _("From this day on"), placeholder=_("24/12/2026"))
        self.day.setFixedWidth(theme.px(DAY_PX))
        self._help = Paragraph(theme, role="small", ink="text_muted")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.new)
        row.addWidget(self.day)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(self.always)
        column.addLayout(row)
        column.addWidget(self.correct)
        column.addWidget(self._help)
        for radio in (self.always, self.new, self.correct):
            radio.toggled.connect(self._settle)
        self.day.textChanged.connect(self._settle)
        self.day.textEdited.connect(lambda _text: self.new.setChecked(True))

    def begin(self, hours: OpeningHours, today: date, *, is_new: bool) -> None:
        """Of a version, or (`is_new`) of the first one."""
        self._hours, self._is_new = hours, is_new
        self.always.setVisible(is_new)
        self.correct.setVisible(not is_new)
        self.day.setText(written_day(today))
        is_ahead = not is_new and hours.valid_from > today.isoformat()
        (self.always if is_new else self.correct if is_ahead else self.new).setChecked(True)
        self._settle()

    @property
    def is_correction(self) -> bool:
        """Whether the past is reckoned anew."""
        return not self._is_new and self.correct.isChecked()

    @property
    def valid_from(self) -> str | None:
        """The date of the version that is to be saved; None while it cannot be understood."""
        if self.is_correction:
            return self._hours.valid_from
        if self._is_new and self.always.isChecked():
            return ALWAYS
        day = read_one_day(self.day.text())
        return day.isoformat() if day is not None else None

    @property
    def signature(self) -> tuple[object, ...]:
        """What may be lost."""
        return self.always.isChecked(), self.is_correction, self.day.text().strip()

    def focus_day(self) -> None:
        """The keyboard where the day is written."""
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        day = read_one_day(self.day.text())
        is_dated = self.new.isChecked()
        error = _("Write a day as in 24/12/2026.") if is_dated and day is None else ""
        self.day.set_error(error)
        self._help.set_text(error or self._words(day))
        self._help.set_ink("danger" if error else "text_muted")
        self.edited.emit()

    def _words(self, day: date | None) -> str:
        if self.is_correction:
            if self._hours.valid_from <= ALWAYS:
                return _("Every figure of the reports is reckoned again with these hours.")
            since = day_words(date.fromisoformat(self._hours.valid_from), language())
            return _("Every figure since {day} is reckoned again with these hours.").format(day=since)
        if self._is_new and self.always.isChecked():
            return _("Also waits that were measured before are reckoned with them.")
        if day is None:
            return ""
        if self._is_new:
            words = _("Before {day} your opening hours stay unknown, and so do waits in opening hours.")
        else:
            words = _("What was measured before {day} stays as it is.")
        return words.format(day=day_words(day, language()))
