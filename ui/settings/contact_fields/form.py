"""The form of one field: what it is called, what kind of value it holds, and its choices."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.contact_cards import FIELD_TYPES, TITLE_MAX_CHARS, ContactField, FieldType
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.settings.templates.parts import Lines
from ui.widgets.button import Button
from ui.widgets.controls import Radio
from ui.widgets.inputs import Input
from ui.widgets.labels import Label, Paragraph

NEW: Final = ContactField("", "", "text")
MOST_WIDE: Final = 560
SIDE: Final = 24


def type_words(kind: FieldType) -> str:
    """What a kind of value is called."""
    return {
        "text": _("Text"),
        "number": _("A number"),
        "money": _("Amount of money"),
        "date": _("Date"),
        "choice": _("One of several choices"),
        "yes_no": _("Yes or no"),
    }[kind]


class FieldForm(QWidget):
    """`saved(field_id)`, `remove_asked(field_id)`."""

    saved = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, theme = kit, kit.theme
        self._field = NEW
        self.name = Input(theme, _("Name"), placeholder=_("For example: Birthday"))
        self.name.setMaxLength(TITLE_MAX_CHARS + 1)
        self.kinds: dict[FieldType, Radio] = {kind: Radio(theme, type_words(kind)) for kind in FIELD_TYPES}
        self.fixed = Paragraph(
            theme, _("The kind stays, since people have values in it."), role="small", ink="text_muted"
        )
        self.choices = Lines(theme, _("Choices, one a line"))
        self.error = Paragraph(theme, role="small", ink="danger")
        self.save = Button(theme, _("Save"), kind="primary")
        self.remove = Button(theme, _("Remove the field…"), kind="quiet", icon="trash-2")
        self._choices_label = Label(theme, _("Choices, one a line"), weight="medium")
        self._lay_out()
        for radio in self.kinds.values():
            radio.toggled.connect(lambda _is_on: self._settle())
        self.name.returnPressed.connect(self.ask)
        self.save.clicked.connect(self.ask)
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self._field.field_id))
        self.show_field(NEW)

    def _lay_out(self) -> None:
        theme = self._kit.theme
        inside = QWidget()
        inside.setMaximumWidth(theme.px(MOST_WIDE))
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        column.setSpacing(theme.tokens.space.x2)
        column.addWidget(Label(theme, _("Name"), weight="medium"))
        column.addWidget(self.name)
        column.addSpacing(theme.tokens.space.x3)
        column.addWidget(Label(theme, _("Kind of value"), weight="medium"))
        for radio in self.kinds.values():
            column.addWidget(radio)
        column.addWidget(self.fixed)
        column.addSpacing(theme.tokens.space.x3)
        column.addWidget(self._choices_label)
        column.addWidget(self.choices)
        column.addWidget(self.error)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column.addSpacing(theme.tokens.space.x3)
        column.addLayout(buttons)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside, 1)
        row.addStretch(0)

    @property
    def field(self) -> ContactField:
        """What is written now."""
        kind = next((kind for kind, radio in self.kinds.items() if radio.isChecked()), self._field.type)
        lines = (" ".join(line.split()) for line in self.choices.toPlainText().splitlines())
        choices = tuple(line for line in lines if line) if kind == "choice" else ()
        return replace(self._field, title=" ".join(self.name.text().split()), type=kind, choices=choices)

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self.field != self._field

    def show_field(self, field: ContactField) -> None:
        """Another one; without an id a new one."""
        self._field = field
        self.name.setText(field.title)
        self.kinds[field.type].setChecked(True)
        self.choices.setPlainText("\n".join(field.choices))
        is_new = not field.field_id
        for kind, radio in self.kinds.items():
            radio.setEnabled(is_new or kind == field.type)
        self.fixed.setVisible(not is_new)
        self.remove.setVisible(not is_new)
        self._say("")
        self._settle()

    def ask(self) -> None:
        """Keep it; what stands against it is said below, and what was typed stays."""
        self._kit.tasks.spawn(self._save(self.field), "save a field")

    async def _save(self, field: ContactField) -> None:
        try:
            field_id = await self._kit.desk.define_contact_field(field)
        except ComptoirError as error:
            self._say(sentences.refusal(error.code, error.facts))
            return
        self._say("")
        self._field = replace(field, field_id=field_id)
        self.saved.emit(field_id)

    def _say(self, sentence: str) -> None:
        self.name.set_error(sentence)
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    def _settle(self) -> None:
        is_choice = self.kinds["choice"].isChecked()
        self.choices.setVisible(is_choice)
        self._choices_label.setVisible(is_choice)
