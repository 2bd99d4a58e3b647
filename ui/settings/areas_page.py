"""Which areas the business works with: deals, the agenda, reports. One that is off is nowhere on screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words import gettext as _
from ui.kit import Kit
from ui.settings.fields import SettingFields
from ui.settings.list_and_sheet import scrolled
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Card, Surface, tight

MOST_WIDE = 720
SIDE_PAD = 24


class AreasPage(QWidget):
    """A switch for each; it applies at once, on every computer of the team."""

    def __init__(self, kit: Kit, fields: SettingFields, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = kit.theme
        ground = Surface(theme, "surface_sunken")
        column = QVBoxLayout(ground)
        column.setContentsMargins(SIDE_PAD, SIDE_PAD, SIDE_PAD, SIDE_PAD)
        column.setSpacing(theme.tokens.space.x3)
        words = Paragraph(
            theme,
            _(
                "Messages, contacts and tasks are always there. Switch on what else your business works with: what "
                "is off shows nowhere, on any computer of the team, and what was written down in it is kept."
            ),
            ink="text_muted",
        )
        words.setMaximumWidth(MOST_WIDE)
        column.addWidget(words)
        card = Card(theme)
        card.setMaximumWidth(MOST_WIDE)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        fields.fill(inside, "areas")
        column.addWidget(card)
        column.addStretch(1)
        self.pane = scrolled(ground)
        self.pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tight(QVBoxLayout(self)).addWidget(self.pane)
