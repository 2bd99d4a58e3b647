"""Reacting to a message: by a button beside the bubble under the pointer, by menu or key."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent

from app.domain.errors import ComptoirError
from app.domain.ids import MessageId
from app.words import gettext as _
from app.words import sentences
from ui.conversation.thread_model import ThreadModel
from ui.conversation.thread_view import ThreadView
from ui.conversation.writing.quote_strip import can_be_answered
from ui.conversation.writing.reaction_bar import ReactionBar, own_reaction
from ui.conversation.writing.writer import Writer
from ui.kit import Kit
from ui.theme.theme import Theme
from ui.widgets.button import IconButton
from ui.widgets.toast import ToastStack

BESIDE_PX: Final = 6  # from the bubble to the button


class Reacting(QObject):
    """Opens the bar over a message and tells the desk what was chosen."""

    def __init__(
        self, kit: Kit, model: ThreadModel, view: ThreadView, toasts: ToastStack, writer: Writer
    ) -> None:
        super().__init__(view)
        self._kit, self._model, self._view, self._toasts = kit, model, view, toasts
        self._writer = writer
        self.button = HoverButton(kit.theme, view, model)
        self.button.asked.connect(self.open)
        self.bar: ReactionBar | None = None

    def open(self, message_id: str, emoji: str | None = None) -> None:
        """Ask which emoji, or take the one that was chosen already ("" for none)."""
        place = self._model.place_of(MessageId(message_id))
        if place is None or self._is_closed():
            return
        row = self._model.row(place)
        if emoji is not None:
            self._react(row.message_id, emoji)
            return
        bar = self.bar = ReactionBar(self._kit.theme, own_reaction(row), self._view)
        bar.chosen.connect(lambda chosen: self._react(row.message_id, chosen))
        bar.more_asked.connect(lambda: self._ask_for_more(row.message_id))
        bar.destroyed.connect(self._forget_bar)
        bar.open_at(self._place_of(place))

    def _forget_bar(self) -> None:
        self.bar = None

    def _is_closed(self) -> bool:
        conversation_id = self._model.conversation_id
        header = self._kit.desk.header(conversation_id) if conversation_id is not None else None
        return header is None or not header.is_window_open

    def _place_of(self, number: int) -> QRect:
        """Where a bubble stands on the screen, as far as it is in view."""
        viewport = self._view.viewport()
        bubble = self._view.bubble_rect(number).toRect().intersected(viewport.rect())
        return QRect(viewport.mapToGlobal(bubble.topLeft()), bubble.size())

    def _ask_for_more(self, message_id: MessageId) -> None:
        picker = self._writer.emoji_picker()
        picker.chosen.connect(lambda emoji: self._react(message_id, emoji))
        place = self._model.place_of(message_id)
        if place is not None:
            picker.open_at(self._place_of(place))

    def _react(self, message_id: MessageId, emoji: str) -> None:
        self._kit.tasks.spawn(self._react_now(message_id, emoji), "react")

    async def _react_now(self, message_id: MessageId, emoji: str) -> None:
        try:
            await self._kit.desk.react(message_id, emoji)
        except ComptoirError as error:
            self._toasts.show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")


class HoverButton(IconButton):
    """Beside the bubble under the pointer. `asked(message_id)`."""

    asked = Signal(str)

    def __init__(self, theme: Theme, view: ThreadView, model: ThreadModel) -> None:
        super().__init__(theme, "smile-plus", _("React"), height="small", parent=view.viewport())
        self._view, self._model = view, model
        self._message_id: MessageId | None = None
        self.is_allowed = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has a key of its own
        self.hide()
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self.hide)
        model.modelReset.connect(self.hide)
        self.clicked.connect(lambda: self.asked.emit(self._message_id or ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only looks: every event goes on."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._follow(event.position())
        elif event.type() == QEvent.Type.Leave and not self.underMouse():
            self.hide()
        return False

    def _follow(self, at: QPointF) -> None:
        index = self._view.indexAt(at.toPoint())
        if not index.isValid() or not self.is_allowed:
            self.hide()
            return
        row = self._model.row(index.row())
        if not can_be_answered(row):
            self.hide()
            return
        bubble = self._view.bubble_rect(index.row())
        self._message_id = row.message_id
        is_after = (row.direction == "in") == (self.layoutDirection() == Qt.LayoutDirection.LeftToRight)
        left = bubble.right() + BESIDE_PX if is_after else bubble.left() - BESIDE_PX - self.width()
        self.resize(self.sizeHint())
        self.move(QPoint(round(left), round(bubble.center().y() - self.height() / 2)))
        self.show()
