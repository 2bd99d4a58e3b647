"""Who and what can be booked, for owner and managers: people and rooms, services, and ready ones to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.agenda import Resource, Service
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.agenda_starters import StarterSet
from ui.kit import Kit
from ui.settings.agenda.listing import Listing
from ui.settings.agenda.resources import ResourcesList
from ui.settings.agenda.services import ServicesList
from ui.settings.agenda.starter_pick import AgendaStarters
from ui.widgets.choice import Option, Segmented
from ui.widgets.surfaces import Surface, tight


class AgendaSettings(QWidget):
    """One of the two lists, or the ready sets in their place."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        parts = [Option("resources", _("Team and rooms")), Option("services", _("Services"))]
        self.part = Segmented(theme, _("What can be booked"), parts, is_small=True)
        self.resources = ResourcesList(kit)
        self.services = ServicesList(kit)
        self.starters = AgendaStarters(kit)
        self.stack = QStackedWidget()
        for shown in (self.resources, self.services, self.starters):
            self.stack.addWidget(shown)
        self._head = Surface(theme, "surface", edges=("bottom",))
        line = QHBoxLayout(self._head)
        line.setContentsMargins(16, 8, 16, 8)
        line.addWidget(self.part)
        line.addStretch(1)
        whole = tight(QVBoxLayout(self))
        whole.addWidget(self._head)
        whole.addWidget(self.stack, 1)
        self.part.chosen.connect(self._change_part)
        for listing in (self.resources, self.services):
            listing.starters_asked.connect(self.show_starters)
        self.starters.left.connect(lambda: self.show_part(self.part.chosen_id))
        self.starters.picked.connect(self._add)

    @property
    def listing(self) -> Listing:
        """The list of the chosen part."""
        return self.services if self.part.chosen_id == "services" else self.resources

    def show_part(self, part: str) -> None:
        """People and rooms ("resources"), or "services"."""
        self.part.choose(part)
        self._head.show()
        self.stack.setCurrentWidget(self.listing)

    def show_starters(self) -> None:
        """Ready ones."""
        self._head.hide()
        self.stack.setCurrentWidget(self.starters)
        self.starters.add.setFocus()

    def _change_part(self, part: str) -> None:
        """What is not saved in the other part is asked about first."""
        before = self.stack.currentWidget()
        if before is self.listing:  # put back to what is shown
            return
        if not isinstance(before, Listing) or not before.is_changed:
            self.show_part(part)
            return
        self.part.choose("services" if part == "resources" else "resources")
        before.leave_then(lambda: self._leave(before, part))

    def _leave(self, before: Listing, part: str) -> None:
        before.give_up()
        self.show_part(part)

    def _add(self, chosen: StarterSet) -> None:
        self.starters.add.setEnabled(False)
        self._kit.tasks.spawn(self._add_now(chosen), "add ready ones")

    async def _add_now(self, chosen: StarterSet) -> None:
        """Each once, behind what is there: what has the same name already stays as it is."""
        desk = self._kit.desk
        behind_rooms, behind_services = _behind(desk.resources()), _behind(desk.services())
        rooms = {one.name.casefold() for one in desk.resources()}
        services = {one.name.casefold() for one in desk.services()}
        new_rooms = [one for one in chosen.resources if one.name.casefold() not in rooms]
        new_services = [one for one in chosen.services if one.name.casefold() not in services]
        listing = self.listing
        try:
            for resource in new_rooms:
                await desk.save_resource(replace(resource, position=behind_rooms + resource.position))
            for service in new_services:
                await desk.save_service(replace(service, position=behind_services + service.position))
        except ComptoirError as error:
            listing.say(sentences.refusal(error.code, error.facts))
            return
        finally:
            self.starters.add.setEnabled(True)
            self.show_part(self.part.chosen_id)
        listing.refresh()
        count = len(new_rooms) + len(new_services)
        listing.toasts.show(ngettext("{n} added", "{n} added", count).format(n=count), is_passing=True)


def _behind(things: Sequence[Resource | Service]) -> int:
    return max((one.position for one in things), default=-1) + 1
