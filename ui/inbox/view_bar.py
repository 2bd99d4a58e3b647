"""The bar of views over the list: what fits as tabs, the rest and the saved lists in the menu at its end.

Who works alone has no use for "Mine", "To pick up" and "Mentions": they come with the second member.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.rows import InboxCounts, InboxView, ViewKey
from app.domain.saved_views import SavedView
from app.words import gettext as _
from app.words import ngettext
from ui.plain import shown_name
from ui.theme.theme import Theme
from ui.widgets.choice import Option, TabStrip

if TYPE_CHECKING:
    from ui.widgets.menu import Menu

TEAM: Final[tuple[InboxView, ...]] = (
    "waiting", "mine", "unassigned", "mentions", "theirs", "snoozed", "all", "closed",
)  # fmt: skip
ALONE: Final[tuple[InboxView, ...]] = ("waiting", "all", "closed", "theirs", "snoozed")


class ViewBar(TabStrip):
    """`chosen(key)` as for tabs; `new_asked`, `edit_asked(view_id)`, `remove_asked(view_id)` are about saved lists."""

    new_asked = Signal()
    edit_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Views"), parent, add_more=self._fill)
        self._saved: tuple[SavedView, ...] = ()
        self._counts = InboxCounts(0, 0, 0, 0)
        self._is_team = True

    @property
    def keys(self) -> list[ViewKey]:
        """Every list that can be shown."""
        return [*(TEAM if self._is_team else ALONE), *(view.key for view in self._saved)]

    def named(self) -> list[tuple[str, str]]:
        """Every list that can be shown, and what it is called."""
        own = [(view, view_name(view)) for view in (TEAM if self._is_team else ALONE)]
        return [*own, *((view.key, shown_name(view.name)) for view in self._saved)]

    def show_lists(
        self, counts: InboxCounts, saved: Sequence[SavedView], shown: ViewKey, *, is_team: bool
    ) -> None:
        """Other counts or lists. `shown` is a tab too when it is a saved one."""
        self._counts, self._saved, self._is_team = counts, tuple(saved), is_team
        options = [
            Option(view, view_name(view), getattr(counts, view)) for view in (TEAM if is_team else ALONE)
        ]
        counted = dict(counts.saved)
        options += [
            Option(view.key, shown_name(view.name), counted.get(view.key))
            for view in self._saved
            if view.key == shown
        ]
        self.set_options(options)
        self.mark()

    def mark(self) -> None:
        """The menu's button tells of mentions that no tab tells of."""
        unseen = self._counts.mentions if self._is_team and "mentions" not in self.shown_ids else 0
        words = ngettext("{n} mention", "{n} mentions", unseen).format(n=unseen)
        name = _("Other views")
        self.set_more(f"{name}, {words}" if unseen else name, is_marked=unseen > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What fits changes, and with it what the menu holds."""
        super().resizeEvent(event)
        self.mark()

    def step(self, step: int) -> None:
        """The next tab in view (1), or the one before (-1)."""
        shown = self.shown_ids
        if self.chosen_id in shown:
            self.choose(shown[(shown.index(self.chosen_id) + step) % len(shown)])

    def _fill(self, menu: Menu) -> None:
        """The saved lists, and what can be done with them."""
        counted = dict(self._counts.saved)
        others = [view for view in self._saved if view.key != self.chosen_id]
        if menu.actions() and others:
            menu.addSeparator()
        for view in others:
            count = counted.get(view.key)
            key = "" if count is None else str(count)
            menu.add(shown_name(view.name), partial(self.chosen.emit, view.key), icon="layout-list", key=key)
        menu.addSeparator()
        menu.add(_("New view…"), self.new_asked.emit, icon="plus")
        shown = next((view for view in self._saved if view.key == self.chosen_id), None)
        if shown is not None:
            name = shown_name(shown.name)
            change = _("Change “{name}”…").format(name=name)
            menu.add(change, partial(self.edit_asked.emit, shown.view_id), icon="pencil")
            remove = _("Remove “{name}”").format(name=name)
            menu.add(remove, partial(self.remove_asked.emit, shown.view_id), icon="trash-2", is_danger=True)


def view_name(view: InboxView) -> str:
    """A view in a word or two."""
    names: dict[InboxView, str] = {
        "waiting": _("To answer"),
        "mine": _("Mine"),
        "unassigned": _("To pick up"),
        "mentions": _("Mentions"),
        "theirs": _("Waiting on them"),
        "snoozed": _("Snoozed"),
        "closed": _("Closed"),
        "all": _("All"),
    }
    return names[view]
