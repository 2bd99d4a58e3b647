"""The columns of a file and what each becomes; the values of stages and states and what each of those becomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.desk.deal_imports.headings import TARGETS
from app.desk.deal_imports.stages import SKIP, Goal, StageValue, StateValue
from app.words import gettext as _
from app.words.deal_transfer import target_words
from ui.deals.transfer import words
from ui.deals.transfer.session import DealSession
from ui.imports.menu_list import MenuList
from ui.imports.words import RowFace
from ui.kit import Kit
from ui.widgets.menu import Menu


class ColumnList(MenuList):
    """What the columns become."""

    def __init__(self, kit: Kit, session: DealSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("What the columns become"), parent)
        self._session = session

    def show_plan(self) -> None:
        """The columns as they are mapped now."""
        review = self._session.review
        if review is not None:
            targets = self._session.plan.targets
            faces = [words.column_face(review.table, place, one) for place, one in enumerate(targets)]
            self.show_rows(faces, self.place or 0)

    def fill(self, menu: Menu, place: int) -> None:
        """Everything that a column can become."""
        chosen = self._session.plan.targets[place]
        for count, target in enumerate(TARGETS):
            if count == 1:
                menu.addSeparator()
            act = partial(self._session.choose_target, place, target)
            menu.add(target_words(target), act, is_checked=target == chosen)


class ValueList(MenuList):
    """What the values of the columns of stages and states become."""

    def __init__(self, kit: Kit, session: DealSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("What the stages become"), parent)
        self._session = session
        self._values: list[StageValue | StateValue] = []

    @property
    def count(self) -> int:
        """How many values there are."""
        return len(self._values)

    def show_plan(self) -> None:
        """The values as they are mapped now."""
        review = self._session.review
        if review is None:
            return
        self._values = review.values(self._session.plan.targets)
        self.show_rows([self._face(one) for one in self._values], self.place or 0)

    def _face(self, value: StageValue | StateValue) -> RowFace:
        plan, formats = self._session.plan, self._kit.formats
        if isinstance(value, StageValue):
            return words.stage_face(value, plan.goals.get(value.key), self._session.places, formats)
        return words.state_face(value, plan.states.get(value.key), formats)

    def fill(self, menu: Menu, place: int) -> None:
        """Stages, ends, or left out."""
        value = self._values[place]
        if isinstance(value, StageValue):
            self._fill_stages(menu, value)
            return
        chosen = self._session.plan.states.get(value.key)
        for state in ("open", "won", "lost", "skip"):
            act = partial(self._session.choose_state, value.key, state)
            menu.add(words.goal_words(state), act, is_checked=state == chosen)

    def _fill_stages(self, menu: Menu, value: StageValue) -> None:
        chosen = self._session.plan.goals.get(value.key)

        def add(name: str, goal: Goal) -> None:
            act: Callable[[], None] = partial(self._session.choose_goal, value.key, goal)
            menu.add(name, act, is_checked=goal == chosen)

        for (pipeline_id, stage_id), name in self._session.places.items():
            add(name, Goal("stage", pipeline_id, stage_id))
        menu.addSeparator()
        pipeline_id = chosen.pipeline_id if chosen is not None and chosen.pipeline_id else ""
        for way in ("won", "lost"):
            add(words.goal_words(way), Goal(way, pipeline_id or self._session.plan.pipeline_id))
        add(words.goal_words("skip"), SKIP)
