"""What a deal is filed under."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.deal_rows import DealCard
from ui.contacts.panel.tag_box import ChangeTag, TagBox
from ui.deals.sheet.parts import SheetKit


class DealTagsSection(TagBox):
    """Tags of deals."""

    def __init__(self, sheet: SheetKit) -> None:
        super().__init__(sheet)
        self._desk = sheet.kit.desk
        self._card: DealCard | None = None

    def show(self, card: DealCard) -> None:
        """Its own."""
        self._card = card
        self.show_tags(card.tags)

    def known(self) -> Iterable[str]:
        """Those of other deals."""
        return self._desk.known_deal_tags()

    def change(self) -> ChangeTag:
        """Of the deal that is shown now."""
        assert self._card is not None
        desk, deal_id = self._desk, self._card.deal_id

        async def put(tag: str, *, is_set: bool) -> None:
            await (desk.tag_deal if is_set else desk.untag_deal)(deal_id, tag)

        return put
