"""The card of whoever the table stands on, at its side; and who is to be gone to once the table holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from app.domain.contact_table import ContactNo, TableRow
from app.domain.ids import ContactId, ConversationId, MessageId
from ui.kit import Kit

if TYPE_CHECKING:
    from ui.contacts.panel.panel import ContactPanel
    from ui.contacts.table import ContactTable
    from ui.teamwork.undoing import Show

KEPT: Final = "contacts_card"
SHOWN, HIDDEN = "1", "0"


class CardSide(QObject):
    """`toggled` when it comes or goes, `opened(conversation_id)`, `message_asked(conversation_id, message_id)`,
    `deal_asked(deal_id)`, `appointment_asked(appointment_id)`.

    Made with the first card that is shown.
    """

    toggled = Signal()
    opened = Signal(str)
    message_asked = Signal(str, str)
    deal_asked = Signal(str)
    appointment_asked = Signal(str)

    def __init__(self, kit: Kit, table: ContactTable, row: QHBoxLayout, show: Show) -> None:
        super().__init__(table)
        self._kit, self._table, self._row, self._show_toast = kit, table, row, show
        self._no: ContactNo | None = None
        self.panel: ContactPanel | None = None
        self.is_asked = kit.desk.last_place().get(KEPT) == SHOWN
        table.stood_on.connect(self.follow)

    @property
    def is_shown(self) -> bool:
        """Whether it takes room."""
        return self.panel is not None and not self.panel.isHidden()

    @property
    def standing(self) -> TableRow | None:
        """On whom the table stands."""
        rows = self._kit.desk.contact_rows([self._no]) if self._no is not None else []
        return rows[0] if rows else None

    def follow(self, no: ContactNo) -> None:
        """The table stands on somebody else."""
        self._no = no
        if self.is_asked:
            self._show(no)

    def enter(self, no: ContactNo) -> None:
        """Their card, with the keyboard in it."""
        self._no = no
        self.set_asked(is_asked=True)
        if self.panel is not None:
            self.panel.focus_first()

    def set_asked(self, *, is_asked: bool) -> None:
        """There from now on, or away."""
        self.is_asked = is_asked
        self._kit.desk.remember_place(**{KEPT: SHOWN if is_asked else HIDDEN})
        if is_asked:
            if self._no is not None:
                self._show(self._no)
            self.toggled.emit()
        elif not is_asked and self.panel is not None:
            self.panel.hide()
            self._leave()
            self.toggled.emit()

    def _show(self, no: ContactNo) -> None:
        rows = self._kit.desk.contact_rows([no])
        if not rows:
            return
        panel = self.panel or self._made()
        panel.show_person(rows[0].contact_id)
        if panel.isHidden():
            panel.show()
            self.toggled.emit()

    def _made(self) -> ContactPanel:
        from ui.contacts.panel.panel import WIDTH, ContactPanel
        from ui.contacts.panel.parts import PanelKit

        panel = ContactPanel(
            PanelKit(
                self._kit,
                self._say,
                self._show_message,
                self._open_theirs,
                show=self._show_toast,
                show_deal=self.deal_asked.emit,
                show_appointment=self.appointment_asked.emit,
            )
        )
        panel.setFixedWidth(self._kit.theme.px(WIDTH))
        panel.close_asked.connect(lambda: self.set_asked(is_asked=False))
        panel.left.connect(self._leave)
        panel.hide()
        self._row.addWidget(panel)
        self.panel = panel
        return panel

    def _leave(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str) -> None:
        self._show_toast(sentence, icon="info", ink="text_muted")

    def _show_message(self, conversation_id: ConversationId, message_id: MessageId) -> None:
        self.message_asked.emit(conversation_id, message_id)

    def _open_theirs(self) -> None:
        """A number is asked for in the conversation."""
        rows = self._kit.desk.contact_rows([self._no]) if self._no is not None else []
        if rows and rows[0].conversation_id is not None:
            self.opened.emit(rows[0].conversation_id)


class Awaited:
    """Somebody who was just made, or found elsewhere: gone to as soon as the table holds them."""

    def __init__(self, kit: Kit, table: ContactTable) -> None:
        self._kit, self._table = kit, table
        self._contact_id: ContactId | None = None

    def expect(self, contact_id: ContactId) -> None:
        """Them from now on."""
        self._contact_id = contact_id
        self.look()

    def look(self) -> None:
        """The table holds others now."""
        if self._contact_id is None:
            return
        nos: list[ContactNo] = self._kit.desk.contact_nos([self._contact_id])
        if nos and self._table.holds(nos[0]):
            self._contact_id = None
            self._table.go_to(nos[0])
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
