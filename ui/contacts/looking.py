"""What the table looks for: segment, filters, words and order; it asks, and only the newest answer counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.contact_table import ContactNo, Facets, TableAsk
from app.domain.rows import Changes
from app.domain.segments import Condition, Rule, Segment
from ui.contacts.columns import DESCENDING_FIRST
from ui.contacts.segment_list import EVERYBODY, TAG
from ui.kit import Kit

AGAIN_MS: Final = 250  # changes that come together are read once
COUNT_MS: Final = 1_200  # segments are counted less often
COUNT_FIRST_MS: Final = 30  # after the first lines, which are painted before


class Looking(QObject):
    """`ordered(order, is_same)` when an answer is there, `asked` for another, `counted` with new counts."""

    ordered = Signal(object, bool)
    asked = Signal()
    counted = Signal()

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.chosen_id = EVERYBODY  # a segment's id, or a tag
        self.filters: tuple[Condition, ...] = ()
        self.words = ""
        self.sort, self.is_descending = "name", False
        self.facets = Facets()
        self.counts: dict[str, int] = {}
        self.segments: list[Segment] = []
        self.is_read = False
        self.is_in_view = False
        self._number = 0
        self._shown: TableAsk | None = None
        self._is_stale, self._is_count_stale, self._is_closed = False, True, False
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._count = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.look)
        self._count.timeout.connect(self.count)
        kit.bridge.changed.connect(self._changed)

    # -- what is looked for

    @property
    def segment(self) -> Segment | None:
        """The one that is shown."""
        return next((one for one in self.segments if one.segment_id == self.chosen_id), None)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What must all hold."""
        found: list[Rule] = []
        if self.segment is not None:
            found.append(self.segment.rule)
        elif self.chosen_id.startswith(TAG):
            found.append(Rule("all", (Condition("tag", "is", (self.chosen_id.removeprefix(TAG),)),)))
        if self.filters:
            found.append(Rule("all", self.filters))
        return tuple(found)

    @property
    def ask(self) -> TableAsk:
        """As the desk is asked."""
        return TableAsk(self.sort, self.is_descending, self.words, self.rules)

    @property
    def is_narrowed(self) -> bool:
        """Whether not everybody is asked for."""
        return bool(self.words.strip() or self.rules)

    def choose(self, chosen_id: str) -> None:
        """Another segment or tag; filters of before are left."""
        self.chosen_id, self.filters = chosen_id, ()
        self.look()

    def find(self, words: str) -> None:
        """Whoever fits these words."""
        if words != self.words:
            self.words = words
            self.look()

    def filter_by(self, filters: Sequence[Condition]) -> None:
        """These conditions too."""
        self.filters = tuple(filters)
        self.look()

    def sort_by(self, column: str, *, is_descending: bool | None = None) -> None:
        """By another column, or the other way round."""
        if is_descending is None:
            is_same = column == self.sort
            is_descending = not self.is_descending if is_same else column in DESCENDING_FIRST
        self.sort, self.is_descending = column, is_descending
        self.look()

    # -- asking

    def look(self) -> None:
        """Ask for the order; what is shown stays until it is here."""
        self._again.stop()
        self._number += 1
        self._is_stale = False
        self.asked.emit()
        self._kit.tasks.spawn(self._look(self.ask, self._number), "contact order")

    async def _look(self, ask: TableAsk, number: int) -> None:
        order: Sequence[ContactNo] = await self._kit.desk.contact_order(ask)
        if number == self._number and not self._is_closed:
            is_same, self._shown, self.is_read = ask == self._shown, ask, True
            self.ordered.emit(order, is_same)
            if self._is_count_stale:  # the lines come first
                self._count.start(COUNT_FIRST_MS)
                self._is_count_stale = False

    def count(self) -> None:
        """Ask how many fit each segment, and what contacts have."""
        if self._is_closed:
            return
        self._is_count_stale = False
        self.segments = self._kit.desk.segments()
        if self.chosen_id and not self.chosen_id.startswith(TAG) and self.segment is None:
            self.choose(EVERYBODY)  # somebody removed it
        self.counted.emit()
        self._kit.tasks.spawn(self._count_now(list(self.segments)), "count segments")

    async def _count_now(self, segments: Sequence[Segment]) -> None:
        desk = self._kit.desk
        facets = await desk.contact_facets()
        counts = await desk.count_contacts([one.rule for one in segments])
        if self._is_closed:
            return
        self.facets = facets
        self.counts = {one.segment_id: count for one, count in zip(segments, counts, strict=False)}
        self.counted.emit()

    # -- being looked at

    def come_into_view(self) -> None:
        """As it is now."""
        self.is_in_view = True
        if not self.is_read or self._is_stale:
            self.look()
        elif self._is_count_stale:
            self.count()

    def go_out_of_view(self) -> None:
        """Nobody looks: nothing is read."""
        self.is_in_view = False

    def close_down(self) -> None:
        """No timer may outlive the screen, and what is still read is told nobody."""
        self._is_closed = True
        self._again.stop()
        self._count.stop()

    def _changed(self, changes: Changes) -> None:
        is_people = bool(changes.contacts or changes.is_everything)
        if is_people or changes.conversations:
            self._mark(is_order=True, is_count=is_people or bool(changes.reordered))
        elif changes.is_team or "time_zone" in changes.settings:
            self.segments = self._kit.desk.segments()
            self._mark(is_order=self.segment is not None, is_count=True)

    def _mark(self, *, is_order: bool, is_count: bool) -> None:
        if not self.is_in_view:
            self._is_stale |= is_order
            self._is_count_stale |= is_count
            return
        if is_order and not self._again.isActive():
            self._again.start()
        if is_count and not self._count.isActive():
            self._count.start(COUNT_MS)
