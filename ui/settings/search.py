"""The search of the settings: a line to type in, below it the settings and pages that fit, in two languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from app.words.setting_search import Place, found
from ui.kit import Kit
from ui.palette.finder import Finder
from ui.palette.rows import FoundRow


class SettingsFinder(Finder):
    """Goes where Enter or a click leads once it is closed. `without`: pages that are not there for this person."""

    def __init__(
        self, kit: Kit, without: Collection[str], go: Callable[[Place], object], window: QWidget
    ) -> None:
        super().__init__(
            kit.theme,
            _("Search the settings"),
            _("What would you like to set?"),
            _("No setting fits. Type fewer letters, or another word."),
            window,
        )
        self._without, self._go = without, go
        self.places: list[Place] = []

    def rows_for(self, typed: str) -> Sequence[FoundRow]:
        """What fits; without a letter everything, the pages first."""
        self.places = found(typed, without=self._without)
        return [
            FoundRow(_(one.title), "settings" if one.is_page else "sliders-horizontal", _kind_of(one))
            for one in self.places
        ]

    def choose(self, place: int) -> None:
        """There."""
        chosen = self.places[place]
        self.accept()
        self._go(chosen)


def _kind_of(place: Place) -> str:
    return _("Page") if place.is_page else _(place.section)
