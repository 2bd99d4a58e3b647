"""The deals of a person on their card: the open ones first, each a press from its sheet, and a new one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

from app.domain.contact_rows import ContactCard
from app.domain.deal_rows import DealRow
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext
from ui.contacts.panel.parts import PanelKit, SectionBox, ValueButton
from ui.theme.icons import IconName
from ui.widgets.button import Button

SHOWN: Final = 3
STEP: Final = 20


class DealsSection:
    """Titles, amounts and where they stand."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self._card: ContactCard | None = None
        self._shown: tuple[object, ...] | None = None
        self._count = SHOWN
        self.title = _("Deals")
        self.widget = SectionBox(panel.theme, self.title, "plus", _("New deal"))
        self.nothing = ValueButton(panel.theme, "", _("No deal yet"))
        self.rows: list[ValueButton] = []
        self.more = Button(panel.theme, _("Show more"), kind="link", is_flush=True)
        self.widget.lines.addWidget(self.nothing)
        self.widget.foot.addWidget(self.more)
        self.more.hide()
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self.make)
        self.nothing.clicked.connect(self.make)
        self.more.clicked.connect(self._show_more)

    def show(self, card: ContactCard) -> None:
        """Theirs."""
        if self._card is None or self._card.contact_id != card.contact_id:
            self._count = SHOWN
        self._card = card
        self._read()

    def changed(self, changes: Changes) -> None:
        """A deal, or what a stage is called."""
        if self._card is not None and (changes.deals or changes.is_pipelines or changes.is_everything):
            self._read()

    def put_aside(self) -> None:
        """Nothing is written here."""

    def make(self) -> None:
        """A new one, for them."""
        card = self._card
        if card is None:
            return
        from ui.deals.new_deal import ForWhom, open_new_deal

        whom = ForWhom(card.name, card.is_named, card.contact_id)
        open_new_deal(self._panel.kit, self.widget, whom).made.connect(self._made)

    def _made(self, _deal_id: str) -> None:
        assert self.widget.action is not None
        self.widget.action.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._panel.show is not None:
            self._panel.show(_("The deal is made"))

    def _read(self) -> None:
        card, kit = self._card, self._panel.kit
        if card is None:
            return
        deals = kit.desk.deals_of_contact(card.contact_id)
        names = self._names() if deals else {}
        key = (tuple(deals), self._count, tuple(names.items()), kit.formats.language)
        if key == self._shown:
            return
        self._shown = key
        for row in self.rows:
            self.widget.lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(deal, names) for deal in deals[: self._count]]
        for row in self.rows:
            self.widget.lines.addWidget(row)
        self.nothing.setVisible(not deals)
        hidden = len(deals) - self._count
        self.more.setVisible(hidden > 0)
        self.more.setText(ngettext("Show {n} more", "Show {n} more", hidden).format(n=hidden))

    def _names(self) -> dict[tuple[str, str], str]:
        from ui.deals.words import stage_name

        pipelines = self._panel.kit.desk.pipelines()
        return {
            (one.pipeline_id, stage.stage_id): stage_name(stage) for one in pipelines for stage in one.stages
        }

    def _row(self, deal: DealRow, names: dict[tuple[str, str], str]) -> ValueButton:
        from ui.deals.sheet.words import amount_words, called, state_words

        kit = self._panel.kit
        is_open = deal.state == "open"
        button = ValueButton(
            self._panel.theme,
            _("Deal"),
            icon="square-kanban" if is_open else _END_ICONS[deal.state],
            is_bold=is_open,
        )
        stage = names.get((deal.pipeline_id, deal.stage_id), "")
        where = state_words(deal, stage, kit.formats, kit.clock.now())
        amount = amount_words(deal.amount, kit.formats)
        detail = " · ".join(part for part in (amount, where) if part)
        button.show_value(called(deal), detail, "text" if is_open else "text_muted")
        button.clicked.connect(lambda: self._panel.show_deal(deal.deal_id))
        return button

    def _show_more(self) -> None:
        self._count += STEP
        self._read()


_END_ICONS: Final[dict[str, IconName]] = {"won": "circle-check", "lost": "circle-x"}
