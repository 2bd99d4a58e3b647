"""For the owner of a hub of one computer: that this is a trial, and the way to a server that is always on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import ChipView
from ui.widgets.surfaces import Card


class TrialCard(Card):
    """`move_asked`: the guide is to lead there."""

    move_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 17)
        column.setSpacing(theme.tokens.space.x2)
        chip = Chip(_("Trial on this computer"), "warning")
        column.addWidget(ChipView(theme, chip), 0, Qt.AlignmentFlag.AlignLeading)
        says = _(
            "While this computer is off, no message arrives and no reminder goes out. A small rented server is always "
            "on, and everything that is here comes along."
        )
        column.addWidget(Paragraph(theme, says))
        self.button = Button(theme, move_words())
        self.button.clicked.connect(self.move_asked)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)


def move_words() -> str:
    """What the buttons say that lead to the guide."""
    return _("Move to a server that is always on…")
