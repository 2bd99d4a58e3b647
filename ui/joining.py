"""Joining a team from the window: an address, a code, and where there is no keyring a passphrase."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from PySide6.QtCore import Signal
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

Join = Callable[[str, str, str | None], Awaitable[None]]  # the hub's address, the code, a passphrase
PASSPHRASE: Final = "passphrase_needed"  # noqa: S105 - a code, not a secret
OF_ADDRESS: Final = frozenset({"hub_address_bad", "hub_address_insecure", "hub_not_there", "hub_unreachable"})
OF_CODE: Final = frozenset({"invite_unknown", "invite_used", "invite_expired", "invite_withdrawn"})


class JoinDialog(Dialog):
    """`joined` once this computer belongs to the team; what was typed stays until then."""

    joined = Signal()

    def __init__(self, theme: Theme, tasks: Tasks, join: Join, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Join a team"), parent)
        self._tasks, self._join = tasks, join
        self.address = Field(theme, _("Address of your team’s server"), placeholder="https://")
        self.code = Field(theme, _("Code"))
        self.passphrase = Field(theme, _("Passphrase for this computer’s files"))
        self.passphrase.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.again = Field(theme, _("The same passphrase once more"))
        self.again.input.setEchoMode(QLineEdit.EchoMode.Password)
        for hidden in (self.passphrase, self.again):
            hidden.hide()
        self.notice = Paragraph(theme, role="small", ink="danger")
        self.cancel = Button(theme, _("Cancel"))
        self.go = Button(theme, _("Join"), kind="primary")
        self.body.addWidget(
            Paragraph(
                theme, _("The owner of the team gives you both. The code works once."), ink="text_muted"
            )
        )
        self.body.addSpacing(theme.tokens.space.x2)
        for part in (self.address, self.code, self.passphrase, self.again, self.notice):
            self.body.addWidget(part)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)
        self.go.setDefault(True)
        self.address.input.setFocus()
        for part in (self.address, self.code):
            part.input.textChanged.connect(lambda _text: self._allow())
        self._allow()
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(lambda: self._tasks.spawn(self._try(), "join"))

    def _allow(self) -> None:
        """Nothing can be joined without both."""
        self.go.setEnabled(bool(self.address.input.text().strip() and self.code.input.text().strip()))

    async def _try(self) -> None:
        for part in (self.address, self.code, self.again):
            part.set_error("")
        if self.passphrase.input.text() != self.again.input.text():
            self.again.set_error(
                _("The two are not the same. Type the passphrase again: nobody can find it for you later.")
            )
            self.again.input.setFocus()
            return
        self.notice.set_text("")
        self.go.setEnabled(False)
        try:
            await self._join(
                self.address.input.text().strip(),
                self.code.input.text().strip(),
                self.passphrase.input.text() or None,
            )
        except ComptoirError as error:
            self._say(error)
        else:
            self.accept()
            self.joined.emit()
        finally:
            self._allow()

    def _say(self, error: ComptoirError) -> None:
        """At the line that is wrong, where it is one."""
        sentence = sentences.refusal(error.code, error.facts)
        if error.code in OF_ADDRESS:
            self.address.set_error(sentence)
        elif error.code in OF_CODE:
            self.code.set_error(sentence)
        elif error.code == PASSPHRASE:
            self.passphrase.show()
            self.again.show()
            self.passphrase.input.setFocus()
            self.notice.set_text(
                _("This computer has no keyring that works. Choose a passphrase; it is asked at each start.")
            )
        else:
            self.notice.set_text(sentence)
