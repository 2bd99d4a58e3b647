"""Measures and paints bubbles for the list view; what was measured is kept by (message, face, width)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.ids import MessageId
from ui.conversation.blocks.base import Pictures, Sounds
from ui.conversation.bubble_face import BubbleFace
from ui.conversation.bubble_layout import END_PAD, SIDE_PAD, BubbleLayout, lay_out
from ui.conversation.bubble_paint import paint_bubble
from ui.conversation.flash import Flash
from ui.conversation.thread_model import MOST, ThreadModel
from ui.theme.theme import Theme
from ui.widgets.paint_basic import fill_round

Index = QModelIndex | QPersistentModelIndex


class ThreadDelegate(QStyledItemDelegate):
    """`width_px` is the width that bubbles are wrapped for; `lead_px` the free room above the very first one."""

    def __init__(
        self,
        theme: Theme,
        model: ThreadModel,
        pictures: Pictures,
        sounds: Sounds,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self._pictures, self._sounds = pictures, sounds
        self._kept: dict[MessageId, tuple[BubbleFace, BubbleLayout]] = {}
        self.width_px = 0
        self.lead_px = 0
        self.is_rtl = False
        self.viewport = QRectF()
        self.flash = Flash(self)
        self.marks: Callable[[MessageId], Sequence[QTextLayout.FormatRange]] = lambda _message_id: ()
        theme.changed.connect(self.forget)

    def set_width(self, width_px: int) -> bool:
        """Wrap for another width; False when it is the same."""
        if width_px == self.width_px:
            return False
        self.width_px = width_px
        self._kept.clear()
        return True

    def forget(self) -> None:
        """Measure everything again: colours of links and sizes of letters may have changed."""
        self._kept.clear()

    def layout_of(self, number: int) -> BubbleLayout:
        """The measured bubble of a row."""
        face, message_id = self._model.face(number), self._model.row(number).message_id
        kept = self._kept.get(message_id)
        if kept is not None and kept[0] is face:
            return kept[1]
        if len(self._kept) > 2 * MOST:
            self._kept.clear()
        trailing = SIDE_PAD - self._theme.tokens.size.scrollbar
        layout = lay_out(self._theme, face, self.width_px, trailing, is_rtl=self.is_rtl)
        self._kept[message_id] = (face, layout)
        return layout

    def height_of(self, number: int) -> int:
        """Height of a row, with the room at the ends of the list."""
        height = round(self.layout_of(number).height)
        if number == 0:
            height += END_PAD + self.lead_px
        return height + END_PAD if number == self._model.rowCount() - 1 else height

    def top_pad(self, number: int) -> int:
        """Free room above the content of a row."""
        return END_PAD + self.lead_px if number == 0 else 0

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The width is the view's."""
        return QSize(0, self.height_of(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One bubble."""
        number = index.row()
        painter.setLayoutDirection(option.direction)
        states = QStyle.StateFlag
        has_ring = bool(
            option.state & states.State_HasFocus and option.state & states.State_KeyboardFocusChange
        )
        at = QPointF(option.rect.left(), option.rect.top() + self.top_pad(number))
        face, layout = self._model.face(number), self.layout_of(number)
        message_id = self._model.row(number).message_id
        marks = self.marks(message_id)
        paint_bubble(
            painter, at, self._theme, face, layout, clip=self.viewport, pictures=self._pictures,
            sounds=self._sounds, has_ring=has_ring, marks=marks,
        )  # fmt: skip
        light = self.flash.strength_of(message_id)
        if light:
            color = QColor(self._theme.colors.accent)
            color.setAlphaF(light)
            fill_round(painter, layout.bubble.translated(at), color, self._theme.tokens.radius.normal)


def is_mirrored(direction: Qt.LayoutDirection) -> bool:
    """Whether the window reads from right to left."""
    return direction == Qt.LayoutDirection.RightToLeft
