"""Which rows are chosen: one, which is then open, or several, which keep together while the list changes."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal
from PySide6.QtWidgets import QListView

from app.domain.ids import ConversationId
from ui.inbox.list_model import InboxListModel


class Choosing(QObject):
    """`chosen(conversation_id)` when a person chose another one alone; `several(count)`, 0 when that ended."""

    chosen = Signal(str)
    several = Signal(int)

    def __init__(self, view: QListView, model: InboxListModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._current: ConversationId | None = None
        self._many: list[ConversationId] = []
        self._is_settling = False  # the list changes by itself: what is selected then was not chosen
        view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        view.selectionModel().selectionChanged.connect(self._selected)

    @property
    def current(self) -> ConversationId | None:
        """Which one is open, also when the view does not hold it any more."""
        return self._current

    @property
    def ids(self) -> list[ConversationId]:
        """What an act is about: the several, in the list's order, or the one that is open."""
        if self._many:
            return list(self._many)
        return [self._current] if self._current is not None else []

    @property
    def is_many(self) -> bool:
        """Whether several are chosen."""
        return bool(self._many)

    def select(self, conversation_id: ConversationId | None) -> None:
        """Mark one without telling that it was chosen."""
        self._current = conversation_id
        self._take_many([])
        self.restore()

    def end_many(self) -> None:
        """Only the one that is open is chosen, if the list holds it."""
        self._take_many([])
        self.restore()

    @contextmanager
    def settling(self) -> Iterator[None]:
        """The list changes by itself; afterwards what was chosen is chosen again, as far as it is there."""
        self._is_settling = True
        try:
            yield
        finally:
            self._is_settling = False
        here = self._model.places() if self._many else {}
        many = sorted((one for one in self._many if one in here), key=here.__getitem__)
        self._take_many(many if len(many) > 1 else [])
        self.restore()

    def restore(self) -> None:
        """The selection follows its conversations; where they left the view, nothing is selected."""
        wanted = self._many or [one for one in (self._current,) if one is not None]
        rows = self._rows_of(wanted)
        selection = self._view.selectionModel()
        if sorted(index.row() for index in selection.selectedIndexes()) == rows:
            return
        self._is_settling = True
        flags = QItemSelectionModel.SelectionFlag
        if not rows:
            selection.clearSelection()
        elif len(rows) == 1:
            selection.setCurrentIndex(self._model.index(rows[0]), flags.ClearAndSelect)
        else:
            chosen = QItemSelection()
            for first, last in _runs(rows):
                chosen.select(self._model.index(first), self._model.index(last))
            selection.select(chosen, flags.ClearAndSelect)
        self._is_settling = False

    def _rows_of(self, wanted: list[ConversationId]) -> list[int]:
        """Where they stand, in order; those that the list does not hold are left out."""
        if len(wanted) > 1:
            places = self._model.places()
            return sorted(places[one] for one in wanted if one in places)
        return [index.row() for index in map(self._model.index_of, wanted) if index.isValid()]

    def _selected(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        if self._is_settling:
            return
        all_keys = self._model.keys
        rows = sorted(index.row() for index in self._view.selectionModel().selectedIndexes())
        keys = [ConversationId(all_keys[row]) for row in rows]
        self._take_many(keys if len(keys) > 1 else [])
        if len(keys) == 1 and keys[0] != self._current:
            self._current = keys[0]
            self.chosen.emit(keys[0])

    def _take_many(self, many: list[ConversationId]) -> None:
        if many != self._many:
            self._many = many
            self.several.emit(len(many))


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Rows in order, as first and last of each unbroken run."""
    first = last = rows[0]
    for row in rows[1:]:
        if row > last + 1:
            yield first, last
            first = row
        last = row
    yield first, last
