"""The head of the deals: which pipeline, the line to find one, the filter, board or list, a new one, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from app.domain.deals import Pipeline
from app.words import gettext as _
from ui.deals import words
from ui.deals.page import SIDE, Tool
from ui.keys import KEYS
from ui.kit import Kit
from ui.widgets.button import Button, IconButton
from ui.widgets.choice import Option, Segmented
from ui.widgets.inputs import Input
from ui.widgets.labels import Label
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface

SEARCH_PX: Final = 220
LEAST_SEARCH_PX: Final = 120
WORDS_FROM: Final = 900  # below, buttons go into the menu
SWITCH_FROM: Final = 700
FIND_AFTER_MS: Final = 60  # a quick typist is looked after once


class DealsHead(Surface):
    """`looked_for(words)` while one types, `entered` at Enter, `filter_asked`, `mode_chosen`, `add_asked`,
    `pipeline_chosen(pipeline id)`, `pipelines_asked` to change them, `incoming_toggled(is_on)`, `used(tool)`.
    """

    looked_for = Signal(str)
    entered = Signal()
    filter_asked = Signal()
    mode_chosen = Signal(str)
    add_asked = Signal()
    pipeline_chosen = Signal(str)
    pipelines_asked = Signal()
    incoming_toggled = Signal(bool)
    used = Signal(object)

    def __init__(self, kit: Kit, tools: Sequence[Tool], *, can_edit: bool, has_incoming: bool) -> None:
        super().__init__(kit.theme, "surface", edges=("bottom",))
        self._kit, self._tools = kit, tools
        self._can_edit, self._has_incoming = can_edit, has_incoming
        self._pipelines: Sequence[Pipeline] = ()
        self._pipeline_id = ""
        self.shows_incoming = False
        theme = kit.theme
        self.title = Label(theme, _("Deals"), role="title", weight="semibold")
        self.pipeline = Button(theme, "", kind="quiet", trailing="chevron-down", name=_("Pipeline"))
        hint = KEYS["find"].sequence.replace("+", " ")
        self.search = Input(theme, _("Find deals"), placeholder=_("Search"), is_search=True, key_hint=hint)
        self.filter = Button(theme, _("Filter"), icon="sliders-horizontal")
        self.switch = Segmented(
            theme,
            _("Shown as"),
            [
                Option("board", _("Board"), icon="square-kanban"),
                Option("list", _("List"), icon="layout-list"),
            ],
        )
        self.new_deal = Button(theme, _("New deal"), kind="primary", icon="plus", key_hint="N")
        self.more = IconButton(theme, "ellipsis", _("More"))
        self.tools: dict[str, Button] = {}
        self._find = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        line = QHBoxLayout(self)
        line.setContentsMargins(SIDE, 0, SIDE, 0)
        line.setSpacing(12)
        line.addWidget(self.title)
        line.addWidget(self.pipeline)
        line.addStretch(1)
        line.addWidget(self.search)
        line.addWidget(self.filter)
        for tool in self._tools:
            if tool.place == "bar":
                button = Button(theme, _(tool.name), icon=tool.icon)
                button.clicked.connect(partial(self._use, tool))
                self.tools[tool.id] = button
                line.addWidget(button)
        line.addWidget(self.switch)
        line.addWidget(self.new_deal)
        line.addWidget(self.more)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _words: self._find.start())
        self.search.returnPressed.connect(self._enter)
        self.filter.clicked.connect(self.filter_asked)
        self.switch.chosen.connect(self.mode_chosen)
        self.new_deal.clicked.connect(self.add_asked)
        self.pipeline.clicked.connect(self._open_pipelines)
        self.more.clicked.connect(self._open_more)
        self._find.timeout.connect(lambda: self.looked_for.emit(self.search.text()))

    # -- what it shows

    def show_pipelines(self, pipelines: Sequence[Pipeline], pipeline_id: str) -> None:
        """All there are, and which of them is looked at."""
        self._pipelines, self._pipeline_id = pipelines, pipeline_id
        shown = next((one for one in pipelines if one.pipeline_id == pipeline_id), None)
        name = words.pipeline_name(shown) if shown is not None else ""
        self.pipeline.set_face(name)
        self.pipeline.setAccessibleName(_("Pipeline: {name}").format(name=name))
        self.pipeline.setVisible(len(pipelines) > 1 or self._can_edit)

    def show_mode(self, mode: str) -> None:
        """Board or list, without telling anybody."""
        was = self.switch.blockSignals(True)
        self.switch.choose(mode)
        self.switch.blockSignals(was)

    def show_filtered(self, count: int) -> None:
        """So many filters hold something back."""
        words_ = _("Filter ({n})").format(n=count) if count else _("Filter")
        self.filter.set_face(words_, icon="sliders-horizontal")

    def focus_search(self) -> None:
        """The keyboard, with what was looked for chosen."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def clear(self) -> None:
        """Nothing is looked for any more; nothing is told."""
        self._find.stop()
        was = self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(was)

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._find.stop()

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons with words where there is room."""
        super().resizeEvent(event)
        px, width = self.theme.px, event.size().width()
        is_wide = width >= px(WORDS_FROM)
        for button in (*self.tools.values(), self.new_deal, self.filter):
            button.setVisible(is_wide)
        self.switch.setVisible(width >= px(SWITCH_FROM))
        self.more.setVisible(not is_wide or bool(self._menu_tools()) or self._has_incoming)
        left = px(LEAST_SEARCH_PX) if width < px(SWITCH_FROM) else px(SEARCH_PX)
        self.search.setFixedWidth(left)

    def _menu_tools(self) -> list[Tool]:
        hidden = [tool for tool in self._tools if tool.place == "bar" and self.tools[tool.id].isHidden()]
        return [*hidden, *(tool for tool in self._tools if tool.place == "menu")]

    def _enter(self) -> None:
        if self._find.isActive():
            self._find.stop()
            self.looked_for.emit(self.search.text())
        self.entered.emit()

    def _use(self, tool: Tool, _is_checked: bool = False) -> None:
        self.used.emit(tool)

    def _open_pipelines(self) -> None:
        menu = self._menu(_("Pipelines"))
        for one in self._pipelines:
            is_on = one.pipeline_id == self._pipeline_id
            chosen = partial(self.pipeline_chosen.emit, one.pipeline_id)
            menu.add(words.pipeline_name(one), chosen, is_checked=is_on)
        if self._can_edit:
            menu.addSeparator()
            menu.add(_("Pipelines and stages…"), self.pipelines_asked.emit, icon="settings")
        menu.open_below(self.pipeline)

    def _open_more(self) -> None:
        menu = self._menu(_("More"))
        if self.new_deal.isHidden():
            menu.add(_("New deal"), self.add_asked.emit, icon="plus", key="N")
        if self.filter.isHidden():
            menu.add(_("Filter…"), self.filter_asked.emit, icon="sliders-horizontal")
        if self.switch.isHidden():
            is_list = self.switch.chosen_id == "list"
            other, name = ("board", _("As a board")) if is_list else ("list", _("As a list"))
            menu.add(
                name, partial(self.switch.choose, other), icon="square-kanban" if is_list else "layout-list"
            )
        if self._has_incoming:
            toggle = partial(self.incoming_toggled.emit, not self.shows_incoming)
            menu.add(_("New requests as a column"), toggle, is_checked=self.shows_incoming)
        for tool in self._menu_tools():
            menu.add(_(tool.name), partial(self._use, tool), icon=tool.icon)
        menu.open_below(self.more)

    def _menu(self, name: str) -> Menu:
        menu = Menu(self._kit.theme, name, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
