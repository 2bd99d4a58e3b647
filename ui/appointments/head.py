"""The head of the agenda: which day or week, how it is shown, a new appointment, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.agenda_rows import AgendaDays
from app.words import gettext as _
from ui.appointments import when
from ui.appointments.looking import Shape, Span
from ui.appointments.page import SIDE, Tool
from ui.kit import Kit
from ui.widgets.button import Button, IconButton
from ui.widgets.choice import Option, Segmented
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface

GAP: Final = 8
APART: Final = 8  # at the least between the day and what can be done
DAY_PX: Final = 152


class AgendaHead(Surface):
    """`stepped(by)`, `today_asked`, `span_chosen`, `shape_chosen`, `add_asked`, `used(tool)`,
    `panel_asked`: show or hide what stands beside.
    """

    stepped = Signal(int)
    today_asked = Signal()
    span_chosen = Signal(str)
    shape_chosen = Signal(str)
    add_asked = Signal()
    panel_asked = Signal()
    used = Signal(object)

    def __init__(self, kit: Kit, tools: Sequence[Tool]) -> None:
        super().__init__(kit.theme, "surface", edges=("bottom",))
        self._kit, self._tools = kit, tools
        theme = kit.theme
        self.title = Label(theme, _("Agenda"), role="title", weight="semibold")
        self.before = IconButton(theme, "chevron-left", _("Day before"))
        self.day = ElidedLabel(theme, weight="semibold")
        self.after = IconButton(theme, "chevron-right", _("Next day"))
        self.today = Button(theme, _("Today"), kind="quiet")
        self.span = Segmented(theme, _("Days shown"), [Option("day", _("Day")), Option("week", _("Week"))])
        self.shape = Segmented(
            theme, _("Shown as"),
            [Option("list", _("List"), icon="layout-list"), Option("grid", _("Grid"), icon="calendar")],
        )  # fmt: skip
        self.new = Button(theme, _("Appointment"), icon="plus", key_hint="N")
        self.panel = IconButton(theme, "panel-right", _("The day at a glance"))
        self.more = IconButton(theme, "ellipsis", _("More"))
        self.tools: dict[str, Button] = {}
        self.tool_icons: dict[str, IconButton] = {}
        self._has_panel = True
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        self.setMinimumWidth(1)  # it gives way as the window does
        line = QHBoxLayout(self)
        line.setContentsMargins(SIDE, 0, SIDE, 1)
        line.setSpacing(GAP)
        self.title.setContentsMargins(0, 0, 12, 0)
        line.addWidget(self.title)
        line.addWidget(self.before)
        line.addWidget(self.day)
        line.addWidget(self.after)
        line.addSpacing(GAP)
        line.addWidget(self.today)
        line.addStretch(1)
        for tool in self._tools:
            if tool.place == "bar":
                button = Button(theme, _(tool.name), icon=tool.icon, key_hint=tool.letter.upper())
                button.clicked.connect(partial(self._use, tool))
                mark = IconButton(theme, tool.icon, _(tool.name))
                mark.clicked.connect(partial(self._use, tool))
                self.tools[tool.id], self.tool_icons[tool.id] = button, mark
                line.addWidget(button)
                line.addWidget(mark)
        for part in (self.shape, self.span, self.new, self.more, self.panel):
            line.addWidget(part)

    @property
    def lettered(self) -> list[Tool]:
        """Tools that have a key."""
        return [tool for tool in self._tools if tool.letter]

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.today.clicked.connect(self.today_asked)
        self.span.chosen.connect(self.span_chosen)
        self.shape.chosen.connect(self.shape_chosen)
        self.new.clicked.connect(self.add_asked)
        self.panel.clicked.connect(self.panel_asked)
        self.more.clicked.connect(self._open_more)

    # -- what it shows

    def show_days(self, days: AgendaDays) -> None:
        """Which day, or from when until when."""
        language, is_week = self._kit.formats.language, days.days > 1
        make = when.week_name if is_week else when.day_name
        said = make(days.from_day, language, days.today)
        self.day.set_text(said)
        self.day.setAccessibleName(said)
        needed = self._kit.theme.metrics("body", "semibold").horizontalAdvance(said)
        self.day.setFixedWidth(
            max(self._kit.theme.px(DAY_PX), round(needed) + 2)
        )  # arrows stay where they are
        self._fit(self.width())
        for arrow, step in ((self.before, -1), (self.after, 1)):
            names = (_("Week before"), _("Next week")) if is_week else (_("Day before"), _("Next day"))
            arrow.set_icon("chevron-left" if step < 0 else "chevron-right", names[step > 0])

    def show_shape(self, span: Span, shape: Shape) -> None:
        """Day or week, list or grid, without telling anybody."""
        for part, chosen in ((self.span, span), (self.shape, shape)):
            was = part.blockSignals(True)
            part.choose(chosen)
            part.blockSignals(was)

    def show_panel(self, *, is_beside: bool) -> None:
        """Whether what is beside always stands there, so that no button is needed."""
        self._has_panel = is_beside
        self._fit(self.width())

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All that there is room for."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        """What there is no room for is given up one after the other; all but the title is in the menu then."""
        self.panel.setVisible(not self._has_panel)
        sizes, left = self._sizes(), width - self._least_px()
        given_up = 0
        while given_up < len(sizes) and sum(sizes[given_up:]) > left:
            given_up += 1
        has_words, has_title, has_new, has_tools, has_shape, has_span, has_today = (
            number >= given_up for number in range(len(sizes))
        )
        for key, button in self.tools.items():
            button.setVisible(has_words)
            self.tool_icons[key].setVisible(has_tools and not has_words)
        for part, is_shown in (
            (self.title, has_title), (self.new, has_new), (self.shape, has_shape), (self.span, has_span),
            (self.today, has_today),
        ):  # fmt: skip
            part.setVisible(is_shown)
        self.more.setVisible(not has_new or any(tool.place == "menu" for tool in self._tools))

    def _sizes(self) -> list[int]:
        """How wide each part is that can be given up, the first that is given up first."""
        words = sum(_wide(one) for one in self.tools.values())
        icons = sum(_wide(one) for one in self.tool_icons.values())
        parts = (self.shape, self.span, self.today)
        return [words - icons, _wide(self.title), _wide(self.new), icons, *(_wide(one) for one in parts)]

    def _least_px(self) -> int:
        """How wide it is without them: which day it is, the arrows, the menu."""
        kept = [self.before, self.after, self.more, *([] if self._has_panel else [self.panel])]
        return 2 * SIDE + self.day.width() + GAP + sum(_wide(one) for one in kept) + APART

    def _use(self, tool: Tool, _is_checked: bool = False) -> None:
        self.used.emit(tool)

    def _open_more(self) -> None:
        menu = Menu(self._kit.theme, _("More"), self)
        if self.new.isHidden():
            menu.add(_("New appointment…"), self.add_asked.emit, icon="plus", key="N")
        if self.today.isHidden():
            menu.add(_("Today"), self.today_asked.emit, icon="calendar-check", key="0")
        if self.shape.isHidden():
            other = "list" if self.shape.chosen_id == "grid" else "grid"
            name = _("As a list") if other == "list" else _("As a grid")
            icon = "layout-list" if other == "list" else "calendar"
            menu.add(name, partial(self.shape.choose, other), icon=icon, key="G")  # type: ignore[arg-type]
        if self.span.isHidden():
            other = "day" if self.span.chosen_id == "week" else "week"
            menu.add(_("The day") if other == "day" else _("The week"), partial(self.span.choose, other))
        for tool in self._tools:
            if tool.place == "menu" or (
                self.tools[tool.id].isHidden() and self.tool_icons[tool.id].isHidden()
            ):
                menu.add(_(tool.name), partial(self._use, tool), icon=tool.icon, key=tool.letter.upper())
        menu.open_below(self.more)
        menu.aboutToHide.connect(menu.deleteLater)


def _wide(part: QWidget) -> int:
    """With the gap before it."""
    return part.sizeHint().width() + GAP
