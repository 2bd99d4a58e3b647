"""The step about the number: chosen, confirmed with the code that Meta sends, registered with a PIN."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.setup import Credentials, NumberFact, Registration, Step
from app.words import gettext as _
from ui.kit import Kit
from ui.setup.page import StepPage
from ui.setup.parts import Choices, SecretField
from ui.setup.session import SetupSession
from ui.setup.where import of_number
from ui.widgets.button import Button
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph

DIGITS: Final = Qt.InputMethodHint.ImhDigitsOnly
PIN_DIGITS: Final = 6


class NumberPage(StepPage):
    """Asks by itself which numbers there are. What must be typed appears only where the number needs it."""

    STEP: ClassVar[Step] = "number"
    HOLDS: ClassVar[bool] = True

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        theme = kit.theme
        self.numbers = Choices(theme, _("Number"))
        self.numbers.entered.connect(self.entered)
        self.numbers.chosen.connect(self._choose)
        self.by_text = Button(theme, _("Code by text message"), icon="message-square")
        self.by_call = Button(theme, _("Code by a call"), icon="phone")
        self.by_text.clicked.connect(lambda: self._send_code(by_call=False))
        self.by_call.clicked.connect(lambda: self._send_code(by_call=True))
        self.code = Field(theme, _("The code that Meta sent"))
        self.code.input.setMaxLength(12)
        self.pin = SecretField(theme, _("PIN of six digits"))
        self.pin.input.setMaxLength(PIN_DIGITS)
        for field in (self.code, self.pin):
            field.input.setInputMethodHints(DIGITS)
        says = _("If the number has a PIN already, type that one. Else choose one now and write it down.")
        pin_help = Paragraph(theme, says, role="small", ink="text_muted")
        self.verifying, self.registering = QWidget(), QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.by_text)
        buttons.addWidget(self.by_call)
        buttons.addStretch(1)
        verify = QVBoxLayout(self.verifying)
        verify.setContentsMargins(0, 0, 0, 0)
        verify.setSpacing(theme.tokens.space.x3)
        verify.addLayout(buttons)
        verify.addWidget(self.code)
        register = QVBoxLayout(self.registering)
        register.setContentsMargins(0, 0, 0, 0)
        register.addWidget(self.pin)
        register.addWidget(pin_help)
        self.where = of_number(theme)
        self.field_of = {"pin_": self.pin, "code_wrong": self.code, "code_refused": self.code}
        for part in (self.numbers, self.findings, self.verifying, self.registering, self.where):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.watch(self.code, self.pin)
        self.refresh()

    @property
    def typed(self) -> Credentials:
        """The chosen number."""
        return Credentials(number_id=self.numbers.chosen_id or "")

    @property
    def registration(self) -> Registration | None:
        """What was typed for it; None where nothing was."""
        code, pin = self.code.input.text().strip().replace("-", ""), self.pin.input.text().strip()
        return Registration(pin=pin, code=code) if code or pin else None

    @property
    def chosen(self) -> NumberFact | None:
        """The number that is looked at."""
        report = self.session.reports.get("number")
        numbers = report.numbers if report is not None else ()
        return next((one for one in numbers if one.number_id == self.numbers.chosen_id), None)

    @property
    def first_control(self) -> QWidget | None:
        """The code is sent before it is typed; then what is to be typed, else the list."""
        if self.verifying.isVisibleTo(self) and not self._is_sent:
            return self.by_text
        shown = [one.input for one in (self.code, self.pin) if one.isVisibleTo(self)]
        return shown[0] if shown else self.numbers.first

    def enter(self) -> None:
        """Ask at once which there are."""
        if "number" not in self.session.reports:
            self.session.check("number", self.typed)

    @property
    def _is_sent(self) -> bool:
        report = self.session.reports.get("number")
        return report is not None and any(one.code == "code_sent" for one in report.findings)

    def complain(self) -> bool:
        """A PIN that cannot be one is not sent."""
        pin = self.pin.input.text().strip()
        if not self.registering.isVisibleTo(self):
            return False
        is_pin = len(pin) == PIN_DIGITS and pin.isascii() and pin.isdecimal()
        if not is_pin:
            self.pin.set_error(_("Type the PIN: six digits."))
        is_code = bool(self.code.input.text().strip()) or not self.verifying.isVisibleTo(self)
        if not is_code:
            self.code.set_error(_("Have the code sent first, then type it here."))
        return not (is_pin and is_code)

    def main_words(self) -> str:
        """Registering is more than a look."""
        if self.can_go_on or not self.registering.isVisibleTo(self):
            return super().main_words()
        return _("Register the number")

    def refresh(self) -> None:
        """The numbers, and what the chosen one still needs."""
        report = self.session.reports.get("number")
        found = report.numbers if report is not None else ()
        kept = self.session.state.credentials.number_id
        chosen = self.numbers.chosen_id or kept or (found[0].number_id if len(found) == 1 else None)
        self.numbers.set_choices([(one.number_id, one.phone, one.name) for one in found], chosen)
        self.numbers.setVisible(bool(found))
        self.where.setVisible(report is not None and not self.session.is_passed("number"))
        number = self.chosen
        is_open = number is not None and needs_registration(number)
        self.registering.setVisible(is_open)
        self.verifying.setVisible(is_open and number is not None and not number.is_verified)
        if self.session.is_passed("number"):
            self.code.input.clear()
            self.pin.input.clear()
            self.pin.input.setEchoMode(QLineEdit.EchoMode.Password)
        super().refresh()
        is_asked = any(button.hasFocus() for button in (self.by_text, self.by_call))
        if is_asked and self._is_sent and not self.session.is_busy:  # on with what comes by it
            self.code.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, _number_id: str) -> None:
        self.is_edited = False
        self.session.check("number", self.typed)

    def _send_code(self, *, by_call: bool) -> None:
        self.is_edited = False
        self.session.check("number", self.typed, Registration(by_call=by_call))


def needs_registration(number: NumberFact) -> bool:
    """Whether it neither sends nor receives yet; one that stays in the phone's app is never registered from here."""
    return number.status in OPEN and not number.is_on_app


# as the hub takes them: what registering may change
OPEN: Final = frozenset({"pending", "disconnected", "offline", "unverified", "unknown", "migrated"})
