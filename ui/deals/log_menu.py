"""A call, a meeting or an e-mail is written down in two keys: L, then the letter of what it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from app.domain.deal_rows import DealRow
from app.domain.deals import LogWhat
from app.words import gettext as _
from app.words.deals import logged_name
from ui.deals.letter_menu import LetterMenu
from ui.deals.sheet import acts
from ui.deals.sheet.words import LOG_ICONS
from ui.kit import Kit
from ui.teamwork.undoing import Show

LETTERS: Final[dict[str, LogWhat]] = {"C": "call", "M": "meeting", "E": "email", "V": "no_answer"}


def open_log_menu(
    kit: Kit, row: DealRow, anchor: QWidget, show: Show, done: Callable[[str], object] | None = None
) -> LetterMenu:
    """Below a widget; `done` hears the id of the entry that was made."""
    menu = LetterMenu(kit.theme, _("Write down"), anchor)
    for letter, what in LETTERS.items():
        write = partial(acts.log, kit, row, what, show, done=done)
        menu.add_letter(letter, logged_name(what), write, icon=LOG_ICONS[what])
    menu.open_below(anchor)
    menu.setActiveAction(menu.actions()[0])
    return menu
