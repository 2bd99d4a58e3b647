"""What a person is filed under."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.contact_rows import ContactCard
from ui.contacts.panel.parts import PanelKit
from ui.contacts.panel.tag_box import ChangeTag, TagBox


class TagsSection(TagBox):
    """Tags of people; those of conversations are offered too."""

    def __init__(self, panel: PanelKit) -> None:
        super().__init__(panel)
        self._desk = panel.kit.desk
        self._card: ContactCard | None = None

    def show(self, card: ContactCard) -> None:
        """Theirs."""
        self._card = card
        self.show_tags(card.tags)

    def known(self) -> Iterable[str]:
        """Those of people and of conversations."""
        return (*self._desk.known_contact_tags(), *self._desk.known_tags())

    def change(self) -> ChangeTag:
        """Of whoever is shown now."""
        assert self._card is not None
        desk, contact_id = self._desk, self._card.contact_id

        async def put(tag: str, *, is_set: bool) -> None:
            await (desk.tag_contact if is_set else desk.untag_contact)(contact_id, tag)

        return put
