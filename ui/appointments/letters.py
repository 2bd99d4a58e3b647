"""The keys of the agenda, where nothing is written, as the sheet of all keys explains them."""

from __future__ import annotations

from typing import Final

from ui.keys import N_

GROUP: Final = N_("In the agenda")
# What is pressed, and what it does (a message id).
LETTERS: Final[tuple[tuple[str, str], ...]] = (
    ("1 … 7", N_("Which states are shown")),
    ("C", N_("The appointment is confirmed")),
    ("X", N_("The appointment is cancelled")),
    ("M", N_("Move the appointment; in the grid with the arrows")),
    ("P", N_("They came")),
    ("A", N_("They did not come")),
    ("L", N_("Call them, and what came of it")),
    ("E", N_("Change the appointment")),
    ("S", N_("Send a confirmation of the booking")),
    ("O", N_("Open the conversation of the appointment")),
    ("R", N_("Show the message with which they answered")),
    ("N", N_("A new appointment")),
    ("J", N_("The next day or week")),
    ("K", N_("The day or week before")),
    ("0", N_("To today")),
    ("G", N_("As a list or as a grid")),
)
# The row of digits of a French keyboard gives these without Shift.
DIGITS: Final = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))
