"""Which contacts are chosen: a set of numbers that survives sorting and filtering, with ranges from an anchor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.contact_table import ContactNo


class Chosen(QObject):
    """`changed` after every change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nos: set[ContactNo] = set()
        self._anchor: ContactNo | None = None
        self._before: set[ContactNo] = set()  # what was chosen before the range that grows from the anchor

    def __contains__(self, no: ContactNo) -> bool:
        return no in self._nos

    def __len__(self) -> int:
        return len(self._nos)

    @property
    def anchor(self) -> ContactNo | None:
        """From where a range grows."""
        return self._anchor

    def in_order(self, order: Sequence[ContactNo]) -> list[ContactNo]:
        """Those chosen as the table has them, then those that it does not show."""
        here = [no for no in order if no in self._nos]
        return [*here, *sorted(self._nos.difference(here))]

    def hidden_count(self, order: Sequence[ContactNo]) -> int:
        """How many of them the table does not show now."""
        return len(self._nos) - len(self._nos.intersection(order)) if self._nos else 0

    def toggle(self, no: ContactNo) -> None:
        """Add it or take it away; ranges grow from it."""
        self._nos ^= {no}
        self._begin(no)
        self.changed.emit()

    def stand_on(self, no: ContactNo) -> None:
        """Ranges grow from here; nothing is chosen by it."""
        self._begin(no)

    def reach(self, nos: Iterable[ContactNo]) -> None:
        """The range from the anchor is this now; what it reached before and does not any more is let go."""
        self._nos = self._before | set(nos)
        self.changed.emit()

    def take(self, nos: Iterable[ContactNo]) -> None:
        """These as well."""
        self._nos.update(nos)
        self._before = set(self._nos)
        self.changed.emit()

    def drop(self, nos: Iterable[ContactNo]) -> None:
        """These no more."""
        self._nos.difference_update(nos)
        self._before = set(self._nos)
        self.changed.emit()

    def keep(self, everybody: Iterable[ContactNo]) -> None:
        """Whoever is no contact any more is not chosen either; the next look at the choice tells."""
        if self._nos:
            self._nos.intersection_update(everybody)
            self._before.intersection_update(self._nos)

    def clear(self) -> None:
        """Nobody."""
        if self._nos:
            self._nos.clear()
            self._before.clear()
            self.changed.emit()

    def _begin(self, no: ContactNo) -> None:
        self._anchor = no
        self._before = set(self._nos)
