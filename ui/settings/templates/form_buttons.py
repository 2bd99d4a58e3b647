"""The buttons below a template: answers, links, a number to call, a code to copy."""

import itertools
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.template_blanks import variables
from app.domain.template_drafts import BUTTON_TEXT_MAX, CODE_MAX, MOST_BUTTONS, MOST_OF_KIND
from app.domain.templates import TemplateButton
from app.words import gettext as _
from ui.settings.templates.parts import Group
from ui.theme.theme import Theme
from ui.widgets.button import Button, IconButton
from ui.widgets.inputs import Input
from ui.widgets.labels import Label
from ui.widgets.menu import Menu

KINDS: Final = ("quick_reply", "url", "phone", "copy_code", "contact_request")


class ButtonLine(QWidget):
    """One button. `changed` at each letter, `removed` when it shall go."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, button: TemplateButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = button.kind
        name = kind_words(button.kind)
        self.label = Label(theme, name, role="small", ink="text_muted")
        self.text = Input(theme, _("Label of the button"), placeholder=_("Label"))
        self.text.setMaxLength(BUTTON_TEXT_MAX)
        self.value = Input(theme, _value_words(button.kind), placeholder=_value_words(button.kind))
        self.sample = Input(theme, _("Example of the whole link"), placeholder=_("Example of the whole link"))
        self.remove = IconButton(theme, "x", _("Remove this button"), height="small")
        self.text.setText(button.text)
        self.value.setText(
            button.url or button.number or (button.sample or "" if self.kind == "copy_code" else "")
        )
        self.sample.setText(button.sample or "" if self.kind == "url" else "")
        if self.kind == "copy_code":
            self.value.setMaxLength(CODE_MAX)
        self._lay_out()
        for line in (self.text, self.value, self.sample):
            line.textChanged.connect(self._written)
        self.remove.clicked.connect(self.removed)
        self._settle()

    @property
    def button(self) -> TemplateButton:
        """What was written."""
        text, value = self.text.text().strip(), self.value.text().strip()
        if self.kind == "url":
            sample = self.sample.text().strip() if variables(value) else ""
            return TemplateButton("url", text, url=value, sample=sample or None)
        if self.kind == "phone":
            return TemplateButton("phone", text, number=value)
        if self.kind == "copy_code":
            return TemplateButton("copy_code", "", sample=value)
        return TemplateButton(self.kind, text)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.label, 1)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addLayout(head)
        for part in (self.text, self.value, self.sample):
            column.addWidget(part)

    def _written(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        self.text.setVisible(self.kind not in ("copy_code", "contact_request"))
        self.value.setVisible(self.kind in ("url", "phone", "copy_code"))
        self.sample.setVisible(self.kind == "url" and bool(variables(self.value.text())))


class ButtonsGroup(Group):
    """`changed` at each change."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Buttons (if you like)"), parent=parent)
        self._theme = theme
        self.lines: list[ButtonLine] = []
        self.add_button = Button(
            theme, _("Add a button"), height="small", icon="plus", trailing="chevron-down"
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self.body.addLayout(self._column)
        self.body.addWidget(self.add_button)
        self.add_button.clicked.connect(self._offer)
        self._settle()

    @property
    def buttons(self) -> tuple[TemplateButton, ...]:
        """What was written, answers first: WhatsApp wants each sort together."""
        return tuple(line.button for line in self.lines)

    def show_buttons(self, buttons: tuple[TemplateButton, ...]) -> None:
        """What a template has."""
        for line in list(self.lines):
            self._remove(line)
        for button in buttons:
            self._add(button)
        self._settle()

    def add(self, kind: str) -> None:
        """One more; an answer goes after the other answers, so that each sort stays together."""
        quick = [number for number, line in enumerate(self.lines) if line.kind == "quick_reply"]
        at = quick[-1] + 1 if kind == "quick_reply" and quick else len(self.lines)
        line = self._add(TemplateButton(kind, ""), at)
        self._settle()
        self.changed.emit()
        (line.text if not line.text.isHidden() else line.value).setFocus()

    def _add(self, button: TemplateButton, at: int | None = None) -> ButtonLine:
        line = ButtonLine(self._theme, button)
        line.changed.connect(self.changed)
        line.removed.connect(lambda: self._removed(line))
        place = len(self.lines) if at is None else at
        self.lines.insert(place, line)
        self._column.insertWidget(place, line)
        self._order()
        return line

    def _order(self) -> None:
        """Tab goes from top to bottom, then to the button that adds one."""
        places = [part for line in self.lines for part in (line.text, line.value, line.sample, line.remove)]
        for before, after in itertools.pairwise([*places, self.add_button]):
            QWidget.setTabOrder(before, after)

    def _removed(self, line: ButtonLine) -> None:
        self._remove(line)
        self._settle()
        self.changed.emit()
        self.add_button.setFocus()

    def _remove(self, line: ButtonLine) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()

    def _offer(self) -> None:
        menu = Menu(self._theme, self.add_button.text(), self)
        for kind in KINDS:
            count = sum(line.kind == kind for line in self.lines)
            menu.add(kind_words(kind), partial(self.add, kind), is_enabled=count < MOST_OF_KIND[kind])
        menu.open_below(self.add_button)

    def _settle(self) -> None:
        self.add_button.setEnabled(len(self.lines) < MOST_BUTTONS)


def kind_words(kind: str) -> str:
    """What a button does, in words."""
    words = {
        "quick_reply": _("Answer in one tap"),
        "url": _("Open a link"),
        "phone": _("Call a number"),
        "copy_code": _("Copy a code"),
        "contact_request": _("Ask for their number"),
    }
    return words.get(kind, kind)


def _value_words(kind: str) -> str:
    words = {
        "url": _("Address, such as https://example.com/order/{variable}").format(variable="{{1}}"),
        "phone": _("Phone number with its country"),
        "copy_code": _("Example of a code"),
    }
    return words.get(kind, "")
