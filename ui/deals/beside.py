"""What stands beside the board and the list, or opens over them: a deal's sheet, a new deal, how one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.deals.sheet.side import SheetSide
from ui.kit import Kit

if TYPE_CHECKING:
    from ui.deals.deals_page import DealsPage


class Beside(QObject):
    """`message_asked(conversation_id, message_id)`: where it stands in its conversation.

    The sheet opens with Enter or a double click; while it is there it follows the card that is gone to.
    """

    message_asked = Signal(str, str)

    def __init__(self, kit: Kit, page: DealsPage) -> None:
        super().__init__(page)
        self._kit, self._page = kit, page
        self.side = SheetSide(kit, page.side, page, page.undoing.show)
        self.side.opened.connect(page.open_asked)
        self.side.contact_asked.connect(page.contact_asked)
        self.side.message_asked.connect(self.message_asked)
        self.side.closed.connect(page.focus_first)
        self.side.new_asked.connect(page.add_here)
        page.escaped.connect(self.side.close)
        page.deal_asked.connect(self.side.enter)
        page.stood_on.connect(self._follow)
        page.end_asked.connect(self._ask_end)
        page.new_asked.connect(self.add)
        page.task_asked.connect(self._add_task)

    def add(self, pipeline_id: str, stage_id: str) -> None:
        """A new one in a stage; it opens once it is made."""
        from ui.deals.new_deal import open_new_deal

        made = open_new_deal(self._kit, self._page, None, pipeline_id, stage_id).made
        made.connect(self._page.show_deal)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self.side.close_down()

    def _follow(self, deal_id: str) -> None:
        if self.side.is_shown:
            self.side.show_deal(deal_id)

    def _add_task(self, deal_id: str) -> None:
        from app.domain.tasks import TaskAbout
        from ui.deals.sheet.words import called
        from ui.todo.sheet import open_sheet

        deal = self._kit.desk.deal(deal_id)
        if deal is not None:
            about = TaskAbout(deal_id=deal_id)
            open_sheet(self._kit, about, called(deal), self._page.undoing.show, self._page)

    def _ask_end(self, deal_id: str, how: str) -> None:
        from ui.deals.ending import ask_end

        deal = self._kit.desk.deal(deal_id)
        if deal is not None and deal.state == "open" and not deal.is_removed:
            ask_end(self._kit, deal, self._page, self._page.undoing.show, is_won=how == "won")
