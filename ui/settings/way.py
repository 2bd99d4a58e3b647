"""A line of the settings that leads to a screen of its own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph


class Way(QWidget):
    """What is there, in two lines, and the button that leads to it."""

    asked = Signal()

    def __init__(
        self, theme: Theme, title: str, help_: str, button: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.button = Button(theme, button, name=title)
        self.button.clicked.connect(self.asked)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(theme, title, weight="medium"))
        words.addWidget(Paragraph(theme, help_, role="small", ink="text_muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addWidget(self.button)
