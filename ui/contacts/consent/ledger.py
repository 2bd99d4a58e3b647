"""The ledger of one person: a painted list, newest first, and the chosen line in full below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.consent import Entry
from app.words import gettext as _
from app.words.consent import entry_details, entry_words, purpose_words
from ui.kit import Kit
from ui.plain import shown_text
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.paint_chip import Chip
from ui.widgets.two_line_list import ROW, TwoLineList, TwoLineRow

MOST_SEEN: Final = 4  # rows before the list scrolls


class Ledger(QWidget):
    """`open_asked(message_id)`: the proof is to be read where it stands."""

    open_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._entries: dict[str, Entry] = {}
        self._key = ""
        theme = kit.theme
        self.list = TwoLineList(theme, "consent-ledger", _("Consent, newest first"))
        self.words = Paragraph(theme)
        self.proof = Paragraph(theme, role="small", ink="text_muted")
        self.open_button = Button(
            theme, _("Read the message"), kind="link", icon="message-square", is_flush=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x1)
        for part in (self.list, self.words, self.proof, self.open_button):
            column.addWidget(part)
        self.list.chosen.connect(self._choose)
        self.list.activated.connect(lambda _index: self._open())
        self.open_button.clicked.connect(self._open)
        theme.changed.connect(self._give_room)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """All lines; the one that was chosen stays so."""
        now = self._kit.clock.now()
        self._entries = {_key(one): one for one in entries}
        rows = [self._row(key, one, now) for key, one in self._entries.items()]
        self._key = self._key if self._key in self._entries else next(iter(self._entries), "")
        self.list.show_rows(rows, self._key)
        self._give_room()
        self._show_chosen()

    def _row(self, key: str, entry: Entry, now: datetime) -> TwoLineRow:
        words = entry_words(entry)
        chip = Chip(words, "success", "check") if entry.is_given else Chip(words, "danger", "ban")
        details = entry_details(entry, self._kit.formats, now)
        return TwoLineRow(key, purpose_words(entry.purpose), details, chip)

    def _choose(self, key: str) -> None:
        self._key = key
        self._show_chosen()

    def _show_chosen(self) -> None:
        entry = self._entries.get(self._key)
        wording = f"“{shown_text(entry.wording)}”" if entry is not None and entry.wording else ""
        proof = entry.proof if entry is not None else ""
        self.words.set_text(wording)
        self.words.setVisible(bool(wording))
        now = self._kit.clock.now()
        lines = (
            [entry_details(entry, self._kit.formats, now)] if entry is not None else []
        )  # a row cuts it off
        lines += [_("Proof: {proof}").format(proof=shown_text(proof))] if proof else []
        self.proof.set_text("\n".join(lines))
        self.proof.setVisible(bool(lines))
        self.open_button.setVisible(entry is not None and entry.message_id is not None)

    def _open(self) -> None:
        entry = self._entries.get(self._key)
        if entry is not None and entry.message_id is not None:
            self.open_asked.emit(entry.message_id)

    def _give_room(self) -> None:
        seen = max(1, min(len(self._entries), MOST_SEEN))
        self.list.setFixedHeight(seen * self._kit.theme.px(ROW))


def _key(entry: Entry) -> str:
    return f"{entry.pos}:{entry.purpose}:{entry.contact_id}"
