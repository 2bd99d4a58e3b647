"""The deals themselves: head, figures, filters, and the board or the list below; beside it room for one deal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.deal_rows import DealFilter, DealRow
from app.domain.members import Role
from app.domain.rows import Changes, InboxRow
from app.words import gettext as _
from ui.deals import filters
from ui.deals.acts import DealActs
from ui.deals.board.lanes import Entry
from ui.deals.board.view import BoardView
from ui.deals.columns_of import lanes_of
from ui.deals.figures_line import FiguresLine
from ui.deals.filter_line import DealFilterLine
from ui.deals.filters import Filters
from ui.deals.head import DealsHead
from ui.deals.list.table import DealTable
from ui.deals.looking import Looking, Mode
from ui.deals.page import LEADERS, Tool
from ui.kit import Kit
from ui.teamwork.undoing import Undoing
from ui.theme.style import is_keyboard_focus
from ui.typed import typed_text
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Surface, tight
from ui.widgets.toast import ToastStack

TICK_MS: Final = 60_000  # days and "reply before" are written anew
EVERYWHERE: Final = ("n", "/")  # letters that need no card
BOARD, LIST, NONE, NO_HITS = range(4)


class DealsPage(Surface):
    """`open_asked(conversation_id)`, `contact_asked(contact_id)`, `deal_asked(deal_id)` to open one beside the board,
    `stood_on(deal_id)` when another card is gone to, `end_asked(deal_id, "won" or "lost")`, `new_asked(pipeline_id,
    stage_id)`, `task_asked(deal_id)`, `page_asked(page id)`, `tool_asked(tool)`, `escaped`
    where nothing is looked for.

    `side` is the row at whose end a deal's own sheet may stand.
    """

    open_asked = Signal(str)
    contact_asked = Signal(str)
    deal_asked = Signal(str)
    stood_on = Signal(str)
    end_asked = Signal(str, str)
    new_asked = Signal(str, str)
    task_asked = Signal(str)
    page_asked = Signal(str)
    tool_asked = Signal(object)
    escaped = Signal()

    def __init__(
        self, kit: Kit, tools: Sequence[Tool], pages: frozenset[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(kit.theme, "surface_sunken", parent=parent)
        self._kit = kit
        self._awaited = ""  # a deal that is to be gone to as soon as it is there
        role: Role = kit.desk.me().role
        self.looking = Looking(kit, self)
        can_edit = "pipelines" in pages and role in LEADERS
        self.head = DealsHead(kit, tools, can_edit=can_edit, has_incoming=role in LEADERS)
        self.figures = FiguresLine(kit, has_quiet="quiet" in pages)
        self.chips = DealFilterLine(kit.theme)
        self.board = BoardView(kit)
        self.table = DealTable(kit)
        self.looking.is_busy = lambda: self.board.hands.carried is not None
        self.undoing = Undoing(ToastStack(kit.theme, self))
        self.acts = DealActs(kit, self)
        self.filters = Filters(kit, lambda: self.looking.filter, self.looking.narrow)
        self._stack = QStackedWidget()
        self._tick = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._connect()
        self.head.show_mode(self.looking.mode)
        self._show_asked()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        none = EmptyState(
            theme, "square-kanban", _("No deals yet"),
            _("A deal is what somebody may buy from you. Make the first one, here or from a conversation."),
            action=_("New deal"), kind="primary",
        )  # fmt: skip
        none.acted.connect(self.add_here)
        nothing = EmptyState(theme, "search", _("No deal fits"), action=_("Show all deals"))
        nothing.acted.connect(self.show_all)
        for shown in (self.board, self.table, none, nothing):
            self._stack.addWidget(shown)
        body = tight(QVBoxLayout())
        body.addWidget(self.figures)
        body.addWidget(self.chips)
        body.addWidget(self._stack, 1)
        self.side = tight(QHBoxLayout())
        self.side.addLayout(body, 1)
        column = tight(QVBoxLayout(self))
        column.addWidget(self.head)
        column.addLayout(self.side, 1)

    def _connect(self) -> None:
        head, looking, acts = self.head, self.looking, self.acts
        head.looked_for.connect(looking.find)
        head.entered.connect(self._enter)
        head.filter_asked.connect(self._open_filters)
        head.mode_chosen.connect(self._choose_mode)
        head.add_asked.connect(self.add_here)
        head.pipeline_chosen.connect(self._choose_pipeline)
        head.pipelines_asked.connect(lambda: self.page_asked.emit("pipelines"))
        head.incoming_toggled.connect(lambda is_on: looking.show_incoming(is_on=is_on))
        head.used.connect(self.tool_asked)
        self.figures.quiet_asked.connect(lambda: self.page_asked.emit("quiet"))
        self.chips.change_asked.connect(lambda kind: self.filters.choose(kind, self.chips.chips[kind]))
        self.chips.removed.connect(self._remove_filter)
        self.chips.cleared.connect(self._clear_filters)
        looking.read.connect(self._show)
        looking.asked.connect(self._show_asked)
        for view in (self.board, self.table):
            view.opened.connect(self._open)
            view.menu_asked.connect(self._open_menu)
            view.letter.connect(acts.by_letter)
            view.escaped.connect(self._escape)
            view.stood_on.connect(self._tell_stood)
        self.board.shifted.connect(acts.shift)
        self.board.dropped.connect(acts.drop)
        self.board.add_asked.connect(self._add_in)
        self.board.more_asked.connect(lambda _lane: looking.read_more())
        self.board.lost_asked.connect(self.show_lost)
        self.table.more_asked.connect(looking.read_more)
        self.table.heads.sort_asked.connect(looking.sort_by)
        self._tick.timeout.connect(self._write_anew)
        self._kit.bridge.changed.connect(self._changed)

    # -- for the screen

    @property
    def view(self) -> BoardView | DealTable:
        """What is in view: the board or the list."""
        return self.table if self.looking.mode == "list" else self.board

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.view if self._stack.currentIndex() in (BOARD, LIST) else self.head.new_deal

    def focus_first(self) -> None:
        """By key: onto the board."""
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_for(self) -> None:
        """Look for a deal."""
        self.head.focus_search()

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._tick.stop()
        self.head.close_down()
        self.looking.close_down()
        self.board.hands.let_go()

    def show_deal(self, deal_id: str) -> None:
        """Stand on a deal, whatever holds it back now; the sheet is asked for too."""
        card = self._kit.desk.deal(deal_id)
        if card is None or card.is_removed:
            return
        if self.looking.board is not None and card.pipeline_id != self.looking.board.pipeline.pipeline_id:
            self.looking.show_pipeline(card.pipeline_id)
        if self.looking.is_narrowed and not self.view.go_to(deal_id):
            self.show_all()
        self._awaited = deal_id
        self._look_awaited()
        self.deal_asked.emit(deal_id)

    def show_lost(self) -> None:
        """Those that were lost, as a list."""
        self.looking.filter = DealFilter(states=("lost",))
        self.head.show_mode("list")
        self.looking.show_mode("list")
        self.focus_first()

    def show_all(self) -> None:
        """No words, no filter."""
        self.head.clear()
        self.looking.show_all()

    # -- what is meant

    @property
    def current(self) -> Entry | None:
        """The card or line that the frame is on."""
        return self.view.current

    def entry(self, key: str) -> Entry | None:
        """What is in view, by its id."""
        if self.looking.mode == "list":
            return next((row for row in self.looking.rows if row.deal_id == key), None)
        spot = self.board.lanes.spot_of(key)
        return self.board.lanes.entry(spot)

    def place_of_current(self) -> tuple[QWidget, QRect]:
        """Where a menu of the current card opens."""
        return self.view.viewport(), self.view.place_of_current()

    def add_here(self) -> None:
        """A new deal, in the stage where the frame is."""
        board = self.looking.board
        if board is None:
            return
        row = self.current
        stages = board.pipeline.stages
        stage_id = row.stage_id if isinstance(row, DealRow) and row.state == "open" else ""
        known = any(stage.stage_id == stage_id for stage in stages)
        self._add_in(stage_id if known else stages[0].stage_id)

    def _add_in(self, stage_id: str) -> None:
        if self.looking.board is not None:
            self.new_asked.emit(self.looking.board.pipeline.pipeline_id, stage_id)

    def _open(self, key: str) -> None:
        entry = self.entry(key)
        if isinstance(entry, InboxRow):
            self.open_asked.emit(entry.conversation_id)
        elif entry is not None:
            self.deal_asked.emit(entry.deal_id)

    def _open_menu(self, key: str, at: QPoint) -> None:
        self.acts.open_menu(key, at)

    def _tell_stood(self, key: str) -> None:
        if isinstance(self.entry(key), DealRow):
            self.stood_on.emit(key)

    # -- what is shown

    def _show(self, is_same: bool) -> None:
        looking, board = self.looking, self.looking.board
        if board is None:
            return
        self.head.show_pipelines(self._kit.desk.pipelines(), board.pipeline.pipeline_id)
        self.figures.show_board(board)
        had_focus = self._stack.currentWidget() is not None and self.view.hasFocus()
        if looking.mode == "list":
            self.table.show_rows(looking.rows, looking.sort, board.pipeline, is_same=is_same)
            is_empty, shown = not looking.rows, LIST
        else:
            incoming = looking.incoming if looking.shows_incoming else None
            lanes = lanes_of(self._kit, board, incoming, looking.incoming_count)
            self.board.show_lanes(lanes, _("Lost"))
            has_won = board.won is not None and board.won.count > 0
            is_empty, shown = not (board.open_count or has_won or incoming), BOARD
        if is_empty:
            shown = NO_HITS if looking.is_narrowed or looking.filter.states != ("open",) else NONE
        self.figures.setVisible(shown != NONE)
        self._stack.setCurrentIndex(shown)
        self._look_awaited()
        if had_focus and not self.view.hasFocus():
            self.focus_first()

    def _show_asked(self) -> None:
        narrowed = self.looking.filter
        kinds = filters.active(narrowed)
        chips = [(kind, filters.chip_words(self._kit, narrowed, kind)) for kind in kinds]
        if self.looking.mode == "list" and narrowed.states != ("open",):
            chips.append((filters.STATE, filters.states_words(narrowed.states)))
        self.chips.show_filters(chips)
        self.head.show_filtered(len(kinds))
        self.head.shows_incoming = self.looking.shows_incoming

    def _look_awaited(self) -> None:
        if self._awaited and self.view.go_to(self._awaited):
            self._awaited = ""

    def _choose_mode(self, mode: Mode) -> None:
        """As a board or as a list: on the same deal, and a hand that pressed has the keyboard there."""
        kept = self.current
        self.looking.show_mode(mode)
        if isinstance(kept, DealRow):
            self.view.go_to(kept.deal_id)
        if self.head.switch.isHidden() or not is_keyboard_focus(self.head.switch):
            self.first_control.setFocus(Qt.FocusReason.MouseFocusReason)

    def _choose_pipeline(self, pipeline_id: str) -> None:
        """Another pipeline, with the keyboard on its board."""
        self.looking.show_pipeline(pipeline_id)
        self.focus_first()

    def _write_anew(self) -> None:
        self.board.forget()
        self.table.forget()

    def _changed(self, changes: Changes) -> None:
        if changes.is_everything or changes.is_team:
            self._show_asked()
        if changes.is_hours or "response_standard_min" in changes.settings:
            self._write_anew()

    # -- filters

    def _open_filters(self) -> None:
        anchor = self.head.more if self.head.filter.isHidden() else self.head.filter
        self.filters.open_menu(anchor, has_states=self.looking.mode == "list")

    def _remove_filter(self, kind: str) -> None:
        self.looking.narrow(filters.without(self.looking.filter, kind))

    def _clear_filters(self) -> None:
        self.looking.narrow(DealFilter(text=self.looking.filter.text))

    # -- room and keys

    def _enter(self) -> None:
        self.first_control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escape(self) -> None:
        """What is looked for goes, then what stands beside; filters stay."""
        if self.head.search.text():
            self.head.search.clear()
        else:
            self.escaped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From whatever part of the page: Escape leads to the board and never away from the deals, N makes one, / looks
        for one.
        """
        if (letter := typed_text(event).lower()) in EVERYWHERE:
            self.acts.by_letter(letter)
            return
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        self.head.search.clear()
        self.first_control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: as it is now."""
        super().showEvent(event)
        self.looking.come_into_view()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self.looking.go_out_of_view()
        self._tick.stop()
