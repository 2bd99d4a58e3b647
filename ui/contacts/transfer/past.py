"""The imports of lists of people: who brought what and when, what came of it, and taking it back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.words import gettext as _
from ui.contacts.transfer import words
from ui.imports.past_tables import PastTables, PastWords
from ui.kit import Kit


class PastImports(PastTables):
    """Those of people."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        left = _("It was not finished. To go on, choose the same file once more: nobody comes twice.")
        super().__init__(kit, PastWords(words.result_words, words.undo_words, left), parent)
