"""A message as its customer will get it: the conversation's own bubble, measured for the width at hand."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.contents import Content
from app.domain.ids import ConversationId, MessageId
from app.domain.media import MediaState
from app.domain.rows import MessageRow
from app.words.formats import Formats
from ui.conversation.blocks.base import NoPictures, NoSounds, Pictures
from ui.conversation.bubble_face import BubbleFace, Neighbours, bubble_face, spoken_bubble
from ui.conversation.bubble_layout import BUBBLE_SHARE, SIDE_PAD, BubbleLayout, lay_out
from ui.conversation.bubble_paint import paint_bubble
from ui.theme.theme import Theme

SOME_TIME: Final = datetime(2026, 11, 26, 9, 42, tzinfo=UTC)  # never shown


class BubblePreview(QWidget):
    """One bubble of ours, without time and tick. `pictures` brings the files that it carries."""

    def __init__(
        self, theme: Theme, formats: Formats, pictures: Pictures | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._formats = theme, formats
        self._pictures = pictures or NoPictures()
        self._face: BubbleFace | None = None
        self._layout: BubbleLayout | None = None
        self._laid_for = -1
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._forget)

    def show_message(self, text: str, content: Content, kind: str = "template") -> None:
        """What would be sent now."""
        face = bubble_face(_row(text, content, kind), Neighbours(None, None), SOME_TIME, self._formats)
        self._face = replace(face, meta="", tick=None, day=None)
        self.setAccessibleName(spoken_bubble(self._face))
        self._forget()

    def clear(self) -> None:
        """Nothing to show."""
        self._face = None
        self.setAccessibleName("")
        self._forget()

    def hasHeightForWidth(self) -> bool:
        """A narrow bubble is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of the bubble at this width."""
        layout = self._laid_out(width)
        return 0 if layout is None else round(layout.bubble.height()) + 2

    def sizeHint(self) -> QSize:
        """As high as it is at its width."""
        return QSize(240, self.heightForWidth(self.width() or 240))

    def minimumSizeHint(self) -> QSize:
        """The same: never cut."""
        return QSize(160, self.heightForWidth(self.width() or 240))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bubble at the leading edge."""
        layout = self._laid_out(self.width())
        if layout is None or self._face is None:
            return
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        at = QPointF(-layout.bubble.left(), 1 - layout.bubble.top())
        paint_bubble(
            painter, at, self._theme, self._face, layout, clip=QRectF(self.rect()), pictures=self._pictures,
            sounds=NoSounds(),
        )  # fmt: skip

    def _forget(self) -> None:
        self._laid_for = -1
        self.updateGeometry()
        self.update()

    def _laid_out(self, width: int) -> BubbleLayout | None:
        """Measured for a pane in which a bubble may have this width."""
        if self._face is None or width <= 0:
            return None
        if self._laid_for != width:
            pane = (width - 1) / BUBBLE_SHARE + 2 * SIDE_PAD
            is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self._layout = lay_out(self._theme, self._face, pane, SIDE_PAD, is_rtl=is_rtl)
            self._laid_for = width
        return self._layout


def _row(text: str, content: Content, kind: str) -> MessageRow:
    media, kept = content.media, None
    if media is not None and media.sha256 is not None:
        kept = MediaState(
            "stored", media.sha256, media.size_bytes, media.mime, media.width_px, media.height_px
        )
    return MessageRow(
        message_id=MessageId("preview"),
        conversation_id=ConversationId("preview"),
        pos=0,
        direction="out",
        author="member",
        author_name=None,
        kind=kind,
        text=text,
        sort_at=SOME_TIME,
        state="sent",
        state_at=None,
        failure_code=None,
        is_late=False,
        is_pending=False,
        hold_until_at=None,
        content=content,
        media=kept,
    )
