"""Tags in a section of a card: chips that go with a press, and a list to add from. Of people and of deals alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.domain.rows import Changes
from app.domain.tags import clean_tag
from app.words import gettext as _
from ui.contacts.panel.flow import Flow
from ui.contacts.panel.parts import SectionBox
from ui.plain import isolated, shown_line, shown_name
from ui.teamwork.finder import Choice, fits, folded
from ui.teamwork.popover import Popover
from ui.theme.style import wants_ring
from ui.theme.theme import Theme
from ui.widgets.labels import Paragraph, set_tip
from ui.widgets.paint_chip import Chip, chip_height, chip_width, paint_chip

NEW: Final = "new:"
GAP: Final = 4
LEAST_PX: Final = 28  # a finger hits it


class Asks(Protocol):
    """What a section is given."""

    @property
    def theme(self) -> Theme:
        """The theme in force."""

    def ask(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do it, and say so when it is refused."""


class TagChip(QPushButton):
    """A tag; a press takes it away."""

    def __init__(self, theme: Theme, tag: str) -> None:
        super().__init__()
        self._theme, self._chip = theme, Chip(shown_line(tag), "neutral", trailing="x")
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = _("Remove the tag {tag}").format(tag=isolated(shown_name(tag)))
        self.setAccessibleName(words)
        set_tip(self, words)
        wants_ring(self, theme.tokens.radius.chip)

    def sizeHint(self) -> QSize:
        """The chip, and a little more to press on."""
        height = max(LEAST_PX, chip_height(self._theme))
        return QSize(round(chip_width(self._theme, self._chip) + 0.5), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Delete and Backspace press it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """It is painted anew under the pointer."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chip in the middle."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        height = chip_height(self._theme)
        top = (self.height() - height) / 2
        chip = Chip(self._chip.text, "accent" if self.underMouse() else "neutral", trailing="x")
        paint_chip(painter, QRectF(0, top, self.width(), height), self._theme, chip)


class TagBox:
    """One press adds or takes away. What has the tags says which it has, which it may have, and how they change."""

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self._shown: tuple[str, ...] | None = None
        self.title = _("Tags")
        self.widget = SectionBox(asks.theme, self.title, "plus", _("Add a tag"))
        self.chips = Flow(GAP)
        self.nothing = Paragraph(asks.theme, _("No tag yet"), role="body", ink="text_faint")
        self.widget.column.addWidget(self.nothing)
        self.widget.column.addWidget(self.chips)
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self.add)

    def show_tags(self, tags: tuple[str, ...]) -> None:
        """Those that are set; nothing is made anew where they are the same."""
        if tags == self._shown:
            return
        self._shown = tags
        parts: list[QWidget] = []
        for tag in tags:
            chip = TagChip(self._asks.theme, tag)
            chip.clicked.connect(lambda _is_on=False, tag=tag: self.remove(tag))
            parts.append(chip)
        self.chips.show_parts(parts)
        self.chips.setVisible(bool(parts))
        self.nothing.setVisible(not parts)

    def changed(self, changes: Changes) -> None:
        """Nothing that showing does not tell."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def add(self) -> None:
        """The list of tags, with a line for a new one."""
        if self._shown is not None:
            assert self.widget.action is not None
            change = self.change()
            known = dict.fromkeys([*self._shown, *self.known()])
            picker = SectionTagPicker(self._asks, list(known), self._shown, change, self.widget.action)
            picker.open_at(self.widget.action)

    def remove(self, tag: str) -> None:
        """Take one away."""
        if self._shown is not None:
            self._asks.ask(partial(self.change(), tag, is_set=False))
            assert self.widget.action is not None
            self.widget.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def known(self) -> Iterable[str]:
        """Tags to choose from."""
        raise NotImplementedError

    def change(self) -> ChangeTag:
        """What sets or takes away a tag of what is shown now, also after something else is shown."""
        raise NotImplementedError


class ChangeTag(Protocol):
    """Sets a tag, or takes it away."""

    async def __call__(self, tag: str, *, is_set: bool) -> None: ...


class SectionTagPicker(Popover):
    """Tags to choose from, and a new one. It stays open for the next."""

    def __init__(
        self, asks: Asks, known: list[str], tags: Sequence[str], change: ChangeTag, anchor: QWidget
    ) -> None:
        self._asks, self._known, self._set, self._change = asks, known, set(tags), change
        super().__init__(asks.theme, _("Find or make a tag"), self._offer, anchor.window(), least_rows=4)
        self.finder.taken.connect(self._toggle)

    def _offer(self, words: str) -> list[Choice]:
        offered = [self._choice(tag) for tag in self._known if fits(words, tag)]
        new = clean_tag(words)
        if new and all(folded(tag) != folded(new) for tag in self._known):
            said = _("New tag “{tag}”").format(tag=isolated(shown_name(new)))
            offered.append(Choice(NEW + new, said, icon="plus"))
        return offered or [Choice("", _("Write a word and press Enter"), icon="tag")]

    def _choice(self, tag: str) -> Choice:
        name = shown_name(tag)
        if tag in self._set:
            return Choice(tag, name, icon="tag", mark="check", spoken=_("{tag}, set").format(tag=name))
        return Choice(tag, name, icon="tag")

    def _toggle(self, choice_id: str) -> None:
        if not choice_id:
            return
        tag = choice_id.removeprefix(NEW)
        if choice_id.startswith(NEW):
            self._known.insert(0, tag)
        self._set ^= {tag}
        self._asks.ask(partial(self._change, tag, is_set=tag in self._set))
        self.finder.search.clear()
        self.finder.look()
        self.finder.choose(tag)
