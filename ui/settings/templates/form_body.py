"""The text of a template with its variables, and an example for each of them."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.template_blanks import Blank, variables, words_before
from app.domain.template_drafts import BODY_MAX
from app.words import gettext as _
from app.words.templates import blank_words
from ui.plain import shown_line
from ui.settings.templates.parts import Group, Lines
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.inputs import Input
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.menu import Menu

NAME_PX: Final = 120
MOST: Final = 20  # examples that are asked for; WhatsApp takes no text with so many


class BodyGroup(Group):
    """`changed` at each change. `samples` follow the order in which the variables stand."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Text"), parent=parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._kept: dict[str, str] = {}
        self.lines = Lines(theme, _("Text"))
        self.variable = Button(theme, _("Insert a variable"), height="small", trailing="chevron-down")
        self.count = Label(theme, role="small", ink="text_faint", tabular=True)
        self.samples_title = Label(theme, _("Examples, for WhatsApp’s review"), role="small", weight="medium")
        self.inputs: dict[str, Input] = {}
        self._rows: dict[str, QWidget] = {}
        self._samples = QVBoxLayout()
        self._samples.setSpacing(6)
        line = QHBoxLayout()
        line.addWidget(self.variable)
        line.addStretch(1)
        line.addWidget(self.count)
        self.body.addWidget(self.lines)
        self.body.addLayout(line)
        self.body.addWidget(self.samples_title)
        self.body.addLayout(self._samples)
        self.variable.clicked.connect(self._offer_variables)
        self.lines.written.connect(self._written)
        self._settle()

    @property
    def text(self) -> str:
        """What is written."""
        return self.lines.text

    @property
    def samples(self) -> tuple[str, ...]:
        """An example for each variable."""
        return tuple(self.inputs[name].text().strip() if name in self.inputs else "" for name in self._names)

    def show_body(self, text: str, samples: tuple[str, ...]) -> None:
        """What a template has."""
        self._kept = dict(zip(variables(text), samples, strict=False))
        for name, line in self.inputs.items():
            line.setText(self._kept.get(name, ""))
        self.lines.set_text(text)
        self._settle()

    def _written(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        names = variables(self.text)[:MOST]
        length = len(self.text.strip())
        self.count.setText(f"{length} / {BODY_MAX}")
        self.count.set_ink("danger" if length > BODY_MAX else "text_faint")
        self.samples_title.setVisible(bool(names))
        if names == self._names:
            return
        self._kept.update({name: line.text() for name, line in self.inputs.items()})
        self._names = names
        for name in [one for one in self.inputs if one not in names]:
            self._remove(name)
        for number, name in enumerate(names):
            if name not in self.inputs:
                self.inputs[name] = self._make(name)
            self._samples.insertWidget(number, self._rows[name])
            before = self.variable if not number else self.inputs[names[number - 1]]
            QWidget.setTabOrder(before, self.inputs[name])

    def _make(self, name: str) -> Input:
        words = shown_line(blank_words(Blank("", "body", name, before=words_before(self.text, name))))
        label = _("Example for {name}").format(name=words)
        line = Input(self._theme, label, placeholder=label)
        line.setText(self._kept.get(name, ""))
        line.textChanged.connect(self.changed)
        self._rows[name] = _named(self._theme, "{{" + name + "}}", line)
        return line

    def _remove(self, name: str) -> None:
        del self.inputs[name]
        row = self._rows.pop(name)
        row.hide()
        row.deleteLater()

    def _offer_variables(self) -> None:
        menu = Menu(self._theme, self.variable.text(), self)
        for name, words in self._offered():
            menu.add(words, partial(self.lines.put, "{{" + name + "}}"), key="{{" + name + "}}")
        menu.open_below(self.variable)

    def _offered(self) -> list[tuple[str, str]]:
        """Names that mean something when it is filled in; where they are counted, the next number."""
        counted = [int(name) for name in self._names if name.isdigit()]
        if counted:
            following = str(max(counted) + 1)
            return [(following, _("Variable {number}").format(number=following))]
        return [
            (_("first_name"), _("First name of the customer")),
            (_("day"), _("Day")),
            (_("time"), _("Time of day")),
            (_("order"), _("Order or article")),
            (_("amount"), _("Amount")),
            (_("question"), _("A sentence of your own")),
        ]


def _named(theme: Theme, name: str, line: Input) -> QWidget:
    """The variable before its example."""
    row = QWidget()
    beside = QHBoxLayout(row)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(8)
    label = ElidedLabel(theme, name, role="small", ink="text_muted")
    label.setFixedWidth(theme.px(NAME_PX))
    beside.addWidget(label)
    beside.addWidget(line, 1)
    return row
