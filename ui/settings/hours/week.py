"""The seven days of a week: each typed as people write it, with what was understood below, and copied to others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.domain.hours import Spans
from app.words import gettext as _
from app.words import language
from app.words.calendar_names import NAMES
from app.words.typed_hours import typed_spans
from ui.settings.hours.words import meaning_of
from ui.settings.list_and_sheet import go_to
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu

DAYS: Final = 7
WORKING: Final = range(5)


class WeekFields(QWidget):
    """`edited` at each change; Enter goes on to the next day, `left` after the last one."""

    edited = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.names = [name.capitalize() for name in NAMES["fr" if language() == "fr" else "en"].days]
        self.inputs: list[Input] = []
        self.meanings: list[Paragraph] = []
        self.copies: list[IconButton] = []
        self.menu: Menu | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for number, name in enumerate(self.names):
            self._add_row(grid, number, name)

    def _add_row(self, grid: QGridLayout, number: int, name: str) -> None:
        theme = self._theme
        line = Input(theme, _("{day}, opening hours").format(day=name), placeholder=_("Closed all day"))
        meaning = Paragraph(theme, role="small", ink="text_muted")
        copy = IconButton(theme, "copy", _("Copy {day} to other days").format(day=name))
        label: QLabel = Label(theme, name, weight="medium")
        label.setBuddy(line)
        line.textChanged.connect(lambda _text: self._understand(number))
        line.returnPressed.connect(partial(self._go_on, number))
        copy.clicked.connect(partial(self._offer, number))
        grid.addWidget(label, 3 * number, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(line, 3 * number, 1)
        grid.addWidget(copy, 3 * number, 2)
        grid.addWidget(meaning, 3 * number + 1, 1, 1, 2)
        grid.setRowMinimumHeight(3 * number + 2, 6)
        self.inputs.append(line)
        self.meanings.append(meaning)
        self.copies.append(copy)
        self._understand(number)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is typed."""
        return tuple(line.text() for line in self.inputs)

    @property
    def week(self) -> tuple[Spans, ...] | None:
        """What it means; None while a day cannot be understood."""
        found = [meaning_of(text)[0] for text in self.texts]
        return None if any(day is None for day in found) else tuple(day for day in found if day is not None)

    def show_week(self, week: Iterable[Spans]) -> None:
        """Another one."""
        for line, spans in zip(self.inputs, week, strict=True):
            line.setText(typed_spans(spans, language()))

    def focus_wrong(self) -> bool:
        """The keyboard on the first day that cannot be understood; False when there is none."""
        for line in self.inputs:
            if meaning_of(line.text())[0] is None:
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def copy_day(self, number: int, others: Iterable[int]) -> None:
        """The same hours on other days."""
        for other in others:
            self.inputs[other].setText(self.inputs[number].text())

    def _understand(self, number: int) -> None:
        spans, words = meaning_of(self.inputs[number].text())
        is_wrong = spans is None
        self.inputs[number].set_error(words if is_wrong else "")
        is_empty = not self.inputs[number].text().strip()  # what stands there faintly says it
        self.meanings[number].set_text("" if is_empty else words)
        self.meanings[number].set_ink("danger" if is_wrong else "text_muted")
        self.edited.emit()

    def _go_on(self, number: int) -> None:
        if number + 1 == DAYS:
            self.left.emit()
            return
        go_to(self.inputs[number + 1], Qt.FocusReason.TabFocusReason)
        self.inputs[number + 1].selectAll()

    def _offer(self, number: int) -> None:
        menu = Menu(self._theme, self.copies[number].accessibleName(), self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.add(_("To Monday to Friday"), partial(self.copy_day, number, WORKING))
        menu.add(_("To every day"), partial(self.copy_day, number, range(DAYS)))
        menu.addSeparator()
        for other, name in enumerate(self.names):
            if other != number:
                menu.add(name, partial(self.copy_day, number, [other]))
        self.menu = menu
        menu.open_below(self.copies[number])
