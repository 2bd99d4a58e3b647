"""Taking deals out, for who leads: which, in which format, where to; then how far it is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.desk.deal_transfer_desk import DealExportFormat
from app.desk.exports.writing import ExportWatch
from app.domain.deal_rows import DealFilter
from app.domain.errors import ComptoirError
from app.words import gettext as _
from app.words import language, ngettext, sentences
from ui.deals.deals_page import DealsPage
from ui.imports.parts import Bar, OneOf, Section
from ui.kit import Kit
from ui.widgets.button import Button
from ui.widgets.dialog import Dialog
from ui.widgets.file_dialog import FileDialog
from ui.widgets.labels import Paragraph

LOOK_MS: Final = 100
KINDS: Final[tuple[DealExportFormat, ...]] = ("csv", "jsonl")
_ENDINGS: Final = {"csv": ".csv", "jsonl": ".jsonl"}


def open_deal_export(kit: Kit, window: QWidget, narrowed: DealFilter | None = None) -> DealExportDialog:
    """Over the window. `narrowed`: what the board is narrowed to, None where it shows everything."""
    dialog = DealExportDialog(kit, narrowed, window)
    dialog.open()
    return dialog


def export_from(kit: Kit, window: QWidget) -> DealExportDialog:
    """From the screen of deals: what it shows may be exported alone."""
    page = window.findChild(DealsPage)
    if page is None:
        return open_deal_export(kit, window)
    looking = page.looking
    pipeline_id = looking.board.pipeline.pipeline_id if looking.board is not None else looking.pipeline_id
    return open_deal_export(kit, window, replace(looking.filter, pipeline_id=pipeline_id))


class DealExportDialog(Dialog):
    """One export. It stays open until what was written, or why not, was read."""

    def __init__(self, kit: Kit, narrowed: DealFilter | None, parent: QWidget) -> None:
        super().__init__(kit.theme, _("Export deals"), parent)
        self._kit, self._narrowed = kit, narrowed
        theme = kit.theme
        self.kind: DealExportFormat = "csv"
        self.is_all = narrowed is None
        self._done, self._total = 0, 0
        self._is_stopped = self._is_working = False
        self.which = OneOf(
            theme,
            _("Which deals"),
            [
                (_("Those that are shown now"), partial(self._choose_all, is_all=False)),
                (_("All of them, won and lost ones too"), partial(self._choose_all, is_all=True)),
            ],
            1 if narrowed is None else 0,
        )
        self._which = Section(theme, _("Which deals"), [self.which])
        self._which.setVisible(narrowed is not None)
        said = {"csv": _("Table for Excel (CSV)"), "jsonl": _("For other programs (JSON lines)")}
        choices = [(said[kind], partial(self._choose, kind)) for kind in KINDS]
        self.formats = OneOf(theme, _("Format"), choices, 0)
        self.said = Paragraph(theme, _("Who exported what is kept in the journal."), ink="text_muted")
        self.bar = Bar(theme)
        self.bar.hide()
        for part in (self._which, Section(theme, _("Format"), [self.formats]), self.said, self.bar):
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

    def _choose(self, kind: DealExportFormat) -> None:
        self.kind = kind

    def _choose_all(self, *, is_all: bool) -> None:
        self.is_all = is_all

    def _ask_where(self) -> None:
        ending = _ENDINGS[self.kind]
        dialog = FileDialog(self, self.windowTitle())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending.lstrip("."))
        dialog.setNameFilters([f"{_('Table')} (*{ending})"])
        dialog.selectFile(f"{_('Deals')} {self._kit.clock.now().date().isoformat()}{ending}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, target: Path) -> None:
        """Write it there."""
        self._is_working, self._is_stopped = True, False
        self.press.hide()
        self.formats.setEnabled(False)
        self.which.setEnabled(False)
        self.leave.setText(_("Stop"))
        self.bar.show()
        self._look.start()
        self._kit.tasks.spawn(self._write(target), "export of deals")

    async def _write(self, target: Path) -> None:
        watch = ExportWatch(self._told, lambda: self._is_stopped)
        narrowed = None if self.is_all else self._narrowed
        separator = ";" if language() == "fr" else ","
        try:
            outcome = await self._kit.desk.export_deals(
                target, self.kind, narrowed, separator=separator, watch=watch
            )
        except ComptoirError as error:
            self._end(sentences.refusal(error.code, error.facts))
            return
        self._end(
            ngettext(
                "{n} deal was written into {name}.", "{n} deals were written into {name}.", outcome.count
            ).format(n=self._kit.formats.number(outcome.count), name=outcome.path.name)
        )

    def _told(self, done: int, total: int) -> None:  # from the thread that writes
        self._done, self._total = (done, total) if total else (self._done, self._total)

    def _show_progress(self) -> None:
        number = self._kit.formats.number
        said = _("{done} of {total}").format(done=number(self._done), total=number(self._total))
        self.said.set_text(said)
        self.bar.show_share(self._done / max(1, self._total), said)

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
