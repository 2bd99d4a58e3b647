"""The editor of pipelines as a page of the deals' screen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from ui.deals.page import Page
from ui.deals.pipelines.page import PipelinesPart
from ui.kit import Kit


class PipelinesPage(Page):
    """Reached from the menu of pipelines above the board."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, _("Pipelines and stages"))
        self.part = PipelinesPart(kit)
        self.column.addWidget(self.part, 1)

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.part.first_control
