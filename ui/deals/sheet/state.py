"""Where a deal stands, and how it ends: its stage with the days in it, won, lost, open again."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.deal_rows import DealCard
from app.domain.deals import Pipeline
from app.domain.rows import Changes
from app.words import gettext as _
from ui.contacts.panel.parts import ABOVE, SIDE, VALUE_PAD, PickList, ValueButton
from ui.deals.ending import ask_end
from ui.deals.sheet import acts
from ui.deals.sheet.parts import SheetKit
from ui.deals.sheet.stage_bar import StageBar
from ui.deals.sheet.words import state_words, stay_words
from ui.deals.words import days_between, pipeline_name, stage_name
from ui.plain import shown_line
from ui.teamwork.finder import Choice
from ui.widgets.button import Button
from ui.widgets.labels import Paragraph
from ui.widgets.surfaces import Surface


class StateSection:
    """The stage is pressed to move the deal; two buttons end it."""

    def __init__(self, sheet: SheetKit) -> None:
        self._sheet = sheet
        self._card: DealCard | None = None
        self._pipelines: list[Pipeline] = []
        theme = sheet.theme
        self.widget = Surface(theme, "surface", edges=("bottom",))
        self.stage = ValueButton(theme, _("Stage"), icon="square-kanban")
        self.bar = StageBar(theme)
        self.reason = Paragraph(theme, ink="text_muted")
        self.won = Button(theme, _("Won…"), kind="soft", height="small", icon="check", key_hint="W")
        self.lost = Button(theme, _("Lost…"), height="small", icon="x", key_hint="X")
        self.reopen = Button(theme, _("Open it again"), height="small", icon="history")
        self._lay_out()
        self.stage.clicked.connect(self.move)
        self.won.clicked.connect(lambda: self.end(is_won=True))
        self.lost.clicked.connect(lambda: self.end(is_won=False))
        self.reopen.clicked.connect(self._reopen)

    def _lay_out(self) -> None:
        space = self._sheet.theme.tokens.space
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(SIDE - VALUE_PAD, ABOVE - 4, SIDE - VALUE_PAD, ABOVE + 1)
        column.setSpacing(space.x1)
        column.addWidget(self.stage)
        inside = QVBoxLayout()
        inside.setContentsMargins(VALUE_PAD, 0, VALUE_PAD, 0)
        inside.setSpacing(space.x2)
        inside.addWidget(self.bar)
        inside.addWidget(self.reason)
        buttons = QHBoxLayout()
        buttons.setSpacing(space.x2)
        for button in (self.won, self.lost, self.reopen):
            buttons.addWidget(button)
        buttons.addStretch()
        inside.addSpacing(space.x1)
        inside.addLayout(buttons)
        column.addLayout(inside)

    def show(self, card: DealCard) -> None:
        """Its stage, or how it ended."""
        self._card, kit = card, self._sheet.kit
        self._pipelines = kit.desk.pipelines()
        pipeline = next((one for one in self._pipelines if one.pipeline_id == card.pipeline_id), None)
        stage = pipeline.stage(card.stage_id) if pipeline is not None else None
        name = stage_name(stage) if stage is not None else "?"
        now = kit.clock.now()
        is_open, is_there = card.state == "open", not card.is_removed
        days = days_between(card.stage_since_at or now, now, kit.formats)
        target = stage.target_days if stage is not None else None
        is_late = is_open and target is not None and days > target
        self.stage.show_value(
            state_words(card, name, kit.formats, now),
            stay_words(days, target) if is_open else shown_line(name),
            "warning" if is_late else "text",
            tip=_("Longer here than meant to be") if is_late else "",
        )
        self.stage.setEnabled(is_open and is_there)
        stages = pipeline.stages if pipeline is not None else ()
        place = next((n for n, one in enumerate(stages) if one.stage_id == card.stage_id), 0)
        self.bar.show_place(len(stages) if card.state == "won" else place, len(stages))
        self.bar.setVisible(card.state != "lost")
        self.reason.set_text(shown_line(card.reason) or _("No reason given"))
        self.reason.setVisible(not is_open)
        self.won.setVisible(is_open and is_there)
        self.lost.setVisible(is_open and is_there)
        self.reopen.setVisible(not is_open and is_there)

    def changed(self, changes: Changes) -> None:
        """A pipeline may be called differently now."""
        if changes.is_pipelines and self._card is not None:
            self.show(self._card)

    def put_aside(self) -> None:
        """Nothing is written here."""

    def move(self) -> None:
        """Choose another stage, of another pipeline too."""
        card = self._card
        if card is None or not self.stage.isEnabled():
            return
        names = {f"{p.pipeline_id} {s.stage_id}": (p, s) for p in self._in_order(card) for s in p.stages}
        choices = []
        for key, (pipeline, stage) in names.items():
            is_here = (pipeline.pipeline_id, stage.stage_id) == (card.pipeline_id, card.stage_id)
            is_own = pipeline.pipeline_id == card.pipeline_id
            detail = "" if is_own else shown_line(pipeline_name(pipeline))
            choices.append(
                Choice(key, shown_line(stage_name(stage)), detail, mark="check" if is_here else None)
            )

        def take(key: str) -> None:
            pipeline, stage = names[key]
            words = shown_line(stage_name(stage))
            acts.move(self._sheet.kit, card, stage.stage_id, pipeline.pipeline_id, words, self._sheet.show)

        PickList(self._sheet.theme, _("Move to…"), choices, self.stage, take).open_at(self.stage)

    def end(self, *, is_won: bool) -> None:
        """Ask why first."""
        card = self._card
        if card is not None and card.state == "open" and not card.is_removed:
            ask_end(self._sheet.kit, card, self.widget, self._sheet.show, is_won=is_won)

    def _reopen(self) -> None:
        if self._card is not None:
            acts.reopen(self._sheet.kit, self._card, self._sheet.show)

    def _in_order(self, card: DealCard) -> list[Pipeline]:
        return sorted(self._pipelines, key=lambda one: one.pipeline_id != card.pipeline_id)


def first_of(section: StateSection) -> QWidget:
    """Where the keyboard goes from the title."""
    return section.stage
