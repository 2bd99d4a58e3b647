"""The parts of the settings that have a page of their own: each is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QMetaMethod, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.areas import AREAS, Area
from app.domain.settings import BY_NAME
from app.words.setting_words import PAGES as NAMES
from app.words.setting_words import page_words
from ui.kit import Kit
from ui.setup.offer import setup_of
from ui.widgets.choice import Option, TabStrip
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from app.domain.findings import Act
    from ui.deals.pipelines.page import PipelinesPart
    from ui.settings.address.page import AddressPage
    from ui.settings.agenda.page import AgendaSettings
    from ui.settings.areas_page import AreasPage
    from ui.settings.audit.page import AuditPage
    from ui.settings.auto_replies.page import AutoRepliesPage
    from ui.settings.connection.page import ConnectionPage
    from ui.settings.contact_fields.page import ContactFieldsPage
    from ui.settings.fields import SettingFields
    from ui.settings.hours.page import OpeningHoursPage
    from ui.settings.profile import ProfilePage
    from ui.settings.quick_replies.page import QuickRepliesPage
    from ui.settings.safety import SafetyPage
    from ui.settings.standards.page import StandardsPage
    from ui.settings.team.page import TeamPage
    from ui.settings.templates.page import TemplatesPage

Page = TypeVar("Page", bound=QWidget)
FOR_LEADERS: Final = frozenset(
    {
        "connection",
        "areas",
        "agenda",
        "hours",
        "auto_replies",
        "standards",
        "contact_fields",
        "pipelines",
        "audit",
    }
)
PAGE_OF_ACT: Final[Mapping[str, str]] = {
    "templates": "templates",
    "safety": "safety",
    "devices": "team",
    "address": "address",
}
SETTING_OF_ACT: Final[Mapping[str, str]] = {"mail": "mail_to"}
OF_AREAS: Final[Mapping[str, Area]] = {"agenda": "appointments", "pipelines": "deals"}


class SettingsPages(Surface):
    """`open_asked`: a conversation is to be shown; `join_asked`: this computer is to join a team.

    `setting_asked(name)`: a setting is to be looked at, among all. `setup_asked`: the number is to be connected.
    `move_asked`: the hub goes elsewhere. `troubled_asked`: to the messages that did not go out or are not confirmed.
    """

    open_asked = Signal(str)
    join_asked = Signal()
    setup_asked = Signal()
    move_asked = Signal()
    troubled_asked = Signal()
    setting_asked = Signal(str)

    _kit: Kit
    _pages: QStackedWidget
    tabs: TabStrip
    values: SettingFields

    @cached_property
    def connection(self) -> ConnectionPage:
        """Whether everything is well."""
        from ui.settings.connection.page import ConnectionPage

        page = ConnectionPage(self._kit, self._can_act)
        page.act_asked.connect(self._act)
        page.move_asked.connect(self.move_asked)
        return self._added(page)

    def _can_act(self, act: Act) -> bool:
        """Whether a finding can be mended from here: what leads nowhere has no button."""
        if act == "subscribe":
            setup = setup_of(self._kit.desk)
            return setup is not None and setup.set_up().is_connected
        if act == "connect":
            is_heard = self.isSignalConnected(QMetaMethod.fromSignal(self.setup_asked))
            return is_heard and bool(getattr(self._kit.desk, "can_set_up", False))
        is_set_here = SETTING_OF_ACT.get(act, "") in BY_NAME
        return is_set_here or PAGE_OF_ACT.get(act) in PAGES or act in ("unsent", "unconfirmed")

    def _act(self, act: str) -> None:
        if act == "connect":
            self.setup_asked.emit()
        elif act in PAGE_OF_ACT:
            self.show_page(PAGE_OF_ACT[act])
        elif act in SETTING_OF_ACT:
            self.setting_asked.emit(SETTING_OF_ACT[act])
        else:
            self.troubled_asked.emit()

    @cached_property
    def areas(self) -> AreasPage:
        """What the business works with."""
        from ui.settings.areas_page import AreasPage

        return self._added(AreasPage(self._kit, self.values))

    @cached_property
    def templates(self) -> TemplatesPage:
        """The account's templates."""
        from ui.settings.templates.page import TemplatesPage

        return self._added(TemplatesPage(self._kit))

    @cached_property
    def quick_replies(self) -> QuickRepliesPage:
        """What is written once and sent often."""
        from ui.settings.quick_replies.page import QuickRepliesPage

        return self._added(QuickRepliesPage(self._kit))

    @cached_property
    def profile(self) -> ProfilePage:
        """What customers see of the business."""
        from ui.settings.profile import ProfilePage

        return self._added(ProfilePage(self._kit))

    @cached_property
    def safety(self) -> SafetyPage:
        """The hub's copies."""
        from ui.settings.safety import SafetyPage

        return self._added(SafetyPage(self._kit))

    @cached_property
    def address(self) -> AddressPage:
        """How Meta reaches the hub of this computer."""
        from ui.settings.address.page import AddressPage

        page = AddressPage(self._kit)
        page.move_asked.connect(self.move_asked)
        return self._added(page)

    @cached_property
    def team(self) -> TeamPage:
        """Who belongs to the team."""
        from ui.settings.team.page import TeamPage

        team = TeamPage(self._kit)
        team.join_asked.connect(self.join_asked)
        team.hours_asked.connect(self._show_hours_of_group)
        return self._added(team)

    @cached_property
    def contact_fields(self) -> ContactFieldsPage:
        """The fields of contacts."""
        from ui.settings.contact_fields.page import ContactFieldsPage

        return self._added(ContactFieldsPage(self._kit))

    @cached_property
    def pipelines(self) -> PipelinesPart:
        """The way of deals, stage by stage."""
        from ui.deals.pipelines.page import PipelinesPart

        return self._added(PipelinesPart(self._kit))

    @cached_property
    def hours(self) -> OpeningHoursPage:
        """When the business is open."""
        from ui.settings.hours.page import OpeningHoursPage

        hours = OpeningHoursPage(self._kit)
        hours.setting_asked.connect(self.setting_asked)
        return self._added(hours)

    @cached_property
    def agenda(self) -> AgendaSettings:
        """Who and what can be booked."""
        from ui.settings.agenda.page import AgendaSettings

        return self._added(AgendaSettings(self._kit))

    @cached_property
    def standards(self) -> StandardsPage:
        """Within how long customers are to be answered."""
        from ui.settings.standards.page import StandardsPage

        standards = StandardsPage(self._kit)
        standards.hours_asked.connect(self._write_hours)
        standards.setting_asked.connect(self.setting_asked)
        return self._added(standards)

    @cached_property
    def auto_replies(self) -> AutoRepliesPage:
        """What is answered by itself."""
        from ui.settings.auto_replies.page import AutoRepliesPage

        replies = AutoRepliesPage(self._kit)
        replies.hours_asked.connect(self._write_hours)
        return self._added(replies)

    @cached_property
    def audit(self) -> AuditPage:
        """Who did what and when."""
        from ui.settings.audit.page import AuditPage

        audit = AuditPage(self._kit)
        audit.open_asked.connect(self.open_asked)
        return self._added(audit)

    def show_page(self, page: str) -> None:
        """One of the parts."""
        self.tabs.choose(page)
        if page not in PAGES:
            self._pages.setCurrentIndex(0)
            return
        self._pages.setCurrentWidget(PAGES[page](self))
        if page == "safety":
            self.safety.look()
        elif page == "connection":
            self.connection.look()

    def _added(self, page: Page) -> Page:
        self._pages.addWidget(page)
        return page

    def _write_hours(self) -> None:
        """Straight to the first line where none are saved yet."""
        self.show_page("hours")
        if not self.hours.versions:
            self.hours.write_new()

    def _show_hours_of_group(self, group_id: str) -> None:
        from app.domain.hours import group_scope

        self.show_page("hours")
        self.hours.show_scope(group_scope(group_id))


PAGES: Final[Mapping[str, Callable[[Any], QWidget]]] = {
    "connection": lambda view: view.connection,
    "areas": lambda view: view.areas,
    "team": lambda view: view.team,
    "hours": lambda view: view.hours,
    "agenda": lambda view: view.agenda,
    "auto_replies": lambda view: view.auto_replies,
    "standards": lambda view: view.standards,
    "quick_replies": lambda view: view.quick_replies,
    "templates": lambda view: view.templates,
    "profile": lambda view: view.profile,
    "safety": lambda view: view.safety,
    "address": lambda view: view.address,
    "contact_fields": lambda view: view.contact_fields,
    "pipelines": lambda view: view.pipelines,
    "audit": lambda view: view.audit,
}

SHOWN: Final = frozenset({"general", *PAGES})


def page_options(role: str, areas: Collection[Area] = AREAS, *, has_address: bool = False) -> list[Option]:
    """The tabs, in their order; some are for owner and managers alone, some go with their area.

    `has_address`: the hub's way to the outside begins on this computer.
    """
    away = set() if role != "rep" else set(FOR_LEADERS)
    away |= {page for page, area in OF_AREAS.items() if area not in areas}
    if role != "owner" or not has_address:
        away.add("address")
    return [Option(page, page_words(page)) for page in NAMES if page in SHOWN and page not in away]
