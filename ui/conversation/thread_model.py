"""The messages of one conversation that are loaded: a window of at most MOST rows that moves over the whole.

Memory and the cost of an append depend on the window alone, never on how long the conversation is. Rows are kept in
display order; each change touches as few of them as it can, so that the view keeps its place.
"""

from bisect import bisect_left
from collections.abc import Collection
from datetime import datetime
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desk.desk import Desk
from app.domain.clock import Clock
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from app.words.formats import Formats
from ui.conversation.bubble_face import BubbleFace, Neighbours, bubble_face, spoken_bubble
from ui.conversation.reach import Reach

PAGE: Final = 60
MOST: Final = 300
READ_ONE_BY_ONE: Final = 40  # more touched messages than this: read the whole window again
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


class Part(IntEnum):
    """What the delegate asks a row for."""

    FACE = Qt.ItemDataRole.UserRole + 1
    MESSAGE_ID = Qt.ItemDataRole.UserRole + 2


class ThreadModel(QAbstractListModel):
    """Rows of one conversation. `has_older` and `has_newer` say whether the conversation goes on beyond the window."""

    def __init__(self, desk: Desk, clock: Clock, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._clock, self._formats = desk, clock, formats
        self._conversation_id: ConversationId | None = None
        self._rows: list[MessageRow] = []
        self._faces: dict[MessageId, BubbleFace] = {}
        self._reach = Reach()
        self._whole: set[MessageId] = set()  # long texts that the person asked to see entirely
        self.has_older = False
        self.has_newer = False

    # -- what a view asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many messages are loaded, at most MOST."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The face for the delegate; what a screen reader says for everybody else."""
        if not index.isValid():
            return None
        if role == Part.FACE:
            return self.face(index.row())
        if role == Part.MESSAGE_ID:
            return self._rows[index.row()].message_id
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken_bubble(self.face(index.row()))
        return None

    # -- what the screen asks

    @property
    def conversation_id(self) -> ConversationId | None:
        """Whose messages these are."""
        return self._conversation_id

    @property
    def rows(self) -> list[MessageRow]:
        """A copy of the window."""
        return list(self._rows)

    def row(self, number: int) -> MessageRow:
        """One message of the window."""
        return self._rows[number]

    def place_of(self, message_id: MessageId) -> int | None:
        """Where a message stands in the window."""
        places = (place for place, row in enumerate(self._rows) if row.message_id == message_id)
        return next(places, None)

    def face(self, number: int) -> BubbleFace:
        """What a row says; made once and kept until it, a neighbour or the time changes it."""
        row = self._rows[number]
        face = self._faces.get(row.message_id)
        if face is None:
            face = self._make_face(number)
            self._faces[row.message_id] = face
        return face

    # -- opening and moving

    def open(self, conversation_id: ConversationId | None, around: MessageRow | None = None) -> None:
        """Show the newest page of a conversation, or the pages before and after `around`; None shows nothing."""
        self.beginResetModel()
        self._conversation_id = conversation_id
        self._faces.clear()
        self._whole.clear()
        self._rows, self.has_older, self.has_newer = [], False, False
        if conversation_id is not None:
            self._read_first(conversation_id, around)
        self.endResetModel()

    def load_older(self) -> int:
        """Put one page above; what is too much falls off below. How many came."""
        if not self.has_older or not self._rows or self._conversation_id is None:
            return 0
        page = self._desk.page(self._conversation_id, before=self._rows[0], limit=PAGE)
        self.has_older = len(page) == PAGE
        self._insert(0, page)
        self._drop_below()
        return len(page)

    def load_newer(self) -> int:
        """Put one page below; what is too much falls off above. How many came."""
        if not self.has_newer or not self._rows or self._conversation_id is None:
            return 0
        page = self._desk.page(self._conversation_id, after=self._rows[-1], limit=PAGE)
        self.has_newer = len(page) == PAGE
        self._insert(len(self._rows), page)
        self._drop_above()
        return len(page)

    # -- changes

    def refresh(self, touched: Collection[MessageId], *, is_at_end: bool = True) -> int:
        """Read again what changed; new messages come in, those taken back go.

        `is_at_end`: the person looks at the newest, so what is too much falls off above; else it falls off below.
        How many came in at the newest end.
        """
        if self._conversation_id is None:
            return 0
        last = order(self._rows[-1]) if self._rows else None
        if len(touched) > READ_ONE_BY_ONE:
            self._read_window()
        else:
            self._read_again(touched)
        came = sum(last is None or order(row) > last for row in self._rows)
        if is_at_end:
            self._drop_above()
        else:
            self._drop_below()
        return came

    def _read_again(self, touched: Collection[MessageId]) -> None:
        known = {row.message_id for row in self._rows}
        for message_id in touched:
            row = self._desk.message(message_id)
            is_ours = row is not None and row.conversation_id == self._conversation_id
            if is_ours and row is not None:
                self._take(row, is_known=message_id in known)
            elif message_id in known:
                self._drop(message_id)

    def _read_window(self) -> None:
        """Many messages changed, as when a history comes: the same stretch is read again, and what is equal stays."""
        first = self._desk.message(self._rows[0].message_id) if self._rows else None
        if first is None or self._conversation_id is None:
            self.reload()
            return
        rest = self._desk.page(self._conversation_id, after=first, limit=MOST)
        last = order(self._rows[-1])
        if len(rest) == MOST and order(rest[-1]) < last:
            self.reload()
            return
        now = {row.message_id: row for row in (first, *rest) if not self.has_newer or order(row) <= last}
        for row in self.rows:
            if row.message_id not in now:
                self._drop(row.message_id)
        known = {row.message_id: row for row in self._rows}
        for message_id, row in now.items():
            if known.get(message_id) != row:
                self._take(row, is_known=message_id in known)
        if not self.has_older:
            above = self._desk.page(self._conversation_id, before=first, limit=PAGE)
            self.has_older = len(above) == PAGE
            self._insert(0, above)

    def reload(self) -> None:
        """Read the window again: from its own place, or from the newest when it stands at the end."""
        if self._conversation_id is None:
            return
        around = self._rows[len(self._rows) // 2] if self._rows and self.has_newer else None
        self.open(self._conversation_id, around)

    def let_time_pass(self) -> None:
        """Make again those faces that time alone may have changed, and tell of those that did."""
        for number, row in enumerate(self._rows):
            old = self._faces.get(row.message_id)
            if old is None or (row.state != "unknown" and old.day is None):
                continue
            new = self._make_face(number)
            if new != old:
                self._faces[row.message_id] = new
                self._tell(number, number)

    def show_whole(self, message_id: MessageId) -> None:
        """Show all of a very long text."""
        place = self.place_of(message_id)
        if place is not None:
            self._whole.add(message_id)
            self._renew(place, place)

    def set_reach(self, reach: Reach) -> None:
        """The customer can be reached in other ways now: what is offered below failed messages may change."""
        if reach == self._reach:
            return
        self._reach = reach
        for number, row in enumerate(self._rows):
            if row.state in ("failed", "refused", "expired"):
                self._renew(number, number)

    # -- inside

    def _read_first(self, conversation_id: ConversationId, around: MessageRow | None) -> None:
        if around is None:
            self._rows = self._desk.page(conversation_id, limit=PAGE)
            self.has_older = len(self._rows) == PAGE
            return
        above = self._desk.page(conversation_id, before=around, limit=PAGE)
        below = self._desk.page(conversation_id, after=around, limit=PAGE)
        self._rows = [*above, around, *below]
        self.has_older, self.has_newer = len(above) == PAGE, len(below) == PAGE

    def _take(self, row: MessageRow, *, is_known: bool) -> None:
        place = self.place_of(row.message_id) if is_known else None
        if place is None:
            self._bring(row)
        elif order(row) == order(self._rows[place]):
            self._rows[place] = row
            self._renew(place - 1, place + 1)
        else:
            self._remove(place, place + 1)
            self._bring(row)

    def _bring(self, row: MessageRow) -> None:
        """Put a row where it belongs, unless that is beyond the window."""
        place = bisect_left(self._rows, order(row), key=order)
        is_beyond = (place == 0 and self.has_older) or (place == len(self._rows) and self.has_newer)
        if not is_beyond:
            self._insert(place, [row])

    def _drop(self, message_id: MessageId) -> None:
        place = self.place_of(message_id)
        if place is not None:
            self._remove(place, place + 1)

    def _drop_above(self) -> None:
        extra = len(self._rows) - MOST
        if extra > 0:
            self._remove(0, extra)
            self.has_older = True

    def _drop_below(self) -> None:
        if len(self._rows) > MOST:
            self._remove(MOST, len(self._rows))
            self.has_newer = True

    def _insert(self, place: int, rows: list[MessageRow]) -> None:
        if not rows:
            return
        self.beginInsertRows(_ROOT, place, place + len(rows) - 1)
        self._rows[place:place] = rows
        self.endInsertRows()
        self._renew(place - 1, place - 1)
        self._renew(place + len(rows), place + len(rows))

    def _remove(self, start: int, end: int) -> None:
        self.beginRemoveRows(_ROOT, start, end - 1)
        for row in self._rows[start:end]:
            self._faces.pop(row.message_id, None)
        del self._rows[start:end]
        self.endRemoveRows()
        self._renew(start - 1, start)

    def _renew(self, first: int, last: int) -> None:
        """These rows, as far as they exist, may look different."""
        first, last = max(0, first), min(last, len(self._rows) - 1)
        if first <= last:
            self._forget_faces(first, last)
            self._tell(first, last)

    def _forget_faces(self, first: int, last: int) -> None:
        for row in self._rows[max(0, first) : last + 1]:
            self._faces.pop(row.message_id, None)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))

    def _make_face(self, number: int) -> BubbleFace:
        row = self._rows[number]
        above = self._rows[number - 1] if number else None
        below = self._rows[number + 1] if number + 1 < len(self._rows) else None
        now, is_whole = self._clock.now(), row.message_id in self._whole
        near = Neighbours(above, below)
        return bubble_face(row, near, now, self._formats, is_whole=is_whole, reach=self._reach)


def order(row: MessageRow) -> tuple[datetime, int]:
    """Where a row stands among its neighbours."""
    return (row.sort_at, row.pos)
