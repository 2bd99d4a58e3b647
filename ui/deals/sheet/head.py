"""What a deal is called (changed in place), who made it, and what may be done with it as a whole."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.deal_rows import DealCard
from app.domain.deals import TITLE_MAX_CHARS
from app.words import gettext as _
from ui.contacts.panel.parts import SIDE, VALUE_PAD
from ui.deals.new_deal import too_long
from ui.deals.sheet import acts
from ui.deals.sheet.parts import EditRow, SheetKit
from ui.deals.sheet.words import amount_words, called, source_words
from ui.plain import shown_name
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface

RING_PX: Final = 4  # the ring of the title stands clear of the line below


class SheetHead(Surface):
    """`close_asked`: away with the sheet."""

    close_asked = Signal()

    def __init__(self, sheet: SheetKit) -> None:
        super().__init__(sheet.theme, "surface", edges=("bottom",))
        self._sheet = sheet
        self._card: DealCard | None = None
        theme = sheet.theme
        self.title = EditRow(
            sheet, "title", _("What it is about"), faint=_("Say what it is about"), begin=lambda card: card.title,
            keep=lambda deal_id, text: sheet.kit.desk.change_deal(deal_id, {"title": text or None}),
            problem=title_problem, is_titled=False,
        )  # fmt: skip
        self.under = ElidedLabel(theme, role="small", ink="text_muted")
        self.removed = Paragraph(
            theme, _("This deal was removed: it is on no board and in no figure."), ink="danger"
        )
        self.restore = Button(theme, _("Bring it back"), height="small")
        self.more = IconButton(theme, "ellipsis", _("More about this deal"), height="small")
        self.close_button = IconButton(
            theme, "x", _("Close the sheet"), tip=_("Close the sheet (Esc)"), height="small"
        )
        self._lay_out()
        self.more.clicked.connect(self._open_menu)
        self.restore.clicked.connect(self._restore)
        self.close_button.clicked.connect(self.close_asked)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(RING_PX)
        words.addWidget(self.title)
        inset = QHBoxLayout()
        inset.setContentsMargins(VALUE_PAD, 0, 0, 0)
        inset.addWidget(self.under)
        words.addLayout(inset)
        gone = QVBoxLayout()
        gone.setContentsMargins(VALUE_PAD, 0, 0, 0)
        gone.setSpacing(self._sheet.theme.tokens.space.x1)
        gone.addWidget(self.removed)
        gone.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeading)
        words.addLayout(gone)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE - VALUE_PAD, 8, 8, 9)
        row.setSpacing(self._sheet.theme.tokens.space.x1)
        row.addLayout(words, 1)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_card(self, card: DealCard) -> None:
        """Another deal, or another name."""
        self._card = card
        self.title.show_value(card, called(card), amount_words(card.amount, self._sheet.kit.formats))
        self.under.set_text(self._under(card))
        self.removed.setVisible(card.is_removed)
        self.restore.setVisible(card.is_removed)

    def put_aside(self) -> None:
        """A title that is being written waits for its deal."""
        self.title.put_aside()

    def _under(self, card: DealCard) -> str:
        kit = self._sheet.kit
        said = [source_words(card.source)]
        if card.made_by:
            said.append(shown_name(card.made_by))
        if card.made_at is not None:
            said.append(kit.formats.short_day(card.made_at, kit.clock.now()))
        if card.is_pending:
            said.append(_("waiting"))
        return " · ".join(said)

    def _open_menu(self) -> None:
        card = self._card
        if card is None:
            return
        menu = Menu(self._sheet.theme, _("More about this deal"), self)
        menu.add(_("Change what it is called"), self.title.edit, icon="pencil")
        if card.is_removed:
            menu.add(_("Bring it back"), self._restore, icon="history")
        elif self._may_remove(card):
            menu.add(_("Remove the deal"), self._remove, icon="trash-2", is_danger=True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.more)

    def _may_remove(self, card: DealCard) -> bool:
        """One's own, or anybody's for who leads; the desk has the last word."""
        me = self._sheet.kit.desk.me()
        return me.role != "rep" or card.is_made_by_me or card.owner_id == me.member_id

    def _remove(self) -> None:
        if self._card is not None:
            acts.remove(self._sheet.kit, self._card, self._sheet.show)

    def _restore(self) -> None:
        if self._card is not None:
            acts.restore(self._sheet.kit, self._card, self._sheet.show)


def title_problem(text: str) -> str:
    """Why this is no title; an empty one is shown under the person's name."""
    return too_long(len(text) - TITLE_MAX_CHARS) if len(text) > TITLE_MAX_CHARS else ""
