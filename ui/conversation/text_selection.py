"""Selecting a part of one bubble's text with the mouse: press and drag, or a double click for a word."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTextBoundaryFinder, Signal
from PySide6.QtGui import QMouseEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QWidget

from app.domain.ids import MessageId
from ui.conversation.text_block import LINE_SEPARATOR, TextBlock
from ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class PlacedText:
    """The text of a message and where its upper left corner stands in the viewport."""

    message_id: MessageId
    block: TextBlock
    at: QPointF


class TextSelection(QObject):
    """What is selected, in UTF-16 units of one message's shown text. `changed` when it must be painted again.

    `text_under` gives the text whose bubble is under a point, `text_of` that of a message that is still loaded.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        viewport: QWidget,
        text_under: Callable[[QPointF], PlacedText | None],
        text_of: Callable[[MessageId], PlacedText | None],
    ) -> None:
        super().__init__(viewport)
        self._theme = theme
        self._text_under, self._text_of = text_under, text_of
        self._message_id: MessageId | None = None
        self._anchor = self._end = 0
        self._is_dragging = False
        viewport.installEventFilter(self)

    @property
    def text(self) -> str:
        """The selected part, "" when there is none."""
        placed = None if self._message_id is None else self._text_of(self._message_id)
        if placed is None:
            return ""
        units = placed.block.layout.text().encode("utf-16-le", "surrogatepass")
        start, end = sorted((self._anchor, self._end))
        part = units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        return part.replace(LINE_SEPARATOR, "\n")

    def text_in(self, message_id: MessageId) -> str:
        """The same where it is of this message."""
        return self.text if message_id == self._message_id else ""

    def marks(self, message_id: MessageId) -> list[QTextLayout.FormatRange]:
        """How a message's text is to be painted."""
        if message_id != self._message_id or self._anchor == self._end:
            return []
        mark, look, c = QTextLayout.FormatRange(), QTextCharFormat(), self._theme.colors
        look.setBackground(c.selection)
        look.setForeground(c.selection_text)
        mark.start = min(self._anchor, self._end)
        mark.length = abs(self._anchor - self._end)
        mark.format = look
        return [mark]

    def clear(self) -> bool:
        """Select nothing; False when nothing was."""
        had_some = self._anchor != self._end
        self._set(None, 0, 0)
        self._is_dragging = False
        return had_some

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The left button on a text; what selects does not reach the list."""
        if not isinstance(event, QMouseEvent):
            return False
        kind, at = event.type(), event.position()
        if kind == QEvent.Type.MouseMove and self._is_dragging:
            self._drag(at)
            return self._anchor != self._end
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind == QEvent.Type.MouseButtonPress:
            self._press(at)
        elif kind == QEvent.Type.MouseButtonRelease:
            self._is_dragging = False
        elif kind == QEvent.Type.MouseButtonDblClick:
            return self._select_word(at)
        return False

    def _press(self, at: QPointF) -> None:
        placed = self._text_under(at)
        if placed is None:
            self.clear()
            return
        start = placed.block.position_at(at - placed.at)
        self._set(placed.message_id, start, start)
        self._is_dragging = True

    def _drag(self, at: QPointF) -> None:
        placed = None if self._message_id is None else self._text_of(self._message_id)
        if placed is not None:
            self._set(placed.message_id, self._anchor, placed.block.position_at(at - placed.at))

    def _select_word(self, at: QPointF) -> bool:
        placed = self._text_under(at)
        character = None if placed is None else placed.block.character_at(at - placed.at)
        if placed is None or character is None:
            return False
        finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, placed.block.layout.text())
        finder.setPosition(character)
        start = character if finder.isAtBoundary() else finder.toPreviousBoundary()
        finder.setPosition(character)
        self._set(placed.message_id, max(0, start), max(character, finder.toNextBoundary()))
        return True

    def _set(self, message_id: MessageId | None, anchor: int, end: int) -> None:
        before = (self._message_id, self._anchor, self._end)
        self._message_id, self._anchor, self._end = message_id, anchor, end
        if before != (message_id, anchor, end):
            self.changed.emit()
