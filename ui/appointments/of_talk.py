"""From a conversation or a person to a new appointment: a key, the line of words, Enter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.appointments import doing
from ui.deals.of_talk import whom_in_view
from ui.kit import Kit
from ui.todo.opening import show_of

if TYPE_CHECKING:
    from ui.panes import Panes


def book(panes: Panes, kit: Kit) -> None:
    """With whoever the open conversation is with, or on whom the contacts stand; in the agenda, where it stands."""
    if panes.screen_id == "appointments":
        panes.screens.appointments.agenda.add_here()
        return
    from ui.appointments.booking.dialog import open_booking
    from ui.appointments.booking.draft import Draft

    whom = whom_in_view(panes, kit)
    if whom is not None:
        dialog = open_booking(kit, panes, Draft(whom=whom))
        dialog.made.connect(partial(_tell, panes, kit))


def put_on_list(panes: Panes, kit: Kit) -> None:
    """The waiting list, with whoever is in view ready to be put on it."""
    from ui.appointments.waiting.dialog import WaitingDialog

    whom = whom_in_view(panes, kit) if panes.screen_id != "appointments" else None
    WaitingDialog(kit, panes, whom).open()


def _tell(panes: Panes, kit: Kit, appointment_id: str) -> None:
    from ui.appointments.booking.said import booked_words

    show = show_of(panes)
    words = booked_words(kit, appointment_id)
    doing.say(kit, appointment_id, words, show, partial(kit.desk.remove_appointment, appointment_id))
    if panes.screen_id == "inbox":
        panes.conversation.focus_composer()
