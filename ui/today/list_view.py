"""The list of Today: worked with the mouse or with keys alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView

from app.words import gettext as _
from ui.kit import Kit
from ui.theme.style import KeyWatch
from ui.today.delegate import TodayDelegate
from ui.today.model import Part, TodayLine, TodayModel, key_of

TICK_PX: Final = 54  # from the start of a line, its ring and the room around it


class TodayList(QListView):
    """`chosen(conversation_id)` by click or Enter, `more_asked(section)` on the line that leads to all.

    `task_chosen(task_id)`, `deal_chosen(deal_id)`, `appointment_chosen(id)` likewise;
    `ticked(task_id)` by a press on its ring or by the blank.
    """

    chosen = Signal(str)
    more_asked = Signal(str)
    task_chosen = Signal(str)
    ticked = Signal(str)
    deal_chosen = Signal(str)
    appointment_chosen = Signal(str)

    def __init__(self, kit: Kit, model: TodayModel, delegate: TodayDelegate) -> None:
        super().__init__()
        self._keys = KeyWatch(self)
        self._shown = model
        self._pressed_x = 0.0
        self._is_walked = False  # somebody chose where they are, with keys or the mouse
        delegate.setParent(self)
        self.setAccessibleName(_("Who needs somebody now"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.clicked.connect(self._press)
        kit.theme.changed.connect(self.doItemsLayout)

    def show_lines(self, lines: Sequence[TodayLine]) -> None:
        """Other lines. Whoever was chosen stays so, else whoever stands there now; before any key, the first."""
        before = self.currentIndex()
        line: TodayLine | None = before.data(Part.LINE)
        row = before.row()
        if not self._shown.show(lines) or line is None:
            return
        places = [number for number, one in enumerate(lines) if not one.is_head]
        same = [number for number in places if key_of(lines[number]) == key_of(line)]
        if self._is_walked and places:
            place = same[0] if same else min(places, key=lambda number: abs(number - row))
            self.setCurrentIndex(self._shown.index(place))
        else:
            self.select_first()

    def select_first(self) -> None:
        """The first person, unless one is chosen already."""
        if not self.currentIndex().isValid():
            for number in range(self.model().rowCount()):
                index = self.model().index(number, 0)
                if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                    self.setCurrentIndex(index)
                    return

    def show_line(self, number: int) -> None:
        """Choose a line and put it in view, with the head above it."""
        self._is_walked = True
        index = self.model().index(number, 0)
        self.scrollTo(self.model().index(max(0, number - 1), 0), QListView.ScrollHint.PositionAtTop)
        self.setCurrentIndex(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, the blank ticks a task."""
        self._is_walked = True
        line: TodayLine | None = self.currentIndex().data(Part.LINE)
        if event.key() == Qt.Key.Key_Space and line is not None and line.task is not None:
            self.ticked.emit(line.task.task_id)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._tell(self.currentIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters do nothing here."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Where it was pressed says what is meant."""
        self._is_walked = True
        self._pressed_x = event.position().x()
        super().mousePressEvent(event)

    def _press(self, index: QModelIndex) -> None:
        line: TodayLine = index.data(Part.LINE)
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        from_start = self.viewport().width() - self._pressed_x if is_mirrored else self._pressed_x
        if line.task is not None and from_start <= TICK_PX:
            self.ticked.emit(line.task.task_id)
        else:
            self._tell(index)

    def _tell(self, index: QModelIndex) -> None:
        line: TodayLine = index.data(Part.LINE)
        if line.is_more:
            self.more_asked.emit(line.section)
        elif line.task is not None:
            self.task_chosen.emit(line.task.task_id)
        elif line.deal is not None:
            self.deal_chosen.emit(line.deal.deal_id)
        elif line.appointment is not None:
            self.appointment_chosen.emit(line.appointment.appointment_id)
        elif line.conversation_id is not None:
            self.chosen.emit(line.conversation_id)
