"""The steps about the app and its token: what Meta gives once, and shows once."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.domain.setup import Credentials, Step
from app.words import gettext as _
from ui.kit import Kit
from ui.setup.page import StepPage
from ui.setup.parts import SecretField
from ui.setup.session import SetupSession
from ui.setup.where import of_app, of_token
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph


class AppPage(StepPage):
    """The app's number and its secret, checked together."""

    STEP: ClassVar[Step] = "app"

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        self.app_id = Field(kit.theme, _("Number of the app (“App ID”)"))
        self.app_id.input.setText(session.state.credentials.app_id)
        self.secret = SecretField(kit.theme, _("Secret of the app (“App secret”)"))
        self.secret.set_kept(is_kept="app_secret" in session.state.has)
        self.field_of = {"app_id": self.app_id, "app_secret": self.secret}
        for part in (of_app(kit.theme), self.app_id, self.secret, _partner_note(kit, session)):
            self.column.addWidget(part)
        self.watch(self.app_id, self.secret)
        self.end()

    @property
    def typed(self) -> Credentials:
        """Both."""
        return Credentials(
            app_id=self.app_id.input.text().strip(), app_secret=self.secret.input.text().strip()
        )

    @property
    def first_control(self) -> QWidget | None:
        """The number."""
        return self.app_id.input

    def complain(self) -> bool:
        """Both are needed."""
        is_id = bool(self.typed.app_id)
        is_secret = bool(self.typed.app_secret) or "app_secret" in self.session.state.has
        if not is_id:
            self.app_id.set_error(_("The number of the app is missing. It has digits only."))
        if not is_secret:
            self.secret.set_error(_("The secret of the app is missing."))
        return not (is_id and is_secret)

    def refresh(self) -> None:
        """What is kept is never shown again."""
        super().refresh()
        if self.session.is_passed("app") and not self.is_edited:
            self.secret.set_kept(is_kept=True)


class TokenPage(StepPage):
    """The token, checked for its kind, its rights and its end."""

    STEP: ClassVar[Step] = "token"

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        self.token = SecretField(kit.theme, _("The access (“access token”)"))
        self.token.set_kept(is_kept="token" in session.state.has)
        self.field_of = {"token": self.token}
        for part in (of_token(kit.theme), self.token):
            self.column.addWidget(part)
        self.watch(self.token)
        self.end()

    @property
    def typed(self) -> Credentials:
        """The token, without the blanks that copying brings along."""
        return Credentials(token="".join(self.token.input.text().split()))

    @property
    def first_control(self) -> QWidget | None:
        """Its line."""
        return self.token.input

    def complain(self) -> bool:
        """Nothing can be checked without."""
        if self.typed.token or "token" in self.session.state.has:
            return False
        self.token.set_error(_("The access is missing. It is a long line that begins with EAA."))
        return True

    def refresh(self) -> None:
        """What is kept is never shown again."""
        super().refresh()
        if self.session.is_passed("token") and not self.is_edited:
            self.token.set_kept(is_kept=True)


def _partner_note(kit: Kit, session: SetupSession) -> Paragraph:
    says = _(
        "Through a partner: the app is your own, and the partner shares the WhatsApp account with your business. "
        "If the partner gives you values of an app of theirs, type those."
    )
    note = Paragraph(kit.theme, says, role="small", ink="text_muted")
    note.setVisible(session.answers.way == "partner")
    return note
