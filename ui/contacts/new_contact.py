"""Somebody new, before they ever wrote: a name, a number, an e-mail; each of them alone is enough."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from app.words.contact_values import canonical
from app.words.contacts import field_title
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field

PLACES = {
    "number_malformed": "phone",
    "contact_exists": "phone",
    "field_phone": "phone",
    "field_email": "email",
}


class NewContactDialog(Dialog):
    """`added(contact_id)` once the wish is kept; what stands against it is said below its line, and all words stay."""

    added = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(kit.theme, _("New contact"), parent)
        self._kit = kit
        self.fields = {key: Field(kit.theme, field_title(key)) for key in ("name", "phone", "email")}
        for field in self.fields.values():
            self.body.addWidget(field)
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Add"), kind="primary")
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.ask)
        self.confirm.setDefault(True)
        self.fields["name"].input.setFocus()

    def ask(self) -> None:
        """Keep it and go, or say why not."""
        for field in self.fields.values():
            field.set_error("")
        self._kit.tasks.spawn(self._add(), "add a contact")

    async def _add(self) -> None:
        read = partial(canonical, kind="text", formats=self._kit.formats)
        typed = {key: field.input.text().strip() for key, field in self.fields.items()}
        number = read("phone", text=typed["phone"]) or None
        values = {key: read(key, text=typed[key]) for key in ("name", "email") if typed[key]}
        try:
            contact_id = await self._kit.desk.add_contact(Identity(number=number), values)
        except ComptoirError as error:
            place = PLACES.get(error.code, "name")
            self.fields[place].set_error(sentences.refusal(error.code, error.facts))
            self.fields[place].input.setFocus()
            return
        self.added.emit(contact_id)
        self.accept()


def open_new_contact(kit: Kit, window: QWidget) -> NewContactDialog:
    """The dialog over a window."""
    dialog = NewContactDialog(kit, window)
    dialog.open()
    return dialog
