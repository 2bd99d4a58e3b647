"""Everybody in one table, for the front desk: found while one types, narrowed by segments and filters, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.contact_table import ContactNo
from app.domain.ids import ContactId
from app.domain.rows import Changes
from app.domain.segments import Condition
from app.words import gettext as _
from app.words.segments import Names, condition_words
from ui.contacts.arranging import KEPT_SORT, Arranging
from ui.contacts.bulk_bar import BulkBar
from ui.contacts.card_side import Awaited, CardSide
from ui.contacts.chosen import Chosen
from ui.contacts.columns import BUILT_IN, TICKS, OwnField, Writing
from ui.contacts.filter_line import FilterLine
from ui.contacts.looking import Looking
from ui.contacts.model import ContactModel
from ui.contacts.page import Tool
from ui.contacts.people_acts import PeopleActs
from ui.contacts.people_head import PeopleHead
from ui.contacts.segment_acts import SegmentActs
from ui.contacts.segment_list import EVERYBODY, TAG, SegmentList
from ui.contacts.table import ContactTable
from ui.kit import Kit
from ui.teamwork.undoing import Undoing
from ui.widgets.button import IconButton
from ui.widgets.labels import Label
from ui.widgets.small_parts import EmptyState, SkeletonRows
from ui.widgets.surfaces import Surface
from ui.widgets.toast import ToastStack

SEGMENTS_PX: Final = 224
SEGMENTS_FROM: Final = 900  # below, the segments are behind a button
TICK_MS: Final = 30_000  # how long ago is written in minutes
TABLE, NOBODY, NOTHING = 1, 2, 3  # before them, what waits for the first lines


class PeoplePage(Surface):
    """`open_asked(conversation_id)`, `write_asked(number, name)` to somebody without one, `tool_asked(tool id)`,
    `message_asked(conversation_id, message_id)` where it stands.
    """

    open_asked = Signal(str)
    write_asked = Signal(str, str)
    message_asked = Signal(str, str)
    tool_asked = Signal(str)

    def __init__(self, kit: Kit, tools: Sequence[Tool], parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, "surface", parent=parent)
        self._kit, self._tools = kit, tools
        self._total = 0
        self._is_table_awaited = False  # the keyboard came before anybody stood in the table
        self.head = PeopleHead(kit, tools)
        self.looking = Looking(kit, self)
        self.chosen = Chosen(self)
        self.model = ContactModel(
            kit.desk.contact_rows, self._writing, [TICKS, *BUILT_IN], self.chosen.__contains__, self
        )
        self.table = ContactTable(kit, self.model, self.chosen)
        self.arranging = Arranging(kit, self.table, self.own_fields)
        self.undoing = Undoing(ToastStack(kit.theme, self, foot=lambda: self.bulk))
        self.segments = SegmentList(kit.theme)
        self.segment_acts = SegmentActs(kit, self.looking, self.own_fields, self, self.undoing.show)
        self.acts = PeopleActs(kit, self)
        self.filters = FilterLine(kit.theme)
        self.bulk = BulkBar(kit.theme, tools)
        self._awaited = Awaited(kit, self.table)
        self._side = Surface(kit.theme, "surface_sunken", edges=("trailing",))
        self._waiting = SkeletonRows(kit.theme)
        self._stack = QStackedWidget()
        self._tick = QTimer(self, interval=TICK_MS)
        self._read_sort()
        self._lay_out()
        self._connect()
        self._show_segments()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        nobody = EmptyState(
            theme, "contact", _("No contacts yet"), _("Whoever writes to you stands here from then on."),
            action=_("New contact"),
        )  # fmt: skip
        nobody.acted.connect(self.acts.add)
        nothing = EmptyState(theme, "search", _("Nobody is found"), action=_("Show everybody"))
        nothing.acted.connect(self.show_everybody)
        for shown in (self._waiting, self.table, nobody, nothing):
            self._stack.addWidget(shown)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.filters)
        body.addWidget(self._stack, 1)
        body.addWidget(self.bulk)
        self.bulk.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._laid_out_side())
        row.addLayout(body, 1)
        self.card = CardSide(self._kit, self.table, row, self.undoing.show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)

    def _laid_out_side(self) -> Surface:
        theme = self._kit.theme
        self.new_segment = IconButton(theme, "plus", _("New segment"), height="small")
        self._side.setFixedWidth(theme.px(SEGMENTS_PX))
        line = QHBoxLayout()
        line.setContentsMargins(20, 0, 10, 0)
        line.addWidget(Label(theme, _("Segments"), role="small", weight="semibold", ink="text_muted"), 1)
        line.addWidget(self.new_segment)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 10, 1, 8)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.segments, 1)
        return self._side

    def _connect(self) -> None:
        self.head.looked_for.connect(self.looking.find)
        self.head.entered.connect(lambda: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.head.add_asked.connect(lambda: self.acts.add())
        self.head.used.connect(self.use)
        self.new_segment.clicked.connect(lambda: self.segment_acts.make())
        self.segments.chosen.connect(self._choose)
        self.segments.menu_asked.connect(self.segment_acts.open_menu)
        self.segments.edit_asked.connect(self.segment_acts.edit)
        self.segments.remove_asked.connect(self.segment_acts.remove)
        self.filters.add_asked.connect(lambda: self.segment_acts.filter(None, self._add_filter))
        self.filters.change_asked.connect(self._change_filter)
        self.filters.removed.connect(self._remove_filter)
        self.filters.keep_asked.connect(lambda: self.segment_acts.make(self.kept_conditions()))
        self.filters.segments_asked.connect(lambda: self.segment_acts.open_list(self.filters.segments))
        self.table.heads.sort_asked.connect(lambda column: self.sort_by(column))
        self.table.heads.all_asked.connect(self._tick_all)
        self.table.heads.menu_asked.connect(
            lambda column, at: self.arranging.open_menu(column, at, self.sort_by)
        )
        self.table.found.connect(self._go_to_name)
        self.table.escaped.connect(self._escape)
        self.chosen.changed.connect(self._show_chosen)
        self.bulk.all_asked.connect(lambda: self.chosen.take(self.model.order))
        self.bulk.ended.connect(self._end_choice)
        self.bulk.asked.connect(self.acts.do_many)
        self.looking.asked.connect(self._show_filters)
        self.looking.ordered.connect(self._show_order)
        self.looking.counted.connect(self._show_segments)
        self._tick.timeout.connect(self.table.viewport().update)
        self._kit.bridge.changed.connect(self._changed)
        self.card.opened.connect(self.open_asked)
        self.card.message_asked.connect(self.message_asked)
        self.card.toggled.connect(lambda: self._arrange(self.width()))
        self.filters.card.clicked.connect(self.toggle_card)
        self.acts.connect_table()

    # -- for the screen

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.table if self.model.rowCount() else self.head.search

    def focus_first(self) -> None:
        """By key: into the table."""
        self._is_table_awaited = not self.model.rowCount()
        self.first_control.setFocus(Qt.FocusReason.OtherFocusReason)

    def own_fields(self) -> list[OwnField]:
        """Fields of the owner's making, as they stand."""
        return [
            OwnField(one.field_id, one.title, one.type, one.choices)
            for one in self._kit.desk.contact_fields()
        ]

    def close_down(self) -> None:
        """No timer may outlive the screen."""
        self._tick.stop()
        self.head.close_down()
        self.arranging.close_down()
        self.looking.close_down()

    def use(self, tool: Tool) -> None:
        """A page opens, or it is done at once."""
        if tool.page is not None:
            self.tool_asked.emit(tool.id)
        elif tool.act is not None:
            tool.act(self._kit, self.window(), ())

    @property
    def selection_tools(self) -> list[Tool]:
        """What is done with those who are chosen, beside tags and owners."""
        return [tool for tool in self._tools if tool.place == "selection"]

    def show_person(self, contact_id: str) -> None:
        """Among everybody, the table stands on them, as soon as it holds them."""
        if self.looking.is_narrowed:
            self.show_everybody()
        self._awaited.expect(ContactId(contact_id))

    def show_card(self, no: ContactNo, *, is_entered: bool) -> None:
        """Who somebody is, beside the table."""
        self.table.go_to(no)
        if is_entered:
            self.card.enter(no)

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: as it is now."""
        super().showEvent(event)
        if not self.looking.is_read:
            self._waiting.start()
        self.looking.come_into_view()
        self._tick.start()

    def hideEvent(self, event: object) -> None:
        """Nobody looks."""
        super().hideEvent(event)  # type: ignore[arg-type]
        self.looking.go_out_of_view()
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Segments beside the table where there is room for both."""
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def toggle_card(self) -> None:
        """The card of whoever the table stands on."""
        no = self.table.current_no or self.model.no_at(0)
        if no is not None and not self.card.is_shown:
            self.show_card(no, is_entered=False)
            self.card.follow(no)
        self.card.set_asked(is_asked=not self.card.is_shown)

    def _arrange(self, width: int) -> None:
        self.filters.card.setChecked(self.card.is_shown)
        least = SEGMENTS_FROM + (SEGMENTS_PX if self.card.is_shown else 0)
        has_room = width >= self._kit.theme.px(least)
        self._side.setVisible(has_room)
        self.filters.segments.setVisible(not has_room)

    # -- what is looked for

    def sort_by(self, column: str, is_descending: bool | None = None) -> None:
        """By another head, or the other way round."""
        self.looking.sort_by(column, is_descending=is_descending)
        looking = self.looking
        self.table.heads.show_sort(looking.sort, is_descending=looking.is_descending)
        self._kit.desk.remember_place(**{KEPT_SORT: f"{looking.sort}:{int(looking.is_descending)}"})

    def show_everybody(self) -> None:
        """No words, no filters, no segment."""
        self.head.clear()
        self.looking.words = ""
        self._choose(EVERYBODY)

    def kept_conditions(self) -> tuple[Condition, ...]:
        """What a new segment begins with: the tag that is shown, and the filters."""
        found = self.looking.chosen_id
        tag = (Condition("tag", "is", (found.removeprefix(TAG),)),) if found.startswith(TAG) else ()
        segment = self.looking.segment
        known = segment.rule.conditions if segment is not None and segment.rule.match == "all" else ()
        return (*known, *tag, *self.looking.filters)

    def _read_sort(self) -> None:
        column, _colon, is_descending = self._kit.desk.last_place().get(KEPT_SORT, "").partition(":")
        if column in {one.id for one in self.model.columns}:
            self.looking.sort, self.looking.is_descending = column, is_descending == "1"
            self.table.heads.show_sort(column, is_descending=self.looking.is_descending)

    def _choose(self, chosen_id: str) -> None:
        self.table.verticalScrollBar().setValue(0)
        self.looking.choose(chosen_id)
        self._show_segments()

    def _add_filter(self, condition: Condition) -> None:
        self.looking.filter_by((*self.looking.filters, condition))

    def _change_filter(self, place: int) -> None:
        def put(condition: Condition) -> None:
            kept = list(self.looking.filters)
            kept[place] = condition
            self.looking.filter_by(kept)

        self.segment_acts.filter(place, put)

    def _remove_filter(self, place: int) -> None:
        kept = list(self.looking.filters)
        del kept[place]
        self.looking.filter_by(kept)

    def _go_to_name(self, text: str) -> None:
        there = set(self._kit.desk.contacts_beginning(text))
        self.table.go_to(next((no for no in self.model.order if no in there), None))

    # -- what is shown

    def _show_order(self, order: Sequence[ContactNo], is_same: bool) -> None:
        """`is_same`: the same was asked for again, so whoever reads in the table keeps their place."""
        self._waiting.stop()
        table, kept = self.table, self.table.current_no
        row = max(0, table.rowAt(0))
        top, offset = self.model.no_at(row), table.rowViewportPosition(row)
        was_at_top = table.verticalScrollBar().value() == 0
        if self.model.show(order) and kept is not None:
            table.stand_again(kept)
        if not is_same:
            table.verticalScrollBar().setValue(0)
        elif not was_at_top and top is not None:
            table.bring_back(top, offset)
        if not self.looking.is_narrowed:
            self._total = len(order)
        self._show_count(len(order))
        self._show_chosen()
        empty = NOTHING if self.looking.is_narrowed else NOBODY
        self._stack.setCurrentIndex(TABLE if len(order) else empty)
        self._awaited.look()
        self._take_focus()

    def _take_focus(self) -> None:
        """The keyboard came before anybody stood in the table."""
        is_free = self.head.search.hasFocus() and not self.head.search.text()
        if self._is_table_awaited and is_free and self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_table_awaited = False

    def _show_count(self, shown: int) -> None:
        self.head.show_count(shown, max(self._total, self.looking.facets.total, shown))

    def _show_segments(self) -> None:
        self.segments.show_entries(self.segment_acts.entries(), self.looking.chosen_id)
        self._show_filters()
        if self.looking.is_read:
            self._show_count(self.model.rowCount())

    def _show_filters(self) -> None:
        filters = self.looking.filters
        names = self.segment_acts.choices.names if filters else Names()
        words = [condition_words(one, names) for one in filters]
        chips = [one[:1].upper() + one[1:] for one in words]
        can_keep = bool(self.looking.filters) or self.looking.chosen_id.startswith(TAG)
        self.filters.show_filters(chips, self.segment_acts.says(self.looking.segment), can_keep=can_keep)

    def _show_chosen(self) -> None:
        count = len(self.chosen)
        if count:
            hidden = self.chosen.hidden_count(self.model.order)
            self.bulk.show_count(count, hidden, self.model.rowCount(), self._kit.formats)
        self.bulk.setVisible(bool(count))

    def _writing(self) -> Writing:
        return Writing(self._kit.formats, self._kit.clock.now())

    def _changed(self, changes: Changes) -> None:
        if changes.is_everything or changes.is_team:
            self.arranging.read_fields()
            self.model.forget()
        elif changes.contacts:
            self.model.forget(self._kit.desk.contact_nos(list(changes.contacts)))
        elif changes.conversations:
            self.model.forget()

    # -- choosing

    def _tick_all(self) -> None:
        if self.table.heads.ticked:
            self.chosen.drop(self.model.order)
        else:
            self.chosen.take(self.model.order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, from whatever part of the page, leads to the table and never away from the contacts."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        if self.head.search.hasFocus():
            self.head.search.clear()
        else:
            self._escape()
        self.first_control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _escape(self) -> None:
        """First the choice goes, then what is looked for."""
        if len(self.chosen):
            self.chosen.clear()
        elif self.head.search.text():
            self.head.search.clear()

    def _end_choice(self) -> None:
        self.chosen.clear()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
