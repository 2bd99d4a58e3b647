"""A contact made by hand: name, number and e-mail. Who is known already is pointed out before anything is saved."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.contact_cards import is_email
from app.domain.contact_table import TableRow
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from app.words.typed_numbers import TypedNumber, readings
from ui.kit import Kit
from ui.people.lines import home_country
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph

LOOK_AFTER_MS: Final = 120
NAME_MAX: Final = 200


class NewContact(Dialog):
    """`saved(contact_id)` when it is on its way; `known_asked(contact_id)`: somebody known is to be shown instead."""

    saved = Signal(str)
    known_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(kit.theme, _("New contact"), parent)
        self._kit = kit
        self._known: TableRow | None = None
        self._reading: TypedNumber | None = None
        self._asked = ""  # the number about which a doubt was told: saving once more keeps it
        self.name = Field(kit.theme, _("Name"))
        self.number = Field(kit.theme, _("Number"), placeholder="+33 6 12 34 56 78")
        self.email = Field(kit.theme, _("E-mail"))
        self.says = Paragraph(kit.theme, role="small", ink="text_muted")
        self.show_known = Button(kit.theme, _("Show them"), kind="link", is_flush=True)
        self.cancel = Button(kit.theme, _("Cancel"))
        self.confirm = Button(kit.theme, _("Save"), kind="primary")
        self._look = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._lay_out()
        self._connect()
        self.name.input.setMaxLength(NAME_MAX)
        self.name.input.setFocus()

    def _lay_out(self) -> None:
        theme = self._kit.theme
        self.says.setMinimumHeight(2 * theme.line("small"))
        self.show_known.hide()
        link = QHBoxLayout()
        link.addWidget(self.show_known)
        link.addStretch()
        self.body.addSpacing(theme.tokens.space.x1)
        for part in (self.name, self.number, self.email, self.says):
            self.body.addWidget(part)
        self.body.addLayout(link)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.confirm)
        self.confirm.setDefault(True)

    def _connect(self) -> None:
        for field in (self.name, self.number, self.email):
            field.input.textChanged.connect(lambda _text, field=field: self._typed(field))
        self._look.timeout.connect(self._look_now)
        self.show_known.clicked.connect(self._show_known)
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._save)
        self.finished.connect(lambda _result: self._look.stop())

    # -- while one types

    def _typed(self, field: Field) -> None:
        field.set_error("")
        self._look.start()

    def _look_now(self) -> None:
        """How the number is read, and who has it, or has this very name or address."""
        self._look.stop()
        text = self.number.input.text().strip()
        found = readings(text, home_country(self._kit, None), self._kit.formats.language)
        self._reading = found[0] if found else None
        self._known = self._somebody()
        says = self._reading.says if self._reading is not None else ""
        if self._known is not None:
            name = isolated(shown_name(self._known.name))
            says = _("{name} is in your contacts already with this number or address.").format(name=name)
        self.says.set_ink("warning" if self._known is not None else "text_muted")
        self.says.set_text(says)
        self.show_known.setVisible(self._known is not None)

    def _somebody(self) -> TableRow | None:
        reading, email = self._reading, self._email
        digits = reading.digits if reading is not None and reading.is_usable else ""
        return self._kit.desk.contact_known_by(digits, email if is_email(email) else "")

    def _show_known(self) -> None:
        if self._known is not None:
            self.known_asked.emit(self._known.contact_id)
            self.accept()

    # -- the end

    def _save(self) -> None:
        self._look_now()
        if self._has_error():
            return
        if self._known is not None:
            self.show_known.setFocus(Qt.FocusReason.TabFocusReason)
            return
        reading = self._reading
        if reading is not None and not reading.is_sure and self._asked != reading.digits:
            self._asked = reading.digits
            self.says.set_ink("warning")
            self.says.set_text(
                _("{doubt} Press Save once more to keep it all the same.").format(doubt=reading.says)
            )
            return
        values = {"name": self._name, "email": self._email}
        number = reading.digits if reading is not None else None
        self.confirm.setEnabled(False)
        kept = {key: value for key, value in values.items() if value}
        self._kit.tasks.spawn(self._store(Identity(number=number), kept), "new contact")

    @property
    def _name(self) -> str:
        return " ".join(self.name.input.text().split())

    @property
    def _email(self) -> str:
        return self.email.input.text().strip().lower()

    def _has_error(self) -> bool:
        typed = self.number.input.text().strip()
        if typed and (self._reading is None or not self._reading.is_usable):
            wrong = _("This is not a whole number. Begin with + and the country, as in +33 6 12 34 56 78.")
            self.number.set_error(wrong)
            self.number.input.setFocus()
        elif self._email and not is_email(self._email):
            self.email.set_error(_("This is not an e-mail address: it looks like name@company.com."))
            self.email.input.setFocus()
        elif not typed and not self._email and not self._name:
            self.name.set_error(_("Write a name, a number or an e-mail address."))
            self.name.input.setFocus()
        else:
            return False
        return True

    async def _store(self, identity: Identity, values: dict[str, str]) -> None:
        try:
            contact_id = await self._kit.desk.add_contact(identity, values)
        except ComptoirError as error:
            self.confirm.setEnabled(True)
            self.says.set_ink("danger")
            self.says.set_text(sentences.refusal(error.code, error.facts))
            return
        self.saved.emit(contact_id)
        self.accept()
