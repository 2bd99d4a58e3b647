"""Adding a person to this computer: their own code from the owner, and a PIN of their choice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.errors import ComptoirError
from app.domain.seats import PIN_MAX_DIGITS, SeatRow
from app.words import gettext as _
from app.words import sentences
from ui.kit import Kit
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph


def pin_field(theme: Theme, name: str) -> Field:
    """A line for a PIN, shown as dots."""
    field = Field(theme, name)
    field.input.setEchoMode(QLineEdit.EchoMode.Password)
    field.input.setMaxLength(PIN_MAX_DIGITS)
    return field


class PinDialog(Dialog):
    """What both dialogs with a new PIN do: one sentence, some lines, two buttons, one thing at a time."""

    def __init__(self, kit: Kit, title: str, sentence: str, done: str, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, title, parent)
        self.kit = kit
        self._is_busy = False
        self.sentence = Paragraph(kit.theme, sentence, ink="text_muted")
        self.pin = pin_field(kit.theme, _("New PIN (4 to 12 digits)"))
        self.again = pin_field(kit.theme, _("The same PIN again"))
        self.says = Paragraph(kit.theme, role="small", ink="danger")
        self.says.hide()
        self.cancel = Button(kit.theme, _("Cancel"))
        self.save = Button(kit.theme, done, kind="primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._done)
        self.cancel.clicked.connect(self.reject)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.save)

    def lay_out(self, *first: QWidget) -> None:
        """The sentence, what comes before the PIN, the PIN twice."""
        for part in (self.sentence, *first, self.pin, self.again, self.says):
            self.body.addWidget(part)

    def fields(self) -> list[Field]:
        """All lines, in order."""
        return self.findChildren(Field)

    def say(self, sentence: str) -> None:
        """Why it did not happen."""
        self.says.set_text(sentence)
        self.says.setVisible(bool(sentence))

    def _done(self) -> None:
        for field in self.fields():
            field.set_error("")
        self.say("")
        if self._is_busy:
            return
        if self.pin.input.text() != self.again.input.text():
            self.again.set_error(_("The two PINs are not the same."))
            self.again.input.setFocus()
            self.again.input.selectAll()
            return
        self._is_busy = True
        self.save.setEnabled(False)
        self.kit.tasks.spawn(self._do(), "pin")

    async def _do(self) -> None:
        try:
            await self.act(self.pin.input.text())
        except ComptoirError as error:
            self.refused(error)
        finally:
            self._is_busy = False
            self.save.setEnabled(True)

    async def act(self, pin: str) -> None:
        """What the dialog is for. Raises ComptoirError."""
        raise NotImplementedError

    def refused(self, error: ComptoirError) -> None:
        """Say it at the line that it is about."""
        sentence = sentences.refusal(error.code, error.facts)
        if error.code in ("pin_unfit", "pin_too_simple"):
            self.pin.set_error(sentence)
            self.pin.input.setFocus()
            self.pin.input.selectAll()
        else:
            self.say(sentence)


class AddPerson(PinDialog):
    """`added(device_id)`: they may switch to themselves now. Who is here without a PIN chooses one first."""

    added = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(
            kit,
            _("Add a person to this computer"),
            _(
                "The owner or a manager makes a code for each person. What you do here is in your own name, "
                "and your drafts are yours alone."
            ),
            _("Add"),
            parent,
        )
        self.code = Field(kit.theme, _("Code from the owner"))
        self.lay_out(self.code)
        self.first = _without_pin(kit)
        if self.first is not None:
            self._ask_first(self.first)
        else:
            self.code.input.setFocus()

    def _ask_first(self, row: SeatRow) -> None:
        """Before the second person comes, the first one's name must be theirs alone."""
        self.code.hide()
        self.save.setText(_("Next"))
        self.sentence.set_text(
            _(
                "{name}, choose a PIN first. From then on this computer asks who is there, so that nobody else "
                "can act in your name."
            ).format(name=row.name)
        )
        self.pin.input.setFocus()

    async def act(self, pin: str) -> None:
        """The first person's PIN, then the newcomer."""
        if self.first is not None:
            await self.kit.desk.change_pin(self.first.device_id, "", pin)
            self._ask_newcomer()
            return
        device_id = await self.kit.desk.add_seat(self.code.input.text().strip(), pin)
        self.accept()
        self.added.emit(device_id)

    def refused(self, error: ComptoirError) -> None:
        """Codes are said at their line."""
        if error.code.startswith("invite_"):
            self.code.set_error(sentences.refusal(error.code, error.facts))
            self.code.input.setFocus()
            self.code.input.selectAll()
        else:
            super().refused(error)

    def _ask_newcomer(self) -> None:
        self.first = _without_pin(self.kit)
        if self.first is not None:
            self._ask_first(self.first)
            return
        self.sentence.set_text(
            _("Your PIN is set. Now the new person: their code, and a PIN that they choose.")
        )
        self.save.setText(_("Add"))
        for field in (self.pin, self.again):
            field.input.clear()
        self.code.show()
        self.code.input.setFocus()


class ChoosePin(PinDialog):
    """Another PIN for whoever is at the desk."""

    def __init__(self, kit: Kit, row: SeatRow, parent: QWidget | None = None) -> None:
        title = _("Change your PIN") if row.has_pin else _("Choose a PIN")
        sentence = _("This computer then asks for it after a start, and when nobody used it for a while.")
        super().__init__(kit, title, sentence, _("Save"), parent)
        self._row = row
        self.before = pin_field(kit.theme, _("Your PIN until now"))
        self.lay_out(self.before)
        self.before.setVisible(row.has_pin)
        (self.before if row.has_pin else self.pin).input.setFocus()

    async def act(self, pin: str) -> None:
        """Save it."""
        await self.kit.desk.change_pin(self._row.device_id, self.before.input.text(), pin)
        self.accept()

    def refused(self, error: ComptoirError) -> None:
        """A wrong PIN is said at its line."""
        if error.code in ("pin_wrong", "pin_wait"):
            self.before.set_error(sentences.refusal(error.code, error.facts))
            self.before.input.setFocus()
            self.before.input.selectAll()
        else:
            super().refused(error)


def _without_pin(kit: Kit) -> SeatRow | None:
    """Who must choose a PIN before somebody else comes."""
    return next((row for row in kit.desk.seats() if not row.has_pin), None)
