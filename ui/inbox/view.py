"""The inbox pane, for the front desk: which conversations there are, who waits, and since when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.ids import ConversationId
from app.domain.rows import Changes, InboxCounts, InboxRow, ViewKey
from app.domain.saved_views import SavedView
from app.words import gettext as _
from ui.inbox.choosing import Choosing
from ui.inbox.list_delegate import InboxDelegate
from ui.inbox.list_model import BEYOND, FIRST_PAGE, PAGE, WITHIN, InboxListModel, is_section
from ui.inbox.list_view import InboxList
from ui.inbox.row_acts import RowActs
from ui.inbox.row_face import RowFace, beyond_words, row_face, spoken_row
from ui.inbox.team_face import tip_of
from ui.inbox.view_bar import ViewBar
from ui.keys import KEYS
from ui.kit import Kit
from ui.widgets.button import IconButton
from ui.widgets.labels import Label
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from ui.inbox.loading_strip import LoadingStrip
    from ui.inbox.many_bar import ManyBar

TICK_MS: Final = 30_000  # waiting times are written in minutes
HEADER_PAD: Final = 16
TABS_PAD: Final = 12
HIDDEN_PX: Final = 280  # how wide the place is where pickers open while the list is hidden
RESTORES: Final = frozenset({"response_standard_min", "new_first"})  # settings that change order or sections


class InboxPane(Surface):
    """`chosen(conversation_id)` when another row is selected, `opened` at Enter or double-click (then one writes).

    `write_asked`: begin a conversation with somebody; `search_asked`: look for anything; `counted`: read anew.
    """

    chosen = Signal(str)
    opened = Signal(str)
    view_changed = Signal(str)
    counted = Signal()
    write_asked = Signal()
    search_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", parent=parent)
        self._kit = kit
        self._view: ViewKey = "waiting"
        self._counts = InboxCounts(0, 0, 0, 0)
        self._is_team = False
        self._saved: list[SavedView] = []
        self._says_coming = False  # what stands in the place of an empty list
        self._is_settling = False  # the list changes by itself: what is selected then was not chosen
        self._limit = FIRST_PAGE
        self.model = InboxListModel(kit.desk.inbox_row, self._more, self._say, self)
        self.list = InboxList(kit, self.model, InboxDelegate(kit.theme, self._face, self._section))
        self.choosing = Choosing(self.list, self.model)
        self.acts = RowActs(kit, self, lambda: self.choosing.ids, self._place_of_choice)
        tip = f"{_('New conversation')} ({KEYS['new_conversation'].sequence})"
        self.new_button = IconButton(kit.theme, "pencil", _("New conversation"), tip=tip)
        tip = f"{_('Search everything')} ({KEYS['search'].sequence})"
        self.search_button = IconButton(kit.theme, "search", _("Search everything"), tip=tip)
        self.tabs = ViewBar(kit.theme)
        self.bars = QStackedWidget()  # the views, or what is done with several rows
        self._many: ManyBar | None = None
        self.loading: LoadingStrip | None = None  # made when there is anything to load
        self._stack = QStackedWidget()
        self._tick = QTimer(self, interval=TICK_MS)
        self.model.tip = self._tip
        self._read_team()
        self._show_counts()  # what is made first comes first for Tab: the tabs, then the list
        self._lay_out()
        self._connect()
        self._show_loading()
        self.refresh()
        self._tick.start()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        header = QWidget()
        header.setFixedHeight(theme.px(theme.tokens.size.header))
        row = QHBoxLayout(header)
        row.setContentsMargins(HEADER_PAD, 0, HEADER_PAD, 0)
        row.addWidget(Label(theme, _("Messages"), role="lead", weight="semibold"))
        row.addStretch(1)
        row.addWidget(self.search_button)
        row.addWidget(self.new_button)
        bar = Surface(theme, "surface", edges=("bottom",))
        self.bars.setFixedHeight(theme.px(theme.tokens.size.view_bar))
        self.bars.addWidget(bar)
        tabs = QHBoxLayout(bar)
        tabs.setContentsMargins(TABS_PAD, 0, TABS_PAD, 1)
        tabs.addWidget(self.tabs)
        self._stack.addWidget(self.list)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.bars)
        column.addWidget(self._stack, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(theme.tokens.size.list_pane_min)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.write_asked)
        self.search_button.clicked.connect(self.search_asked)
        self.tabs.chosen.connect(self._view_chosen)
        self.tabs.new_asked.connect(lambda: self._edit_view(None))
        self.tabs.edit_asked.connect(self._edit_view)
        self.tabs.remove_asked.connect(self._remove_view)
        self.choosing.chosen.connect(self.chosen)
        self.acts.show_asked.connect(self.opened)
        self.choosing.several.connect(self._show_several)
        self.list.escaped.connect(self.choosing.end_many)
        self.list.opened.connect(self._open_current)
        self.list.menu_asked.connect(self._open_menu)
        self.list.rested.connect(self.refresh)
        self._tick.timeout.connect(self._let_time_pass)
        self._kit.bridge.changed.connect(self._changed)

    # -- what it shows

    @property
    def counts(self) -> InboxCounts:
        """As last read, which is after every change of the order."""
        return self._counts

    @property
    def view(self) -> ViewKey:
        """Which view is shown."""
        return self._view

    @property
    def current(self) -> ConversationId | None:
        """Which conversation is selected, also when the view does not hold it any more."""
        return self.choosing.current

    def views(self) -> list[tuple[str, str]]:
        """All views and what they are called."""
        return self.tabs.named()

    @property
    def is_loading(self) -> bool:
        """Whether older conversations are on their way."""
        return self.loading is not None and not self.loading.isHidden()

    @property
    def is_coming(self) -> bool:
        """Whether conversations may come without anybody writing: the hub has not told yet what there is."""
        state = self._kit.desk.connection()
        return self.is_loading or not (state.is_hub_reachable or state.is_practice or state.stopped_code)

    def show_view(self, view: str) -> None:
        """Show a view by its name; unknown ones are left alone."""
        if view in self.tabs.keys and view != self._view:
            self._view_chosen(view)

    def step_view(self, step: int) -> None:
        """The next view of those in the bar (1) or the one before (-1)."""
        self.tabs.step(step)

    def step_row(self, step: int) -> None:
        """Select the next conversation (1) or the one before (-1)."""
        index = self.list.next_index(step)
        if index is not None:
            self.list.setCurrentIndex(index)

    def select(self, conversation_id: ConversationId | None) -> None:
        """Mark a conversation without telling that it was chosen."""
        self.choosing.select(conversation_id)

    def refresh(self) -> None:
        """Read the order again, keeping selection and place in the list."""
        desk = self._kit.desk
        self._counts = desk.counts()
        ids = desk.inbox(self._view, limit=self._limit)
        beyond = self._counts.beyond_standard if self._view == "waiting" else 0
        with self.choosing.settling():
            self.list.setUniformItemSizes(self._view != "waiting")
            self.model.show(_with_sections(ids, beyond, self._view), has_more=len(ids) >= self._limit)
        self._show_counts()
        self._show_empty()

    def close_down(self) -> None:
        """The window goes: no timer may outlive it."""
        self._tick.stop()
        self.list.close_down()

    def _show_counts(self) -> None:
        self.tabs.show_lists(self._counts, self._saved, self._view, is_team=self._is_team)
        if self.tabs.chosen_id != self._view:
            self.tabs.choose(self._view)
        self.counted.emit()

    def _show_loading(self) -> None:
        progress = self._kit.desk.connection().catching_up
        if self.loading is None and progress is not None:
            from ui.inbox.loading_strip import LoadingStrip

            self.loading = LoadingStrip(self._kit.theme)
            self._column.addWidget(self.loading)
        if self.loading is not None:
            self.loading.show_progress(progress, self._kit.formats)
        if self._stack.count() > 1 and self._says_coming != self.is_coming:
            self._show_empty()

    def _show_empty(self) -> None:
        """A list, or a kind word in its place."""
        old = self._stack.widget(1)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        if self.model.rowCount() == 0:
            from ui.inbox.empty import empty_of

            self._says_coming = self.is_coming
            has_any = self._counts.all > 0
            state = empty_of(self._kit.theme, self._view, has_any=has_any, is_coming=self._says_coming)
            state.acted.connect(lambda: self.show_view("all"))
            self._stack.addWidget(state)
            self._stack.setCurrentIndex(1)

    # -- for model and delegate

    def _face(self, row: InboxRow) -> RowFace:
        kit = self._kit
        limits = kit.theme.tokens.thresholds
        there = kit.desk.presence(row.conversation_id) if self._is_team else ()
        now, is_team = kit.clock.now(), self._is_team
        wait = kit.desk.wait_of(row)
        return row_face(row, now, wait, kit.formats, limits, is_team=is_team, there=there)

    def _section(self, key: str) -> tuple[str, int]:
        beyond = self._counts.beyond_standard
        if key == BEYOND:
            return beyond_words(self._kit.standard_min), beyond
        return _("Within the standard"), self._counts.waiting - beyond

    def _say(self, key: str) -> str:
        if is_section(key):
            words, count = self._section(key)
            return f"{words}, {count}"
        row = self.model.row_of(key)
        return spoken_row(self._face(row)) if row is not None else ""

    def _tip(self, key: str) -> str:
        row = self.model.row_of(key)
        return tip_of(self._face(row)) if row is not None else ""

    def _more(self, last: ConversationId) -> Sequence[str]:
        page = self._kit.desk.inbox(self._view, limit=PAGE, after=last)
        self._limit += len(page)
        late = self._counts.beyond_standard - len(self.model.conversations())
        is_edge_here = self._view == "waiting" and 0 <= late < len(page)
        return [*page[:late], WITHIN, *page[late:]] if is_edge_here else page

    # -- changes

    def _changed(self, changes: Changes) -> None:
        if changes.is_everything or changes.is_team:
            self._read_team()
        if changes.is_everything or changes.is_team or changes.is_hours or changes.settings & RESTORES:
            self.model.forget()
            self._show_loading()
            self.refresh()
            return
        if changes.is_connection:
            self._show_loading()
        self.model.forget(list(changes.conversations | changes.presence))
        if changes.reordered:
            self._reorder()

    def _let_time_pass(self) -> None:
        self.list.viewport().update()
        self._reorder()

    def _reorder(self) -> None:
        if self.list.is_busy:
            self._counts = self._kit.desk.counts()
            self._show_counts()
            self.list.rest_soon()
        else:
            self.refresh()

    def _view_chosen(self, view: str) -> None:
        if view in self.tabs.keys and view != self._view:
            self._view = view
            self._limit = FIRST_PAGE
            self.choosing.end_many()
            self.refresh()
            self.list.scrollToTop()
            self.view_changed.emit(view)

    def _read_team(self) -> None:
        """Who is there to share with, and which lists there are; a list that is gone is left."""
        desk = self._kit.desk
        self._is_team = self.acts.is_team = sum(member.is_active for member in desk.members()) > 1
        self._saved = desk.saved_views()
        self.tabs.show_lists(self._counts, self._saved, self._view, is_team=self._is_team)
        if self._view not in self.tabs.keys:
            self._view = "waiting"
            self.view_changed.emit(self._view)

    # -- several rows

    def _show_several(self, count: int) -> None:
        if self._many is None and not count:
            return
        if self._many is None:
            from ui.inbox.many_bar import ManyBar

            self._many = many = ManyBar(self._kit.theme)
            self.bars.addWidget(many)
            many.asked.connect(lambda act: self.acts.do(act, self.choosing.ids))
            many.more_asked.connect(lambda: self._open_many_menu(many.more))
            many.ended.connect(self._end_several)
        self._many.show_count(count, is_team=self._is_team)
        self.bars.setCurrentIndex(1 if count else 0)

    def _end_several(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.choosing.end_many()

    def _open_many_menu(self, button: QWidget) -> None:
        at = button.mapToGlobal(QPoint(0, button.height() + 4))
        self.acts.open_menu(self.choosing.ids, at, None)

    def _place_of_choice(self, ids: Sequence[ConversationId]) -> tuple[QWidget, QRect | None]:
        """Where a picker opens: at the row, at the bar of several, or at the window's top where the list is hidden."""
        if not self.isVisible():
            top = self.window()
            return top, QRect(top.width() // 2 - HIDDEN_PX // 2, HEADER_PAD, HIDDEN_PX, self.bars.height())
        index = self.model.index_of(ids[0]) if len(ids) == 1 else None
        rect = self.list.visualRect(index) if index is not None and index.isValid() else QRect()
        view = self.list.viewport()
        if not rect.isValid() or not view.rect().intersects(rect):
            return self.bars, None
        return view, rect.adjusted(HEADER_PAD, 0, 0, 0)

    # -- one row

    def _open_current(self) -> None:
        """What is open, or else what the frame stands on: the first row has it before anything was chosen."""
        selection, framed = self.list.selectionModel(), self.list.currentIndex()
        if framed.isValid() and not selection.selectedIndexes():
            selection.select(framed, selection.SelectionFlag.ClearAndSelect)
        if self.current is not None and not self.choosing.is_many:
            self.opened.emit(self.current)

    def _open_menu(self, key: str, at: QPoint) -> None:
        if self.choosing.is_many and key in self.choosing.ids:
            self.acts.open_menu(self.choosing.ids, at, None)
        else:
            self.acts.open_menu([ConversationId(key)], at, lambda: self._answer(key))

    def _answer(self, key: str) -> None:
        index = self.model.index_of(key)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.opened.emit(key)

    # -- saved lists

    def _edit_view(self, view_id: str | None) -> None:
        from ui.inbox.view_sheet import open_view_sheet

        shown = next((view for view in self._saved if view.view_id == view_id), None)
        open_view_sheet(self._kit, shown, self.window()).saved.connect(self.show_view)

    def _remove_view(self, view_id: str) -> None:
        from ui.inbox.view_sheet import remove_view

        shown = next((view for view in self._saved if view.view_id == view_id), None)
        if shown is not None:
            remove_view(self._kit, shown, self.acts.undoing.show)


def _with_sections(ids: Sequence[ConversationId], beyond: int, view: ViewKey) -> list[str]:
    """The waiting view is in two parts; a part without rows has no head."""
    if view != "waiting" or not ids:
        return list(ids)
    late, early = ids[:beyond], ids[beyond:]
    return [*([BEYOND] if late else []), *late, *([WITHIN] if early else []), *early]
