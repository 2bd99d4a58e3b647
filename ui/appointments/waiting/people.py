"""One line for each of the few people whom a slot concerns: who it is, a word about them, and what can be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.widgets.button import Button
from ui.widgets.labels import ElidedLabel, Paragraph
from ui.widgets.paint_avatar import Portrait
from ui.widgets.small_parts import AvatarView

AVATAR: Final = 24


class PersonLine(QWidget):
    """`button`: at its end, None where nothing is to be done."""

    def __init__(self, kit: Kit, key: str, name: str, words: str, act: str = "") -> None:
        super().__init__()
        theme = kit.theme
        shown = shown_name(name)
        self.name = ElidedLabel(theme, shown, weight="medium")
        self.words = Paragraph(theme, shown_line(words), role="small", ink="text_muted")
        self.button: Button | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(AvatarView(theme, Portrait(key, shown), AVATAR))
        both = QVBoxLayout()
        both.setSpacing(0)
        both.addWidget(self.name)
        both.addWidget(self.words)
        row.addLayout(both, 1)
        if act:
            self.button = Button(theme, act, height="small", name=f"{act}, {shown}")
            row.addWidget(self.button)
