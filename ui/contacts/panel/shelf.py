"""Files and links of all conversations of a person, the newest first. A press goes to the message."""

from __future__ import annotations

from typing import Final

from app.domain.contact_rows import ContactCard
from app.domain.rows import Changes, MessageRow, Shelf
from app.words import gettext as _
from app.words.formats import placeholder
from ui.contacts.panel.parts import PanelKit, SectionBox, ValueButton
from ui.plain import shown_line
from ui.theme.icons import IconName
from ui.widgets.button import Button

STEP: Final = 5
SHELVES: Final[tuple[tuple[Shelf, IconName], ...]] = (
    ("media", "image"), ("files", "file-text"), ("voice", "mic"), ("links", "link"),
)  # fmt: skip


class FilesSection:
    """A few, and more with each press of the last line."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Files and links")
        self.widget = SectionBox(panel.theme, self.title)
        self.rows: list[ValueButton] = []
        self.more = Button(panel.theme, _("Show more"), kind="link", is_flush=True)
        self._shown: tuple[object, ...] | None = None
        self._count = STEP
        self._card: ContactCard | None = None
        self._place = self.widget.lines
        self.widget.foot.addWidget(self.more)
        self.more.clicked.connect(self._show_more)

    def show(self, card: ContactCard) -> None:
        """Theirs."""
        if self._card is None or self._card.contact_id != card.contact_id:
            self._count = STEP
        self._card = card
        found = self._found(card)
        is_all = len(found) <= self._count
        found = found[: self._count]
        key = (card.contact_id, is_all, *((row.message_id, icon, row.media) for row, icon in found))
        if key == self._shown:
            return
        self._shown = key
        for button in self.rows:
            self._place.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.rows = [self._row(row, icon) for row, icon in found]
        for button in self.rows:
            self._place.addWidget(button)
        self.more.setVisible(not is_all)
        self.widget.setVisible(bool(found))

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _found(self, card: ContactCard) -> list[tuple[MessageRow, IconName]]:
        desk, limit = self._panel.kit.desk, self._count + 1
        pages = ((desk.contact_files(card.contact_id, shelf, None, limit), icon) for shelf, icon in SHELVES)
        found = {(row.message_id, icon): (row, icon) for page, icon in pages for row in page}
        return sorted(found.values(), key=lambda one: (one[0].sort_at, one[0].pos), reverse=True)[:limit]

    def _row(self, row: MessageRow, icon: IconName) -> ValueButton:
        kit = self._panel.kit
        media = row.content.media if row.content is not None else None
        name = (media.name if media is not None else None) or (row.text or "").strip()
        button = ValueButton(self._panel.theme, "", icon=icon)
        words = shown_line(name) or placeholder(row.kind)
        button.show_value(words, kit.formats.list_time(row.sort_at, kit.clock.now()))
        button.clicked.connect(lambda: self._panel.show_message(row.conversation_id, row.message_id))
        return button

    def _show_more(self) -> None:
        self._count += 2 * STEP
        if self._card is not None:
            self.show(self._card)
