"""Segments are made, changed, doubled and removed here; a removed one can be had back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import IdMaker
from app.domain.segments import NAME_MAX_CHARS, Condition, Segment
from app.words import gettext as _
from app.words import sentences
from app.words.segments import rule_words
from ui.contacts.columns import OwnField
from ui.contacts.looking import Looking
from ui.contacts.rule_choices import RuleChoices
from ui.contacts.rule_sheet import FilterSheet, RuleSheet, open_rule
from ui.contacts.segment_list import EVERYBODY, TAG, Entry
from ui.kit import Kit
from ui.plain import isolated, shown_line, shown_name
from ui.teamwork.undoing import Show
from ui.widgets.menu import Menu

TAGS_SHOWN: Final = 12


class SegmentActs:
    """`window` is where sheets open; `show` shows a toast."""

    def __init__(
        self, kit: Kit, looking: Looking, own: Callable[[], Sequence[OwnField]], window: QWidget, show: Show
    ) -> None:
        self._kit, self._looking, self._own = kit, looking, own
        self._window, self._show = window, show

    @property
    def choices(self) -> RuleChoices:
        """What rules can be made of now."""
        return RuleChoices(self._kit, self._own(), self._looking.facets)

    def entries(self) -> list[Entry]:
        """The lines of the list: everybody, segments, the tags that are used most."""
        looking, number = self._looking, self._kit.formats.number
        total = looking.facets.total
        found = [Entry(EVERYBODY, _("Everybody"), number(total) if total else "")]
        for one in looking.segments:
            count = looking.counts.get(one.segment_id)
            found.append(
                Entry(
                    one.segment_id,
                    one.name,
                    "" if count is None else number(count),
                    is_shared=one.owner_id is None,
                )
            )
        if looking.facets.tags:
            found.append(Entry("tags", _("Tags"), is_head=True))
            tags = list(looking.facets.tags[:TAGS_SHOWN])
            found += [Entry(TAG + tag, shown_name(tag), number(count), icon="tag") for tag, count in tags]
        return found

    def says(self, segment: Segment | None) -> str:
        """What the shown segment means."""
        return rule_words(segment.rule, self.choices.names) if segment is not None else ""

    # -- sheets

    def make(self, conditions: Sequence[Condition] = ()) -> RuleSheet:
        """A new one, of the filters that are on."""
        return open_rule(
            self._kit, self.choices, self._window.window(), conditions=conditions, saved=self._saved
        )

    def edit(self, segment_id: str) -> RuleSheet | None:
        """Change one."""
        segment = self._found(segment_id)
        if segment is None or not self._may(segment):
            return None
        return open_rule(self._kit, self.choices, self._window.window(), segment=segment, saved=self._saved)

    def filter(self, place: int | None, taken: Callable[[Condition], object]) -> FilterSheet:
        """One condition for now, or another in its place."""
        filters = self._looking.filters
        sheet = FilterSheet(
            self.choices, filters[place] if place is not None else None, self._window.window()
        )
        sheet.taken.connect(taken)
        sheet.open()
        return sheet

    def double(self, segment_id: str) -> None:
        """The same again under a name of its own, for whoever is at the desk."""
        segment = self._found(segment_id)
        if segment is not None:
            name = _("{name} (copy)").format(name=segment.name)[:NAME_MAX_CHARS]
            copy = replace(
                segment,
                segment_id=IdMaker(self._kit.clock).new(),
                name=name,
                owner_id=self._kit.desk.me().member_id,
            )
            self._kit.tasks.spawn(self._store(copy), "double segment")

    def remove(self, segment_id: str) -> None:
        """Gone, with the way back."""
        segment = self._found(segment_id)
        if segment is not None and self._may(segment):
            self._kit.tasks.spawn(self._remove(segment), "remove segment")

    def open_menu(self, entry_id: str, at: QPoint) -> Menu | None:
        """What can be done with a segment."""
        segment = self._found(entry_id)
        if segment is None:
            return None
        menu = Menu(self._kit.theme, shown_line(segment.name), self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        may = self._may(segment, is_said=False)
        if may:
            menu.add(_("Change…"), lambda: self.edit(entry_id), icon="pencil", key="F2")
        menu.add(_("Duplicate"), lambda: self.double(entry_id), icon="copy")
        if may:
            menu.add(_("Delete"), lambda: self.remove(entry_id), icon="trash-2", key="Del", is_danger=True)
        menu.popup(at)
        return menu

    def open_list(self, below: QWidget) -> Menu:
        """All of them in a menu, where there is no room beside the table."""
        menu = Menu(self._kit.theme, _("Segments"), self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self.entries():
            if not entry.is_head:
                menu.add(
                    shown_line(entry.name), lambda entry=entry: self._looking.choose(entry.id),  # type: ignore[misc]
                    key=entry.count, is_checked=entry.id == self._looking.chosen_id,
                )  # fmt: skip
        menu.addSeparator()
        menu.add(_("New segment…"), lambda: self.make(), icon="plus")
        if self._looking.segment is not None:
            menu.add(_("Change…"), lambda: self.edit(self._looking.chosen_id), icon="pencil")
        menu.open_below(below)
        return menu

    # -- storing

    def _saved(self, segment_id: str) -> None:
        self._looking.segments = self._kit.desk.segments()
        self._looking.choose(segment_id)
        self._looking.count()

    async def _store(self, segment: Segment) -> None:
        try:
            await self._kit.desk.save_segment(segment)
        except ComptoirError as error:
            self._show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
        else:
            self._saved(segment.segment_id)

    async def _remove(self, segment: Segment) -> None:
        try:
            await self._kit.desk.remove_segment(segment.segment_id)
        except ComptoirError as error:
            self._show(sentences.refusal(error.code, error.facts), icon="circle-alert", ink="danger")
            return
        if self._looking.chosen_id == segment.segment_id:
            self._looking.choose(EVERYBODY)
        self._looking.count()
        words = _("Segment “{name}” deleted").format(name=isolated(shown_line(segment.name)))
        toast = self._show(words, icon="trash-2", action=_("Undo"))
        toast.acted.connect(lambda: self._kit.tasks.spawn(self._store(segment), "segment again"))

    def _found(self, segment_id: str) -> Segment | None:
        return next((one for one in self._looking.segments if one.segment_id == segment_id), None)

    def _may(self, segment: Segment, *, is_said: bool = True) -> bool:
        """One's own, or a shared one for who leads."""
        if segment.owner_id is not None or self._kit.desk.me().role != "rep":
            return True
        if is_said:
            words = _(
                "This segment is shared: an owner or a manager changes it. Duplicate it to have your own."
            )
            self._show(words, icon="lock", ink="warning")
        return False
