"""The key of the copies, for whoever runs the hub on their own computer: to be written down before it breaks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from ui.setup.parts import CopyRow
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Paragraph


class CopiesKeyDialog(Dialog):
    """The key with a button that copies it, in groups that can be written by hand."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("The key of your copies"), parent)
        says = _(
            "Keep it on paper or in a password manager, away from the copies: whoever has both reads everything. "
            "It stays the same."
        )
        self.row = CopyRow(theme, _("Key"), key)
        self.by_hand = Paragraph(theme, in_groups(key), ink="text_muted")
        self.close_button = Button(theme, _("Close"), kind="primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.body.addWidget(Paragraph(theme, says, ink="text_muted"))
        self.body.addWidget(self.row)
        self.body.addWidget(Paragraph(theme, _("To write by hand, without the blanks between:")))
        self.body.addWidget(self.by_hand)
        self.buttons.addStretch()
        self.buttons.addWidget(self.close_button)
        self.row.button.setFocus()


def in_groups(key: str) -> str:
    """Four signs at a time."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))
