"""The keys of the board and the list of deals, where nothing is written, as the sheet of all keys explains them."""

from __future__ import annotations

from typing import Final

from ui.keys import N_

GROUP: Final = N_("On the board of deals")
# What is pressed (the second key after the first one), and what it does (a message id).
LETTERS: Final[tuple[tuple[str, str], ...]] = (
    ("M", N_("Move the deal to a stage, by its number")),
    ("Shift+Right", N_("Move the deal to the next stage")),
    ("W", N_("The deal is won")),
    ("X", N_("The deal is lost")),
    ("N", N_("A new deal in this stage")),
    ("L", N_("Write down a call, a meeting, an e-mail, or that nobody answered")),
    ("T", N_("A new task for the deal")),
    ("O", N_("Open the conversation of the deal")),
    ("P", N_("Open the person of the deal")),
    ("A", N_("Make a deal of a new request")),
    ("D", N_("A new request is no deal")),
)
