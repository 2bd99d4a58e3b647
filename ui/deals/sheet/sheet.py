"""A deal's own sheet: everything about one deal beside the board, changed in place, the talk behind it in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.deal_rows import DealCard
from app.domain.rows import Changes
from app.words import gettext as _
from ui.deals.sheet.facts import FactsSection
from ui.deals.sheet.head import SheetHead
from ui.deals.sheet.log import LogSection
from ui.deals.sheet.order_lines import LinesSection
from ui.deals.sheet.parts import SheetKit, SheetSection
from ui.deals.sheet.past import PastSection
from ui.deals.sheet.person import PersonSection
from ui.deals.sheet.state import StateSection
from ui.deals.sheet.steps import StepsSection
from ui.deals.sheet.tags import DealTagsSection
from ui.deals.sheet.talk import TalkSection
from ui.settings.list_and_sheet import scrolled
from ui.widgets.surfaces import Surface

SOON_MS: Final = 40  # who passes over cards with the arrow keys does not wait for it
WIDTH: Final = 400


class DealSheet(Surface):
    """`close_asked`: away with it, by its button or Escape; `new_asked`: another deal. Keys that no line takes: N new
    deal, O chat, P person, M move, W won, X lost, L write down, T new task.
    """

    close_asked = Signal()
    new_asked = Signal()

    def __init__(self, sheet: SheetKit) -> None:
        super().__init__(sheet.theme, "surface", edges=("leading",))
        self._sheet = sheet
        self._deal_id = ""
        self._is_stale = True
        self.card: DealCard | None = None
        self.setAccessibleName(_("The deal’s sheet"))
        self.head = SheetHead(sheet)
        self.state = StateSection(sheet)
        self.steps = StepsSection(sheet)
        self.person = PersonSection(sheet)
        self.facts = FactsSection(sheet)
        self.talk = TalkSection(sheet, lambda: self.person.conversation_id)
        self.log = LogSection(sheet)
        self.lines = LinesSection(sheet)
        self.tags = DealTagsSection(sheet)
        self.past = PastSection(sheet)
        self.sections: list[SheetSection] = [
            self.state, self.steps, self.person, self.facts, self.talk, self.log, self.lines, self.tags, self.past,
        ]  # fmt: skip
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._read)
        self._lay_out()
        self.setFocusProxy(self.head.title.value)
        self.head.close_asked.connect(self.close_asked)
        sheet.kit.bridge.changed.connect(self._changed)

    def _lay_out(self) -> None:
        inside = Surface(self._sheet.theme, "surface")
        inside.setMinimumWidth(1)  # never wider than the sheet, whatever a section asks for
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in self.sections:
            column.addWidget(section.widget)
        column.addStretch(1)
        self.scrolled = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.scrolled, 1)

    @property
    def deal_id(self) -> str:
        """Which deal it is about; "" for none."""
        return self._deal_id

    def show_deal(self, deal_id: str) -> None:
        """Another one, in a moment; what was being typed for the one before waits there."""
        if deal_id != self._deal_id:
            self._deal_id = deal_id
            self._is_stale = True
            self._soon.start()

    def show_now(self) -> None:
        """What waits to be shown, at once."""
        if self._is_stale:
            self._read()

    def focus_first(self) -> None:
        """The keyboard enters at the name."""
        self.show_now()
        self.head.title.value.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_aside(self) -> None:
        """The sheet or the window closes: nothing that was being typed is lost."""
        self.head.put_aside()
        for section in self.sections:
            section.put_aside()

    def close_down(self) -> None:
        """No timer may outlive the sheet."""
        self._soon.stop()
        self.put_aside()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and the letters, where nothing nearer wanted them."""
        act = {
            Qt.Key.Key_Escape: self.close_asked.emit,
            Qt.Key.Key_N: self.new_asked.emit,
            Qt.Key.Key_O: self.person.open_chat,
            Qt.Key.Key_P: self.person.open_person,
            Qt.Key.Key_M: self.state.move,
            Qt.Key.Key_W: lambda: self.state.end(is_won=True),
            Qt.Key.Key_X: lambda: self.state.end(is_won=False),
            Qt.Key.Key_L: self.log.open,
            Qt.Key.Key_T: self.steps.add,
        }.get(Qt.Key(event.key()))
        if act is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            act()

    def _changed(self, changes: Changes) -> None:
        if self.card is None:
            return
        for section in self.sections:
            section.changed(changes)
        theirs = {self.card.conversation_id, self.person.conversation_id} - {None}
        is_its = self._deal_id in changes.deals or changes.conversations & theirs
        if is_its or self.card.contact_id in changes.contacts or changes.is_everything:
            self._is_stale = True
            self._soon.start()

    def _read(self) -> None:
        """Nothing is read while nobody looks."""
        if not self.isVisible() or not self._deal_id:
            return
        self._soon.stop()
        self._is_stale = False
        is_other = self.card is None or self.card.deal_id != self._deal_id
        card = self._sheet.kit.desk.deal(self._deal_id)
        if card is None:
            return
        self.card = card
        self.head.show_card(card)
        for section in self.sections:
            section.show(card)
        if is_other:
            self.scrolled.verticalScrollBar().setValue(0)

    def showEvent(self, event: object) -> None:
        """Looked at again: what changed meanwhile is read."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_stale:
            self._soon.start()


def holds_focus(sheet: QWidget) -> bool:
    """Whether the keyboard is somewhere in it."""
    focused = sheet.window().focusWidget()
    return focused is not None and (focused is sheet or sheet.isAncestorOf(focused))
