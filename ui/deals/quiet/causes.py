"""Why somebody went quiet: five buttons of which one holds, or none; each has its digit."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deals import CAUSES, Cause
from app.words import gettext as _
from app.words.going_quiet import cause_name
from ui.theme.theme import Theme
from ui.widgets.button import Button

IN_ROW: Final = 3


class CausePicker(QWidget):
    """`chosen(cause)`, with "" when the one that held was pressed again."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cause: Cause | None = None
        self.buttons: dict[Cause, Button] = {}
        self._marks: dict[Cause, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for start in range(0, len(CAUSES), IN_ROW):
            line = QHBoxLayout()
            line.setSpacing(6)
            for place, cause in enumerate(CAUSES[start : start + IN_ROW], start + 1):
                for button in self._pair(theme, cause, place):
                    line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)

    def _pair(self, theme: Theme, cause: Cause, place: int) -> tuple[Button, Button]:
        """The button as it usually looks, and as it looks while it holds: one of the two is shown."""
        usual = Button(theme, cause_name(cause), height="small", key_hint=str(place))
        name = _("{cause}, chosen").format(cause=cause_name(cause))
        held = Button(theme, cause_name(cause), kind="soft", height="small", icon="check", name=name)
        held.hide()
        usual.clicked.connect(partial(self._press, cause))
        held.clicked.connect(partial(self._press, cause))
        self.buttons[cause], self._marks[cause] = usual, held
        return usual, held

    def choose(self, cause: Cause | None) -> None:
        """What holds now."""
        has_focus = self.cause is not None and self._marks[self.cause].hasFocus()
        self.cause = cause
        for one, usual in self.buttons.items():
            had = usual.hasFocus()
            usual.setVisible(one != cause)
            self._marks[one].setVisible(one == cause)
            if had and one == cause:
                self._marks[one].setFocus()
        if has_focus and cause is None:
            self.buttons[CAUSES[0]].setFocus()

    def _press(self, cause: Cause) -> None:
        self.chosen.emit("" if cause == self.cause else cause)
