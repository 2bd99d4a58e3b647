"""Several of many behind one button: its words say which, a press opens the list to tick them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.teamwork.finder import Choice, fits
from ui.teamwork.popover import Popover
from ui.theme.theme import Theme
from ui.widgets.button import Button

SAID_MOST = 3  # names in the button; more are counted


class SeveralPick(Button):
    """`choices` gives what can be ticked; nothing ticked means `any_words`, and of a single one the last counts.

    `changed` at every tick.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        any_words: str,
        choices: Callable[[], Sequence[Choice]],
        ticked: Sequence[str] = (),
        *,
        is_single: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "", trailing="chevron-down", parent=parent)
        self._theme, self._name, self._any, self._choices = theme, name, any_words, choices
        self._ticked = list(ticked)
        self._is_single = is_single
        self.picker: Popover | None = None
        self.clicked.connect(self._open)
        self._settle()

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ids, in the order in which they were ticked."""
        return tuple(self._ticked)

    def _open(self) -> None:
        self.picker = Popover(self._theme, self._name, self._offer, self.window())
        self.picker.finder.taken.connect(self._toggle)
        self.picker.closed.connect(self._forget)
        self.picker.open_at(self)

    def _offer(self, words: str) -> list[Choice]:
        offered = [choice for choice in self._choices() if fits(words, choice.name)]
        return [replace(one, mark="check" if one.id in self._ticked else None) for one in offered]

    def _toggle(self, choice_id: str) -> None:
        if choice_id in self._ticked:
            self._ticked.remove(choice_id)
        elif self._is_single:
            self._ticked = [choice_id]
        else:
            self._ticked.append(choice_id)
        if self.picker is not None:
            self.picker.finder.look()
        self._settle()
        self.changed.emit()

    def _forget(self) -> None:
        self.picker = None

    def _settle(self) -> None:
        names = {choice.id: choice.name for choice in self._choices()}
        said = [names.get(one, one) for one in self._ticked]
        more = f" +{len(said) - SAID_MOST}" if len(said) > SAID_MOST else ""
        words = ", ".join(said[:SAID_MOST]) + more if said else self._any
        self.setText(words)
        self.setAccessibleName(f"{self._name}: {words}")
        self.updateGeometry()
