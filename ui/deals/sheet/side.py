"""Where the sheet stands: at the side of the board or the list, over them where the window is narrow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.deals.sheet.parts import SheetKit
from ui.kit import Kit
from ui.teamwork.undoing import Show

if TYPE_CHECKING:
    from ui.deals.sheet.sheet import DealSheet

NARROW: Final = 900  # a screen of less has no room for both
KEPT: Final = "deal_begun"
MOST_BEGUN: Final = 20


class SheetSide(QObject):
    """`opened(conversation_id)`, `message_asked(conversation_id, message_id)`, `contact_asked(contact_id)`;
    `closed`: it went, the keyboard belongs to the board again; `new_asked`: another deal.

    Only its button, Escape and `close` put it away: a press on the board or a filter never does. The sheet is made
    with the first deal that is shown. `whole`: the part of the screen that it covers where there is no room.
    """

    opened = Signal(str)
    message_asked = Signal(str, str)
    contact_asked = Signal(str)
    closed = Signal()
    new_asked = Signal()

    def __init__(self, kit: Kit, row: QHBoxLayout, whole: QWidget, show: Show) -> None:
        super().__init__(whole)
        self._kit, self._row, self._whole, self._show = kit, row, whole, show
        self._begun: dict[tuple[str, str], str] = begun_of(kit.desk.last_place().get(KEPT, ""))
        self._is_over = False
        self.sheet: DealSheet | None = None
        whole.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        """Whether it is there."""
        return self.sheet is not None and not self.sheet.isHidden()

    @property
    def deal_id(self) -> str:
        """Which deal is shown; "" while it is away."""
        return self.sheet.deal_id if self.sheet is not None and self.is_shown else ""

    def show_deal(self, deal_id: str) -> None:
        """This deal; the keyboard stays where it is."""
        sheet = self.sheet or self._made()
        sheet.show_deal(deal_id)
        sheet.show()
        self._arrange()

    def enter(self, deal_id: str) -> None:
        """This deal, with the keyboard in it."""
        self.show_deal(deal_id)
        assert self.sheet is not None
        self.sheet.focus_first()

    def close(self) -> None:
        """Away; what was being typed waits for its deal."""
        if self.sheet is not None and self.is_shown:
            self.sheet.put_aside()
            self.sheet.hide()
            self.closed.emit()

    def close_down(self) -> None:
        """The window goes: what was being typed is there again at the next start."""
        if self.sheet is not None:
            self.sheet.close_down()
            kept = [[deal_id, where, text] for (deal_id, where), text in self._begun.items()]
            self._kit.desk.remember_place(**{KEPT: json.dumps(kept[-MOST_BEGUN:]) if kept else ""})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The screen is wider or narrower."""
        if watched is self._whole and event.type() == QEvent.Type.Resize and self.is_shown:
            self._arrange()
        return super().eventFilter(watched, event)

    def _made(self) -> DealSheet:
        from ui.deals.sheet.sheet import WIDTH, DealSheet

        sheet = DealSheet(
            SheetKit(
                self._kit,
                self._show,
                self.opened.emit,
                self.message_asked.emit,
                self.contact_asked.emit,
                self._begun,
            )
        )
        sheet.setFixedWidth(self._kit.theme.px(WIDTH))
        sheet.close_asked.connect(self.close)
        sheet.new_asked.connect(self.new_asked)
        sheet.hide()
        self._row.addWidget(sheet)
        self.sheet = sheet
        return sheet

    def _arrange(self) -> None:
        """Beside the board, or over it at its end."""
        from ui.deals.sheet.sheet import WIDTH

        sheet, px = self.sheet, self._kit.theme.px
        if sheet is None:
            return
        is_over = self._whole.width() < px(NARROW)
        if is_over != self._is_over:
            self._is_over = is_over
            self._row.removeWidget(sheet) if is_over else self._row.addWidget(sheet)
        if not is_over:
            sheet.setFixedWidth(px(WIDTH))
            return
        width = min(px(WIDTH), self._whole.width())
        sheet.setParent(self._whole)
        is_rtl = self._whole.layoutDirection() == Qt.LayoutDirection.RightToLeft
        sheet.setFixedWidth(width)
        sheet.setGeometry(0 if is_rtl else self._whole.width() - width, 0, width, self._whole.height())
        sheet.show()
        sheet.raise_()


def begun_of(kept: str) -> dict[tuple[str, str], str]:
    """What `close_down` kept; nothing where it cannot be read."""
    try:
        found = json.loads(kept) if kept else []
        return {(str(deal_id), str(where)): str(text) for deal_id, where, text in found}
    except (ValueError, TypeError):
        return {}
