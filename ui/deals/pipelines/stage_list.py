"""The stages of a pipeline in the editor: a line each, put in order by key or by hand, added and removed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deals import STAGES_MAX, Stage
from app.words import gettext as _
from ui.deals.pipelines.stage_row import GAP, GRIP, MENU_PX, NUMBER_PX, StageRow
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Label, Paragraph


class StageList(QWidget):
    """`changed`; `remove_asked(stage_id)`: whoever listens asks where its deals go, then calls `take_out`."""

    changed = Signal()
    remove_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[StageRow] = []
        self.add = Button(theme, _("Add a stage"), kind="quiet", icon="plus", height="small")
        self.full = Paragraph(
            theme,
            _("A pipeline has at most {n} stages.").format(n=STAGES_MAX),
            role="small",
            ink="text_muted",
        )
        self._inside = QWidget()
        self._place = QVBoxLayout(self._inside)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(theme.tokens.space.x1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space.x1)
        column.addLayout(self._heads())
        column.addWidget(self._inside)
        column.addWidget(Paragraph(theme, _help(), role="small", ink="text_muted"))
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addWidget(self.full)
        foot.addStretch()
        column.addLayout(foot)
        self.add.clicked.connect(self.add_stage)

    def _heads(self) -> QHBoxLayout:
        theme = self._theme
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addSpacing(2 * (GRIP + GAP))
        line.addWidget(Label(theme, _("Name"), role="small", ink="text_muted"), 1)
        for words in (_("Odds %"), _("Target"), _("Quiet")):
            label = Label(theme, words, role="small", ink="text_muted")
            label.setFixedWidth(theme.px(NUMBER_PX))
            line.addWidget(label)
        line.addSpacing(MENU_PX)
        return line

    @property
    def stages(self) -> tuple[Stage, ...]:
        """As they are written now, in their order."""
        return tuple(row.stage for row in self.rows)

    def show_stages(self, stages: Sequence[Stage]) -> None:
        """Others; a line that stays is the same widget, so that the keyboard stays in it."""
        there = {row.stage_id: row for row in self.rows}
        wanted = [
            there.pop(stage.stage_id) if stage.stage_id in there else self._made(stage) for stage in stages
        ]
        for row in there.values():
            self._drop(row)
        self.rows = wanted
        for row, stage in zip(wanted, stages, strict=True):
            if row.stage != stage:
                row.show_stage(stage)
        self._put_in_order()

    def problem(self) -> str:
        """What is wrong in the first line that is not well; the keyboard goes there."""
        found = [(row, row.problem()) for row in self.rows]
        row, sentence = next(((row, said) for row, said in found if said), (None, ""))
        if row is not None:
            line = next(one for one in row.lines if one.property("error"))
            line.setFocus(Qt.FocusReason.OtherFocusReason)
        return sentence

    def row(self, stage_id: str) -> StageRow | None:
        """The line of a stage."""
        return next((row for row in self.rows if row.stage_id == stage_id), None)

    def add_stage(self) -> None:
        """One more at the end, with the keyboard in its name."""
        if len(self.rows) >= STAGES_MAX:
            return
        row = self._made(Stage(uuid4().hex[:12], "", odds=self.rows[-1].stage.odds if self.rows else 50))
        row.name.clear()
        self.rows.append(row)
        self._put_in_order()
        row.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def take_out(self, stage_id: str) -> None:
        """It is gone, once this is saved."""
        row = self.row(stage_id)
        if row is None:
            return
        place = self.rows.index(row)
        self.rows.remove(row)
        self._drop(row)
        self._put_in_order()
        after = self.rows[min(place, len(self.rows) - 1)]
        after.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _made(self, stage: Stage) -> StageRow:
        row = StageRow(self._theme, stage)
        row.changed.connect(self.changed)
        row.move_asked.connect(lambda step, row=row: self._move(row, self.rows.index(row) + step))
        row.remove_asked.connect(lambda row=row: self.remove_asked.emit(row.stage_id))
        row.grip.dragged.connect(lambda y, row=row: self._move(row, self._place_at(y)))
        return row

    def _drop(self, row: StageRow) -> None:
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _place_at(self, y: int) -> int:
        """Whose line is at this height."""
        return sum(1 for row in self.rows[:-1] if y > row.geometry().bottom())

    def _move(self, row: StageRow, place: int) -> None:
        """To that place; outside of the list nothing happens."""
        if not 0 <= place < len(self.rows) or self.rows.index(row) == place:
            return
        focused = row.window().focusWidget()
        self.rows.remove(row)
        self.rows.insert(place, row)
        self._put_in_order()
        if focused is not None and row.isAncestorOf(focused):
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _put_in_order(self) -> None:
        for place, row in enumerate(self.rows):
            if self._place.indexOf(row) != place:
                self._place.insertWidget(place, row)
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            QWidget.setTabOrder(before.more, after.grip)
        is_full = len(self.rows) >= STAGES_MAX
        self.add.setEnabled(not is_full)
        self.full.setVisible(is_full)


def _help() -> str:
    return _(
        "Odds: of a hundred deals in the stage, how many are won; the weighted total counts so. Target: the days that a"
        " deal should stay at most, empty where it does not matter. Quiet: after so many working days without a word"
        " from them, a deal is going quiet."
    )
