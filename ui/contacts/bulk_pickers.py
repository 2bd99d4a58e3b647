"""Which tag, or whom to give contacts to: chosen from what is known, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from app.domain.ids import MemberId
from app.domain.tags import clean_tag
from app.words import gettext as _
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.teamwork.acts import active_members
from ui.teamwork.assign_picker import member_choice
from ui.teamwork.finder import Choice, fits, folded
from ui.teamwork.popover import Popover

NEW: Final = "new:"
NOBODY: Final = "nobody"


def pick_tag(
    kit: Kit,
    known: Sequence[str],
    taken: Callable[[str], object],
    anchor: QWidget,
    at: QRect | None = None,
    *,
    can_be_new: bool = True,
) -> Popover:
    """One of the known tags, or a new word."""

    def offer(words: str) -> list[Choice]:
        offered = [Choice(tag, shown_name(tag), icon="tag") for tag in known if fits(words, tag)]
        new = clean_tag(words)
        if can_be_new and new and all(folded(tag) != folded(new) for tag in known):
            said = _("New tag “{tag}”").format(tag=isolated(shown_name(new)))
            offered.append(Choice(NEW + new, said, icon="plus"))
        if not offered:
            offered.append(Choice("", _("Write a word and press Enter"), icon="tag"))
        return offered

    name = _("Find or make a tag") if can_be_new else _("Find a tag")
    picker = Popover(kit.theme, name, offer, anchor.window(), least_rows=4)

    def take(choice_id: str) -> None:
        picker.close()
        if choice_id:
            taken(choice_id.removeprefix(NEW))

    picker.finder.taken.connect(take)
    picker.open_at(anchor, at)
    return picker


def pick_owner(
    kit: Kit, taken: Callable[[MemberId | None], object], anchor: QWidget, at: QRect | None = None
) -> Popover:
    """Somebody of the team, or nobody."""

    def offer(words: str) -> list[Choice]:
        people = [member_choice(member, False) for member in active_members(kit)]
        nobody = Choice(NOBODY, _("Nobody"), icon="user-x")
        return [one for one in (*people, nobody) if fits(words, f"{one.name} {one.detail}")]

    picker = Popover(kit.theme, _("Looked after by"), offer, anchor.window())

    def take(choice_id: str) -> None:
        picker.close()
        taken(None if choice_id == NOBODY else MemberId(choice_id))

    picker.finder.taken.connect(take)
    picker.open_at(anchor, at)
    return picker
