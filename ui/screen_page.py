"""A page of a screen: its head with the way back, and what stands below."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import Kit
from ui.widgets.button import IconButton
from ui.widgets.labels import ElidedLabel
from ui.widgets.surfaces import Surface

SIDE: Final = 24


class ScreenPage(Surface):
    """`back_asked` to what the screen is about; `open_asked(conversation_id)`, `contact_asked(contact_id)` to a card.

    A part of the screen derives from it and puts what it shows into `column`. `back`: what the way back is called.
    """

    back_asked = Signal()
    open_asked = Signal(str)
    contact_asked = Signal(str)

    def __init__(self, kit: Kit, title: str, back: str, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self.kit = kit
        theme = kit.theme
        self.back = IconButton(theme, "arrow-left", back)
        self.back.clicked.connect(self.back_asked)
        head = Surface(theme, "surface", edges=("bottom",))
        head.setFixedHeight(theme.px(theme.tokens.size.screen_header))
        self.head = QHBoxLayout(head)  # what the page adds stands at the end
        self.head.setContentsMargins(16, 0, SIDE, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self.back)
        self.head.addWidget(ElidedLabel(theme, title, role="title", weight="semibold"), 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(head)

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.back

    def focus_first(self) -> None:
        """Looked at: the keyboard enters."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing nearer wanted it, leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def close_down(self) -> None:
        """The window goes: no timer and no thread may outlive the page."""
