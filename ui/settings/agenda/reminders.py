"""The reminders of a service, one below the other: how long before, ask or remind, with which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.agenda import BEFORE_MAX_MIN, REMINDERS_MAX, TEXT_MAX_CHARS, ReminderStep
from app.domain.appointment_blanks import unknown_blank
from app.words import gettext as _
from app.words import pgettext
from ui.kit import Kit
from ui.plain import isolated
from ui.settings.templates.parts import Lines, Picker
from ui.widgets.button import Button, IconButton
from ui.widgets.choice import Option, Segmented
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph
from ui.widgets.menu import Menu
from ui.widgets.surfaces import Card

NUMBER_PX: Final = 64
UNITS: Final[Mapping[str, int]] = {"min": 1, "h": 60, "d": 1_440}
FIRST: Final = ReminderStep(1_440)
USUAL: Final = (1_440, 180, 2_880, 60, 10_080)  # minutes before, for the next one that is added


def split(before_min: int) -> tuple[int, str]:
    """A time before in the largest unit that says it: (2, "d"), (3, "h"), (90, "min"). 24 h is what people say."""
    if before_min % UNITS["d"] == 0 and before_min > UNITS["d"]:
        return before_min // UNITS["d"], "d"
    return (before_min // 60, "h") if before_min % 60 == 0 else (before_min, "min")


def before_words(before_min: int) -> str:
    """3 h before."""
    number, unit = split(before_min)
    words = {"min": _("{n} min before"), "h": _("{n} h before"), "d": _("{n} days before")}
    return words[unit].format(n=number)


def blanks_shown() -> list[tuple[str, str]]:
    """The blanks that a reminder may have, as one writes them, and what stands there."""
    return [
        ("{" + pgettext("blank", "first_name") + "}", _("First name of the customer")),
        ("{" + pgettext("blank", "day") + "}", _("Day of the appointment")),
        ("{" + pgettext("blank", "time") + "}", _("Time of the appointment")),
        ("{" + pgettext("blank", "with") + "}", _("With whom")),
        ("{" + pgettext("blank", "business") + "}", _("Name of your business")),
        ("{" + pgettext("blank", "service") + "}", _("What the service may be called")),
    ]


class StepRow(Card):
    """`changed`; `remove_asked(row)`; `entered(row)`: the keyboard is in it, so that its words are previewed."""

    changed = Signal()
    remove_asked = Signal(object)
    entered = Signal(object)

    def __init__(self, kit: Kit, templates: Sequence[str]) -> None:
        super().__init__(kit.theme)
        self._kit, theme = kit, kit.theme
        self.number = Input(theme, _("How long before"))
        self.number.setFixedWidth(theme.px(NUMBER_PX))
        units = [Option("min", _("min")), Option("h", _("hours")), Option("d", _("days"))]
        self.unit = Picker(theme, _("Unit"), units)
        kinds = [Option("ask", _("Ask")), Option("remind", _("Remind"))]
        self.kind = Segmented(theme, _("What it does"), kinds, is_small=True)
        self.remove = IconButton(theme, "x", _("Remove this reminder"), height="small")
        usual = [Option("", _("The ready reminder"))]
        self.template = Picker(theme, _("Template"), [*usual, *(Option(one, one) for one in templates)])
        self.own = Button(theme, _("Words of your own"), kind="link", is_flush=True)
        self.text = Lines(theme, _("Words of your own"))
        self.blank = Button(theme, _("Insert a blank"), height="small", trailing="chevron-down")
        self.said = Paragraph(theme, role="small", ink="text_muted")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        when = QHBoxLayout()
        when.setSpacing(8)
        for part in (self.number, self.unit, Label(theme, _("before"), ink="text_muted"), self.kind):
            when.addWidget(part)
        when.addStretch(1)
        when.addWidget(self.remove)
        sent = QHBoxLayout()
        sent.setSpacing(8)
        sent.addWidget(Label(theme, _("Template"), ink="text_muted"))
        sent.addWidget(self.template, 1)
        own = QHBoxLayout()
        own.addWidget(self.own)
        own.addStretch(1)
        own.addWidget(self.blank)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addLayout(when)
        column.addWidget(self.said)
        column.addLayout(sent)
        column.addLayout(own)
        column.addWidget(self.text)

    def _connect(self) -> None:
        self.number.textChanged.connect(lambda _text: self._wrote())
        self.unit.chosen.connect(lambda _id: self._wrote())
        self.kind.chosen.connect(lambda _id: self._wrote())
        self.template.chosen.connect(lambda _id: self._wrote())
        self.text.written.connect(self._wrote)
        self.own.clicked.connect(self._write_own)
        self.blank.clicked.connect(self._offer_blanks)
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self))
        for part in (self.number, self.unit.button, self.kind, self.text, self.template.button):
            part.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Whose words are previewed."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self)
        return False

    def show_step(self, step: ReminderStep) -> None:
        """What it is."""
        number, unit = split(step.before_min)
        self.number.setText(str(number))
        self.unit.choose(unit)
        self.kind.choose("ask" if step.is_ask else "remind")
        self.template.choose(step.template)
        self.text.set_text(step.text)
        self._settle(shows_own=bool(step.text))

    @property
    def step(self) -> ReminderStep:
        """What is written; `before_min` 0 where it cannot be read."""
        text = self.number.text().strip()
        is_number = text.isascii() and text.isdigit() and len(text) < 6
        before = int(text) * UNITS[self.unit.chosen_id] if is_number else 0
        is_ask = self.kind.chosen_id == "ask"
        return ReminderStep(before, is_ask, self.text.text.strip(), self.template.chosen_id)

    @property
    def problem(self) -> str:
        """What is wrong with it, "" where nothing is."""
        step = self.step
        if not 15 <= step.before_min <= BEFORE_MAX_MIN:
            return _("A reminder goes out from 15 min to 60 days before. Write a whole number, as in 3.")
        if len(step.text) > TEXT_MAX_CHARS:
            return _("The words are too long: at most {limit} characters.").format(limit=TEXT_MAX_CHARS)
        unknown = unknown_blank(step.text)
        if unknown is None:
            return ""
        return _("{blank} is no blank that can be filled in. Choose one with “Insert a blank”.").format(
            blank=isolated("{" + unknown + "}")
        )

    def _wrote(self) -> None:
        self._settle(shows_own=not self.text.isHidden())
        self.changed.emit()

    def _settle(self, *, shows_own: bool) -> None:
        is_ask = self.step.is_ask
        self.said.set_text(
            _("Asks with three buttons: Confirm, Move it, Cancel. Whoever has answered is not asked again.")
            if is_ask
            else _("Reminds everybody who is expected, and awaits no answer.")
        )
        self.own.setVisible(not shows_own)
        self.text.setVisible(shows_own)
        self.blank.setVisible(shows_own)

    def _write_own(self) -> None:
        self._settle(shows_own=True)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_blanks(self) -> None:
        menu = Menu(self._kit.theme, self.blank.text(), self)
        for blank, words in blanks_shown():
            menu.add(words, partial(self.text.put, blank), key=blank)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.blank)


class Reminders(QWidget):
    """`changed`; `shown(step)`: which one a preview shows."""

    changed = Signal()
    shown = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.rows: list[StepRow] = []
        self._seen: StepRow | None = None
        self.add = Button(kit.theme, _("Add a reminder"), height="small", icon="plus")
        self.add.clicked.connect(self._add_new)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self._column)
        whole.addLayout(foot)

    @property
    def steps(self) -> tuple[ReminderStep, ...]:
        """The first one to go out first."""
        return tuple(sorted((row.step for row in self.rows), key=lambda step: -step.before_min))

    @property
    def seen(self) -> ReminderStep | None:
        """The one whose words are previewed."""
        row = self._seen if self._seen in self.rows else next(iter(self.rows), None)
        return row.step if row is not None else None

    @property
    def problem(self) -> str:
        """What is wrong with the first wrong one."""
        return next((row.problem for row in self.rows if row.problem), "")

    def show_steps(self, steps: Sequence[ReminderStep]) -> None:
        """Those of a service."""
        for row in list(self.rows):
            self._take_away(row)
        for step in sorted(steps, key=lambda one: -one.before_min):
            self._add(step)

    def _add(self, step: ReminderStep) -> StepRow:
        row = StepRow(self._kit, self._templates())
        row.show_step(step)
        row.changed.connect(partial(self._wrote, row))
        row.remove_asked.connect(self._remove)
        row.entered.connect(self._enter)
        self.rows.append(row)
        self._column.addWidget(row)
        self.add.setVisible(len(self.rows) < REMINDERS_MAX)
        return row

    def _templates(self) -> list[str]:
        desk = self._kit.desk
        lines = [line_id for line_id, line in desk.lines().items() if line.is_known]
        found = [one for line_id in lines for one in desk.templates(line_id)]
        return sorted({one.name for one in found if one.is_sendable})

    def _add_new(self) -> None:
        taken = {row.step.before_min for row in self.rows}
        before = next((one for one in USUAL if one not in taken), 30)
        row = self._add(ReminderStep(before, is_ask=not any(one.step.is_ask for one in self.rows)))
        row.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self._seen = row
        self.changed.emit()

    def _remove(self, row: StepRow) -> None:
        place = self.rows.index(row)
        others = [one for one in self.rows if one is not row]
        near = others[min(place, len(others) - 1)].number if others else self.add
        self.add.show()
        near.setFocus(Qt.FocusReason.OtherFocusReason)  # the keyboard stays among them
        self._take_away(row)
        self.changed.emit()

    def _take_away(self, row: StepRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add.setVisible(True)

    def _wrote(self, row: StepRow) -> None:
        self._seen = row
        self.changed.emit()

    def _enter(self, row: StepRow) -> None:
        if row is not self._seen:
            self._seen = row
            self.shown.emit()
