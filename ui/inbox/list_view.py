"""The list of conversations: it tells when the pointer is at work, so that the order changes under nobody's hand."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView

from app.words import gettext as _
from ui.inbox.list_delegate import InboxDelegate
from ui.inbox.list_model import InboxListModel, Part
from ui.kit import Kit
from ui.theme.style import KeyWatch
from ui.typed import typed_text

RESTS_AFTER_MS: Final = 1_500


class InboxList(QListView):
    """`rested` when the pointer was quiet after `rest_soon` was asked for; `painted` once, after the first paint."""

    opened = Signal()
    menu_asked = Signal(str, QPoint)
    typed = Signal(str)  # letters that belong to an answer
    rested = Signal()
    painted = Signal()
    clicked_alone = Signal()  # without Ctrl or Shift: who clicks so wants to read
    escaped = Signal()

    def __init__(self, kit: Kit, model: InboxListModel, delegate: InboxDelegate) -> None:
        super().__init__()
        self._busy = QTimer(self, singleShot=True, interval=RESTS_AFTER_MS)
        self._waits = self._is_painted = False
        self._is_plain = True  # the last press was without Ctrl or Shift
        self._keys = KeyWatch(self)
        delegate.setParent(self)
        self.setObjectName("inbox")
        self.setAccessibleName(_("Conversations"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._busy.timeout.connect(self._rest)
        self.clicked.connect(self._tell_click)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        kit.theme.changed.connect(self.doItemsLayout)

    @property
    def is_busy(self) -> bool:
        """Whether the pointer is at work here: the order must not change under it."""
        return self._busy.isActive()

    def rest_soon(self) -> None:
        """Tell when the pointer rests."""
        self._waits = True

    def close_down(self) -> None:
        """No timer may outlive the window."""
        self._busy.stop()

    def viewportEvent(self, event: QEvent) -> bool:
        """Only looks: where the pointer works, when it leaves, and the first paint."""
        self._keys.saw(event)
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self._busy.start()
        elif event.type() == QEvent.Type.Leave and self._busy.isActive():
            self._busy.stop()
            self._rest()
        elif event.type() == QEvent.Type.Paint and not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ctrl and Shift choose several."""
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self._is_plain = not event.modifiers() & both
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand that moves while it clicks does not choose several."""
        if not event.buttons():
            super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; End loads what is not loaded yet; Escape ends several; the rest moves as in every list."""
        if event.key() == Qt.Key.Key_Escape and len(self.selectionModel().selectedIndexes()) > 1:
            self.escaped.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        if text := typed_text(event):
            self.typed.emit(text)
            return
        if event.key() == Qt.Key.Key_End:
            while self.model().canFetchMore(self.rootIndex()):
                self.model().fetchMore(self.rootIndex())
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By mouse at the pointer, by key at the selected row."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_key and (chosen := self.selectionModel().selectedIndexes()):
            index = chosen[0] if self.currentIndex() not in chosen else self.currentIndex()
            self.menu_asked.emit(
                index.data(Part.KEY), self.viewport().mapToGlobal(self.visualRect(index).center())
            )
            return
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_asked.emit(index.data(Part.KEY), self.viewport().mapToGlobal(place))

    def keyboardSearch(self, _search: str) -> None:
        """Letters are the beginning of an answer, not a search."""

    def next_index(self, step: int) -> QModelIndex | None:
        """The next selectable row in a direction, None at the end."""
        model, row = self.model(), self.currentIndex().row() + step
        if not self.currentIndex().isValid():
            row = 0
        while 0 <= row < model.rowCount():
            index = model.index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                return index
            row += step or 1
        return None

    def _tell_click(self) -> None:
        if self._is_plain:
            self.clicked_alone.emit()

    def _rest(self) -> None:
        if self._waits:
            self._waits = False
            self.rested.emit()
