"""The inbox's model: keys in display order, and nothing else. A row is read when it is first painted."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.ids import ConversationId
from app.domain.rows import InboxRow

FIRST_PAGE: Final = (
    60  # more than the tallest screen shows: each loaded row is measured before the first paint
)
PAGE: Final = 200
MOST_STEPS: Final = 24  # more moves than this are told as one reset
MOST_ROWS: Final = 400  # rows kept; a screen shows some fifteen
BEYOND: Final = "#beyond"
WITHIN: Final = "#within"
Index = QModelIndex | QPersistentModelIndex


class Part(IntEnum):
    """What the delegate asks a row for."""

    KEY = Qt.ItemDataRole.UserRole + 1  # a conversation's id, or BEYOND or WITHIN
    ROW = Qt.ItemDataRole.UserRole + 2  # its InboxRow; None for a section


class InboxListModel(QAbstractListModel):
    """Keys: conversation ids, and in the waiting view the two section keys.

    `read` gives the row of an id, `more` the keys after one (a page of PAGE), `say` what a screen reader hears of one.
    Rows that were read are kept until `forget`.
    """

    def __init__(
        self,
        read: Callable[[ConversationId], InboxRow | None],
        more: Callable[[ConversationId], Sequence[str]],
        say: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read, self._more, self._say = read, more, say
        self._keys: list[str] = []
        self._rows: dict[str, InboxRow | None] = {}
        self._has_more = False
        self.tip: Callable[[str], str] = lambda _key: ""  # what a row's tool tip says

    # -- what a view asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many keys are loaded."""
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Key and row for the delegate, the spoken line for everybody else."""
        if not index.isValid():
            return None
        key = self._keys[index.row()]
        if role == Part.KEY:
            return key
        if role == Part.ROW:
            return self.row_of(key)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(key)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(key)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sections cannot be chosen; the arrow keys pass over them."""
        if not index.isValid() or is_section(self._keys[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the list goes on."""
        return self._has_more and not parent.isValid()

    def fetchMore(self, _parent: Index) -> None:
        """The next page, when the view nears its end."""
        last = next((key for key in reversed(self._keys) if not is_section(key)), None)
        page = list(self._more(ConversationId(last))) if last is not None else []
        known = set(self._keys)
        page = [key for key in page if key not in known]
        self._has_more = len(page) >= PAGE
        if page:
            start = len(self._keys)
            self.beginInsertRows(QModelIndex(), start, start + len(page) - 1)
            self._keys.extend(page)
            self.endInsertRows()

    # -- what the screen asks

    @property
    def keys(self) -> list[str]:
        """A copy of the keys."""
        return list(self._keys)

    def places(self) -> dict[str, int]:
        """Where each key stands."""
        return {key: row for row, key in enumerate(self._keys)}

    def conversations(self) -> list[ConversationId]:
        """The keys without sections."""
        return [ConversationId(key) for key in self._keys if not is_section(key)]

    def row_of(self, key: str) -> InboxRow | None:
        """The row of a key, read once."""
        if is_section(key):
            return None
        if key not in self._rows:
            if len(self._rows) >= MOST_ROWS:
                self._rows.clear()
            self._rows[key] = self._read(ConversationId(key))
        return self._rows[key]

    def index_of(self, key: str) -> QModelIndex:
        """Where a key stands; an invalid index when it is not loaded."""
        try:
            return self.index(self._keys.index(key))
        except ValueError:
            return QModelIndex()

    # -- changes

    def forget(self, keys: Sequence[str] | None = None) -> None:
        """Read these rows again (all of them without `keys`) and repaint them alone."""
        if keys is None:
            self._rows.clear()
            if self._keys:
                self.dataChanged.emit(self.index(0), self.index(len(self._keys) - 1))
            return
        for key in keys:
            if self._rows.pop(key, None) is not None or key in self._keys:
                index = self.index_of(key)
                if index.isValid():
                    self.dataChanged.emit(index, index)

    def show(self, keys: Sequence[str], *, has_more: bool) -> None:
        """Another order: told as moves, insertions and removals, so that selection and place in the list stay."""
        new = list(dict.fromkeys(keys))
        self._has_more = has_more
        if new == self._keys:
            return
        steps = steps_between(self._keys, new)
        if steps > MOST_STEPS or not self._keys:
            self.beginResetModel()
            self._keys = new
            self.endResetModel()
            return
        self._remove_absent(set(new))
        for place, key in enumerate(new):
            self._bring(key, place)

    def _remove_absent(self, wanted: set[str]) -> None:
        for place in range(len(self._keys) - 1, -1, -1):
            if self._keys[place] not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._keys[place]
                self.endRemoveRows()

    def _bring(self, key: str, place: int) -> None:
        if place < len(self._keys) and self._keys[place] == key:
            return
        root = QModelIndex()
        if key in self._keys:
            start = self._keys.index(key)  # always behind `place`: what stands before it is in order already
            self.beginMoveRows(root, start, start, root, place)
            del self._keys[start]
            self._keys.insert(place, key)
            self.endMoveRows()
        else:
            self.beginInsertRows(root, place, place)
            self._keys.insert(place, key)
            self.endInsertRows()


def is_section(key: str) -> bool:
    """Whether a key is a section's; ids never begin with "#"."""
    return key.startswith("#")


def steps_between(old: Sequence[str], new: Sequence[str]) -> int:
    """About how many steps lead from one order to the other (counted up to MOST_STEPS + 1)."""
    wanted = set(new)
    work = [key for key in old if key in wanted]
    steps = len(old) - len(work)
    for place, key in enumerate(new):
        if steps > MOST_STEPS:
            return steps
        if place < len(work) and work[place] == key:
            continue
        steps += 1
        if key in work:
            work.remove(key)
        work.insert(place, key)
    return steps
