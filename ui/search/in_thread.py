"""Searching one conversation (Ctrl+F), for the front desk: a line above the messages, steps from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.ids import ConversationId, MessageId
from app.words import gettext as _
from ui.kit import Kit
from ui.widgets.button import IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import Label
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from app.domain.search_rows import SearchHit

PAD: Final = 12
GAP: Final = 6
MOST: Final = 500  # of what fits; more are said as "500+"


class FindBar(Surface):
    """`jump` shows a message, `leave` is where the keyboard goes when the person is done."""

    def __init__(
        self,
        kit: Kit,
        jump: Callable[[MessageId], None],
        leave: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kit.theme, "surface", edges=("bottom",), parent=parent)
        self._jump, self._leave = jump, leave
        self._kit = kit
        self._conversation_id: ConversationId | None = None
        self._hits: list[SearchHit] = []
        self._place = 0
        self._has_more = False
        self._asked = 0
        name = _("Search in this conversation")
        self.input = Input(kit.theme, name, placeholder=name, is_search=True)
        self.count = Label(kit.theme, "", role="small", ink="text_muted")
        self.older = IconButton(
            kit.theme, "arrow-up", _("Older one"), height="small", tip=f"{_('Older one')} (Enter)"
        )
        self.newer = IconButton(kit.theme, "arrow-down", _("Newer one"), height="small")
        self.shut = IconButton(kit.theme, "x", _("Close the search"), height="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, GAP, PAD, GAP)
        row.setSpacing(GAP)
        for part in (self.input, self.count, self.older, self.newer, self.shut):
            row.addWidget(part, 1 if part is self.input else 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.input.installEventFilter(self)
        self.input.textChanged.connect(self._look_again)
        self.older.clicked.connect(lambda: self.step(1))
        self.newer.clicked.connect(lambda: self.step(-1))
        self.shut.clicked.connect(self.close_bar)
        self.hide()

    def open_bar(self) -> None:
        """Type at once; what was typed before is selected."""
        self.show()
        self.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.input.selectAll()
        self._look_again()

    def close_bar(self) -> None:
        """Back to where one writes."""
        self._asked += 1
        self.hide()
        self._leave()

    def follow(self, conversation_id: ConversationId | None) -> None:
        """Another conversation is shown, which is not the one that was searched."""
        if conversation_id != self._conversation_id:
            self._conversation_id = conversation_id
            self._asked += 1
            self._hits = []
            self.hide()

    @property
    def said(self) -> str:
        """What the count says."""
        return self.count.text()

    def step(self, step: int) -> None:
        """To an older one (1) or a newer one (-1), round at the ends."""
        if self._hits:
            self._place = (self._place + step) % len(self._hits)
            self._show()

    def _look_again(self) -> None:
        self._asked += 1
        if self._conversation_id is not None and not self.isHidden():
            self._kit.tasks.spawn(self._look(self._asked, self._conversation_id), "search-here")

    async def _look(self, asked: int, there: ConversationId) -> None:
        query = self._kit.desk.read_query(self.input.text())
        is_wanted: Callable[[], bool] = lambda: asked == self._asked  # noqa: E731 - one line says it
        page = None
        if not query.is_empty and not query.is_short:
            page = await self._kit.desk.search(query, limit=MOST, conversation_id=there, is_wanted=is_wanted)
        if not is_wanted():
            return
        self._hits = list(page.hits) if page else []
        self._has_more = bool(page and page.next_place)
        self._place = 0
        if self._hits:
            self._show()
            return
        from app.words.search import indexing_words  # a start searches nothing

        nothing = indexing_words(self._kit.desk.search_state()) or _("Nothing found")
        self._say("" if query.is_empty or query.is_short else nothing)

    def _show(self) -> None:
        total = f"{len(self._hits)}+" if self._has_more else str(len(self._hits))
        self._say(_("{n} of {total}").format(n=self._place + 1, total=total))
        self._jump(self._hits[self._place].message_id)

    def _say(self, words: str) -> None:
        self.count.setText(words)
        for button in (self.older, self.newer):
            button.setEnabled(len(self._hits) > 1)
        self.input.setAccessibleDescription(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter steps to an older one, Shift+Enter to a newer one, Escape closes."""
        if watched is self.input and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, is_shifted = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if is_shifted else 1)
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.step(1 if key == Qt.Key.Key_Up else -1)
                return True
            if key == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)
