"""What a person is filed under: chips that go with a press, and a list to add from."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.domain.contact_rows import ContactCard
from app.domain.rows import Changes
from app.domain.tags import clean_tag
from app.words import gettext as _
from ui.contacts.panel.flow import Flow
from ui.contacts.panel.parts import PanelKit, SectionBox
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


class TagsSection:
    """One press adds or takes away."""

    def __init__(self, panel: PanelKit) -> None:
        self._panel = panel
        self.title = _("Tags")
        self.widget = SectionBox(panel.theme, self.title, "plus", _("Add a tag"))
        self.chips = Flow(GAP)
        self.nothing = Paragraph(panel.theme, _("No tag yet"), role="body", ink="text_faint")
        self._shown: tuple[str, ...] | None = None
        self._card: ContactCard | None = None
        self.widget.column.addWidget(self.nothing)
        self.widget.column.addWidget(self.chips)
        assert self.widget.action is not None
        self.widget.action.clicked.connect(self.add)

    def show(self, card: ContactCard) -> None:
        """Theirs."""
        self._card = card
        if card.tags == self._shown:
            return
        self._shown = card.tags
        parts: list[QWidget] = []
        for tag in card.tags:
            chip = TagChip(self._panel.theme, tag)
            chip.clicked.connect(lambda _is_on=False, tag=tag: self._remove(tag))
            parts.append(chip)
        self.chips.show_parts(parts)
        self.chips.setVisible(bool(parts))
        self.nothing.setVisible(not parts)

    def changed(self, changes: Changes) -> None:
        """Nothing that `show` does not tell."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def add(self) -> None:
        """The list of tags, with a line for a new one."""
        if self._card is not None:
            assert self.widget.action is not None
            ContactTagPicker(self._panel, self._card, self.widget.action).open_at(self.widget.action)

    def _remove(self, tag: str) -> None:
        if self._card is not None:
            self._panel.ask(partial(self._panel.kit.desk.untag_contact, self._card.contact_id, tag))
            assert self.widget.action is not None
            self.widget.action.setFocus(Qt.FocusReason.OtherFocusReason)


class ContactTagPicker(Popover):
    """Tags that somebody has, those of conversations, and a new one. It stays open for the next."""

    def __init__(self, panel: PanelKit, card: ContactCard, anchor: QWidget) -> None:
        self._panel, self._contact_id = panel, card.contact_id
        desk = panel.kit.desk
        known = dict.fromkeys([*card.tags, *desk.known_contact_tags(), *desk.known_tags()])
        self._known, self._set = list(known), set(card.tags)
        super().__init__(panel.theme, _("Find or make a tag"), self._offer, anchor.window(), least_rows=4)
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
        tag, desk = choice_id.removeprefix(NEW), self._panel.kit.desk
        if choice_id.startswith(NEW):
            self._known.insert(0, tag)
        is_set = tag in self._set
        self._set ^= {tag}
        change = desk.untag_contact if is_set else desk.tag_contact
        self._panel.ask(partial(change, self._contact_id, tag))
        self.finder.search.clear()
        self.finder.look()
        self.finder.choose(tag)
