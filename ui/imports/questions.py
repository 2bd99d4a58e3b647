"""What a file leaves open: nothing is imported before it is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.records import record
from ui.imports.parts import OneOf, Section
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Surface

PAD = 16
FEW = 3  # so many answers stand below each other, more are in a menu


class Answerable(Protocol):
    """A question; `answer` "" as long as there is none."""

    @property
    def answer(self) -> str:
        """Its key."""


@record
class Asked:
    """A question as it is shown: `choices` are keys with their words; `unsaid` stands on a menu without an answer."""

    question: Answerable
    words: str
    choices: tuple[tuple[str, str], ...]
    unsaid: str


class Questions(Surface):
    """One below the other, on a ground that warns while one of them has no answer. `above`: what is said before them.

    `answer` takes a question and the key that was chosen.
    """

    def __init__(
        self, kit: Kit, above: str, answer: Callable[..., None], parent: QWidget | None = None
    ) -> None:
        super().__init__(kit.theme, "surface", parent=parent)
        self._kit, self._above, self._tell = kit, above, answer
        self._shown: Sequence[Asked] = ()
        self.answers: list[OneOf | Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._inner: Surface | None = None
        self._column.addStretch(1)

    def show_questions(self, asked: Sequence[Asked]) -> None:
        """All of them, with what was answered so far."""
        if tuple(asked) == self._shown:
            return
        held = QApplication.focusWidget()
        has_focus = held is not None and self.isAncestorOf(held)
        self._shown = tuple(asked)
        if self._inner is not None:
            self._column.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = self._made()
        self._column.insertWidget(0, self._inner)
        if has_focus and (first := self.first_control) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def first_control(self) -> QWidget | None:
        """The first one that has no answer yet, else the first; None where nothing is asked."""
        if not self.answers:
            return None
        places = [n for n, one in enumerate(self._shown) if not one.question.answer]
        answer = self.answers[places[0] if places else 0]
        return answer if isinstance(answer, Button) else answer.buttons[0]

    def _made(self) -> Surface:
        theme = self._kit.theme
        is_open = any(not one.question.answer for one in self._shown)
        inner = Surface(theme, "warning_soft" if is_open else "surface", edges=("top", "bottom"))
        column = QVBoxLayout(inner)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(theme.tokens.space.x4)
        column.addWidget(Paragraph(theme, self._above, ink="text_muted"))
        self.answers = [self._answer(one) for one in self._shown]
        for one, answer in zip(self._shown, self.answers, strict=True):
            column.addWidget(Section(theme, one.words, [answer]))
        return inner

    def _answer(self, asked: Asked) -> OneOf | Button:
        theme, given = self._kit.theme, asked.question.answer
        if len(asked.choices) <= FEW:
            keys = [key for key, _word in asked.choices]
            chosen = keys.index(given) if given in keys else None
            choices = [(word, partial(self._tell, asked.question, key)) for key, word in asked.choices]
            return OneOf(theme, asked.words, choices, chosen)
        face = dict(asked.choices).get(given, asked.unsaid)
        button = Button(theme, face, trailing="chevron-down", name=asked.words)
        button.clicked.connect(partial(self._open, asked, button))
        return button

    def _open(self, asked: Asked, button: Button) -> None:
        menu = Menu(self._kit.theme, asked.words, self)
        for key, word in asked.choices:
            menu.add(word, partial(self._tell, asked.question, key), is_checked=key == asked.question.answer)
        menu.open_below(button)
