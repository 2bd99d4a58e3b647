"""The form of one pipeline: its name, its stages, and the reasons that are offered when a deal ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deals import NAME_MAX_CHARS, REASON_MAX_CHARS, REASONS_MAX, Pipeline, Stage, StageMove
from app.domain.pipeline_merging import merged
from app.words import gettext as _
from app.words.deals import first_reasons
from ui.deals.pipelines.stage_list import StageList
from ui.deals.pipelines.where_go import WhereGo
from ui.deals.words import pipeline_name, stage_name
from ui.kit import Kit
from ui.plain import shown_line
from ui.settings.templates.parts import Lines
from ui.widgets.button import Button
from ui.widgets.choice import Option
from ui.widgets.inputs import Field
from ui.widgets.labels import Label, Paragraph

MOST_WIDE: Final = 720
SIDE: Final = 24


class PipelineForm(QWidget):
    """`save_asked`, `remove_asked`, `edited` at each change. What is typed stays until it is saved or given up."""

    save_asked = Signal()
    remove_asked = Signal()
    edited = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._seen = Pipeline("", "", ())
        self._targets: dict[str, str] = {}
        self._is_filling = False
        self.notice = Paragraph(theme, ink="warning")
        self.name = Field(theme, _("Name of the pipeline"))
        self.stages = StageList(theme)
        self.won = Lines(theme, _("Reasons for won deals"))
        self.lost = Lines(theme, _("Reasons for lost deals"))
        self.error = Paragraph(theme, role="small", ink="danger")
        self.save = Button(theme, _("Save"), kind="primary")
        self.revert = Button(theme, _("Give up the changes"), kind="quiet")
        self.remove = Button(theme, _("Remove the pipeline…"), kind="quiet", icon="trash-2")
        self.dialog: WhereGo | None = None
        self._lay_out()
        self.name.input.textEdited.connect(lambda _text: self._edited())
        self.stages.changed.connect(self._edited)
        self.stages.remove_asked.connect(self.ask_to_remove)
        for box in (self.won, self.lost):
            box.textChanged.connect(self._edited)
        self.save.clicked.connect(self._ask_to_save)
        self.revert.clicked.connect(lambda: self.show_pipeline(self._seen))
        self.remove.clicked.connect(self.remove_asked)

    def _lay_out(self) -> None:
        theme = self._kit.theme
        inside = QWidget()
        inside.setMaximumWidth(theme.px(MOST_WIDE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(self.notice)
        self.notice.hide()
        column.addWidget(self.name)
        column.addSpacing(theme.tokens.space.x3)
        column.addWidget(Label(theme, _("Stages"), weight="medium"))
        column.addWidget(self.stages)
        column.addSpacing(theme.tokens.space.x3)
        column.addWidget(Label(theme, _("Why deals are won, one reason a line"), weight="medium"))
        column.addWidget(self.won)
        column.addWidget(Label(theme, _("Why deals are lost, one reason a line"), weight="medium"))
        column.addWidget(self.lost)
        column.addWidget(self.error)
        self.error.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.tokens.space.x2)
        for button in (self.save, self.revert, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addSpacing(theme.tokens.space.x3)
        column.addLayout(buttons)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside, 1)

    # -- what it holds

    @property
    def seen(self) -> Pipeline:
        """The pipeline as it was when this person last saw it whole."""
        return self._seen

    @property
    def pipeline(self) -> Pipeline:
        """What is written now, over the one that was seen. Names that nobody wrote yet stay empty."""
        name, seen = " ".join(self.name.input.text().split()), self._seen
        return replace(
            seen,
            name="" if not seen.name and seen.version == 0 and name == _first_name(seen) else name,
            stages=self.stages.stages,
            won_reasons=_reasons(self.won, seen.won_reasons, first_reasons("won"), seen),
            lost_reasons=_reasons(self.lost, seen.lost_reasons, first_reasons("lost"), seen),
        )

    @property
    def named(self) -> Pipeline:
        """The same as it is saved: with the words that are shown where nobody wrote others."""
        now = self.pipeline
        stages = [replace(one, name=one.name or stage_name(one)) for one in now.stages]
        return replace(
            now,
            name=now.name or _first_name(now),
            stages=tuple(stages),
            won_reasons=tuple(_typed(self.won)),
            lost_reasons=tuple(_typed(self.lost)),
        )

    @property
    def moves(self) -> tuple[StageMove, ...]:
        """Where the deals of stages go that were taken out."""
        return tuple(StageMove(gone, target) for gone, target in self._targets.items())

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self.pipeline != self._seen

    def show_pipeline(
        self,
        pipeline: Pipeline,
        written: Pipeline | None = None,
        moves: Sequence[StageMove] = (),
        notice: str = "",
    ) -> None:
        """Another one, or another form of it. `written`: what somebody wrote over it and has not saved."""
        self._is_filling = True
        now = written or pipeline
        self._seen = pipeline
        there = {stage.stage_id for stage in now.stages}
        before = {stage.stage_id for stage in pipeline.stages}
        targets = {move.from_stage_id: move.to_stage_id for move in moves}
        self._targets = {gone: to for gone, to in targets.items() if gone in before - there and to in there}
        self.name.input.setText(now.name or _first_name(now))
        self.stages.show_stages(now.stages)
        is_first = pipeline.version == 0
        _fill(self.won, now.won_reasons or (first_reasons("won") if is_first else ()))
        _fill(self.lost, now.lost_reasons or (first_reasons("lost") if is_first else ()))
        self.notice.set_text(notice)
        self.notice.setVisible(bool(notice))
        self.say("")
        self.name.set_error("")
        self._is_filling = False
        self._settle()

    def rebase(self, theirs: Pipeline, notice: str) -> None:
        """Somebody else saved it meanwhile: theirs, with what was typed here over it."""
        mine = self.pipeline
        self.show_pipeline(theirs, merged(self._seen, mine, theirs), self.moves, notice)

    def say(self, sentence: str) -> None:
        """What stands against saving it."""
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    # -- changing

    def ask_to_remove(self, stage_id: str) -> None:
        """A stage; where deals are in it, they must go somewhere first."""
        rows = [row for row in self.stages.rows if row.stage_id != stage_id]
        row = self.stages.row(stage_id)
        if row is None:
            return
        if not rows:
            self.say(_("A pipeline has at least one stage. Add another one before you remove this one."))
            return
        count = self._count(stage_id)
        known = {stage.stage_id for stage in self._seen.stages}
        options = [Option(one.stage_id, one.shown_name) for one in rows if one.stage_id in known]
        options = options or [Option(one.stage_id, one.shown_name) for one in rows]
        if not count:
            self._take_out(stage_id, "")
            return
        self.dialog = WhereGo(
            self._kit.theme, row.shown_name, count, options, lambda to: self._take_out(stage_id, to), self
        )
        self.dialog.open()

    def _take_out(self, stage_id: str, target: str) -> None:
        moved = {gone: target or to for gone, to in self._targets.items() if to == stage_id}
        self._targets |= {gone: to for gone, to in moved.items() if to != stage_id}
        if target:
            self._targets[stage_id] = target
        self.stages.take_out(stage_id)

    def _count(self, stage_id: str) -> int:
        """How many deals it holds, with those of stages that were to go into it."""
        if not self._seen.pipeline_id:
            return 0
        columns = self._kit.desk.board(self._seen.pipeline_id, limit_per_column=0).columns
        into = {stage_id, *(gone for gone, to in self._targets.items() if to == stage_id)}
        return sum(column.count for column in columns if column.stage.stage_id in into)

    def _ask_to_save(self) -> None:
        if not self._problem():
            self.save_asked.emit()

    def _problem(self) -> str:
        self.say("")
        name = " ".join(self.name.input.text().split())
        over = len(name) - NAME_MAX_CHARS
        wrong = "" if name else _("Give the pipeline a name.")
        if over > 0:
            wrong = _("This name is {n} characters too long. Nothing of it is lost: shorten it.").format(
                n=over
            )
        self.name.set_error(wrong)
        if wrong:
            self.name.input.setFocus(Qt.FocusReason.OtherFocusReason)
            return wrong
        if wrong := self.stages.problem():
            return wrong
        for box in (self.won, self.lost):
            if wrong := _reasons_problem(_typed(box)):
                self.say(wrong)
                box.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong

    def _edited(self) -> None:
        if not self._is_filling:
            self.say("")
            self.name.set_error("")
            self._settle()
            self.edited.emit()

    def _settle(self) -> None:
        is_new = not self._seen.pipeline_id
        self.save.setEnabled(self.is_changed or is_new)
        self.revert.setVisible(self.is_changed and not is_new)
        self.remove.setVisible(not is_new and self._seen.version > 0)


def _first_name(pipeline: Pipeline) -> str:
    """What it is called while nobody named it; a new one has no name."""
    return shown_line(pipeline_name(pipeline)) if pipeline.pipeline_id else ""


def _typed(box: Lines) -> list[str]:
    lines = (" ".join(line.split()) for line in box.toPlainText().splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _reasons(box: Lines, kept: tuple[str, ...], first: tuple[str, ...], seen: Pipeline) -> tuple[str, ...]:
    """What is written, unless that is what was offered in the first place."""
    typed = tuple(_typed(box))
    return kept if not kept and seen.version == 0 and typed == first else typed


def _fill(box: Lines, reasons: tuple[str, ...]) -> None:
    if _typed(box) != list(reasons):
        box.setPlainText("\n".join(reasons))


def _reasons_problem(reasons: list[str]) -> str:
    if len(reasons) > REASONS_MAX:
        return _("There are at most {n} reasons of a kind. Take some away.").format(n=REASONS_MAX)
    longest = max((len(reason) for reason in reasons), default=0)
    if longest > REASON_MAX_CHARS:
        return _("A reason has at most {n} characters. Shorten it.").format(n=REASON_MAX_CHARS)
    return ""


def empty_pipeline(position: int) -> Pipeline:
    """What a new one begins with: three stages to write over."""
    names = (_("First talk"), _("Offer"), _("Agreement"))
    odds = (20, 50, 80)
    stages = [Stage(f"new{n}", name, odds[n], 7, 5, colour) for n, (name, colour) in _coloured(names)]
    return Pipeline("", "", tuple(stages), first_reasons("won"), first_reasons("lost"), position)


def _coloured(names: tuple[str, ...]) -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(zip(names, ("neutral", "info", "accent"), strict=True)))
