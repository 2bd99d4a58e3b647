"""The step about the WhatsApp account: chosen from those that the token opens, or typed."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.domain.setup import Credentials, Step
from app.words import gettext as _
from ui.kit import Kit
from ui.setup.page import StepPage
from ui.setup.parts import Choices
from ui.setup.session import SetupSession
from ui.setup.where import of_account
from ui.widgets.inputs import Field


class AccountPage(StepPage):
    """Asks by itself when it comes into view: most businesses have one account, and it is found."""

    STEP: ClassVar[Step] = "account"

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        self.accounts = Choices(kit.theme, _("Account"))
        self.accounts.entered.connect(self.entered)
        self.accounts.chosen.connect(self._choose)
        self.account_id = Field(kit.theme, _("Number of the account (“WhatsApp Business Account ID”)"))
        self.account_id.input.setText(session.state.credentials.account_id)
        self.where = of_account(kit.theme)
        self.field_of = {"account_": self.account_id}
        for part in (self.accounts, self.account_id, self.where):
            self.column.addWidget(part)
        self.watch(self.account_id)
        self.end()
        self.refresh()

    @property
    def typed(self) -> Credentials:
        """The chosen or typed one; none asks which there are."""
        chosen = self.accounts.chosen_id if not self.account_id.isVisibleTo(self) else None
        return Credentials(account_id=chosen or self.account_id.input.text().strip())

    @property
    def first_control(self) -> QWidget | None:
        """The list, else the line."""
        return self.accounts.first or (self.account_id.input if self.account_id.isVisibleTo(self) else None)

    def enter(self) -> None:
        """Ask at once which there are."""
        if "account" not in self.session.reports:
            self.session.check("account", self.typed)

    def refresh(self) -> None:
        """The accounts that were found; the line only where none was."""
        report = self.session.reports.get("account")
        found = report.accounts if report is not None else ()
        kept = self.session.state.credentials.account_id
        chosen = self.accounts.chosen_id or kept or (found[0].account_id if len(found) == 1 else None)
        self.accounts.set_choices([(one.account_id, one.name, one.account_id) for one in found], chosen)
        self.accounts.setVisible(bool(found))
        is_typed = (report is not None and not found) or bool(kept and not found)
        self.account_id.setVisible(is_typed)
        self.where.setVisible(is_typed)
        super().refresh()

    def _choose(self, account_id: str) -> None:
        self.is_edited = True
        self.account_id.input.setText(account_id)
        self.edited.emit()
        self.do_main()
