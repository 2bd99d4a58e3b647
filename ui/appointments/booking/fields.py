"""The lines of an appointment: who, what for, with whom, when, how long, and a note."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.agenda_rows import AgendaDays
from app.words import gettext as _
from ui.appointments.booking.draft import Draft
from ui.appointments.words import resource_name
from ui.deals.new_deal import ROWS, ForWhom, PersonPart
from ui.kit import Kit
from ui.plain import shown_line
from ui.settings.templates.parts import Picker
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.inputs import Field
from ui.widgets.labels import Label

LENGTH_PX: Final = 120


class Fields(QWidget):
    """`changed` at whatever a person changes in them; `by_hand` has the names of those that were.

    `said_who` once a hand chose whom it is for.
    """

    changed = Signal()
    resized = Signal()
    said_who = Signal()

    def __init__(self, kit: Kit, days: AgendaDays) -> None:
        super().__init__()
        theme = kit.theme
        self._theme = theme
        self.by_hand: set[str] = set()
        self.person = PersonPart(kit)
        self.other = Button(theme, _("They book for somebody else"), kind="link", is_flush=True)
        self.comes = Field(theme, _("Who comes"))
        self.phone = Field(theme, _("Phone"), placeholder="+33 6 12 34 56 78")
        self.service = Picker(theme, _("What for"), _services(days))
        self.resource = Picker(theme, _("With"), _resources(days))
        self.when = Field(theme, _("Day and time"), placeholder=_("Tue 2:30pm"))
        self.length = Field(theme, _("How long"), placeholder=_("45 min"))
        self.title = Field(theme, _("In your own words"))
        self.note = Field(theme, _("Note for the team"))
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x3)
        who = QVBoxLayout()
        who.setSpacing(theme.tokens.space.x1)
        who.addWidget(self.person)
        who.addWidget(self.other)
        who.addWidget(self.comes)
        who.addWidget(self.phone)
        column.addLayout(who)
        time = QHBoxLayout()
        time.setSpacing(theme.tokens.space.x3)
        time.addWidget(self.when, 1)
        self.length.setFixedWidth(theme.px(LENGTH_PX))
        time.addWidget(self.length)
        column.addLayout(time)
        pickers = QHBoxLayout()
        pickers.setSpacing(theme.tokens.space.x3)
        for name, picker in ((_("What for"), self.service), (_("With"), self.resource)):
            part = QVBoxLayout()
            part.setSpacing(theme.tokens.space.x1)
            part.addWidget(Label(theme, name, weight="medium"))
            part.addWidget(picker)
            pickers.addLayout(part, 1)
        column.addLayout(pickers)
        column.addWidget(self.title)
        column.addWidget(self.note)

    def _connect(self) -> None:
        for name, field in (("when", self.when), ("length", self.length), ("title", self.title)):
            field.input.textEdited.connect(lambda _text, name=name: self._edited(name))
        for field in (self.when, self.length, self.title, self.note, self.comes, self.phone):
            field.input.textChanged.connect(lambda _text, field=field: field.set_error(""))
        self.comes.input.textEdited.connect(lambda _text: self.changed.emit())
        self.service.chosen.connect(lambda _id: self._picked("service"))
        self.resource.chosen.connect(lambda _id: self._picked("resource"))
        self.person.settled.connect(self._settle)
        self.person.settled.connect(self.said_who)
        self.person.other.clicked.connect(self._settle)
        self.person.finder.search.textEdited.connect(lambda _text: self.by_hand.add("whom"))
        self.person.finder.search.textChanged.connect(lambda _text: self._settle())
        self.other.clicked.connect(self._ask_other)
        self._is_filling = False

    def fill(self, draft: Draft, when_words: str, length_words: str) -> None:
        """What is known already."""
        self._is_filling = True
        self.person.show_whom(draft.whom or ForWhom())
        self.comes.input.setText(draft.person)
        self.comes.setVisible(bool(draft.person))
        self.phone.input.setText(draft.phone)
        self.service.choose(draft.service_id)
        self.resource.choose(draft.resource_id)
        self.when.input.setText(when_words)
        self.length.input.setText(length_words)
        self.title.input.setText(draft.title)
        self.note.input.setText(draft.note)
        self._is_filling = False
        self._settle()

    def put(self, name: str, text: str) -> None:
        """What was understood of the one line: what a hand wrote itself stays."""
        if name in self.by_hand:
            return
        self._is_filling = True
        if name == "whom":
            self.person.finder.search.setText(text)
        elif name in ("service", "resource"):
            getattr(self, name).choose(text)
        else:
            getattr(self, name).input.setText(text)
        self._is_filling = False
        self._settle()

    def is_whom(self, words: str, *, is_service_said: bool) -> bool:
        """Whether words that are no time, service or length say who comes: nobody does yet, and they can be a name."""
        if self.person.whom.name or "whom" in self.by_hand or any(sign.isdigit() for sign in words):
            return False
        return is_service_said or self.person.knows(words)

    @property
    def is_whom_open(self) -> bool:
        """Whether the one line named somebody whom the team may know: a hand says which one."""
        search = self.person.finder.search
        is_named = "whom" not in self.by_hand and not self.person.whom.name
        return is_named and not search.hasFocus() and self.person.knows(search.text())

    def _edited(self, name: str) -> None:
        self.by_hand.add(name)
        self.changed.emit()

    def _picked(self, name: str) -> None:
        if not self._is_filling:
            self.by_hand.add(name)
            self._settle()
            self.changed.emit()

    def _ask_other(self) -> None:
        self.comes.show()
        self.other.hide()
        self.comes.input.setFocus()
        self.resized.emit()

    def _settle(self) -> None:
        """A number is asked for where nobody is known; own words where no service says it."""
        search, whom = self.person.finder, self.person.now
        search.list.setVisible(bool(search.search.text().strip()))  # no room is kept for nobody
        row = self._theme.px(self._theme.tokens.size.row_menu)
        search.list.setFixedHeight(row * min(ROWS, max(1, search.model.rowCount())))
        is_known = whom.contact_id is not None
        self.phone.setVisible(bool(whom.name) and not is_known)
        self.other.setVisible(is_known and self.comes.isHidden())
        self.title.setVisible(not self.service.chosen_id or bool(self.title.input.text()))
        self.resized.emit()


def _services(days: AgendaDays) -> list[Option]:
    named = [Option(one.service_id, shown_line(one.name)) for one in days.services]
    return [Option("", _("Not said")), *named]


def _resources(days: AgendaDays) -> list[Option]:
    named = [Option(one.resource_id, resource_name(one)) for one in days.resources if one.resource_id]
    return [Option("", _("Nobody yet")), *named]
