"""What the forms of the agenda share: groups in a column, a foot with Save and Remove, keys, and where errors stand."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.settings.list_and_sheet import go_to
from ui.settings.templates.parts import Group
from ui.widgets.button import Button
from ui.widgets.surfaces import Surface

MOST_WIDE: Final = 560
SIDE: Final = 24


class AgendaForm(QWidget):
    """`saved(id)`, `remove_asked(id)`, `changed`: something is written."""

    saved = Signal(str)
    remove_asked = Signal(str)
    changed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._is_busy = self._is_filling = False
        self._begun: Any = None
        self.groups: dict[str, Group] = {}
        self.save = Button(theme, _("Save"), kind="primary")
        self.remove = Button(theme, _("Remove…"), kind="quiet", icon="trash-2")
        self.foot = Surface(theme, "surface", edges=("top",))  # below what is scrolled: always in sight
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(SIDE, 8, SIDE, 8)
        foot.setSpacing(8)
        foot.addWidget(self.save)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        self.save.clicked.connect(self.try_save)
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self.own_id))

    # -- what a form says

    @property
    @abstractmethod
    def thing(self) -> Any:
        """What is written now."""

    @property
    @abstractmethod
    def own_id(self) -> str:
        """Of which one; "" for a new one."""

    @property
    @abstractmethod
    def places(self) -> Mapping[str, str]:
        """The group in which a refusal's code is said; others are said in the first one."""

    @abstractmethod
    def check(self) -> Mapping[str, str]:
        """Sentences on what cannot be read at all, by group."""

    @abstractmethod
    def keep(self, thing: Any) -> Awaitable[str]:
        """Ask for it; gives its id."""

    # -- shared

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost by leaving."""
        return bool(self.check()) or self.thing != self._begun

    def column_of(self, *parts: tuple[str, str, str, list[QWidget]]) -> QWidget:
        """Groups below each other: key, title, help, what is in it."""
        inside = QWidget()
        inside.setMaximumWidth(self._kit.theme.px(MOST_WIDE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        for key, title, words, widgets in parts:
            group = self.groups[key] = Group(self._kit.theme, title, words)
            for widget in widgets:
                group.body.addWidget(widget)
            column.addWidget(group)
        column.addStretch(1)
        return inside

    def begun(self, *, is_new: bool) -> None:
        """All of it was filled in."""
        self.remember()
        self.remove.setVisible(not is_new)
        for group in self.groups.values():
            group.set_errors([])
        self.settle()

    def remember(self) -> None:
        """What is written is what is kept."""
        self._begun = self.thing

    def settle(self) -> None:
        """What follows from what is written."""
        self.save.setEnabled(self.is_changed)
        self.changed.emit()

    def try_save(self) -> None:
        """Keep it, or say what is missing where it is missing."""
        if self._is_busy or not self.save.isEnabled():
            return
        for group in self.groups.values():
            group.set_errors([])
        unread = self.check()
        for key, sentence in unread.items():
            self._say_at(key, sentence)
        if not unread:
            self._kit.tasks.spawn(self._save(self.thing), "save in the agenda")

    async def _save(self, thing: Any) -> None:
        self._is_busy = True
        try:
            thing_id = await self.keep(thing)
        except ComptoirError as error:
            if isValid(self):
                first = next(iter(self.groups))
                self._say_at(self.places.get(error.code, first), sentences.refusal(error.code, error.facts))
        else:
            if isValid(self):
                self.remember()
                self.saved.emit(thing_id)
        finally:
            self._is_busy = False

    def _say_at(self, key: str, sentence: str) -> None:
        group = self.groups[key]
        group.set_errors([sentence])
        parts = (part for part in group.findChildren(QWidget) if part.isVisible() and part.isEnabled())
        first = next((part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if first is not None:
            go_to(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere in the form."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.try_save()
        else:
            super().keyPressEvent(event)
