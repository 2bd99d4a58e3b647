"""The ladder of a pipeline: its steps in order, how many messages at most, and whether it begins by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import ComptoirError, Refused
from app.domain.ladder_words import unknown_blank
from app.domain.ladders import STEPS_MAX, Ladder, LadderStep, ladder_problem
from app.domain.quick_blanks import Source
from app.domain.templates import Template
from app.words import gettext as _
from app.words import sentences
from app.words.going_quiet import blank
from ui.deals.quiet.step_form import StepForm
from ui.deals.words import pipeline_name
from ui.kit import Kit
from ui.settings.list_and_sheet import scrolled
from ui.widgets.button import Button
from ui.widgets.controls import Toggle
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.small_parts import EmptyState

WIDTH: Final = 680
HEIGHT: Final = 420
BESIDES: Final = 320  # what stands above and below the steps, and the window's own frame
NUMBER_PX: Final = 56
LEADERS: Final = ("owner", "manager")
SHOWN: Final[tuple[Source, ...]] = ("first_name", "name", "member", "business")


def proposed() -> tuple[LadderStep, ...]:
    """What many begin with: two messages and a call."""
    first = _("Hello {first_name}, did you have time to look at it? I am glad to help.")
    second = _("Hello {first_name}, shall I keep this open for you, or close it for now?")
    name = blank("first_name")
    return (
        LadderStep(0, "message", first.format(first_name=name)),
        LadderStep(3, "message", second.format(first_name=name)),
        LadderStep(4, "call"),
    )


class LadderDialog(Dialog):
    """`saved` when it is stored."""

    saved = Signal()

    def __init__(self, kit: Kit, pipeline_id: str, parent: QWidget | None = None) -> None:
        known = next((one for one in kit.desk.pipelines() if one.pipeline_id == pipeline_id), None)
        name = pipeline_name(known) if known is not None else ""
        super().__init__(kit.theme, _("Ladder of follow-ups: {name}").format(name=name), parent)
        self._kit, theme = kit, kit.theme
        found = (one for one in kit.desk.ladders() if one.pipeline_id == pipeline_id)
        self._ladder = next(found, Ladder(pipeline_id))
        self.may_change = kit.desk.me().role in LEADERS
        self.forms: list[StepForm] = []
        self._templates: list[Template] | None = None
        self.setFixedWidth(theme.px(WIDTH))
        self._steps = QVBoxLayout()
        self._steps.setSpacing(8)
        self.add = Button(theme, _("Add a step"), icon="plus", height="small")
        self.nothing = EmptyState(
            theme,
            "list-checks",
            _("No follow-ups yet"),
            _("Many begin with two messages and a call. Every word of them can be changed."),
            action=_("Begin with a proposal") if self.may_change else "",
            kind="primary",
        )
        self.most = Input(theme, _("Messages without an answer, at most"))
        self.automatic = Toggle(theme, _("Begin by itself"))
        self.error = Paragraph(theme, ink="danger")
        self.cancel = Button(theme, _("Cancel") if self.may_change else _("Close"))
        self.save = Button(theme, _("Save"), kind="primary")
        self._lay_out()
        self._connect()
        self.most.setText(str(self._ladder.most))
        self.automatic.setChecked(self._ladder.is_automatic)
        self._make(self._ladder.steps)

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.body.addWidget(
            Paragraph(
                theme,
                _(
                    "Each step waits, then it sends a message or asks somebody to call. Everything stops as soon as "
                    "they answer. {blanks} are filled in."
                ).format(blanks=", ".join(blank(one) for one in SHOWN)),
                ink="text_muted",
            )
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        column.addLayout(self._steps)
        column.addWidget(self.nothing, 1)
        more = QHBoxLayout()
        more.setSpacing(8)
        more.addWidget(self.add)
        more.addStretch(1)
        column.addLayout(more)
        column.addStretch(0)  # below the steps, where there are any
        self._area = scrolled(inside)
        self._area.setFixedHeight(self.room(HEIGHT, BESIDES))
        self.body.addWidget(self._area)
        self.most.setFixedWidth(theme.px(NUMBER_PX))
        self.body.addLayout(_setting(Label(theme, _("Messages without an answer, at most")), self.most))
        words = _("Begin by itself as soon as a deal goes quiet")
        self.body.addLayout(_setting(Label(theme, words), self.automatic))
        self.body.addWidget(self.error)
        self.error.hide()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.save)
        for part in (self.add, self.save):
            part.setVisible(self.may_change)
        for control in (self.most, self.automatic):
            control.setEnabled(self.may_change)

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.nothing.acted.connect(self._propose)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.try_save)
        self.most.textEdited.connect(lambda _text: self._tell(None))

    # -- steps

    @property
    def ladder(self) -> Ladder:
        """As it is written now."""
        most = self.most.text().strip()
        number = int(most) if most.isascii() and most.isdigit() and len(most) < 6 else 0
        steps = tuple(form.step for form in self.forms)
        return replace(self._ladder, steps=steps, most=number, is_automatic=self.automatic.isChecked())

    def _make(self, steps: Sequence[LadderStep]) -> None:
        for form in self.forms:
            form.hide()
            form.deleteLater()
        self.forms = []
        for number, step in enumerate(steps, 1):
            form = StepForm(self._kit.theme, number, step, self._known, may_change=self.may_change)
            form.changed.connect(lambda: self._tell(None))
            form.moved.connect(partial(self._move, number - 1))
            form.removed.connect(partial(self._remove, number - 1))
            form.set_places(is_first=number == 1, is_last=number == len(steps))
            self.forms.append(form)
            self._steps.addWidget(form)
            form.show()  # at once, so that the keyboard can go there
        self.add.setEnabled(len(steps) < STEPS_MAX)
        self.nothing.setVisible(not steps)

    def _known(self) -> list[Template]:
        """The templates of every number, read once."""
        if self._templates is None:
            desk = self._kit.desk
            self._templates = [one for line in desk.lines() for one in desk.templates(line)]
        return self._templates

    def _propose(self) -> None:
        self._make(proposed())
        self.forms[0].text.setFocus()

    def _add(self) -> None:
        steps = [form.step for form in self.forms]
        self._make([*steps, LadderStep(3 if steps else 0)])
        self.forms[-1].text.setFocus()
        last = self.forms[-1]
        QTimer.singleShot(0, last, lambda: self._area.ensureWidgetVisible(last))  # once it has its place

    def _move(self, place: int, by: int) -> None:
        steps = [form.step for form in self.forms]
        steps[place], steps[place + by] = steps[place + by], steps[place]
        self._make(steps)
        form = self.forms[place + by]
        (
            form.up if by < 0 and form.up.isEnabled() else form.down if form.down.isEnabled() else form.up
        ).setFocus()

    def _remove(self, place: int) -> None:
        steps = [form.step for form in self.forms]
        del steps[place]
        self._make(steps)
        (self.forms[min(place, len(steps) - 1)].remove if steps else self.add).setFocus()

    # -- saving

    def try_save(self) -> None:
        """Store it, or say what is wrong."""
        ladder = self.ladder
        refused = ladder_problem(ladder) or unknown_blank(ladder)
        self._tell(refused)
        if refused is None:
            self.save.setEnabled(False)
            self._kit.tasks.spawn(self._save(ladder), "save ladder")

    async def _save(self, ladder: Ladder) -> None:
        try:
            await self._kit.desk.save_ladder(ladder)
        except ComptoirError as error:
            self.save.setEnabled(True)
            self._tell(Refused(error.code, error.facts))
            return
        self.saved.emit()
        self.accept()

    def _tell(self, refused: Refused | None) -> None:
        self.error.set_text(sentences.refusal(refused.code, refused.facts) if refused is not None else "")
        self.error.setVisible(refused is not None)
        self.most.set_error(self.error.text if refused is not None and refused.code == "ladder_most" else "")


def _setting(label: Label, control: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(12)
    line.addWidget(label)
    line.addStretch(1)
    line.addWidget(control)
    return line
