"""The bubble that a form will become, painted as the conversation paints it."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desk.desk import Composed
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from ui.conversation.blocks.base import NoPictures, NoSounds
from ui.conversation.bubble_face import BubbleFace, Neighbours, bubble_face
from ui.conversation.bubble_layout import BubbleLayout, lay_out
from ui.conversation.bubble_paint import paint_bubble
from ui.conversation.thread_delegate import is_mirrored
from ui.kit import Kit
from ui.widgets.paint_basic import fill_round

LEAST: Final = 96
PAD: Final = 12
TEXTLESS: Final = frozenset({"location", "contacts"})


class BubblePreview(QWidget):
    """As wide as it is given, as high as the bubble."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._composed = Composed("text")
        self._kept: tuple[int, BubbleFace, BubbleLayout] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_message(self, composed: Composed) -> None:
        """Another message."""
        self._composed, self._kept = composed, None
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The bubble with its pads."""
        return max(LEAST, round(self._measured(width)[1].height) + 2 * PAD)

    def sizeHint(self) -> QSize:
        """Usual width."""
        return QSize(300, self.heightForWidth(300))

    def minimumSizeHint(self) -> QSize:
        """All of the bubble."""
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The conversation's ground and the bubble."""
        theme, c = self._kit.theme, self._kit.theme.colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        fill_round(painter, QRectF(self.rect()), c.surface_sunken, theme.tokens.radius.normal, c.border)
        face, layout = self._measured(self.width())
        paint_bubble(
            painter, QPointF(0, PAD), theme, face, layout, clip=QRectF(self.rect()), pictures=NoPictures(),
            sounds=NoSounds(),
        )  # fmt: skip

    def _measured(self, width: int) -> tuple[BubbleFace, BubbleLayout]:
        if self._kept is None or self._kept[0] != width:
            kit = self._kit
            row = self._row()
            face = bubble_face(row, _alone(row), kit.clock.now(), kit.formats)
            layout = lay_out(kit.theme, face, width, PAD, is_rtl=is_mirrored(self.layoutDirection()))
            self._kept = (width, face, layout)
        return self._kept[1], self._kept[2]

    def _row(self) -> MessageRow:
        composed, now = self._composed, self._kit.clock.now()
        return MessageRow(
            message_id=MessageId("preview"),
            conversation_id=ConversationId("preview"),
            pos=0,
            direction="out",
            author="member",
            author_name=self._kit.desk.me().name,
            kind=composed.kind,
            text=composed.text or (None if composed.kind in TEXTLESS else "…"),
            sort_at=now,
            state="queued",
            state_at=now,
            failure_code=None,
            is_late=False,
            is_pending=False,
            hold_until_at=None,
            content=composed.content,
        )


def _alone(row: MessageRow) -> Neighbours:
    """Something of the customer's on both sides: no line of a day above it, and it joins nobody."""
    other = replace(row, direction="in", author="customer")
    return Neighbours(other, other)
