"""Taking people or conversations out, for the owner: what, in which format, where to; then how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.exports.writing import ExportWatch
from app.desk.transfer_desk import ExportOutcome
from app.domain.errors import ComptoirError
from app.domain.exports import ExportFormat
from app.domain.ids import ContactId
from app.words import gettext as _
from app.words import language, ngettext, sentences
from ui.imports.parts import Bar, OneOf, Section
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.controls import CheckBox
from ui.widgets.dialog import Dialog
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import Paragraph

LOOK_MS: Final = 100
Kind = Literal["csv", "vcard", "jsonl", "talks"]
KINDS: Final[tuple[Kind, ...]] = ("csv", "vcard", "jsonl", "talks")
_ENDINGS: Final = {"csv": ".csv", "vcard": ".vcf", "jsonl": ".jsonl"}


def open_export(kit: Kit, window: QWidget, ids: Sequence[ContactId]) -> ExportDialog:
    """Over the window; of the contacts that are chosen, else of all."""
    dialog = ExportDialog(kit, ids, window)
    dialog.open()
    return dialog


class ExportDialog(Dialog):
    """One export. It stays open until what was written, or why not, was read."""

    def __init__(self, kit: Kit, ids: Sequence[ContactId], parent: QWidget) -> None:
        count = len(ids)
        title = (
            ngettext("Export {n} contact", "Export {n} contacts", count).format(n=kit.formats.number(count))
            if count
            else _("Export all contacts")
        )
        super().__init__(kit.theme, title, parent)
        self._kit, self._ids = kit, tuple(ids) or None
        theme = kit.theme
        self.kind: Kind = "csv"
        self._done, self._total = 0, 0
        self._is_stopped = self._is_working = False
        self.formats = OneOf(
            theme,
            _("Format"),
            [(kind_words(kind), partial(self._choose, kind)) for kind in KINDS],
            0,
        )
        self.with_files = CheckBox(theme, _("With the pictures, voice messages and files"))
        self.with_files.setChecked(True)
        self.with_files.hide()
        self.said = Paragraph(theme, _("Who exported what is kept in the journal."), ink="text_muted")
        self.bar = Bar(theme)
        self.bar.hide()
        for part in (Section(theme, _("Format"), [self.formats]), self.with_files, self.said, self.bar):
            self.body.addWidget(part)
        self.leave = Button(theme, _("Cancel"))
        self.leave.clicked.connect(self._leave)
        self.press = Button(theme, _("Choose where…"), kind="primary")
        self.press.clicked.connect(self._ask_where)
        self.press.setDefault(True)
        self.buttons.addStretch()
        self.buttons.addWidget(self.leave)
        self.buttons.addWidget(self.press)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._show_progress)

    def _choose(self, kind: Kind) -> None:
        self.kind = kind
        self.with_files.setVisible(kind == "talks")

    def _ask_where(self) -> None:
        dialog = FileDialog(self, self.windowTitle())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        day = self._kit.clock.now().date().isoformat()
        if self.kind == "talks":
            dialog.selectFile(f"{_('Conversations')} {day}")
        else:
            dialog.setDefaultSuffix(_ENDINGS[self.kind].lstrip("."))
            dialog.setNameFilters([f"{kind_words(self.kind)} (*{_ENDINGS[self.kind]})"])
            dialog.selectFile(f"{_('Contacts')} {day}{_ENDINGS[self.kind]}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, target: Path) -> None:
        """Write it there."""
        self._is_working, self._is_stopped = True, False
        self.press.hide()
        self.formats.setEnabled(False)
        self.with_files.setEnabled(False)
        self.leave.setText(_("Stop"))
        self.bar.show()
        self._look.start()
        self._kit.tasks.spawn(self._write(target), "export")

    async def _write(self, target: Path) -> None:
        watch = ExportWatch(self._told, lambda: self._is_stopped)
        try:
            outcome = await self._exported(target, watch)
        except ComptoirError as error:
            self._end(sentences.refusal(error.code, error.facts))
            return
        self._end(self._outcome_words(outcome))

    async def _exported(self, target: Path, watch: ExportWatch) -> ExportOutcome:
        desk = self._kit.desk
        if self.kind == "talks":
            has_files = self.with_files.isChecked()
            return await desk.export_conversations(target, self._ids, has_files=has_files, watch=watch)
        kind: ExportFormat = self.kind
        separator = ";" if language() == "fr" else ","
        return await desk.export_contacts(target, kind, self._ids, separator=separator, watch=watch)

    def _told(self, done: int, total: int) -> None:  # from the thread that writes
        self._done, self._total = (done, total) if total else (self._done, self._total)

    def _show_progress(self) -> None:
        facts = {"done": self._kit.formats.number(self._done), "total": self._kit.formats.number(self._total)}
        words = _("{done} of {total}").format(**facts)
        self.said.set_text(words)
        self.bar.show_share(self._done / max(1, self._total), words)

    def _outcome_words(self, outcome: ExportOutcome) -> str:
        number, name = self._kit.formats.number, outcome.path.name
        if self.kind != "talks":
            words = ngettext(
                "{n} contact was written into {name}.",
                "{n} contacts were written into {name}.",
                outcome.count,
            )
            return words.format(n=number(outcome.count), name=name)
        words = ngettext(
            "{n} conversation was written into {name}. Open index.html in it.",
            "{n} conversations were written into {name}. Open index.html in it.",
            outcome.count,
        ).format(n=number(outcome.count), name=name)
        if outcome.missing:
            lost = ngettext(
                "{n} file is neither here nor at the hub, and is named as missing.",
                "{n} files are neither here nor at the hub, and are named as missing.",
                outcome.missing,
            )
            words = f"{words} {lost.format(n=number(outcome.missing))}"
        return words

    def _end(self, sentence: str) -> None:
        self._is_working = False
        self._look.stop()
        self.bar.hide()
        self.said.set_text(sentence)
        self.leave.setText(_("Close"))
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        if self._is_working:
            self._is_stopped = True
        else:
            self.reject()

    def reject(self) -> None:
        """Escape stops what is written first."""
        if self._is_working:
            self._is_stopped = True
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes: nothing may go on writing."""
        self._is_stopped = True
        self._look.stop()
        super().closeEvent(event)


def kind_words(kind: Kind) -> str:
    """What a format is for."""
    words = {
        "csv": _("Table for Excel (CSV)"),
        "vcard": _("Address cards for phones (vCard)"),
        "jsonl": _("For other programs (JSON lines)"),
        "talks": _("Conversations to read and print (pages and JSON)"),
    }
    return words[kind]
