"""The panel, for the front desk: who this is, at a glance, beside the conversation; everything is changed in place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.contact_rows import ContactCard
from app.domain.ids import ContactId
from app.domain.rows import Changes
from app.words import gettext as _
from ui.contacts.panel.head import PanelHead
from ui.contacts.panel.parts import PanelKit
from ui.contacts.panel.sections import Section, made_sections
from ui.settings.list_and_sheet import scrolled
from ui.widgets.surfaces import Surface

SOON_MS: Final = 40  # who passes over conversations with the arrow keys does not wait for it
WIDTH: Final = 320
LEAST: Final = 280
MOST: Final = 400


class ContactPanel(Surface):
    """`close_asked`: away with it; `left`: Escape, back to the answer."""

    close_asked = Signal()
    left = Signal()

    def __init__(self, panel: PanelKit) -> None:
        super().__init__(panel.theme, "surface", edges=("leading",))
        self._panel = panel
        self._contact_id: ContactId | None = None
        self._is_stale = True
        self.card: ContactCard | None = None
        self.head = PanelHead(panel)
        self.sections: list[Section] = made_sections(panel)
        self.setAccessibleName(_("The person’s card"))
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._read)
        inside = Surface(panel.theme, "surface")
        inside.setMinimumWidth(1)  # never wider than the panel, whatever a section asks for
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in self.sections:
            column.addWidget(section.widget)
        column.addStretch(1)
        self.scrolled = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.scrolled, 1)
        self.setFocusProxy(self.head.name)
        self.head.close_asked.connect(self.close_asked)
        panel.kit.bridge.changed.connect(self._changed)

    @property
    def contact_id(self) -> ContactId | None:
        """Whose card it is."""
        return self._contact_id

    def show_person(self, contact_id: ContactId | None) -> None:
        """Somebody else, in a moment; None: nobody."""
        if contact_id != self._contact_id:
            self._contact_id = contact_id
            self._is_stale = True
            self._soon.start()

    def show_now(self) -> None:
        """What waits to be shown, at once."""
        if self._is_stale:
            self._read()

    def focus_first(self) -> None:
        """The keyboard enters at the name."""
        self.show_now()
        self.head.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Whom it is about may have changed while another screen was looked at."""
        super().showEvent(event)
        if self._is_stale and self._contact_id is not None:
            self._soon.start()

    def put_aside(self) -> None:
        """The window closes: nothing that was being typed is lost."""
        self.head.put_aside()
        for section in self.sections:
            section.put_aside()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where no line wanted it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _changed(self, changes: Changes) -> None:
        for section in self.sections:
            section.changed(changes)
        card = self.card
        if card is None or self._contact_id is None:
            return
        theirs = {talk.conversation_id for talk in card.talks}
        is_theirs = bool(
            changes.contacts & {card.contact_id, self._contact_id} or changes.conversations & theirs
        )
        if is_theirs or changes.is_everything:
            self._is_stale = True
            self._soon.start()

    def _read(self) -> None:
        """Nothing is read while nobody looks."""
        if not self.isVisible() or self._contact_id is None:
            return
        self._soon.stop()
        self._is_stale = False
        is_other = self.card is None or self.card.contact_id != self._contact_id
        card = self._panel.kit.desk.contact(self._contact_id)
        if card is None:
            return
        self.card = card
        self.head.show_card(card)
        for section in self.sections:
            section.show(card)
        if is_other:
            self.scrolled.verticalScrollBar().setValue(0)


def holds_focus(panel: QWidget) -> bool:
    """Whether the keyboard is somewhere in it."""
    focused = panel.window().focusWidget()
    return focused is not None and (focused is panel or panel.isAncestorOf(focused))
