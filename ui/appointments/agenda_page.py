"""The agenda itself: head, filters, the list or the grid; beside it the day at a glance, or one appointment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.agenda_rows import AppointmentRow, counted
from app.domain.rows import Changes
from ui.appointments.acts import AgendaActs
from ui.appointments.empty import EmptyPlaces
from ui.appointments.filter_line import AgendaFilterLine
from ui.appointments.glance import GlancePanel
from ui.appointments.head import AgendaHead
from ui.appointments.list.entries import entries_of
from ui.appointments.list.face import Look, has_night_before
from ui.appointments.list.view import AgendaList
from ui.appointments.looking import Looking, Shape
from ui.appointments.page import PanelLine, Tool
from ui.appointments.parts import later
from ui.appointments.row_buttons import buttons_for
from ui.appointments.side import BesideRoom
from ui.appointments.when import formats_of
from ui.kit import Kit
from ui.teamwork.undoing import Undoing
from ui.theme.style import is_keyboard_focus
from ui.typed import typed_text
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface, tight
from ui.widgets.toast import ToastStack

if TYPE_CHECKING:
    from ui.appointments.grid.columns import GridColumn
    from ui.appointments.grid.view import AgendaGrid


class AgendaPage(Surface):
    """`opened(id)`: an appointment's sheet; `stood_on(id)`; `edit_asked(id)`; `new_asked(starts_at, resource_id,
    length_min)` of a place that was pressed; `add_asked(starts_at, resource_id)`, None and "" where nothing is known;
    `open_asked(conversation_id)`, `contact_asked(contact_id)`,
    `message_asked(conversation_id, message_id)`, `page_asked(page id)`, `settings_asked(page id)`, `tool_asked(tool)`,
    `escaped`, `paste_asked`: a list that was copied elsewhere.
    """

    opened = Signal(str)
    stood_on = Signal(str)
    edit_asked = Signal(str)
    new_asked = Signal(object, str, int)
    add_asked = Signal(object, str)
    open_asked = Signal(str)
    contact_asked = Signal(str)
    message_asked = Signal(str, str)
    page_asked = Signal(str)
    settings_asked = Signal(str)
    tool_asked = Signal(object)
    escaped = Signal()
    paste_asked = Signal()

    def __init__(
        self, kit: Kit, tools: Sequence[Tool], panels: Sequence[PanelLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(kit.theme, "surface", parent=parent)
        self._kit = kit
        self._awaited = ""  # an appointment that is to be gone to as soon as it is there
        self.buttons = buttons_for(kit.desk)
        self.looking = Looking(kit, self)
        self.head = AgendaHead(kit, tools)
        self.filters = AgendaFilterLine(kit.theme)
        self.list = AgendaList(kit)
        self._grid: AgendaGrid | None = None
        self.empty = EmptyPlaces(kit)
        self.looking.is_busy = lambda: self._grid is not None and self._grid.hands.is_busy
        self._stack = QStackedWidget()
        self.glance = GlancePanel(kit)
        self._lay_out()
        self.undoing = Undoing(ToastStack(kit.theme, self.body))
        self.acts = AgendaActs(kit, self)
        for line in panels:
            self.glance.add_box(later(line.make)(kit, self))
        self._connect()
        self._show_asked()

    def _lay_out(self) -> None:
        for shown in (self.list, self.empty):
            self._stack.addWidget(shown)
        self.body = QWidget()
        self.body.setMinimumWidth(1)
        column = tight(QVBoxLayout(self.body))
        column.addWidget(self.head)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)
        row = tight(QHBoxLayout(self))
        row.addWidget(self.body, 1)
        self.side = BesideRoom(self._kit, row, self, self.glance)

    def _connect(self) -> None:
        head, looking, acts = self.head, self.looking, self.acts
        head.stepped.connect(looking.step)
        head.today_asked.connect(lambda: looking.show_day(None))
        head.span_chosen.connect(looking.show_span)
        head.shape_chosen.connect(self.choose_shape)
        head.add_asked.connect(self.add_here)
        head.used.connect(self.tool_asked)
        head.panel_asked.connect(self.side.toggle)
        self.side.arranged.connect(lambda is_beside: head.show_panel(is_beside=is_beside))
        self.filters.chosen.connect(looking.narrow)
        self.filters.sort_chosen.connect(looking.sort_by)
        self.glance.filter_chosen.connect(looking.narrow)
        looking.read.connect(self._show)
        looking.asked.connect(self._show_asked)
        self._hear(self.list)
        self.list.button_pressed.connect(acts.press)
        self.list.fold_asked.connect(looking.fold)
        self.list.answer_asked.connect(self._show_answer)
        self.filters.resource_chosen.connect(looking.show_resource)
        self.empty.new_asked.connect(self.add_here)
        self.empty.all_asked.connect(lambda: looking.narrow("all"))
        self.empty.settings_asked.connect(self.settings_asked)
        self._kit.bridge.changed.connect(self._changed)

    def _hear(self, view: AgendaList | AgendaGrid) -> None:
        view.opened.connect(self.opened)
        view.menu_asked.connect(self._open_menu)
        view.letter.connect(self.acts.by_letter)
        view.escaped.connect(self.escaped)
        view.stood_on.connect(self.stood_on)

    # -- for the screen

    @property
    def grid(self) -> AgendaGrid:
        """The grid, made when it is first looked at."""
        if self._grid is None:
            from ui.appointments.grid.view import AgendaGrid

            self._grid = grid = AgendaGrid(self._kit)
            self._stack.addWidget(grid)
            self._hear(grid)
            grid.new_asked.connect(self.new_asked)
            grid.dropped.connect(self._drop)
            grid.refused.connect(self.acts.say)
            grid.head_pressed.connect(self._open_column)
        return self._grid

    @property
    def view(self) -> AgendaList | AgendaGrid:
        """What is in view: the list or the grid."""
        return self.grid if self.looking.shape == "grid" else self.list

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        if self._stack.currentWidget() is not self.empty:
            return self.view
        return self.empty.first_control or self.head.before

    def focus_first(self) -> None:
        """By key: into the list or the grid."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self.looking.close_down()
        self.glance.close_down()
        if self._grid is not None:
            self._grid.hands.let_go()

    def show_one_day(self, day: date | None) -> None:
        """That day alone; None: today."""
        self.looking.span = "day"
        self._kit.desk.remember_place(agenda_span="day")
        self.looking.show_day(day)

    def show_appointment(self, appointment_id: str) -> None:
        """Stand on an appointment, whatever day it is on and whatever holds it back; its sheet is asked for too."""
        row = self._kit.desk.appointment(appointment_id)
        if row is None or row.appointment.is_removed:
            return
        looking, days = self.looking, self.looking.days
        if days is None:
            looking.look()
            days = looking.days
        assert days is not None
        self._awaited = appointment_id
        formats = formats_of(self._kit.formats, days)
        if self.row(appointment_id) is None:
            from ui.appointments.when import zone_of

            looking.show_day(row.appointment.starts_at.astimezone(zone_of(formats.zone)).date())
        if looking.filter != "all" and not self.view.go_to(appointment_id):
            looking.narrow("all")
        self._look_awaited()
        self.opened.emit(appointment_id)

    # -- what is meant

    @property
    def current(self) -> AppointmentRow | None:
        """The appointment that the frame is on."""
        return self.row(self.view.current_id)

    def row(self, appointment_id: str) -> AppointmentRow | None:
        """What was read, by its id."""
        days = self.looking.days
        rows = days.rows if days is not None else ()
        return next((row for row in rows if row.appointment_id == appointment_id), None)

    def place_of_current(self) -> tuple[QWidget, QRect]:
        """Where a menu of the current appointment opens."""
        return self.view.viewport(), self.view.place_of_current()

    def open_at_current(self, menu: Menu) -> None:
        """A menu below the current appointment."""
        anchor, place = self.place_of_current()
        top = min(place.bottom(), anchor.height() - 8)
        menu.popup(anchor.mapToGlobal(QPoint(place.left() + 24, top)))

    def move_by_key(self, row: AppointmentRow) -> None:
        """In the grid with the arrows, in the list to one of the free times."""
        from ui.appointments.moving import open_moves

        if self.looking.shape == "grid" and self.grid.hands.carry_by_key():
            return
        open_moves(self.acts, row)

    def add_here(self) -> None:
        """A new appointment, where the frame is."""
        self.add_asked.emit(*self.view.place_for_new())

    def choose_shape(self, shape: Shape) -> None:
        """As a list or as a grid: on the same appointment, and a hand that pressed has the keyboard there."""
        kept = self.view.current_id
        self.looking.show_shape(shape)
        if kept:
            self.view.go_to(kept)
        if self.head.shape.isHidden() or not is_keyboard_focus(self.head.shape):
            self.first_control.setFocus(Qt.FocusReason.MouseFocusReason)

    def _open_menu(self, appointment_id: str, at: QPoint) -> None:
        self.acts.open_menu(appointment_id, at)

    def _show_answer(self, appointment_id: str) -> None:
        row = self.row(appointment_id)
        if row is not None:
            self.acts.show_answer(row)

    def _drop(self, appointment_id: str, starts_at: datetime, length_min: int, resource_id: str) -> None:
        from ui.appointments.moving import move

        row = self.row(appointment_id)
        if row is not None:
            move(self.acts, row, starts_at, resource_id, length_min)

    def _open_column(self, column: GridColumn) -> None:
        """The head of a resource: its week; of a day: that day."""
        looking = self.looking
        if looking.span == "week":
            self.show_one_day(column.day)
        else:
            looking.resource_id = column.resource_id
            looking.show_resource(column.resource_id)
            looking.show_span("week")

    def stand_on(self, appointment_id: str) -> None:
        """Go to it as soon as it is read."""
        self._awaited = appointment_id
        self._look_awaited()

    # -- what is shown

    def _show(self, is_same: bool) -> None:
        looking, days = self.looking, self.looking.days
        if days is None:
            return
        self.head.show_days(days)
        self.filters.show_counts(counted(days.rows))
        self.filters.show_resources(days.resources, looking.resource_id)
        self.glance.show_days(days)
        formats = formats_of(self._kit.formats, days)
        is_by_person = looking.sort == "person"
        button = self.empty.first_control
        had_focus = self.view.hasFocus() or (button is not None and button.hasFocus())
        shown = self.empty.show_for(days, looking.filter, is_list=looking.shape == "list")
        if looking.shape == "list":
            has_days = is_by_person if days.days > 1 else has_night_before(days)
            look = Look(formats, days, self.buttons, has_days=has_days)
            entries = entries_of(look, looking.filter, looking.sort, looking.folded)
            self.list.show_entries(entries, look, has_resource=not is_by_person, is_same=is_same)
        else:
            look = Look(formats, days, self.buttons)
            self.grid.show_days(look, looking.filter, looking.resource_id, is_same=is_same)
        self._stack.setCurrentWidget(self.empty if shown else self.view)
        self._look_awaited()
        if had_focus and not self.first_control.hasFocus():
            self.focus_first()

    def _show_asked(self) -> None:
        looking = self.looking
        self.head.show_shape(looking.span, looking.shape)
        is_grid, is_week = looking.shape == "grid", looking.span == "week"
        self.filters.show_chosen(looking.filter, looking.sort, is_grid=is_grid, is_week=is_week)

    def _look_awaited(self) -> None:
        if self._awaited and self.view.go_to(self._awaited):
            self._awaited = ""

    def _changed(self, changes: Changes) -> None:
        if changes.is_everything or changes.is_team:
            self._show_asked()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From whatever part of the page: Escape leads to the appointments, letters do what they do there."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
            return
        letter = typed_text(event)
        if letter and self.acts.by_letter(letter):
            return
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        self.escaped.emit()
        self.first_control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: as it is now."""
        super().showEvent(event)
        self.looking.come_into_view()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self.looking.go_out_of_view()
