"""The screens of the rail and those that they lead to. All but the first are made when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.areas import AREAS
from ui.imports.drops import CALENDAR
from ui.kit import Kit

if TYPE_CHECKING:
    from app.domain.periods import Period
    from ui.appointments.view import AgendaView
    from ui.area_off import AreaOff
    from ui.contacts.view import ContactsView
    from ui.deals.view import DealsView
    from ui.imports.view import ImportView
    from ui.reports.view import ReportsView
    from ui.settings.view import SettingsView
    from ui.setup.view import SetupView
    from ui.teamwork.undoing import Undoing
    from ui.today.view import TodayView
    from ui.todo.view import TasksView

    Screen = (
        SettingsView
        | ImportView
        | TodayView
        | ContactsView
        | DealsView
        | TasksView
        | ReportsView
        | AgendaView
        | SetupView
        | AreaOff
    )

OTHERS = (
    "settings", "imports", "today", "contacts", "deals", "tasks", "reports", "appointments", "setup",
)  # all but the inbox  # fmt: skip
OFF = "area_off"  # what is in view in place of an area that is off


class Screens(QStackedWidget):
    """`way_asked` with the id of a screen that another leads to; `open_asked` with a conversation, `write_asked`,
    `join_asked`, `person_asked(number, name)`: write to somebody who is known; `message_asked(conversation_id,
    message_id)`: show that message where it stands; `task_asked(task_id)`: go where a task leads;
    `settings_asked(page id)`; `connect_asked`: a number of one's own; `doors_asked`: something else to begin with;
    `move_asked`: the hub goes elsewhere; `manual_asked`: about what is in view.
    """

    way_asked = Signal(str)
    open_asked = Signal(str)
    write_asked = Signal()
    join_asked = Signal()
    connect_asked = Signal()
    move_asked = Signal()
    doors_asked = Signal()
    person_asked = Signal(str, str)
    message_asked = Signal(str, str)
    task_asked = Signal(str)
    settings_asked = Signal(str)
    manual_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._settings: SettingsView | None = None
        self._imports: ImportView | None = None
        self._today: TodayView | None = None
        self._contacts: ContactsView | None = None
        self._deals: DealsView | None = None
        self._tasks: TasksView | None = None
        self._reports: ReportsView | None = None
        self._appointments: AgendaView | None = None
        self._setup: SetupView | None = None
        self._off: AreaOff | None = None
        self._undoing: Undoing | None = None

    @property
    def today(self) -> TodayView:
        """What needs somebody now."""
        if self._today is None:
            from ui.today.view import TodayView

            self._today = TodayView(self._kit)
            self._today.open_asked.connect(self.open_asked)
            self._today.write_asked.connect(self.write_asked)
            self._today.list_asked.connect(lambda: self.way_asked.emit("inbox"))
            self._today.task_asked.connect(self.task_asked)
            self._today.tick_asked.connect(self._tick)
            self._today.tasks_asked.connect(lambda: self.way_asked.emit("tasks"))
            self._today.quiet_asked.connect(self.show_quiet)
            self._today.appointment_asked.connect(self.show_appointment)
            self._today.report_asked.connect(self.show_report)
            self._today.setup_asked.connect(lambda: self.way_asked.emit("setup"))
            self._today.settings_asked.connect(self.settings_asked)
            self.addWidget(self._today)
        return self._today

    @property
    def contacts(self) -> ContactsView:
        """Everybody in one table."""
        if self._contacts is None:
            from ui.contacts.view import ContactsView

            self._contacts = ContactsView(self._kit)
            self._contacts.open_asked.connect(self.open_asked)
            self._contacts.message_asked.connect(self.message_asked)
            self._contacts.write_asked.connect(self.person_asked)
            self._contacts.deal_asked.connect(self.show_deal)
            self._contacts.appointment_asked.connect(self.show_appointment)
            self.addWidget(self._contacts)
        return self._contacts

    def _tick(self, task_id: str) -> None:
        """A task of the day is done."""
        from ui.todo.acts import TaskActs

        TaskActs(self._kit, self.undoing.show, self.task_asked.emit, self).do("tick", task_id, QPoint())

    @property
    def tasks(self) -> TasksView:
        """What is to be done; the day leads there."""
        if self._tasks is None:
            from ui.todo.view import TasksView

            self._tasks = TasksView(self._kit)
            self._tasks.back_asked.connect(lambda: self.way_asked.emit("today"))
            self._tasks.open_asked.connect(self.task_asked)
            self.addWidget(self._tasks)
        return self._tasks

    @property
    def undoing(self) -> Undoing:
        """Where a screen without toasts of its own says what was done."""
        if self.shown_id == "contacts":
            return self.contacts.people.undoing
        if self.shown_id == "tasks":
            return self.tasks.undoing
        if self.shown_id == "deals" and self.deals.shown is self.deals.deals:
            return self.deals.deals.undoing
        if self.shown_id == "appointments" and self.appointments.shown is self.appointments.agenda:
            return self.appointments.agenda.undoing
        if self._undoing is None:
            from ui.teamwork.undoing import Undoing
            from ui.widgets.toast import ToastStack

            self._undoing = Undoing(ToastStack(self._kit.theme, self))
        return self._undoing

    @property
    def deals(self) -> DealsView:
        """The board of deals."""
        if self._deals is None:
            from ui.deals.view import DealsView

            self._deals = DealsView(self._kit)
            self._deals.open_asked.connect(self.open_asked)
            self._deals.contact_asked.connect(self.show_contact)
            self._deals.message_asked.connect(self.message_asked)
            self.addWidget(self._deals)
        return self._deals

    @property
    def appointments(self) -> AgendaView:
        """The agenda."""
        if self._appointments is None:
            from ui.appointments.view import AgendaView

            self._appointments = AgendaView(self._kit)
            self._appointments.open_asked.connect(self.open_asked)
            self._appointments.contact_asked.connect(self.show_contact)
            self._appointments.message_asked.connect(self.message_asked)
            self._appointments.settings_asked.connect(self.settings_asked)
            self.addWidget(self._appointments)
        return self._appointments

    def show_appointment(self, appointment_id: str) -> None:
        """An appointment in the agenda, with its sheet; "" is the agenda as it was left."""
        if self._leads_to("appointments") and appointment_id:
            self.appointments.show_appointment(appointment_id)

    @property
    def reports(self) -> ReportsView:
        """Figures, and what is behind each."""
        if self._reports is None:
            from ui.reports.view import ReportsView

            self._reports = ReportsView(self._kit)
            self._reports.open_asked.connect(self.open_asked)
            self._reports.message_asked.connect(self.message_asked)
            self._reports.deal_asked.connect(self.show_deal)
            self._reports.appointment_asked.connect(self.show_appointment)
            self.addWidget(self._reports)
        return self._reports

    def show_report(self, page: str, period: Period | None = None) -> None:
        """A page of the reports, of these days where any are given."""
        if not self._leads_to("reports"):
            return
        self.reports.show_page(page)
        if period is not None:
            self.reports.asking.choose_period(period)

    def show_contact(self, contact_id: str) -> None:
        """Somebody among the contacts, with their card."""
        self.way_asked.emit("contacts")
        self.contacts.show_contact(contact_id)

    def show_deal(self, deal_id: str) -> None:
        """A deal on its board."""
        if self._leads_to("deals"):
            self.deals.show_deal(deal_id)

    def show_quiet(self, deal_id: str = "") -> None:
        """The deals without news, on one of them."""
        from ui.deals.quiet.page import QuietPage

        if not self._leads_to("deals"):
            return
        self.deals.show_page("quiet")
        page = self.deals.page("quiet")
        if isinstance(page, QuietPage) and deal_id:
            page.show_deal(deal_id)

    @property
    def settings(self) -> SettingsView:
        """The settings screen."""
        if self._settings is None:
            from ui.settings.view import SettingsView

            self._settings = SettingsView(self._kit)
            self._settings.import_asked.connect(lambda: self.way_asked.emit("imports"))
            self._settings.open_asked.connect(self.open_asked)
            self._settings.join_asked.connect(self.join_asked)
            self._settings.move_asked.connect(self.move_asked)
            self._settings.setup_asked.connect(lambda: self.way_asked.emit("setup"))
            self._settings.troubled_asked.connect(self._show_troubled)
            self._settings.manual_asked.connect(self.manual_asked)
            self.addWidget(self._settings)
        return self._settings

    def _show_troubled(self) -> None:
        """On Today stand what did not go out, what is not confirmed, and what waits on this computer."""
        self.way_asked.emit("today")
        self.today.show_section("troubled")

    @property
    def setup(self) -> SetupView:
        """The set-up of a business number; only where the desk may do it."""
        if self._setup is None:
            from ui.setup.found_address import address_part
            from ui.setup.offer import setup_of
            from ui.setup.view import SetupView

            desk = setup_of(self._kit.desk)
            assert desk is not None
            self._setup = SetupView(self._kit, desk, address_part)
            self._setup.doors_asked.connect(self.doors_asked)
            self._setup.left.connect(lambda: self.way_asked.emit("today"))
            self._setup.finished.connect(lambda: self.way_asked.emit("inbox"))
            self._setup.import_asked.connect(self._bring)
            self._setup.areas_asked.connect(lambda: self.settings_asked.emit("areas"))
            self.addWidget(self._setup)
        return self._setup

    def _bring(self, what: str) -> None:
        """An import that was asked for while the number was connected."""
        if what == "phone_chats":
            self.way_asked.emit("imports")
            return
        screen = {"contacts_table": "contacts", "agenda": "appointments", "deals": "deals"}[what]
        self.way_asked.emit(screen)
        getattr(self, screen).show_page("import")

    @property
    def imports(self) -> ImportView:
        """The screen on which chats of a phone are brought; the settings lead there."""
        if self._imports is None:
            from ui.imports.view import ImportView

            self._imports = ImportView(self._kit)
            self._imports.back_asked.connect(lambda: self.way_asked.emit("settings"))
            self._imports.open_asked.connect(self.open_asked)
            self.addWidget(self._imports)
        return self._imports

    def take_exports(self, paths: list[Path]) -> None:
        """Files that may be exported chats were dropped on the window."""
        self.way_asked.emit("imports")
        self.imports.take(paths)

    def take_tables(self, paths: list[Path]) -> None:
        """Files that may be tables were dropped: of deals or appointments where these are in view, else of people."""
        if self.shown_id == "deals" and self.deals.take_table(paths):
            return
        is_agenda = self.shown_id == "appointments" or all(path.suffix.lower() == CALENDAR for path in paths)
        if is_agenda and not self._kit.has_area("appointments"):
            self._leads_to("appointments")
            return
        if is_agenda and self.appointments.take_table(paths):
            self.way_asked.emit("appointments")
            return
        from ui.contacts.transfer.page import ImportPage

        self.way_asked.emit("contacts")
        self.contacts.show_page("import")
        page = self.contacts.page("import")
        if isinstance(page, ImportPage):
            page.take(paths)

    @property
    def _made(self) -> dict[str, Screen]:
        made = {
            "settings": self._settings,
            "imports": self._imports,
            "today": self._today,
            "contacts": self._contacts,
            "deals": self._deals,
            "tasks": self._tasks,
            "reports": self._reports,
            "appointments": self._appointments,
            "setup": self._setup,
            OFF: self._off,
        }
        return {name: screen for name, screen in made.items() if screen is not None}

    @property
    def shown_id(self) -> str:
        """Which screen is in view."""
        shown = self.currentWidget()
        return next((name for name, screen in self._made.items() if shown is screen), "inbox")

    @property
    def first_control(self) -> QWidget | None:
        """Where the keyboard enters a screen other than the inbox."""
        shown = self._made.get(self.shown_id)
        return None if shown is None else shown.first_control

    def show_screen(self, screen_id: str) -> None:
        """Put a screen in view and the keyboard into it; any id but those of the others is the inbox."""
        if screen_id not in OTHERS:
            self.setCurrentIndex(0)
            return
        is_off = any(screen_id == area and not self._kit.has_area(area) for area in AREAS)
        screen: Screen = self._area_off(screen_id) if is_off else getattr(self, screen_id)
        self.setCurrentWidget(screen)
        screen.focus_first()

    def _leads_to(self, area: str) -> bool:
        """Go there; whether it is there: of an area that is off only that is said."""
        self.way_asked.emit(area)
        return self.shown_id == area

    def _area_off(self, screen_id: str) -> AreaOff:
        if self._off is None:
            from ui.area_off import AreaOff

            self._off = AreaOff(self._kit)
            self.addWidget(self._off)
        self._off.show_area(screen_id)
        return self._off

    @property
    def can_undo(self) -> bool:
        """Whether something done on the screen in view can be taken back."""
        if self.shown_id == "deals":
            return self.deals.can_undo
        if self.shown_id == "appointments":
            return self.appointments.can_undo
        undoing = self._undoing
        if self.shown_id in ("contacts", "tasks"):
            undoing = self.undoing
        return self.shown_id != "inbox" and undoing is not None and undoing.can_undo

    def undo(self) -> bool:
        """Take it back; False when there is nothing."""
        return self.can_undo and self.undoing.undo()

    def close_down(self) -> None:
        """No timer may outlive the screens."""
        if self._imports is not None:
            self._imports.close_down()
        if self._today is not None:
            self._today.close_down()
        others = (self._contacts, self._deals, self._tasks, self._reports, self._appointments, self._setup)
        for screen in others:
            if screen is not None:
                screen.close_down()
