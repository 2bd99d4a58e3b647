"""A segment as it is put together: its name, its conditions, the sentence that they make and how many fit now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError
from app.domain.ids import IdMaker
from app.domain.segments import CONDITIONS_MAX, NAME_MAX_CHARS, Condition, Match, Rule, Segment
from app.words import gettext as _
from app.words import ngettext, sentences
from app.words.segments import rule_words
from ui.contacts.condition_row import ConditionRow
from ui.contacts.rule_choices import RuleChoices
from ui.kit import Kit
from ui.teamwork.acts import active_members
from ui.widgets.button import Button
from ui.widgets.choice import Option, Segmented
from ui.widgets.controls import CheckBox
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph

SHEET_PX: Final = 640
ROWS_PX: Final = 236
COUNT_AFTER_MS: Final = 150
FIRST: Final = Condition("tag", "is")


class RuleSheet(Dialog):
    """`saved(segment id)` when it is stored."""

    saved = Signal(str)

    def __init__(
        self, kit: Kit, choices: RuleChoices, segment: Segment | None, rule: Rule, parent: QWidget
    ) -> None:
        super().__init__(kit.theme, _("New segment") if segment is None else _("Change the segment"), parent)
        self._kit, self._choices, self._segment = kit, choices, segment
        self._asked = 0  # how often people were counted: only the newest answer is shown
        self.setFixedWidth(min(kit.theme.px(SHEET_PX), max(parent.width() - 24, 320)))
        self.name = Field(kit.theme, _("Name"), placeholder=_("Regulars not seen for 90 days"))
        self.name.input.setMaxLength(NAME_MAX_CHARS)
        self.match = Segmented(
            kit.theme,
            _("How conditions count"),
            [Option("all", _("All of them")), Option("any", _("One is enough"))],
        )
        self.rows: list[ConditionRow] = []
        self.add = Button(kit.theme, _("Add a condition"), kind="quiet", icon="plus", height="small")
        self.says = Paragraph(kit.theme, ink="text_muted")
        self.counted = Label(kit.theme, weight="semibold", tabular=True)
        self.is_shared = CheckBox(kit.theme, _("The whole team sees this segment"), self)
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Save"), kind="primary")
        self._column = QVBoxLayout()
        self._scroll = QScrollArea()
        self._count = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._fill(segment, rule)
        self._lay_out()
        self._connect()
        self._show_rule()
        self.name.input.setFocus()

    def _fill(self, segment: Segment | None, rule: Rule) -> None:
        self.match.choose(rule.match)
        for one in rule.conditions or (FIRST,):
            self._append(one)
        if segment is not None:
            self.name.input.setText(segment.name)
        leads = self._kit.desk.me().role != "rep"
        self.is_shared.setChecked(segment is not None and segment.owner_id is None)
        self.is_shared.setVisible(leads and len(active_members(self._kit)) > 1)

    def _lay_out(self) -> None:
        theme = self._kit.theme
        inside = QWidget()
        self._column.setContentsMargins(0, 2, 8, 2)
        self._column.setSpacing(8)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._column)
        whole.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        whole.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        window = self.parentWidget()
        room = window.height() - theme.px(360) if window is not None else ROWS_PX
        self._scroll.setFixedHeight(max(theme.px(96), min(theme.px(ROWS_PX), room)))
        line = QHBoxLayout()
        line.addWidget(Label(theme, _("Who fits"), weight="medium"))
        line.addStretch(1)
        line.addWidget(self.match)
        self.body.addSpacing(theme.tokens.space.x1)
        self.body.addWidget(self.name)
        self.body.addLayout(line)
        self.body.addWidget(self._scroll)
        self.body.addWidget(self.says)
        self.body.addWidget(self.counted)
        self.body.addWidget(self.is_shared)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    def _connect(self) -> None:
        self.match.chosen.connect(lambda _id: self._show_rule())
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._save)
        self.name.input.textChanged.connect(lambda _text: self.name.set_error(""))
        self._count.timeout.connect(self._ask_count)
        self.finished.connect(lambda _result: self._count.stop())

    # -- conditions

    @property
    def rule(self) -> Rule:
        """As far as it means something."""
        made = tuple(one for row in self.rows if (one := row.condition) is not None)
        return Rule(cast("Match", self.match.chosen_id), made)

    def _append(self, condition: Condition) -> ConditionRow:
        row = ConditionRow(self._choices, condition)
        row.changed.connect(self._show_rule)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _add(self) -> None:
        if len(self.rows) < CONDITIONS_MAX:
            row = self._append(FIRST)
            self._show_rule()
            row.field.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, row, lambda: self._scroll.ensureWidgetVisible(row))

    def _remove(self, row: ConditionRow) -> None:
        place = self.rows.index(row)
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.deleteLater()
        left: QWidget = self.rows[min(place, len(self.rows) - 1)].field if self.rows else self.add
        left.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_rule()

    def _show_rule(self) -> None:
        self.says.set_text(rule_words(self.rule, self._choices.names) + ".")
        self.add.setEnabled(len(self.rows) < CONDITIONS_MAX)
        self._count.start()

    def _ask_count(self) -> None:
        self._asked += 1
        self._kit.tasks.spawn(self._count_now(self.rule, self._asked), "count segment")

    async def _count_now(self, rule: Rule, asked: int) -> None:
        [count] = await self._kit.desk.count_contacts([rule])
        if asked == self._asked and self.isVisible():
            words = ngettext("{n} contact fits now", "{n} contacts fit now", count)
            self.counted.setText(words.format(n=self._kit.formats.number(count)))

    # -- the end

    def _save(self) -> None:
        name = " ".join(self.name.input.text().split())
        if not name:
            self.name.set_error(_("A segment needs a name."))
            self.name.input.setFocus()
            return
        wrong = [row for row in self.rows if row.condition is None]
        for row in self.rows:
            row.say_problem()
        if wrong:
            wrong[0].focus_value()
            self._scroll.ensureWidgetVisible(wrong[0])
            return
        segment_id = self._segment.segment_id if self._segment is not None else IdMaker(self._kit.clock).new()
        owner_id = None if self.is_shared.isChecked() else self._kit.desk.me().member_id
        if self._segment is not None and self.is_shared.isHidden():
            owner_id = self._segment.owner_id
        self.confirm.setEnabled(False)
        self._kit.tasks.spawn(self._store(Segment(segment_id, name, self.rule, owner_id)), "save segment")

    async def _store(self, segment: Segment) -> None:
        try:
            await self._kit.desk.save_segment(segment)
        except ComptoirError as error:
            self.name.set_error(sentences.refusal(error.code, error.facts))
            self.confirm.setEnabled(True)
            return
        self.saved.emit(segment.segment_id)
        self.accept()


class FilterSheet(Dialog):
    """One condition for now, without a name. `taken(condition)`."""

    taken = Signal(object)

    def __init__(self, choices: RuleChoices, condition: Condition | None, parent: QWidget) -> None:
        theme = choices.kit.theme
        title = _("Add a filter") if condition is None else _("Change the filter")
        super().__init__(theme, title, parent)
        self.setFixedWidth(min(theme.px(SHEET_PX - 80), max(parent.width() - 24, 320)))
        self.row = ConditionRow(choices, condition or FIRST, has_cross=False)
        self.cancel = Button(theme, _("Cancel"))
        self.confirm = Button(theme, _("Show"), kind="primary")
        self.body.addSpacing(theme.tokens.space.x2)
        self.body.addWidget(self.row)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._take)
        (self.row.field if condition is None else self.row).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        condition = self.row.condition
        if condition is None:
            self.row.say_problem()
            self.row.focus_value()
            return
        self.taken.emit(condition)
        self.accept()


Saved = Callable[[str], object]


def open_rule(
    kit: Kit, choices: RuleChoices, parent: QWidget, *, segment: Segment | None = None,
    conditions: Sequence[Condition] = (), saved: Saved,
) -> RuleSheet:  # fmt: skip
    """The sheet, opened: a known segment, or a new one of these conditions."""
    rule = segment.rule if segment is not None else Rule("all", tuple(conditions))
    sheet = RuleSheet(kit, choices, segment, rule, parent)
    sheet.saved.connect(saved)
    sheet.open()
    return sheet
