"""The scrolling list of bubbles: it keeps its place, stays at the newest, and asks for more near its ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QListView, QToolTip, QWidget

from app.domain.ids import MessageId
from app.domain.rows import MessageRow
from app.words import gettext as _
from ui.conversation.blocks.base import NoPictures, NoSounds, Pictures, Sounds
from ui.conversation.bubble_layout import END_PAD, spot_at
from ui.conversation.links import where_to
from ui.conversation.quiet_bar import QuietScrollBar
from ui.conversation.spots import Spot
from ui.conversation.text_selection import PlacedText, TextSelection
from ui.conversation.thread_delegate import ThreadDelegate, is_mirrored
from ui.conversation.thread_model import ThreadModel
from ui.theme.style import KeyWatch
from ui.theme.theme import Theme
from ui.typed import typed_text

NEAR_PX: Final = 600  # this near an end of the window the next page is read
AT_END_PX: Final = 4
REWRAP_MS: Final = 60
WHEEL_LINE_PX: Final = 20


class ThreadView(QListView):
    """Bubbles of a ThreadModel. `spot_chosen(message_id, Spot)`, `menu_asked(message_id, global position)`."""

    spot_chosen = Signal(str, object)
    menu_asked = Signal(str, QPoint)
    copy_asked = Signal(str)
    copy_text_asked = Signal(str)  # only what is selected
    typed = Signal(str)  # letters that belong to an answer
    end_reached = Signal(bool)  # whether the newest message is in view now

    def __init__(
        self,
        theme: Theme,
        model: ThreadModel,
        pictures: Pictures | None = None,
        sounds: Sounds | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._thread = theme, model
        self._delegate = ThreadDelegate(theme, model, pictures or NoPictures(), sounds or NoSounds(), self)
        self._was_at_end = True
        self._pressed: tuple[int, Spot] | None = None
        self._rewrap = QTimer(self, singleShot=True, interval=REWRAP_MS)
        self._rewrap.timeout.connect(self._wrap_again)
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._load_more)
        self._set_up()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self._keys = KeyWatch(self, self.viewport())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._delegate.flash.changed.connect(self.viewport().update)
        self.selection = TextSelection(theme, self.viewport(), self._text_under, self._text_of)
        self.selection.changed.connect(self.viewport().update)
        self._delegate.marks = self.selection.marks
        model.modelReset.connect(self.selection.clear)
        theme.changed.connect(self._wrap_again)

    def _set_up(self) -> None:
        self.setObjectName("thread")
        self.setAccessibleName(_("Messages"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(QuietScrollBar(self._theme, self))
        self.viewport().setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().setSingleStep(WHEEL_LINE_PX)

    # -- place

    @property
    def is_at_end(self) -> bool:
        """Whether the newest message is in view."""
        bar = self.verticalScrollBar()
        return not self._thread.has_newer and bar.value() >= bar.maximum() - AT_END_PX

    @contextmanager
    def keeping_place(self) -> Iterator[None]:
        """Around any change of the model: what is read does not move, and who was at the newest stays there."""
        was_at_end, anchor = self.is_at_end, self.anchor()
        yield
        self._settle()
        if was_at_end and not self._thread.has_newer:
            self.to_end()
        elif anchor is not None:
            self.go_to(*anchor)

    def anchor(self) -> tuple[MessageId, int] | None:
        """The topmost message in view and its distance from the top, in pixels."""
        index = self.indexAt(QPoint(self.viewport().width() // 2, 1))
        if not index.isValid():
            return None
        number = index.row()
        top = self.visualRect(index).top() + self._delegate.top_pad(number)
        return self._thread.row(number).message_id, top

    def go_to(self, message_id: MessageId, top_px: int = 0) -> bool:
        """Scroll so that a loaded message stands `top_px` below the top."""
        number = self._thread.place_of(message_id)
        if number is None:
            return False
        bar = self.verticalScrollBar()
        top = self.visualRect(self._thread.index(number)).top() + self._delegate.top_pad(number)
        bar.setValue(bar.value() + top - top_px)
        return True

    def jump_to(self, message_id: MessageId) -> bool:
        """Bring a loaded message into view, if it is not there entirely, and light it for a moment."""
        number = self._thread.place_of(message_id)
        if number is None:
            return False
        self.setCurrentIndex(self._thread.index(number))  # reading by key goes on from there
        rect, height = self.said_rect(number), self.viewport().height()
        if rect.top() < 0 or rect.bottom() > height:
            self.go_to(message_id, height // 3)
        self._delegate.flash.start(message_id)
        return True

    def to_end(self) -> None:
        """Show the newest message that is loaded."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def show_opened(self) -> None:
        """After the model was opened anew: measure, and go to the newest."""
        self._settle()
        self.to_end()
        self._was_at_end = True

    def _settle(self) -> None:
        """Measure what changed, let a short conversation stand at the bottom, and lay out now."""
        self._delegate.set_width(self.viewport().width())
        self._delegate.viewport = QRectF(self.viewport().rect())
        self._delegate.is_rtl = is_mirrored(self.layoutDirection())
        self._delegate.lead_px = self._lead()
        self.doItemsLayout()

    def _lead(self) -> int:
        """Room left above a conversation that is shorter than the pane."""
        if self._thread.has_older:
            return 0
        self._delegate.lead_px = 0
        left = self.viewport().height()
        for number in range(self._thread.rowCount()):
            left -= self._delegate.height_of(number)
            if left <= 0:
                return 0
        return left

    # -- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Heights follow at once, widths when the person pauses."""
        was_at_end = self._was_at_end
        super().resizeEvent(event)
        self._delegate.viewport = QRectF(self.viewport().rect())
        if not self.isVisible() or self._delegate.width_px == 0:
            self._wrap_again()
        elif event.size() != event.oldSize():
            self._rewrap.start()
        if was_at_end:
            self.to_end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By key, reading begins at the newest in view; a click never scrolls."""
        had_current = self.currentIndex().isValid()
        super().focusInEvent(event)
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if had_current or by_mouse or not self._thread.rowCount():
            return
        newest = self.indexAt(QPoint(self.viewport().width() // 2, self.viewport().height() - END_PAD - 1))
        last = self._thread.index(self._thread.rowCount() - 1)
        self.setCurrentIndex(newest if newest.isValid() else last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what answers to a click."""
        super().mouseMoveEvent(event)
        hit = self.spot_under(event.position())
        over_text = Qt.CursorShape.IBeamCursor if self._text_under(event.position()) else None
        shape = Qt.CursorShape.PointingHandCursor if hit else over_text or Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click counts when it begins and ends on the same spot."""
        super().mousePressEvent(event)
        self._pressed = (
            self.spot_under(event.position()) if event.button() == Qt.MouseButton.LeftButton else None
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which spot was clicked."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        hit = self.spot_under(event.position())
        if pressed is None or hit is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self.selection.text:
            return  # the button was held to select, also over a link
        is_same = pressed[0] == hit[0] and (pressed[1].target, pressed[1].value) == (
            hit[1].target,
            hit[1].value,
        )
        if is_same:
            self.spot_chosen.emit(self._thread.row(hit[0]).message_id, hit[1])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the message under the pointer, or of the current one by key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.bubble_rect(index.row()).bottomLeft().toPoint() if by_key else event.pos()
            self.menu_asked.emit(self._thread.row(index.row()).message_id, self.viewport().mapToGlobal(place))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected, else the current message; Enter opens its menu; the rest moves as in every list."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy) and self.selection.text:
            self.copy_text_asked.emit(self.selection.text)
        elif event.key() == Qt.Key.Key_Escape and self.selection.clear():
            event.accept()
        elif index.isValid() and event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit(self._thread.row(index.row()).message_id)
        elif index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            place = self.viewport().mapToGlobal(self.bubble_rect(index.row()).bottomLeft().toPoint())
            self.menu_asked.emit(self._thread.row(index.row()).message_id, place)
        elif text := typed_text(event):
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The tool tip of a link says where it truly leads."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self.spot_under(QPointF(event.pos()))
            is_link = hit is not None and hit[1].target == "link"
            if hit is not None and is_link:
                QToolTip.showText(event.globalPos(), where_to(hit[1].value), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters do not jump among messages."""

    # -- what stands where

    def bubble_rect(self, number: int) -> QRectF:
        """The bubble of a row in the viewport."""
        return self._delegate.layout_of(number).bubble.translated(self._origin(number))

    def said_rect(self, number: int) -> QRectF:
        """The bubble of a row with the sentence and links below it, in the viewport."""
        layout = self._delegate.layout_of(number)
        rect = QRectF(layout.bubble)
        for part in (
            layout.footer,
            *(spot.rect for spot in layout.spots),
            *(one.rect for one in layout.pills),
        ):
            rect = rect if part is None else rect.united(part)
        return rect.translated(self._origin(number))

    def chosen_row(self, fits: Callable[[MessageRow], bool]) -> MessageRow | None:
        """The row that the keyboard is at, if it fits; away from the list the newest of the customer's that does."""
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            row = self._thread.row(index.row())
            return row if fits(row) else None
        rows = (row for row in reversed(self._thread.rows) if row.direction == "in" and fits(row))
        return next(rows, None)

    def spot_under(self, at: QPointF) -> tuple[int, Spot] | None:
        """The row and the spot that answer at a point of the viewport."""
        index = self.indexAt(at.toPoint())
        if not index.isValid():
            return None
        number = index.row()
        layout = self._delegate.layout_of(number)
        spot = spot_at(layout, self._thread.face(number), at - self._origin(number))
        return None if spot is None else (number, spot)

    def _text_under(self, at: QPointF) -> PlacedText | None:
        """The text of the bubble at a point; None beside bubbles, and on what answers to a click and is no text."""
        index = self.indexAt(at.toPoint())
        if not index.isValid() or not self.bubble_rect(index.row()).contains(at):
            return None
        hit = self.spot_under(at)
        is_text = hit is None or hit[1].target == "link"
        return self._text_of(self._thread.row(index.row()).message_id) if is_text else None

    def _text_of(self, message_id: MessageId) -> PlacedText | None:
        number = self._thread.place_of(message_id)
        layout = None if number is None else self._delegate.layout_of(number)
        if number is None or layout is None or layout.text is None:
            return None
        return PlacedText(message_id, layout.text, layout.text_at + self._origin(number))

    def _origin(self, number: int) -> QPointF:
        rect = self.visualRect(self._thread.index(number))
        return QPointF(rect.left(), rect.top() + self._delegate.top_pad(number))

    # -- more of the conversation

    def _scrolled(self, value: int) -> None:
        at_end = self.is_at_end
        if at_end != self._was_at_end:
            self._was_at_end = at_end
            self.end_reached.emit(at_end)
        bar = self.verticalScrollBar()
        is_near = (value < NEAR_PX and self._thread.has_older) or (
            bar.maximum() - value < NEAR_PX and self._thread.has_newer
        )
        if is_near and not self._more.isActive():
            self._more.start()

    def _load_more(self) -> None:
        bar = self.verticalScrollBar()
        if bar.value() < NEAR_PX and self._thread.has_older:
            with self.keeping_place():
                self._thread.load_older()
        elif bar.maximum() - bar.value() < NEAR_PX and self._thread.has_newer:
            with self.keeping_place():
                self._thread.load_newer()

    def _wrap_again(self) -> None:
        self._rewrap.stop()
        with self.keeping_place():
            self._delegate.set_width(self.viewport().width())
