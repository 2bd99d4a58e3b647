"""What the sections of a deal's sheet are made of: what each is given, and a value that becomes a line when pressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from app.domain.deal_rows import DealCard
from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import sentences
from ui.contacts.panel.parts import VALUE_PAD, ValueButton
from ui.kit import Kit
from ui.plain import isolated
from ui.teamwork.undoing import Show
from ui.theme.theme import Theme
from ui.widgets.inputs import Input
from ui.widgets.labels import ElidedLabel, Paragraph

TITLE_PX: Final = 116
Say = Callable[[str], None]


@dataclass(frozen=True)
class SheetKit:
    """What a section is given.

    `show`: says what was done, where Ctrl+Z takes it back. `open_chat`, `open_message(conversation_id, message_id)`
    and `open_person` lead away. `begun`: words that are not kept yet, by deal and place: nothing typed is lost when
    another deal is shown.
    """

    kit: Kit
    show: Show
    open_chat: Callable[[str], object]
    open_message: Callable[[str, str], object]
    open_person: Callable[[str], object]
    begun: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self.kit.theme

    def ask(
        self,
        work: Callable[[], Awaitable[object]],
        refused: Say | None = None,
        done: Callable[[], object] | None = None,
    ) -> None:
        """Do it; `refused` hears the sentence when it was not done (without it, it is said above everything)."""
        self.kit.tasks.spawn(self._do(work, refused or self.complain, done), "deal's sheet")

    def complain(self, sentence: str) -> None:
        """Said above everything."""
        self.show(sentence, icon="circle-alert", ink="danger")

    async def _do(
        self, work: Callable[[], Awaitable[object]], refused: Say, done: Callable[[], object] | None
    ) -> None:
        try:
            await work()
        except ComptoirError as error:
            refused(sentences.refusal(error.code, error.facts))
        else:
            if done is not None:
                done()


class SheetSection(Protocol):
    """One part of the sheet about one thing."""

    @property
    def widget(self) -> QWidget:
        """Its place, made once; it hides itself where it has nothing to say."""

    def show(self, card: DealCard) -> None:
        """Another deal, or another fact about it; asked for often, so it changes only what differs."""

    def changed(self, changes: Changes) -> None:
        """Something happened that `show` may not tell of; most sections do nothing."""

    def put_aside(self) -> None:
        """What is being written goes into `SheetKit.begun`."""


class _EscapeLeaves(QObject):
    """Escape in a line is the line's, not the sheet's."""

    def __init__(self, line: QLineEdit, left: Callable[[], None]) -> None:
        super().__init__(line)
        self._left = left
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only that key."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._left()
            return True
        return super().eventFilter(watched, event)


def escape_leaves(line: QLineEdit, left: Callable[[], None]) -> None:
    """Escape in the line calls `left`."""
    _EscapeLeaves(line, left)


class EditRow(QWidget):
    """A title, a value that is pressed, and in its place the line that changes it.

    `problem(text)`: the sentence on what is wrong with it, "" for nothing. `keep(deal_id, text)` keeps it.
    `begin(card)`: what the line holds when it is opened. Without `title` the value stands alone.
    """

    def __init__(
        self,
        sheet: SheetKit,
        key: str,
        name: str,
        *,
        faint: str,
        begin: Callable[[DealCard], str],
        keep: Callable[[str, str], Awaitable[object]],
        problem: Callable[[str], str] = lambda _text: "",
        is_titled: bool = True,
        after: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._sheet, self.key, self._begin, self._keep_it, self._problem = sheet, key, begin, keep, problem
        self._card: DealCard | None = None
        self._edited: DealCard | None = None  # whose value the line holds, as it was then
        theme = sheet.theme
        self.value = ValueButton(theme, name, faint, is_bold=not is_titled)
        self.line = Input(theme, name)
        self.error = Paragraph(theme, role="small", ink="danger")
        self.error.hide()
        self._stack = QStackedWidget()
        self._lay_out(name if is_titled else "", after)
        escape_leaves(self.line, self.leave)
        self.value.clicked.connect(self.edit)
        self.line.editingFinished.connect(self._keep)
        self.line.textEdited.connect(lambda _text: self._say(""))

    def _lay_out(self, title: str, after: QWidget | None) -> None:
        theme = self._sheet.theme
        writing = QWidget()
        row = QHBoxLayout(writing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens.space.x1)
        row.addWidget(self.line, 1)
        if after is not None:
            row.addWidget(after)
        self._stack.addWidget(self.value)
        self._stack.addWidget(writing)
        self._stack.setFixedHeight(theme.px(theme.tokens.size.input))
        grid = QGridLayout(self)
        grid.setContentsMargins(VALUE_PAD if title else 0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.tokens.space.x1)
        grid.setVerticalSpacing(0)
        place = 0
        if title:
            label = ElidedLabel(theme, title, role="small", ink="text_muted")
            label.setFixedWidth(theme.px(TITLE_PX))
            grid.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignVCenter)
            place = 1
        grid.addWidget(self._stack, 0, place)
        grid.addWidget(self.error, 1, place)
        grid.setColumnStretch(place, 1)

    @property
    def is_editing(self) -> bool:
        """Whether the line is there in place of the value."""
        return self._edited is not None

    def show_value(self, card: DealCard, words: str, detail: str = "") -> None:
        """Another deal's, or another value; what is being typed for one deal waits for it."""
        if self._edited is not None and self._edited.deal_id != card.deal_id:
            self.put_aside()
        self._card = card
        self.value.show_value(words, detail)
        begun = self._sheet.begun.pop((card.deal_id, self.key), None)
        if begun is not None:
            self._open(begun)
        if self._edited is not None and self._begin(card) != self._begin(self._edited):
            self._edited = card
            meanwhile = _(
                "Meanwhile somebody wrote {value} here. Enter keeps what you write, Escape leaves it."
            )
            self._say(meanwhile.format(value=isolated(words or "–")))

    def edit(self) -> None:
        """The line, with the value in it."""
        if self._card is not None:
            self._open(self._begin(self._card))
            self.line.selectAll()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """The value as it was."""
        had_focus = self.line.hasFocus()
        self._edited = None
        self._say("")
        self._stack.setCurrentIndex(0)
        if had_focus:
            self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_aside(self) -> None:
        """What is being typed waits for its deal."""
        if self._edited is None:
            return
        if self.line.text() != self._begin(self._edited):
            self._sheet.begun[self._edited.deal_id, self.key] = self.line.text()
        self.leave()

    def _open(self, text: str) -> None:
        self._edited = self._card
        self.line.setText(text)
        self._stack.setCurrentIndex(1)

    def _keep(self) -> None:
        """At Enter, or when the line is left; what cannot be kept stays, with the reason under it."""
        card = self._edited
        if card is None or not self.window().isVisible() or not self.isVisible():
            return
        text = " ".join(self.line.text().split())
        if text == self._begin(card):
            self.leave()
            return
        if problem := self._problem(text):
            self._say(problem)
            return
        deal_id = card.deal_id
        self._sheet.ask(lambda: self._keep_it(deal_id, text), self._say, lambda: self._kept(deal_id))

    def _kept(self, deal_id: str) -> None:
        if self._edited is not None and self._edited.deal_id == deal_id:
            self.leave()

    def _say(self, sentence: str) -> None:
        if sentence or not self.error.isHidden():
            self.line.set_error(sentence)
            self.error.set_text(sentence)
            self.error.setVisible(bool(sentence))
