"""What the tests of consent do on screen: whom they look at, lines of a ledger, presses."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from app.domain.consent import Entry, Purpose, Source
from app.domain.ids import ContactId, ConversationId, MessageId
from tests.gui.rig import Rig, click
from ui.contacts.consent.dialog import ConsentDialog
from ui.widgets.button import Button
from ui.widgets.controls import CheckBox


def person(rig: Rig, number: int = 3) -> tuple[ConversationId, ContactId, str]:
    where = rig.open(number)
    header = rig.desk.header(where)
    assert header is not None
    return where, header.contact_id, header.name


def keep(
    rig: Rig, who: ContactId, purpose: Purpose, *, is_given: bool, days: int = 10, source: Source = "form"
) -> MessageId:
    """A line of their ledger, with a message as its proof."""
    at = rig.clock.now() - timedelta(days=days)
    message_id = next(iter(rig.desk.talks.values())).messages[0].message_id
    known = rig.desk.ledgers.setdefault(who, [])
    known.append(Entry(len(known) + 1, who, purpose, "whatsapp", is_given, source, at, at, "My words", "Sheet 12",
                       message_id))  # fmt: skip
    return message_id


def press_button(button: Button | CheckBox) -> None:
    click(button, button.rect().center() if isinstance(button, Button) else QPoint(8, button.height() // 2))


def dialog_of(window: QWidget) -> ConsentDialog:
    return next(one for one in window.findChildren(ConsentDialog) if one.isVisible())
