"""What we keep and where, in plain words: the page behind the line at the foot of the doors."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.words import gettext as _
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Paragraph
from ui.widgets.spoken_role import speak_as
from ui.widgets.surfaces import Surface

WANTED_PX: Final = 500
BESIDES_PX: Final = 180


class KeptDialog(Dialog):
    """A heading and a few lines for each place. It scrolls where the screen is low."""

    def __init__(self, theme: Theme, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("What we keep, and where"), parent)
        inside = Surface(theme, "surface_raised")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 12, 0)
        column.setSpacing(4)
        for title, says in kept_words(folder):
            column.addWidget(Paragraph(theme, title, weight="semibold"))
            column.addWidget(Paragraph(theme, says, ink="text_muted"))
            column.addSpacing(12)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setAccessibleName(_("What we keep, and where"))
        speak_as(self.area, "Document")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.area.setFixedHeight(self.room(WANTED_PX, BESIDES_PX))
        self.body.addWidget(self.area)
        self.close_button = Button(theme, _("Close"), kind="primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.buttons.addStretch()
        self.buttons.addWidget(self.close_button)
        self.close_button.setFocus()


def kept_words(folder: Path) -> list[tuple[str, str]]:
    """What each place holds, and who can read it."""
    return [
        (
            _("On this computer"),
            _(
                "Your conversations, contacts, appointments, deals, drafts and settings. The files are encrypted; "
                "the key lies in the keyring of this computer, or is made from your passphrase. "
                "They are in the folder {folder}."
            ).format(folder=folder),
        ),
        (
            _("On your team’s server, if you have one"),
            _(
                "The same inbox, so that several computers share it. It is yours: you choose where it runs. "
                "Without a team it runs on this computer alone."
            ),
        ),
        (
            _("At Meta"),
            _(
                "WhatsApp’s interface for businesses belongs to Meta. Your messages pass through Meta’s servers, "
                "which see what is written, as with every program that connects a business number."
            ),
        ),
        (
            _("With the makers of Comptoir"),
            _("Nothing. There is no account, no count of what you do, and no server of ours in between."),
        ),
        (
            _("While you try with practice customers"),
            _(
                "Invented people only, on this computer. Nothing is sent, and leaving practice erases all of it."
            ),
        ),
    ]
