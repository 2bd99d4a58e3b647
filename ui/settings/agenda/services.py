"""What people come for: the list of services."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.domain.agenda import Service
from app.words import gettext as _
from app.words import ngettext
from ui.appointments.when import length_words
from ui.deals.words import money
from ui.kit import Kit
from ui.plain import shown_line
from ui.settings.agenda.listing import Listing
from ui.settings.agenda.reminders import FIRST
from ui.settings.agenda.service_form import BLANK, PreviewBeside, ServiceForm
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import EmptyState
from ui.widgets.two_line_list import TwoLineRow


class ServicesList(Listing):
    """In their order."""

    def __init__(self, kit: Kit) -> None:
        nothing = EmptyState(
            kit.theme,
            "calendar-check",
            _("What do people come for?"),
            _("A service knows its length, its price and its reminders, so that booking takes one line."),
            action=_("Begin with ready ones"),
        )
        super().__init__(kit, ServiceForm(kit), "services", _("Services"), _("Add"), nothing)

    def sheet(self) -> QWidget:
        """The form, and beside it one of its reminders."""
        return PreviewBeside(self._kit.theme, self._scroll, self.form)

    @property
    def things(self) -> Sequence[Service]:
        """In their order."""
        return self._kit.desk.services()

    def key(self, thing: Service) -> str:
        """Its id."""
        return thing.service_id

    def row(self, thing: Service) -> TwoLineRow:
        """Name, length and price, how many reminders."""
        words = [length_words(thing.length_min)]
        if thing.price is not None:
            words.append(money(thing.price, self._kit.formats.language))
        words.append(thing.told_name or _("never named in messages"))
        count = len(thing.reminders)
        reminders = ngettext("{n} reminder", "{n} reminders", count).format(n=count)
        chip = Chip(reminders if count else _("no reminder"))
        return TwoLineRow(thing.service_id, shown_line(thing.name), shown_line(" · ".join(words)), chip)

    def empty(self, position: int) -> Service:
        """A new one, for the last place, which asks the day before."""
        return replace(BLANK, position=position, reminders=(FIRST,))

    def save(self, thing: Service) -> Awaitable[str]:
        """Keep one."""
        return self._kit.desk.save_service(thing)

    def remove(self, thing_id: str) -> Awaitable[None]:
        """Take one away."""
        return self._kit.desk.remove_service(thing_id)

    def removal_words(self) -> str:
        """What a removal comes to."""
        return _("It cannot be booked any more. Appointments that are booked keep it and its reminders.")
