"""Whom a deal is for: somebody the team knows, found by typing, or a name that is nobody's yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from app.domain.rows import PersonRow
from app.words import gettext as _
from ui.kit import Kit
from ui.people.candidates import handle_words
from ui.plain import isolated, shown_name
from ui.teamwork.finder import Choice
from ui.teamwork.popover import Popover
from ui.widgets.paint_avatar import Portrait

MOST: Final = 6
NAME: Final = "name:"  # before a name that is nobody's


class People:
    """Choices for a text: people the team knows, then the text itself as a name. `person(id)`: who was chosen."""

    def __init__(self, kit: Kit, *, has_names: bool) -> None:
        self._kit, self._has_names = kit, has_names
        self._found: dict[str, PersonRow] = {}

    def offer(self, words: str) -> list[Choice]:
        """Those heard of last first."""
        found = self._kit.desk.people(words.strip().removeprefix("@"), MOST)
        self._found = {person.contact_id: person for person in found}
        offered = [_choice(person) for person in found]
        name = " ".join(words.split())
        if self._has_names and name:
            said = _("“{name}”, not in your contacts").format(name=isolated(shown_name(name)))
            offered.append(Choice(NAME + name, said, icon="user-plus"))
        if not offered and not name:
            offered.append(Choice("", _("Type a name, a username or a number"), icon="search"))
        elif not offered:
            offered.append(Choice("", _("Nobody whom you know is called so"), icon="user-x"))
        return offered

    def person(self, choice_id: str) -> PersonRow | None:
        """The one that was offered."""
        return self._found.get(choice_id)


class PersonPicker(Popover):
    """`taken(contact_id)`."""

    def __init__(self, kit: Kit, anchor: QWidget, taken: Callable[[str], object]) -> None:
        self._people = People(kit, has_names=False)
        super().__init__(kit.theme, _("Find somebody"), self._people.offer, anchor.window(), least_rows=4)
        self._taken = taken
        self.finder.taken.connect(self._take)

    def _take(self, choice_id: str) -> None:
        if choice_id:
            self.close()
            self._taken(choice_id)


def _choice(person: PersonRow) -> Choice:
    name = shown_name(person.name)
    portrait = Portrait(person.contact_id, name if person.is_named else "")
    return Choice(person.contact_id, name, handle_words(person), portrait=portrait)
