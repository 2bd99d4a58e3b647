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
    """`move_asked`: the guide is to lead there. `is_begun`: the hub is on its way already."""

    move_asked = Signal()

    def __init__(self, theme: Theme, *, is_begun: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 13, 17, 17)
        column.setSpacing(theme.tokens.space.x2)
        chip = Chip(_("The move is not finished") if is_begun else _("Trial on this computer"), "warning")
        column.addWidget(ChipView(theme, chip), 0, Qt.AlignmentFlag.AlignLeading)
        trial = _(
            "While this computer is off, no message arrives and no reminder goes out. A small rented server is always "
            "on, and everything that is here comes along."
        )
        begun = _(
            "Everything was packed for a server that is always on. Until this computer goes on there, nothing is sent "
            "and nothing arrives."
        )
        column.addWidget(Paragraph(theme, begun if is_begun else trial))
        self.button = Button(theme, _("Go on with the move…") if is_begun else move_words())
        self.button.clicked.connect(self.move_asked)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)


def move_words() -> str:
    """What the buttons say that lead to the guide."""
    return _("Move to a server that is always on…")
