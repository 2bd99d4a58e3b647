"""Pipelines and their stages, for owners and managers: the list, with one of them beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.desk import Refusal
from app.domain.deal_asks import SavePipeline
from app.domain.deals import Pipeline, StageMove
from app.domain.errors import ComptoirError
from app.domain.records import record
from app.domain.rows import Changes
from app.words import gettext as _
from app.words import ngettext, sentences
from ui.deals.pipelines.form import PipelineForm, empty_pipeline
from ui.deals.words import pipeline_name, stage_name
from ui.kit import Kit
from ui.plain import isolated, shown_line
from ui.settings.list_and_sheet import ListAndSheet, scrolled
from ui.widgets.button import Button, IconButton
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.labels import Label
from ui.widgets.paint_chip import Chip
from ui.widgets.small_parts import EmptyState
from ui.widgets.surfaces import Line
from ui.widgets.toast import ToastStack
from ui.widgets.two_line_list import TwoLineList, TwoLineRow

NEW = "new:"
KEPT = "pipelines"


@record
class Written:
    """What somebody wrote over a pipeline as they saw it, and where the deals of stages go that were taken out."""

    base: Pipeline
    form: Pipeline
    moves: tuple[StageMove, ...] = ()


class PipelinesPart(QWidget):
    """Made for a page of the deals' screen and for the settings alike. Nothing typed is lost when somebody else
    changes a pipeline, when the hub refuses, or when another pipeline is looked at.
    """

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._chosen: str | None = None
        self._held: dict[str, Written] = kit.begun.setdefault(KEPT, {})  # what is not saved
        self._sent: dict[str, Written] = {}  # what was saved, as long as it may be refused
        self.new = Button(theme, _("New pipeline"), kind="primary", icon="plus")
        self.up = IconButton(theme, "arrow-up", _("Move up"))
        self.down = IconButton(theme, "arrow-down", _("Move down"))
        self.list = TwoLineList(theme, "pipelines", _("Pipelines"))
        self.form = PipelineForm(kit)
        self.toasts = ToastStack(theme, self)
        self.dialog: ConfirmDialog | None = None
        nothing = EmptyState(theme, "square-kanban", _("The way of your deals, stage by stage"))
        self.both = ListAndSheet(theme, nothing, scrolled(self.form))
        self.both.add_bar(Label(theme, _("Pipelines"), weight="semibold"), self.new)
        self.both.column.addWidget(self.list, 1)
        self.both.column.addWidget(Line(theme))
        self.both.add_bar(
            Label(theme, _("Order in the menu"), role="small", ink="text_muted"), self.up, self.down, above=8
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.both)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.new.clicked.connect(self.make_new)
        self.up.clicked.connect(lambda: self.move_chosen(-1))
        self.down.clicked.connect(lambda: self.move_chosen(1))
        self.list.chosen.connect(self.choose)
        for pressed in (self.list.clicked, self.list.activated):  # a narrow window goes to the form then
            pressed.connect(lambda _index: self.both.show_sheet(has_row=True, is_asked=True))
        self.both.back.clicked.connect(lambda: self.both.show_sheet(has_row=True, is_asked=False))
        self.form.save_asked.connect(self._save)
        self.form.remove_asked.connect(self._ask_to_remove)
        self.form.edited.connect(self._show_rows)
        self._kit.bridge.changed.connect(self._changed)
        self._kit.bridge.refused.connect(self._refused)

    def hideEvent(self, event: QHideEvent) -> None:
        """Left: what is typed waits, also for the other place of this part."""
        super().hideEvent(event)
        self._hold()

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: as it was left, here or there."""
        super().showEvent(event)
        if self._chosen in self._held:
            self._show_chosen()

    @property
    def pipelines(self) -> list[Pipeline]:
        """In their order."""
        return self._kit.desk.pipelines()

    @property
    def first_control(self) -> QWidget:
        """Where the keyboard enters."""
        return self.list if self.list.isVisibleTo(self) else self.form.name.input

    def refresh(self) -> None:
        """Read again; what somebody writes stays, with what a colleague changed beside it."""
        there = {one.pipeline_id: one for one in self.pipelines}
        if self._chosen != NEW and self._chosen not in there:
            self._chosen = next(iter(there), None)
            self._show_chosen()
        elif self._chosen is not None and self._chosen != NEW:
            now = there[self._chosen]
            if now != self.form.seen:
                self._follow(now)
        self._show_rows()

    def make_new(self) -> None:
        """An empty form, or the one that was begun."""
        self._hold()
        self._chosen = NEW
        self._show_chosen(is_asked=True)
        self._show_rows()
        self.form.name.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, pipeline_id: str) -> None:
        """Look at another; what is typed in this one waits for it."""
        if pipeline_id != self._chosen:
            self._hold()
            self._chosen = pipeline_id
            self._show_chosen(is_asked=True)
            self._show_rows()

    def move_chosen(self, step: int) -> None:
        """One place up (-1) or down (1)."""
        there = self.pipelines
        place = next((n for n, one in enumerate(there) if one.pipeline_id == self._chosen), None)
        if place is None or not 0 <= place + step < len(there):
            return
        there[place], there[place + step] = there[place + step], there[place]
        moved = [replace(one, position=n) for n, one in enumerate(there) if one.position != n]
        self._kit.tasks.spawn(self._store_order(moved), "order of pipelines")

    # -- what is shown

    def _show_chosen(self, *, is_asked: bool = False) -> None:
        if self._chosen is None:
            return
        held = self._held.pop(self._chosen, None)
        now = next((one for one in self.pipelines if one.pipeline_id == self._chosen), None)
        if held is None:
            self.form.show_pipeline(now or empty_pipeline(len(self.pipelines)))
        else:
            self.form.show_pipeline(held.base, held.form, held.moves)
            if now is not None and held.base != now:
                self.form.rebase(now, self._meanwhile(now))
        self.both.show_sheet(has_row=True, is_asked=is_asked)

    def _show_rows(self) -> None:
        rows = [self._row(one) for one in self.pipelines]
        if self._chosen == NEW:
            rows.append(TwoLineRow(NEW, _("New pipeline"), "", Chip(_("not saved"), "warning", "pencil")))
        self.list.show_rows(rows, self._chosen)
        ids = [one.pipeline_id for one in self.pipelines]
        self.up.setEnabled(self._chosen in ids[1:])
        self.down.setEnabled(self._chosen in ids[:-1])

    def _row(self, one: Pipeline) -> TwoLineRow:
        count = len(one.stages)
        is_begun = self.form.is_changed if one.pipeline_id == self._chosen else one.pipeline_id in self._held
        counted = Chip(ngettext("{n} stage", "{n} stages", count).format(n=count))
        chip = Chip(_("not saved"), "warning", "pencil") if is_begun else counted
        line = " · ".join(stage_name(stage) for stage in one.stages)
        return TwoLineRow(one.pipeline_id, shown_line(pipeline_name(one)), line, chip)

    def _hold(self) -> None:
        """What is typed waits until its pipeline is looked at again."""
        if self._chosen is not None and self.form.is_changed:
            self._held[self._chosen] = Written(self.form.seen, self.form.pipeline, self.form.moves)

    def _follow(self, now: Pipeline) -> None:
        sent = self._sent.get(now.pipeline_id)
        if not self.form.is_changed:
            self.form.show_pipeline(now)
        elif sent is not None and _is_same(sent.form, now):
            self.form.rebase(now, "")
        else:
            self.form.rebase(now, self._meanwhile(now))

    def _meanwhile(self, now: Pipeline) -> str:
        said = _(
            "{name} was changed by somebody else meanwhile. Their changes are shown here, and what you typed is still"
            " there, not saved yet."
        )
        return said.format(name=isolated(shown_line(pipeline_name(now))))

    # -- what is done

    def _save(self) -> None:
        self._kit.tasks.spawn(self._store(self.form.named, self.form.moves), "save a pipeline")

    async def _store(self, made: Pipeline, moves: Sequence[StageMove]) -> None:
        form, chosen = self.form, self._chosen
        seen = form.seen
        try:
            pipeline_id = await self._kit.desk.save_pipeline(made, moves)
        except ComptoirError as error:
            form.say(sentences.refusal(error.code, error.facts))
            return
        self._sent[pipeline_id] = Written(seen, replace(made, pipeline_id=pipeline_id), tuple(moves))
        self._held.pop(pipeline_id, None)
        now = next((one for one in self.pipelines if one.pipeline_id == pipeline_id), made)
        if self._chosen == chosen:
            self._chosen = pipeline_id
            form.show_pipeline(now)
        self._show_rows()
        self.toasts.show(_("Pipeline saved"))

    async def _store_order(self, moved: Sequence[Pipeline]) -> None:
        try:
            for one in moved:
                await self._kit.desk.save_pipeline(_with_names(one))
        except ComptoirError as error:
            self._complain(error.code, error.facts)

    def _ask_to_remove(self) -> None:
        seen = self.form.seen
        self.dialog = ConfirmDialog(
            self._kit.theme,
            _("Remove {name}?").format(name=isolated(shown_line(pipeline_name(seen)))),
            _("Its won and lost deals stay in your figures. Open deals must go elsewhere first."),
            confirm=_("Remove"),
            keep=_("Keep it"),
            parent=self,
        )
        remove = seen.pipeline_id
        self.dialog.confirmed.connect(lambda: self._kit.tasks.spawn(self._gone(remove), "remove a pipeline"))
        self.dialog.open()

    async def _gone(self, pipeline_id: str) -> None:
        try:
            await self._kit.desk.remove_pipeline(pipeline_id)
        except ComptoirError as error:
            self._complain(error.code, error.facts)

    def _complain(self, code: str, facts: object) -> None:
        sentence = sentences.refusal(code, facts)  # type: ignore[arg-type]
        self.toasts.show(sentence, icon="circle-alert", ink="danger")

    def _changed(self, changes: Changes) -> None:
        if changes.is_pipelines or changes.is_everything:
            self.refresh()

    def _refused(self, refusal: Refusal) -> None:
        """The hub did not take what was saved here: it is in the form again, over what stands now."""
        command = refusal.command
        if not isinstance(command, SavePipeline):
            return
        pipeline_id = command.pipeline.pipeline_id
        sent = self._sent.pop(pipeline_id, None)
        self._complain(refusal.code, refusal.facts)
        if sent is None:
            return
        self._held[pipeline_id] = sent
        if self._chosen == pipeline_id:
            self._show_chosen()
        self._show_rows()


def _with_names(pipeline: Pipeline) -> Pipeline:
    """The first one, which nobody saved yet, with the names that are shown."""
    stages = tuple(replace(one, name=one.name or stage_name(one)) for one in pipeline.stages)
    return replace(pipeline, name=pipeline.name or pipeline_name(pipeline), stages=stages)


def _is_same(one: Pipeline, other: Pipeline) -> bool:
    return replace(one, version=0) == replace(other, version=0)
