"""Why something cannot stand there, and what is free instead: a press takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.slot_offers import OfferedSlot
from app.words import gettext as _
from app.words.formats import Formats
from ui.appointments.when import slot_words
from ui.contacts.panel.flow import Flow
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph


class FreeRow(QWidget):
    """`taken(slot)`."""

    taken = Signal(object)

    def __init__(self, kit: Kit, formats: Formats) -> None:
        super().__init__()
        self._kit, self._formats = kit, formats
        self.sentence = Paragraph(kit.theme, ink="danger")
        self.free = Flow(kit.theme.tokens.space.x2)
        self.buttons: list[Button] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(kit.theme.tokens.space.x2)
        column.addWidget(self.sentence)
        column.addWidget(self.free)
        self.hide()

    def show_problem(self, sentence: str, slots: Sequence[OfferedSlot] = (), resource_id: str = "") -> None:
        """Other words and other free places; "" takes all of it away."""
        self.sentence.set_text(sentence)
        names = {one.resource_id: one.name for one in self._kit.desk.resources()}
        now = self._kit.clock.now()
        self.buttons = []
        for slot in slots:
            other = names.get(slot.resource_id, "") if slot.resource_id != resource_id else ""
            button = Button(
                self._kit.theme,
                self._words(slot.starts_at, other, now),
                height="small",
                icon="calendar-clock",
            )
            button.clicked.connect(partial(self.taken.emit, slot))
            self.buttons.append(button)
        self.free.show_parts(list(self.buttons))
        self.free.setVisible(bool(self.buttons))
        self.setVisible(bool(sentence))

    def _words(self, starts_at: datetime, other: str, now: datetime) -> str:
        said = slot_words(starts_at, self._formats, now)
        if not other:
            return said
        return _("{time} with {resource}").format(time=said, resource=isolated(shown_name(other)))
