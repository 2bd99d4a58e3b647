"""The columns of a list and what each becomes; names of the list that nobody here has."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from app.desk.appointment_imports.headings import TARGETS
from app.desk.contact_imports.headers import folded
from app.words import gettext as _
from app.words.appointment_transfer import column_words
from ui.appointments.transfer import words
from ui.appointments.transfer.session import AgendaSession
from ui.imports.menu_list import MenuList
from ui.kit import Kit
from ui.widgets.menu import Menu


class ColumnList(MenuList):
    """What the columns become."""

    def __init__(self, kit: Kit, session: AgendaSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("What the columns become"), parent)
        self._session = session

    def show_plan(self) -> None:
        """The columns as they are mapped now; none of a calendar."""
        review, plan = self._session.review, self._session.plan
        if review is None or review.grid is None or plan is None:
            self.show_rows([], 0)
            return
        faces = [words.column_face(review.grid, place, one) for place, one in enumerate(plan.targets)]
        self.show_rows(faces, self.place or 0)

    def fill(self, menu: Menu, place: int) -> None:
        """Everything that a column can become."""
        plan = self._session.plan
        if plan is None:
            return
        for count, target in enumerate(TARGETS):
            if count == 1:
                menu.addSeparator()
            act = partial(self._session.choose_target, place, target)
            menu.add(column_words(target), act, is_checked=target == plan.targets[place])


class PlaceList(MenuList):
    """People, chairs and rooms of the list that are not in the agenda: they are made, or nobody's."""

    def __init__(self, kit: Kit, session: AgendaSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("People and rooms that are not in your agenda"), parent)
        self._session = session
        self._names: list[str] = []

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._names)

    @property
    def left(self) -> int:
        """How many of them are nobody's so far."""
        made = self._session.choices.made
        return sum(folded(name) not in made for name in self._names)

    def show_plan(self) -> None:
        """As they are now."""
        seen = self._session.preview
        places = dict(seen.places) if seen is not None else {}
        self._names = list(places)
        made, formats = self._session.choices.made, self._kit.formats
        faces = [
            words.place_face(name, count, formats, is_made=folded(name) in made)
            for name, count in places.items()
        ]
        self.show_rows(faces, self.place or 0)

    def fill(self, menu: Menu, place: int) -> None:
        """Made, or not."""
        name, session = self._names[place], self._session
        is_made = folded(name) in session.choices.made
        menu.add(_("Add to the team"), partial(session.make_place, name, is_made=True), is_checked=is_made)
        menu.add(_("Nobody’s"), partial(session.make_place, name, is_made=False), is_checked=not is_made)
