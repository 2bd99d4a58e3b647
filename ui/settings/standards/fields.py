"""One line of the table of standards: whose it is, the times as people type them, how they count, when to warn."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.domain.errors import Refused
from app.domain.standards import BUSINESS, Standard, minutes_problem
from app.words import gettext as _
from app.words import sentences
from app.words.typed_lengths import read_length, typed_length
from ui.settings.list_and_sheet import go_to
from ui.settings.templates.parts import Picker
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.choice import Option
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph

FIELD_PX: Final = 150
WARN_PX: Final = 80
LEAST_PX: Final = 56  # in a narrow window
COLUMNS: Final = 5
LINES: Final = 3  # of the grid, for each


class StandardFields(QWidget):
    """`edited` at each change; `left` at Enter in the last field; `removed(scope)` by the button at the end.

    `day_min`: how long a working day of whose it is lasts. It puts its parts into a grid that others share.
    """

    edited = Signal()
    left = Signal()
    removed = Signal(str)

    def __init__(self, theme: Theme, name: str, standard: Standard, day_min: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.scope, self.name, self._day_min = standard.scope, name, day_min
        self._parts: list[QWidget] = []
        self.first = Input(theme, _("{whose}, first answer within").format(whose=name))
        self.next = Input(theme, _("{whose}, later answers within").format(whose=name))
        ways = [Option("bus", _("in opening hours")), Option("cal", _("round the clock"))]
        self.clock = Picker(theme, _("{whose}, counted").format(whose=name), ways)
        self.warn = Input(theme, _("{whose}, warn at").format(whose=name))
        self.remove = IconButton(theme, "x", _("Remove the standard of {whose}").format(whose=name))
        self.words = Paragraph(theme, role="small", ink="danger", parent=self)
        self.label: QLabel = Label(theme, name, weight="medium")
        self.label.setBuddy(self.first)
        for field, width in ((self.first, FIELD_PX), (self.next, FIELD_PX), (self.warn, WARN_PX)):
            field.setMaximumWidth(theme.px(width))
            field.setMinimumWidth(theme.px(LEAST_PX))
            field.textChanged.connect(self._understand)
        self.first.returnPressed.connect(lambda: _go_on(self.next))
        self.next.returnPressed.connect(lambda: _go_on(self.warn))
        self.warn.returnPressed.connect(self.left)
        self.clock.chosen.connect(lambda _way: self._understand())
        self.remove.clicked.connect(lambda: self.removed.emit(self.scope))
        self._show(standard)
        self.hide()  # its parts stand in the grid

    def put_into(self, grid: QGridLayout, row: int) -> None:
        """Three lines from there on: whose it is, the parts, and what cannot be understood."""
        parts = (self.first, self.next, self.clock, self.warn, self.remove)
        self._parts = [self.label, *parts, self.words]
        grid.addWidget(self.label, row, 0, 1, COLUMNS)
        self.label.show()
        for column, part in enumerate(parts):
            grid.addWidget(part, row + 1, column, Qt.AlignmentFlag.AlignVCenter)
            part.setVisible(
                part is not self.remove or self.scope != BUSINESS
            )  # now, so that it can take the keyboard
        grid.addWidget(self.words, row + 2, 0, 1, COLUMNS)
        grid.setRowMinimumHeight(row + 2, 8)
        self._understand()

    def take_away(self) -> None:
        """The line goes."""
        for part in (*self._parts, self):
            part.hide()
            part.deleteLater()

    @property
    def way(self) -> Literal["bus", "cal"]:
        """How it is counted."""
        return "cal" if self.clock.chosen_id == "cal" else "bus"

    @property
    def standard(self) -> Standard | None:
        """What it means; None while something cannot be understood."""
        first, later, warn = self._length(self.first), self._length(self.next), _percent(self.warn.text())
        if isinstance(first, Refused) or isinstance(later, Refused) or warn is None:
            return None
        return Standard(self.scope, first, later, self.way, warn)

    def focus_wrong(self) -> bool:
        """The keyboard where something cannot be understood; False where all can."""
        for field in (self.first, self.next, self.warn):
            if self._error(field):
                go_to(field)
                return True
        return False

    def _show(self, standard: Standard) -> None:
        self.clock.choose(standard.clock)
        self.first.setText(typed_length(standard.first_min, standard.clock, self._day_min))
        self.next.setText(typed_length(standard.next_min, standard.clock, self._day_min))
        self.warn.setText(_("{n} %").format(n=standard.warn_percent))
        for field in (self.first, self.next, self.warn):
            field.setCursorPosition(0)

    def _length(self, field: Input) -> int | Refused:
        read = read_length(field.text(), self.way, self._day_min)
        return read if isinstance(read, Refused) else minutes_problem(read) or read

    def _error(self, field: Input) -> str:
        if field is self.warn:
            wrong = _("Write a share of 1 to 100 %. At 100 % nobody is warned.")
            return wrong if _percent(field.text()) is None else ""
        read = self._length(field)
        return sentences.refusal(read.code, read.facts) if isinstance(read, Refused) else ""

    def _understand(self) -> None:
        found = ""
        for field in (self.first, self.next, self.warn):
            error = self._error(field)
            field.set_error(error)
            found = found or error
        self.words.set_text(found)
        self.words.setVisible(bool(found))
        self.edited.emit()


def _percent(text: str) -> int | None:
    digits = text.replace("%", "").strip()
    return int(digits) if digits.isdecimal() and 1 <= int(digits) <= 100 else None


def _go_on(field: Input) -> None:
    go_to(field, Qt.FocusReason.TabFocusReason)
    field.selectAll()
