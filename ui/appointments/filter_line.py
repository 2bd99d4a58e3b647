"""The line below the head: which states are shown, each with its count, and the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from app.domain.agenda import Resource
from app.domain.agenda_rows import FILTERS, AgendaFilter
from app.words import gettext as _
from app.words.appointment_lines import filter_name
from ui.appointments.list.entries import Sort
from ui.appointments.page import SIDE
from ui.appointments.words import resource_name
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.labels import Label
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface

LINE_PX: Final = 48
BETWEEN: Final = 16


class AgendaFilterLine(Surface):
    """`chosen(filter)`, `sort_chosen(sort)`, `resource_chosen(resource id)` of the week's grid.

    Where the cells have no room, one button opens them.
    """

    chosen = Signal(str)
    sort_chosen = Signal(str)
    resource_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "surface", edges=("bottom",))
        self._counts: Mapping[AgendaFilter, int] = dict.fromkeys(FILTERS, 0)
        self._has_sort, self._has_whose = True, False
        self.cells = Segmented(
            theme, _("State"), [Option(one, filter_name(one), 0) for one in FILTERS], is_small=True
        )
        self.button = Button(theme, "", height="small", trailing="chevron-down", name=_("State"))
        self.sort_label = Label(theme, _("Sort"), role="small", ink="text_muted")
        self.sort = Segmented(
            theme,
            _("Sorted"),
            [Option("time", _("by time")), Option("person", _("by person"))],
            is_small=True,
        )
        self.whose = Button(theme, "", height="small", trailing="chevron-down", name=_("Whose week"))
        self._resources: Sequence[Resource] = ()
        self._resource_id = ""
        self.setFixedHeight(theme.px(LINE_PX))
        self.setMinimumWidth(1)  # it gives way as the window does
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 0, SIDE, 1)
        row.setSpacing(8)
        row.addWidget(self.cells)
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(self.sort_label)
        row.addWidget(self.sort)
        row.addWidget(self.whose)
        self.button.hide()
        self.cells.chosen.connect(self._choose)
        self.sort.chosen.connect(self.sort_chosen)
        self.button.clicked.connect(self._open)
        self.whose.clicked.connect(self._open_whose)

    def show_counts(self, counts: Mapping[AgendaFilter, int]) -> None:
        """How many each shows."""
        self._counts = counts
        self.cells.show_counts({str(one): count for one, count in counts.items()})
        self._say()
        self._fit(self.width())

    def show_chosen(self, narrowed: AgendaFilter, sort: Sort, *, is_grid: bool, is_week: bool) -> None:
        """What holds, without telling anybody. A list has an order, the grid of a week has somebody whose it is."""
        for part, one in ((self.cells, narrowed), (self.sort, sort)):
            was = part.blockSignals(True)
            part.choose(one)
            part.blockSignals(was)
        self._has_sort, self._has_whose = not is_grid, is_grid and is_week
        self._say()
        self._fit(self.width())

    def show_resources(self, resources: Sequence[Resource], resource_id: str) -> None:
        """Whose week can be shown, and whose is."""
        self._resources, self._resource_id = resources, resource_id
        name = next((resource_name(one) for one in resources if one.resource_id == resource_id), "")
        self.whose.set_face(name if resource_id and name else _("Whole team"))
        self._fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cells where there is room."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        room = width - 2 * SIDE
        order = self.sort_label.sizeHint().width() + self.sort.sizeHint().width() + 8 + BETWEEN
        cells = self.cells.sizeHint().width()
        are_cells = cells <= room
        self.cells.setVisible(are_cells)
        self.button.setVisible(not are_cells)
        taken = cells if are_cells else self.button.sizeHint().width()
        has_sort = self._has_sort and taken + order <= room
        self.whose.setVisible(self._has_whose and taken + self.whose.sizeHint().width() + 8 <= room)
        self.sort.setVisible(has_sort)
        self.sort_label.setVisible(has_sort)

    def _say(self) -> None:
        chosen: AgendaFilter = next((one for one in FILTERS if one == self.cells.chosen_id), "all")
        self.button.set_face(_("{state}: {n}").format(state=filter_name(chosen), n=self._counts[chosen]))

    def _choose(self, narrowed: str) -> None:
        self._say()
        self.chosen.emit(narrowed)

    def _open(self) -> None:
        menu = Menu(self.theme, _("State"), self)
        for number, one in enumerate(FILTERS, 1):
            said = _("{state}: {n}").format(state=filter_name(one), n=self._counts[one])
            is_on = one == self.cells.chosen_id
            menu.add(said, partial(self.cells.choose, one), key=str(number), is_checked=is_on)
        if self._has_sort and self.sort.isHidden():
            menu.addSeparator()
            for sort, name in (("time", _("Sort by time")), ("person", _("Sort by person"))):
                menu.add(name, partial(self.sort.choose, sort), is_checked=sort == self.sort.chosen_id)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.button)

    def _open_whose(self) -> None:
        menu = Menu(self.theme, _("Whose week"), self)
        known = any(one.resource_id == self._resource_id for one in self._resources)
        everybody = partial(self.resource_chosen.emit, "")
        menu.add(_("Whole team"), everybody, is_checked=not self._resource_id or not known)
        for one in self._resources:
            if one.resource_id:
                chosen = partial(self.resource_chosen.emit, one.resource_id)
                menu.add(resource_name(one), chosen, is_checked=one.resource_id == self._resource_id)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.whose)
