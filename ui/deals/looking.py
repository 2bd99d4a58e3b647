"""What the screen of deals looks at: pipeline, filter, order and way of showing; kept over restarts with the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal, get_args

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.domain.deal_rows import Board, DealFilter, DealRow, DealSort
from app.domain.deals import STATES
from app.domain.folding import folded
from app.domain.ids import ConversationId, MemberId
from app.domain.money import money_text, read_money
from app.domain.rows import Changes, InboxRow
from ui.kit import Kit

Mode = Literal["board", "list"]
AGAIN_MS: Final = 200  # changes that come together are read once
REST: Final = 6  # times as long as a reading takes nothing is read again, however many changes come
FIRST: Final = 60  # cards of a column that are read at first
MORE: Final = 4  # times as many when somebody comes near the end
PAGE: Final = 200  # lines of the list
INCOMING_MOST: Final = 100
SORTS: Final[tuple[DealSort, ...]] = get_args(DealSort)


class Looking(QObject):
    """`read` when there is something else to show; `asked` when the filter, the order or the pipeline is another."""

    read = Signal(bool)  # whether the same was read again
    asked = Signal()

    def __init__(self, kit: Kit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        kept = kit.desk.last_place()
        self.mode: Mode = "list" if kept.get("deals_mode") == "list" else "board"
        self.pipeline_id = kept.get("deals_pipeline", "")
        self.sort: DealSort = _one_of(SORTS, kept.get("deals_sort", ""), "need")
        self.filter = read_filter(kept.get("deals_filter", ""))
        self.board: Board | None = None
        self.rows: list[DealRow] = []
        self.incoming: list[InboxRow] = []
        self.incoming_count = 0
        self.is_whole = False  # every line of the list was read
        self.is_in_view = False
        self._limit = FIRST
        self._lines = PAGE
        self._is_stale = True
        self._talks: frozenset[ConversationId | None] = frozenset()  # of the deals that were read
        self._is_incoming_alone = False  # nothing but new requests may have changed since the last reading
        self.is_busy: Callable[[], bool] = lambda: False  # a hand carries a card: nothing is read
        self._took = QElapsedTimer()
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        kit.bridge.changed.connect(self._changed)

    # -- what is looked for

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter or words hold something back."""
        return self.filter != DealFilter(states=self.filter.states)

    @property
    def shows_incoming(self) -> bool:
        """Whether the team wants the column of those who wrote and have no deal."""
        return bool(self._kit.desk.setting("deals_incoming"))

    def show_mode(self, mode: Mode) -> None:
        """As a board or as a list."""
        if mode != self.mode:
            self.mode = mode
            self._kit.desk.remember_place(deals_mode=mode)
            self._ask()

    def show_pipeline(self, pipeline_id: str) -> None:
        """Another pipeline."""
        self.pipeline_id = pipeline_id
        self._kit.desk.remember_place(deals_pipeline=pipeline_id)
        self._begin()

    def sort_by(self, sort: DealSort) -> None:
        """Another order."""
        self.sort = sort
        self._kit.desk.remember_place(deals_sort=sort)
        self._begin()

    def narrow(self, narrowed: DealFilter) -> None:
        """Another filter."""
        if narrowed != self.filter:
            self.filter = narrowed
            self._kit.desk.remember_place(deals_filter=filter_words(narrowed))
            self._begin()

    def find(self, text: str) -> None:
        """Words in title or name."""
        self.narrow(replace(self.filter, text=text))

    def show_all(self) -> None:
        """No filter and no words."""
        self.narrow(DealFilter(states=self.filter.states))

    def show_incoming(self, *, is_on: bool) -> None:
        """The column of those who wrote and have no deal: the whole team's setting."""
        self._kit.tasks.spawn(self._kit.desk.change_setting("deals_incoming", is_on), "new requests")

    def read_more(self) -> None:
        """Somebody comes near the end of what was read."""
        if self.mode == "board":
            self._limit *= MORE
            self.look()
        elif not self.is_whole:
            self._lines += PAGE
            self._read_list(is_more=True)
            self.read.emit(True)

    # -- reading

    def look(self) -> None:
        """Read now."""
        self._look(is_same=False)

    def come_into_view(self) -> None:
        """Looked at: as it is now."""
        self.is_in_view = True
        if self._is_stale:
            self._look(is_same=self.board is not None)

    def go_out_of_view(self) -> None:
        """Nobody looks: nothing is read."""
        self.is_in_view = False

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._again.stop()

    def _begin(self) -> None:
        self._limit, self._lines = FIRST, PAGE
        self._ask()

    def _ask(self) -> None:
        self.asked.emit()
        self.look()

    def _look_again(self) -> None:
        if self.is_in_view and self.is_busy():
            self._again.start()
        elif self.is_in_view:
            self._look(is_same=True)

    def _look(self, *, is_same: bool) -> None:
        self._again.stop()
        is_incoming_alone = is_same and self._is_incoming_alone and self.board is not None
        self._is_stale = self._is_incoming_alone = False
        self._took.start()
        if not is_incoming_alone:
            self._read_deals()
        self._read_incoming()
        self._again.setInterval(max(AGAIN_MS, REST * self._took.elapsed()))
        self.read.emit(is_same)

    def _read_deals(self) -> None:
        limit = self._limit if self.mode == "board" else 1
        open_ones = replace(self.filter, states=("open",))
        self.board = self._kit.desk.board(self.pipeline_id, open_ones, self.sort, limit)
        if self.mode == "list":
            self._read_list(is_more=False)
        columns = (row for column in self.board.columns for row in column.rows)
        self._talks = frozenset(row.conversation_id for row in (*columns, *self.rows))

    def _read_incoming(self) -> None:
        """Those who wrote: all of them, or those who fit the words."""
        desk, wanted = self._kit.desk, folded(self.filter.text)
        self.incoming, self.incoming_count = desk.incoming(INCOMING_MOST), desk.incoming_count()
        if wanted:
            self.incoming = [row for row in self.incoming if wanted in folded(row.name)]
            self.incoming_count = len(self.incoming)

    def _read_list(self, *, is_more: bool) -> None:
        rows = self.rows if is_more else []
        wanted = replace(self.filter, pipeline_id=self.board.pipeline.pipeline_id if self.board else "")
        before = rows[-1] if rows else None
        more = self._kit.desk.deals(wanted, self.sort, before, self._lines - len(rows))
        self.rows = [*rows, *more]
        self.is_whole = len(self.rows) < self._lines

    def _changed(self, changes: Changes) -> None:
        is_ours = changes.deals or changes.is_pipelines or changes.is_tasks or changes.is_everything
        is_other = changes.settings & {"currency", "deals_incoming"}
        is_shown = not self._talks.isdisjoint(changes.conversations)  # also a message that waits to go out
        is_read_anew = bool(is_ours or is_other or is_shown)
        if is_read_anew or (changes.conversations and self.shows_incoming):
            self._is_incoming_alone = not is_read_anew and (self._is_incoming_alone or not self._is_stale)
            self._is_stale = True
            if self.is_in_view and not self._again.isActive():
                self._again.start()


def filter_words(narrowed: DealFilter) -> str:
    """How a filter is kept: its parts, one a line."""
    parts = {
        "owner": narrowed.owner_id or "",
        "nobodys": "1" if narrowed.is_nobodys else "",
        "tag": narrowed.tag,
        "least": money_text(narrowed.least),
        "most": money_text(narrowed.most),
        "older": str(narrowed.older_than_days or ""),
        "states": "" if narrowed.states == ("open",) else ",".join(narrowed.states),
    }
    return "\n".join(f"{name}={value}" for name, value in parts.items() if value)


def read_filter(kept: str) -> DealFilter:
    """What was kept; whatever cannot be read holds nothing back. Words that were typed are not kept."""
    parts = dict(line.partition("=")[::2] for line in kept.split("\n") if "=" in line)
    older = parts.get("older", "")
    kept_states = parts.get("states", "").split(",")
    states = tuple(one for one in STATES if one in kept_states)
    return DealFilter(
        owner_id=MemberId(parts["owner"]) if parts.get("owner") else None,
        is_nobodys=parts.get("nobodys") == "1",
        tag=parts.get("tag", ""),
        least=read_money(parts.get("least", "")),
        most=read_money(parts.get("most", "")),
        older_than_days=int(older) if older.isdecimal() and len(older) <= 4 else None,
        states=states or ("open",),
    )


def _one_of(known: tuple[DealSort, ...], kept: str, otherwise: DealSort) -> DealSort:
    return next((one for one in known if one == kept), otherwise)
