"""The command palette, for the front desk's hands: everything that can be done, and everybody, by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.words import gettext as _
from ui.kit import Kit
from ui.palette.entries import (
    Entry,
    acts_and_views,
    known_people,
    other_people,
    ranked,
    read_recent,
    remember_recent,
)
from ui.palette.finder import Finder
from ui.palette.rows import FoundRow

if TYPE_CHECKING:
    from ui.panes import Panes


class CommandPalette(Finder):
    """Runs what was chosen once it is closed, so that the act finds the window as it was."""

    def __init__(self, kit: Kit, panes: Panes) -> None:
        super().__init__(
            kit.theme,
            _("What would you like to do?"),
            _("An act, a view or a person"),
            _("Nothing fits. Type fewer letters, or other ones."),
            panes,
        )
        self._kit, self._panes = kit, panes
        self._fixed = acts_and_views(panes)
        self._recent = read_recent(kit)
        self._people: list[Entry] | None = None
        self.entries: list[Entry] = []

    def rows_for(self, typed: str) -> Sequence[FoundRow]:
        """Without a letter what was used lately, then all acts; people once one types."""
        if typed.strip() and self._people is None:
            self._people = known_people(self._kit, self._panes)
        people = (self._people or []) if typed.strip() else self._recent_people()
        self.entries = ranked([*self._fixed, *people], typed, self._recent)
        if typed.strip():
            self.entries += other_people(self._kit, self._panes, typed, people)
        return [FoundRow(each.words, each.icon, each.detail, each.keys) for each in self.entries]

    def choose(self, place: int) -> None:
        """Do it."""
        entry = self.entries[place]
        remember_recent(self._kit, entry)
        self.accept()
        QTimer.singleShot(0, self._panes, entry.run)

    def _recent_people(self) -> list[Entry]:
        if not any(each.startswith("person ") for each in self._recent):
            return []
        if self._people is None:
            self._people = known_people(self._kit, self._panes)
        return [each for each in self._people if each.id in self._recent]


def open_palette(kit: Kit, panes: Panes) -> None:
    """Over the window."""
    CommandPalette(kit, panes).open_over()
