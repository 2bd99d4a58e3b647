"""What the import of appointments asks in a window of its own: a file, where to save, whether to take it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.words import gettext as _
from app.words import pgettext
from ui.theme.theme import Theme
from ui.widgets.dialog import ConfirmDialog
from ui.widgets.file_dialog import FileDialog

ENDINGS: Final = (".ics", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm")


def ask_for_list(parent: QWidget, take: Callable[[Path], object]) -> None:
    """The system's own dialog, for one file."""
    dialog = FileDialog(parent, _("List of appointments"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    kinds = " ".join(f"*{ending}" for ending in ENDINGS)
    dialog.setNameFilters([f"{_('Calendars and tables')} ({kinds})", _("All files") + " (*)"])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: take(Path(name)))
    dialog.open()


def ask_where_to_save(parent: QWidget, stem: str, save: Callable[[Path], object]) -> None:
    """Where the rows with problems go."""
    dialog = FileDialog(parent, _("Save the rows with problems"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_("Table") + " (*.csv)"])
    dialog.setDefaultSuffix("csv")
    dialog.selectFile(f"{stem or _('Pasted list')} - {_('problems')}.csv")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: save(Path(name)))
    dialog.open()


def ask_to_undo(theme: Theme, parent: QWidget, undo: Callable[[], object]) -> None:
    """Once, before anything is taken back."""
    sentence = _(
        "Appointments that it made leave the agenda of the whole team, and so do the contacts that it made of their "
        "numbers; what it moved, changed or cancelled becomes as it was. What anything happened with since stays."
    )
    dialog = ConfirmDialog(
        theme,
        pgettext("appointments", "Undo this import?"),
        sentence,
        confirm=pgettext("appointments", "Undo the import"),
        keep=_("Keep it"),
        parent=parent,
    )
    dialog.confirmed.connect(undo)
    dialog.open()
