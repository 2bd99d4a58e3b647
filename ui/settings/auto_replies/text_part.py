"""One of the two texts: its switch, what it says, and the bubble that a customer gets now."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.auto_replies import Blank
from app.domain.contents import Content
from app.words import gettext as _
from app.words.auto_texts import blank_menu
from ui.conversation.template_offer.preview import BubblePreview
from ui.kit import Kit
from ui.settings.templates.parts import Group, Lines
from ui.widgets.button import Button
from ui.widgets.controls import Toggle
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Card

MOST_WIDE: Final = 860
PREVIEW_PX: Final = 320
NARROW: Final = 640


class TextPart(Card):
    """`changed` when somebody switched or wrote. `begin_with`: what stands there once it is switched on empty."""

    changed = Signal()

    def __init__(
        self, kit: Kit, title: str, help_: str, begin_with: str, *blanks: Blank, shown: str = ""
    ) -> None:
        super().__init__(kit.theme)
        theme = kit.theme
        self._kit, self._title, self._begin_with, self._blanks = kit, title, begin_with, blanks
        self.setMaximumWidth(theme.px(MOST_WIDE))
        self.switch = Toggle(theme, title)
        self.text = Lines(theme, title)
        self.blank = Button(theme, _("Insert a blank"), height="small", trailing="chevron-down")
        self.group = Group(theme, _("Text"))
        self.preview = BubblePreview(theme, kit.formats)
        self.notice = Paragraph(theme, role="small", ink="warning_soft_text")
        self.way = Button(theme, _("Write your opening hours"), kind="link", is_flush=True)
        self._inside = QWidget()
        self._lay_out(title, help_, shown or _("As a customer would get it now"))
        self.show_notice("", has_way=False)
        self.switch.toggled.connect(self._switched)
        self.text.written.connect(self.changed)
        self.blank.clicked.connect(self._offer)
        self.changed.connect(lambda: self.group.set_errors([]))  # it was about what stood there before

    def _lay_out(self, title: str, help_: str, shown_words: str) -> None:
        theme = self._kit.theme
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(theme, title, weight="medium"))
        words.addWidget(Paragraph(theme, help_, role="small", ink="text_muted"))
        words.addWidget(self.notice)
        words.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeading)
        head = QHBoxLayout()
        head.setSpacing(24)
        head.addLayout(words, 1)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        self.group.body.addWidget(self.text)
        line = QHBoxLayout()
        line.addWidget(self.blank)
        line.addStretch(1)
        self.group.body.addLayout(line)
        side = QWidget()
        shown = QVBoxLayout(side)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(8)
        shown.addWidget(Label(theme, shown_words, role="small", ink="text_muted"))
        shown.addWidget(self.preview)
        shown.addStretch(1)
        side.setMaximumWidth(theme.px(PREVIEW_PX))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(24)
        self._row.addWidget(self.group, 3)
        self._row.addWidget(side, 2)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 13)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._inside)

    def add(self, part: QWidget) -> None:
        """One line more at the end of the card."""
        self._column.addWidget(part)

    @property
    def is_on(self) -> bool:
        """Whether it goes out."""
        return self.switch.isChecked()

    def begin(self, text: str, *, is_on: bool) -> None:
        """What holds now."""
        self.switch.blockSignals(True)
        self.switch.setChecked(is_on)
        self.switch.blockSignals(False)
        self.switch.update()
        self.text.blockSignals(True)
        self.text.set_text(text)
        self.text.blockSignals(False)
        self._inside.setVisible(is_on)
        self.group.set_errors([])

    def show_now(self, text: str) -> None:
        """What a customer would get."""
        if text:
            self.preview.show_message(text, Content(), "text")
        else:
            self.preview.clear()

    def show_notice(self, words: str, *, has_way: bool) -> None:
        """What stands against it; `has_way`: opening hours are missing."""
        self.notice.set_text(words)
        self.notice.setVisible(bool(words))
        self.way.setVisible(has_way)

    def _switched(self, is_on: bool) -> None:
        self._inside.setVisible(is_on)
        if is_on and not self.text.text.strip():
            self.text.set_text(self._begin_with)
        self.changed.emit()

    def _offer(self) -> None:
        menu = Menu(self._kit.theme, self.blank.text(), self)
        for blank, words in blank_menu(self._blanks):
            menu.add(words, partial(self.text.put, blank), key=blank)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.blank)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the bubble stands below."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._kit.theme.px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)
