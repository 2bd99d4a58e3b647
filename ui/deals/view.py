"""The screen of deals: the board or the list, and the pages that stand in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.words import sentences
from ui.deals.beside import Beside
from ui.deals.deals_page import DealsPage
from ui.deals.page import Page, PageLine, Tool
from ui.deals.pages import PAGES, pages_for
from ui.deals.tools import TOOLS, tools_for
from ui.kit import Kit

OWN: Final = ("board", "list")
CARDS: Final = (".vcf", ".vcard")


class DealsView(QStackedWidget):
    """`open_asked(conversation_id)`, `contact_asked(contact_id)`, `message_asked(conversation_id, message_id)` where it
    stands.
    """

    open_asked = Signal(str)
    contact_asked = Signal(str)
    message_asked = Signal(str, str)

    def __init__(
        self,
        kit: Kit,
        parent: QWidget | None = None,
        pages: Sequence[PageLine] = PAGES,
        tools: Sequence[Tool] = TOOLS,
    ) -> None:
        super().__init__(parent)
        self._kit = kit
        self._lines = pages_for(kit, pages)
        self._made: dict[str, Page] = {}
        self.deals = DealsPage(kit, tools_for(kit, tools), frozenset(self._lines))
        self.deals.open_asked.connect(self.open_asked)
        self.deals.contact_asked.connect(self.contact_asked)
        self.deals.page_asked.connect(self.show_page)
        self.deals.tool_asked.connect(self._use)
        self.beside = Beside(kit, self.deals)
        self.beside.message_asked.connect(self.message_asked)
        self.addWidget(self.deals)

    @property
    def shown(self) -> DealsPage | Page:
        """The page in view."""
        page = self.currentWidget()
        return page if isinstance(page, Page) else self.deals

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.shown.first_control

    def focus_first(self) -> None:
        """The screen was gone to."""
        self.shown.focus_first()

    def look_for(self) -> None:
        """Look for a deal, from anywhere in this screen."""
        self.setCurrentWidget(self.deals)
        self.deals.look_for()

    def show_page(self, page_id: str = "board") -> None:
        """The board, the list, or another page by its id; unknown ones are what was shown last of the two."""
        page = self.page(page_id)
        if page is None and page_id in OWN:
            self.deals.head.show_mode(page_id)
            self.deals.looking.show_mode("list" if page_id == "list" else "board")
        self.setCurrentWidget(page or self.deals)
        self.focus_first()

    def take_table(self, paths: list[Path]) -> bool:
        """A file was dropped here: it is read as a table of deals. False for address cards, which are people."""
        if any(path.suffix.lower() in CARDS for path in paths):
            return False
        page = self.page("import")
        if page is None:
            self.setCurrentWidget(self.deals)
            said = sentences.refusal("deals_import_role", {})
            self.deals.undoing.show(said, icon="circle-alert", ink="danger")
            return True
        from ui.deals.transfer.page import ImportPage

        self.setCurrentWidget(page)
        if isinstance(page, ImportPage):
            page.take(paths)
        page.focus_first()
        return True

    def show_deal(self, deal_id: str) -> None:
        """The board stands on a deal, which is opened too."""
        self.setCurrentWidget(self.deals)
        self.deals.show_deal(deal_id)

    def page(self, page_id: str) -> Page | None:
        """A page, made now if it was not; None for one that is not there for this person."""
        if page_id not in self._made:
            line = self._lines.get(page_id)
            if line is None:
                return None
            self._made[page_id] = page = line.make(self._kit)
            page.back_asked.connect(self._back)
            page.open_asked.connect(self.open_asked)
            page.contact_asked.connect(self.contact_asked)
            page.deal_asked.connect(self.show_deal)
            page.page_asked.connect(self.show_page)
            self.addWidget(page)
        return self._made[page_id]

    @property
    def can_undo(self) -> bool:
        """Whether something done here can be taken back."""
        return self.shown is self.deals and self.deals.undoing.can_undo

    def undo(self) -> bool:
        """Take it back; False when there is nothing."""
        return self.can_undo and self.deals.undoing.undo()

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self.beside.close_down()
        self.deals.close_down()
        for page in self._made.values():
            page.close_down()

    def _use(self, tool: Tool) -> None:
        if tool.page:
            self.show_page(tool.page)
        elif tool.act is not None:
            tool.act(self._kit, self.window())

    def _back(self) -> None:
        self.setCurrentWidget(self.deals)
        self.deals.first_control.setFocus(Qt.FocusReason.OtherFocusReason)
