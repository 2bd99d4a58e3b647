"""What stands in place of a screen whose area is off: that it is off, what became of its data, and the way back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.areas import AREAS, setting_of
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.widgets.labels import Paragraph
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface

SWITCHERS: Final = ("owner", "manager")  # who may change the settings of the team
ICONS: Final[dict[str, IconName]] = {
    "deals": "square-kanban",
    "appointments": "calendar-check",
    "reports": "chart-column",
}


class AreaOff(Surface):
    """Who may switch it on does so here; all others read whom to ask."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self._area = AREAS[0]
        self.state: EmptyState | None = None
        self.error = Paragraph(kit.theme, ink="danger")
        self.error.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self)
        self._column.addStretch(1)
        self._column.addWidget(self.error, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        button = self.state.button if self.state is not None else None
        return self if button is None else button

    def focus_first(self) -> None:
        """The button, for whoever has one."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_area(self, screen_id: str) -> None:
        """The one that was asked for."""
        self._area = next(area for area in AREAS if area == screen_id)
        if self.state is not None:
            self._column.removeWidget(self.state)
            self.state.hide()
            self.state.deleteLater()
        title, kept, switch = words_of(screen_id)
        is_switcher = self._kit.desk.me().role in SWITCHERS
        way = "" if is_switcher else " " + _("The owner or a manager can switch it on in the settings.")
        action = switch if is_switcher else ""
        self.state = EmptyState(self._kit.theme, ICONS[screen_id], title, kept + way, action=action)
        self.state.acted.connect(self._switch_on)
        self._column.insertWidget(1, self.state)
        self.setAccessibleName(title)

    def close_down(self) -> None:
        """Nothing goes on here."""

    def _switch_on(self) -> None:
        self._kit.tasks.spawn(self._switch_on_now(), "switch on an area")

    async def _switch_on_now(self) -> None:
        try:
            await self._kit.desk.change_setting(setting_of(self._area), value=True)
        except ComptoirError as error:
            self.error.set_text(sentences.refusal(error.code, error.facts))
            self.error.show()


def words_of(area: str) -> tuple[str, str, str]:
    """What is said of an area that is off: its title, what became of its data, and what its button says."""
    return {
        "deals": (
            _("Deals are off"),
            _(
                "Your business works without the board of deals now. Deals that were written down are all kept."
            ),
            _("Switch on Deals"),
        ),
        "appointments": (
            _("The agenda is off"),
            _(
                "Your business works without the agenda now. Appointments that were written down are all kept."
            ),
            _("Switch on the agenda"),
        ),
        "reports": (
            _("Reports are off"),
            _("Your business works without reports now. What they count goes on being kept."),
            _("Switch on Reports"),
        ),
    }[area]
