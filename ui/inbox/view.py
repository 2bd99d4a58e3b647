"""The inbox pane, for the front desk: which conversations there are, who waits, and since when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.ids import ConversationId
from app.domain.rows import INBOX_VIEWS, Changes, InboxCounts, InboxRow, InboxView
from app.words import gettext as _
from ui.inbox.list_delegate import InboxDelegate
from ui.inbox.list_model import BEYOND, FIRST_PAGE, PAGE, WITHIN, InboxListModel, Part, is_section
from ui.inbox.list_view import InboxList
from ui.inbox.row_face import RowFace, row_face, spoken_row
from ui.keys import KEYS
from ui.kit import Kit
from ui.theme.icons import IconName
from ui.widgets.button import IconButton
from ui.widgets.choice import Option, TabStrip
from ui.widgets.labels import Label
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from ui.inbox.loading_strip import LoadingStrip

TICK_MS: Final = 30_000  # waiting times are written in minutes
HEADER_PAD: Final = 16
TABS_PAD: Final = 12


class InboxPane(Surface):
    """`chosen(conversation_id)` when another row is selected, `opened` at Enter or double-click (then one writes).

    `write_asked`: begin a conversation with somebody.
    """

    chosen = Signal(str)
    opened = Signal(str)
    done_asked = Signal(str)
    view_changed = Signal(str)
    write_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", parent=parent)
        self._kit = kit
        self._view: InboxView = "waiting"
        self._current: ConversationId | None = None
        self._counts = InboxCounts(0, 0, 0, 0)
        self._says_coming = False  # what stands in the place of an empty list
        self._is_settling = False  # the list changes by itself: what is selected then was not chosen
        self._limit = FIRST_PAGE
        self.model = InboxListModel(kit.desk.inbox_row, self._more, self._say, self)
        self.list = InboxList(kit, self.model, InboxDelegate(kit.theme, self._face, self._section))
        tip = f"{_('New conversation')} ({KEYS['new_conversation'].sequence})"
        self.new_button = IconButton(kit.theme, "pencil", _("New conversation"), tip=tip)
        self.tabs = TabStrip(kit.theme, _("Views"))
        self.loading: LoadingStrip | None = None  # made when there is anything to load
        self._stack = QStackedWidget()
        self._tick = QTimer(self, interval=TICK_MS)
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
        row.addWidget(self.new_button)
        bar = Surface(theme, "surface", edges=("bottom",))
        bar.setFixedHeight(theme.px(theme.tokens.size.view_bar))
        tabs = QHBoxLayout(bar)
        tabs.setContentsMargins(TABS_PAD, 0, TABS_PAD, 1)
        tabs.addWidget(self.tabs)
        self._stack.addWidget(self.list)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(theme.tokens.size.list_pane_min)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.write_asked)
        self.tabs.chosen.connect(self._view_chosen)
        self.list.selectionModel().selectionChanged.connect(self._selected)
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
    def view(self) -> InboxView:
        """Which view is shown."""
        return self._view

    @property
    def current(self) -> ConversationId | None:
        """Which conversation is selected, also when the view does not hold it any more."""
        return self._current

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
        if view in INBOX_VIEWS:
            self.tabs.choose(view)

    def step_view(self, step: int) -> None:
        """The next view (1) or the one before (-1)."""
        place = INBOX_VIEWS.index(self._view) + step
        self.tabs.choose(INBOX_VIEWS[place % len(INBOX_VIEWS)])

    def step_row(self, step: int) -> None:
        """Select the next conversation (1) or the one before (-1)."""
        index = self.list.next_index(step)
        if index is not None:
            self.list.setCurrentIndex(index)

    def select(self, conversation_id: ConversationId | None) -> None:
        """Mark a conversation without telling that it was chosen."""
        self._current = conversation_id
        self._reselect()

    def refresh(self) -> None:
        """Read the order again, keeping selection and place in the list."""
        desk = self._kit.desk
        self._counts = desk.counts()
        ids = desk.inbox(self._view, limit=self._limit)
        beyond = self._counts.beyond_standard if self._view == "waiting" else 0
        self._is_settling = True
        self.list.setUniformItemSizes(self._view != "waiting")
        self.model.show(_with_sections(ids, beyond, self._view), has_more=len(ids) >= self._limit)
        self._is_settling = False
        self._reselect()
        self._show_counts()
        self._show_empty()

    def close_down(self) -> None:
        """The window goes: no timer may outlive it."""
        self._tick.stop()
        self.list.close_down()

    def _show_counts(self) -> None:
        counts = self._counts
        self.tabs.set_options(
            (
                Option("waiting", _("To answer"), counts.waiting),
                Option("all", _("All"), counts.all),
                Option("closed", _("Closed"), counts.closed),
            )
        )
        if not self.tabs.chosen_id:
            self.tabs.choose(self._view)

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
        there = kit.desk.presence(row.conversation_id)
        return row_face(row, kit.clock.now(), kit.standard_min, kit.formats, limits, there)

    def _section(self, key: str) -> tuple[str, int]:
        beyond = self._counts.beyond_standard
        if key == BEYOND:
            return _("Beyond the standard of {minutes} min").format(minutes=self._kit.standard_min), beyond
        return _("Within the standard"), self._counts.waiting - beyond

    def _say(self, key: str) -> str:
        if is_section(key):
            words, count = self._section(key)
            return f"{words}, {count}"
        row = self.model.row_of(key)
        return spoken_row(self._face(row)) if row is not None else ""

    def _more(self, last: ConversationId) -> Sequence[str]:
        page = self._kit.desk.inbox(self._view, limit=PAGE, after=last)
        self._limit += len(page)
        late = self._counts.beyond_standard - len(self.model.conversations())
        is_edge_here = self._view == "waiting" and 0 <= late < len(page)
        return [*page[:late], WITHIN, *page[late:]] if is_edge_here else page

    # -- changes

    def _changed(self, changes: Changes) -> None:
        if changes.is_everything or "response_standard_min" in changes.settings:
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
        if view in INBOX_VIEWS and view != self._view:
            self._view = view
            self._limit = FIRST_PAGE
            self.refresh()
            self.list.scrollToTop()
            self.view_changed.emit(view)

    # -- selection

    def _selected(self, selected: QItemSelection, _deselected: QItemSelection) -> None:
        indexes = selected.indexes()
        if self._is_settling or not indexes:
            return
        conversation_id = ConversationId(indexes[0].data(Part.KEY))
        if conversation_id != self._current:
            self._current = conversation_id
            self.chosen.emit(conversation_id)

    def _reselect(self) -> None:
        """The selection follows its conversation; where that left the view, nothing is selected."""
        index = self.model.index_of(self._current) if self._current else None
        is_there = index is not None and index.isValid()
        if index is not None and is_there and self.list.selectionModel().isSelected(index):
            return
        self._is_settling = True
        if index is not None and is_there:
            self.list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        else:
            self.list.selectionModel().clearSelection()
        self._is_settling = False

    def _open_current(self) -> None:
        if self._current is not None:
            self.opened.emit(self._current)

    def _open_menu(self, key: str, at: QPoint) -> None:
        row = self.model.row_of(key)
        if row is None:
            return
        from ui.widgets.menu import Menu

        menu = Menu(self._kit.theme, _("Conversation"), self)
        words = _("Reopen") if row.is_closed else _("Mark as done")
        icon: IconName = "reply" if row.is_closed else "check"
        menu.add(_("Answer"), lambda: self._answer(key), icon="pencil", key="⏎")
        menu.add(words, lambda: self.done_asked.emit(key), icon=icon, key=KEYS["done"].sequence)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _answer(self, key: str) -> None:
        index = self.model.index_of(key)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.opened.emit(key)


def _with_sections(ids: Sequence[ConversationId], beyond: int, view: InboxView) -> list[str]:
    """The waiting view is in two parts; a part without rows has no head."""
    if view != "waiting" or not ids:
        return list(ids)
    late, early = ids[:beyond], ids[beyond:]
    return [*([BEYOND] if late else []), *late, *([WITHIN] if early else []), *early]
