"""The second step: what will change and what stays, and the ways on. No step before it touches anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.domain.setup import NumberIs, Step, Way
from app.words import gettext as _
from ui.doors.card import Ticked
from ui.kit import Kit
from ui.setup.branches import branch_of, ways_of
from ui.setup.page import StepPage
from ui.setup.parts import Choices
from ui.setup.session import SetupSession
from ui.theme.icons import IconName
from ui.theme.theme import Theme
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Card

BESIDE_FROM: Final = 620


class ChangesPage(StepPage):
    """The way on above, what it does below: to the phone, and what stays there."""

    STEP: ClassVar[Step] = "changes"

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        theme = kit.theme
        self.ways = Choices(theme, _("How would you like to go on?"))
        self.ways.entered.connect(self.entered)
        self.ways.chosen.connect(self._choose)
        self.changes = Told(theme, _("What will change"), "arrow-right-left")
        self.stays = Told(theme, _("What stays"), "check")
        self.needs = Told(theme, _("What you need for it"), "list-checks")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(12)
        self._row.addWidget(self.changes, 1)
        self._row.addWidget(self.stays, 1)
        self.column.addWidget(Paragraph(theme, _("How would you like to go on?"), weight="semibold"))
        self.column.addWidget(self.ways)
        self.column.addLayout(self._row)
        self.column.addWidget(self.needs)
        self.end()
        self.enter()

    @property
    def way(self) -> Way:
        """The way that is looked at."""
        return self.session.answers.way or "this_number"

    def enter(self) -> None:
        """For the number as it was answered."""
        number_is: NumberIs = self.session.answers.number_is or "personal"
        ways = ways_of(number_is, has_changed=bool(self.session.state.changed))
        self.ways.set_choices(ways, self.way)
        self._show()

    @property
    def first_control(self) -> QWidget | None:
        """The ways."""
        return self.ways.first

    @property
    def can_go_on(self) -> bool:
        """Nothing is asked of anybody here."""
        return True

    def main_words(self) -> str:
        """Stopping is a choice like the others."""
        return _("Stop here") if self.way == "stop" else _("Go on")

    def do_main(self) -> None:
        """On, or away without a trace."""
        if self.way == "stop":
            self.session.forget()
        else:
            self.session.answer(way=self.way)
            self.session.go_on()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        is_beside = event.size().width() >= self.kit.theme.px(BESIDE_FROM)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if is_beside else down)

    def _choose(self, way: str) -> None:
        self.session.answer(way=way)
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        has_changed = bool(self.session.state.changed)
        branch = branch_of(self.session.answers.number_is or "personal", self.way, has_changed=has_changed)
        self.changes.tell(branch.changes)
        self.stays.tell(branch.stays)
        self.needs.tell(branch.needs)


class Told(Card):
    """A heading and its sentences, each with a mark; away where there are none."""

    def __init__(self, theme: Theme, title: str, icon: IconName, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._icon: IconName = icon
        self._lines: list[Ticked] = []
        self.says: tuple[str, ...] = ()
        self.setAccessibleName(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._column.addWidget(Paragraph(theme, title, weight="semibold"))
        self._column.addStretch(1)

    def tell(self, says: Sequence[str]) -> None:
        """These sentences and no others."""
        for line in self._lines:
            line.hide()
            self._column.removeWidget(line)
            line.deleteLater()
        self.says = tuple(says)
        self._lines = [Ticked(self.theme, one, self._icon) for one in says]
        for place, line in enumerate(self._lines, start=1):
            self._column.insertWidget(place, line)
        self.setAccessibleDescription(" ".join(says))
        self.setVisible(bool(says))
