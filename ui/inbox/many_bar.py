"""The bar in the views' place while several rows are chosen: how many, and what can be done with all of them."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from app.words import gettext as _
from app.words import ngettext
from ui.inbox.row_acts import RowAct
from ui.keys import KEYS, KeyId
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel
from ui.widgets.surfaces import Surface

PAD: Final = 12
GAP: Final = 2


class ManyBar(Surface):
    """`asked(act)`, `more_asked` for the rest in a menu at `more`, `ended` by the cross or Escape."""

    asked = Signal(str)
    more_asked = Signal()
    ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "accent_soft", edges=("bottom",))
        self.count = ElidedLabel(theme, weight="semibold", ink="accent_soft_text")
        self._team: list[IconButton] = []
        self.more = IconButton(theme, "ellipsis", _("More"), height="small")
        self.end = IconButton(
            theme, "x", _("End the selection"), tip=_("End the selection (Esc)"), height="small"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD + 4, 0, PAD, 1)
        row.setSpacing(GAP)
        row.addWidget(self.count, 1)
        buttons: list[tuple[RowAct, IconName, str, KeyId]] = [
            ("assign", "user-plus", _("Assign to…"), "assign"),
            ("snooze", "alarm-clock", _("Snooze…"), "snooze"),
            ("tag", "tag", _("Tags…"), "tag"),
            ("done", "check", _("Mark as done"), "done"),
        ]
        for act, icon, name, key in buttons:
            button = IconButton(theme, icon, name, tip=f"{name} ({KEYS[key].sequence})", height="small")
            button.clicked.connect(partial(self.asked.emit, act))
            button.setObjectName(act)
            row.addWidget(button)
            if act == "assign":
                self._team.append(button)
        row.addWidget(self.more)
        row.addWidget(self.end)
        self.more.clicked.connect(self.more_asked)
        self.end.clicked.connect(self.ended)

    def show_count(self, count: int, *, is_team: bool) -> None:
        """So many rows are chosen."""
        self.count.set_text(ngettext("{n} selected", "{n} selected", count).format(n=count))
        for button in self._team:
            button.setVisible(is_team)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends it."""
        if event.key() == Qt.Key.Key_Escape:
            self.ended.emit()
        else:
            super().keyPressEvent(event)
