"""The bar below the table while contacts are chosen: how many, how many of them are not shown, what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.words import gettext as _
from app.words import ngettext
from app.words.formats import Formats
from ui.contacts.page import SIDE, Tool
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.labels import ElidedLabel
from ui.widgets.surfaces import Surface

BAR_PX: Final = 48
WORDS_FROM: Final = 760  # below, buttons are icons alone
LINK_FROM: Final = 560  # below, there is no link beside the count
TAG, UNTAG, OWN = "tag", "untag", "own"
_ACTS: Final[tuple[tuple[str, IconName], ...]] = ((TAG, "tag"), (UNTAG, "minus"), (OWN, "user-plus"))


class BulkBar(Surface):
    """`asked(act, button)`: TAG, UNTAG, OWN or a tool's id; `all_asked`, `ended` by the cross or Escape."""

    asked = Signal(str, QWidget)
    all_asked = Signal()
    ended = Signal()

    def __init__(self, theme: Theme, tools: Sequence[Tool]) -> None:
        super().__init__(theme, "accent_soft", edges=("top",))
        self.count = ElidedLabel(theme, weight="semibold", ink="accent_soft_text", tabular=True)
        self.everybody = Button(theme, "", kind="link", is_flush=True)
        self._is_all = False
        self.buttons: dict[str, Button] = {}
        self._icons: dict[str, IconButton] = {}
        self.end = IconButton(
            theme, "x", _("End the selection"), tip=_("End the selection (Esc)"), height="small"
        )
        self.setFixedHeight(theme.px(BAR_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 1, SIDE - 8, 0)
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addSpacing(4)
        row.addWidget(self.everybody)
        row.addStretch(1)
        names = {TAG: _("Tag…"), UNTAG: _("Remove a tag…"), OWN: _("Assign…")}
        faces = [(act, icon, names[act]) for act, icon in _ACTS]
        faces += [(tool.id, tool.icon, _(tool.name)) for tool in tools if tool.place == "selection"]
        for act, icon, name in faces:
            button = Button(theme, name, icon=icon, height="small")
            alone = IconButton(theme, icon, name, height="small")
            button.clicked.connect(partial(self._ask, act, button))
            alone.clicked.connect(partial(self._ask, act, alone))
            self.buttons[act], self._icons[act] = button, alone
            row.addWidget(button)
            row.addWidget(alone)
            alone.hide()
        row.addWidget(self.end)
        self.everybody.clicked.connect(self.all_asked)
        self.end.clicked.connect(self.ended)

    def show_count(self, chosen: int, hidden: int, shown: int, formats: Formats) -> None:
        """So many are chosen, `hidden` of them not in the table, which shows `shown`."""
        words = ngettext("{n} contact selected", "{n} contacts selected", chosen).format(
            n=formats.number(chosen)
        )
        if hidden:
            more = ngettext("{n} not shown", "{n} not shown", hidden).format(n=formats.number(hidden))
            words = f"{words}, {more}"
        self.count.set_text(words)
        is_all = chosen - hidden >= shown
        self._is_all = is_all
        self._settle()
        self.everybody.set_face(_("Select all ({n})").format(n=formats.number(shown)))

    def _settle(self) -> None:
        """How many are chosen is read before anything else: without room the link goes, Ctrl+A does the same."""
        has_room = self.width() >= self.theme.px(LINK_FROM)
        self.everybody.setVisible(has_room and not self._is_all)

    def button(self, act: str) -> QWidget:
        """What stands for an act now."""
        button = self.buttons[act]
        return button if not button.isHidden() else self._icons[act]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words where there is room for them."""
        super().resizeEvent(event)
        self._settle()
        is_wide = event.size().width() >= self.theme.px(WORDS_FROM)
        for act, button in self.buttons.items():
            button.setVisible(is_wide)
            self._icons[act].setVisible(not is_wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends it."""
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self, act: str, button: QWidget, _is_checked: bool = False) -> None:
        self.asked.emit(act, button)
