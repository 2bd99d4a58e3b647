"""The words that conversations are filed under: those known, those set, and new ones. Applied when it closes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from app.domain.ids import ConversationId
from app.domain.tags import clean_tag
from app.words import gettext as _
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.teamwork import acts
from ui.teamwork.finder import Choice, fits, folded
from ui.teamwork.popover import Popover
from ui.teamwork.undoing import Show

NEW: Final = "new:"  # before a word that is no tag yet


class TagPicker(Popover):
    """Enter or a click sets a tag or takes it away; it stays open for the next one. One undo for all of them."""

    def __init__(self, kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show) -> None:
        self._kit, self._ids, self._show_toast = kit, list(ids), show
        rows = acts.looked_at(kit, ids)
        every = [set(row.tags) for row in rows]
        self._on_all = set.intersection(*every) if every else set()
        self._on_some = set.union(*every) if every else set()
        self._wanted: dict[str, bool] = {}  # what was pressed: whether it is to be there
        self._known = [*sorted(self._on_some, key=folded)]
        self._known += [tag for tag in kit.desk.known_tags() if tag not in self._on_some]
        super().__init__(kit.theme, _("Find or make a tag"), self._offer, anchor.window(), least_rows=4)
        self.finder.taken.connect(self._toggle)
        self.closed.connect(self._apply)

    def _offer(self, words: str) -> list[Choice]:
        offered = [self._choice(tag) for tag in self._known if fits(words, tag)]
        new = clean_tag(words)
        if new and all(folded(tag) != folded(new) for tag in self._known):
            said = _("New tag “{tag}”").format(tag=isolated(shown_name(new)))
            offered.append(Choice(NEW + new, said, icon="plus"))
        if not offered:
            offered.append(Choice("", _("Write a word and press Enter"), icon="tag"))
        return offered

    def _choice(self, tag: str) -> Choice:
        name = shown_name(tag)
        if self._is_set(tag):
            return Choice(tag, name, icon="tag", mark="check", spoken=_("{tag}, set").format(tag=name))
        if tag in self._on_some and tag not in self._wanted:
            return Choice(
                tag, name, icon="tag", mark="minus", spoken=_("{tag}, set on some").format(tag=name)
            )
        return Choice(tag, name, icon="tag")

    def _is_set(self, tag: str) -> bool:
        return self._wanted.get(tag, tag in self._on_all)

    def _toggle(self, choice_id: str) -> None:
        if not choice_id:
            return
        tag = choice_id.removeprefix(NEW)
        if choice_id.startswith(NEW):
            self._known.insert(0, tag)
        self._wanted[tag] = not self._is_set(tag)
        self.finder.search.clear()
        self.finder.look()
        self.finder.choose(tag)

    def _apply(self) -> None:
        added = [tag for tag, is_on in self._wanted.items() if is_on]
        removed = [tag for tag, is_on in self._wanted.items() if not is_on]
        acts.change_tags(self._kit, self._ids, added, removed, self._show_toast)


def open_tags(
    kit: Kit, ids: Sequence[ConversationId], anchor: QWidget, show: Show, at: QRect | None = None
) -> TagPicker:
    """The picker at a widget, or at a place of it."""
    picker = TagPicker(kit, ids, anchor, show)
    picker.open_at(anchor, at)
    return picker
