"""Asked once, after the first list: is the agenda kept in other software? Then no time is changed here by itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.words import gettext as _
from ui.appointments.page import LEADERS
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Surface

ASKED: Final = "agenda_elsewhere_asked"
SETTING: Final = "agenda_elsewhere"


class ElsewhereAsk(Surface):
    """A line with two answers; either of them puts it away for good."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "accent_soft", edges=("top",), parent=parent)
        self._kit = kit
        sentence = _(
            "Is your agenda kept in the software this list comes from? Then Comptoir changes no time by itself: "
            "who wants another one becomes a task for you."
        )
        self.yes = Button(kit.theme, _("Yes, it is kept there"), kind="primary")
        self.no = Button(kit.theme, _("No, it is kept here"))
        line = QHBoxLayout(self)
        line.setContentsMargins(24, 12, 24, 12)
        line.setSpacing(12)
        line.addWidget(Paragraph(kit.theme, sentence), 1)
        line.addWidget(self.no)
        line.addWidget(self.yes)
        self.yes.clicked.connect(lambda: self._answer(is_elsewhere=True))
        self.no.clicked.connect(lambda: self._answer(is_elsewhere=False))
        self.hide()

    def show_where_needed(self) -> None:
        """Right after an import, where nobody has answered yet and whoever is here may."""
        desk = self._kit.desk
        is_open = not desk.setting(SETTING) and not desk.last_place().get(ASKED)
        self.setVisible(is_open and desk.me().role in LEADERS)

    def _answer(self, *, is_elsewhere: bool) -> None:
        self._kit.desk.remember_place(**{ASKED: "1"})
        self.hide()
        if is_elsewhere:
            self._kit.tasks.spawn(self._change(), "say where the agenda is kept")

    async def _change(self) -> None:
        try:
            await self._kit.desk.change_setting(SETTING, True)
        except ComptoirError:
            self._kit.desk.remember_place(**{ASKED: ""})
            self.show()
