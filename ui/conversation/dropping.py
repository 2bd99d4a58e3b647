"""Files dropped anywhere on a conversation: attached to the answer."""

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.domain.ids import ConversationId
from ui.conversation.composer import Composer
from ui.conversation.thread_view import ThreadView
from ui.conversation.writing.drop_veil import DropVeil
from ui.conversation.writing.taking import given, takes
from ui.conversation.writing.writer import Writer


class DropTarget(QWidget):
    """The part of the conversation pane that takes files."""

    composer: Composer
    view: ThreadView
    veil: DropVeil
    writer: Writer

    @property
    def conversation_id(self) -> ConversationId | None:
        """Which conversation is open."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the conversation."""
        is_free = self.conversation_id is not None and not self.composer.is_locked
        if is_free and self.composer.isVisible() and takes(event.mimeData()):
            event.acceptProposedAction()
            self.veil.show_over(self.view)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach them."""
        self.veil.hide()
        event.acceptProposedAction()
        self.writer.attaching.add(given(event.mimeData()))
        self.composer.focus_text()
