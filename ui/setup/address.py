"""The step about the public address; the part that finds or takes one is made elsewhere and put in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlsplit

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.findings import Finding
from app.domain.setup import Credentials, Step
from app.words import gettext as _
from ui.kit import Kit
from ui.setup.page import StepPage
from ui.setup.session import SetupSession
from ui.widgets.inputs import Field
from ui.widgets.labels import Paragraph


class AddressPart(QWidget):
    """Where the address comes from. `edited` when it is another one; `entered`: it is to be checked now.

    `field` takes what is wrong with it.
    """

    edited = Signal()
    entered = Signal()
    field: Field

    @property
    def first_control(self) -> QWidget | None:
        """Where the keyboard enters; None for the main button."""
        return self.field.input

    @property
    def address(self) -> str:
        """Without a path and without a slash at its end; "" while there is none."""
        raise NotImplementedError


class OwnAddress(AddressPart):
    """An address that somebody set up: typed."""

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = Field(kit.theme, _("Public address"), placeholder="https://comptoir.example.com")
        self.field.input.setText(session.state.credentials.public_url)
        self.field.input.textEdited.connect(lambda _text: self.edited.emit())
        self.field.input.returnPressed.connect(self.entered)
        says = _(
            "It begins with https:// and leads to this computer, through a tunnel or a small server of yours. "
            "A computer that is switched off at night receives nothing meanwhile: for a trial that will do."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        column.addWidget(Paragraph(kit.theme, says, role="small", ink="text_muted"))

    @property
    def address(self) -> str:
        """As it is kept."""
        return as_kept(self.field.input.text())


def as_kept(typed: str) -> str:
    """An address without what people copy along with it."""
    text = typed.strip()
    parts = urlsplit(text)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else text.rstrip("/")


MakeAddress = Callable[[Kit, SetupSession], AddressPart]


class AddressPage(StepPage):
    """The address, proved from outside in."""

    STEP: ClassVar[Step] = "address"

    def __init__(
        self, kit: Kit, session: SetupSession, make: MakeAddress = OwnAddress, parent: QWidget | None = None
    ) -> None:
        super().__init__(kit, session, parent)
        self.part = make(kit, session)
        self.field_of = {"address_": self.part.field}
        self.column.addWidget(self.findings)
        self.column.addWidget(self.part)
        self.column.addStretch(1)
        self.part.edited.connect(lambda: self._edited(self.part.field))
        self.part.entered.connect(self.entered)

    @property
    def typed(self) -> Credentials:
        """The address alone."""
        return Credentials(public_url=self.part.address)

    @property
    def first_control(self) -> QWidget | None:
        """As the part has it."""
        return self.part.first_control

    def _field(self, one: Finding) -> Field | None:
        """The line only where the address was typed into it; a tunnel's is said above."""
        return super()._field(one) if self.part.field.input.text().strip() else None

    def complain(self) -> bool:
        """Something must be there."""
        if self.part.address:
            return False
        self.part.field.set_error(_("The address is missing: without one Meta cannot bring messages."))
        return True


class DeliveryPage(StepPage):
    """Set by itself where the token allows; else what to paste, and where."""

    STEP: ClassVar[Step] = "webhook"

    def __init__(self, kit: Kit, session: SetupSession, parent: QWidget | None = None) -> None:
        super().__init__(kit, session, parent)
        from ui.setup.where import of_delivery

        self.where = of_delivery(kit.theme)
        self.rows: list[QWidget] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.column.addWidget(self.findings)
        self.column.addLayout(self._rows)
        self.column.addWidget(self.where)
        self.column.addStretch(1)
        self.refresh()

    def enter(self) -> None:
        """Set it at once."""
        if "webhook" not in self.session.reports:
            self.session.check("webhook")

    def refresh(self) -> None:
        """What is to be pasted, each with its button."""
        from app.words.findings import field_name
        from ui.setup.parts import CopyRow

        report = self.session.reports.get("webhook")
        for row in self.rows:
            row.hide()
            row.deleteLater()
        pasted = report.to_paste if report is not None else ()
        self.rows = [CopyRow(self.kit.theme, field_name(name), value) for name, value in pasted]
        for row in self.rows:
            self._rows.addWidget(row)
        self.where.setVisible(bool(pasted))
        super().refresh()
