"""One step of a ladder while it is written: when, what, and the template for a closed window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.ladder_words import KNOWN_SOURCES
from app.domain.ladders import WAIT_MAX_DAYS, LadderStep, LadderTemplate
from app.domain.template_blanks import Blank, blanks, files, needs_place
from app.domain.template_proposals import meaning
from app.domain.templates import Template
from app.words import gettext as _
from app.words.going_quiet import act_words, blank
from app.words.templates import blank_words, category_words, title_words
from ui.settings.templates.parts import Lines
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.choice import Option, Segmented
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Card

DAYS_PX: Final = 56
BOX_PX: Final = 76


def offered(templates: Sequence[Template]) -> list[Template]:
    """Those that a ladder can fill in by itself: approved, without files, places and ends; each name and language once.

    Codes are no follow-ups.
    """
    found = [
        one
        for one in templates
        if one.is_sendable
        and one.category != "authentication"
        and not (list(files(one)) or needs_place(one) or one.is_limited_offer)
    ]
    return sorted(
        {(one.name, one.language): one for one in found}.values(), key=lambda one: (one.name, one.language)
    )


def proposal(template: Template) -> dict[str, str]:
    """What its blanks are filled in with, as far as it can be told."""
    return {one.key: _filled_by(one) for one in blanks(template)}


def _filled_by(one: Blank) -> str:
    source = meaning(one)
    known = next((each for each in KNOWN_SOURCES if each == source), None)
    return blank(known) if known is not None else ""


class StepForm(Card):
    """`changed` at each change by a person; `moved(-1 or 1)`, `removed`."""

    changed = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        number: int,
        step: LadderStep,
        find: Callable[[], Sequence[Template]],
        *,
        may_change: bool,
    ) -> None:
        super().__init__(theme)
        self._find = find
        self._template: LadderTemplate | None = step.template
        self.title = Label(theme, _("Step {n}").format(n=number), weight="semibold")
        self.act = Segmented(
            theme,
            _("What step {n} does").format(n=number),
            [Option("message", act_words("message")), Option("call", act_words("call"))],
            is_small=True,
        )
        self.days = Input(theme, _("Working days that step {n} waits").format(n=number))
        self.days.setFixedWidth(theme.px(DAYS_PX))
        self.unit = Label(
            theme,
            _("working days after it began") if number == 1 else _("working days after the step before"),
            ink="text_muted",
        )
        self.up = IconButton(theme, "arrow-up", _("Move step {n} up").format(n=number), height="small")
        self.down = IconButton(theme, "arrow-down", _("Move step {n} down").format(n=number), height="small")
        self.remove = IconButton(theme, "trash-2", _("Remove step {n}").format(n=number), height="small")
        self.text = Lines(theme, _("What step {n} says").format(n=number))
        self.text.setFixedHeight(theme.px(BOX_PX))
        self.text.setPlaceholderText(_("Hello {first_name}, …").format(first_name=blank("first_name")))
        self.choose = Button(theme, "", height="small", icon="layout-template", trailing="chevron-down")
        self.help = Paragraph(theme, role="small", ink="text_muted")
        self.values: dict[str, Input] = {}
        self._message = QWidget()
        self._blanks = QVBoxLayout()
        self._theme, self._may_change = theme, may_change
        self._lay_out()
        self.act.choose(step.act)
        self.days.setText(str(step.wait_days))
        self.text.set_text(step.text)
        self._show_template()
        self._settle()
        self._connect()
        for part in (self.act, self.days, self.up, self.down, self.remove, self.text, self.choose):
            part.setEnabled(may_change)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.act)
        head.addStretch(1)
        for part in (self.up, self.down, self.remove):
            head.addWidget(part)
        when = QHBoxLayout()
        when.setSpacing(8)
        when.addWidget(self.days)
        when.addWidget(self.unit)
        when.addStretch(1)
        template = QHBoxLayout()
        template.addWidget(self.choose)
        template.addStretch(1)
        inside = QVBoxLayout(self._message)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(self.text)
        inside.addLayout(template)
        self._blanks.setSpacing(6)
        inside.addLayout(self._blanks)
        inside.addWidget(self.help)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(when)
        column.addWidget(self._message)

    def _connect(self) -> None:
        self.act.chosen.connect(lambda _act: self._settle())
        self.act.chosen.connect(lambda _act: self.changed.emit())
        self.days.textEdited.connect(lambda _text: self.changed.emit())
        self.text.written.connect(self.changed)
        self.choose.clicked.connect(self._offer)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.remove.clicked.connect(self.removed)

    @property
    def step(self) -> LadderStep:
        """As it is written now; what is no number of days waits longer than anybody may, so that it is refused."""
        days = self.days.text().strip()
        wait = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else WAIT_MAX_DAYS + 1
        if self.act.chosen_id == "call":
            return LadderStep(wait, "call")
        template = self._template
        if template is not None:
            given = {key: line.text().strip() for key, line in self.values.items()}
            template = replace(template, values=given or dict(template.values))
        return LadderStep(wait, "message", self.text.text.strip(), template)

    def set_places(self, *, is_first: bool, is_last: bool) -> None:
        """Where it stands among the others."""
        self.up.setEnabled(self._may_change and not is_first)
        self.down.setEnabled(self._may_change and not is_last)

    def _settle(self) -> None:
        self._message.setVisible(self.act.chosen_id != "call")

    def _offer(self) -> None:
        menu = Menu(self._theme, _("Templates"), self)
        menu.add(_("No template"), partial(self.take, None), is_checked=self._template is None)
        for one in offered(self._find()):
            label = f"{title_words(one)} · {one.language} · {category_words(one.category)}"
            menu.add(label, partial(self.take, one), is_checked=self._is_chosen(one))
        menu.open_below(self.choose)

    def take(self, template: Template | None) -> None:
        """Another template, with what its blanks may be filled in with; None: none."""
        self._template = (
            LadderTemplate(template.name, template.language, proposal(template)) if template else None
        )
        self._show_template()
        self.changed.emit()

    def _is_chosen(self, one: Template) -> bool:
        chosen = self._template
        return chosen is not None and (chosen.name, chosen.language) == (one.name, one.language)

    def _show_template(self) -> None:
        chosen = self._template
        known = next((one for one in self._find() if self._is_chosen(one)), None)
        self.choose.setText(
            _("Template: {name}").format(name=title_words(known) if known else chosen.name)
            if chosen
            else (_("Template for a closed window…"))
        )
        self.choose.updateGeometry()
        for line in self.values.values():
            line.hide()
            line.deleteLater()
        self.values = {}
        for one in blanks(known) if known is not None and chosen is not None else ():
            line = Input(self._theme, blank_words(one), placeholder=blank_words(one))
            line.setText(chosen.values.get(one.key, "") if chosen else "")
            line.setEnabled(self._may_change)
            line.textEdited.connect(lambda _text: self.changed.emit())
            self.values[one.key] = line
            self._blanks.addWidget(line)
        if chosen is None:
            says = _("Without a template you are asked once 24 hours have passed since their last message.")
        elif known is None or not known.is_sendable:
            says = _("WhatsApp does not take this template now: you would be asked. Choose another one.")
        else:
            says = known.body
        self.help.set_text(says)
