"""Begins an inbox of this computer's own; asks for a passphrase only where there is no keyring."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import sentences
from ui.tasks import Tasks
from ui.theme.theme import Theme
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph

Begin = Callable[[str | None], Awaitable[None]]  # a passphrase, None where a keyring keeps the key
NEEDED = "passphrase_needed"


class Beginning(QObject):
    """`begun(passphrase)` once it is there, "" for none; `failed(sentence)`, "" when somebody thought better of it."""

    begun = Signal(str)
    failed = Signal(str)

    def __init__(self, theme: Theme, tasks: Tasks, begin: Begin, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._tasks, self._begin, self._window = theme, tasks, begin, window

    def start(self) -> None:
        """Try with the keyring first."""
        self._tasks.spawn(self._try(), "begin")

    async def _try(self) -> None:
        try:
            await self._begin(None)
        except ComptoirError as error:
            if error.code == NEEDED:
                self._ask()
            else:
                self.failed.emit(sentences.refusal(error.code, error.facts))
        else:
            self.begun.emit("")

    def _ask(self) -> None:
        dialog = PassphraseDialog(self._theme, self._tasks, self._begin, self._window)
        dialog.begun.connect(self.begun)
        dialog.rejected.connect(lambda: self.failed.emit(""))
        dialog.open()


class PassphraseDialog(Dialog):
    """A passphrase, twice. `begun(passphrase)`; what was typed stays until then."""

    begun = Signal(str)

    def __init__(self, theme: Theme, tasks: Tasks, begin: Begin, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Choose a passphrase"), parent)
        self._tasks, self._begin = tasks, begin
        says = _(
            "This computer has no keyring that works, so the passphrase locks Comptoir’s files. It is asked at each "
            "start. Write it down: nobody can find it for you later."
        )
        self.passphrase = Field(theme, _("Passphrase for this computer’s files"))
        self.again = Field(theme, _("The same passphrase once more"))
        self.notice = Paragraph(theme, "", role="small", ink="danger")
        self.cancel = Button(theme, _("Cancel"))
        self.go = Button(theme, _("Go on"), kind="primary")
        self.body.addWidget(Paragraph(theme, says, ink="text_muted"))
        self.body.addSpacing(theme.tokens.space.x2)
        for field in (self.passphrase, self.again):
            field.input.setEchoMode(QLineEdit.EchoMode.Password)
            field.input.textChanged.connect(lambda _text: self._allow())
            self.body.addWidget(field)
        self.body.addWidget(self.notice)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)
        self.go.setDefault(True)
        self.passphrase.input.setFocus()
        self._allow()
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(lambda: self._tasks.spawn(self._try(), "begin"))

    def _allow(self) -> None:
        self.go.setEnabled(bool(self.passphrase.input.text() and self.again.input.text()))

    async def _try(self) -> None:
        phrase = self.passphrase.input.text()
        self.again.set_error("")
        self.notice.set_text("")
        if phrase != self.again.input.text():
            self.again.set_error(
                _("The two are not the same. Type the passphrase again: nobody can find it for you later.")
            )
            self.again.input.setFocus()
            return
        self.go.setEnabled(False)
        try:
            await self._begin(phrase)
        except ComptoirError as error:
            self.notice.set_text(sentences.refusal(error.code, error.facts))
            self._allow()
        else:
            self.accept()
            self.begun.emit(phrase)
