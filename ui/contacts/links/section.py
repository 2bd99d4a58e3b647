"""A section of the contact panel: deals that belong to nobody yet and may be this person's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from app.domain.contact_rows import ContactCard
from app.domain.deal_links import LinkSuggestion
from app.domain.rows import Changes
from app.words import gettext as _
from app.words.deal_links import link_reason_words
from ui.contacts.links.acts import LinkActs
from ui.contacts.merging.section import MOST_SHOWN, HasKit, Lines
from ui.contacts.panel.parts import PanelKit
from ui.plain import shown_name
from ui.widgets.button import Button
from ui.widgets.toast import ToastStack


class TheirDealsSection(Lines):
    """Each deal that fits, with the reason; nothing is linked before somebody says so."""

    def __init__(self, panel: HasKit) -> None:
        super().__init__(panel, _("Maybe their deal"))
        self._show_toast = panel.show if isinstance(panel, PanelKit) else None
        self._shown: tuple[object, ...] | None = None

    @cached_property
    def linking(self) -> LinkActs:
        """Told by the screen where it takes things back itself, else in a corner of the window."""
        show = self._show_toast or ToastStack(self.kit.theme, self.widget.window()).show
        return LinkActs(self.kit, show)

    def show(self, card: ContactCard) -> None:
        """Somebody else, or another fact about them."""
        self.contact_id = card.contact_id
        found = self.kit.desk.deals_to_link(card.contact_id)[:MOST_SHOWN]
        deals = [(one, self.kit.desk.deal(one.deal_id)) for one in found]
        key = (card.contact_id, *found, *(deal and deal.shown_title for _one, deal in deals))
        if key == self._shown:
            return
        self._shown = key
        lines: list[tuple[str, str, Sequence[Button]]] = []
        for one, deal in deals:
            if deal is not None:
                title = shown_name(deal.shown_title)
                why = " · ".join(link_reason_words(reason) for reason in one.reasons)
                lines.append((title, why, (self._button(one, title),)))
        self.fill(lines)

    def changed(self, changes: Changes) -> None:
        """A deal came, went or was given to somebody."""
        if self.contact_id is None or not (changes.deals or changes.is_everything):
            return
        card = self.kit.desk.contact(self.contact_id)
        if card is not None:
            self.show(card)

    def _button(self, one: LinkSuggestion, title: str) -> Button:
        button = self.link(_("It is theirs"), title)
        button.clicked.connect(lambda: self.linking.link(one))
        return button
