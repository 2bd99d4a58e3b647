"""Ready sets of people, rooms and services: a trade, what is in it, and one press that adds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.agenda import Service
from app.words import gettext as _
from app.words.agenda_starters import TRADES, StarterSet, starter_set, trade_words
from ui.appointments.when import length_words
from ui.kit import Kit
from ui.settings.agenda.reminders import before_words
from ui.settings.agenda.resources import kind_name
from ui.settings.list_and_sheet import scrolled
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.controls import CheckBox
from ui.widgets.labels import Label, Paragraph
from ui.widgets.surfaces import Card, Line

MOST_WIDE: Final = 860


class AgendaStarters(QWidget):
    """`picked(StarterSet)`; `left` when the person goes back."""

    picked = Signal(object)
    left = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self.back = Button(theme, _("Back"), kind="quiet", icon="arrow-left")
        self.add = Button(theme, _("Add these"), kind="primary", icon="plus")
        options = [Option(one, trade_words(one)) for one in TRADES]
        self.trade = Segmented(theme, _("Trade"), options, is_small=True)
        self.has_places = CheckBox(theme, _("Chairs and rooms too"))
        self.has_places.setChecked(True)
        self._card = Card(theme)
        self._card.setMaximumWidth(theme.px(MOST_WIDE))
        self._rows = QVBoxLayout(self._card)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.add.clicked.connect(lambda: self.picked.emit(self.shown))
        self.trade.chosen.connect(lambda _id: self._settle())
        self.has_places.toggled.connect(lambda _is_on: self._settle())
        self._settle()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(Label(theme, _("Ready ones"), weight="semibold"), 1)
        head.addWidget(self.add)
        choices = QHBoxLayout()
        choices.setSpacing(12)
        choices.addWidget(self.trade)
        choices.addWidget(self.has_places)
        choices.addStretch(1)
        whole = QWidget()  # ten rows are higher than a small window
        across = QHBoxLayout(
            whole
        )  # lines that wrap ask for the height of the width that the card really has
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._card, 1000, Qt.AlignmentFlag.AlignTop)
        across.addStretch(1)
        self.area = scrolled(whole)
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 0, 0, 0)
        inside.setSpacing(12)
        inside.addLayout(choices)
        inside.addWidget(
            Paragraph(
                theme,
                _(
                    "Change them afterwards as you like: names, lengths, prices. What is there already stays as it is."
                ),
                ink="text_muted",
            )
        )
        inside.addWidget(self.area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(inside, 1)

    @property
    def shown(self) -> StarterSet:
        """The set that is chosen now."""
        found = starter_set(self.trade.chosen_id, self._kit.formats.language)
        return found if self.has_places.isChecked() else StarterSet((), found.services)

    def _settle(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = self.shown
        rows = [self._row(one.name, kind_name(one.kind)) for one in shown.resources]
        rows += [self._row(one.name, _about(one)) for one in shown.services]
        for number, row in enumerate(rows):  # ten at most
            if number:
                self._rows.addWidget(Line(self._kit.theme))
            self._rows.addWidget(row)

    def _row(self, name: str, words: str) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(2)
        column.addWidget(Label(self._kit.theme, name, weight="medium"))
        column.addWidget(Paragraph(self._kit.theme, words, role="small", ink="text_muted"))
        return row


def _about(service: Service) -> str:
    """45 min · asks 2 days before · reminds 3 h before."""
    steps: Sequence[str] = [
        (_("asks {when}") if step.is_ask else _("reminds {when}")).format(when=before_words(step.before_min))
        for step in service.reminders
    ]
    return " · ".join([length_words(service.length_min), *steps])
