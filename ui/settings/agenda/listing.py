"""A list of what can be booked with one of it in full beside it; people and rooms, and services, are shown alike."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.desk import Refusal
from app.domain.agenda import AGENDA_ASKS
from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.plain import isolated, shown_line
from ui.settings.list_and_sheet import ListAndSheet, scrolled
from ui.widgets.button import Button, IconButton
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import Label
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Line, Surface
from ui.widgets.toast import ToastStack
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

NEW = "new"


class Form(Protocol):
    """What the list needs of the form beside it. `begin(thing)` shows one, without an id a new one."""

    saved: Any
    remove_asked: Any
    changed: Any
    foot: Surface
    begin: Callable[[Any], None]
    focus_first: Callable[[], None]
    is_changed: bool


class Listing(QWidget):
    """`starters_asked`: ready ones are wanted. Subclasses say what it lists and how it is kept."""

    starters_asked = Signal()

    def __init__(self, kit: Kit, form: Any, name: str, title: str, new: str, nothing: EmptyState) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self.form, self.nothing = form, nothing
        self._chosen = ""
        self.new = Button(theme, new, kind="primary", icon="plus")
        self.ready = Button(theme, _("Ready ones…"), kind="quiet")
        self.up = IconButton(theme, "arrow-up", _("Move up"))
        self.down = IconButton(theme, "arrow-down", _("Move down"))
        self.list = TwoLineList(theme, name, title)
        self._scroll = scrolled(form)
        self.both = ListAndSheet(theme, nothing, self.sheet(), form.foot)
        self.toasts = ToastStack(theme, self)
        self.dialog: ConfirmDialog | None = None
        self.both.add_bar(Label(theme, title, weight="semibold"), self.ready, self.new)
        self.both.column.addWidget(self.list, 1)
        self.both.column.addWidget(Line(theme))
        order = Label(theme, _("Order in the agenda"), role="small", ink="text_muted")
        self.both.add_bar(order, self.up, self.down, above=8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.both)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.new.clicked.connect(self.make_new)
        self.ready.clicked.connect(lambda: self.leave_then(self.starters_asked.emit))
        self.nothing.acted.connect(self.starters_asked)
        self.up.clicked.connect(lambda: self.move_chosen(-1))
        self.down.clicked.connect(lambda: self.move_chosen(1))
        self.list.chosen.connect(self._choose)
        self.both.back.clicked.connect(lambda: self.leave_then(self._back_to_list))
        self.form.saved.connect(self._saved)
        self.form.remove_asked.connect(self._ask_removal)
        self._kit.bridge.changed.connect(self._changed)
        self._kit.bridge.refused.connect(self._hear)

    # -- what it lists

    def sheet(self) -> QWidget:
        """The form, where it is longer than the window with a scroll bar."""
        return self._scroll

    @property
    @abstractmethod
    def things(self) -> Sequence[Any]:
        """In their order."""

    @abstractmethod
    def key(self, thing: Any) -> str:
        """Its id."""

    @abstractmethod
    def row(self, thing: Any) -> TwoLineRow:
        """Its line."""

    @abstractmethod
    def empty(self, position: int) -> Any:
        """A new one, for the last place."""

    @abstractmethod
    def save(self, thing: Any) -> Awaitable[str]:
        """Keep one; gives its id."""

    @abstractmethod
    def remove(self, thing_id: str) -> Awaitable[None]:
        """Take one away."""

    @abstractmethod
    def removal_words(self) -> str:
        """What a removal comes to, before it is done."""

    # -- what is shown

    @property
    def _ids(self) -> list[str]:
        return [self.key(one) for one in self.things]

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost by leaving."""
        return bool(self._chosen) and self.form.is_changed

    def refresh(self) -> None:
        """Read again; a form in which somebody writes is left alone."""
        ids = self._ids
        if self._chosen not in (*ids, NEW):
            self._chosen = ids[0] if ids else ""
            self._begin()
            self.both.show_sheet(has_row=bool(self._chosen), is_asked=False)
        elif not self.form.is_changed and self._chosen != NEW:
            self._begin()
        rows = [self.row(one) for one in self.things]
        self.list.show_rows(rows, self._chosen or None)
        self.up.setEnabled(self._chosen in ids[1:])
        self.down.setEnabled(self._chosen in ids[:-1])
        self._settle_foot()

    def _begin(self) -> None:
        found = next((one for one in self.things if self.key(one) == self._chosen), None)
        if found is not None:
            self.form.begin(found)

    def _settle_foot(self) -> None:
        self.form.foot.setVisible(bool(self._chosen))

    def _changed(self, changes: Changes) -> None:
        if changes.is_agenda or changes.is_everything or changes.is_hours or changes.is_team:
            self.refresh()

    def _hear(self, refusal: Refusal) -> None:
        """The hub said no: for one, a colleague had changed it first."""
        if isinstance(refusal.command, AGENDA_ASKS) and self.isVisible():
            self.say(sentences.refusal(refusal.code, refusal.facts))

    # -- what the person does

    def make_new(self) -> None:
        """An empty form."""
        self.leave_then(self._begin_new)

    def _begin_new(self) -> None:
        self._chosen = NEW
        last = max((one.position for one in self.things), default=-1)
        self.form.begin(self.empty(last + 1))
        self.list.show_rows(self.list.rows.rows, None)
        self.up.setEnabled(False)
        self.down.setEnabled(False)
        self._show_form()
        self.form.focus_first()

    def _choose(self, thing_id: str) -> None:
        if thing_id != self._chosen:
            self.leave_then(lambda: self.open(thing_id))

    def open(self, thing_id: str) -> None:
        """Its form."""
        self._chosen = thing_id
        self._begin()
        self._show_form()
        self.refresh()

    def _show_form(self) -> None:
        self._settle_foot()
        self.both.show_sheet(has_row=True, is_asked=True)
        self._scroll.verticalScrollBar().setValue(0)

    def _back_to_list(self) -> None:
        if self._chosen == NEW:
            self._chosen = ""
        self._begin()
        self.refresh()
        self.both.show_sheet(has_row=bool(self._chosen), is_asked=False)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_then(self, go: Callable[[], object]) -> None:
        """What is not saved is asked about first."""
        if not self.is_changed:
            go()
            return
        self.list.show_rows(self.list.rows.rows, self._chosen if self._chosen != NEW else None)
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Leave without saving?"),
            _("It was not saved. What you wrote would be lost."),
            confirm=_("Leave it"),
            keep=_("Go on writing"),
            parent=self.window(),
        )
        self.dialog.confirmed.connect(go)
        self.dialog.open()

    def give_up(self) -> None:
        """What was written is not wanted."""
        if self._chosen == NEW:
            self._chosen = ""
        self._begin()
        self.refresh()

    def move_chosen(self, step: int) -> None:
        """One place up (-1) or down (1)."""
        things = list(self.things)
        place = next((n for n, one in enumerate(things) if self.key(one) == self._chosen), None)
        if place is None or not 0 <= place + step < len(things):
            return
        things[place], things[place + step] = things[place + step], things[place]
        moved = [replace(one, position=n) for n, one in enumerate(things) if one.position != n]
        self._kit.tasks.spawn(self._save_all(moved), "order in the agenda")

    async def _save_all(self, things: Sequence[Any]) -> None:
        try:
            for one in things:
                await self.save(one)
        except ComptoirError as error:
            self._complain(error)

    def _saved(self, thing_id: str) -> None:
        self._chosen = thing_id
        self.refresh()
        self.toasts.show(_("Saved"), is_passing=True)

    def _ask_removal(self, thing_id: str) -> None:
        found = next((one for one in self.things if self.key(one) == thing_id), None)
        if found is None:
            return
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Remove {name}?").format(name=isolated(shown_line(found.name))),
            self.removal_words(),
            confirm=_("Remove"),
            keep=_("Keep it"),
            parent=self.window(),
        )
        self.dialog.confirmed.connect(lambda: self._kit.tasks.spawn(self._gone(found), "remove from agenda"))
        self.dialog.open()

    async def _gone(self, thing: Any) -> None:
        try:
            await self.remove(self.key(thing))
        except ComptoirError as error:
            self._complain(error)
            return
        self._chosen = ""
        self.refresh()
        words = _("{name} was removed").format(name=isolated(shown_line(thing.name)))
        toast = self.toasts.show(words, action=_("Undo"))
        toast.acted.connect(lambda: self._kit.tasks.spawn(self._save_all([thing]), "put back into agenda"))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _complain(self, error: ComptoirError) -> None:
        self.say(sentences.refusal(error.code, error.facts))

    def say(self, sentence: str) -> None:
        """Something that did not happen, and why."""
        self.toasts.show(sentence, icon="circle-alert", ink="danger")
