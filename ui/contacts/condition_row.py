"""One condition of a rule as it is put together: what is looked at, what is asked of it, with what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain import segments
from app.domain.segments import Condition
from app.words import gettext as _
from ui.contacts.rule_choices import RuleChoices, read_typed, shown_typed
from ui.teamwork.finder import Choice, fits
from ui.teamwork.popover import Popover
from ui.teamwork.several_pick import SeveralPick
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import Paragraph

VALUE_PX = 176


class OnePick(Button):
    """One of some behind a button. `picked(id)` when another was taken."""

    picked = Signal(str)

    def __init__(self, theme: Theme, name: str, choices: Callable[[], Sequence[Choice]], chosen: str) -> None:
        super().__init__(theme, "", trailing="chevron-down")
        self._theme, self._name, self._choices = theme, name, choices
        self.chosen_id = chosen
        self.picker: Popover | None = None
        self.clicked.connect(self._open)
        self.settle()

    def choose(self, choice_id: str) -> None:
        """Another; nothing is told."""
        self.chosen_id = choice_id
        self.settle()

    def settle(self) -> None:
        """Its words follow what is chosen."""
        words = next((one.name for one in self._choices() if one.id == self.chosen_id), self.chosen_id)
        self.setText(words)
        self.setAccessibleName(f"{self._name}: {words}")
        self.updateGeometry()

    def _open(self) -> None:
        self.picker = Popover(
            self._theme, self._name, lambda words: [one for one in self._choices() if fits(words, one.name)],
            self.window(),
        )  # fmt: skip
        self.picker.finder.choose(self.chosen_id)
        self.picker.finder.taken.connect(self._take)
        self.picker.closed.connect(self._forget)
        self.picker.open_at(self)

    def _take(self, choice_id: str) -> None:
        if self.picker is not None:
            self.picker.close()
        if choice_id != self.chosen_id:
            self.choose(choice_id)
            self.picked.emit(choice_id)

    def _forget(self) -> None:
        self.picker = None
        self.setFocus(Qt.FocusReason.PopupFocusReason)


class ConditionRow(QWidget):
    """`changed` at every change; `removed` by its cross. `condition` is None while it means nothing."""

    changed = Signal()
    removed = Signal()

    def __init__(self, choices: RuleChoices, condition: Condition, *, has_cross: bool = True) -> None:
        super().__init__()
        self._choices = choices
        self._theme = choices.kit.theme
        self._typed = Input(self._theme, _("Value"))
        self._typed.setFixedWidth(self._theme.px(VALUE_PX))
        self._several: SeveralPick | None = None
        self.field = OnePick(self._theme, _("Looks at"), choices.fields, condition.field)
        self.op = OnePick(self._theme, _("Asks"), lambda: choices.ops(self.field.chosen_id), condition.op)
        self.cross = IconButton(self._theme, "x", _("Remove the condition"), height="small", parent=self)
        self._says = Paragraph(self._theme, role="small", ink="danger")
        self._line = QHBoxLayout()
        self._lay_out(has_cross=has_cross)
        self.field.picked.connect(self._other_field)
        self.op.picked.connect(lambda _op: self._other_value(()))
        self._typed.textChanged.connect(lambda _text: self._tell())
        self.cross.clicked.connect(self.removed)
        self._other_value(condition.values)

    def _lay_out(self, *, has_cross: bool) -> None:
        self._line.setSpacing(8)
        for part in (self.field, self.op, self._typed):
            self._line.addWidget(part)
        self._line.addStretch(1)
        self._line.addWidget(self.cross)
        self.cross.setVisible(has_cross)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._line)
        column.addWidget(self._says)
        self._says.hide()

    # -- what it is

    @property
    def condition(self) -> Condition | None:
        """As it is kept; None while a value is missing or means nothing."""
        field, op = self.field.chosen_id, self.op.chosen_id
        if op in ("filled", "empty"):
            return Condition(field, op)  # type: ignore[arg-type]
        if self._several is not None:
            values = self._several.ticked
        else:
            read = read_typed(self._choices.kind(field), op, self._typed.text())
            values = (read,) if read is not None else ()
        made = Condition(field, op, values)  # type: ignore[arg-type]
        return made if segments.condition_problem(made, self._choices.types) is None else None

    def say_problem(self) -> None:
        """What is missing, after it was asked for."""
        is_fine = self.condition is not None
        self._says.set_text("" if is_fine else self._problem_words())
        self._says.setVisible(not is_fine)

    def focus_value(self) -> None:
        """The keyboard is put where something is to be written or ticked."""
        target = self._several if self._several is not None else self._typed if self._has_typed else self.op
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _has_typed(self) -> bool:
        return not self._typed.isHidden()

    def _problem_words(self) -> str:
        kind = self._choices.kind(self.field.chosen_id)
        if self._several is not None:
            return _("Choose at least one.")
        if self.op.chosen_id in segments.IN_DAYS:
            return _("Write a number of days.")
        if kind in ("moment", "day"):
            return _("Write a day, as in 31/3/2026.")
        if kind == "money":
            return _("Write an amount, as in 42.50 EUR.")
        return _("Write a number.") if kind in ("number", "digits") else _("Write what is looked for.")

    # -- changes

    def _other_field(self, _field: str) -> None:
        self.op.choose(self._choices.ops(self.field.chosen_id)[0].id)
        self._other_value(())
        self.focus_value()

    def _other_value(self, values: Sequence[str]) -> None:
        """The part for the value that fits field and question."""
        field, op = self.field.chosen_id, self.op.chosen_id
        kind = self._choices.kind(field)
        is_ticked = op not in ("filled", "empty") and (kind in segments.SEVERAL or kind == "yes_no")
        if self._several is not None:
            self._line.removeWidget(self._several)
            self._several.deleteLater()
            self._several = None
        if is_ticked:
            self._several = SeveralPick(
                self._theme, _("Values"), _("Choose…"), lambda: self._offered(field), values,
                is_single=kind == "yes_no",
            )  # fmt: skip
            self._several.changed.connect(self._tell)
            self._line.insertWidget(2, self._several)
        self._typed.setVisible(not is_ticked and op not in ("filled", "empty"))
        self._typed.setPlaceholderText(_("days") if op in segments.IN_DAYS else "")
        self._typed.setText(shown_typed(kind, op, values[0]) if values and not is_ticked else "")
        self._tell()

    def _offered(self, field: str) -> list[Choice]:
        """What is known, and what is ticked though nobody has it any more."""
        known = self._choices.values(field)
        ticked = self._several.ticked if self._several is not None else ()
        ids = {one.id for one in known}
        return [*known, *(Choice(one, one) for one in ticked if one not in ids)]

    def _tell(self) -> None:
        self._says.hide()
        self.changed.emit()
