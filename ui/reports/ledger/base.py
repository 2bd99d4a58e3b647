"""What the pages of the ledger share: buttons on top, cards below, counted anew when they are looked at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.periods import Period
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import sentences
from ui.deals.funnel.cards import FigureCard
from ui.deals.funnel.cells import Grid
from ui.deals.page import LEADERS
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.toast import ToastStack

T = TypeVar("T")
GAP: Final = 12
AGAIN_MS: Final = 400  # changes that come together are counted together


class LedgerPart(QWidget):
    """`stood_on(widget, rect)` where the keyboard is, for whoever scrolls. A page derives from it and fills `read`."""

    stood_on = Signal(QWidget, QRect)
    is_hosted = False  # whoever shows it asks for the figures when it is looked at
    counted = 0  # what the figures are of

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit = kit
        self.toasts = ToastStack(kit.theme, self)
        self.error = Paragraph(kit.theme, ink="danger")
        self.error.hide()
        self._asked = 0
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(8)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)
        self.column.addLayout(self.bar)
        self.column.addWidget(self.error)
        self._again.timeout.connect(self.refresh)
        kit.bridge.changed.connect(self._changed)

    @property
    def may_change(self) -> bool:
        """Owner and managers keep the ledger, everybody may look."""
        return self.kit.desk.me().role in LEADERS

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self

    def focus_first(self) -> None:
        """Looked at: the keyboard enters."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def card(self) -> FigureCard:
        """A card with a table, in its place."""
        made = FigureCard(self.kit.theme, self)
        made.grid.opened.connect(self.open_entry)
        made.grid.stood_on.connect(lambda rect, grid=made.grid: self.stood_on.emit(grid, rect))
        self.column.addWidget(made)
        return made

    def open_entry(self, key: tuple[str, str]) -> None:
        """A line was pressed."""

    def grids(self) -> list[Grid]:
        """What is shown, for a file or for paper."""
        found = [card.grid.cells.grid for card in self.findChildren(FigureCard)]
        return [grid for grid in found if grid.rows]

    # -- reading

    def take_period(self, period: Period) -> None:
        """Days that whoever shows it has chosen, where they make a difference."""

    async def read(self) -> Callable[[], None]:
        """Reckons what the page shows; gives what shows it."""
        raise NotImplementedError

    def refresh(self) -> None:
        """As it is now, reckoned beside the event loop."""
        self._asked += 1
        self.kit.tasks.spawn(self._read(self._asked), "ledger figures")

    async def _read(self, asked: int) -> None:
        try:
            show = await self.read()
        except ComptoirError as error:
            if isValid(self):
                self.tell_refusal(error)
            return
        if isValid(self) and asked == self._asked:
            self.error.hide()
            show()

    def _changed(self, changes: Changes) -> None:
        is_ours = changes.is_everything or changes.is_ledger or changes.deals or changes.settings
        if is_ours and self.isVisible() and not self._again.isActive():
            self._again.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: reckoned anew."""
        super().showEvent(event)
        if not self.is_hosted:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._again.stop()

    def close_down(self) -> None:
        """No timer may outlive the page."""
        self._again.stop()

    # -- changing

    def do(self, act: Awaitable[T], then: Callable[[T], None] | None = None) -> None:
        """Ask for something; a refusal is told on the page."""
        self.kit.tasks.spawn(self._do(act, then), "ledger")

    async def _do(self, act: Awaitable[T], then: Callable[[T], None] | None) -> None:
        try:
            done = await act
        except ComptoirError as error:
            if isValid(self):
                self.tell_refusal(error)
            return
        if isValid(self) and then is not None:
            then(done)

    def tell_refusal(self, error: ComptoirError) -> None:
        """What did not happen, and why."""
        self.toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")

    def tell_removed(self, undo: Callable[[], None]) -> None:
        """It is gone, and can be brought back."""
        self.toasts.show(_("Removed."), action=_("Undo")).acted.connect(undo)

    def button(self, words: str, act: Callable[[], object], **more: object) -> Button:
        """On top of the page."""
        made = Button(self.kit.theme, words, **more)  # type: ignore[arg-type]
        made.clicked.connect(lambda: act())
        self.bar.addWidget(made)
        return made
