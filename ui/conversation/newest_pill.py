"""The pill over the bubbles that leads back to the newest, saying how many came meanwhile."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from app.words import ngettext
from ui.theme.theme import Theme
from ui.widgets.button import Button

ABOVE_END: Final = 12


class NewestPill(QObject):
    """`pressed` to go to the newest. Hidden while the newest is in view."""

    pressed = Signal()

    def __init__(self, theme: Theme, pane: QWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self._count = 0
        self.button = Button(theme, "", icon="arrow-down", parent=pane)
        self.button.hide()
        self.button.clicked.connect(self.pressed)
        pane.installEventFilter(self)

    def show_for(self, *, is_at_end: bool) -> None:
        """The view moved: at the newest nothing is new."""
        if is_at_end:
            self._count = 0
        self._settle(is_shown=not is_at_end)

    def add(self, count: int) -> None:
        """So many came while older ones are in view."""
        self._count += count
        self._settle(is_shown=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It stays in the middle of the lower edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _settle(self, *, is_shown: bool) -> None:
        words = ngettext("{n} new message", "{n} new messages", self._count).format(n=self._count)
        self.button.setText(words if self._count else _("To the newest"))
        self.button.adjustSize()
        self.button.setVisible(is_shown)
        self._place()

    def _place(self) -> None:
        left = (self._pane.width() - self.button.width()) // 2
        self.button.move(left, self._pane.height() - self.button.height() - ABOVE_END)
        self.button.raise_()
