"""Where a data request begins: what is asked of us about one person, from their card or from the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contact_rows import ContactCard
from app.domain.ids import ContactId
from app.domain.rows import Changes
from app.words import gettext as _
from ui.contacts.requests.dialogs import erase, export, may_ask
from ui.kit import Kit
from ui.plain import isolated, shown_name
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Paragraph

SIDE = 16


class HasKit(Protocol):
    """What a section of the panel is given, as far as this one needs it."""

    @property
    def kit(self) -> Kit: ...


class RequestDialog(Dialog):
    """Two ways on: their data as a file, or erased for good."""

    def __init__(self, kit: Kit, contact_id: ContactId, window: QWidget) -> None:
        super().__init__(kit.theme, _("Data request"), window)
        theme, card = kit.theme, kit.desk.contact(contact_id)
        name = isolated(shown_name(card.name if card else ""))
        self.body.addWidget(
            Paragraph(theme, _("What does {name} ask for?").format(name=name), ink="text_muted")
        )
        self.give = Button(theme, _("Everything we hold, as a file…"), icon="download")
        self.erase = Button(theme, _("To be erased for good…"), icon="trash-2")
        self.cancel = Button(theme, _("Cancel"))
        for button in (self.give, self.erase):
            self.body.addWidget(button)
        self.buttons.addStretch()
        self.buttons.addWidget(self.cancel)
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.give.clicked.connect(lambda: self._go(lambda: export(kit, window, contact_id)))
        self.erase.clicked.connect(lambda: self._go(lambda: erase(kit, window, contact_id)))

    def _go(self, on: Callable[[], object]) -> None:
        self.accept()
        on()


class RequestsSection:
    """The line at the end of somebody's card."""

    def __init__(self, panel: HasKit) -> None:
        self._kit = panel.kit
        self._card: ContactCard | None = None
        self.widget = QWidget()
        self.widget.setAccessibleName(self.title)
        self.button = Button(self._kit.theme, _("Data request…"), kind="quiet", icon="user-x")
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(SIDE, 8, SIDE, SIDE)
        column.addWidget(self.button)
        self.button.clicked.connect(self._ask)

    @property
    def title(self) -> str:
        """What it is called on screen."""
        return _("Data request")

    def show(self, card: ContactCard) -> None:
        """Somebody else; only those see it who may use it."""
        self._card = card
        self.widget.setVisible(may_ask(self._kit) and not card.is_pending)

    def changed(self, changes: Changes) -> None:
        """Nothing here depends on it."""

    def put_aside(self) -> None:
        """Nothing is written here."""

    def _ask(self) -> None:
        if self._card is not None:
            ask_about(self._kit, self.widget.window(), [self._card.contact_id])


def ask_about(kit: Kit, window: QWidget, ids: Sequence[ContactId]) -> RequestDialog | None:
    """About the first of those who are chosen; a request is one person's."""
    if not ids:
        return None
    dialog = RequestDialog(kit, ids[0], window)
    dialog.open()
    return dialog
