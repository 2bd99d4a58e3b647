"""The sections of the panel, in order. To add one: a class with what `Section` asks for, and one line in MAKERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from PySide6.QtWidgets import QWidget

from app.domain.areas import Area
from app.domain.contact_rows import ContactCard
from app.domain.rows import Changes
from ui.appointments.section import AppointmentsSection
from ui.contacts.links.section import TheirDealsSection
from ui.contacts.merging.section import DoublesSection, MergedSection
from ui.contacts.panel.consent import ConsentPart
from ui.contacts.panel.fields import FieldsSection
from ui.contacts.panel.identities import IdentitiesSection
from ui.contacts.panel.notes import NotesSection
from ui.contacts.panel.parts import PanelKit
from ui.contacts.panel.past import EpisodesSection
from ui.contacts.panel.shelf import FilesSection
from ui.contacts.panel.tags import TagsSection
from ui.contacts.panel.timeline import TimelineSection
from ui.contacts.requests.ask import RequestsSection
from ui.deals.section import DealsSection
from ui.todo.section import TasksSection


class Section(Protocol):
    """One part of the panel about one thing."""

    @property
    def title(self) -> str:
        """What it is called on screen."""

    @property
    def widget(self) -> QWidget:
        """Its place in the panel, made once; it hides itself where it has nothing to say."""

    def show(self, card: ContactCard) -> None:
        """Somebody else, or another fact about them; asked for often, so it changes only what differs."""

    def changed(self, changes: Changes) -> None:
        """Something happened that `show` may not tell of; most sections do nothing."""

    def put_aside(self) -> None:
        """The window closes: what is being written goes into `PanelKit.begun`, under the person's id."""


MAKERS: Final[tuple[Callable[[PanelKit], Section], ...]] = (
    DoublesSection,
    TheirDealsSection,
    IdentitiesSection,
    MergedSection,
    AppointmentsSection,
    DealsSection,
    TasksSection,
    ConsentPart,
    FieldsSection,
    TagsSection,
    NotesSection,
    FilesSection,
    EpisodesSection,
    TimelineSection,
    RequestsSection,
)
OF_AREAS: Final[Mapping[Callable[[PanelKit], Section], Area]] = {
    TheirDealsSection: "deals",
    DealsSection: "deals",
    AppointmentsSection: "appointments",
}


def made_sections(panel: PanelKit) -> list[Section]:
    """Those of the areas that are on."""
    has_area = panel.kit.has_area
    return [make(panel) for make in MAKERS if make not in OF_AREAS or has_area(OF_AREAS[make])]
