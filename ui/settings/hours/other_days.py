"""Days with hours of their own: closed for a holiday of three weeks, shorter on Christmas Eve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.hours import SpecialDay
from app.words import gettext as _
from app.words import language
from app.words.hours_of import day_words
from app.words.typed_hours import typed_spans
from ui.settings.hours.words import meaning_of, read_days, stretches, written_days
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph

MOST_SHOWN: Final = 30  # lines; older ones are kept and not shown
KEPT_DAYS: Final = 60  # how long a line that is over is still shown


class DayLine(QWidget):
    """One day or stretch of days, and its hours."""

    edited = Signal()
    gone = Signal()

    def __init__(self, theme: Theme, days: str = "", spans: str = "", today: date | None = None) -> None:
        super().__init__()
        self._today = today
        self.days = Input(theme, _("Day, or from one day to another"), placeholder=_("24/12/2026"))
        self.hours = Input(theme, _("Opening hours of that day"), placeholder=_("Closed all day"))
        self.remove = IconButton(theme, "x", _("Remove this day"))
        self.meaning = Paragraph(theme, role="small", ink="text_muted")
        self.days.setText(days)
        self.hours.setText(spans)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.addWidget(self.days, 0, 0)
        grid.addWidget(self.hours, 0, 1)
        grid.addWidget(self.remove, 0, 2)
        grid.addWidget(self.meaning, 1, 0, 1, 3)
        for line in (self.days, self.hours):
            line.textChanged.connect(self._understand)
        self.remove.clicked.connect(self.gone)
        self._understand()

    @property
    def is_empty(self) -> bool:
        """Nothing was written: it counts as not there."""
        return not self.days.text().strip() and not self.hours.text().strip()

    @property
    def special(self) -> tuple[SpecialDay, ...] | None:
        """Its days; None while they cannot be understood."""
        days, spans = read_days(self.days.text()), meaning_of(self.hours.text())[0]
        if days is None or spans is None:
            return None
        return tuple(SpecialDay(day.isoformat(), spans) for day in days)

    def _understand(self) -> None:
        days, (spans, words) = read_days(self.days.text()), meaning_of(self.hours.text())
        is_open = bool(self.is_empty)
        wrong_day = (
            ""
            if days is not None or is_open
            else _("Write a day as in 24/12/2026, or from one to another as in 10/08/2026 to 21/08/2026.")
        )
        self.days.set_error(wrong_day)
        self.hours.set_error(words if spans is None else "")
        told = wrong_day or words
        if not wrong_day and days and spans is not None:
            told = f"{self._days_words(days)} · {words}"
        self.meaning.set_text("" if is_open else told)
        self.meaning.set_ink("danger" if wrong_day or spans is None else "text_muted")
        self.meaning.setVisible(not is_open)
        self.edited.emit()

    def _days_words(self, days: Sequence[date]) -> str:
        first, last = (day_words(day, language(), self._today) for day in (days[0], days[-1]))
        if len(days) == 1:
            return first
        if days[-1] - days[0] == timedelta(days=len(days) - 1):
            return _("{first} to {last}").format(first=first, last=last)
        return ", ".join(day_words(day, language(), self._today) for day in days)


class OtherDays(QWidget):
    """Lines of days, and the button that adds one. `edited` at each change."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today: date | None = None
        self._hidden: tuple[SpecialDay, ...] = ()
        self.lines: list[DayLine] = []
        self.add = Button(theme, _("Add a day…"), icon="plus", height="small")
        self._kept = Paragraph(theme, role="small", ink="text_muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(
            Paragraph(
                theme,
                _(
                    "Closed for your own holidays, open for longer before a feast: such days win over the week above."
                ),
                role="small",
                ink="text_muted",
            )
        )
        column.addLayout(self._rows)
        column.addWidget(self._kept)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        self.add.clicked.connect(lambda: self.add_line().days.setFocus(Qt.FocusReason.OtherFocusReason))

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """What is typed."""
        return tuple((one.days.text(), one.hours.text()) for one in self.lines if not one.is_empty)

    @property
    def special(self) -> tuple[SpecialDay, ...] | None:
        """All days of their own in order; None while a line cannot be understood. The last one of a day counts."""
        found = {one.day: one for one in self._hidden}
        for line in self.lines:
            days = line.special
            if days is None and not line.is_empty:
                return None
            found.update((one.day, one) for one in days or ())
        return tuple(found[day] for day in sorted(found))

    def show_days(self, special: tuple[SpecialDay, ...], today: date) -> None:
        """Others; those that are long over are kept and not shown."""
        for line in tuple(self.lines):
            self._drop(line)
        self._today = today
        old = (today - timedelta(days=KEPT_DAYS)).isoformat()
        shown = stretches(tuple(one for one in special if one.day >= old))[:MOST_SHOWN]
        days = {
            (first + timedelta(days=n)).isoformat()
            for first, last, _spans in shown
            for n in range((last - first).days + 1)
        }
        self._hidden = tuple(one for one in special if one.day not in days)
        for first, last, spans in shown:
            self.add_line(written_days(first, last), typed_spans(spans, language()))
        self._kept.set_text(_("Days that are over are kept for the figures and not shown here."))
        self._kept.setVisible(bool(self._hidden))

    def add_line(self, days: str = "", spans: str = "") -> DayLine:
        """One more."""
        line = DayLine(self._theme, days, spans, self._today)
        line.edited.connect(self.edited)
        line.gone.connect(partial(self._remove, line))
        self.lines.append(line)
        self._rows.addWidget(line)
        self.edited.emit()
        return line

    def focus_wrong(self) -> bool:
        """The keyboard on the first line that cannot be understood; False when there is none."""
        for line in self.lines:
            if line.special is None and not line.is_empty:
                part = line.days if read_days(line.days.text()) is None else line.hours
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _remove(self, line: DayLine) -> None:
        place = self.lines.index(line)
        self._drop(line)
        near = self.lines[min(place, len(self.lines) - 1)].remove if self.lines else self.add
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, line: DayLine) -> None:
        self.lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
